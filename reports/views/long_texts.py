"""A long text that saves itself: what autosave posts, and its editor when a save was refused or collided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from samhandling.core import http
from samhandling.core.errors import NotPossible
from samhandling.core.revisions import TextRevision
from samhandling.core.saving import SavedText, TextConflict
from samhandling.core.text import clean_html, render_body


def autosave(
    request: HttpRequest, save: Callable[[str, int], SavedText], *, refuse: Callable[[str], str]
) -> HttpResponse:
    """200, 409 with both texts, 422 for what `refuse` has words for, 423 when it is too late (see `core.http`).

    `save` is given the text and the revision it was written from.
    """
    text = request.POST.get("value", "").replace("\x00", "")
    if words := refuse(text):
        return http.invalid(words)
    try:
        saved = save(text, http.number(request.POST.get("base_revision", "")))
    except TextConflict as conflict:
        return http.conflict(revision=conflict.revision, theirs=conflict.theirs, mine=clean_html(text))
    except NotPossible as reason:
        return JsonResponse({"message": str(reason)}, status=423)
    return http.saved(revision=saved.revision, saved_at=saved.saved_at, text=saved.text if saved.merged else None)


def editor_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    form: BaseForm,
    current: TextRevision | None,
    base: str,
    conflict: TextConflict | None,
) -> HttpResponse:
    """A conflict that is shown goes on from the newest revision, a refused text from the one it was written from.

    `base` is the name of the form's field with that revision.
    """
    newest = current.revision if current else 0
    context |= {
        "form": form,
        "revision": request.POST.get(base, newest) if form.errors else newest,
        "saved_at": current.saved_at if current else None,
        "theirs": render_body(conflict.theirs, heading=3) if conflict else "",
    }
    status = 409 if conflict else 422 if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)
