"""Coordinators change the partnership, who takes part in it, and its groups."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.entry import enter, require_coordinator
from municipalities.forms.places import GroupForm, GroupMembershipForm, MembershipForm, PartnershipForm
from municipalities.models import GroupMembership, MunicipalGroup, PartnershipMembership
from municipalities.services import places as services
from municipalities.views.editing import EditPage, edit
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods
from samhandling.core.uploads import was_oversized


@login_required
@form_methods
def partnership_edit(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = PartnershipForm(request.POST or None, request.FILES or None, instance=partnership)
    if was_oversized(request):
        form.refuse_oversized_logo()
    page = EditPage(
        title=_("Endre samarbeidet"),
        back_label=partnership.short_name,
        back_url=reverse("municipalities:partnership", args=[partnership.slug]),
        done=_("Opplysningene er lagret."),
    )

    def act() -> None:
        services.change_partnership(actor=signed_in(request), partnership=partnership, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def membership_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = MembershipForm(request.POST or None, partnership=partnership, initial={"valid_from": timezone.localdate()})
    page = EditPage(
        title=_("Ta inn en kommune"),
        back_label=_("Kommuner"),
        back_url=reverse("municipalities:municipality-list", args=[partnership.slug]),
        done=_("Kommunen er tatt inn i samarbeidet."),
        lead=_("Kommunene selv, med navn, nummer og folketall, er felles for alle samarbeid og følger referansedata."),
    )

    def act() -> None:
        services.add_membership(actor=signed_in(request), partnership=partnership, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def membership_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    rows = PartnershipMembership.objects.select_related("municipality")
    membership = get_object_or_404(rows, pk=pk, partnership=partnership)
    require_coordinator(access)
    form = MembershipForm(request.POST or None, instance=membership)
    page = EditPage(
        title=_("Endre deltakelsen"),
        back_label=membership.municipality.name,
        back_url=reverse("municipalities:municipality-detail", args=[partnership.slug, membership.municipality.number]),
        done=_("Deltakelsen er lagret."),
        lead=_("Går kommunen ut av samarbeidet, setter du siste dag. Da blir historien stående."),
    )

    def act() -> None:
        services.change_membership(actor=signed_in(request), membership=membership, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def group_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = GroupForm(request.POST or None, partnership=partnership, initial={"valid_from": timezone.localdate()})
    page = EditPage(
        title=_("Ny kommunegruppe"),
        back_label=_("Organisasjon"),
        back_url=reverse("municipalities:organisation", args=[partnership.slug]),
        done=_("Gruppen er lagt inn. Nå kan du legge kommuner til den."),
    )

    def act() -> None:
        services.add_group(actor=signed_in(request), partnership=partnership, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def group_edit(request: HttpRequest, partnership_slug: str, group_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    group = get_object_or_404(MunicipalGroup, partnership=partnership, slug=group_slug)
    require_coordinator(access)
    form = GroupForm(request.POST or None, instance=group, partnership=partnership)
    slug = form.cleaned_data["slug"] if form.is_valid() else group.slug
    page = EditPage(
        title=_("Endre gruppen"),
        back_label=group.name,
        back_url=reverse("municipalities:group-detail", args=[partnership.slug, slug]),
        done=_("Gruppen er lagret."),
    )

    def act() -> None:
        services.change_group(actor=signed_in(request), group=group, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def group_member_create(request: HttpRequest, partnership_slug: str, group_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    group = get_object_or_404(MunicipalGroup, partnership=partnership, slug=group_slug)
    require_coordinator(access)
    form = GroupMembershipForm(request.POST or None, group=group, initial={"valid_from": timezone.localdate()})
    page = EditPage(
        title=_("Legg til kommune"),
        back_label=group.name,
        back_url=reverse("municipalities:group-detail", args=[partnership.slug, group.slug]),
        done=_("Kommunen er lagt til gruppen."),
        lead=_("En kommune kan stå i to grupper samtidig, for eksempel som med i den ene og vurderende i den andre."),
    )

    def act() -> None:
        services.add_group_membership(actor=signed_in(request), group=group, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def group_member_edit(request: HttpRequest, partnership_slug: str, group_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    rows = GroupMembership.objects.select_related("municipality", "group")
    membership = get_object_or_404(rows, pk=pk, group__partnership=partnership, group__slug=group_slug)
    require_coordinator(access)
    form = GroupMembershipForm(request.POST or None, instance=membership)
    page = EditPage(
        title=_("%(name)s i gruppen") % {"name": membership.municipality.name},
        back_label=membership.group.name,
        back_url=reverse("municipalities:group-detail", args=[partnership.slug, group_slug]),
        done=_("Plassen i gruppen er lagret."),
        lead=_("Går kommunen ut av gruppen, setter du siste dag. Da blir historien stående."),
    )

    def act() -> None:
        services.change_group_membership(actor=signed_in(request), membership=membership, values=form.cleaned_data)

    return edit(request, form, act, page)
