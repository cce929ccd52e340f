"""Beginning a draft, its title and language, and throwing it away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.access import fetch_agreement, fetch_draft
from agreements.enums import VersionState
from agreements.forms.texts import DraftStartForm, DraftTitleForm
from agreements.selectors.discard import loss_of
from agreements.services import discarding
from agreements.services import texts as services
from agreements.views.editing import AgreementEdit, edit
from municipalities.entry import enter, require_coordinator
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_methods, form_page


@login_required
@form_methods
def draft_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """A draft from an earlier version or from nothing. A bare POST asks which; Word and PDF go by `import-create`."""
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    agreement.partnership = partnership
    if agreement.versions.filter(state=VersionState.DRAFT).exists():
        if request.method == "POST":
            messages.info(request, _("Avtalen har allerede et utkast. Her er det."))
        return redirect("agreements:text-edit", partnership.slug, agreement.pk)
    form = DraftStartForm(request.POST if "based_on" in request.POST else None, agreement=agreement)
    if form.is_valid():
        try:
            services.create_draft(agreement=agreement, based_on=form.cleaned_data["based_on"], user=signed_in(request))
        except NotPossible as problem:
            messages.info(request, str(problem))
        return redirect("agreements:text-edit", partnership.slug, agreement.pk)
    page = AgreementEdit.of(
        agreement,
        title=_("Start et utkast"),
        done="",
        lead=_("Har dere teksten i Word eller PDF, kan du i stedet ta den inn fra fil på avtalens side."),
        submit=_("Start utkastet"),
    )
    return form_page(request, "agreements/edit.html", {"form": form, "page": page})


@login_required
@form_methods
def draft_title(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    version = fetch_draft(partnership, access, pk)
    form = DraftTitleForm(request.POST or None, instance=version)
    page = AgreementEdit(
        title=_("Tittel og språk"),
        back_url=reverse("agreements:text-edit", args=[partnership.slug, pk]),
        done=_("Endringene er lagret."),
        agreement=version.agreement,
    )

    def act() -> None:
        services.rename_draft(version=version, columns=form.cleaned_data, user=signed_in(request))

    return edit(request, form, act, page)


@login_required
@form_methods
def draft_discard(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Says what is lost and asks; where a meeting or a consultation uses the draft, says which."""
    partnership, access = enter(request, partnership_slug)
    version = fetch_draft(partnership, access, pk)
    require_coordinator(access)
    if request.method == "POST":
        try:
            discarding.discard_draft(version=version, user=signed_in(request))
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("agreements:draft-discard", partnership.slug, pk)
        messages.success(request, _("Utkastet er forkastet."))
        return redirect("agreements:agreement-detail", partnership.slug, pk)
    context = {"version": version, "agreement": version.agreement, "loss": loss_of(version)}
    return render(request, "agreements/draft_discard.html", context)
