"""Two texts of an agreement beside each other: which, what is new, and what was said about each change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.content import Clause, Content
from agreements.enums import AdoptionStatus, ChangeKind
from agreements.models import (
    Adoption,
    Agreement,
    AgreementParty,
    AgreementVersion,
    ChangeNote,
    Deviation,
    Revision,
)
from agreements.redline import Redline, Row, RowKind, compare, deviation_words
from agreements.selectors.effective import EffectiveText, effective_text
from agreements.selectors.texts import contents_of
from municipalities.access import Access
from samhandling.core.dates import count_word, long_date
from samhandling.core.text import content_hash

KEPT = 7 * 24 * 3600
FORM = "2"
"""Counts up when a `Redline` gets another form, so that old ones are not read from the cache."""


@dataclass(frozen=True)
class Side:
    """One of the two texts: «Versjon 3», «I kraft fra 1. mars 2017»."""

    label: str
    detail: str
    version: AgreementVersion
    content: Content


@dataclass(frozen=True)
class Comparison:
    """`old` is None when a party has never adopted a text of the agreement. `party` is set in the party's edition."""

    agreement: Agreement
    old: Side | None
    new: Side
    redline: Redline
    party: AgreementParty | None = None
    effective: EffectiveText | None = None

    @property
    def is_public(self) -> bool:
        """Between frozen texts; what a party adopted with deviations is read in its own edition, by members."""
        return self.party is None and self.new.version.is_frozen and (self.old is None or self.old.version.is_frozen)


def redline_of(old: Content, new: Content) -> Redline:
    """The redline of two texts in the active language, kept between requests: texts that are as they were give it."""
    key = f"redline-{FORM}-{get_language()}-{content_hash([old.to_json(), new.to_json()])}"
    found: Redline | None = cache.get(key)
    if found is None:
        found = compare(old, new)
        cache.set(key, found, KEPT)
    return found


def between(agreement: Agreement, old: AgreementVersion, new: AgreementVersion) -> Comparison:
    """Two versions as all read them. At most two queries."""
    texts = contents_of([old, new])
    before, after = texts[old.pk].common(), texts[new.pk].common()
    redline = redline_of(before, after)
    return Comparison(agreement, version_side(old, before), version_side(new, after), redline)


def against_own(agreement: Agreement, party: AgreementParty, new: AgreementVersion) -> Comparison:
    """A version against what the party last adopted, both with its name. `party.municipality` is fetched."""
    adopted = effective_text(party, besides=new)
    after = contents_of([new])[new.pk].named(party.name)
    side = _own_side(adopted, party) if adopted else None
    redline = redline_of(side.content if side else after, after)
    return Comparison(agreement, side, version_side(new, after), redline, party, adopted)


def version_side(version: AgreementVersion, content: Content) -> Side:
    return Side(_("Versjon %(number)s") % {"number": version.number}, version_detail(version), version, content)


def version_detail(version: AgreementVersion) -> str:
    """Where a version stands: «Utkast», «I kraft fra 1. mars 2017», «Låst 9. mars 2017»."""
    if version.in_force_on:
        return _("I kraft fra %(date)s") % {"date": long_date(version.in_force_on)}
    if version.frozen_at:
        return _("Låst %(date)s") % {"date": long_date(version.frozen_at)}
    return _("Utkast")


def _own_side(adopted: EffectiveText, party: AgreementParty) -> Side:
    adoption = adopted.adoption
    name = adoption.party.name if adoption.party_id != party.pk else party.name
    parts = [long_date(adoption.decided_on)] if adoption.decided_on else []
    parts += [_("sak %(number)s") % {"number": adoption.council_case}] if adoption.council_case else []
    parts += [_("versjon %(number)s") % {"number": adopted.version.number}]
    parts += [_("med avvik")] if adopted.deviates else []
    label = _("Vedtatt av %(name)s kommunestyre") % {"name": name}
    return Side(label, ", ".join(parts), adopted.version, adopted.content.named(party.name))


# --- What was said about the changes --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadRow:
    """A row of the page: the section in both texts, what the change means, and who has adopted it otherwise."""

    row: Row
    note: ChangeNote | None = None
    deviations: list[str] = field(default_factory=list)

    @property
    def is_unjudged(self) -> bool:
        """Nobody has said what the change means; a section that only stands elsewhere needs no word."""
        return self.note is None and self.row.kind not in (RowKind.SAME, RowKind.MOVED)

    @property
    def is_substantive(self) -> bool:
        return self.note is not None and self.note.kind == ChangeKind.SUBSTANTIVE

    @property
    def color(self) -> str:
        """Of the tag that says what kind of change it is."""
        if self.note is None:
            return "neutral"
        colors = {ChangeKind.SUBSTANTIVE: "warning", ChangeKind.CLARIFICATION: "info"}
        return colors.get(ChangeKind(self.note.kind), "neutral")

    @property
    def note_text(self) -> str:
        if self.note is None:
            return ""
        nynorsk = self.note.text_nn if (get_language() or "").startswith("nn") else ""
        return nynorsk or self.note.text


