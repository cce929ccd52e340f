"""Controlled vocabularies of reports, projects, surveys and newsletters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportScope(models.TextChoices):
    """Whom a status report is about."""

    MUNICIPALITY = "municipality", _("Kommune")
    REGION = "region", _("Kommunegruppe")
    PARTNERSHIP = "partnership", _("Hele samarbeidet")


class ReportState(models.TextChoices):
    """`queued → draft → released`; one that could not be made says why and may be tried again."""

    QUEUED = "queued", _("Lages")
    FAILED = "failed", _("Feilet")
    DRAFT = "draft", _("Utkast")
    RELEASED = "released", _("Frigitt")


class ReportSection(models.TextChoices):
    """The texts a coordinator writes in a report."""

    COMMENT = "comment", _("Koordinatorens vurdering")


class PhaseKind(models.TextChoices):
    """The phases of a cooperation project (indicator I20, as in the project of Orkdalsregionen)."""

    STANDPOINT = "standpoint", _("Ståsted")
    SCENARIO = "scenario", _("Scenario")
    GAP = "gap", _("Gap-analyse")
    CHOICE = "choice", _("Veivalg")
    SOLUTION = "solution", _("Forslag til løsning")
    ESTABLISHING = "establishing", _("Etablering")
    OPERATION = "operation", _("Drift")
    OTHER = "other", _("Annen fase")


class MeasureLevel(models.TextChoices):
    """Who carries a project's measure out."""

    MUNICIPALITY = "municipality", _("Hver kommune")
    REGION = "region", _("Kommunene sammen")
    TRUST = "trust", _("Sammen med helseforetaket")


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    UNDER_WAY = "under_way", _("I gang")
    DONE = "done", _("Gjennomført")
    DROPPED = "dropped", _("Ikke aktuelt")


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    OPEN = "open", _("Åpen")
    CLOSED = "closed", _("Avsluttet")


class SurveyQuestionKind(models.TextChoices):
    SINGLE = "single", _("Ett valg")
    SCALE = "scale", _("Skala 1–5")
    TEXT = "text", _("Fritekst")


class NewsletterState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    SENT = "sent", _("Sendt")
