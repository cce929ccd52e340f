"""Chainable filters of meetings and cases."""

from __future__ import annotations

from django.db import models


class MeetingQuerySet(models.QuerySet):
    pass


class CaseQuerySet(models.QuerySet):
    pass


class ActionItemQuerySet(models.QuerySet):
    pass
