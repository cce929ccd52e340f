"""What is owed about the agreements: the list, yearly reviews, and notices of termination."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.access import fetch_agreement, require_member
from agreements.enums import ObligationKind
from agreements.forms.obligations import ReviewForm, TerminationForm, ToldForm
from agreements.models import AgreementParty, Termination
from agreements.selectors.obligation_list import ObligationFilter, obligation_list_page
from agreements.services import obligations as services
from agreements.views.acting import attempt
from agreements.views.editing import AgreementEdit, edit
from municipalities.entry import enter, require_coordinator
from municipalities.querysets import by_norwegian_name
from samhandling.accounts.http import signed_in
from samhandling.core.dates import long_date
from samhandling.core.http import form_methods, form_page, number


@login_required
@require_safe
def obligation_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    day = partnership.as_of(timezone.localdate())
    agreement = None
    if (asked := request.GET.get("avtale", "")).isdecimal():
        agreement = fetch_agreement(partnership, access, number(asked))
    kind = request.GET.get("slag", "")
    choice = ObligationFilter(
        view=request.GET.get("vis", ""),
        kind=kind if kind in ObligationKind.values else "",
        agreement=agreement.pk if agreement else None,
    )
    page = obligation_list_page(partnership, access, choice, day)
    context = {"page": page, "agreement": agreement, "day": day, "choice": choice}
    return render(request, "agreements/obligation_list.html", context)


@login_required
@form_methods
def review_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    form = ReviewForm(request.POST or None, initial={"held_on": timezone.localdate()})

    def act() -> None:
        services.register_review(agreement=agreement, user=signed_in(request), **form.cleaned_data)

    page = AgreementEdit.of(
        agreement,
        title=_("Registrer årlig gjennomgang"),
        done=_("Gjennomgangen er registrert. Den neste regnes fra denne dagen."),
        lead=_("Partene går gjennom avtalen hvert år (helse- og omsorgstjenesteloven § 6-5)."),
        submit=_("Registrer gjennomgangen"),
    )
    return edit(request, form, act, page)


@login_required
@form_methods
def termination_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """In two presses: first the day the notice takes effect is shown, then it is registered."""
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    parties = AgreementParty.objects.current(timezone.localdate()).filter(agreement=agreement)
    parties = parties.exclude(terminations__in=Termination.objects.filter(withdrawn_on__isnull=True))
    named = parties.select_related("municipality", "trust").order_by(by_norwegian_name("municipality__name"))
    form = TerminationForm(request.POST or None, parties=named, initial={"notice_on": timezone.localdate()})
    context: dict[str, Any] = {"form": form, "agreement": agreement, "due": None}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        due = services.effect_of(agreement, data["notice_on"])
        if due is None or data["effective_on"] == due.on:
            made: list[Termination] = []

            def act() -> None:
                made.append(
                    services.register_termination(
                        party=data["party"],
                        notice_on=data["notice_on"],
                        reason=data["reason"],
                        user=signed_in(request),
                    )
                )

            if attempt(form, act):
                messages.success(request, _("Oppsigelsen er registrert. Skriv hvem som er varslet."))
                return redirect("agreements:termination-edit", partnership.slug, made[0].pk)
        else:
            context["due"] = due
    return form_page(request, "agreements/termination_create.html", context)


@login_required
@form_methods
def termination_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    rows = Termination.objects.select_related("party__agreement__partnership", "party__municipality", "party__trust")
    termination = get_object_or_404(rows, pk=pk, party__agreement__partnership=partnership)
    require_coordinator(access)
    agreement = termination.party.agreement
    if termination.withdrawn_on:
        text = _("%(name)s trakk oppsigelsen %(day)s.")
        messages.info(request, text % {"name": termination.party.name, "day": long_date(termination.withdrawn_on)})
        return redirect(_duties(partnership.slug, agreement.pk))
    form = ToldForm(request.POST or None, instance=termination)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        withdrawn_on: dt.date | None = told.pop("withdrawn_on")

        def act() -> None:
            services.save_termination(
                termination=termination, told=told, withdrawn_on=withdrawn_on, user=signed_in(request)
            )

        if attempt(form, act):
            messages.success(request, _("Opplysningene om oppsigelsen er lagret."))
            return redirect(_duties(partnership.slug, agreement.pk))
    context = {"form": form, "termination": termination, "agreement": agreement}
    return form_page(request, "agreements/termination_edit.html", context)


def _duties(slug: str, agreement: int) -> str:
    return f"{reverse('agreements:obligation-list', args=[slug])}?avtale={agreement}"
