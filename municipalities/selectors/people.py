"""People of a partnership, for its coordinators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from municipalities.models import Appointment, Partnership, Person, Representation
from municipalities.querysets import by_norwegian_name
from samhandling.audit.models import ActivityLog
from samhandling.audit.selectors import history_of


def people_of(partnership: Partnership, day: dt.date, *, named: str = "") -> QuerySet[Person]:
    """In Norwegian order, with `current_representations` and `current_appointments`; three queries."""
    people = partnership.people.filter(name__icontains=named.strip()) if named.strip() else partnership.people.all()
    roles = Representation.objects.current(day).select_related("municipality").order_by("role")
    seats = Appointment.objects.current(day).select_related("seat__committee").order_by("seat__committee__level")
    return people.order_by(by_norwegian_name("name"), "pk").prefetch_related(
        Prefetch("representations", queryset=roles, to_attr="current_representations"),
        Prefetch("appointments", queryset=seats, to_attr="current_appointments"),
    )


@dataclass(frozen=True)
class PersonPage:
    person: Person
    representations: list[Representation]
    appointments: list[Appointment]
    history: QuerySet[ActivityLog]


def person_page(person: Person) -> PersonPage:
    """Everything about one person, what has ended too, newest first."""
    return PersonPage(
        person=person,
        representations=list(person.representations.select_related("municipality", "trust").order_by("-valid_from")),
        appointments=list(person.appointments.select_related("seat__committee").order_by("-valid_from")),
        history=history_of(person)[:20],
    )
