"""What happens to a case: made or proposed, answered, changed, closed and opened again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import CaseState, ProposedBy
from meetings.models import AgendaItem, Case, RouteStep
from meetings.querysets import PUBLISHED
from municipalities.access import Access
from municipalities.enums import Party, Role
from municipalities.models import Appointment, Committee, Partnership, Person, Representation
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.text import content_hash

#: Columns of a case that its form fills; `officers` goes beside them.
CASE_COLUMNS = (
    "title",
    "public_title",
    "archive_ref",
    "proposed_by",
    "proposer",
    "proposing_municipality",
    "registered_on",
    "revision",
    "revision_step",
    "is_exempt",
    "legal_basis",
    "access_review",
)


@transaction.atomic
def create_case(
    *, partnership: Partnership, columns: Mapping[str, Any], officers: Iterable[Person] = (), user: User | None
) -> Case:
    """Make an open case. `columns` holds any of CASE_COLUMNS."""
    case = Case.objects.create(partnership=partnership, state=CaseState.OPEN, **_known(columns))
    case.officers.set(officers)
    log(actor=user, verb="case.created", subject=case, text=_("Saken ble registrert."))
    return case


class CaseChanged(Exception):
    """Somebody changed the case since the form was opened; `text` says what stands now. Nothing is saved."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def case_mark(case: Case) -> str:
    """A mark of what is known about a case, to tell at saving whether it is still what was opened."""
    return content_hash([str(getattr(case, name)) for name in CASE_COLUMNS])


@transaction.atomic
def update_case(
    *, case: Case, columns: Mapping[str, Any], officers: Iterable[Person], user: User | None, mark: str | None = None
) -> Case:
    """Change what is known about a case. Agenda items and paper versions keep the title they were made with.

    With a `mark` (`case_mark`), raises CaseChanged when the case is no longer what it was then.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    new = _known(columns)
    changed = [name for name, value in new.items() if getattr(case, name) != value]
    if mark is not None and mark != case_mark(case):
        raise CaseChanged(_what_stands(case, changed))
    was_exempt, chosen = case.is_exempt, list(officers)
    if set(case.officers.values_list("pk", flat=True)) != {person.pk for person in chosen}:
        case.officers.set(chosen)
        changed.append("officers")
    for name in changed:
        if name in new:
            setattr(case, name, new[name])
    case.save()
    if changed:
        log(actor=user, verb="case.changed", subject=case, text=_change_text(case, was_exempt), fields=changed)
    return case


def exempt_with_item(*, item: AgendaItem, user: User | None) -> None:
    """A case whose item is marked as exempt becomes exempt too, or its own page and lists would tell the title.

    Not one that a published agenda has named openly: that cannot be taken back, and the public may still read it.
    """
    case = item.case
    if case is None or case.is_exempt or not item.is_exempt:
        return
    named = case.treatments.filter(is_exempt=False, withdrawn_at__isnull=True, meeting__state__in=PUBLISHED)
    if named.exclude(pk=item.pk).exists():
        return
    mark = {name: getattr(item, name) for name in ("is_exempt", "legal_basis", "public_title", "access_review")}
    update_case(case=case, columns=mark, officers=case.officers.all(), user=user)


def _what_stands(case: Case, changed: list[str]) -> str:
    text = _("Noen andre har endret saken siden du åpnet den. Lagrer du igjen, gjelder det som står i skjemaet.")
    for name in changed:
        value = getattr(case, f"get_{name}_display", lambda name=name: getattr(case, name))()
        label = Case._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        text += " " + _("%(field)s er nå «%(value)s».") % {"field": str(label).capitalize(), "value": value or "–"}
    return text


def _change_text(case: Case, was_exempt: bool) -> str:
    if case.is_exempt and not was_exempt:
        return _("Saken ble unntatt offentlighet etter %(basis)s.") % {"basis": case.legal_basis.citation}  # type: ignore[union-attr]
    if was_exempt and not case.is_exempt:
        return _("Saken ble gjort offentlig.")
    return _("Opplysningene om saken ble endret.")


def _known(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: columns[name] for name in CASE_COLUMNS if name in columns}


@transaction.atomic
def propose_case(
    *, partnership: Partnership, access: Access, title: str, proposal: str, committee: Committee | None, user: User
) -> Case:
    """Raise a case from outside the secretariat. Whose proposal it is follows from the proposer's role or seat."""
    person, proposed_by, municipality_id = _proposer(partnership, access, user)
    case = Case.objects.create(
        partnership=partnership,
        title=title,
        proposal=proposal,
        state=CaseState.PROPOSED,
        proposed_by=proposed_by,
        proposer=person,
        proposing_municipality_id=municipality_id,
        registered_on=timezone.localdate(),
    )
    if committee is not None:
        RouteStep.objects.create(case=case, position=1, committee=committee)
    log(actor=user, verb="case.proposed", subject=case, text=_("Saken ble foreslått."))
    return case


