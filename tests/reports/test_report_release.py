"""Released is frozen, sent once, and corrected by a new version."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from municipalities.models import MunicipalGroup, Municipality, Partnership, Person, Representation
from reports.enums import ReportState
from reports.models import ReportSending, ReportText, StatusReport
from reports.packets.status import content_json, status_html
from reports.selectors.reports import content_sha256
from reports.services.report_making import make_report
from reports.services.report_orders import order_reports
from reports.services.report_releases import correct_report, release_batch, release_report
from reports.services.report_sendings import send_report
from samhandling.core.errors import NotPossible
from samhandling.core.text import content_hash
from samhandling.documents.models import Document
from samhandling.documents.packet import PageMap
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail
from tests.bench.board import filled_board
from tests.documents.pdf_checks import assert_claims, assert_structure
from tests.factories.organisation import PartnershipMembershipFactory, PersonFactory, RepresentationFactory
from tests.personas import World
from tests.reports.report_desk import QUARTER, ClientOf, Desk, build_desk

pytestmark = pytest.mark.usefixtures("_in_october", "sent_reports")


@pytest.fixture
def desk(world: World) -> Desk:
    return build_desk(world)


def page_body(client: Client, desk: Desk, report: StatusReport) -> str:
    """What the page says of the report, without the frame around it."""
    page = client.get(desk.address("report-detail", report.pk)).content.decode()
    return page[page.index('id="rapport"') : page.index('id="om"')]


def pdf_source(report: StatusReport) -> str:
    with translation.override(report.language):
        return status_html(StatusReport.objects.get(pk=report.pk), PageMap())


def pdf_bytes(document: Document) -> bytes:
    assert document.is_ready, document.error
    with document.file.open("rb") as file:
        data: bytes = file.read()
        return data


# --- Frozen ---------------------------------------------------------------------------------------------------------


def test_changing_every_record_changes_no_byte_of_a_released_report(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    desk.comment(desk.of("Alvdalen"), "<p>Det går bra.</p>")
    report = desk.release()
    anybody = client_of("anonymous")
    before = (page_body(anybody, desk, report), pdf_source(report), content_json(report))
    assert "Det går bra." in before[0]
    assert "Det går bra." in before[1]

    Municipality.objects.update(name="Et annet navn", lat=60)
    desk.world.committee.meetings.all().delete()
    desk.world.committee.name = "Omdøpt"
    desk.world.committee.save()
    MunicipalGroup.objects.update(name="Omdøpt gruppe")
    Partnership.objects.filter(pk=desk.world.partnership.pk).update(name="Nytt navn på samarbeidet")
    make_report(report_id=report.pk)

    assert (page_body(anybody, desk, report), pdf_source(report), content_json(report)) == before
    report.refresh_from_db()
    assert content_sha256(report) == report.content_hash


def test_the_database_refuses_to_change_a_released_report_and_its_comment(desk: Desk) -> None:
    desk.make()
    desk.comment(desk.of("Alvdalen"), "<p>Det går bra.</p>")
    report = desk.release()
    for change in (
        lambda: StatusReport.objects.filter(pk=report.pk).update(snapshot={}),
        lambda: StatusReport.objects.filter(pk=report.pk).delete(),
        lambda: ReportText.objects.filter(report=report).update(text="<p>Noe annet.</p>"),
        lambda: ReportText.objects.create(report=report, section="comment", revision=2, text="<p>Nytt.</p>"),
    ):
        with pytest.raises(IntegrityError, match="frigitt"), transaction.atomic():
            change()
    with pytest.raises(NotPossible, match="frigitt"):
        desk.comment(report, "<p>Nytt.</p>", base=1)


def test_the_pdf_is_accessible_short_and_carries_what_its_checksum_is_of(desk: Desk) -> None:
    report = desk.released()
    document = desk.pdf(report)
    data = pdf_bytes(document)
    assert_claims(data, language="nb-NO")
    assert_structure(data)
    assert document.pages is not None
    assert document.pages <= 4
    with pikepdf.open(io.BytesIO(data)) as pdf:
        kept = pdf.attachments["rapport.json"].get_file().read_bytes()
    assert kept == content_json(report)
    content = json.loads(kept)
    assert content["snapshot"] == report.snapshot
    assert content_hash(content) == report.content_hash


def test_a_report_in_nynorsk_is_nynorsk_in_its_file(desk: Desk) -> None:
    desk.world.municipality_a.language = "nn"
    desk.world.municipality_a.save()
    assert_claims(pdf_bytes(desk.pdf(desk.released())), language="nn-NO")


def test_releasing_orders_one_pdf_however_often_it_is_pressed(desk: Desk) -> None:
    report = desk.released()
    desk.release()
    assert Document.objects.about(report).count() == 1


def test_what_has_changed_since_it_was_seen_is_not_released(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    report = desk.of("Alvdalen")
    browser = client_of("coordinator_trust")
    seen = browser.get(desk.address("report-release", report.pk)).context["seen"]
    desk.comment(report, "<p>Skrevet i mellomtiden.</p>")
    response = browser.post(desk.address("report-release", report.pk), {"seen": seen}, follow=True)
    assert "Rapporten er endret etter at du åpnet siden." in response.content.decode()
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    seen = browser.get(desk.address("report-release", report.pk)).context["seen"]
    browser.post(desk.address("report-release", report.pk), {"seen": seen})
    report.refresh_from_db()
    assert report.is_released


def test_all_drafts_of_a_period_are_released_together_and_the_failed_left(desk: Desk, client_of: ClientOf) -> None:
    batch = desk.make()
    StatusReport.objects.filter(pk=desk.of("Bjørkli").pk).update(state=ReportState.FAILED, error="Noe gikk galt.")
    browser = client_of("coordinator_municipal")
    page = browser.get(desk.address("batch-release", batch.pk)).content.decode()
    assert "3 rapporter frigis" in page
    assert page.count("(kommunegruppe)") == 1, "a group and a municipality may have the same name"
    assert "Sendes til 1 ordfører" in page
    browser.post(desk.address("batch-release", batch.pk))
    assert StatusReport.objects.filter(state=ReportState.RELEASED).count() == 3
    assert desk.of("Bjørkli").state == ReportState.FAILED
    assert release_batch(batch=batch, user=None) == []


# --- Sent -----------------------------------------------------------------------------------------------------------


def test_the_mayor_gets_one_e_mail_with_the_address_of_the_page(desk: Desk) -> None:
    report = desk.released()
    send_report(report=report, user=None)
    desk.release()
    email = OutboundEmail.objects.get()
    mayor = desk.world.user("mayor")
    assert email.to == mayor.email
    assert email.subject == "Status for Alvdalen, 3. kvartal 2026"
    assert desk.address("report-detail", report.pk) in email.body
    assert ReportSending.objects.get().person == desk.world.people["mayor"]


def test_the_e_mail_is_in_the_language_of_the_municipality(desk: Desk) -> None:
    desk.world.municipality_a.language = "nn"
    desk.world.municipality_a.save()
    report = desk.released()
    sentences = [sentence["text"] for sentence in report.snapshot["sentences"]]
    assert all(sentence in OutboundEmail.objects.get().body for sentence in sentences)
    assert report.language == "nn"


def test_a_mayor_without_an_address_is_told_of_before_and_after_and_gets_it_later(
    desk: Desk, client_of: ClientOf
) -> None:
    person = desk.world.people["mayor"]
    Person.objects.filter(pk=person.pk).update(user=None, email="")
    desk.make()
    browser = client_of("coordinator_trust")
    words = "Sendes ikke til Liv Prøvesen i Alvdalen: e-postadressen mangler."
    before = browser.get(desk.address("report-release", desk.of("Alvdalen").pk)).content.decode()
    assert words in before
    assert "Legg inn adressen" in before
    report = desk.release()
    assert words in browser.get(desk.address("report-detail", report.pk)).content.decode()
    assert not OutboundEmail.objects.exists()

    Person.objects.filter(pk=person.pk).update(email="liv@example.com")
    page = browser.get(desk.address("report-detail", report.pk)).content.decode()
    assert words not in page
    assert "Send til dem som ikke har fått den" in page
    browser.post(desk.address("report-send", report.pk))
    browser.post(desk.address("report-send", report.pk))
    assert OutboundEmail.objects.get().to == "liv@example.com"


def test_a_municipality_without_a_mayor_is_told_of(desk: Desk, client_of: ClientOf) -> None:
    batch = desk.make()
    browser = client_of("coordinator_trust")
    words = "Sendes ikke til Bjørkli: kommunen har ingen ordfører i registeret."
    assert words in browser.get(desk.address("batch-release", batch.pk)).content.decode()
    report = desk.release("Bjørkli")
    assert words in browser.get(desk.address("report-detail", report.pk)).content.decode()


def test_a_refused_e_mail_shows_its_reason_and_is_sent_to_the_address_that_is_put_right(
    desk: Desk, client_of: ClientOf
) -> None:
    report = desk.released()
    reason = "Adressen finnes ikke, eller tar ikke imot e-post."
    OutboundEmail.objects.update(state=MailState.FAILED, error=reason)
    browser, address = client_of("coordinator_trust"), desk.address("report-detail", report.pk)
    page = browser.get(address).content.decode()
    assert reason in page
    assert "Send på nytt" in page
    assert "Send til dem som ikke har fått den" not in page
    assert reason in browser.get(desk.address("batch-detail", report.batch_id)).content.decode()

    Person.objects.filter(pk=desk.world.people["mayor"].pk).update(email="ny@example.com")
    assert "Send til dem som ikke har fått den" in browser.get(address).content.decode()
    for _ in range(2):
        browser.post(desk.address("report-send", report.pk))
    assert [email.to for email in OutboundEmail.objects.exclude(state=MailState.FAILED)] == ["ny@example.com"]


def test_each_of_two_mayors_is_told_once_and_a_former_one_not(desk: Desk) -> None:
    former = Representation.objects.get(person=desk.world.people["mayor"])
    former.valid_to = "2026-09-30"
    former.save()
    for name in ("Ny Prøvesen", "Vara Prøvesen"):
        person = PersonFactory(partnership=desk.world.partnership, name=name, email=f"{name[:2]}@example.com")
        RepresentationFactory(
            partnership=desk.world.partnership, person=person, role="mayor", municipality=desk.world.municipality_a
        )
    desk.released()
    assert sorted(OutboundEmail.objects.values_list("to", flat=True)) == ["Ny@example.com", "Va@example.com"]


# --- Corrected ------------------------------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable_with_a_notice(
    desk: Desk, client_of: ClientOf
) -> None:
    desk.make()
    desk.comment(desk.of("Alvdalen"), "<p>Det går bra.</p>")
    old = desk.release()
    content = content_json(old)
    browser = client_of("coordinator_municipal")
    browser.post(desk.address("report-correct", old.pk), {"reason": "Møtet 3. september manglet."})
    new = desk.of("Alvdalen", 2)
    assert (new.corrects, new.state) == (old, ReportState.QUEUED)
    make_report(report_id=new.pk)
    anybody = client_of("anonymous")
    assert "rettet" not in anybody.get(desk.address("report-detail", old.pk)).content.decode()
    desk.release("Alvdalen", 2)

    page = anybody.get(desk.address("report-detail", old.pk)).content.decode()
    assert "Denne utgaven er rettet: Møtet 3. september manglet." in page
    assert desk.address("report-detail", new.pk) in page
    page = anybody.get(desk.address("report-detail", new.pk)).content.decode()
    assert "Rettet siden forrige versjon: Møtet 3. september manglet." in page
    assert "Det går bra." in page
    assert content_json(StatusReport.objects.get(pk=old.pk)) == content
    subjects = set(OutboundEmail.objects.values_list("subject", flat=True))
    assert subjects == {"Status for Alvdalen, 3. kvartal 2026", "Rettet: Status for Alvdalen, 3. kvartal 2026"}


def test_a_report_is_corrected_once_and_only_when_it_is_released(desk: Desk, client_of: ClientOf) -> None:
    desk.make()
    with pytest.raises(NotPossible, match="Bare en frigitt rapport"):
        correct_report(report=desk.of("Alvdalen"), reason="Feil", user=None)
    report = desk.release()
    browser = client_of("coordinator_trust")
    empty = browser.post(desk.address("report-correct", report.pk), {"reason": ""})
    assert empty.status_code == 422
    correct_report(report=report, reason="Feil", user=None)
    response = browser.post(desk.address("report-correct", report.pk), {"reason": "Feil igjen"})
    assert response.status_code == 422
    assert "Feil igjen" in response.content.decode()
    assert StatusReport.objects.filter(corrects=report).count() == 1


def test_a_municipality_with_much_to_decide_and_a_full_comment_still_gets_four_pages(desk: Desk) -> None:
    partnership, _user = filled_board("mye", 6)
    municipality = Municipality.objects.filter(group_memberships__group__partnership=partnership).earliest("pk")
    PartnershipMembershipFactory(partnership=partnership, municipality=municipality)
    value = f"municipality-{municipality.pk}"
    batch = order_reports(partnership=partnership, period=QUARTER, user=None, values=[value])
    report = batch.reports.get()
    make_report(report_id=report.pk)
    sentence = "Kommunen svarer på alle høringer, og det merkes i arbeidsgruppene. "
    desk.comment(report, f"<p>{sentence * 22}</p>")
    document = desk.pdf(release_report(report=report, user=None))
    assert document.is_ready, document.error
    assert document.pages is not None
    assert document.pages <= 4
