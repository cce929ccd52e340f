"""Cases: the list, the page of one case, making, proposing and changing it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.access import fetch_case
from meetings.forms.cases import CaseFilterForm, CaseForm, ProposalForm, ReasonForm
from meetings.models import Case
from meetings.selectors import cases as selectors
from meetings.selectors.anchoring import inputs_on
from meetings.selectors.papers import documents_of
from meetings.selectors.trail import standing
from meetings.services import cases as services
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.enums import Role
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_page

CASES_PER_PAGE = 25


@require_safe
def case_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    form, chosen = _filter(request, partnership)
    now = timezone.now()
    found = selectors.filtered_cases(partnership, access, chosen, now)
    page: Page[Any] = Paginator(selectors.in_state(found, chosen.state), CASES_PER_PAGE).get_page(
        request.GET.get("side")
    )
    counts = selectors.count_states(found)
    return render(
        request,
        "meetings/case_list.html",
        {
            "form": form,
            "rows": selectors.case_rows(cast(QuerySet[Any], page.object_list), access, now),
            "page_obj": page,
            "options": _state_options(request, chosen.state, counts, access),
            "chosen": chosen,
            "is_empty": counts["all"] == 0 and not form.has_changed(),
            "may_propose": may_propose(access),
        },
    )


def _filter(request: HttpRequest, partnership: Partnership) -> tuple[CaseFilterForm, selectors.CaseFilter]:
    form = CaseFilterForm(request.GET, partnership=partnership)
    form.is_valid()
    data = form.cleaned_data
    state = request.GET.get("status", "open")
    return form, selectors.CaseFilter(
        q=data.get("q", ""),
        committee=data.get("utvalg"),
        proposed_by=data.get("fra", ""),
        state=state if state in selectors.LIST_STATES else "open",
    )


def _state_options(request: HttpRequest, current: str, counts: dict[str, int], access: Access) -> list[dict[str, Any]]:
    labels = [("open", _("Under arbeid")), ("closed", _("Avsluttet")), ("", _("Alle"))]
    if access.is_coordinator:
        labels[1:1] = [("stuck", _("Står stille")), ("proposed", _("Foreslått"))]
    options = []
    for state, label in labels:
        query = request.GET.copy()
        query.pop("side", None)
        query["status"] = state
        count = counts[state or "all"]
        options.append({"label": label, "url": f"?{query.urlencode()}", "current": state == current, "count": count})
    return options


def may_propose(access: Access) -> bool:
    """Members of committees and health chiefs raise cases through the secretariat."""
    return not access.is_coordinator and bool(access.roles & {Role.COMMITTEE_MEMBER, Role.HEALTH_CHIEF})


@require_safe
def case_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    return _case_page(request, access, fetch_case(partnership, access, pk))


def _case_page(
    request: HttpRequest, access: Access, case: Case, form: ReasonForm | None = None, form_for: str = ""
) -> HttpResponse:
    """The page; with a form that failed when one was sent from it."""
    now = timezone.now()
    steps = selectors.trail_of(case, access, now)
    stands = standing(case, steps, now)
    schedules = access.is_coordinator and stands.step == "schedule"
    return form_page(
        request,
        "meetings/case_detail.html",
        {
            "case": case,
            "steps": steps,
            "standing": stands,
            "meetings": list(selectors.meetings_for(case.partnership, stands.committee, now)) if schedules else [],
            "officers": [] if case.shielded else list(case.officers.order_by("name")),
            "actions": list(selectors.follow_up(steps)),
            "sees_proposal": access.is_coordinator or case.proposer_id in access.person_ids,
            "inputs": inputs_on(case, access, request.user.pk, now) if access.is_member and not case.shielded else None,
            "documents": documents_of(case),
            "today": timezone.localdate(now),
            "history": history_of(case)[:30] if case.writes else [],
            "form": form,
            "form_for": form_for,
            "reason_form": ReasonForm(),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    given = {"revision": request.GET.get("revisjon", "")}  # the revision one came from
    form = CaseForm(request.POST or None, partnership=partnership, initial=given)
    if request.method == "POST" and form.is_valid():
        officers = form.cleaned_data["officers"]
        case = services.create_case(
            partnership=partnership, columns=form.cleaned_data, officers=officers, user=signed_in(request)
        )
        messages.success(request, _("Saken er registrert. Neste skritt er å legge inn saksgangen."))
        return redirect("meetings:case-detail", partnership.slug, case.pk)
    return form_page(request, "meetings/case_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    require_coordinator(access)
    title, mark = case.title, services.case_mark(case)  # the form writes what was typed on the instance
    form = CaseForm(request.POST or None, instance=case, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        columns, officers = form.cleaned_data, form.cleaned_data["officers"]
        opened = request.POST.get("merke", "")
        try:
            services.update_case(case=case, columns=columns, officers=officers, mark=opened, user=signed_in(request))
        except services.CaseChanged as changed:
            form.add_error(None, changed.text)
        else:
            messages.success(request, _("Endringene er lagret."))
            return redirect("meetings:case-detail", partnership.slug, case.pk)
    context = {"form": form, "case": case, "case_title": title, "mark": mark}
    return form_page(request, "meetings/case_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_propose(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    if not may_propose(access):
        raise PermissionDenied
    form = ProposalForm(request.POST or None, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        case = services.propose_case(
            partnership=partnership, access=access, user=signed_in(request), **form.cleaned_data
        )
        messages.success(request, _("Forslaget er sendt til sekretariatet. Du ser svaret her."))
        return redirect("meetings:case-detail", partnership.slug, case.pk)
    return form_page(request, "meetings/case_propose.html", {"form": form})


@login_required
@require_POST
def case_accept(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    require_coordinator(access)
    try:
        services.accept_proposal(case=case, user=signed_in(request))
        messages.success(request, _("Forslaget er tatt opp som sak."))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("meetings:case-detail", partnership.slug, case.pk)


#: What may be done with a case for a reason, by the last part of the address.
REASONED = {
    "avslaa": services.decline_proposal,
    "avslutt": services.close_case,
    "gjenaapne": services.reopen_case,
}


@login_required
@require_POST
def case_state(request: HttpRequest, partnership_slug: str, pk: int, act: str) -> HttpResponse:
    """Decline a proposal, close a case or open it again; each needs a reason."""
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    require_coordinator(access)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _case_page(request, access, case, form, act)
    try:
        REASONED[act](case=case, reason=form.cleaned_data["reason"], user=signed_in(request))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("meetings:case-detail", partnership.slug, case.pk)
