"""`{% load documents %}`: what a list of documents says as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from samhandling.documents.selectors import DocumentRow

register = template.Library()


@register.filter
def under_way(rows: Iterable[DocumentRow]) -> bool:
    return any(row.document.is_under_way for row in rows)


@register.filter
def any_failed(rows: Iterable[DocumentRow]) -> bool:
    return any(row.document.is_failed for row in rows)
