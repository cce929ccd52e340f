"""Handing the secretariat over: the frozen list of open work, for print, and the receipt. For coordinators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.enums import EQUAL_PARTIES, Party
from municipalities.forms.base import perform
from municipalities.models import Partnership
from reports.forms.secretariat import HandoverForm, ReceiptForm
from reports.models import Handover
from reports.open_work import OpenWork
from reports.rules.handover import may_receive
from reports.selectors.open_work import open_sections
from reports.selectors.secretariat import own_handovers, secretariat
from reports.services import secretariat as services
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_methods, form_page


@login_required
@form_methods
def handover_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    now = timezone.now()
    found = secretariat(partnership, partnership.as_of(timezone.localdate(now)))
    giver = found.giver(_side(request))
    taker = found.taker(giver) if giver else None
    initial = {
        "giver": giver.term if giver else None,
        "taker": taker.term if taker else None,
        "on": timezone.localdate(now),
    }
    form = HandoverForm(request.POST or None, partnership=partnership, initial=initial)
    made: list[Handover] = []

    def act() -> None:
        made.append(
            services.make_handover(
                actor=signed_in(request), access=access, partnership=partnership, **form.cleaned_data
            )
        )

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Overleveringen er laget. Den som overtar, kan kvittere."))
        return redirect("reports:handover-detail", partnership.slug, made[0].pk)
    sections = open_sections(partnership, access, now)
    context = {"form": form, "sections": sections, "giver": giver, "taker": taker}
    return form_page(request, "reports/handover_form.html", context)


def _side(request: HttpRequest) -> Party:
    given = request.GET.get("side")
    return next((side for side in EQUAL_PARTIES if side == given), Party.MUNICIPALITIES)


def _enter(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, Handover]:
    partnership, access = enter(request, slug)
    handover: Handover = get_object_or_404(own_handovers(partnership), pk=pk)
    require_coordinator(access)
    return partnership, access, handover


def _receives(request: HttpRequest, access: Access, handover: Handover) -> bool:
    return may_receive(access, side=handover.taker.side, made_by=handover.made_by_id, user=signed_in(request).pk)


@login_required
@require_safe
def handover_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    _partnership, access, handover = _enter(request, partnership_slug, pk)
    context = {
        "handover": handover,
        "work": OpenWork.from_json(handover.open_work),
        "may_receive": handover.received_at is None and _receives(request, access, handover),
    }
    return render(request, "reports/handover_detail.html", context)


@login_required
@form_methods
def handover_receipt(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The one who takes over signs, once; a second time is told who did."""
    partnership, access, handover = _enter(request, partnership_slug, pk)
    if not _receives(request, access, handover):
        raise PermissionDenied
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.receive_handover(actor=signed_in(request), handover=handover, **form.cleaned_data)
        except NotPossible as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Takk, overleveringen er kvittert."))
        return redirect("reports:handover-detail", partnership.slug, handover.pk)
    work = OpenWork.from_json(handover.open_work)
    return form_page(request, "reports/handover_receipt.html", {"form": form, "handover": handover, "work": work})
