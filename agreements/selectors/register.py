"""The register of agreements: what is in force, and one agreement with its texts, parties and terms."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import AgreementKind, EntryRule, ObligationKind, StepKind, VersionState
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementTerms,
    AgreementVersion,
    ContentPoint,
    LegalTerm,
    Revision,
)
from agreements.rules.order import agreement_key
from agreements.selectors.bound import Bound, Lagging, Versions, bound_texts, lagging
from agreements.selectors.successions import Mergers, mergers
from agreements.selectors.unasked import unasked
from municipalities.access import Access
from municipalities.models import Partnership
from municipalities.querysets import by_norwegian_name

#: Steps at which a revision's text has become the text in force: nothing is under way any more.
ARRIVED = (StepKind.IN_FORCE, StepKind.SUBMITTED, StepKind.PUBLISHED, StepKind.SUPERSEDED)


@dataclass(frozen=True)
class Standing:
    """Where a revision is: `kind` is one of the portal's status figures."""

    kind: str
    text: str


@dataclass
class AgreementRow:
    agreement: Agreement
    in_force: AgreementVersion | None = None
    awaiting: AgreementVersion | None = None
    """A frozen text newer than the one in force."""
    revision: Revision | None = None
    parties: int = 0
    is_ended: bool = False
    versions: list[AgreementVersion] = field(default_factory=list)
    """All that are frozen, newest first."""
    lagging: Lagging = field(default_factory=Lagging)

    @property
    def standing(self) -> Standing | None:
        return standing_of(self.revision) if self.revision else None


@dataclass(frozen=True)
class RegisterGroup:
    kind: AgreementKind
    rows: list[AgreementRow]

    @property
    def heading(self) -> str:
        return {
            AgreementKind.OVERARCHING: _("Overordnet avtale"),
            AgreementKind.SUB: _("Delavtaler"),
            AgreementKind.SPECIAL: _("Særavtaler"),
            AgreementKind.GUIDELINE: _("Retningslinjer"),
        }[self.kind]


@dataclass(frozen=True)
class Register:
    groups: list[RegisterGroup]
    ended: list[AgreementRow]

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.ended

    @property
    def in_force(self) -> int:
        return sum(row.in_force is not None for group in self.groups for row in group.rows)


def register(partnership: Partnership, access: Access, day: dt.date) -> Register:
    """Every agreement the reader may see, by kind and number; six queries, five for the public."""
    rows = agreement_rows(Agreement.objects.visible_to(access).filter(partnership=partnership), access, day)
    groups = []
    for kind in AgreementKind:
        of_kind = [row for row in rows if row.agreement.kind == kind and not row.is_ended]
        if of_kind:
            groups.append(RegisterGroup(kind, of_kind))
    return Register(groups, [row for row in rows if row.is_ended])


def agreement_rows(agreements: QuerySet[Agreement], access: Access, day: dt.date) -> list[AgreementRow]:
    found = sorted(agreements.select_related("parent"), key=agreement_key)
    versions = _frozen_versions(found)
    revisions = revisions_under_way(found) if access.is_member else {}
    in_force = {one.pk: text for one in found if (text := in_force_of(one, versions.get(one.pk, ()), day))}
    parties = list(AgreementParty.objects.current(day).filter(agreement__in=found))
    counts = Counter(party.agreement_id for party in parties)
    behind = _lagging(parties, versions, in_force, day)
    rows = []
    for agreement in found:
        own = versions.get(agreement.pk, [])
        current = in_force.get(agreement.pk)
        newest = own[0] if own else None
        rows.append(
            AgreementRow(
                agreement=agreement,
                in_force=current,
                awaiting=newest if newest and _is_newer(newest, current) and newest.in_force_to is None else None,
                revision=revisions.get(agreement.pk),
                parties=counts[agreement.pk],
                is_ended=has_ended(agreement, day),
                versions=own,
                lagging=behind.get(agreement.pk, Lagging()),
            )
        )
    return rows


def _lagging(
    parties: Iterable[AgreementParty], versions: Versions, in_force: dict[int, AgreementVersion], day: dt.date
) -> dict[int, Lagging]:
    """By agreement; two queries."""
    asked = [party for party in parties if party.is_municipality and party.agreement_id in in_force]
    bound = bound_texts(asked, versions, in_force, day)
    found: dict[int, list[Bound]] = defaultdict(list)
    for party in asked:
        found[party.agreement_id].append(bound[party.pk])
    return {agreement: lagging(rows) for agreement, rows in found.items()}


