"""Reads what the case papers of one revision are made from, in a number of queries that does not grow with them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.content import Content
from agreements.enums import ConsultationState
from agreements.models import (
    Adoption,
    AgreementParty,
    AgreementVersion,
    Answer,
    ChangeNote,
    Consultation,
    Revision,
    RevisionStep,
)
from agreements.rules.entry import EntryTerms
from agreements.selectors.effective import ADOPTED
from agreements.selectors.entry import next_councils, terms_of
from agreements.selectors.texts import contents_of
from municipalities.models import GroupMembership, Partnership
from municipalities.selectors.municipalities import groups_of, inhabitants_of


@dataclass(frozen=True)
class Reading:
    revision: Revision
    day: dt.date
    texts: Mapping[int, Content]
    parties: Sequence[AgreementParty]
    """The municipalities whose councils decide (`municipal_parties`)."""
    earlier: Mapping[int, Sequence[Adoption]]
    """By party: what it and those it succeeds have adopted, newest first; this revision's own text left out."""
    adoptions: Mapping[int, Adoption]
    councils: Mapping[int, dt.date]
    inhabitants: Mapping[int, int]
    groups: Mapping[int, Sequence[GroupMembership]]
    steps: Mapping[str, RevisionStep]
    notes: Sequence[ChangeNote]
    consultation: Consultation | None
    answers: Mapping[int, Answer]
    terms: EntryTerms

    @property
    def partnership(self) -> Partnership:
        return self.revision.agreement.partnership

    @property
    def version(self) -> AgreementVersion:
        assert self.revision.version is not None  # `read` is for revisions with a text
        return self.revision.version

    @property
    def in_force_on(self) -> dt.date | None:
        """Set when a council is asked about a text that counts for the others already: its municipality accedes."""
        begun = self.version.in_force_on
        return begun if begun and begun <= self.day else None

    @property
    def new(self) -> Content:
        return self.texts[self.version.pk]

    def adopted(self, adoption: Adoption) -> Content:
        """The text as the party adopted it: its deviating sections in place."""
        bodies = {deviation.anchor: deviation.text for deviation in adoption.deviations.all()}
        return self.texts[adoption.version_id].with_bodies(bodies)


def revisions() -> QuerySet[Revision]:
    return Revision.objects.select_related("agreement__partnership__trust", "version", "base")


def municipal_parties(revision: Revision, day: dt.date) -> QuerySet[AgreementParty]:
    """Those whose councils decide: the municipalities that are parties on the day, and those to come that are asked."""
    asked = Exists(Adoption.objects.filter(revision=revision, party=OuterRef("pk")))
    parties = AgreementParty.objects.filter(agreement=revision.agreement, municipality__isnull=False)
    parties = parties.filter(Q(valid_from__lte=day) | asked).exclude(valid_to__lt=day)
    return parties.select_related("municipality").order_by("municipality__name", "pk")


def read(revision: Revision, day: dt.date) -> Reading:
    """`revision` comes from `revisions()` and has a version."""
    parties = list(municipal_parties(revision, day))
    earlier = _earlier(revision)
    versions = AgreementVersion.objects.filter(pk__in={row.version_id for rows in earlier.values() for row in rows})
    consultation = revision.consultations.exclude(state=ConsultationState.DRAFT).order_by("-opened_on", "-pk").first()
    partnership = revision.agreement.partnership
    assert revision.version is not None
    return Reading(
        revision=revision,
        day=day,
        texts=contents_of([revision.version, *versions]),
        parties=parties,
        earlier=_inherited(revision, earlier),
        adoptions={row.party_id: row for row in Adoption.objects.filter(version=revision.version)},
        councils=next_councils([party.municipality_id for party in parties], day),
        inhabitants=inhabitants_of(partnership),
        groups=groups_of(partnership, day),
        steps={row.kind: row for row in revision.steps.select_related("committee")},
        notes=list(revision.change_notes.order_by("pk")),
        consultation=consultation,
        answers=_answers(consultation),
        terms=terms_of([revision], day)[revision.pk],
    )


def _earlier(revision: Revision) -> dict[int, list[Adoption]]:
    """Party → what it adopted itself, newest first; the versions' texts are fetched once each, elsewhere."""
    rows = Adoption.objects.filter(party__agreement=revision.agreement, status__in=ADOPTED)
    rows = rows.exclude(version=revision.version).select_related("party__municipality", "version")
    rows = rows.defer("version__content").prefetch_related("deviations")
    found: dict[int, list[Adoption]] = defaultdict(list)
    for row in rows.order_by("-decided_on", "-version__number", "-pk"):
        found[row.party_id].append(row)
    return found


def _inherited(revision: Revision, own: Mapping[int, list[Adoption]]) -> dict[int, list[Adoption]]:
    """The same with what those a party succeeds have adopted, near and far."""
    links = AgreementParty.succeeds.through.objects.filter(from_agreementparty__agreement=revision.agreement)
    before: dict[int, set[int]] = defaultdict(set)
    for new, old in links.values_list("from_agreementparty_id", "to_agreementparty_id"):
        before[new].add(old)
    return {party: sorted(_all_of(_lineage(party, before), own), key=_newest_first) for party in {*own, *before}}


def _lineage(party: int, before: Mapping[int, set[int]]) -> set[int]:
    found, newest = {party}, {party}
    while newest:
        newest = {old for new in newest for old in before.get(new, ())} - found
        found |= newest
    return found


def _all_of(parties: Iterable[int], own: Mapping[int, list[Adoption]]) -> Iterable[Adoption]:
    return (row for party in parties for row in own.get(party, ()))


def _newest_first(row: Adoption) -> tuple[int, int, int]:
    day = row.decided_on.toordinal() if row.decided_on else 0
    return (-day, -row.version.number, -row.pk)


def _answers(consultation: Consultation | None) -> dict[int, Answer]:
    """Municipality → its sent answer."""
    if consultation is None:
        return {}
    rows = Answer.objects.filter(
        invitation__consultation=consultation, invitation__municipality__isnull=False, sent_at__isnull=False
    )
    return {row.invitation.municipality_id or 0: row for row in rows.select_related("invitation")}
