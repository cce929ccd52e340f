"""Coordinators change committees, their seats, and who is appointed to them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from municipalities.entry import enter, require_coordinator
from municipalities.enums import SeatFunction
from municipalities.forms.committees import AppointmentForm, CommitteeForm, LastDayForm, SeatForm
from municipalities.models import Appointment, Committee, Partnership, Seat
from municipalities.selectors.committees import seat_register
from municipalities.services import committees as services
from municipalities.services.appointments import appoint_newcomer
from municipalities.views.editing import EditPage, edit
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.http import form_methods


@login_required
@form_methods
def committee_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    form = CommitteeForm(request.POST or None, partnership=partnership, initial={"valid_from": timezone.localdate()})
    page = EditPage(
        title=_("Nytt utvalg"),
        back_label=_("Utvalg"),
        back_url=reverse("municipalities:committee-list", args=[partnership.slug]),
        done=_("Utvalget er lagt inn. Nå kan du legge inn plassene."),
    )

    def act() -> None:
        services.add_committee(actor=signed_in(request), partnership=partnership, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def committee_edit(request: HttpRequest, partnership_slug: str, committee_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    committee = get_object_or_404(Committee, partnership=partnership, slug=committee_slug)
    require_coordinator(access)
    form = CommitteeForm(request.POST or None, instance=committee, partnership=partnership)
    slug = form.cleaned_data["slug"] if form.is_valid() else committee.slug
    page = EditPage(
        title=_("Endre utvalget"),
        back_label=committee.name,
        back_url=reverse("municipalities:committee-detail", args=[partnership.slug, slug]),
        done=_("Utvalget er lagret."),
        lead=_("Nye regler gjelder for møter og saker som lages fra nå av. Saksnumre som er gitt, endres ikke."),
    )

    def act() -> None:
        services.change_committee(actor=signed_in(request), committee=committee, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@require_safe
def committee_seats(request: HttpRequest, partnership_slug: str, committee_slug: str) -> HttpResponse:
    """Every seat with everyone who has been and will be appointed to it."""
    partnership, access = enter(request, partnership_slug)
    committee = get_object_or_404(Committee, partnership=partnership, slug=committee_slug)
    require_coordinator(access)
    today = timezone.localdate()
    context = {
        "committee": committee,
        "register": seat_register(committee, today),
        "today": today,
        "history": history_of(committee)[:20],
    }
    return render(request, "municipalities/committee_seats.html", context)


@login_required
@form_methods
def seat_create(request: HttpRequest, partnership_slug: str, committee_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    committee = _committee(partnership, committee_slug)
    require_coordinator(access)
    initial = {"valid_from": max(timezone.localdate(), committee.valid_from), "position": committee.seats.count() + 1}
    form = SeatForm(request.POST or None, committee=committee, initial=initial)
    page = _seat_page(partnership, committee, title=_("Ny plass"), done=_("Plassen er lagt inn."))

    def act() -> None:
        services.add_seat(actor=signed_in(request), committee=committee, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def seat_edit(request: HttpRequest, partnership_slug: str, committee_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    seat = _seat(partnership, committee_slug, pk)
    require_coordinator(access)
    form = SeatForm(request.POST or None, instance=seat, committee=seat.committee)
    page = _seat_page(
        partnership,
        seat.committee,
        title=_("Endre plassen"),
        done=_("Plassen er lagret."),
        lead=_("Skal plassen bort, setter du siste dag. Den som sitter der, slutter samme dag."),
    )

    def act() -> None:
        services.change_seat(actor=signed_in(request), seat=seat, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@require_POST
def seat_deputy(request: HttpRequest, partnership_slug: str, committee_slug: str, pk: int) -> HttpResponse:
    """A personal deputy's seat for this seat, and on to appointing somebody to it."""
    partnership, access = enter(request, partnership_slug)
    seat = _seat(partnership, committee_slug, pk)
    require_coordinator(access)
    if seat.function == SeatFunction.DEPUTY:
        messages.error(request, _("En varaplass kan ikke ha egen vara."))
        return redirect("municipalities:committee-seats", partnership.slug, committee_slug)
    deputy = services.add_personal_deputy(actor=signed_in(request), seat=seat)
    return redirect("municipalities:appointment-create", partnership.slug, committee_slug, deputy.pk)