#: Which side a proposal counts for (indicator I1), by the party of the proposer's seat.
SIDE = {
    Party.MUNICIPALITIES: ProposedBy.MUNICIPALITIES,
    Party.TRUST: ProposedBy.TRUST,
    Party.USERS: ProposedBy.USERS,
    Party.GPS: ProposedBy.GPS,
    Party.UNIONS: ProposedBy.UNIONS,
}


def _proposer(partnership: Partnership, access: Access, user: User) -> tuple[Person, str, int | None]:
    person = Person.objects.get(partnership=partnership, user=user)
    today = timezone.localdate()
    chief = (
        Representation.objects.current(today)
        .filter(partnership=partnership, person=person, role=Role.HEALTH_CHIEF)
        .first()
    )
    if chief is not None:
        return person, ProposedBy.MUNICIPALITIES, chief.municipality_id
    appointments = Appointment.objects.current(today).filter(person=person, seat__committee__partnership=partnership)
    seat = appointments.select_related("seat").earliest("seat__committee__level", "pk").seat
    return person, SIDE.get(Party(seat.party), ProposedBy.SECRETARIAT), seat.municipality_id


@transaction.atomic
def accept_proposal(*, case: Case, user: User | None) -> Case:
    """The secretariat takes the proposal up as a case. Raises NotPossible when it is answered already."""
    case = _locked(case, CaseState.PROPOSED, _("Forslaget er allerede besvart."))
    case.state = CaseState.OPEN
    case.save(update_fields=["state"])
    log(actor=user, verb="case.accepted", subject=case, text=_("Forslaget ble tatt opp som sak."))
    return case


@transaction.atomic
def decline_proposal(*, case: Case, reason: str, user: User | None) -> Case:
    """The secretariat answers that the proposal is not taken up, and why."""
    case = _locked(case, CaseState.PROPOSED, _("Forslaget er allerede besvart."))
    _close(case, reason)
    log(actor=user, verb="case.declined", subject=case, text=_("Forslaget ble ikke tatt opp: %s") % reason)
    return case


@transaction.atomic
def close_case(*, case: Case, reason: str, user: User | None) -> Case:
    """Nothing more is to be done with the case. It keeps its trail and can be opened again."""
    case = _locked(case, CaseState.OPEN, _("Bare en sak under arbeid kan avsluttes."))
    _close(case, reason)
    log(actor=user, verb="case.closed", subject=case, text=_("Saken ble avsluttet: %s") % reason)
    return case


@transaction.atomic
def reopen_case(*, case: Case, reason: str, user: User | None) -> Case:
    case = _locked(case, CaseState.CLOSED, _("Bare en avsluttet sak kan åpnes igjen."))
    case.state, case.closed_on, case.closed_reason = CaseState.OPEN, None, ""
    case.save(update_fields=["state", "closed_on", "closed_reason"])
    log(actor=user, verb="case.reopened", subject=case, text=_("Saken ble åpnet igjen: %s") % reason)
    return case


def _locked(case: Case, state: CaseState, otherwise: str) -> Case:
    """The case, locked for this transaction. Raises NotPossible unless it is in `state`."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state != state:
        raise NotPossible(otherwise)
    return case


def _close(case: Case, reason: str) -> None:
    case.state, case.closed_on, case.closed_reason = CaseState.CLOSED, timezone.localdate(), reason
    case.save(update_fields=["state", "closed_on", "closed_reason"])
