"""What the papers say, before they are laid out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from meetings.enums import MeetingState, PaperSection
from meetings.models import Meeting
from meetings.packets.content import PaperContent
from meetings.packets.edition import Edition, both_editions
from meetings.packets.minutes import minutes_content
from meetings.packets.notice import notice_content
from meetings.packets.papers import draft_paper, pieces_of_meeting, pieces_of_paper
from meetings.services.papers import save_version
from municipalities.enums import SeatFunction
from municipalities.models import Committee
from samhandling.documents.enums import Kind
from samhandling.documents.models import Document
from samhandling.documents.registry import producer_for
from samhandling.documents.typography import lower_first, print_html, typeset
from tests.factories import meetings as make
from tests.factories import organisation as org
from tests.meetings.documents_sample import Sample, build_sample

pytestmark = pytest.mark.django_db
INTERNAL, PUBLIC = both_editions("nb")


@pytest.fixture
def sample() -> Sample:
    return build_sample()


def paper(sample: Sample, anchor: str, edition: Edition = INTERNAL) -> PaperContent:
    return next(row for row in notice_content(sample.meeting, edition).papers if row.anchor == anchor)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_letter_tells_who_is_called_to_what_and_when(sample: Sample) -> None:
    notice = notice_content(sample.meeting, INTERNAL)
    facts = {fact.label: plain(fact.text) for fact in (*notice.facts, *notice.practical)}
    assert notice.cover.heading == "Innkalling til møte i overordnet samarbeidsutvalg"
    assert plain(f"{notice.call_day} {notice.call_time}") == "torsdag 17. september 2026 kl. 12.30–15.30"
    assert facts["Til"] == "Medlemmene i overordnet samarbeidsutvalg (OSU)"
    assert facts["Kopi"] == "Varamedlemmer og observatører"
    assert facts["Vår referanse"] == "26/00482-6"
    assert facts["Dato"] == "7. september 2026"
    assert facts["Sted"] == "Rådhuset i Alvdalen, møterom Elva"
    assert facts["Lukket møte"] == "Sak 6/26 er unntatt offentlighet. Papirene skal ikke deles videre."
    assert notice.cover.letterhead.members == "3 kommuner og Fjordane prøvesykehus HF"
    assert [(row.name, row.role) for row in notice.signatures] == [
        ("Ragna Prøvestad", "leder av utvalget"),
        ("Fellessekretariatet", "sekretariat"),
    ]


def test_the_video_link_is_for_the_members_only(sample: Sample) -> None:
    assert "Video" in [fact.label for fact in notice_content(sample.meeting, INTERNAL).practical]
    assert "Video" not in [fact.label for fact in notice_content(sample.meeting, PUBLIC).practical]


def test_a_withdrawn_item_keeps_its_number_and_has_no_paper(sample: Sample) -> None:
    line = next(row for row in notice_content(sample.meeting, INTERNAL).lines if row.number == "9/26")
    assert (line.note, line.minutes, line.has_paper) == ("Trukket", None, False)


def test_the_route_shows_where_the_case_is_now(sample: Sample) -> None:
    rows = paper(sample, "sak-4-26").route
    assert [(row.body, plain(row.day), row.number, row.treatment, row.is_now) for row in rows] == [
        ("Arbeidsutvalget", "24. august 2026", "AU 18/26", "Behandlet", False),
        ("Overordnet samarbeidsutvalg", "17. september 2026", "4/26", "Beslutning nå", True),
        ("Kommunestyrene, hver for seg", "1. desember 2026", "", "Planlagt", False),
    ]


def test_earlier_tasks_that_are_open_are_followed_up(sample: Sample) -> None:
    assert [row.number for row in notice_content(sample.meeting, INTERNAL).follow_up] == ["1/26", "2/26"]
    assert [row.number for row in notice_content(sample.meeting, PUBLIC).follow_up] == ["1/26"]


def test_sections_without_text_are_left_out_and_headings_stand_under_their_section(sample: Sample) -> None:
    assert [section.key for section in paper(sample, "sak-5-26").sections] == ["background", "assessment"]
    background = next(section for section in paper(sample, "sak-4-26").sections if section.key == "background")
    assert "<h3>Tidligere behandling</h3>" in background.html


def test_text_in_a_paper_is_cleaned_again_on_its_way_to_print(db: None) -> None:
    sample = build_sample(locked=False)
    item = sample.items["apen"]
    assert item.paper_version is not None
    dirty = '<p onclick="x()">Ren<img src="file:///etc/passwd"><script>1</script></p>'
    item.paper_version = make.PaperVersionFactory(
        paper=item.paper_version.paper, number=99, sections={PaperSection.SUMMARY: dirty}
    )
    item.save()
    assert [section.html for section in paper(sample, "sak-4-26").sections] == ["<p>Ren</p>"]


def test_the_minutes_give_attendance_by_party_with_deputies(sample: Sample) -> None:
    content = minutes_content(sample.minutes, INTERNAL)
    facts = {fact.label: plain(fact.text) for fact in content.facts}
    assert facts["Tid"] == "Torsdag 17. september 2026 kl. 12.30–15.30"
    assert facts["Møteleder"] == "Ragna Prøvestad"
    assert facts["Vedtaksført"] == "Ja. Fire av fire med stemmerett møtte."
    blocks = {block.caption: block.rows for block in content.attendance}
    assert list(blocks) == [
        "Kommunene: tre av tre plasser fylt",
        "Helseforetaket: én av én plass fylt",
        "Brukerne",
        "Sekretariatet",
    ]
    rows = blocks["Kommunene: tre av tre plasser fylt"]
    assert [row.met for row in rows] == ["Ja", "Ja", "Forfall"]
    assert rows[0].name == "Ragna Prøvestad, leder"
    assert plain(rows[1].note) == "Inhabil i sak 4/26"
    assert plain(rows[2].note) == "Vara: Pål Prøvevara; kom kl. 12.52"


def test_an_item_in_the_minutes_has_treatment_decision_outcome_dissent_and_recusal(sample: Sample) -> None:
    entry = next(row for row in minutes_content(sample.minutes, PUBLIC).entries if row.number == "Sak 4/26")
    assert entry.treatment == "<p>Utvalget drøftet sats og varighet.</p>"
    assert entry.decision.startswith("<ol><li>Ordningen videreføres")
    assert entry.outcome == "Enighet, med dissens ført i protokollen."
    assert plain(entry.recusals[0]) == "Utvalget fant Eivind Prøveberg inhabil etter fvl. § 6 første ledd a."
    assert plain(entry.statements[0].by) == "Eivind Prøveberg, dissens til punkt 1"


def test_votes_are_counted_out(sample: Sample) -> None:
    newer = sample.minutes.__class__.objects.create(meeting=sample.meeting, version=2, corrects=sample.minutes)
    newer.items.create(agenda_item=sample.items["apen"], outcome="vote", votes_for=7, votes_against=2)
    content = minutes_content(newer, INTERNAL)
    assert content.entries[0].outcome == "Avstemning: 7 for, 2 mot."
    assert content.state_note == "Utkast. Protokollen er ikke godkjent."
    assert content.proof == ()


def test_the_minutes_say_for_whom_they_are(sample: Sample) -> None:
    def edition(which: Edition) -> str:
        return next(f.text for f in minutes_content(sample.minutes, which).facts if f.label == "Utgave")

    assert edition(INTERNAL) == "For medlemmene. Inneholder sak som er unntatt offentlighet."
    assert edition(PUBLIC) == "Offentlig. Opplysninger som er unntatt offentlighet, er tatt ut."


def test_a_board_needs_more_than_half_and_a_committee_just_half() -> None:
    def quorum(profile: str) -> str:
        committee = org.CommitteeFactory(procedure_profile=profile)
        minutes = make.MinutesFactory(meeting__committee=committee)
        make.AttendanceFactory(minutes=minutes)
        make.AttendanceFactory(minutes=minutes, status="absent")
        return next(f.text for f in minutes_content(minutes, INTERNAL).facts if f.label == "Vedtaksført")

    assert quorum("agreement") == "Ja. Én av to med stemmerett møtte."
    assert quorum("hf_board") == "Nei. Én av to med stemmerett møtte."


@pytest.mark.parametrize("cases", [2, 6])
def test_the_number_of_queries_does_not_grow_with_the_agenda(cases: int, django_assert_num_queries: Any) -> None:
    meeting = _planned(cases)
    with django_assert_num_queries(14):
        notice_content(Meeting.objects.select_related("committee__partnership__trust").get(pk=meeting.pk), INTERNAL)


def _planned(cases: int, committee: Committee | None = None) -> Meeting:
    meeting: Meeting = make.MeetingFactory(**({"committee": committee} if committee else {}))
    for number in range(cases):
        item = make.AgendaItemFactory(meeting=meeting, title=f"Sak nummer {number}", position=number)
        text = f"<p>Om saken {number}.</p>"
        make.PaperTextFactory(paper__case=item.case, section=PaperSection.SUMMARY, text=text)
        make.AttachmentFactory(case=item.case, number=1)
        make.RouteStepFactory(case=item.case, committee=meeting.committee)
        item.case.officers.add(org.PersonFactory(partnership=meeting.committee.partnership))
    return meeting


def _publish(meeting: Meeting) -> None:
    """As publishing does: a version of each draft, numbers in the order of the agenda."""
    for item in meeting.items.order_by("position"):
        assert item.case is not None
        item.paper_version = save_version(paper=item.case.paper, note="", user=None)
        item.series = make.NumberSeriesFactory(committee=meeting.committee, year=meeting.year)
        item.number = make._next_number(item.series)
        item.number_text = f"{item.number}/26"
        item.save()
    meeting.state, meeting.approved_at, meeting.called_at = MeetingState.CALLED, meeting.starts_at, meeting.starts_at
    meeting.save()


def test_pieces_rendered_ahead_are_the_ones_the_published_notice_is_made_of() -> None:
    meeting = _planned(3)
    ahead = {piece.html for piece in pieces_of_meeting(meeting.pk)}
    first = meeting.items.order_by("position").first()
    assert first is not None
    assert first.case is not None
    one = [piece.html for piece in pieces_of_paper(first.case.paper.pk)]
    assert len(set(one)) == 1, "a public paper is the same piece in both editions"
    assert set(one) < ahead
    _publish(meeting)
    document = Document(object_id=meeting.pk, kind=Kind.NOTICE, variant="internal", language="nb")
    assert {piece.html for piece in producer_for(Kind.NOTICE)(document).pieces} == ahead


def test_after_publishing_only_what_was_published_shows_until_the_next_edition() -> None:
    meeting = _planned(2)
    _publish(meeting)
    before = notice_content(meeting, INTERNAL)
    item = meeting.items.order_by("position").first()
    assert item is not None
    assert item.case is not None
    make.PaperTextFactory(paper=item.case.paper, revision=2, text="<p>Nytt, ikke sendt ut.</p>")
    late = make.AgendaItemFactory(meeting=meeting, title="Kommer senere", position=9)
    make.PaperTextFactory(paper__case=late.case, text="<p>Ikke sendt ut.</p>")
    assert notice_content(meeting, INTERNAL) == before


def test_a_draft_can_be_looked_at_before_it_stands_on_any_agenda() -> None:
    text = make.PaperTextFactory(text="<p>Først ute.</p>")
    draft = draft_paper(text.paper.case, INTERNAL)
    assert (draft.number, draft.title) == ("", text.paper.case.title)
    assert [section.html for section in draft.sections] == ["<p>Først ute.</p>"]
    item = make.AgendaItemFactory(meeting=make.MeetingFactory(), case=text.paper.case, title="På sakslisten")
    draft = draft_paper(item.case, INTERNAL)
    assert (draft.number, draft.title) == ("Sak 1/26", "På sakslisten")


def test_the_chair_of_a_meeting_is_named_by_what_she_was_that_day(sample: Sample) -> None:
    seat = org.SeatFactory(committee=sample.committee, function=SeatFunction.DEPUTY_CHAIR, position=2)
    deputy = org.PersonFactory(partnership=sample.committee.partnership, name="Dag Prøvedal")
    org.AppointmentFactory(seat=seat, person=deputy)
    sample.meeting.approved_by = deputy
    assert notice_content(sample.meeting, INTERNAL).signatures[0].role == "nestleder i utvalget"


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("offl. § 23 og kl. 12.30", "offl. §~23 og kl.~12.30"),
        ("Innen 1. desember, kr 1 949 392", "Innen 1.~desember, kr~1~949~392"),
        ("20 prosent – altså mye", "20~prosent~– altså mye"),
        ("Se sak 7/26 og vedlegg 2", "Se sak~7/26 og vedlegg~2"),
        ("I 2017 var det 2 møter", "I 2017 var det 2 møter"),
    ],
)
def test_what_belongs_together_is_not_broken(written: str, set_as: str) -> None:
    assert typeset(written) == set_as.replace("~", "\u00a0")


def test_committees_are_named_as_in_running_text() -> None:
    assert lower_first("Overordnet samarbeidsutvalg") == "overordnet samarbeidsutvalg"
    assert lower_first("LSU Fosen") == "LSU Fosen"
    assert lower_first("Hallingdal lokalutvalg") == "Hallingdal lokalutvalg"


def test_columns_of_figures_are_set_right_and_the_sum_last() -> None:
    rows = "<tr><td>Lønn</td><td>1 640</td><td>Fast</td></tr><tr><td>Sum</td><td>1 750</td><td></td></tr>"
    html = print_html(f"<table><tr><th>Formål</th><th>Kr</th><th>Slag</th></tr>{rows}</table>")
    assert '<th scope="col" class="tall">Kr</th>' in html
    assert '<td class="tall">1\u00a0640</td>' in html
    assert "<td>Fast</td>" in html
    assert html.index("<thead>") < html.index("<tbody>") < html.index("<tfoot>")


def test_day_of_the_paper_is_when_its_text_was_last_changed() -> None:
    meeting = _planned(1)
    item = meeting.items.get()
    assert item.case is not None
    item.case.paper.texts.update(saved_at=dt.datetime(2026, 8, 28, 9, tzinfo=make.OSLO))
    before = notice_content(meeting, INTERNAL).papers[0]
    assert "28. august 2026" in [plain(fact.text) for fact in before.facts]
    _publish(meeting)
    assert notice_content(meeting, INTERNAL).papers[0] == before