@login_required
@form_methods
def appointment_create(request: HttpRequest, partnership_slug: str, committee_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    seat = _seat(partnership, committee_slug, pk)
    require_coordinator(access)
    initial = {"valid_from": max(timezone.localdate(), seat.valid_from), "valid_to": seat.valid_to}
    form = AppointmentForm(request.POST or None, seat=seat, initial=initial)
    page = _seat_page(partnership, seat.committee, title=_("Oppnevn til plassen"), done=_("Oppnevningen er lagret."))
    page = EditPage(**{**page.__dict__, "lead": str(seat), "submit": _("Oppnevn")})

    def act() -> None:
        values = form.appointment
        if person := form.cleaned_data["person"]:
            services.appoint(actor=signed_in(request), seat=seat, person=person, **values)
        else:
            appoint_newcomer(actor=signed_in(request), seat=seat, newcomer=form.newcomer, **values)

    return edit(request, form, act, page)


@login_required
@form_methods
def appointment_edit(request: HttpRequest, partnership_slug: str, committee_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    appointment = _appointment(partnership, committee_slug, pk)
    require_coordinator(access)
    form = AppointmentForm(request.POST or None, instance=appointment, seat=appointment.seat)
    page = _seat_page(
        partnership,
        appointment.seat.committee,
        title=_("Endre oppnevningen"),
        done=_("Oppnevningen er lagret."),
        lead=str(appointment.seat),
    )

    def act() -> None:
        services.change_appointment(actor=signed_in(request), appointment=appointment, values=form.cleaned_data)

    return edit(request, form, act, page)


@login_required
@form_methods
def appointment_end(request: HttpRequest, partnership_slug: str, committee_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    appointment = _appointment(partnership, committee_slug, pk)
    require_coordinator(access)
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    page = _seat_page(
        partnership,
        appointment.seat.committee,
        title=_("Avslutt oppnevningen"),
        done=_("Oppnevningen er avsluttet. Plassen er ledig fra dagen etter."),
        lead=_("%(name)s, %(seat)s") % {"name": appointment.person.name, "seat": appointment.seat},
        submit=_("Avslutt"),
    )

    def act() -> None:
        last_day = form.cleaned_data["last_day"]
        services.end_appointment(actor=signed_in(request), appointment=appointment, last_day=last_day)

    return edit(request, form, act, page)


def _seat_page(
    partnership: Partnership, committee: Committee, *, title: str, done: str, lead: str = "", submit: str = ""
) -> EditPage:
    back = reverse("municipalities:committee-seats", args=[partnership.slug, committee.slug])
    return EditPage(title=title, back_label=committee.name, back_url=back, done=done, lead=lead, submit=submit)


def _committee(partnership: Partnership, slug: str) -> Committee:
    committees = Committee.objects.select_related("partnership")
    return get_object_or_404(committees, partnership=partnership, slug=slug)


def _seat(partnership: Partnership, committee_slug: str, pk: int) -> Seat:
    seats = Seat.objects.select_related("committee__partnership", "group", "hospital", "stands_in_for")
    return get_object_or_404(seats, pk=pk, committee__partnership=partnership, committee__slug=committee_slug)


def _appointment(partnership: Partnership, committee_slug: str, pk: int) -> Appointment:
    rows = Appointment.objects.select_related("seat__committee__partnership", "person")
    return get_object_or_404(
        rows, pk=pk, seat__committee__partnership=partnership, seat__committee__slug=committee_slug
    )
