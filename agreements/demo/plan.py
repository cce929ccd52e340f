"""Which agreements and revisions the demo holds. Days count from today, except in what is history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from agreements.enums import AdoptionStatus, EntryRule, StepKind

#: Days from the start of a revision to each step, as it is planned.
PACE: Mapping[StepKind, int] = {
    StepKind.PLANNED: 0,
    StepKind.WORKING_GROUP: 30,
    StepKind.DRAFT: 110,
    StepKind.COMMITTEE_REVIEW: 150,
    StepKind.RECOMMENDED: 185,
    StepKind.CONSULTATION: 250,
    StepKind.FINAL: 275,
    StepKind.COUNCILS: 285,
    StepKind.TRUST_BOARD: 385,
    StepKind.SIGNED: 400,
    StepKind.IN_FORCE: 415,
    StepKind.SUBMITTED: 430,
    StepKind.PUBLISHED: 434,
}


@dataclass(frozen=True)
class Refusal:
    """Why somebody asked for a longer deadline, and why the secretariat did not give it."""

    asked: str
    refused: str


@dataclass(frozen=True)
class Newcomer:
    """A municipality that is to be a party of an agreement, from the beginning of a month."""

    agreement: str  # its number
    municipality: str  # its number
    note: str


@dataclass(frozen=True)
class Outcome:
    """What one council has done; `days` from the day the text was sent to the council's meeting."""

    status: AdoptionStatus
    days: int = 0
    hindrance: str = ""
    anchor: str = ""  # the section it adopted in other words
    text: str = ""
    said: str = ""  # what the council decided, where it says more than yes
    more_time: Refusal | None = None


@dataclass(frozen=True)
class Course:
    """A revision as far as `until`, begun so long ago that the next step is still ahead."""

    number: str  # of the agreement; empty for the overarching one
    name: str
    until: StepKind
    ago: int  # days since the last step that is done
    deadline: int = 75  # days from sending to the councils' deadline
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)  # by municipality; the others adopt
    ahead: bool = False  # the text counts from a day that is still to come
    consultation: str = ""  # "open" or "closed": a consultation on the draft
    more_time: Mapping[str, Refusal] = field(default_factory=dict)  # by municipality: for its answer


@dataclass(frozen=True)
class Plan:
    partnership: str
    coordinator: str  # e-mail
    since: dt.date  # the first texts were in force
    today: dt.date
    courses: tuple[Course, ...]
    rules: Mapping[str, EntryRule] = field(default_factory=dict)  # by number, where it is not ALL
    overarching_since: dt.date | None = None  # when it is older than the others
    local_papers: tuple[str, ...] = ()  # revisions, by the agreement's number, whose case papers are made
    lost: Mapping[str, str] = field(default_factory=dict)  # by number: whose decision on the first text was not found
    newcomers: tuple[Newcomer, ...] = ()


A = AdoptionStatus


def plans(today: dt.date) -> list[Plan]:
    return [_st_olavs(today), _vest_viken(today), _khs()]


def _st_olavs(today: dt.date) -> Plan:
    """A revision out for council adoption, with deadlines around today."""
    late = {
        "Osen": Outcome(A.SENT),
        "Tydal": Outcome(A.SCHEDULED, 92),
        "Rennebu": Outcome(A.POSTPONED, 60, "Vil vite hva ordningen koster."),
    }
    near = {
        "Orkland": Outcome(A.SCHEDULED, 68),
        "Røros": Outcome(A.SENT),
        "Hitra": Outcome(A.ADOPTED_WITH_DEVIATION, 44, "", "rapport", "Kommunen rapporterer belegg hvert kvartal."),
        "Oppdal": Outcome(A.POSTPONED, 40, "Kommunestyret ba om en ny vurdering av økonomien."),
        "Selbu": Outcome(A.SCHEDULED, 75),
        "Frøya": Outcome(A.SCHEDULED, 66),
        "Åfjord": Outcome(A.SENT),
        "Holtålen": Outcome(A.SCHEDULED, 90),
        "Osen": Outcome(A.SENT, 0, "Kommunalsjefen har sluttet. Saken er ikke satt opp."),
    }
    adopts = Outcome(A.ADOPTED, 44)
    far = {name: Outcome(A.SENT) for name in ("Osen", "Åfjord", "Røros", "Tydal", "Heim", "Skaun", "Malvik")}
    far |= {name: Outcome(A.SCHEDULED, 55) for name in ("Orkland", "Melhus", "Trondheim", "Rindal", "Selbu")}
    return Plan(
        "st-olavs",
        "tuva@demo.example",
        dt.date(2021, 1, 1),
        today,
        (
            Course("3", "Revisjon av innleggelse", StepKind.COUNCILS, 84, outcomes=late),
            Course("4", "Revisjon av døgnopphold", StepKind.COUNCILS, 60, deadline=78, outcomes=near),
            Course(
                "5", "Revisjon av utskriving", StepKind.COUNCILS, 60, deadline=78, outcomes=near | {"Hitra": adopts}
            ),
            Course("11b", "Revisjon av akuttkjeden", StepKind.COUNCILS, 25, deadline=65, outcomes=far),
            Course("1", "Revisjon av ansvar", StepKind.SUBMITTED, 12),
            Course("2", "Ny plan for rehabilitering", StepKind.RECOMMENDED, 28, consultation="open"),
            Course("9", "Nye meldinger", StepKind.WORKING_GROUP, 20),
            Course("6", "Årlig gjennomgang", StepKind.PLANNED, 5),
        ),
        local_papers=("4",),
    )


