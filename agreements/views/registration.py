"""«Registrer gjeldende avtale»: the agreement's text is taken in, and it is in force already."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.access import fetch_agreement
from agreements.enums import VersionState
from agreements.forms.registration import InForceForm
from agreements.models import AgreementParty
from agreements.services.registration import register_in_force
from agreements.views.acting import attempt
from municipalities.entry import enter, require_coordinator
from municipalities.querysets import by_norwegian_name
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def in_force_register(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    parties = AgreementParty.objects.filter(agreement=agreement).select_related("municipality", "trust")
    form = InForceForm(
        request.POST or None, parties=list(parties.order_by("trust", by_norwegian_name("municipality__name")))
    )

    def act() -> None:
        register_in_force(
            agreement=agreement,
            in_force_on=form.cleaned_data["in_force_on"],
            name=form.cleaned_data["name"],
            decided=form.decided(),
            user=signed_in(request),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("Avtalen er registrert som gjeldende."))
        return redirect("agreements:agreement-detail", partnership.slug, pk)
    draft = agreement.versions.filter(state=VersionState.DRAFT, revision__isnull=True).first()
    context = {"agreement": agreement, "form": form, "draft": draft}
    return form_page(request, "agreements/in_force_register.html", context)
