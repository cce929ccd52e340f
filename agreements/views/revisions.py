"""The plan of revisions and the page of one. Members read; coordinators run."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.access import require_member
from agreements.forms.revisions import PlanForm, RevisionForm
from agreements.models import Revision
from agreements.selectors.revision_page import group_warnings, members_of, revision_page
from agreements.selectors.revisions import ACTIVE, CHOICES, PlanRow, plan_of
from agreements.services import revisions as services
from agreements.views.acting import attempt, read_revision, run_revision
from municipalities.entry import enter, require_coordinator
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_methods, form_page
from samhandling.core.timeline import Span, Timeline, draw_timeline


@login_required
@require_safe
def revision_plan(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    given = request.GET.get("vis", ACTIVE)
    chosen = given if given in CHOICES else ACTIVE
    today = partnership.as_of(timezone.localdate())
    rows = plan_of(partnership, access, chosen, today)
    context = {
        "rows": rows,
        "timeline": _timeline(rows, today),
        "today": today,
        "day": today,
        "chosen": chosen,
        "filters": _filters(partnership, chosen),
        "may_move": access.is_coordinator and chosen == ACTIVE and today == timezone.localdate(),
    }
    return render(request, "agreements/revision_plan.html", context)


def _filters(partnership: Partnership, chosen: str) -> list[dict[str, Any]]:
    url = reverse("agreements:revision-plan", args=[partnership.slug])
    labels = (_("Pågår"), _("Avsluttet"), _("Alle"))
    return [
        {"label": label, "url": f"{url}?vis={value}" if value else url, "current": value == chosen}
        for value, label in zip(CHOICES, labels, strict=True)
    ]


def _timeline(rows: list[PlanRow], today: dt.date) -> Timeline | None:
    return draw_timeline([_span(row) for row in rows], today)


def _span(row: PlanRow) -> Span:
    done = [step.done_on for step in row.steps if step.done_on]
    planned = [step.planned_on for step in row.steps if step.planned_on]
    return Span(
        label=row.revision.agreement.short_label,
        planned=(min([*planned, *done]), max(planned)) if planned else None,
        actual=(min(done), row.done_until or max(done)) if done else None,
        marks=tuple(done),
        is_late=row.is_late,
    )


@login_required
@require_POST
def revision_move(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """One place up (`retning=opp`) or down in the plan."""
    partnership, revision = run_revision(request, partnership_slug, pk)
    try:
        earlier = request.POST.get("retning") == "opp"
        services.move_revision(revision=revision, earlier=earlier, user=signed_in(request))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect(reverse("agreements:revision-plan", args=[partnership.slug]) + f"#revisjon-{pk}")


@login_required
@form_methods
def revision_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = PlanForm(request.POST or None, partnership=partnership, initial=_given(request))
    made: list[Revision] = []

    def act() -> None:
        data = form.cleaned_data
        columns = {name: data[name] for name in ("agreement", "name", "lead", "reason", "planned_on")}
        made.append(services.plan_revision(user=signed_in(request), planned=form.planned(), **columns))

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("Revisjonen er lagt sist i planen."))
        return redirect("agreements:revision-detail", partnership.slug, made[0].pk)
    return form_page(request, "agreements/revision_form.html", {"form": form})


def _given(request: HttpRequest) -> dict[str, str]:
    """The agreement one came from, `?avtale=12`."""
    agreement = request.GET.get("avtale", "")
    return {"agreement": agreement} if agreement.isdigit() else {}


@login_required
@require_safe
def revision_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, revision = read_revision(request, partnership_slug, pk)
    members = list(members_of(revision))
    context = {
        "revision": revision,
        "page": revision_page(revision, partnership.as_of(timezone.localdate())),
        "members": members,
        "warnings": group_warnings(members),
        "history": history_of(revision)[:30] if access.is_coordinator else [],
    }
    return render(request, "agreements/revision_detail.html", context)


@login_required
@form_methods
def revision_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, revision = run_revision(request, partnership_slug, pk)
    form = RevisionForm(request.POST or None, instance=revision, partnership=partnership)

    def act() -> None:
        services.update_revision(revision=revision, columns=form.cleaned_data, user=signed_in(request))

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("Revisjonen er lagret."))
        return redirect("agreements:revision-detail", partnership.slug, pk)
    return form_page(request, "agreements/revision_form.html", {"form": form, "revision": revision})


@login_required
@require_POST
def revision_draft(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Start the revision's text."""
    partnership, revision = run_revision(request, partnership_slug, pk)
    try:
        services.start_draft(revision=revision, user=signed_in(request))
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("agreements:revision-detail", partnership.slug, pk)
    messages.success(request, _("Utkastet er startet."))
    return redirect("agreements:text-edit", partnership.slug, revision.agreement_id)
