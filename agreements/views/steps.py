"""One step of a revision: done, skipped, planned, or opened again."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.enums import StepKind
from agreements.forms.steps import CompleteForm, PlanStepForm, SkipForm
from agreements.models import Revision, RevisionStep
from agreements.rules.steps import in_order, last_passed, may_skip, may_undo, open_before
from agreements.selectors.revision_page import HELP, revision_page
from agreements.services import steps as services
from agreements.views.acting import attempt, run_revision
from municipalities.forms.base import PortalForm
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_page

#: The buttons of the page, by their value in the form.
COMPLETE, SKIP, PLAN, UNDO = "fullfor", "hopp-over", "planlegg", "gjenapne"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revision_step(request: HttpRequest, partnership_slug: str, pk: int, kind: str) -> HttpResponse:
    partnership, revision = run_revision(request, partnership_slug, pk)
    steps = in_order(revision.steps.select_related("committee", "done_by"))
    step = next((row for row in steps if row.kind == kind), None)
    if step is None:
        raise Http404
    act = request.POST.get("gjor", "")
    if act == UNDO:
        return _undo(request, partnership, revision, step)
    data = {name: request.POST if act == name else None for name in (COMPLETE, SKIP, PLAN)}
    page = revision_page(revision, timezone.localdate())
    before = open_before(steps, kind)
    initial = {"done_on": page.entry.in_force_on} if kind == StepKind.IN_FORCE and page.entry else {}
    forms = {
        COMPLETE: CompleteForm(
            data[COMPLETE],
            step=step,
            before=[row for row in before if may_skip(row.kind)],
            partnership=partnership,
            missing=kind == StepKind.IN_FORCE and page.asks_for_confirmation(revision),
            initial=initial,
        ),
        SKIP: SkipForm(data[SKIP]),
        PLAN: PlanStepForm(data[PLAN], initial={"planned_on": step.planned_on}),
    }
    if act in forms and _act(request, revision, step, act, forms):
        messages.success(request, _said(act, step))
        return redirect("agreements:revision-detail", partnership.slug, pk)
    context = {
        "revision": revision,
        "step": step,
        "page": page,
        "help": HELP.get(step.kind, ""),
        "needed": next((row for row in before if not may_skip(row.kind)), None),
        "complete_form": forms[COMPLETE],
        "skip_form": forms[SKIP] if may_skip(step.kind) and not step.is_passed else None,
        "plan_form": forms[PLAN] if not step.is_passed else None,
        "may_undo": last_passed(steps) is step and may_undo(step),
        "form": forms.get(act),
    }
    return form_page(request, "agreements/revision_step.html", context)


def _act(
    request: HttpRequest, revision: Revision, step: RevisionStep, act: str, forms: Mapping[str, PortalForm]
) -> bool:
    form, user = forms[act], signed_in(request)

    def run() -> None:
        data = form.cleaned_data
        if isinstance(form, CompleteForm):
            services.complete_step(
                revision=revision,
                kind=step.kind,
                user=user,
                done_on=data["done_on"],
                committee=data.get("committee"),
                reference=data.get("reference", ""),
                note=data["note"],
                reasons=form.reasons(),
                confirmed=data.get("confirmed", False),
            )
        elif isinstance(form, SkipForm):
            services.skip_step(revision=revision, kind=step.kind, reason=data["reason"], user=user)
        else:
            services.plan_step(revision=revision, kind=step.kind, planned_on=data["planned_on"], user=user)

    return form.is_valid() and attempt(form, run)


def _said(act: str, step: RevisionStep) -> str:
    words = {
        COMPLETE: _("«%(step)s» er fullført."),
        SKIP: _("«%(step)s» er hoppet over."),
        PLAN: _("Datoen for «%(step)s» er lagret."),
    }
    return words[act] % {"step": step.get_kind_display()}


def _undo(request: HttpRequest, partnership: Partnership, revision: Revision, step: RevisionStep) -> HttpResponse:
    try:
        services.undo_step(revision=revision, kind=step.kind, user=signed_in(request))
        messages.success(request, _("«%(step)s» er åpnet igjen.") % {"step": step.get_kind_display()})
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("agreements:revision-detail", partnership.slug, revision.pk)
