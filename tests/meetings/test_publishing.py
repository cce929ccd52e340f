"""Publishing the notice: numbers, pinned papers, editions, and two at once."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from meetings.enums import ItemType, MeetingState
from meetings.models import AgendaItem, Meeting, NumberSeries
from meetings.selectors.numbers import provisional_numbers
from meetings.services.agenda import add_item, edit_item, restore, withdraw
from meetings.services.cases import create_case
from meetings.services.papers import save_version
from meetings.services.planning import MeetingDetails, edit_meeting
from meetings.services.publishing import AlreadyPublished, publish_notice
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from samhandling.documents.models import Document
from tests.factories.meetings import (
    CaseFactory,
    CasePaperFactory,
    LegalBasisFactory,
    PaperTextFactory,
    PaperVersionFactory,
)
from tests.meetings import agendas
from tests.meetings.agendas import DAY, NOW, approve, together, url
from tests.personas import build_world


def plan(committee, day=DAY) -> Meeting:
    """A planned meeting with the three standard items and one case."""
    meeting = agendas.plan(committee, day)
    add_item(meeting=meeting, case=CaseFactory(partnership=committee.partnership), user=None)
    return meeting


def publish(meeting, **options):
    approve(meeting)
    return publish_notice(meeting=meeting, user=None, **options)


def numbers(meeting):
    return list(meeting.items.order_by("position").values_list("number_text", flat=True))


@pytest.fixture
def meeting(world):
    return plan(world.committee)


# Numbers ------------------------------------------------------------------------------------------------------------


def test_numbers_are_given_in_order_and_the_next_meeting_goes_on(meeting, world):
    publish(meeting)
    assert numbers(meeting) == ["1/26", "2/26", "3/26", "4/26"]
    following = plan(world.committee, DAY + dt.timedelta(days=60))
    publish(following)
    assert numbers(following) == ["5/26", "6/26", "7/26", "8/26"]


def test_each_committee_and_year_has_its_own_series(meeting, world):
    publish(meeting)
    other, next_year = plan(world.other_committee), plan(world.committee, DAY + dt.timedelta(days=365))
    publish(other)
    publish(next_year)
    assert numbers(other)[0] == "1/26"
    assert numbers(next_year)[0] == "1/27"


@pytest.mark.parametrize(
    ("number_format", "first"), [("{nr:02}/{yyyy}", "01/2026"), ("{yyyy}/{nr}", "2026/1"), ("PS {nr}/{yy}", "PS 1/26")]
)
def test_the_number_is_written_as_the_committee_writes_it_that_day(meeting, number_format, first):
    meeting.committee.number_format = number_format
    meeting.committee.save()
    publish(meeting)
    meeting.committee.number_format = "{nr}/{yy}"
    meeting.committee.save()
    assert numbers(meeting)[0] == first


def test_provisional_numbers_are_those_that_publishing_gives(meeting):
    NumberSeries.objects.create(committee=meeting.committee, year=2026, last=20)
    promised = provisional_numbers(meeting)
    publish(meeting)
    assert promised == {item.pk: item.number_text for item in meeting.items.all()}
    assert numbers(meeting)[0] == "21/26"


def test_a_number_cannot_be_used_again(meeting):
    publish(meeting)
    first, second = meeting.items.order_by("position")[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(pk=second.pk).update(number=first.number)


# What must be in order ----------------------------------------------------------------------------------------------


def test_without_the_chairs_approval_nothing_is_published(meeting):
    with pytest.raises(NotPossible, match="Leder må godkjenne"):
        publish_notice(meeting=meeting, user=None)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.notice_version) == (MeetingState.PLANNED, 0)
    assert not NumberSeries.objects.exists()


def test_an_agenda_changed_after_approval_is_not_published(meeting):
    approve(meeting)
    edit_item(item=meeting.items.first(), columns={"title": "Et annet navn"}, user=None)
    with pytest.raises(NotPossible, match="godkjennes på nytt"):
        publish_notice(meeting=meeting, user=None)


def test_an_empty_agenda_is_not_published(meeting):
    for item in meeting.items.all():
        withdraw(item=item, user=None)
    with pytest.raises(NotPossible, match="tom"):
        publish(meeting)


def test_publishing_is_logged_and_orders_the_documents_of_both_editions(meeting):
    publish(meeting)
    entry = history_of(meeting).first()
    assert entry.text == "Innkallingen er publisert med sak 1/26 til 4/26."
    assert set(Document.objects.about(meeting).values_list("variant", flat=True)) == {"internal", "public"}


def test_nothing_is_left_when_something_fails_on_the_way(meeting, monkeypatch):
    approve(meeting)

    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("meetings.services.publishing.order_notice", fail)
    with pytest.raises(RuntimeError):
        publish_notice(meeting=meeting, user=None)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.notice_version) == (MeetingState.PLANNED, 0)
    assert numbers(meeting) == ["", "", "", ""]
    assert not NumberSeries.objects.exists()


# Papers -------------------------------------------------------------------------------------------------------------


def with_draft(meeting):
    case = create_case(
        partnership=meeting.committee.partnership,
        columns={"title": "Felles legevakt", "proposed_by": "trust", "registered_on": dt.date(2026, 8, 1)},
        user=None,
    )
    paper = CasePaperFactory(case=case)
    PaperTextFactory(paper=paper, text="<p>Utkastet som det står.</p>")
    return paper, add_item(meeting=meeting, case=case, user=None)


def test_a_draft_becomes_the_version_that_is_sent(meeting):
    paper, item = with_draft(meeting)
    publish(meeting)
    item.refresh_from_db()
    assert item.paper_version.sections == {"summary": "<p>Utkastet som det står.</p>"}
    assert paper.versions.count() == 1


def test_the_newest_version_is_sent_when_nothing_was_written_since(meeting):
    paper, item = with_draft(meeting)
    version = save_version(paper=paper, user=None)
    publish(meeting)
    item.refresh_from_db()
    assert item.paper_version == version
    assert paper.versions.count() == 1


def test_a_version_without_a_draft_is_sent_as_it_is(meeting, world):
    paper = CasePaperFactory(case=CaseFactory(partnership=world.partnership))
    version = PaperVersionFactory(paper=paper)
    item = add_item(meeting=meeting, case=paper.case, user=None)
    publish(meeting)
    item.refresh_from_db()
    assert item.paper_version == version


def test_what_is_written_later_does_not_change_what_was_sent(meeting, client_of):
    paper, item = with_draft(meeting)
    publish(meeting)
    PaperTextFactory(paper=paper, revision=2, text="<p>Rettet etterpå.</p>")
    newer = save_version(paper=paper, user=None)
    add_item(meeting=meeting, title="Ny sak", user=None)
    publish(meeting)
    item.refresh_from_db()
    assert item.paper_version.number == 1
    page = client_of("coordinator_municipal").get(url("agenda-edit", meeting)).content.decode()
    assert "Versjon 1 er sendt ut" in page
    assert "Versjon 2 er nyere" in page
    client_of("coordinator_municipal").post(url("notice-publish", meeting), {"renew": [item.pk]})
    item.refresh_from_db()
    meeting.refresh_from_db()
    assert item.paper_version == newer
    assert meeting.notice_version == 3


def test_a_paper_that_was_missing_is_sent_with_the_next_edition(meeting, client_of):
    item = meeting.items.get(case__isnull=False)
    publish(meeting)
    PaperTextFactory(paper=CasePaperFactory(case=item.case), text="<p>Kom sent.</p>")
    page = client_of("coordinator_trust").get(url("meeting-detail", meeting)).content.decode()
    assert "Innkallingen stemmer ikke lenger" in page
    publish_notice(meeting=meeting, user=None)
    item.refresh_from_db()
    assert item.paper_version.sections == {"summary": "<p>Kom sent.</p>"}
    with pytest.raises(AlreadyPublished):
        publish_notice(meeting=meeting, user=None)


# After publishing ---------------------------------------------------------------------------------------------------


def test_a_late_item_gets_the_next_number_and_the_others_keep_theirs(meeting, world):
    publish(meeting)
    publish(plan(world.committee, DAY + dt.timedelta(days=60)))  # takes 5–8
    late = add_item(meeting=meeting, case=CaseFactory(partnership=world.partnership), user=None)
    publish(meeting)
    late.refresh_from_db()
    meeting.refresh_from_db()
    assert numbers(meeting) == ["1/26", "2/26", "3/26", "9/26", "4/26"]
    assert late.added_late
    assert meeting.notice_version == 2


def test_a_late_item_is_seen_by_the_public_when_it_is_sent(meeting, client_of):
    publish(meeting)
    add_item(meeting=meeting, title="Ettersendt sak", user=None)
    public, chair = client_of("anonymous"), client_of("chair")
    assert "Ettersendt sak" not in public.get(url("meeting-detail", meeting)).content.decode()
    assert "Ettersendt sak" in chair.get(url("meeting-detail", meeting)).content.decode()
    publish(meeting)
    page = public.get(url("meeting-detail", meeting)).content.decode()
    assert "Ettersendt sak" in page
    assert "Ettersendt<" in page


def test_a_withdrawn_item_keeps_its_number_and_says_so(meeting, client_of):
    publish(meeting)
    item = meeting.items.get(number=3)
    withdraw(item=item, user=None)
    publish(meeting)
    item.refresh_from_db()
    assert item.number_text == "3/26"
    page = client_of("anonymous").get(url("meeting-detail", meeting)).content.decode()
    assert "3/26" in page
    assert "Trukket" in page
    restore(item=item, user=None)
    publish(meeting)
    assert numbers(meeting) == ["1/26", "2/26", "3/26", "4/26"]


def test_the_first_publishing_stays_the_day_it_was_called(meeting, world):
    with time_machine.travel(NOW, tick=False):
        publish(meeting)
    add_item(meeting=meeting, title="Ny sak", user=None)
    with time_machine.travel(NOW + dt.timedelta(days=2), tick=False):
        publish(meeting)
    meeting.refresh_from_db()
    assert (meeting.called_at, meeting.notice_at) == (NOW, NOW + dt.timedelta(days=2))


def test_a_meeting_that_moves_after_the_notice_asks_for_a_new_edition(meeting, client_of):
    publish(meeting)
    client = client_of("coordinator_municipal")
    assert "Innkallingen stemmer ikke lenger" not in client.get(url("meeting-detail", meeting)).content.decode()
    moved = MeetingDetails(starts_at=DAY + dt.timedelta(hours=1), ends_at=DAY + dt.timedelta(hours=3), place="Rådhuset")
    edit_meeting(meeting=meeting, details=moved, user=None)
    assert "Innkallingen stemmer ikke lenger" in client.get(url("meeting-detail", meeting)).content.decode()
    assert publish_notice(meeting=meeting, user=None).notice_version == 2  # the agenda is still approved


def test_the_public_sees_number_shielded_title_and_basis_of_an_exempt_item(meeting, client_of):
    add_item(
        meeting=meeting,
        user=None,
        title="Anbud fra Nordlys Helse",
        public_title="Anskaffelse",
        presenter="Hemmelig Innleder",
        is_exempt=True,
        legal_basis=LegalBasisFactory(),
        type=ItemType.DISCUSSION,
    )
    publish(meeting)
    page = client_of("anonymous").get(url("meeting-detail", meeting)).content.decode().replace("\u00a0", " ")
    assert "Anskaffelse" in page
    assert "Unntatt offentlighet, offl. § 23 første ledd" in page
    assert "Nordlys" not in page
    assert "Hemmelig" not in page
    member = client_of("committee_member").get(url("meeting-detail", meeting)).content.decode()
    assert "Anbud fra Nordlys Helse" in member


# Two at once --------------------------------------------------------------------------------------------------------


def test_publishing_again_without_a_change_is_told(meeting, client_of):
    publish(meeting)
    response = client_of("coordinator_trust").post(url("notice-publish", meeting))
    assert response.status_code == 409
    assert "Innkallingen er allerede publisert." in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_succeeds_and_the_other_is_told():
    meeting = plan(build_world().committee)
    approve(meeting)
    raised = together(*[lambda: publish_notice(meeting=meeting, user=None)] * 3)
    assert [type(error) for error in raised].count(AlreadyPublished) == 2
    meeting.refresh_from_db()
    assert meeting.notice_version == 1
    assert numbers(meeting) == ["1/26", "2/26", "3/26", "4/26"]


@pytest.mark.django_db(transaction=True)
def test_two_meetings_of_a_committee_published_at_once_leave_no_gap_and_no_double():
    committee = build_world().committee
    meetings = [plan(committee, DAY + dt.timedelta(days=days)) for days in (0, 30, 60)]
    for meeting in meetings:
        approve(meeting)
    acts = [lambda meeting=meeting: publish_notice(meeting=meeting, user=None) for meeting in meetings]
    assert together(*acts) == [None, None, None]
    given = [list(meeting.items.order_by("position").values_list("number", flat=True)) for meeting in meetings]
    assert sorted(number for series in given for number in series) == list(range(1, 13))
    assert all(series == list(range(series[0], series[0] + 4)) for series in given)
