"""Answers to htmx: the same address gives the whole page or one named part of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


def is_htmx(request: HttpRequest) -> bool:
    """Asked by htmx for a part; a boosted or history request wants the whole page."""
    details: HtmxDetails | None = getattr(request, "htmx", None)
    return details is not None and bool(details) and not (details.boosted or details.history_restore_request)


def respond(
    request: HttpRequest, template: str, part: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """`respond(request, "meetings/agenda.html", "agenda", …)`: the named partial for htmx, else the page."""
    name = f"{template}#{part}" if is_htmx(request) else template
    response = render(request, name, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def go(request: HttpRequest, url: str) -> HttpResponse:
    """On to another page, for htmx and for a plain form alike."""
    return HttpResponseClientRedirect(url) if is_htmx(request) else redirect(url)
