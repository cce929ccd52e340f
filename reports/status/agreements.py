"""The texts that are with the councils: what must be decided by when, how far they have come, and what blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.board import FIGURES
from agreements.enums import DECIDED, AdoptionStatus
from agreements.models.agreement import in_active_language
from agreements.rules.blockers import blockers_line
from agreements.rules.waiting import Hold, Treatment, treatment
from reports.sentences.grammar import figured, of_all, on_day
from reports.sentences.top import Lacks, Progress, Waits, council_must, councils_must, progress
from reports.snapshot import AgreementLine, Figure, Must, Row, Status
from reports.status.facts import OutForAdoption, Shared, Treated, Whom
from samhandling.core.dates import long_date, number

#: The council has been asked and has not said its word.
_ASKED = (AdoptionStatus.SENT, AdoptionStatus.SCHEDULED, AdoptionStatus.POSTPONED)
_KINDS = {
    Hold.HELD: "soon",
    Hold.OVERDUE: "overdue",
    Hold.ASKED: "underway",
    Hold.TOO_LATE: "overdue",
    Hold.POSTPONED: "postponed",
    Hold.NOT_SET_UP: "sent",
    Hold.SET_UP: "underway",
}


class Texts:
    """What a report says of the texts that are out for adoption."""

    def __init__(self, shared: Shared, whom: Whom) -> None:
        self.shared, self.whom, self.today = shared, whom, shared.today
        self.out = [row for row in shared.out if self._own(row)]

    def _own(self, row: OutForAdoption) -> dict[int, Treated]:
        return {pk: row.by[pk] for pk in self.shared.places if pk in row.by and pk in self.whom.members}

    def _counted(self, row: OutForAdoption) -> dict[int, Treated]:
        """Those a municipality's report compares with are all; a region's are its own."""
        return self._own(row) if self.whom.is_region else {pk: row.by[pk] for pk in self.shared.places if pk in row.by}

    # The sentences at the top

    def progress(self) -> str:
        counted = [one for row in self.out for one in self._counted(row).values()]
        own = [one for row in self.out for one in self._own(row).values()] if self.whom.is_municipality else []
        facts = Progress(
            agreements=len(self.out),
            adopted=_adopted(counted),
            total=len(counted),
            agreement=_in_sentence(self.out[0]) if len(self.out) == 1 else "",
            where=self.whom.name if self.whom.is_region else "",
            name=self.whom.name if self.whom.is_municipality else "",
            own_adopted=_adopted(own),
            own_total=len(own),
        )
        return progress(facts, self.whom.language)

    def must_sentence(self) -> str:
        return self._council_must() if self.whom.is_municipality else self._councils_must()

    def _council_must(self) -> str:
        waiting = self._waiting()
        open_ones = [found for _row, found in waiting if found.hold != Hold.HELD]
        held = [found.meeting.on for _row, found in waiting if found.hold == Hold.HELD and found.meeting]
        facts = Waits(
            name=self.whom.name,
            deadlines=[found.deadline for found in open_ones],
            agreement=_in_sentence(waiting[0][0]) if len(waiting) == 1 else "",
            meeting=min((found.meeting.on for found in open_ones if found.meeting), default=None),
            is_set_up=len(open_ones) == 1 and open_ones[0].hold == Hold.SET_UP,
            held=len(held),
            held_on=max(held, default=None),
        )
        return council_must(facts, self.today, self.whom.language)

    def _lacking(self) -> dict[int, list[dt.date | None]]:
        """By municipality the deadlines of what its council has been sent and not decided."""
        lacking: dict[int, list[dt.date | None]] = {}
        for row in self.out:
            for pk, one in self._own(row).items():
                if one.status in _ASKED:
                    lacking.setdefault(pk, []).append(one.deadline)
        return lacking

    def _councils_must(self) -> str:
        lacking = self._lacking()
        days = [day for found in lacking.values() for day in found if day]
        ahead = {day for day in days if day >= self.today}
        late = sum(any(day and day < self.today for day in found) for found in lacking.values())
        facts = Lacks(
            lacking=len(lacking),
            total=len(self.whom.members),
            late=late,
            deadline=min(ahead, default=None),
            has_several=len(ahead) > 1,
            where=self.whom.name if self.whom.is_region else "",
        )
        return councils_must(facts, self.today, self.whom.language)

    @property
    def progress_figure(self) -> str:
        """The key of what the first sentence rests on."""
        if not self.out:
            return IN_FORCE
        return key_of(self.out[0]) if len(self.out) == 1 else ALL_OUT

    @property
    def must_figure(self) -> str:
        """The key of what the second rests on; a municipality's stands below it in full."""
        return LACKING if self.out and not self.whom.is_municipality else ""

    # What must be decided

    def _waiting(self) -> list[tuple[OutForAdoption, Treatment]]:
        """A municipality's, the most urgent first."""
        found = []
        for row in self.out:
            for pk, one in self._own(row).items():
                if one.status in _ASKED:
                    meetings = self.shared.councils.get(pk, ())
                    way = treatment(
                        status=one.status,
                        today=self.today,
                        deadline=one.deadline,
                        council_on=one.council_on,
                        meetings=meetings,
                    )
                    found.append((row, way))
        return sorted(found, key=lambda pair: (pair[1].deadline or dt.date.max, pair[0].agreement.label))

    def musts(self) -> Iterator[Must]:
        if self.whom.is_municipality:
            for row, way in self._waiting():
                yield self._own_must(row, way)
            return
        for row in self.out:
            lacking = [one for one in self._own(row).values() if one.status in _ASKED]
            if lacking:
                yield self._lacking_must(row, lacking)

    def _own_must(self, row: OutForAdoption, way: Treatment) -> Must:
        return Must(
            title=row.agreement.label,
            url=self._changes(row),
            text=_about(row),
            status=Status(self._hold(way), _KINDS[way.hold]),
            deadline=way.deadline,
            deadline_text=self._by_when(way.deadline),
            meeting_text=self._meeting(way),
            figure=key_of(row),
        )

    def _hold(self, way: Treatment) -> str:
        on = on_day(way.meeting.on, self.today) if way.meeting else ""
        return {
            Hold.HELD: _("Vedtaket er ikke registrert"),
            Hold.OVERDUE: _("Over fristen"),
            Hold.ASKED: _("Bedt om utsatt frist"),
            Hold.TOO_LATE: _("Neste møte er etter fristen"),
            Hold.POSTPONED: _("Utsatt"),
            Hold.NOT_SET_UP: _("Ikke satt opp"),
            Hold.SET_UP: _("Satt opp %(day)s") % {"day": on},
        }[way.hold]

    def _meeting(self, way: Treatment) -> str:
        """Empty where `_hold` names the day already."""
        if way.hold == Hold.SET_UP:
            return ""
        if way.meeting is None:
            return _("Neste møte i kommunestyret er ikke registrert")
        words = {"day": on_day(way.meeting.on, self.today)}
        return (_("Kommunestyret var %(day)s") if way.hold == Hold.HELD else _("Kommunestyret %(day)s")) % words

    def _lacking_must(self, row: OutForAdoption, lacking: list[Treated]) -> Must:
        late = sum(bool(one.deadline and one.deadline < self.today) for one in lacking)
        total = len(self._own(row))
        words = {
            "count": number(len(lacking)),
            "total": figured(total, "municipality", self.whom.language),
        }
        status = Status(_("%(count)s over fristen") % {"count": number(late)}, "overdue") if late else None
        return Must(
            title=row.agreement.label,
            url=self._changes(row),
            text=_("%(count)s av %(total)s har ikke avgjort saken.") % words,
            status=status or Status(_("Venter på kommunestyrene"), "sent"),
            deadline=row.deadline,
            deadline_text=self._by_when(row.deadline),
            figure=key_of(row),
        )

    def _by_when(self, deadline: dt.date | None) -> str:
        if deadline is None:
            return _("Ingen frist")
        words = _("Fristen var %(day)s") if deadline < self.today else _("Frist %(day)s")
        return words % {"day": on_day(deadline, self.today)}

    def _changes(self, row: OutForAdoption) -> str:
        return reverse("agreements:redline", args=[self.shared.slug, row.agreement.pk])

    # How far they have come

    def sentence(self) -> str:
        """What blocks the texts that still wait; empty when nothing does."""
        return blockers_line(blocker for row in self.out for blocker in self._blockers(row))

    def _blockers(self, row: OutForAdoption) -> Iterator:
        parties = [] if row.is_enough else list(self._counted(row).values())
        if row.needs_trust and row.trust and not self.whom.is_region:
            parties.append(row.trust)
        return (one.blocker for one in parties if one.blocker)

    def lines(self) -> Iterator[AgreementLine]:
        for row in self.out:
            counted = list(self._counted(row).values())
            own = next(iter(self._own(row).values())) if self.whom.is_municipality else None
            adopted = _adopted(counted)
            yield AgreementLine(
                title=row.agreement.label,
                url=reverse("agreements:agreement-detail", args=[self.shared.slug, row.agreement.pk]),
                adopted=adopted,
                total=len(counted),
                deviations=sum(one.status == AdoptionStatus.ADOPTED_WITH_DEVIATION for one in counted),
                waiting=sum(one.status not in DECIDED for one in counted),
                count_text=self._count(row),
                own=self._status(own) if own else None,
                blocks=blockers_line(self._blockers(row)),
                next_step=self._next(row),
                figure=key_of(row),
            )

    def _count(self, row: OutForAdoption) -> str:
        counted = list(self._counted(row).values())
        found = of_all(_adopted(counted), len(counted), "municipality", self.whom.language)
        return _("%(count)s har vedtatt") % {"count": found[:1].upper() + found[1:]}

    def _next(self, row: OutForAdoption) -> str:
        if row.is_in_force:
            return _("I kraft")
        if row.needs_trust and row.trust and row.trust.status != AdoptionStatus.ADOPTED and not self._waits(row):
            return _("Helseforetaket gjenstår")
        return self._by_when(row.deadline) if row.deadline else ""

    def _waits(self, row: OutForAdoption) -> bool:
        return any(one.status not in DECIDED for one in self._counted(row).values())

    def _status(self, one: Treated) -> Status:
        """«Vedtatt 13. februar», «Utsatt»."""
        words = str(AdoptionStatus(one.status).label)
        on = one.council_on if one.status == AdoptionStatus.SCHEDULED else one.decided_on
        late = one.status not in DECIDED and one.deadline and one.deadline < self.today
        kind = "overdue" if late else FIGURES[one.status]
        return Status(f"{words} {on_day(on, self.today)}" if on else words, kind)

    # Figures

    def figures(self) -> Iterator[Figure]:
        for row in self.out:
            counted = self._counted(row)
            adopted = _adopted(counted.values())
            yield Figure(
                key=key_of(row),
                label=_("Vedtak om %(agreement)s") % {"agreement": row.agreement.label},
                text=self._count(row),
                value=float(adopted),
                n=len(counted),
                n_text=figured(len(counted), "municipality", self.whom.language),
                numerator=float(adopted),
                denominator=float(len(counted)),
                working=_("%(part)s av %(whole)s") % {"part": number(adopted), "whole": number(len(counted))},
                definition=_("Kommuner som er part i avtalen og har vedtatt den nye teksten uten avvik."),
                rows=tuple(self._row(pk, one) for pk, one in counted.items()),
            )
        if len(self.out) > 1:
            yield self._all_out()
        if self.must_figure:
            yield self._councils()
        yield self._in_force()

    def _all_out(self) -> Figure:
        counted = [one for row in self.out for one in self._counted(row).values()]
        words = {"part": number(_adopted(counted)), "whole": number(len(counted))}
        return Figure(
            key=ALL_OUT,
            label=_("Vedtak om de nye avtalene"),
            text=_("%(part)s av %(whole)s") % words,
            value=float(_adopted(counted)),
            n=len(counted),
            n_text=figured(len(counted), "decision", self.whom.language),
            numerator=float(_adopted(counted)),
            denominator=float(len(counted)),
            definition=_("Vedtak uten avvik, av dem som skal fattes om avtalene som ligger til vedtak."),
            rows=tuple(Row(line.title, line.url, line.count_text) for line in self.lines()),
        )

    def _councils(self) -> Figure:
        lacking = self._lacking()
        members = [pk for pk in self.shared.places if pk in self.whom.members]
        return Figure(
            key=LACKING,
            label=_("Kommunestyrer som ikke har avgjort alt"),
            text=of_all(len(lacking), len(members), "council", self.whom.language),
            value=float(len(lacking)),
            n=len(members),
            n_text=figured(len(members), "council", self.whom.language),
            numerator=float(len(lacking)),
            denominator=float(len(members)),
            definition=_("Kommunestyrer som er sendt en avtale og ikke har avgjort den, etter det som er registrert."),
            rows=tuple(self._council(pk, lacking.get(pk, [])) for pk in members),
        )

    def _council(self, pk: int, deadlines: Sequence[dt.date | None]) -> Row:
        place = self.shared.places[pk]
        url = reverse("municipalities:municipality-detail", args=[self.shared.slug, place.number])
        if not deadlines:
            return Row(place.name, url, _("Ingenting venter"), counts=False)
        first = min((day for day in deadlines if day), default=None)
        count = figured(len(deadlines), "agreement", self.whom.language)
        return Row(place.name, url, f"{count}. {self._by_when(first)}")

    def _row(self, pk: int, one: Treated) -> Row:
        place = self.shared.places[pk]
        url = reverse("municipalities:municipality-detail", args=[self.shared.slug, place.number])
        return Row(place.name, url, self._status(one).word, counts=one.status == AdoptionStatus.ADOPTED)

    def _in_force(self) -> Figure:
        rows = []
        for row in self.shared.in_force:
            url = reverse("agreements:agreement-detail", args=[self.shared.slug, row.agreement.pk])
            note = _("I kraft fra %(day)s") % {"day": long_date(row.since)} if row.since else _("I kraft")
            rows.append(Row(row.agreement.label, url, note))
        return Figure(
            key=IN_FORCE,
            label=_("Avtaler i kraft"),
            text=figured(len(rows), "agreement", self.whom.language),
            value=float(len(rows)),
            n=len(rows),
            numerator=float(len(rows)),
            definition=_("Avtaler med en tekst som gjelder den dagen tallene er hentet."),
            rows=tuple(rows),
        )


IN_FORCE, ALL_OUT, LACKING = "avtaler-i-kraft", "avtaler-til-vedtak", "kommunestyrer-som-venter"


def key_of(row: OutForAdoption) -> str:
    return f"avtale-{row.agreement.pk}"


def _adopted(treated: Iterable[Treated]) -> int:
    return sum(one.status == AdoptionStatus.ADOPTED for one in treated)


def _in_sentence(row: OutForAdoption) -> str:
    """«delavtale 4»; one without a number by its title."""
    agreement = row.agreement
    kind = str(agreement.get_kind_display())
    return f"{kind[:1].lower()}{kind[1:]} {agreement.number}" if agreement.number else f"«{agreement.title}»"


def _about(row: OutForAdoption) -> str:
    """What is changed, or else what the agreement is about."""
    return in_active_language(row.summary, row.summary_nn).strip() or row.agreement.shown_subject.strip()
