"""The days the municipal councils meet."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from agreements.access import require_member
from agreements.forms.councils import CouncilMeetingsForm
from agreements.models import CouncilMeeting
from agreements.services.councils import Added, add_meetings, remove_meeting
from municipalities.entry import enter
from municipalities.models import Municipality, Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.dates import long_date
from samhandling.core.http import form_page


def _enter(request: HttpRequest, slug: str, number: str) -> tuple[Partnership, Municipality]:
    """A health chief for the own municipality, the secretariat for all that take part."""
    partnership, access = enter(request, slug)
    require_member(access)
    taking_part = Municipality.objects.filter(partnership_memberships__partnership=partnership, number=number)
    municipality = get_object_or_404(taking_part.order_by("-valid_from").distinct()[:1])
    if not access.is_coordinator and municipality.pk not in access.chief_ids:
        raise PermissionDenied
    return partnership, municipality


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def council_meetings(request: HttpRequest, partnership_slug: str, number: str) -> HttpResponse:
    partnership, municipality = _enter(request, partnership_slug, number)
    form = CouncilMeetingsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        added = add_meetings(municipality=municipality, meetings=form.meetings, user=signed_in(request))
        messages.success(request, _told(added))
        return redirect("agreements:council-meetings", partnership.slug, municipality.number)
    meetings = CouncilMeeting.objects.filter(municipality=municipality, on__gte=timezone.localdate()).order_by("on")
    context = {"form": form, "municipality": municipality, "meetings": meetings}
    return form_page(request, "agreements/council_meetings.html", context)


def _told(added: Added) -> str:
    words = ngettext("%(count)s møte er lagt inn.", "%(count)s møter er lagt inn.", added.new) % {"count": added.new}
    if added.changed:
        more = ngettext("%(count)s fikk ny saksfrist.", "%(count)s fikk ny saksfrist.", added.changed)
        words = f"{words} {more % {'count': added.changed}}"
    if added.over:
        more = ngettext("%(count)s er holdt og ble hoppet over.", "%(count)s er holdt og ble hoppet over.", added.over)
        words = f"{words} {more % {'count': added.over}}"
    return words


@login_required
@require_POST
def council_meeting_remove(request: HttpRequest, partnership_slug: str, number: str, pk: int) -> HttpResponse:
    partnership, municipality = _enter(request, partnership_slug, number)
    meeting = get_object_or_404(CouncilMeeting.objects.select_related("municipality"), pk=pk, municipality=municipality)
    remove_meeting(meeting=meeting, user=signed_in(request))
    messages.success(request, _("Møtet %(date)s er fjernet.") % {"date": long_date(meeting.on)})
    return redirect("agreements:council-meetings", partnership.slug, municipality.number)
