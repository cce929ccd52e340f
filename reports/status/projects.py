"""Projects that ran in the period: where they are, what comes next, and whose councils have heard of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.enums import PhaseKind
from reports.sentences.grammar import figured, of_all, on_day
from reports.snapshot import Figure, ProjectLine, Row
from reports.status.facts import Phase, ProjectFact, Shared, Whom


class Projects:
    def __init__(self, shared: Shared, whom: Whom) -> None:
        self.shared, self.whom = shared, whom
        self.shown = [row for row in shared.projects if self._runs(row) and self._inside(row)]

    def _runs(self, row: ProjectFact) -> bool:
        period = self.shared.period
        return bool(
            row.started_on and row.started_on <= period.last and (not row.ended_on or row.ended_on >= period.first)
        )

    def _inside(self, row: ProjectFact) -> list[int]:
        """Municipalities of the report that take part, in Norwegian order."""
        return [pk for pk in self.shared.places if pk in self.whom.members and self._takes_part(row, pk)]

    def _takes_part(self, row: ProjectFact, pk: int) -> bool:
        return not row.municipalities or pk in row.municipalities

    def _counted(self, row: ProjectFact) -> list[int]:
        """A municipality's report tells of all that take part."""
        if not self.whom.is_municipality:
            return self._inside(row)
        return [pk for pk in self.shared.places if self._takes_part(row, pk)]

    def lines(self) -> Iterator[ProjectLine]:
        for row in self.shown:
            yield ProjectLine(
                title=row.name,
                url=reverse("reports:project-detail", args=[self.shared.slug, row.pk]),
                phase=self._phase(row),
                next_step=self._next(row),
                presented=self._presented(row),
                figure=key_of(row),
            )

    def _phase(self, row: ProjectFact) -> str:
        if row.ended_on and row.ended_on <= self.shared.today:
            return _("Avsluttet %(day)s") % {"day": on_day(row.ended_on, self.shared.today)}
        going = [phase for phase in row.phases if phase.started_on and not phase.done_on]
        return ", ".join(_name(phase) for phase in going)

    def _next(self, row: ProjectFact) -> str:
        """The first deadline of what is not done."""
        if row.ended_on and row.ended_on <= self.shared.today:
            return ""
        planned = [(phase.planned_to, phase) for phase in row.phases if phase.planned_to and not phase.done_on]
        if not planned:
            return ""
        day, phase = min(planned, key=lambda pair: pair[0])
        words = {"phase": _name(phase), "day": on_day(day, self.shared.today)}
        late = day < self.shared.today
        return (_("%(phase)s skulle vært ferdig %(day)s") if late else _("%(phase)s ferdig %(day)s")) % words

    def _presented(self, row: ProjectFact) -> str:
        counted = self._counted(row)
        done = sum(pk in row.presented for pk in counted)
        found = of_all(done, len(counted), "council", self.whom.language)
        return f"{found[:1].upper()}{found[1:]}"

    def figures(self) -> Iterator[Figure]:
        for row in self.shown:
            counted = self._counted(row)
            done = sum(pk in row.presented for pk in counted)
            yield Figure(
                key=key_of(row),
                label=_("%(project)s: lagt fram for kommunestyrene") % {"project": row.name},
                text=self._presented(row),
                value=float(done),
                n=len(counted),
                n_text=figured(len(counted), "municipality", self.whom.language),
                numerator=float(done),
                denominator=float(len(counted)),
                definition=_("Kommuner som er med i prosjektet og har fått det lagt fram for kommunestyret."),
                rows=tuple(self._row(row, pk) for pk in counted),
            )

    def _row(self, row: ProjectFact, pk: int) -> Row:
        place, on = self.shared.places[pk], row.presented.get(pk)
        url = reverse("municipalities:municipality-detail", args=[self.shared.slug, place.number])
        note = _("Lagt fram %(day)s") % {"day": on_day(on, self.shared.today)} if on else _("Ikke lagt fram")
        return Row(place.name, url, note, counts=on is not None)


def key_of(row: ProjectFact) -> str:
    return f"prosjekt-{row.pk}"


def _name(phase: Phase) -> str:
    return phase.name or str(PhaseKind(phase.kind).label)
