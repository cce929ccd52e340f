"""Ordering, showing and handing out a meeting's documents: what the same order gives, and who may have what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.enums import MeetingState
from meetings.models import AgendaItem
from meetings.services.documents import order_bundle, order_case_paper, order_minutes, order_notice
from samhandling.core import clock
from samhandling.core.errors import NotPossible
from samhandling.documents import services
from samhandling.documents.enums import Kind, Purpose, State, Variant
from samhandling.documents.models import Document
from tests.factories import meetings as make
from tests.meetings.documents_sample import Sample, build_sample
from tests.personas import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]

INSIDERS = ("coordinator_municipal", "coordinator_trust", "committee_member", "chair")
OTHERS = ("health_chief", "other_chief", "mayor", "outsider", "foreign_coordinator", "anonymous")


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """No broker: the orders stay in the database."""
    tasks: list[dict[str, Any]] = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, kwargs, **_: tasks.append(kwargs))
    return tasks


@pytest.fixture
def sample(world: World) -> Sample:
    return build_sample(world.committee)


def ready(document: Document) -> Document:
    """As the worker leaves it, with a file of one word."""
    document.state, document.file_name, document.sha256 = State.READY, "Innkalling.pdf", "a" * 64
    document.pages, document.size, document.finished_at = 1, 4, document.created_at
    document.file.save(f"{document.pk}.pdf", make.ContentFile(b"%PDF"), save=False)
    document.save()
    return document


def documents(sample: Sample) -> dict[str, Document]:
    notice = order_notice(meeting=sample.meeting, user=None)
    minutes = order_minutes(minutes=sample.minutes, user=None)
    return {f"{row.kind}-{row.variant}": ready(row) for row in (*notice, *minutes)}


def test_ordering_again_gives_the_same_rows_until_the_content_changes(sample: Sample) -> None:
    first = order_notice(meeting=sample.meeting, user=None)
    assert [(row.kind, row.variant, row.version) for row in first] == [
        ("notice", "internal", 1),
        ("notice", "public", 1),
    ]
    assert order_notice(meeting=sample.meeting, user=None) == first
    sample.meeting.place = "Et annet rom"
    sample.meeting.save()
    assert [row.version for row in order_notice(meeting=sample.meeting, user=None)] == [2, 2]


def test_what_is_exempt_changes_the_internal_document_only() -> None:
    sample = build_sample(locked=False)
    order_notice(meeting=sample.meeting, user=None)
    item = sample.items["hemmelig"]
    item.presenter = "En annen innleder"
    item.save()
    internal, public = order_notice(meeting=sample.meeting, user=None)
    assert (internal.version, public.version) == (2, 1)


def test_a_task_that_is_done_does_not_make_the_documents_outdated(sample: Sample) -> None:
    before = order_notice(meeting=sample.meeting, user=None)
    task = sample.minutes.items.first().__class__.objects.exclude(minutes=sample.minutes).first()
    assert task is not None
    task.actions.update(done_on=sample.meeting.day)
    assert order_notice(meeting=sample.meeting, user=None) == before


def test_nothing_is_ordered_before_its_time(world: World) -> None:
    meeting = make.MeetingFactory(committee=world.committee)
    with pytest.raises(NotPossible, match="ikke publisert"):
        order_notice(meeting=meeting, user=None)
    with pytest.raises(NotPossible, match="låses"):
        order_minutes(minutes=make.MinutesFactory(), user=None)
    with pytest.raises(NotPossible, match="saksframlegg"):
        order_case_paper(item=make.AgendaItemFactory(meeting=meeting), variant=Variant.INTERNAL, user=None)
    assert not Document.objects.exists()


def test_papers_are_made_in_the_language_of_the_partnership(sample: Sample) -> None:
    sample.committee.partnership.language = "nn"
    assert {row.language for row in order_notice(meeting=sample.meeting, user=None)} == {"nn"}
    assert {row.language for row in order_notice(meeting=sample.meeting, user=None, language="nb")} == {"nb"}


@pytest.mark.parametrize("persona", INSIDERS)
def test_the_committee_and_the_secretariat_have_every_edition(
    sample: Sample, client_of: ClientOf, persona: str
) -> None:
    for document in documents(sample).values():
        answer = client_of(persona).get(f"/prove/dokumenter/{document.pk}/")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("persona", OTHERS)
def test_everybody_else_has_the_public_edition_and_knows_of_no_other(
    sample: Sample, client_of: ClientOf, persona: str
) -> None:
    browser = client_of(persona)
    made = documents(sample)
    answers = {name: browser.get(f"/prove/dokumenter/{row.pk}/").status_code for name, row in made.items()}
    assert answers == {"notice-internal": 404, "notice-public": 200, "minutes-internal": 404, "minutes-public": 200}
    panel = browser.get(f"/prove/moter/{sample.meeting.pk}/dokumenter/").content.decode()
    assert f"/prove/dokumenter/{made['notice-public'].pk}/" in panel
    assert f"/prove/dokumenter/{made['notice-internal'].pk}/" not in panel


def test_a_document_is_found_in_its_own_partnership_only(sample: Sample, client_of: ClientOf) -> None:
    made = documents(sample)["notice-public"]
    assert client_of("foreign_coordinator").get(f"/annet/dokumenter/{made.pk}/").status_code == 404


def test_a_public_file_is_withdrawn_when_something_in_it_is_marked_as_exempt(
    sample: Sample, client_of: ClientOf
) -> None:
    made = documents(sample)
    address = f"/prove/dokumenter/{made['notice-public'].pk}/"
    case = sample.items["apen"].case
    assert case is not None
    attachment = case.attachments.get(number=1)
    attachment.is_exempt, attachment.legal_basis = True, sample.basis
    attachment.save()
    assert client_of("anonymous").get(address).status_code == 404
    assert address not in client_of("anonymous").get(f"/prove/moter/{sample.meeting.pk}/dokumenter/").content.decode()
    assert client_of("coordinator_trust").get(address).status_code == 200
    assert client_of("anonymous").get(f"/prove/dokumenter/{made['minutes-public'].pk}/").status_code == 200
    internal, public = order_notice(meeting=sample.meeting, user=None)
    assert (internal.version, public.version) == (2, 2)
    assert client_of("anonymous").get(f"/prove/dokumenter/{ready(public).pk}/").status_code == 200


def test_documents_of_a_cancelled_or_unpublished_meeting_are_not_for_the_public(
    sample: Sample, client_of: ClientOf
) -> None:
    made = documents(sample)["notice-public"]
    sample.meeting.state = MeetingState.CANCELLED
    sample.meeting.save()
    assert client_of("anonymous").get(f"/prove/dokumenter/{made.pk}/").status_code == 404
    assert client_of("anonymous").get(f"/prove/moter/{sample.meeting.pk}/dokumenter/").status_code == 404


def test_a_document_that_is_not_ready_is_404_and_its_progress_shows(sample: Sample, client_of: ClientOf) -> None:
    order_notice(meeting=sample.meeting, user=None)
    document = Document.objects.get(variant=Variant.PUBLIC)
    assert client_of("anonymous").get(f"/prove/dokumenter/{document.pk}/").status_code == 404
    address = f"/prove/moter/{sample.meeting.pk}/dokumenter/"
    assert "I kø" in client_of("anonymous").get(address).content.decode()
    assert client_of("anonymous").get(f"{address}framdrift/").status_code == 200
    ready(document)
    assert client_of("anonymous").get(f"{address}framdrift/").status_code == 286, "htmx stops asking"


def test_the_panel_is_a_page_and_a_part(sample: Sample, client_of: ClientOf) -> None:
    address = f"/prove/moter/{sample.meeting.pk}/dokumenter/"
    browser = client_of("coordinator_municipal")
    assert "<html" in browser.get(address).content.decode()
    assert "<html" not in browser.get(address, headers={"HX-Request": "true"}).content.decode()


def test_the_secretariat_is_told_when_a_document_no_longer_fits(sample: Sample, client_of: ClientOf) -> None:
    documents(sample)
    address = f"/prove/moter/{sample.meeting.pk}/dokumenter/"
    told = "Innholdet er endret siden"
    assert told not in client_of("coordinator_municipal").get(address).content.decode()
    sample.meeting.place = "Et annet rom"
    sample.meeting.save()
    with clock.at(sample.meeting.starts_at):
        page = client_of("coordinator_municipal").get(address).content.decode()
    assert "Innkalling" in page[page.index(told) :].split("</div>")[0]
    page = client_of("coordinator_municipal").get(address).content.decode()
    assert "Innkalling" not in page[page.index(told) :].split("</div>")[0], "the meeting has been held as it was called"
    assert told not in client_of("committee_member").get(address).content.decode()


def test_the_secretariat_orders_again_and_in_the_other_language(sample: Sample, client_of: ClientOf) -> None:
    address = f"/prove/moter/{sample.meeting.pk}/dokumenter/ny-utgave/"
    assert client_of("committee_member").post(address, {"language": "nn"}).status_code == 403
    assert client_of("coordinator_municipal").post(address, {"language": "nn"}).status_code == 302
    ordered = {(row.kind, row.variant, row.language) for row in Document.objects.all()}
    assert ordered == {(kind, variant, "nn") for kind in ("notice", "minutes") for variant in ("internal", "public")}


def test_those_who_read_the_papers_order_everything_for_print(sample: Sample, client_of: ClientOf) -> None:
    address = f"/prove/moter/{sample.meeting.pk}/dokumenter/utskrift/"
    assert client_of("mayor").post(address, {"variant": "public"}).status_code == 403
    assert client_of("anonymous").post(address, {"variant": "public"}).status_code == 302, "to sign in"
    assert not Document.objects.exists()
    client_of("committee_member").post(address, {"variant": "public"})
    assert [(row.purpose, row.variant) for row in Document.objects.all()] == [(Purpose.PRINT, Variant.PUBLIC)]
    order_bundle(meeting=sample.meeting, variant=Variant.PUBLIC, user=None)
    assert Document.objects.count() == 1


def test_a_case_paper_can_be_had_alone(sample: Sample, client_of: ClientOf) -> None:
    item = sample.items["apen"]
    root = f"/prove/moter/{sample.meeting.pk}/dokumenter/sak/"
    address = f"{root}{item.pk}/"
    browser = client_of("chair")
    assert browser.post(address, {"variant": "internal"}).status_code == 302
    assert (
        browser.post(f"/prove/moter/{sample.meeting.pk}/dokumenter/sak/{sample.items['uten'].pk}/").status_code == 404
    )
    document = Document.objects.get()
    assert (document.kind, document.subject) == (Kind.CASE_PAPER, item)
    panel = browser.get(f"/prove/moter/{sample.meeting.pk}/dokumenter/").content.decode()
    assert f"{'Sak'} {item.number_text}: Saksframlegg" in panel


def test_a_failed_document_is_tried_again_by_the_secretariat(sample: Sample, client_of: ClientOf) -> None:
    document = order_notice(meeting=sample.meeting, user=None)[0]
    Document.objects.filter(pk=document.pk).update(state=State.FAILED, error="Fillageret svarte ikke.")
    address = f"/prove/dokumenter/{document.pk}/prov-igjen/"
    panel = f"/prove/moter/{sample.meeting.pk}/dokumenter/"
    assert "Fillageret svarte ikke." in client_of("coordinator_trust").get(panel).content.decode()
    assert address not in client_of("committee_member").get(panel).content.decode()
    assert client_of("committee_member").post(address).status_code == 403
    assert client_of("mayor").post(address).status_code == 404
    assert client_of("coordinator_trust").post(address).status_code == 302
    document.refresh_from_db()
    assert document.state == State.QUEUED


def test_the_preview_shows_each_reader_the_edition_that_is_theirs(sample: Sample, client_of: ClientOf) -> None:
    for path in ("innkalling/", "protokoll/forhandsvisning/"):
        address = f"/prove/moter/{sample.meeting.pk}/{path}"
        assert "Hemmelgsak" in client_of("committee_member").get(address).content.decode()
        asked = client_of("committee_member").get(f"{address}?utgave=offentlig").content.decode()
        for text in (client_of("anonymous").get(address).content.decode(), asked):
            assert "Anskaffelse (tittelen er skjermet)" in text
            assert "Skjult" not in text
        assert "Hemmelgsak" not in client_of("mayor").get(f"{address}?utgave=intern").content.decode()


def test_an_unpublished_notice_is_previewed_by_secretariat_and_chair_only(world: World, client_of: ClientOf) -> None:
    meeting = make.MeetingFactory(committee=world.committee)
    make.AgendaItemFactory(meeting=meeting, title="Sak under planlegging")
    address = f"/prove/moter/{meeting.pk}/innkalling/"
    for persona in ("coordinator_municipal", "chair"):
        assert "Sak under planlegging" in client_of(persona).get(address).content.decode()
    for persona in ("committee_member", "mayor", "anonymous"):
        assert client_of(persona).get(address).status_code == 404
    assert client_of("committee_member").get(f"/prove/moter/{meeting.pk}/protokoll/forhandsvisning/").status_code == 404


def test_a_draft_paper_is_previewed_by_those_who_write_it(world: World, client_of: ClientOf) -> None:
    case = make.CaseFactory(partnership=world.partnership)
    make.PaperTextFactory(paper__case=case, text="<p>Utkast til tekst.</p>")
    address = f"/prove/saker/{case.pk}/saksframlegg/forhandsvisning/"
    assert "Utkast til tekst." in client_of("coordinator_municipal").get(address).content.decode()
    assert client_of("committee_member").get(address).status_code == 404, "not on any agenda"
    make.AgendaItemFactory(case=case, meeting=make.MeetingFactory(committee=world.committee, called=True))
    assert client_of("committee_member").get(address).status_code == 403
    case.officers.add(world.people["committee_member"])
    assert client_of("committee_member").get(address).status_code == 200
    part = client_of("coordinator_municipal").get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Utkast til tekst." in part


@pytest.mark.parametrize("papers", [1, 3])
def test_the_panel_asks_the_database_the_same_number_of_times(
    sample: Sample, client_of: ClientOf, django_assert_num_queries: Any, papers: int
) -> None:
    documents(sample)
    for item in AgendaItem.objects.filter(meeting=sample.meeting, paper_version__isnull=False)[:papers]:
        ready(order_case_paper(item=item, variant=Variant.INTERNAL, user=None))
    browser = client_of("coordinator_municipal")
    with clock.at(sample.meeting.starts_at), django_assert_num_queries(45):
        browser.get(f"/prove/moter/{sample.meeting.pk}/dokumenter/")


def test_documents_that_were_never_made_can_be_ordered(world: World, client_of: ClientOf) -> None:
    meeting = make.MeetingFactory(committee=world.committee, called=True)
    panel, renew = (
        f"/prove/moter/{meeting.pk}/dokumenter/",
        reverse("meetings:document-renew", args=["prove", meeting.pk]),
    )
    coordinator = client_of("coordinator_municipal")
    page = coordinator.get(panel).content.decode()
    assert "Ingen dokumenter er laget ennå." in page
    assert f'action="{renew}"' in page
    assert "Lag dokumentene" in page
    coordinator.post(renew, {"language": "nb"})
    assert set(Document.objects.values_list("kind", "variant")) == {("notice", "internal"), ("notice", "public")}
    assert "Lag på nytt" in coordinator.get(panel).content.decode()
