"""One meeting with everything that makes papers hard, and a secret word in every place that the public may not see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from meetings.enums import AttendanceStatus, ItemType, MinutesSection, PaperSection, StandardItem, StatementKind
from meetings.models import AgendaItem, Case, Meeting, Minutes
from municipalities.enums import Party, Role, SeatFunction, Standing
from municipalities.models import Committee, Municipality, Person
from samhandling.disclosure.models import LegalBasis
from tests.factories import meetings as make
from tests.factories import organisation as org

SECRETS = (
    "Hemmelgsak", "Skjultinnleder", "Skjultbehandler", "99/98765", "Skjultkommune", "Skjultvurdering", "Skjulttekst",
    "Skjultforslag", "Skjultvedlegg", "skjultfil", "SKJULTBYTES", "Skjultinhabil", "Skjultbehandling", "Skjultvedtak",
    "Skjultdissens", "Skjultoppgave", "Skjultrapport", "Skjultpapir", "Skjultgammel", "Skjultvara", "skjultgrunn",
)  # fmt: skip
"""Words without Norwegian letters beyond a–z, so that they are found in any encoding; no part of a public word."""

FIGURES = "".join(
    f'<tr><th scope="row">Kommune nummer {n}</th><td>{1000 + 37 * n}</td><td>{n},{n % 10}</td></tr>'
    for n in range(1, 41)
)
PAPER = {
    PaperSection.SUMMARY: "<p>Avtalen går ut 31. desember. Samlet ramme er kr 1 949 392 etter § 6-1.</p>",
    PaperSection.PROPOSAL: "<ol><li>Ordningen videreføres i fire år.</li><li>Hver kommune betaler kr 2 per innbygger."
    "</li></ol>",
    PaperSection.BACKGROUND: '<p>Sekretariatet har to årsverk.<span class="fotnote">Avtalen har ingen bestemmelse om '
    "forlengelse.</span></p><h2>Tidligere behandling</h2><blockquote><p>Utvalget støtter modellen.</p>"
    "<footer>LSU Fosen, sak 7/26</footer></blockquote>",
    PaperSection.ASSESSMENT: "<h3>Sats</h3><p>Lik sats er enkel å forstå.</p>"
    "<table><caption>Tabell 1. Budsjett</caption>"
    '<thead><tr><th scope="col">Formål</th><th scope="col">Kroner</th></tr></thead><tbody>'
    '<tr><th scope="row">Lønn</th><td>1 640 000</td></tr><tr><th scope="row">Møter</th><td>110 000</td></tr>'
    '<tr><th scope="row">Sum</th><td>1 750 000</td></tr></tbody></table>'
    "<ul><li>tid til opplæring</li><li>utstyr i bilene</li></ul>",
}


@dataclass
class Sample:
    committee: Committee
    meeting: Meeting
    minutes: Minutes
    basis: LegalBasis
    chair: Person
    items: dict[str, AgendaItem] = field(default_factory=dict)


def build_sample(committee: Committee | None = None, *, locked: bool = True) -> Sample:
    """Published, held and with locked minutes; `committee` is one of its own unless given."""
    committee = committee or _committee()
    chair = org.PersonFactory(partnership=committee.partnership, name="Ragna Prøvestad", title="Kommunalsjef")
    seat = org.SeatFactory(committee=committee, function=SeatFunction.CHAIR, position=1, valid_from=org.LONG_AGO)
    org.AppointmentFactory(seat=seat, person=chair)
    basis = make.LegalBasisFactory(section="23", paragraph="tredje ledd", subject="anbud")
    _earlier_meeting(committee, chair, basis)
    meeting = make.MeetingFactory(
        committee=committee,
        called=True,
        approved_by=chair,
        archive_ref="26/00482-6",
        place="Rådhuset i Alvdalen, møterom Elva",
        video_link="https://video.example/skjultlenke",
        practical="Lunsj fra kl. 12.00.",
    )
    sample = Sample(committee, meeting, make.MinutesFactory(meeting=meeting), basis, chair)
    _agenda(sample)
    _minutes(sample)
    if locked:
        make.lock(sample.minutes)
    return sample


def _committee() -> Committee:
    partnership = org.PartnershipFactory(slug="papirer", name="Helsefellesskapet Prøvedalen", short_name="Prøvedalen")
    for number in range(3):
        municipality = org.MunicipalityFactory(name=f"Dalkommune {number}", number=f"15{number:02}")
        org.PartnershipMembershipFactory(partnership=partnership, municipality=municipality, standing=Standing.MEMBER)
    committee: Committee = org.CommitteeFactory(
        partnership=partnership, slug="osu", name="Overordnet samarbeidsutvalg", short_name="OSU"
    )
    for function in (SeatFunction.DEPUTY, SeatFunction.OBSERVER):
        org.SeatFactory(committee=committee, function=function, is_voting=False, position=20)
    return committee


def _earlier_meeting(committee: Committee, chair: Person, basis: LegalBasis) -> None:
    meeting = make.MeetingFactory(
        committee=committee, called=True, approved_by=chair, starts_at=make.MEETING_DAY - dt.timedelta(days=90)
    )
    minutes = make.MinutesFactory(meeting=meeting)
    known = make.AgendaItemFactory(meeting=meeting, numbered=True, title="Varsling")
    secret = make.AgendaItemFactory(
        meeting=meeting,
        numbered=True,
        title="Skjultgammel sak",
        is_exempt=True,
        legal_basis=basis,
        public_title="Anskaffelse",
    )
    for item, text in ((known, "Sende rutinen til kommunene"), (secret, "Skjultrapport skrives")):
        make.ActionItemFactory(item=make.MinutesItemFactory(minutes=minutes, agenda_item=item), text=text)
    make.lock(minutes)


def _agenda(sample: Sample) -> None:
    def item(key: str, title: str, **more: Any) -> AgendaItem:
        row: AgendaItem = make.AgendaItemFactory(meeting=sample.meeting, numbered=True, title=title, **more)
        sample.items[key] = row
        return row

    procedural = {"type": ItemType.PROCEDURAL, "case": None, "presenter": "Møteleder", "minutes_planned": 5}
    item("godkjenning", "Godkjenning av innkalling og saksliste", standard=StandardItem.APPROVE_NOTICE, **procedural)
    _open_case(sample, item("apen", "Finansiering av fellessekretariatet 2026–2029", minutes_planned=45))
    _long_case(sample, item("lang", LONG_TITLE, type=ItemType.DISCUSSION))
    _secret_case(sample, item("hemmelig", "Hemmelgsak om leverandør", presenter="Skjultinnleder", minutes_planned=27))
    _secret_paper(sample, item("papir", "Beredskapsplan for akuttkjeden", type=ItemType.INFORMATION))
    item("uten", "Orientering om revisjonen", type=ItemType.INFORMATION)
    item("trukket", "Sak som ble trukket", withdrawn_at=sample.meeting.called_at)
    item("eventuelt", "Eventuelt", type=ItemType.AOB, case=None, presenter="Møteleder", minutes_planned=5)


LONG_TITLE = (
    "Samhandlingskoordinatorfunksjonens ansvarsfordeling mellom kommunehelsetjenesten og spesialisthelsetjenesten ved "
    "utskrivning av pasienter med sammensatte behov"
)


def _case(item: AgendaItem) -> Case:
    assert item.case is not None
    return item.case


def _pin(sample: Sample, item: AgendaItem, sections: dict[Any, str], **paper: Any) -> None:
    case = _case(item)
    annexes = [
        {"id": row.pk, "number": row.number, "title": row.title, "sha256": row.sha256}
        for row in case.attachments.order_by("number")
    ]
    row = make.CasePaperFactory(case=case, **paper)
    item.paper_version = make.PaperVersionFactory(paper=row, number=1, sections=sections, annexes=annexes)
    item.save()


def _open_case(sample: Sample, item: AgendaItem) -> None:
    case, committee = _case(item), sample.committee
    case.archive_ref = "26/00311-4"
    case.save()
    officers = [("Marius Prøvestrand", "rådgiver"), ("Kjersti Prøvemo", "sekretariatsleder")]
    case.officers.set(
        org.PersonFactory(partnership=committee.partnership, name=name, title=title) for name, title in officers
    )
    make.RouteStepFactory(
        case=case, position=1, body_name="Arbeidsutvalget", treated_on=dt.date(2026, 8, 24), outside_number="AU 18/26"
    )
    make.RouteStepFactory(case=case, position=2, committee=committee, planned_on=sample.meeting.day)
    make.RouteStepFactory(
        case=case, position=3, body_name="Kommunestyrene, hver for seg", planned_on=dt.date(2026, 12, 1)
    )
    make.AttachmentFactory(case=case, number=1, title="Utkast til avtale", pages=6, content=make.pdf_file("Avtale"))
    make.AttachmentFactory(
        case=case,
        number=2,
        title="Skjultvedlegg med priser",
        file_name="skjultfil.pdf",
        content=make.pdf_file("SKJULTBYTES"),
        is_exempt=True,
        legal_basis=sample.basis,
    )
    make.AttachmentFactory(case=case, number=3, title="Oppsummering av høringssvarene", content=make.pdf_file("Svar"))
    _pin(sample, item, PAPER)


def _long_case(sample: Sample, item: AgendaItem) -> None:
    columns = "".join(f'<th scope="col">{name}</th>' for name in ("Kommune", "Folketall", "Andel i %"))
    head = f"<caption>Tabell 1. Førti kommuner</caption><thead><tr>{columns}</tr></thead>"
    table = f"<table>{head}<tbody>{FIGURES}</tbody></table>"
    words = "<p>Teksten er lang nok til at den fyller en linje og vel så det. </p>"
    sections = {PaperSection.BACKGROUND: words * 12, PaperSection.ASSESSMENT: table + words * 3}
    _pin(sample, item, sections | {PaperSection.CONSEQUENCES: ""})


def _secret_case(sample: Sample, item: AgendaItem) -> None:
    case = _case(item)
    municipality: Municipality = org.MunicipalityFactory(name="Skjultkommune", number="1599")
    case.is_exempt, case.legal_basis, case.public_title = True, sample.basis, "Anskaffelse (tittelen er skjermet)"
    case.access_review, case.archive_ref = "Skjultvurdering av merinnsyn.", "99/98765-1"
    case.proposing_municipality = municipality
    case.save()
    case.officers.set([org.PersonFactory(partnership=case.partnership, name="Skjultbehandler Prøvesen")])
    make.AttachmentFactory(
        case=case, number=1, title="Skjultvedlegg", file_name="skjultfil.pdf", content=make.pdf_file("SKJULTBYTES 2")
    )
    proposal = "<p>Skjultforslag om tildeling.</p>"
    _pin(sample, item, {PaperSection.PROPOSAL: proposal, PaperSection.BACKGROUND: "<h2>Skjulttekst</h2><p>Pris.</p>"})


def _secret_paper(sample: Sample, item: AgendaItem) -> None:
    sections = {PaperSection.SUMMARY: "<p>Skjultpapir om beredskap.</p>"}
    _pin(sample, item, sections, is_exempt=True, legal_basis=sample.basis)


def _minutes(sample: Sample) -> None:
    minutes, items = sample.minutes, sample.items
    rows = _attendance(sample)
    written = {
        "godkjenning": ("Ingen merknader.", "Innkalling og saksliste ble godkjent."),
        "apen": (
            "Utvalget drøftet sats og varighet.",
            "1. Ordningen videreføres i fire år.\n2. Kommunene betaler kr 2.",
        ),
        "lang": ("Utvalget ga innspill.", ""),
        "hemmelig": ("Skjultbehandling av tilbudene.", "Skjultvedtak om leverandør."),
        "papir": ("Utvalget ble orientert.", "Saken ble tatt til orientering."),
        "eventuelt": ("Ingen saker ble tatt opp.", ""),
    }
    entries = {}
    for key, (treatment, decision) in written.items():
        outcome = "consensus_dissent" if key == "apen" else "consensus" if decision else "none"
        entry = entries[key] = make.MinutesItemFactory(minutes=minutes, agenda_item=items[key], outcome=outcome)
        make.ItemTextFactory(item=entry, section=MinutesSection.TREATMENT, text="Første forsøk.")
        make.ItemTextFactory(item=entry, section=MinutesSection.TREATMENT, revision=2, text=treatment)
        make.ItemTextFactory(item=entry, section=MinutesSection.DECISION, text=decision)
    deputy = org.PersonFactory(partnership=sample.committee.partnership, name="Skjultvara Prøvesen")
    make.RecusalFactory(
        item=entries["hemmelig"], attendance=rows["trust"], ground="fvl. § 6 skjultgrunn", deputy=deputy
    )
    make.RecusalFactory(item=entries["apen"], attendance=rows["member"])
    make.StatementFactory(item=entries["apen"], attendance=rows["member"], point="Punkt 1", text="To år er nok.")
    make.StatementFactory(
        item=entries["hemmelig"],
        attendance=rows["trust"],
        kind=StatementKind.STATEMENT,
        text="Skjultdissens. Skjultinhabil.",
    )
    make.ActionItemFactory(item=entries["apen"], text="Sende saken til kommunene", owner=sample.chair, owner_name="")
    make.ActionItemFactory(item=entries["hemmelig"], text="Skjultoppgave")
    minutes.next_meeting_note = "Torsdag 19. november 2026 kl. 12.30, Alvdalen."
    minutes.save()


def _attendance(sample: Sample) -> dict[str, Any]:
    minutes, partnership = sample.minutes, sample.committee.partnership
    vara = org.PersonFactory(partnership=partnership, name="Pål Prøvevara")
    row = make.AttendanceFactory
    return {
        "chair": row(
            minutes=minutes, name=sample.chair.name, person=sample.chair, function=SeatFunction.CHAIR, title="Alvdalen"
        ),
        "member": row(minutes=minutes, name="Eivind Prøveberg", title="Helse- og omsorgssjef, Dalkommune 1"),
        "absent": row(
            minutes=minutes, name="Synnøve Prøvevoll", status=AttendanceStatus.ABSENT, deputy=vara, note="kom kl. 12.52"
        ),
        "trust": row(minutes=minutes, name="Gaute Prøvelind", party=Party.TRUST, title="Klinikksjef", status="remote"),
        "user": row(
            minutes=minutes, name="Oddny Prøveheim", party=Party.USERS, is_voting=False, title="Brukerutvalget"
        ),
        "secretary": row(
            minutes=minutes,
            name="Tuva Prøvevik",
            party=Party.SECRETARIAT,
            function=SeatFunction.SECRETARY,
            is_voting=False,
            title=Role.COORDINATOR_MUNICIPAL.label,
        ),
    }
