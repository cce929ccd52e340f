"""The secretariat: who holds it and whose turn is next, open to all; terms and the order, written by coordinators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.entry import enter, require_coordinator
from municipalities.enums import Party
from municipalities.forms.base import perform
from municipalities.models import Partnership, SecretariatTerm
from reports.forms.secretariat import RotationForm, TermForm
from reports.selectors import secretariat as selectors
from reports.services import secretariat as services
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods, form_page


@require_safe
def secretariat(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    found = selectors.secretariat(partnership, day)
    context = {"found": found, "day": day, "notices": found.notices if access.is_coordinator else []}
    return render(request, "reports/secretariat.html", context)


@require_safe
def secretariat_panel(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """What coordinators must do in time, as rows for «I dag»; nothing for all others."""
    partnership, access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    notices = selectors.secretariat(partnership, day).notices if access.is_coordinator else []
    response = render(request, "reports/secretariat_panel.html", {"notices": notices, "day": day})
    response["Cache-Control"] = "no-store"
    return response


@login_required
@form_methods
def term_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """A new term; the next one of the municipalities' side is filled in from the order."""
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    initial = _proposed(partnership, request.GET.get("side", Party.MUNICIPALITIES.value))
    form = TermForm(request.POST or None, partnership=partnership, initial=initial)

    def act() -> None:
        services.add_term(actor=signed_in(request), partnership=partnership, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Perioden er lagt inn."))
        return redirect("reports:secretariat", partnership.slug)
    return form_page(request, "reports/secretariat_term.html", {"form": form, "term": None})


def _proposed(partnership: Partnership, side: str) -> dict[str, Any]:
    found = selectors.secretariat(partnership, partnership.as_of(timezone.localdate()))
    if side != Party.MUNICIPALITIES:
        return {"side": Party.TRUST.value, "percent": 100}
    first, last = found.coming_dates or (None, None)
    return {"side": side, "group": found.next_group, "percent": 100, "valid_from": first, "valid_to": last}


@login_required
@form_methods
def term_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    term: SecretariatTerm = get_object_or_404(selectors.own_terms(partnership), pk=pk)
    require_coordinator(access)
    form = TermForm(request.POST or None, instance=term, partnership=partnership)

    def act() -> None:
        services.change_term(actor=signed_in(request), term=term, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Perioden er lagret."))
        return redirect("reports:secretariat", partnership.slug)
    return form_page(request, "reports/secretariat_term.html", {"form": form, "term": term})


@login_required
@form_methods
def rotation_edit(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    day = partnership.as_of(timezone.localdate())
    ordering = selectors.secretariat(partnership, day).ordering
    groups = selectors.region_choices(partnership, day)
    form = RotationForm(request.POST or None, groups=groups, ordering=ordering)

    def act() -> None:
        services.set_rotation(actor=signed_in(request), partnership=partnership, groups=form.groups)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Turnusen er lagret."))
        return redirect("reports:secretariat", partnership.slug)
    return form_page(request, "reports/rotation_form.html", {"form": form})
