"""The register of municipalities' decisions on being represented: open to all, kept by secretariat and municipality."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.access import Access
from municipalities.entry import enter
from municipalities.forms.approvals import ApprovalForm
from municipalities.models import Partnership, RepresentationApproval
from municipalities.selectors.approvals import approval_rows, members_of
from municipalities.services import approvals as services
from municipalities.views.editing import EditPage, edit
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods


def may_keep(access: Access, municipality_pk: int) -> bool:
    """The secretariat for all, a health chief for the own municipality."""
    return access.is_coordinator or municipality_pk in access.chief_ids


@require_safe
def approval_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    rows = [(row, may_keep(access, row.municipality.pk)) for row in approval_rows(partnership, day)]
    context = {
        "rows": rows,
        "approved": sum(1 for row, _keeps in rows if row.approves),
        "undecided": sum(1 for row, _keeps in rows if row.newest is None),
        "may_edit": any(keeps for _row, keeps in rows),
        "day": day,
    }
    return render(request, "municipalities/approval_list.html", context)


@login_required
@form_methods
def approval_create(request: HttpRequest, partnership_slug: str, number: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    members = members_of(partnership, partnership.as_of(timezone.localdate()))
    municipality = next((row for row in members if row.number == number), None)
    if municipality is None:
        raise Http404
    if not may_keep(access, municipality.pk):
        raise PermissionDenied
    form = ApprovalForm(request.POST or None)

    def act() -> None:
        services.add_approval(
            actor=signed_in(request), partnership=partnership, municipality=municipality, values=form.cleaned_data
        )

    return edit(request, form, act, _page(partnership, municipality.name))


@login_required
@form_methods
def approval_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    rows = RepresentationApproval.objects.select_related("municipality", "partnership")
    approval = get_object_or_404(rows, partnership=partnership, pk=pk)
    if not may_keep(access, approval.municipality_id):
        raise PermissionDenied
    form = ApprovalForm(request.POST or None, instance=approval)

    def act() -> None:
        services.change_approval(actor=signed_in(request), approval=approval, values=form.cleaned_data)

    return edit(request, form, act, _page(partnership, approval.municipality.name))


def _page(partnership: Partnership, name: str) -> EditPage:
    return EditPage(
        title=_("Vedtak om representasjon i %(name)s") % {"name": name},
        back_label=_("Hvem som lar seg representere"),
        back_url=reverse("municipalities:approval-list", args=[partnership.slug]),
        done=_("Vedtaket er lagret."),
    )