def _vest_viken(today: dt.date) -> Plan:
    """A revision in each state, with a deviation, a postponement, a rejection and mergers."""
    refused = "Kommunestyret vedtar ikke teksten. Døgnplassene blir for langt unna for innbyggerne øverst i kommunen."
    meets_late = Refusal(
        "Vi får svar om kostnaden for sent til det siste møtet før fristen.",
        "Styret trenger alle vedtakene til sitt neste møte. Sett saken opp i et ekstra møte i kommunestyret.",
    )
    answers_late = Refusal(
        "Kommunestyret møtes først etter fristen.",
        "Arbeidsgruppen begynner når fristen er ute. Send svaret fra administrasjonen nå, og ettersend vedtaket.",
    )
    outcomes = {
        "Krødsherad": Outcome(A.REJECTED, 44, said=refused),
        "Gol": Outcome(A.ADOPTED_WITH_DEVIATION, 40, "", "rapport", "Kommunen rapporterer belegg hvert kvartal."),
        "Modum": Outcome(A.POSTPONED, 35, "Vil ha kostnaden avklart.", more_time=meets_late),
        "Hemsedal": Outcome(A.SENT, 0, "Helsesjefen har sluttet. Saken er ikke satt opp."),
        "Hole": Outcome(A.SCHEDULED, 62),
        "Sigdal": Outcome(A.SCHEDULED, 70),
    }
    return Plan(
        "vest-viken",
        "vilde@demo.example",
        dt.date(2021, 7, 1),
        today,
        (
            Course("", "Overordnet revisjon", StepKind.PUBLISHED, 640),
            Course("11b", "Revisjon av akuttkjeden", StepKind.PUBLISHED, 90),
            Course("11a", "Revisjon av beredskap", StepKind.IN_FORCE, 9),
            Course("10", "Revisjon av forebygging", StepKind.SIGNED, 6, ahead=True),
            Course("9", "Revisjon av IKT", StepKind.TRUST_BOARD, 8),
            Course("4", "Revisjon av døgnopphold", StepKind.COUNCILS, 52, outcomes=outcomes),
            Course("8", "Revisjon av svangerskap", StepKind.FINAL, 4),
            Course("7", "Revisjon av forskning", StepKind.CONSULTATION, 10, consultation="closed"),
            Course(
                "5",
                "Revisjon av utskriving",
                StepKind.RECOMMENDED,
                33,
                consultation="open",
                more_time={"Gol": answers_late},
            ),
            Course("6", "Revisjon av kompetanse", StepKind.COMMITTEE_REVIEW, 12),
            Course("3", "Revisjon av innleggelse", StepKind.DRAFT, 15),
            Course("2", "Revisjon av koordinering", StepKind.WORKING_GROUP, 25),
            Course("1", "Revisjon av ansvar", StepKind.PLANNED, 14),
        ),
        rules={"6": EntryRule.QUORUM, "9": EntryRule.FIXED_DATE, "10": EntryRule.PER_PARTY},
        overarching_since=dt.date(2017, 3, 1),
        local_papers=("4",),
        lost={"2": "Flå"},
        newcomers=(Newcomer("11b", "3903", "Gjelder innbyggerne i tidligere Sande."),),
    )


def _khs() -> Plan:
    """The case in life: the overarching agreement revised in 2016, in force from 1 March 2017, and what came after."""
    end = dt.date(2017, 12, 29)
    small = {
        "Gol": Outcome(A.ADOPTED_WITH_DEVIATION, 55, "", "rapport", "Kommunen rapporterer belegg hvert kvartal."),
        "Modum": Outcome(A.POSTPONED, 173, "Vil ha kostnaden avklart."),
        "Hemsedal": Outcome(A.SENT, 0, "Helsesjefen har sluttet. Saken er ikke satt opp."),
    }
    return Plan(
        "khs-26",
        "maren@demo.example",
        dt.date(2012, 7, 1),
        end,
        (
            Course("", "Revisjon 2016", StepKind.PUBLISHED, (end - dt.date(2017, 3, 20)).days),
            Course("7", "Revisjon 2015", StepKind.SUBMITTED, (end - dt.date(2016, 9, 1)).days),
            Course("3", "Revisjon våren 2017", StepKind.COUNCILS, 247, outcomes={"Hemsedal": Outcome(A.SENT)}),
            Course("4", "Revisjon våren 2017", StepKind.COUNCILS, 247, deadline=157, outcomes=small),
            Course("8", "Revisjon våren 2017", StepKind.TRUST_BOARD, 95),
            Course("11b", "Revisjon våren 2017", StepKind.COUNCILS, 247, deadline=157),
            *(
                Course(number, "Plan lagt fram for OSU i september", StepKind.PLANNED, 100 - place)
                for place, number in enumerate(("5", "2", "6", "1"))
            ),
        ),
    )


def since_of(plan: Plan, number: str) -> dt.date:
    """When the first text of an agreement entered into force."""
    return (plan.overarching_since or plan.since) if number == "" else plan.since


def day_of(plan: Plan, course: Course, kind: StepKind) -> dt.date:
    """When a step was, or is to be, taken."""
    began = plan.today - dt.timedelta(days=course.ago + PACE[course.until])
    return workday(began + dt.timedelta(days=PACE[kind]))


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Oslo"))


def workday(day: dt.date) -> dt.date:
    """The same day, or the Monday after a weekend."""
    return day + dt.timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
