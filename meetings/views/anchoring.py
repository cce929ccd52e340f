"""Municipalities' input on cases, and the meetings their groups hold beforehand."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.access import fetch_case, fetch_meeting
from meetings.forms.anchoring import InputForm, PreMeetingForm
from meetings.models import Case, CaseInput, Meeting
from meetings.selectors.anchoring import inputs_on
from meetings.services import anchoring as services
from municipalities.access import Access
from municipalities.entry import enter
from municipalities.forms.base import perform
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_methods, form_page


@login_required
@form_methods
def input_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, case = _enter_case(request, partnership_slug, pk)
    user = signed_in(request)
    inputs = inputs_on(case, access, user.pk, timezone.now())
    if not inputs.own:
        raise PermissionDenied
    form = InputForm(request.POST or None, own=inputs.own)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_input(actor=user, case=case, municipality=form.chosen(), text=form.cleaned_data["text"])
        except NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            words = (
                _("Innspillet er kommet inn, men etter saksfristen.") if inputs.is_late else _("Takk for innspillet.")
            )
            messages.success(request, words)
            return redirect(_inputs_url(partnership, case))
    return form_page(request, "meetings/case_input.html", {"form": form, "case": case, "inputs": inputs})


@login_required
@require_POST
def input_withdraw(request: HttpRequest, partnership_slug: str, pk: int, input_pk: int) -> HttpResponse:
    """Only by whoever gave it."""
    partnership, _access, case = _enter_case(request, partnership_slug, pk)
    user = signed_in(request)
    row = get_object_or_404(CaseInput, case=case, pk=input_pk)
    if row.given_by_id != user.pk:
        raise PermissionDenied
    try:
        services.withdraw_input(actor=user, row=row)
        messages.success(request, _("Innspillet er trukket."))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect(_inputs_url(partnership, case))


def _enter_case(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, Case]:
    """A case whose contents a member may read; 403 for others."""
    partnership, access = enter(request, slug)
    case = fetch_case(partnership, access, pk)
    if not access.is_member or case.shielded:
        raise PermissionDenied
    return partnership, access, case


def _inputs_url(partnership: Partnership, case: Case) -> str:
    return reverse("meetings:case-detail", args=[partnership.slug, case.pk]) + "#innspill"


@login_required
@form_methods
def pre_meeting_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, meeting = _run_meeting(request, partnership_slug, pk)
    form = PreMeetingForm(request.POST or None, meeting=meeting)

    def act() -> None:
        services.log_pre_meeting(actor=signed_in(request), meeting=meeting, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and _attempt(form, act):
        messages.success(request, _("Formøtet er ført."))
        return redirect("meetings:meeting-detail", partnership.slug, meeting.pk)
    return form_page(request, "meetings/pre_meeting.html", {"form": form, "meeting": meeting})


@login_required
@require_POST
def pre_meeting_remove(request: HttpRequest, partnership_slug: str, pk: int, row_pk: int) -> HttpResponse:
    partnership, meeting = _run_meeting(request, partnership_slug, pk)
    row = get_object_or_404(meeting.pre_meetings.select_related("group", "meeting"), pk=row_pk)
    services.remove_pre_meeting(actor=signed_in(request), row=row)
    messages.success(request, _("Formøtet er fjernet."))
    return redirect("meetings:meeting-detail", partnership.slug, meeting.pk)


def _run_meeting(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Meeting]:
    """For the secretariat and the committee's chairs; 403 for others."""
    partnership, access = enter(request, slug)
    meeting = fetch_meeting(partnership, pk)
    if not (access.is_coordinator or meeting.committee_id in access.chair_ids):
        raise PermissionDenied
    return partnership, meeting


def _attempt(form: BaseForm, act: Callable[[], object]) -> bool:
    try:
        return perform(form, act)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return False
