"""What the demo's projects and tasks are. The facts of the first are those of its own status report from 2011."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from reports.enums import MeasureLevel, MeasureState, PhaseKind

Day = dt.date | int
"""A date of history, or days from the day the demo is loaded."""


@dataclass(frozen=True)
class DemoPhase:
    kind: PhaseKind
    planned: tuple[Day, Day]
    actual: tuple[Day | None, Day | None] = (None, None)
    condition: str = ""


@dataclass(frozen=True)
class DemoProject:
    """`numbers` are the municipalities; `rounds` are days and how many of their councils had it presented by then."""

    partnership: str
    name: str
    purpose: str
    mandate: str = ""
    lead: str = ""
    started_on: Day = 0
    ended_on: Day | None = None
    numbers: tuple[str, ...] = ()
    phases: tuple[DemoPhase, ...] = ()
    deliverables: tuple[tuple[str, PhaseKind | None, Day, Day | None], ...] = ()
    measures: tuple[tuple[MeasureLevel, str, MeasureState, Day | None], ...] = ()
    rounds: tuple[tuple[Day, int], ...] = ()
    parts: tuple[DemoProject, ...] = field(default=())


def _day(year: int, month: int, day: int = 1) -> dt.date:
    return dt.date(year, month, day)


ORKDAL = ("1620", "1617", "1613", "1612", "1622", "1638", "1657", "1636", "1635", "1634", "1567", "1566", "1571")

SIO = DemoProject(
    partnership="sor-trondelag-2013",
    name="SiO – Samhandlingsreformen i Orkdalsregionen",
    purpose="Best mulig helse- og omsorgstjenester i tretten kommuner: mest mulig i egen kommune, og samarbeid i "
    "regionen når oppgaven blir for stor for den enkelte.",
    mandate="Utvikle møteplasser og faglig grunnlag for beslutninger, skape engasjement og sikre eierskap.\n"
    "Innhold og tall er fra prosjektets statusrapport i 2011. Dagene er satt omtrentlig.",
    lead="Gerd Ulvestad",
    started_on=_day(2010, 5),
    ended_on=_day(2012, 6, 29),
    numbers=ORKDAL,
    phases=(
        DemoPhase(
            PhaseKind.STANDPOINT, (_day(2010, 5), _day(2010, 8, 31)), (_day(2010, 5), _day(2010, 9, 10)),
            "Analyse av hver kommunes situasjon fra lokale arbeidsgrupper.",
        ),
        DemoPhase(PhaseKind.SCENARIO, (_day(2010, 9), _day(2010, 11, 30)), (_day(2010, 9, 6), _day(2010, 11, 26))),
        DemoPhase(PhaseKind.GAP, (_day(2010, 12), _day(2011, 1, 31)), (_day(2010, 12), _day(2011, 2, 11))),
        DemoPhase(PhaseKind.CHOICE, (_day(2011, 2), _day(2011, 3, 31)), (_day(2011, 2, 14), _day(2011, 3, 31))),
        DemoPhase(
            PhaseKind.SOLUTION, (_day(2011, 4), _day(2011, 6, 30)), (_day(2011, 4), _day(2011, 6, 24)),
            "De tretten kommunestyrene vedtar å gå videre sammen.",
        ),
        DemoPhase(
            PhaseKind.ESTABLISHING, (_day(2011, 8), _day(2012, 3, 30)), (_day(2011, 8, 15), _day(2012, 4, 20)),
            "Avtale mellom kommunene og avtaler med helseforetaket er på plass.",
        ),
        DemoPhase(PhaseKind.OPERATION, (_day(2012, 4), _day(2012, 6, 29)), (_day(2012, 4, 23), _day(2012, 6, 29))),
    ),
    deliverables=(
        ("Ståstedsanalyse, med KS", PhaseKind.STANDPOINT, _day(2010, 8, 31), _day(2010, 9, 10)),
        ("Scenario 2030, med SINTEF", PhaseKind.SCENARIO, _day(2010, 11, 30), _day(2010, 11, 26)),
        ("Gap-analyse, med KS", PhaseKind.GAP, _day(2011, 1, 31), _day(2011, 2, 11)),
        ("Veivalgsanalyse, med KS", PhaseKind.CHOICE, _day(2011, 3, 31), _day(2011, 3, 31)),
        ("Statusrapport «Veien til SiO helseregion»", PhaseKind.SOLUTION, _day(2011, 6, 30), _day(2011, 6, 24)),
    ),
    measures=(
        (MeasureLevel.MUNICIPALITY, "Felles basismodell for helse- og omsorgstjenesten i den enkelte kommune.",
         MeasureState.DONE, _day(2012, 3, 30)),
        (MeasureLevel.MUNICIPALITY, "Vurdere om tjenesten er rustet til å ta imot utskrivningsklare pasienter.",
         MeasureState.DONE, _day(2011, 12, 16)),
        (MeasureLevel.REGION, "Regional samhandlingsenhet knyttet til legevaktordningen i Orkdalsregionen.",
         MeasureState.DONE, _day(2012, 4, 23)),
        (MeasureLevel.REGION, "Folkehelsekoordinator som støtter kommunene.", MeasureState.UNDER_WAY, None),
        (MeasureLevel.TRUST, "Utrede observasjonsplasser og tilbud om øyeblikkelig hjelp i regionen.",
         MeasureState.UNDER_WAY, None),
        (MeasureLevel.TRUST, "Sluttføre forhandlingene om avtale mellom regionen og helseforetaket.",
         MeasureState.DONE, _day(2012, 1, 31)),
    ),
    rounds=((_day(2010, 6, 8), 13), (_day(2010, 11, 9), 13), (_day(2011, 5, 10), 13)),
    parts=(
        DemoProject(
            partnership="sor-trondelag-2013",
            name="SiO pasientforløp",
            purpose="Standardiserte forløp mellom kommunene og Orkdal sjukehus, med praksiskonsulenter.",
            started_on=_day(2010, 9), ended_on=_day(2012, 6, 29), numbers=ORKDAL,
            deliverables=(("Rapport om pasientforløp, med sykehuset", None, _day(2011, 6, 30), _day(2011, 6, 17)),),
        ),
        DemoProject(
            partnership="sor-trondelag-2013",
            name="SiO IKT",
            purpose="Elektroniske meldinger i kommunen, mellom kommuner og til helseforetaket, med Norsk Helsenett.",
            started_on=_day(2010, 10), ended_on=_day(2011, 12, 16), numbers=ORKDAL,
            deliverables=(("Rapport om IKT, med Norsk Helsenett", None, _day(2011, 6, 30), _day(2011, 6, 24)),),
        ),
        DemoProject(
            partnership="sor-trondelag-2013",
            name="SiO folkehelse",
            purpose="Kunnskapsbasert folkehelsearbeid, med forskningsmiljøene i Trondheim.",
            started_on=_day(2010, 6), ended_on=_day(2011, 6, 30), numbers=ORKDAL,
            deliverables=(("Rapport om folkehelse, med NTNU og HiST", None, _day(2011, 6, 30), _day(2011, 6, 30)),),
        ),
    ),
)  # fmt: skip

REHABILITATION = DemoProject(
    partnership="st-olavs",
    name="Rehabilitering nær der folk bor",
    purpose="Mer av rehabiliteringen skal skje i kommunene, med støtte fra ambulante team.",
    mandate="Partnerskapsmøtet ba om forslag til en modell som små kommuner kan bruke sammen.",
    lead="Eskil Brattvoll",
    started_on=-300,
    phases=(
        DemoPhase(PhaseKind.STANDPOINT, (-300, -210), (-300, -212), "Alle kommuner har svart på kartleggingen."),
        DemoPhase(PhaseKind.GAP, (-209, -140), (-205, -118)),
        DemoPhase(PhaseKind.CHOICE, (-130, 25), (-115, None), "OSU har valgt modell."),
        DemoPhase(PhaseKind.SOLUTION, (26, 120)),
        DemoPhase(PhaseKind.ESTABLISHING, (121, 300)),
    ),
    deliverables=(
        ("Kartlegging av tilbudet i kommunene", PhaseKind.STANDPOINT, -210, -214),
        ("Gap-analyse", PhaseKind.GAP, -140, -118),
        ("Notat om tre modeller", PhaseKind.CHOICE, -10, None),
        ("Forslag til samarbeidsmodell", PhaseKind.SOLUTION, 110, None),
    ),
    measures=(
        (MeasureLevel.MUNICIPALITY, "Utpeke en kontakt for rehabilitering i kommunen.", MeasureState.DONE, -150),
        (MeasureLevel.REGION, "Felles opplæring for fysio- og ergoterapeuter i området.", MeasureState.UNDER_WAY, 60),
        (MeasureLevel.TRUST, "Prøve ambulant rehabiliteringsteam i to områder.", MeasureState.PLANNED, 200),
    ),
    rounds=((-190, 6), (-60, 9)),
    parts=(
        DemoProject(
            partnership="st-olavs",
            name="Digital hjemmeoppfølging i rehabiliteringen",
            purpose="Hva kan følges opp hjemmefra, og hvem svarer?",
            started_on=-120,
            phases=(
                DemoPhase(PhaseKind.STANDPOINT, (-120, -70), (-120, -70)),
                DemoPhase(PhaseKind.CHOICE, (-69, -20), (-65, None)),
            ),
        ),
    ),
)

MATERNITY = DemoProject(
    partnership="st-olavs",
    name="Følgetjeneste for gravide med lang reisevei",
    purpose="En felles ordning for jordmødre i vakt i kommunene lengst fra fødeavdelingen.",
    lead="Tuva Haugvik",
    started_on=-80,
    numbers=("5014", "5055", "5056", "5058", "5057", "5020", "5025", "5026", "5033"),
    phases=(
        DemoPhase(PhaseKind.STANDPOINT, (-80, -15), (-78, None), "Vaktplanene er samlet inn."),
        DemoPhase(PhaseKind.SOLUTION, (-14, 60)),
    ),
    rounds=((-30, 3),),
)

PROJECTS = (SIO, REHABILITATION, MATERNITY)

#: partnership, task, project, started, due, done, what came of it
TASKS: tuple[tuple[str, str, str, Day, Day | None, Day | None, str], ...] = (
    ("st-olavs", "Samle kommunenes svar på kartleggingen av rehabilitering", REHABILITATION.name, -280, -215, -214,
     "Alle kommunene har svart."),
    ("st-olavs", "Arrangere erfaringssamling om velferdsteknologi", "", -140, -60, -55,
     "62 deltok. Foredragene ligger på nettsidene."),
    ("st-olavs", "Legge fram styringsdata om bruk av sykehustjenester for hver kommune", "", -90, 20, None, ""),
    ("st-olavs", "Lage felles grunnlag for høringssvar om akuttmedisinforskriften", "", -40, -5, None, ""),
    ("st-olavs", "Ajourføre nettsidene om samarbeidet", "", -20, None, None, ""),
    ("khs-26", "Lede pilot om psykisk helse og rus i fire kommuner", "", _day(2013, 2), _day(2015, 12, 18),
     _day(2015, 12, 11), "Nye modeller er tatt i bruk i to distriktspsykiatriske sentre."),
    ("khs-26", "Delta i prosjekt om pasientforløp fra hjem til hjem", "", _day(2014, 9), None, _day(2016, 6, 17), ""),
    ("khs-26", "Arrangere temasamlinger om læring og mestring", "", _day(2015, 3), None, _day(2016, 11, 25), ""),
    ("khs-26", "Koordinere opplæring i tidlig observasjon", "", _day(2015, 1, 5), None, _day(2016, 12, 16), ""),
    ("khs-26", "Bidra til områdeplanen for psykisk helse og rus", "", _day(2015, 8, 17), None, _day(2016, 9, 30), ""),
    ("khs-26", "Bidra i prosjektet for mobil røntgen", "", _day(2014, 1, 6), None, _day(2016, 3, 31),
     "Røntgenbilen er i drift."),
    ("khs-26", "Lede arbeidsgruppen for funksjonsbaserte pasientforløp", "", _day(2016, 5, 2), None, None, ""),
    ("khs-26", "Koordinere kommunenes arbeid med framtidens rehabilitering", "", _day(2016, 8, 15), None, None, ""),
    ("khs-26", "Oppdatere styringsinformasjon for hver kommune", "", _day(2016, 1, 4), None, None, ""),
    ("khs-26", "Drifte erfaringsnettverket for velferdsteknologi", "", _day(2016, 2, 1), None, None, ""),
    ("khs-26", "Utarbeide felles høringsgrunnlag for kommunene", "", _day(2016, 1, 4), None, None, ""),
    ("khs-26", "Sende nyhetsbrev og ajourføre hjemmesiden", "", _day(2015, 1, 5), None, None, ""),
)  # fmt: skip
