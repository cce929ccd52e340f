"""Coordinators keep who is bound by an agreement and on what terms, and let mergers work on the parties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agreements.access import fetch_agreement
from agreements.forms.parties import ALL, ONE, AccessionForm, PartyForm, TermsForm
from agreements.models import AgreementParty, AgreementTerms
from agreements.selectors.successions import succession_preview
from agreements.services import parties as services
from agreements.services import terms as terms_services
from agreements.views.editing import AgreementEdit, edit
from municipalities.entry import enter, require_coordinator
from municipalities.enums import Standing
from municipalities.models import PartnershipMembership
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods


@login_required
@form_methods
def party_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    agreement.partnership = partnership  # its trust is fetched
    today = timezone.localdate()
    members = PartnershipMembership.objects.current(partnership.as_of(today)).filter(
        partnership=partnership, standing=Standing.MEMBER
    )
    initial = {"who": ONE if agreement.parties.exists() else ALL, "valid_from": today}
    form = AccessionForm(request.POST or None, agreement=agreement, members=members.count(), initial=initial)

    def act() -> None:
        _accede(form.cleaned_data)

    def _accede(data: dict[str, Any]) -> None:
        user, day = signed_in(request), data["valid_from"]
        if data["who"] == ALL:
            services.add_all_members(agreement=agreement, user=user, valid_from=day, note=data["note"])
        elif data["who"] == ONE:
            services.add_party(
                agreement=agreement,
                user=user,
                municipality=data["municipality"],
                valid_from=day,
                note=data["note"],
            )
        else:
            services.add_party(
                agreement=agreement, user=user, trust=partnership.trust, valid_from=day, note=data["note"]
            )

    page = AgreementEdit.of(
        agreement,
        title=_("Nye parter"),
        done=_("Partene er lagt inn."),
        lead=_("De som allerede er parter, blir stående som de er."),
        submit=_("Legg inn parter"),
    )
    return edit(request, form, act, page)


@login_required
@form_methods
def party_edit(request: HttpRequest, partnership_slug: str, pk: int, party_pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    agreement.partnership = partnership
    parties = AgreementParty.objects.select_related("municipality", "trust", "agreement")
    party = get_object_or_404(parties, pk=party_pk, agreement=agreement)
    form = PartyForm(request.POST or None, instance=party)

    def act() -> None:
        services.change_party(party=party, user=signed_in(request), values=form.cleaned_data)

    page = AgreementEdit.of(
        agreement,
        title=_("%(name)s som part") % {"name": party.name},
        done=_("Opplysningene om parten er lagret."),
        lead=_("Går parten ut av avtalen, setter du siste dag. Da blir historien stående."),
    )
    return edit(request, form, act, page)


@login_required
@require_POST
def party_ask(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Send the text in force to the parties that nobody has asked about it."""
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    asked = services.ask_unasked(agreement=agreement, user=signed_in(request))
    text = ngettext("Teksten er sendt til %(count)s part.", "Teksten er sendt til %(count)s parter.", len(asked))
    messages.success(request, text % {"count": len(asked)} if asked else _("Alle partene har fått teksten."))
    return redirect("agreements:agreement-detail", partnership.slug, pk)


@login_required
@form_methods
def terms_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    agreement.partnership = partnership
    form = TermsForm(request.POST or None, initial={"valid_from": timezone.localdate()})

    def act() -> None:
        terms_services.add_terms(agreement=agreement, user=signed_in(request), values=form.cleaned_data)

    page = AgreementEdit.of(
        agreement,
        title=_("Nye vilkår"),
        done=_("Vilkårene er lagret."),
        lead=_("Vilkårene som gjelder nå, slutter dagen før de nye begynner."),
    )
    return edit(request, form, act, page)


@login_required
@form_methods
def terms_edit(request: HttpRequest, partnership_slug: str, pk: int, terms_pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    agreement.partnership = partnership
    terms = get_object_or_404(AgreementTerms.objects.select_related("agreement"), pk=terms_pk, agreement=agreement)
    form = TermsForm(request.POST or None, instance=terms)

    def act() -> None:
        terms_services.change_terms(terms=terms, user=signed_in(request), values=form.cleaned_data)

    page = AgreementEdit.of(
        agreement,
        title=_("Rett vilkårene"),
        done=_("Vilkårene er rettet."),
        lead=_("Rett bare det som er ført feil. Er vilkårene endret, legger du inn nye fra en dato."),
    )
    return edit(request, form, act, page)


@login_required
@form_methods
def succession_apply(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """What mergers will do to the parties of all agreements; the button does it."""
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    today = timezone.localdate()
    if request.method == "POST":
        changed = services.apply_successions(partnership=partnership, user=signed_in(request), today=today)
        text = ngettext(
            "Partene er oppdatert i %(count)s avtale.", "Partene er oppdatert i %(count)s avtaler.", len(changed)
        )
        messages.success(request, text % {"count": len(changed)} if changed else _("Partene var allerede oppdatert."))
        return redirect(reverse("agreements:agreement-list", args=[partnership.slug]))
    return render(request, "agreements/succession_apply.html", {"preview": succession_preview(partnership, today)})
