"""What was done in the period: decisions, follow-up, meetings, cases, answers and presentations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.sentences.grammar import figured, on_day
from reports.sentences.top import done_in_period, followed_up
from reports.snapshot import Activity, ActivityLine, Decision, Figure, FollowUp, Row
from reports.status.facts import Decided, Group, Shared, Task, Whom
from samhandling.core.dates import number

DECISIONS, DUE, DONE, LATE = "vedtak", "oppfolging-frist", "oppfolging-gjort", "oppfolging-over-fristen"
#: Decisions and late tasks a report shows; the rest are behind their figure.
SHOWN = {"municipality": 5, "region": 8, "partnership": 10}
LONG = 280


@dataclass(frozen=True)
class Counted:
    """A row of activity, and the municipalities it is an activity of."""

    row: Row | None  # None: it counts and is not named
    municipalities: frozenset[int]
    committee: int | None = None


class Doings:
    """What a report says of the period's work."""

    def __init__(self, shared: Shared, whom: Whom) -> None:
        self.shared, self.whom, self.today = shared, whom, shared.today
        self.decided = [row for row in shared.decided if self._ours(row.meeting)]
        tasks = [row for row in shared.tasks if self._ours(row.meeting)]
        last = min(shared.period.last, self.today)
        self.due = [row for row in tasks if shared.period.first <= row.due_on <= last]
        self.done = [row for row in self.due if row.done_on and row.done_on <= self.today]
        self.late = [row for row in tasks if not row.done_on and row.due_on < self.today]
        self.held = [row for row in shared.meetings.values() if row.on in shared.period]

    def _ours(self, meeting: int) -> bool:
        held = self.shared.meetings.get(meeting)
        return held is not None and held.committee in self.whom.committees

    def sentence(self) -> str:
        meetings = sum(row.committee in self.whom.committees for row in self.held)
        return done_in_period(meetings, len(self.decided), len(self.late), self.shared.period, self.whom.language)

    # Decisions

    def decisions(self) -> tuple[Decision, ...]:
        public = [row for row in self.decided if not row.is_exempt]
        return tuple(self._decision(row) for row in public[: SHOWN[self.whom.scope]])

    def _decision(self, row: Decided) -> Decision:
        held = self.shared.meetings[row.meeting]
        committee = self.shared.committees[held.committee]
        return Decision(
            title=row.title,
            url=self._minutes(row),
            body=committee.short_name,
            on=held.on,
            number=row.number,
            meta=self._meta(row),
            text=row.text if len(row.text) <= LONG else "",
        )

    def _meta(self, row: Decided) -> str:
        """«OSU 15. juni, sak 18/17, dissens i protokollen»"""
        held = self.shared.meetings[row.meeting]
        words = {
            "body": self.shared.committees[held.committee].short_name,
            "day": on_day(held.on, self.today),
            "number": row.number,
        }
        said = _("%(body)s %(day)s, sak %(number)s") if row.number else _("%(body)s %(day)s")
        return (said % words) + (f", {_('dissens i protokollen')}" if row.has_dissent else "")

    def _minutes(self, row: Decided | Task) -> str:
        """To its item in the minutes."""
        return f"{reverse('meetings:minutes', args=[self.shared.slug, row.meeting])}#sak-{row.item}"

    # Follow-up

    def follow_up(self) -> FollowUp:
        in_time = sum(bool(row.done_on and row.done_on <= row.due_on) for row in self.done)
        said = followed_up(len(self.due), len(self.done), in_time, len(self.late), self.whom.language)
        public = [self._task(row) for row in self.late if not row.is_exempt]
        return FollowUp(said, due=DUE, done=DONE, late=LATE, lines=tuple(public[: SHOWN[self.whom.scope]]))

    def _task(self, row: Task) -> Row:
        held = self.shared.meetings[row.meeting]
        words = {
            "due": on_day(row.due_on, self.today),
            "done": on_day(row.done_on, self.today) if row.done_on else "",
            "body": self.shared.committees[held.committee].short_name,
            "number": held.number,
        }
        told = _("Frist %(due)s, gjort %(done)s. %(body)s %(number)s") if row.done_on else None
        note = (told or _("Frist %(due)s. %(body)s %(number)s")) % words
        return Row(row.text, self._minutes(row), note, counts=bool(row.done_on))

    # Figures

    def figures(self) -> Iterable[Figure]:
        language = self.whom.language
        public = [row for row in self.decided if not row.is_exempt]
        rows = [Row(row.title, self._minutes(row), self._meta(row)) for row in public]
        yield _count(
            DECISIONS,
            _("Vedtak i perioden"),
            figured(len(self.decided), "decision", language),
            rows,
            len(self.decided) - len(public),
            _("Saker et utvalg ble enige om eller stemte over, etter låste protokoller."),
        )
        for key, label, tasks, words in (
            (DUE, _("Oppgaver med frist i perioden"), self.due, _("Oppgaver fra låste protokoller, etter frist.")),
            (DONE, _("Oppgaver som er gjort"), self.done, _("Av oppgavene med frist i perioden.")),
            (LATE, _("Oppgaver over fristen nå"), self.late, _("Oppgaver som ikke er gjort, uansett periode.")),
        ):
            named = [self._task(row) for row in tasks if not row.is_exempt]
            yield _count(key, label, figured(len(tasks), "action", language), named, len(tasks) - len(named), words)
        for _line, found in self._activity():
            yield from found

    def activity(self) -> Activity:
        lines = [line for line, _figures in self._activity()]
        return Activity((_("I alt"), *map(capfirst, self._places)), tuple(lines), caption=self._caption())

    @property
    def _places(self) -> list[str]:
        """Who has a column beside all."""
        if not self.whom.is_municipality:
            return [self.whom.name] if self.whom.is_region else []
        region = self.shared.groups.get(self.whom.region or 0)
        return [*([self._called(region)] if region else []), self.whom.name]

    def _called(self, region: Group) -> str:
        """A region often has the name of its largest municipality."""
        return _("gruppen %(name)s") % {"name": region.name} if region.name == self.whom.name else region.name

    def _caption(self) -> str:
        names = self._places
        if not names:
            return ""
        said = _("Hele samarbeidet, %(region)s og %(name)s") if len(names) > 1 else _("Hele samarbeidet og %(name)s")
        return said % {"region": names[0], "name": names[-1]}

    def _scopes(self) -> list[tuple[str, frozenset[int] | None]]:
        """What each column counts: all, or what some municipalities did."""
        found: list[tuple[str, frozenset[int] | None]] = [("", None)]
        region = self.whom.region if self.whom.is_municipality else None
        if region and region in self.shared.groups:
            inside = frozenset(pk for pk, place in self.shared.places.items() if place.region == region)
            found.append(("-omrade", inside))
        if self.whom.is_municipality or self.whom.is_region:
            found.append(("-egne", self.whom.members))
        return found

    def _activity(self) -> list[tuple[ActivityLine, list[Figure]]]:
        return [
            self._line(
                "moter",
                _("Møter"),
                "meeting",
                self._meetings,
                _("Møter holdt. For en kommune eller gruppe: der noen møtte for en av dens plasser."),
            ),
            self._line(
                "saker",
                _("Saker meldt inn av kommunene"),
                "case",
                self._cases,
                _("Saker en kommune har foreslått, registrert i perioden."),
            ),
            self._line(
                "horingssvar",
                _("Høringssvar"),
                "answer",
                self._answers,
                _("Svar kommunene sendte i perioden."),
                self._answer_note(),
            ),
            self._line(
                "framlegginger",
                _("Framlegginger for kommunestyrene"),
                "meeting",
                self._presentations,
                _("Prosjekter lagt fram for et kommunestyre i perioden."),
            ),
        ]

    def _line(
        self,
        key: str,
        label: str,
        noun: str,
        counted: Callable[[], list[Counted]],
        definition: str,
        note: str = "",
    ) -> tuple[ActivityLine, list[Figure]]:
        every, names = counted(), dict(zip([end for end, _inside in self._scopes()], ["", *self._places], strict=True))
        figures = []
        for end, inside in self._scopes():
            found = [one for one in every if inside is None or one.municipalities & inside]
            rows = [one.row for one in found if one.row]
            title = f"{label}, {names[end]}" if end else label
            text = number(len(found))
            figures.append(_count(f"{key}{end}", title, text, rows, len(found) - len(rows), definition))
        return ActivityLine(label, tuple(figure.key for figure in figures), note), figures

    def _meetings(self) -> list[Counted]:
        found = []
        for held in reversed(self.held):
            committee = self.shared.committees[held.committee]
            url = reverse("meetings:meeting-detail", args=[self.shared.slug, held.pk])
            row = Row(f"{committee.name} {held.number}", url, on_day(held.on, self.today))
            found.append(Counted(row, held.municipalities))
        return found

    def _cases(self) -> list[Counted]:
        found = []
        for case in self.shared.raised:
            row = None
            if case.is_public:
                url = reverse("meetings:case-detail", args=[self.shared.slug, case.pk])
                row = Row(case.title, url, self._by(case.municipality, case.on))
            found.append(Counted(row, frozenset({case.municipality})))
        return found

    def _answers(self) -> list[Counted]:
        found = []
        for asked in self.shared.asked:
            if asked.sent_on and asked.sent_on in self.shared.period:
                url = reverse("agreements:consultation-detail", args=[self.shared.slug, asked.consultation])
                row = Row(asked.title, url, self._by(asked.municipality, asked.sent_on))
                found.append(Counted(row, frozenset({asked.municipality})))
        return found

    def _answer_note(self) -> str:
        if not self.whom.is_municipality:
            return ""
        own = [row for row in self.shared.asked if row.municipality in self.whom.members]
        due = [row for row in own if row.deadline in self.shared.period and row.deadline <= self.today]
        if not due:
            return ""
        words = {"sent": number(sum(bool(row.sent_on) for row in due)), "due": number(len(due))}
        return _("Svar på %(sent)s av %(due)s med frist i perioden") % words

    def _presentations(self) -> list[Counted]:
        return [
            Counted(Row(row.name, "", self._by(row.municipality, row.on)), frozenset({row.municipality}))
            for row in self.shared.presented
        ]

    def _by(self, municipality: int, on: dt.date) -> str:
        place = self.shared.places.get(municipality)
        day = on_day(on, self.today)
        return f"{place.name} {day}" if place else day


def _count(key: str, label: str, text: str, rows: list[Row], hidden: int, definition: str) -> Figure:
    size = len(rows) + hidden
    return Figure(
        key=key,
        label=label,
        text=text,
        value=float(size),
        n=size,
        numerator=float(size),
        definition=definition,
        rows=tuple(rows),
        hidden=hidden,
    )
