"""An agreement with two frozen texts and a draft, adopted by two councils, one of them in other words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from agreements.content import Clause, Content
from agreements.enums import AdoptionStatus, ChangeKind, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, AgreementVersion, ChangeNote, Deviation, Revision
from tests.factories.agreements import (
    AdoptionFactory,
    CouncilMeetingFactory,
    RevisionFactory,
    agreement_with_parties,
    draft,
    frozen,
)
from tests.personas import World

OLD = Content(
    "Delavtale om døgnopphold",
    (
        Clause("formaal", "Formål", "<p>Avtalen skal sikre et forsvarlig døgntilbud nær hjemmet.</p>"),
        Clause(
            "hvem",
            "Hvem tilbudet gjelder",
            "<p>Tilbudet gjelder pasienter med somatiske tilstander som kommunen har mulighet til å behandle.</p>",
        ),
        Clause("ansvar", "Samarbeid og ansvar"),
        Clause("raad", "Råd", "<p>Sykehuset gir råd per telefon i ordinær arbeidstid.</p>", level=2),
        Clause(
            "rapport",
            "Rapport",
            "<p>{kommunen} rapporterer belegg til sykehuset hver måned:</p>"
            "<table><tbody><tr><th>Belegg</th><td>12</td></tr><tr><th>Senger</th><td>4</td></tr></tbody></table>",
            level=2,
        ),
        Clause("tilskudd", "Tilskudd", "<p>Helseforetaket dekker halvparten av kostnadene i oppstartsåret.</p>"),
        Clause("varighet", "Varighet", "<p>Avtalen gjelder til den blir sagt opp.</p>"),
    ),
)
REPORT = (
    "<p>{kommunen} rapporterer belegg og avviste henvendelser til sykehuset hvert kvartal:</p>"
    "<table><tbody><tr><th>Belegg</th><td>14</td></tr><tr><th>Senger</th><td>4</td></tr></tbody></table>"
)
NEW = Content(
    OLD.title,
    (
        OLD.clauses[0],
        replace(
            OLD.clauses[1],
            body="<p>Tilbudet gjelder pasienter med somatiske tilstander og rusmiddelproblemer som legevakten har "
            "mulighet til å behandle.</p>",
        ),
        OLD.clauses[6],
        OLD.clauses[2],
        replace(OLD.clauses[3], body="<p>Sykehuset gir råd per telefon hele døgnet.</p>"),
        replace(OLD.clauses[4], body=REPORT),
        Clause("brukere", "Brukermedvirkning", "<p>Brukerne er med når avtalen følges opp.</p>"),
    ),
)
DEVIATION = REPORT.replace(" og avviste henvendelser", "")


@dataclass
class RedlineWorld:
    agreement: Agreement
    first: AgreementVersion
    second: AgreementVersion
    draft: AgreementVersion
    revision: Revision
    a: AgreementParty
    b: AgreementParty
    waiting: Adoption


def build(world: World) -> RedlineWorld:
    """A has adopted the first text and has the second before it; B has adopted the second with a deviation."""
    today = timezone.localdate()
    agreement = agreement_with_parties(world.partnership, number="4", title="Døgnopphold", short_title="Døgnopphold")
    first = frozen(agreement, 1, OLD, in_force_on=dt.date(2024, 3, 1))
    before = RevisionFactory(agreement=agreement, version=first, step=StepKind.IN_FORCE)
    second = frozen(agreement, 2, NEW, based_on=first)
    revision = RevisionFactory(
        agreement=agreement,
        base=first,
        version=second,
        step=StepKind.COUNCILS,
        council_deadline=today + dt.timedelta(days=60),
        recommendation="{kommunen} kommunestyre vedtar revidert delavtale 4.",
        summary="Sykehuset skal gi råd hele døgnet.",
    )
    for anchor, kind, text in (
        ("hvem", ChangeKind.SUBSTANTIVE, "Flere får tilbudet."),
        ("raad", ChangeKind.SUBSTANTIVE, "Sykehuset får en ny plikt."),
        ("rapport", ChangeKind.CLARIFICATION, "Sjeldnere, men mer fullstendig."),
    ):
        ChangeNote.objects.create(revision=revision, anchor=anchor, kind=kind, text=text)
    a, b = (agreement.parties.get(municipality=place) for place in (world.municipality_a, world.municipality_b))
    for party in (a, b):
        AdoptionFactory(
            revision=before, party=party, status=AdoptionStatus.ADOPTED, decided_on=dt.date(2024, 2, 17),
            council_case="11/24",
        )  # fmt: skip
    waiting = AdoptionFactory(revision=revision, party=a, status=AdoptionStatus.SENT, sent_on=today)
    deviating = AdoptionFactory(
        revision=revision, party=b, status=AdoptionStatus.ADOPTED_WITH_DEVIATION, decided_on=today
    )
    Deviation.objects.create(adoption=deviating, anchor="rapport", text=DEVIATION)
    CouncilMeetingFactory(municipality=world.municipality_a, on=today + dt.timedelta(days=20))
    written = Content(NEW.title, (*NEW.clauses, Clause("tvist", "Uenighet", "<p>Uenighet løses lokalt.</p>")))
    return RedlineWorld(
        agreement, first, second, draft(agreement, 3, written), revision, a, b, waiting
    )  # fmt: skip
