"""The addresses that autosave posts to: one long text, one short field; and who else is writing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import presence
from meetings.enums import MinutesSection
from meetings.forms.minutes import shown
from meetings.forms.minutes_desk import KINDS, Desk
from meetings.models import MinutesItem
from meetings.selectors.minutes_content import personal_warning
from meetings.services.minutes_fields import FieldConflict, MinutesClosed, Row, RowGone, save_field, save_item_text
from meetings.views.minutes_access import Room, enter_writing
from meetings.views.minutes_panel import errors_of, posted, revision
from samhandling.core import http
from samhandling.core.saving import TextConflict

MAX_TEXT = 50_000


def _find(room: Room, kind: str, pk: int) -> tuple[Desk, Row] | None:
    """A row in any version of these minutes: a page may be older than the correction somebody has begun."""
    for minutes in room.versions:
        desk = Desk(minutes)
        if row := desk.row(kind, pk):
            return desk, row
    return None


def _refused(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


@login_required
@require_POST
def save_text(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int, section: str) -> HttpResponse:
    """200, 409 with both texts, 422 for a text that is too long, 423 when the minutes are closed."""
    room, _minutes, user = enter_writing(request, partnership_slug, pk)
    found = _find(room, "item", item_pk)
    if found is None or section not in MinutesSection.values or not isinstance(found[1], MinutesItem):
        raise Http404
    text, item = posted(request.POST, "value"), found[1]
    if len(text) > MAX_TEXT:
        return http.invalid(_("Teksten er for lang. Del den i flere saker, eller legg den ved."))
    try:
        result = save_item_text(
            item=item,
            section=MinutesSection(section),
            base_revision=revision(posted(request.POST, "base_revision")),
            text=text,
            user=user,
        )
    except TextConflict as conflict:
        return http.conflict(revision=conflict.revision, theirs=conflict.theirs, mine=conflict.mine)
    except MinutesClosed as closed:
        return _refused(str(closed), 423)
    presence.note_writing(minutes_id=item.minutes_id, item_id=item.pk, section=section, user=user)
    merged = result.text if result.merged else None
    warning = personal_warning(result.text)
    return http.saved(revision=result.revision, saved_at=result.saved_at, text=merged, warning=warning)


@login_required
@require_POST
def save_one_field(
    request: HttpRequest, partnership_slug: str, pk: int, kind: str, row_pk: int, field: str
) -> HttpResponse:
    """The same answers for a short field; a conflict has the two values as the field writes them."""
    room, _minutes, user = enter_writing(request, partnership_slug, pk)
    if kind not in KINDS:
        raise Http404
    found = _find(room, kind, row_pk)
    if found is None:
        return _refused(str(RowGone()), 404)
    desk, row = found
    form = desk.field_form(row, field, posted(request.POST, "value"))
    if form is None:
        raise Http404
    if not form.is_valid():
        return http.invalid(errors_of(form, field))
    base = revision(posted(request.POST, "base_revision"))
    try:
        result = save_field(row=row, field=field, base_revision=base, value=form.cleaned_data[field], user=user)
    except FieldConflict as conflict:
        newest = desk.row(kind, row_pk)
        theirs = shown(desk.form_for(newest), field) if newest else ""
        return http.conflict(revision=conflict.revision, theirs=theirs, mine=posted(request.POST, "value"))
    except MinutesClosed as closed:
        return _refused(str(closed), 423)
    except RowGone as gone:
        return _refused(str(gone), 404)
    return http.saved(revision=result.revision, saved_at=result.saved_at)


@login_required
@require_safe
def who_is_writing(request: HttpRequest, partnership_slug: str, pk: int, item_pk: int = 0) -> HttpResponse:
    """The hints that the panel asks for every ten seconds, as fragments to swap in where they belong."""
    _room, minutes, user = enter_writing(request, partnership_slug, pk)
    presence.note_open(minutes_id=minutes.pk, user=user)
    context = {
        "minutes": minutes,
        "others": presence.others(minutes_id=minutes.pk, user=user),
        "sections": [
            (section, presence.writing(minutes_id=minutes.pk, item_id=item_pk, section=section, user=user))
            for section in (MinutesSection.values if item_pk else [])
        ],
    }
    return render(request, "meetings/minutes_presence.html", context)
