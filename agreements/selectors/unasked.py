"""Which parties of an agreement nobody has asked about the text in force (`rules.asking` says who should be)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from agreements.enums import StepKind
from agreements.models import Adoption, Agreement, AgreementParty, AgreementVersion, Revision
from agreements.rules import asking
from agreements.selectors.versions_in_force import in_force

#: The text is with the councils, and every new party gets it at once.
WITH_COUNCILS = (StepKind.COUNCILS, StepKind.TRUST_BOARD, StepKind.SIGNED)


def to_ask(agreement: Agreement, today: dt.date) -> tuple[Revision | None, list[AgreementParty]]:
    """The revision behind the text in force, and those to send it to. Nobody while a newer one is with the councils."""
    version = in_force(agreement, today)
    revisions = list(agreement.revisions.select_related("version"))
    revision = next((row for row in revisions if version and row.version_id == version.pk), None)
    parties = agreement.parties.select_related("municipality", "trust").prefetch_related("succeeds").order_by("pk")
    return revision, unasked(parties, revisions, version)


def unasked(
    parties: Iterable[AgreementParty], revisions: Iterable[Revision], version: AgreementVersion | None
) -> list[AgreementParty]:
    """Of all parties the agreement has or had, with `succeeds` fetched. One query."""
    revisions = list(revisions)
    is_out = any(row.step in WITH_COUNCILS for row in revisions)
    if version is None or version.in_force_on is None or is_out:
        return []
    if all(row.version_id != version.pk for row in revisions):
        return []
    rows = list(parties)
    asked = set(Adoption.objects.filter(version=version).values_list("party_id", flat=True))
    missing = asking.unasked(map(_row, rows), asked, version.in_force_on)
    return [row for row in rows if row.pk in missing]


def _row(party: AgreementParty) -> asking.Row:
    succeeds = frozenset(old.pk for old in party.succeeds.all())
    return asking.Row(party.pk, party.valid_from, party.valid_to, succeeds)