def _frozen_versions(agreements: list[Agreement]) -> dict[int, list[AgreementVersion]]:
    """Newest first, without the texts themselves."""
    versions: dict[int, list[AgreementVersion]] = defaultdict(list)
    found = AgreementVersion.objects.filter(agreement__in=agreements, state=VersionState.FROZEN)
    for version in found.defer("content").order_by("agreement", "-number"):
        versions[version.agreement_id].append(version)
    return versions


def in_force_of(agreement: Agreement, versions: Iterable[AgreementVersion], day: dt.date) -> AgreementVersion | None:
    """The text in force on a day, the newest if the days of two overlap; none after the agreement has ended."""
    if has_ended(agreement, day):
        return None
    lasting = [version for version in versions if _is_in_force(version, day)]
    return max(lasting, key=lambda version: (version.in_force_on, version.number), default=None)


def _is_in_force(version: AgreementVersion, day: dt.date) -> bool:
    begun = version.in_force_on is not None and version.in_force_on <= day
    return begun and (version.in_force_to is None or version.in_force_to >= day)


def _is_newer(version: AgreementVersion, current: AgreementVersion | None) -> bool:
    return current is None or version.number > current.number


def has_ended(agreement: Agreement, day: dt.date) -> bool:
    return agreement.terminated_on is not None and agreement.terminated_on < day


def revisions_under_way(agreements: Iterable[Agreement]) -> dict[int, Revision]:
    """The revision being worked on, by agreement: one that has begun before one that is only planned."""
    found: dict[int, Revision] = {}
    rows = Revision.objects.filter(agreement__in=agreements).exclude(step__in=ARRIVED)
    for revision in sorted(rows, key=lambda row: (row.step == StepKind.PLANNED, row.order, row.pk)):
        found.setdefault(revision.agreement_id, revision)
    return found


def standing_of(revision: Revision) -> Standing:
    kinds = {
        StepKind.PLANNED: "waiting",
        StepKind.IN_FORCE: "done",
        StepKind.SUBMITTED: "done",
        StepKind.PUBLISHED: "done",
        StepKind.SUPERSEDED: "sent",
    }
    words = {
        StepKind.FINAL: _("Teksten er låst"),
        StepKind.COUNCILS: _("Til vedtak i kommunestyrene"),
        StepKind.TRUST_BOARD: _("Til vedtak i styret"),
        StepKind.CONSULTATION: _("På høring"),
    }
    step = StepKind(revision.step)
    return Standing(kinds.get(step, "underway"), words.get(step, str(step.label)))


@dataclass(frozen=True)
class PartyLine:
    party: AgreementParty
    after: str = ""
    """Who it took over after: «Agdenes, Meldal, Orkdal og en del av Snillfjord»."""
    is_renumbering: bool = False
    bound: Bound | None = None
    """For a municipality, while the agreement has a text in force."""


@dataclass(frozen=True)
class Parties:
    current: list[PartyLine] = field(default_factory=list)
    coming: list[PartyLine] = field(default_factory=list)
    earlier: list[PartyLine] = field(default_factory=list)

    @property
    def municipalities(self) -> int:
        return sum(line.party.is_municipality for line in self.current)

    @property
    def all(self) -> list[AgreementParty]:
        """Those who are, will be or were."""
        return [line.party for line in (*self.current, *self.coming, *self.earlier)]

    @property
    def any(self) -> bool:
        return bool(self.current or self.coming or self.earlier)

    @property
    def lagging(self) -> Lagging:
        return lagging(line.bound for line in self.current if line.bound)

    @property
    def lacking(self) -> list[PartyLine]:
        """Those whose councils have still to decide on the text in force, coming parties too."""
        return [line for line in (*self.current, *self.coming) if line.bound and line.bound.waiting]


def parties_of(
    agreement: Agreement, versions: Sequence[AgreementVersion], current: AgreementVersion | None, day: dt.date
) -> Parties:
    """The trust first, then the municipalities in Norwegian order; six queries. `versions` are those that are frozen,
    `current` the one in force."""
    found = (
        AgreementParty.objects.filter(agreement=agreement)
        .select_related("municipality", "trust")
        .prefetch_related("succeeds__municipality")
        .order_by("trust", by_norwegian_name("municipality__name"), "valid_from")
    )
    known = mergers()
    parties = Parties()
    lasting = [
        party for party in found if current and party.is_municipality and (not party.valid_to or party.valid_to >= day)
    ]
    in_force = {agreement.pk: current} if current else {}
    bound = bound_texts(lasting, {agreement.pk: versions}, in_force, day)
    for party in found:
        line = replace(_line(party, known), bound=bound.get(party.pk))
        if party.valid_from > day:
            parties.coming.append(line)
        elif party.valid_to is not None and party.valid_to < day:
            parties.earlier.append(line)
        else:
            parties.current.append(line)
    return parties


