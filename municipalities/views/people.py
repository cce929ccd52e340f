"""Coordinators keep the people of the partnership and their roles, and invite them to sign in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from municipalities.entry import enter, require_coordinator
from municipalities.forms.committees import LastDayForm
from municipalities.forms.people import PersonFilterForm, PersonForm, RepresentationForm
from municipalities.models import Partnership, Person, Representation
from municipalities.selectors.people import people_of, person_page
from municipalities.services import people as services
from municipalities.views.editing import EditPage, edit
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods

PEOPLE_PER_PAGE = 50


@login_required
@require_safe
def person_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = PersonFilterForm(request.GET)
    form.is_valid()
    people = people_of(partnership, timezone.localdate(), named=form.cleaned_data.get("navn", ""))
    page = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "municipalities/person_list.html", {"form": form, "page_obj": page})


@login_required
@require_safe
def person_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    person = _person(partnership, pk)
    require_coordinator(access)
    context = {"page": person_page(person), "today": timezone.localdate()}
    return render(request, "municipalities/person_detail.html", context)


@login_required
@form_methods
def person_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = PersonForm(request.POST or None)
    page = EditPage(
        title=_("Ny person"),
        back_label=_("Personer og roller"),
        back_url=reverse("municipalities:person-list", args=[partnership.slug]),
        done=_("Personen er lagt inn."),
    )

    def act() -> None:
        services.add_person(actor=signed_in(request), partnership=partnership, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def person_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    person = _person(partnership, pk)
    require_coordinator(access)
    form = PersonForm(request.POST or None, instance=person)
    page = _person_page(partnership, person, title=_("Endre personen"), done=_("Opplysningene er lagret."))

    def act() -> None:
        services.change_person(actor=signed_in(request), person=person, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@require_POST
def person_invite(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    person = _person(partnership, pk)
    require_coordinator(access)
    try:
        user = services.invite_person(actor=signed_in(request), person=person)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Invitasjonen er sendt til %(email)s.") % {"email": user.email})
    return redirect("municipalities:person-detail", partnership.slug, person.pk)


@login_required
@form_methods
def representation_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    person = _person(partnership, pk)
    require_coordinator(access)
    initial = {"valid_from": timezone.localdate()}
    form = RepresentationForm(request.POST or None, partnership=partnership, initial=initial)
    page = _person_page(partnership, person, title=_("Ny rolle"), done=_("Rollen er gitt."))

    def act() -> None:
        services.add_representation(actor=signed_in(request), person=person, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def representation_edit(request: HttpRequest, partnership_slug: str, pk: int, role_pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    representation = _representation(partnership, pk, role_pk)
    require_coordinator(access)
    form = RepresentationForm(request.POST or None, instance=representation, partnership=partnership)
    page = _person_page(partnership, representation.person, title=_("Endre rollen"), done=_("Rollen er lagret."))

    def act() -> None:
        services.change_representation(
            actor=signed_in(request), representation=representation, values=form.cleaned_data
        )

    return edit(request, form, act, page)


@login_required
@form_methods
def representation_end(request: HttpRequest, partnership_slug: str, pk: int, role_pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    representation = _representation(partnership, pk, role_pk)
    require_coordinator(access)
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    page = _person_page(
        partnership,
        representation.person,
        title=_("Avslutt rollen"),
        done=_("Rollen er avsluttet."),
        lead=representation.get_role_display(),
        submit=_("Avslutt"),
    )

    def act() -> None:
        last_day = form.cleaned_data["last_day"]
        services.end_representation(actor=signed_in(request), representation=representation, last_day=last_day)

    return edit(request, form, act, page)


def _person(partnership: Partnership, pk: int) -> Person:
    return get_object_or_404(Person.objects.select_related("user", "partnership"), pk=pk, partnership=partnership)


def _representation(partnership: Partnership, person_pk: int, pk: int) -> Representation:
    rows = Representation.objects.select_related("person", "municipality", "partnership")
    return get_object_or_404(rows, pk=pk, person=person_pk, partnership=partnership)


def _person_page(
    partnership: Partnership, person: Person, *, title: str, done: str, lead: str = "", submit: str = ""
) -> EditPage:
    back = reverse("municipalities:person-detail", args=[partnership.slug, person.pk])
    return EditPage(title=title, back_label=person.name, back_url=back, done=done, lead=lead, submit=submit)