@dataclass(frozen=True)
class Reading:
    """What the page shows of a comparison."""

    rows: list[ReadRow]
    kinds: list[tuple[ChangeKind, int]]
    """How many changes are of each kind, of those that somebody has judged."""
    adopted: int = 0
    """How many municipalities have adopted the new text as it is; members are told."""
    summary: str = ""
    """What the revision says of itself, in a few sentences."""

    @property
    def changed(self) -> list[ReadRow]:
        return [row for row in self.rows if not row.row.is_same]

    @property
    def unjudged(self) -> int:
        return sum(row.is_unjudged for row in self.rows)

    @property
    def weighty(self) -> list[ReadRow]:
        """What means something in practice, or may; every change when nobody has judged any."""
        return [row for row in self.changed if not self.kinds or row.is_unjudged or row.is_substantive]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """«Realitetsendringer», 3."""
        labels = {
            ChangeKind.SUBSTANTIVE: _("Realitetsendringer"),
            ChangeKind.CLARIFICATION: _("Presiseringer"),
            ChangeKind.LANGUAGE: _("Språklige"),
        }
        found = [(labels[kind], count) for kind, count in self.kinds]
        return [*found, (_("Ikke vurdert"), self.unjudged)] if found and self.unjudged else found

    @property
    def sentence(self) -> str:
        """«Tre av endringene betyr noe i praksis. Resten er presiseringer og språk.» Empty until all are judged."""
        weighty = len(self.weighty)
        if not self.kinds or self.unjudged or len(self.changed) == weighty:
            return ""
        if not weighty:
            return _("Ingen av endringene betyr noe i praksis. De er presiseringer og språk.")
        word = count_word(weighty, get_language() or "nb").capitalize()
        words = ngettext(
            "%(count)s av endringene betyr noe i praksis. Resten er presiseringer og språk.",
            "%(count)s av endringene betyr noe i praksis. Resten er presiseringer og språk.",
            weighty,
        )
        return words % {"count": word}


def reading_of(comparison: Comparison, access: Access) -> Reading:
    """One query for the notes of the revision behind the new text; for members two more, of what councils decided."""
    notes = {note.anchor: note for note in _notes(comparison)}
    deviations = _deviations(comparison) if access.is_member else {}
    rows = [
        ReadRow(row, None if row.is_same else notes.get(row.anchor), deviations.get(row.anchor, []))
        for row in comparison.redline.rows
    ]
    judged = [row.note.kind for row in rows if row.note is not None]
    return Reading(
        rows,
        kinds=[(kind, judged.count(kind)) for kind in ChangeKind] if judged else [],
        adopted=_adopted(comparison.new.version) if access.is_member else 0,
        summary=_summary(comparison),
    )


def _revision_between(comparison: Comparison) -> Revision | None:
    """The revision that made the new text of the old one. What it says of its changes is about that step only; of the
    way from any other text it would say too much or too little."""
    revision = revision_of(comparison.new.version)
    if revision is None or comparison.old is None:
        return None
    before = {revision.base_id, comparison.new.version.based_on_id}
    return revision if comparison.old.version.pk in before else None


def _notes(comparison: Comparison) -> Iterable[ChangeNote]:
    revision = _revision_between(comparison)
    return ChangeNote.objects.filter(revision=revision) if revision else []


def _summary(comparison: Comparison) -> str:
    revision = _revision_between(comparison)
    return revision.shown_summary if revision else ""


def _adopted(version: AgreementVersion) -> int:
    if not version.is_frozen:
        return 0
    return Adoption.objects.filter(
        version=version, status=AdoptionStatus.ADOPTED, party__municipality__isnull=False
    ).count()


def revision_of(version: AgreementVersion) -> Revision | None:
    """The revision that makes the text, None for one that was taken in; fetch `revision` with the version."""
    return getattr(version, "revision", None)


def _deviations(comparison: Comparison) -> dict[str, list[str]]:
    version = comparison.new.version
    if not version.is_frozen:
        return {}
    rows = Deviation.objects.filter(
        adoption__version=version, adoption__status=AdoptionStatus.ADOPTED_WITH_DEVIATION
    ).select_related("adoption__party__municipality", "adoption__party__trust")
    if comparison.party is not None:
        rows = rows.exclude(adoption__party=comparison.party)
    bodies = {row.anchor: row.new.clause.body for row in comparison.redline.rows if row.new}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows.order_by("adoption__party__municipality__name", "pk"):
        if row.anchor in bodies:
            adopted = _as_read(row.text, comparison)
            found[row.anchor].append(deviation_words(row.adoption.party.name, bodies[row.anchor], adopted))
    return found


def _as_read(body: str, comparison: Comparison) -> str:
    """A section's body with what stands for the municipality's name read as in the rest of the comparison."""
    content = Content("", (Clause("", "", body),))
    content = content.named(comparison.party.name) if comparison.party else content.common()
    return content.clauses[0].body
