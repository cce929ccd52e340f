"""The public register: all agreements, one agreement, and how they cover what the law asks for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.access import fetch_agreement
from agreements.forms.register import AgreementForm
from agreements.models import Agreement
from agreements.selectors.coverage import coverage
from agreements.selectors.register import agreement_page, register
from agreements.selectors.successions import pending_count
from agreements.services import register as services
from agreements.views.editing import AgreementEdit, edit
from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.http import form_methods, form_page

HISTORY = 20


@require_safe
def agreement_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    pending = pending_count(partnership, day) if access.is_coordinator else 0
    context = {"register": register(partnership, access, day), "mergers_pending": pending, "day": day}
    return render(request, "agreements/agreement_list.html", context)


@require_safe
def agreement_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    day = partnership.as_of(timezone.localdate())
    context: dict[str, Any] = {
        "agreement": agreement,
        "page": agreement_page(agreement, access, day),
        "day": day,
        "history": history_of(agreement)[:HISTORY] if access.is_coordinator else [],
    }
    return render(request, "agreements/agreement_detail.html", context)


@require_safe
def coverage_page(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    return render(request, "agreements/coverage.html", {"coverage": coverage(partnership, day), "day": day})


@login_required
@form_methods
def agreement_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = AgreementForm(request.POST or None, partnership=partnership, day=timezone.localdate())
    made: list[Agreement] = []

    def act() -> None:
        made.append(
            services.create_agreement(partnership=partnership, user=signed_in(request), values=form.cleaned_data)
        )

    if request.method == "POST" and form.is_valid() and perform(form, act):
        return redirect("agreements:agreement-detail", partnership.slug, made[0].pk)
    back = reverse("agreements:agreement-list", args=[partnership.slug])
    page = AgreementEdit(
        title=_("Ny avtale"),
        back_url=back,
        lead=_("Etterpå legger du inn parter og vilkår, og skriver teksten eller tar den inn fra en fil."),
        submit=_("Legg inn avtalen"),
    )
    return form_page(request, "agreements/edit.html", {"form": form, "page": page})


@login_required
@form_methods
def agreement_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    form = AgreementForm(request.POST or None, instance=agreement, partnership=partnership, day=timezone.localdate())

    def act() -> None:
        services.change_agreement(agreement=agreement, user=signed_in(request), values=form.cleaned_data)

    page = AgreementEdit.of(agreement, title=_("Endre avtalen"), done=_("Opplysningene er lagret."))
    return edit(request, form, act, page)
