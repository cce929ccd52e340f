"""Reading versions: permalinks of texts and sections, who may read them, and their files."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from agreements.content import Clause, Content, text_hash
from agreements.models import AgreementFile
from agreements.services.texts import freeze_version
from tests.agreements import import_files as files
from tests.agreements.text_desk import TEXT, ClientOf, Desk
from tests.factories.agreements import frozen
from tests.personas import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def read(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return page.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("persona", "draft"),
    [
        ("coordinator_trust", 200),
        ("health_chief", 200),
        ("mayor", 200),
        ("committee_member", 200),
        ("outsider", 404),
        ("foreign_coordinator", 404),
        ("anonymous", 404),
    ],
)
def test_all_read_frozen_texts_and_members_the_draft(desk: Desk, client_of: ClientOf, persona: str, draft: int) -> None:
    client = client_of(persona)
    for path in ("", "punkt/formaal/"):
        assert client.get(desk.url(f"versjon/1/{path}")).status_code == 200
        assert client.get(desk.url(f"versjon/2/{path}")).status_code == draft


def test_a_version_tells_where_it_stands_and_what_it_says(desk: Desk, client_of: ClientOf) -> None:
    version = frozen(desk.agreement, 3, in_force_on="2026-01-01", in_force_to="2026-12-31")
    html = read(client_of("anonymous"), desk.url("versjon/3/"))
    assert text_hash(TEXT) == version.sha256
    assert version.sha256 in html
    assert "I kraft 1. januar 2026–31. desember 2026" in html
    assert 'id="kommunen"' in html
    assert '<span class="nr">2.1</span><span>Kommunens ansvar</span>' in html
    assert "Utkast" not in html


def test_the_common_text_says_kommunen_and_an_edition_the_name(desk: Desk, client_of: ClientOf) -> None:
    client = client_of("anonymous")
    assert "<p>Kommunen melder fra" in read(client, desk.url("versjon/1/"))
    assert "<p>Alvdalen melder fra" in read(client, desk.url("versjon/1/?kommune=1001"))
    assert client.get(desk.url("versjon/1/?kommune=9999")).status_code == 404


def test_a_section_stands_alone_with_what_is_over_and_under_it(desk: Desk, client_of: ClientOf) -> None:
    client = client_of("anonymous")
    html = read(client, desk.url("versjon/1/punkt/kommunen/"))
    assert "2.1 Kommunens ansvar" in html
    assert "2 Ansvar og samarbeid" in html
    assert "Sykehuset gir råd" not in html
    html = read(client, desk.url("versjon/1/punkt/ansvar/"))
    assert "Sykehuset gir råd" in html
    assert client.get(desk.url("versjon/1/punkt/finnes-ikke/")).status_code == 404


def test_a_section_tells_which_versions_hold_it(desk: Desk, client_of: ClientOf) -> None:
    changed = Content(TEXT.title, (Clause("formaal", "Formål", "<p>Noe annet.</p>"), *TEXT.clauses[1:4]))
    frozen(desk.agreement, 3, changed)
    html = read(client_of("anonymous"), desk.url("versjon/3/punkt/formaal/"))
    assert html.count("Versjon 1") == 1
    assert "endret" in html
    assert "Versjon 2" not in html, "the draft is not for the public"
    html = read(client_of("mayor"), desk.url("versjon/1/punkt/varighet/"))
    assert "Versjon 2" in html
    assert "Versjon 3" not in html, "the section went out"


def test_versions_take_the_same_queries_however_long_and_many(
    desk: Desk, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    long = Content("Lang", tuple(Clause(f"p{n}", f"Punkt {n}", "<p>Tekst</p>", level=n % 3 + 1) for n in range(60)))
    for number in range(3, 9):
        frozen(desk.agreement, number, long)
    client = client_of("mayor")
    with django_assert_max_num_queries(14):
        read(client, desk.url("versjon/8/"))
    with django_assert_max_num_queries(14):
        read(client, desk.url("versjon/8/punkt/p7/"))


def test_files_go_with_a_version_and_are_read_by_its_readers(desk: Desk, client_of: ClientOf) -> None:
    client = client_of("coordinator_municipal")
    data = {"file": files.upload(files.scanned_pdf(), "signert.pdf"), "title": "Signert avtale"}
    for number in (1, 2):
        data["file"].seek(0)
        assert client.post(desk.url(f"versjon/{number}/fil/ny/"), data).status_code == 302
    public, hidden = (AgreementFile.objects.get(version__number=number) for number in (1, 2))
    assert client_of("anonymous").get(desk.url(f"versjon/1/fil/{public.pk}/")).status_code == 200
    assert client_of("anonymous").get(desk.url(f"versjon/2/fil/{hidden.pk}/")).status_code == 404
    assert client.get(desk.url(f"versjon/1/fil/{hidden.pk}/")).status_code == 404
    assert "Signert avtale" in read(client_of("anonymous"), desk.url("versjon/1/"))
    data["file"].seek(0)
    twice = client.post(desk.url("versjon/1/fil/ny/"), data)
    assert twice.status_code == 422
    assert "allerede lagt ved" in twice.content.decode()


def test_only_the_secretariat_adds_and_removes_files(desk: Desk, client_of: ClientOf) -> None:
    assert client_of("mayor").get(desk.url("versjon/1/fil/ny/")).status_code == 403
    client = client_of("coordinator_trust")
    client.post(desk.url("versjon/1/fil/ny/"), {"file": files.upload(files.scanned_pdf(), "a.pdf")})
    file = AgreementFile.objects.get()
    address = desk.url(f"versjon/1/fil/{file.pk}/fjern/")
    assert client_of("mayor").post(address).status_code == 403
    assert client.post(address).status_code == 302
    assert not AgreementFile.objects.exists()


def test_a_file_that_lay_with_the_text_when_it_was_frozen_stays(desk: Desk, client_of: ClientOf) -> None:
    client = client_of("coordinator_trust")
    client.post(desk.url("versjon/2/fil/ny/"), {"file": files.upload(files.scanned_pdf(), "vedlegg.pdf")})
    freeze_version(version=desk.draft, user=None)
    file = AgreementFile.objects.get()
    assert "/fjern/" not in read(client, desk.url("versjon/2/"))
    refused = client.post(desk.url(f"versjon/2/fil/{file.pk}/fjern/"), follow=True)
    assert "kan ikke fjernes" in refused.content.decode()
    assert AgreementFile.objects.exists()


def test_a_file_that_is_no_pdf_or_picture_is_refused(desk: Desk, client_of: ClientOf) -> None:
    refused = client_of("coordinator_trust").post(
        desk.url("versjon/1/fil/ny/"), {"file": files.upload(b"<script>", "a.pdf"), "title": "Min tittel"}
    )
    assert refused.status_code == 422
    assert "Min tittel" in refused.content.decode()