def _line(party: AgreementParty, known: Mergers) -> PartyLine:
    olds = [old.municipality for old in party.succeeds.all() if old.municipality is not None]
    if not olds or party.municipality is None:
        return PartyLine(party)
    renumbering = [old.name for old in olds] == [party.municipality.name]
    after = olds[0].number if renumbering else known.described(olds, party.municipality)
    return PartyLine(party, after, renumbering)


@dataclass(frozen=True)
class TermsLine:
    """Terms in words; what the agreement leaves to the law says so."""

    terms: AgreementTerms
    legal: dict[str, LegalTerm]

    @property
    def entry(self) -> str:
        if self.terms.entry_rule != EntryRule.QUORUM or self.terms.entry_quorum is None:
            return self.terms.get_entry_rule_display()
        count = self.terms.entry_quorum
        return ngettext("Når %(count)s kommune har vedtatt den", "Når %(count)s kommuner har vedtatt den", count) % {
            "count": count
        }

    @property
    def trust(self) -> str:
        return _("Ja") if self.terms.needs_trust else _("Nei")

    @property
    def notice(self) -> str:
        return self._months(self.terms.notice_months, ObligationKind.NOTICE)

    @property
    def review(self) -> str:
        return self._months(self.terms.review_months, ObligationKind.REVIEW)

    def _months(self, own: int | None, kind: ObligationKind) -> str:
        if own is not None:
            return _in_months(own)
        legal = self.legal.get(kind)
        return _("%(months)s, etter loven") % {"months": _in_months(legal.months)} if legal else ""


def _in_months(count: int) -> str:
    return ngettext("%(count)s måned", "%(count)s måneder", count) % {"count": count}


@dataclass(frozen=True)
class TermsHistory:
    current: TermsLine | None
    coming: list[TermsLine]
    earlier: list[TermsLine]


def terms_of(agreement: Agreement, day: dt.date) -> TermsHistory:
    """Two queries."""
    legal = {row.kind: row for row in LegalTerm.objects.current(day)}
    lines = [TermsLine(terms, legal) for terms in agreement.terms.order_by("-valid_from")]
    return TermsHistory(
        current=next((line for line in lines if line.terms.holds_on(day)), None),
        coming=[line for line in lines if line.terms.valid_from > day],
        earlier=[line for line in lines if line.terms.valid_to is not None and line.terms.valid_to < day],
    )


@dataclass(frozen=True)
class AgreementPage:
    agreement: Agreement
    in_force: AgreementVersion | None
    awaiting: AgreementVersion | None
    draft: AgreementVersion | None
    versions: list[AgreementVersion]
    parties: Parties
    terms: TermsHistory
    points: list[ContentPoint]
    children: list[AgreementRow]
    revisions: list[Revision]
    is_ended: bool
    unasked: list[AgreementParty]
    """Whom the secretariat has to send the text in force."""

    @property
    def under_way(self) -> Revision | None:
        """The revision being worked on: one that has begun before one that is only planned."""
        open_ones = [revision for revision in self.revisions if revision.step not in ARRIVED]
        return min(open_ones, key=lambda row: (row.step == StepKind.PLANNED, row.order, row.pk), default=None)

    @property
    def standing(self) -> Standing | None:
        return standing_of(self.under_way) if self.under_way else None


def agreement_page(agreement: Agreement, access: Access, day: dt.date) -> AgreementPage:
    """Everything the page shows but the log. The number of queries is the same whatever it holds."""
    visible = AgreementVersion.objects.visible_to(access).filter(agreement=agreement)
    versions = list(visible.defer("content").order_by("-number"))
    frozen = [version for version in versions if version.is_frozen]
    current = in_force_of(agreement, frozen, day)
    newest = frozen[0] if frozen else None
    children = Agreement.objects.visible_to(access).filter(parent=agreement)
    found = Revision.objects.visible_to(access).filter(agreement=agreement)
    revisions = list(found.order_by("-created_at", "-pk"))
    parties = parties_of(agreement, frozen, current, day)
    return AgreementPage(
        agreement=agreement,
        in_force=current,
        awaiting=newest if newest and _is_newer(newest, current) and newest.in_force_to is None else None,
        draft=next((version for version in versions if not version.is_frozen), None),
        versions=versions,
        parties=parties,
        terms=terms_of(agreement, day),
        points=list(agreement.points.filter(_holds(day))),
        children=agreement_rows(children, access, day),
        revisions=revisions,
        is_ended=has_ended(agreement, day),
        unasked=unasked(parties.all, revisions, current) if access.is_coordinator else [],
    )


def _holds(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
