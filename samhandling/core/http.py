"""What every view needs of requests and answers: the typed request, 422 for a form with errors, answers to autosave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from samhandling.core import dates

#: A page with a form.
form_methods = require_http_methods(["GET", "HEAD", "POST"])


class HtmxRequest(HttpRequest):
    """The request as the middleware leaves it."""

    htmx: HtmxDetails


def wants_json(request: HttpRequest) -> bool:
    """True for `js/autosave.js`, false for the same form sent without JavaScript."""
    return request.accepts("application/json") and not request.accepts("text/html")


def number(text: str | None) -> int:
    """A revision or key from an address or a form. What is no number is one that never was (-1): such a save is merged
    or asked about, such a row is not found."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


def form_page(request: HttpRequest, template: str, context: dict[str, Any], *forms: BaseForm) -> HttpResponse:
    """The page, with status 422 when a bound form among `forms` (or the context's `form`) has errors."""
    given = forms or (context.get("form"),)
    failed = any(form is not None and form.is_bound and form.errors for form in given)
    return render(request, template, context, status=422 if failed else 200)


def saved(*, revision: int, saved_at: datetime, text: str | None = None, warning: str = "") -> JsonResponse:
    """The field is saved. `text` is given when the server merged, and the browser must show what it did not send.

    `warning` stands beside the field (in its `[data-autosave-warning]`) until a save comes back without one.
    """
    answer: dict[str, Any] = {"revision": revision, "saved_at": dates.clock(saved_at)}
    if warning:
        answer["warning"] = warning
    if text is not None:
        answer["text"] = text
    return JsonResponse(answer)


def conflict(*, revision: int, theirs: str, mine: str) -> JsonResponse:
    """Somebody saved another text in the same place; nothing is written. The browser shows both and asks."""
    return JsonResponse({"revision": revision, "theirs": theirs, "mine": mine}, status=409)


def invalid(message: str) -> JsonResponse:
    """The text cannot be saved as it is; the message stands beside the field."""
    return JsonResponse({"message": message}, status=422)
