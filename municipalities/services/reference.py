"""Bringing the reference data into the database, through the same validation as everything that people write.

What all tenants share follows the files: municipalities, population, mergers, trusts, legal bases. A partnership is
loaded once, with its groups, members, committees and seats; from then on its coordinators own it and nothing here
touches it again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from municipalities.enums import SeatFunction
from municipalities.models import (
    Committee,
    GroupMembership,
    Hospital,
    HospitalTrust,
    MunicipalGroup,
    Municipality,
    Partnership,
    PartnershipMembership,
    Population,
    Seat,
    Succession,
)
from municipalities.reference import Row, read, read_partnerships
from samhandling.audit.services import log
from samhandling.disclosure.models import LegalBasis

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def load_reference() -> list[str]:
    """Everything, in the order that references need. Returns a line for each thing that was new or changed."""
    changed = _Changes()
    _ensure(LegalBasis, read("legal_bases"), _LEGAL_BASIS_KEY, changed)
    municipalities = _by_number(_ensure(Municipality, read("municipalities"), ("number", "valid_from"), changed))
    _ensure(Population, _of_municipality(read("population"), municipalities), ("municipality_id", "year"), changed)
    _ensure(Succession, _successions(municipalities), ("old_id", "new_id"), changed)
    trusts, partnerships = read_partnerships()
    for trust in trusts:
        _ensure_trust(trust, changed)
    for row in partnerships:
        _load_partnership(row, municipalities, changed)
    return changed.lines()


_LEGAL_BASIS_KEY = ("act_short", "section", "paragraph", "letter", "jointly_with", "valid_from")


class _Changes:
    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def add(self, row: models.Model) -> None:
        name = str(row._meta.verbose_name_plural)
        self.counts[name] = self.counts.get(name, 0) + 1

    def lines(self) -> list[str]:
        return [f"{name}: {count}" for name, count in self.counts.items()]


def _ensure(model: type[M], rows: Iterable[Row], key: tuple[str, ...], changed: _Changes) -> list[M]:
    """The rows as the files say. What is there already is changed where it differs; nothing is removed."""
    existing: dict[Hashable, M] = {
        tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()
    }
    result = []
    for values in rows:
        row = existing.get(tuple(values[name] for name in key)) or model()
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            _write(row, values, changed)
        result.append(row)
    return result


def _write(row: models.Model, values: Row, changed: _Changes) -> None:
    """Validate and save. That related rows exist is left to the database's foreign keys: asking first costs seconds."""
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    row.clean()
    row.validate_constraints()
    row.save()
    changed.add(row)


def _by_number(municipalities: Iterable[Municipality]) -> dict[str, Municipality]:
    return {municipality.number: municipality for municipality in municipalities}


def _of_municipality(rows: Iterable[Row], municipalities: dict[str, Municipality]) -> Iterable[Row]:
    for row in rows:
        rest = {name: value for name, value in row.items() if name != "number"}
        yield {"municipality_id": municipalities[row["number"]].pk, **rest}


def _successions(municipalities: dict[str, Municipality]) -> Iterable[Row]:
    for row in read("successions"):
        old, new = municipalities[row["old"]], municipalities[row["new"]]
        yield {"old_id": old.pk, "new_id": new.pk, "on": row["on"], "is_partial": row["is_partial"]}


def _ensure_trust(row: Row, changed: _Changes) -> None:
    names = {"name": row["name"], "short_name": row["short_name"]}
    (trust,) = _ensure(HospitalTrust, [names], ("name",), changed)
    hospitals = [{"trust_id": trust.pk, "name": name} for name in row["hospitals"]]
    _ensure(Hospital, hospitals, ("trust_id", "name"), changed)


def _load_partnership(row: Row, municipalities: dict[str, Municipality], changed: _Changes) -> None:
    if Partnership.objects.filter(slug=row["slug"]).exists():
        return
    trust = HospitalTrust.objects.get(name=row["trust"])
    partnership = Partnership()
    _write(partnership, row | {"trust": trust}, changed)
    _PartnershipLoader(partnership, municipalities, changed).load()
    log(
        actor=None,
        verb="partnership.loaded",
        subject=partnership,
        text="Samarbeidet ble lagt inn fra referansedata.",
    )


class _PartnershipLoader:
    """What belongs to one new partnership. Its rows hold from the partnership's first day to its last."""

    def __init__(self, partnership: Partnership, municipalities: dict[str, Municipality], changed: _Changes) -> None:
        self.partnership = partnership
        self.municipalities = municipalities
        self.changed = changed
        self.period = {"valid_from": partnership.valid_from, "valid_to": partnership.valid_to}
        self.hospitals = {row.name: row for row in Hospital.objects.filter(trust=partnership.trust)}
        self.groups: dict[str, MunicipalGroup] = {}
        self.committees: dict[str, Committee] = {}

    def load(self) -> None:
        self.groups = self._each("groups", self._group)
        self._each("memberships", self._membership)
        self._each("group_memberships", self._group_membership)
        self.committees = self._each("committees", self._committee)
        self._each("seats", self._seat)

    def _each(self, name: str, make: Callable[[Row], M]) -> dict[str, M]:
        """Rows of the file that are this partnership's, made one by one; by slug where they have one."""
        found: dict[str, M] = {}
        for row in read(name):
            if row.pop("partnership") == self.partnership.slug:
                made = make(row)
                found[row.get("slug", str(made.pk))] = made
                if isinstance(made, Committee):
                    self.committees[made.slug] = made  # the next may name it as its parent
        return found

    def _new(self, row: M, values: Row) -> M:
        _write(row, values, self.changed)
        return row

    def _group(self, row: Row) -> MunicipalGroup:
        own = {"partnership": self.partnership, "hospital": self.hospitals.get(row["hospital"])}
        return self._new(MunicipalGroup(), row | self.period | own)

    def _since(self, municipality: Municipality) -> Row:
        """A municipality takes part from the day both it and the partnership exist."""
        return self.period | {"valid_from": max(municipality.valid_from, self.partnership.valid_from)}

    def _membership(self, row: Row) -> PartnershipMembership:
        municipality = self.municipalities[row.pop("number")]
        own = {"partnership": self.partnership, "municipality": municipality}
        return self._new(PartnershipMembership(), row | self._since(municipality) | own)

    def _group_membership(self, row: Row) -> GroupMembership:
        municipality = self.municipalities[row.pop("number")]
        own = {"group": self.groups[row.pop("group")], "municipality": municipality}
        return self._new(GroupMembership(), row | self._since(municipality) | own)

    def _committee(self, row: Row) -> Committee:
        own: dict[str, Any] = {
            "partnership": self.partnership,
            "parent": self.committees.get(row["parent"]),
            "area": self.groups.get(row["area"]),
        }
        return self._new(Committee(), row | self.period | own)

    def _seat(self, row: Row) -> Seat:
        has_deputy = row.pop("personal_deputy")
        own: dict[str, Any] = {
            "committee": self.committees[row["committee"]],
            "group": self.groups.get(row["group"]),
            "municipality": self.municipalities.get(row["municipality"]),
            "hospital": self.hospitals.get(row["hospital"]),
        }
        values = row | self.period | own
        seat = self._new(Seat(), values)
        if has_deputy:
            self._new(Seat(), values | {"function": SeatFunction.DEPUTY, "stands_in_for": seat})
        return seat
