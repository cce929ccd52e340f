"""What the parties owe by law or by an agreement, with dates. Pure: facts in, obligations out.

Terms are dated. A changed term counts from its day also for a time that is running: what had fallen due before stays
as it was; the rest follows the new term, but nothing falls due before the day the new term came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import ObligationKind
from agreements.rules.blockers import joined
from agreements.rules.months import months_after

_DAY = dt.timedelta(days=1)
SOON_DAYS = 30


@dataclass(frozen=True)
class Term:
    """So many months hold from a day to and including another; None says nothing about it."""

    valid_from: dt.date
    valid_to: dt.date | None = None
    months: int | None = None
    reference: str = ""

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Due:
    on: dt.date
    reference: str


def timeline(law: Iterable[Term], own: Iterable[Term] = ()) -> list[Term]:
    """One term after the other: the agreement's own months where it gives them, the law's where it does not."""
    law, own = list(law), [term for term in own if term.months is not None]
    starts = {term.valid_from for term in [*law, *own]}
    starts |= {term.valid_to + _DAY for term in [*law, *own] if term.valid_to}
    days = sorted(starts)
    found = []
    for day, following in zip(days, [*days[1:], None], strict=False):
        term = next((term for term in [*own, *law] if term.holds_on(day)), None)
        if term is not None:
            found.append(Term(day, following and following - _DAY, term.months, term.reference))
    return found


def due_after(base: dt.date, terms: Sequence[Term]) -> Due | None:
    """When something falls due after `base`, by the term that holds on that very day. `terms` is a timeline."""
    for term in terms:
        if term.months is None or (term.valid_to is not None and term.valid_to < base):
            continue
        day = max(months_after(base, term.months), term.valid_from)
        if term.valid_to is None or day <= term.valid_to:
            return Due(day, term.reference)
    return None


def takes_effect(notice_on: dt.date, terms: Sequence[Term]) -> Due | None:
    """The day a notice of termination takes effect: the term of the day it was given counts."""
    term = next((term for term in terms if term.holds_on(notice_on) and term.months), None)
    return Due(months_after(notice_on, term.months or 0), term.reference) if term else None


class Urgency(IntEnum):
    OVERDUE = 0
    SOON = 1
    LATER = 2
    UNDATED = 3
    DONE = 4


@dataclass(frozen=True)
class Obligation:
    """`key` is the same as long as the duty and its date are.

    `page` and `act` are a URL name and what follows the slug: where it is read, and where the secretariat does it.
    """

    kind: ObligationKind
    key: str
    title: str
    due_on: dt.date | None
    page: tuple[str, int]
    act: tuple[str, int] | None = None
    agreement_id: int | None = None
    about: str = ""
    who: str = ""
    legal_reference: str = ""
    done_on: dt.date | None = None

    def urgency(self, today: dt.date) -> Urgency:
        if self.done_on is not None:
            return Urgency.DONE
        if self.due_on is None:
            return Urgency.UNDATED
        if self.due_on < today:
            return Urgency.OVERDUE
        return Urgency.SOON if self.due_on <= today + dt.timedelta(days=SOON_DAYS) else Urgency.LATER


def in_order(obligations: Iterable[Obligation]) -> list[Obligation]:
    """As they fall due, so overdue first; those without a date after them; what is done last, the newest first."""

    def place(row: Obligation) -> tuple[bool, int, str]:
        is_done = row.done_on is not None
        day = (row.done_on or row.due_on or dt.date.max).toordinal()
        return (is_done, -day if is_done else day, row.key)

    return sorted(obligations, key=place)


@dataclass(frozen=True)
class Notice:
    """A notice of termination. `heir` is the party that took over after a merger."""

    pk: int
    party: str
    notice_on: dt.date
    effective_on: dt.date
    trust_told_on: dt.date | None = None
    directorate_told_on: dt.date | None = None
    parties_told_on: dt.date | None = None
    heir: str = ""


@dataclass(frozen=True)
class Conclusion:
    """A text the parties agreed on, and when it was sent to the directorate; `revision` is a primary key."""

    revision: int
    name: str
    concluded_on: dt.date
    submitted_on: dt.date | None = None


@dataclass(frozen=True)
class Round:
    """What is asked of many at once: the adoption of a text, or answers to a consultation."""

    kind: ObligationKind
    pk: int
    title: str
    due_on: dt.date | None
    remaining: int
    total: int
    closed_on: dt.date | None = None
    agreement_id: int | None = None
    about: str = ""


@dataclass(frozen=True)
class AgreementFacts:
    """`began_on` is the first day any text of it was in force; accessions and mergers do not move it."""

    pk: int
    label: str
    began_on: dt.date | None
    ended_on: dt.date | None = None
    reviews: tuple[dt.date, ...] = ()
    review_terms: tuple[Term, ...] = ()
    expires_on: dt.date | None = None
    expiry_basis: str = ""
    notices: tuple[Notice, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()


@dataclass(frozen=True)
class Law:
    review: tuple[Term, ...] = ()
    submission: tuple[Term, ...] = ()


def obligations_of(agreement: AgreementFacts, law: Law, today: dt.date) -> Iterator[Obligation]:
    """Everything owed about one agreement, what is done too."""
    yield from reviews(agreement, law.review)
    yield from submissions(agreement, law.submission)
    yield from notices(agreement, today)
    yield from expiry(agreement, today)


def reviews(agreement: AgreementFacts, law: Iterable[Term]) -> Iterator[Obligation]:
    """One for each review held, and the next one. Each clock starts at the review before, the first at `began_on`."""
    if agreement.began_on is None:
        return
    terms = timeline(law, agreement.review_terms)
    held = sorted(day for day in set(agreement.reviews) if day > agreement.began_on)
    for base, done in zip([agreement.began_on, *held], [*held, None], strict=True):
        due = due_after(base, terms)
        if due is None or (done is None and agreement.ended_on and due.on > agreement.ended_on):
            continue
        yield Obligation(
            kind=ObligationKind.REVIEW,
            key=f"review-{agreement.pk}-{due.on:%Y%m%d}",
            title=_("Årlig gjennomgang av avtalen"),
            due_on=due.on,
            page=("agreements:agreement-detail", agreement.pk),
            act=("agreements:review-create", agreement.pk),
            agreement_id=agreement.pk,
            about=agreement.label,
            who=_("alle partene"),
            legal_reference=due.reference,
            done_on=done,
        )


def submissions(agreement: AgreementFacts, law: Sequence[Term]) -> Iterator[Obligation]:
    terms = timeline(law)
    for text in agreement.conclusions:
        due = due_after(text.concluded_on, terms)
        if due is not None:
            yield Obligation(
                kind=ObligationKind.SUBMISSION,
                key=f"submission-{text.revision}-{due.on:%Y%m%d}",
                title=_("Send avtalen til Helsedirektoratet: %(name)s") % {"name": text.name},
                due_on=due.on,
                page=("agreements:revision-detail", text.revision),
                agreement_id=agreement.pk,
                about=agreement.label,
                who=_("det regionale helseforetaket"),
                legal_reference=due.reference,
                done_on=text.submitted_on,
            )


def notices(agreement: AgreementFacts, today: dt.date) -> Iterator[Obligation]:
    """Telling those who are to be told, at once, and the day the notice takes effect (hol § 6-5)."""
    for notice in agreement.notices:
        words = {"party": notice.heir or notice.party}
        told = (notice.trust_told_on, notice.directorate_told_on, notice.parties_told_on)
        yield Obligation(
            kind=ObligationKind.NOTICE,
            key=f"notice-told-{notice.pk}-{notice.notice_on:%Y%m%d}",
            title=_("Varsle om oppsigelsen fra %(party)s: %(missing)s")
            % (words | {"missing": joined(_untold(notice)) or _("alle er varslet")}),
            due_on=notice.notice_on,
            page=("agreements:agreement-detail", agreement.pk),
            act=("agreements:termination-edit", notice.pk),
            agreement_id=agreement.pk,
            about=agreement.label,
            who=_("sekretariatet"),
            legal_reference="helse- og omsorgstjenesteloven § 6-5",
            done_on=max(day for day in told if day) if all(told) else None,
        )
        yield Obligation(
            kind=ObligationKind.NOTICE,
            key=f"notice-{notice.pk}-{notice.effective_on:%Y%m%d}",
            title=_("Oppsigelsen fra %(party)s får virkning") % words,
            due_on=notice.effective_on,
            page=("agreements:agreement-detail", agreement.pk),
            act=("agreements:termination-edit", notice.pk),
            agreement_id=agreement.pk,
            about=agreement.label,
            who=words["party"],
            legal_reference="helse- og omsorgstjenesteloven § 6-5",
            done_on=notice.effective_on if notice.effective_on <= today else None,
        )


def _untold(notice: Notice) -> list[str]:
    whom = [
        (notice.trust_told_on, _("det regionale helseforetaket")),
        (notice.directorate_told_on, _("Helsedirektoratet")),
        (notice.parties_told_on, _("de andre partene")),
    ]
    return [name for day, name in whom if day is None]


def expiry(agreement: AgreementFacts, today: dt.date) -> Iterator[Obligation]:
    """Its last day; overdue until it is prolonged (newer terms) or registered as ended."""
    if agreement.expires_on is None or agreement.began_on is None:
        return
    yield Obligation(
        kind=ObligationKind.EXPIRY,
        key=f"expiry-{agreement.pk}-{agreement.expires_on:%Y%m%d}",
        title=_("Avtalen utløp") if agreement.expires_on < today else _("Avtalen utløper"),
        due_on=agreement.expires_on,
        page=("agreements:agreement-detail", agreement.pk),
        agreement_id=agreement.pk,
        about=agreement.label,
        who=_("alle partene"),
        legal_reference=agreement.expiry_basis,
        done_on=agreement.ended_on,
    )


_ROUND_PAGES = {
    ObligationKind.ADOPTION: "agreements:revision-detail",
    ObligationKind.ANSWER: "agreements:consultation-detail",
}


def round_of(asked: Round) -> Obligation:
    left = ngettext("%(left)s av %(total)s gjenstår", "%(left)s av %(total)s gjenstår", asked.remaining)
    return Obligation(
        kind=asked.kind,
        key=f"{asked.kind}-{asked.pk}-{asked.due_on or ''}",
        title=asked.title,
        due_on=asked.due_on,
        page=(_ROUND_PAGES[asked.kind], asked.pk),
        agreement_id=asked.agreement_id,
        about=asked.about,
        who=left % {"left": asked.remaining, "total": asked.total} if asked.remaining else "",
        legal_reference="helse- og omsorgstjenesteloven § 6-1" if asked.kind == ObligationKind.ADOPTION else "",
        done_on=asked.closed_on,
    )
