"""Writing a draft: who may, saving without losing anything, and ordering the sections."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import AgreementVersion, GroupMember, Section, SectionText
from agreements.selectors.texts import content_of
from agreements.services.texts import freeze_version
from samhandling.audit.selectors import history_of
from tests.agreements.text_desk import ClientOf, Desk, save
from tests.factories.agreements import RevisionFactory, agreement_with_parties, frozen
from tests.personas import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def client(client_of: ClientOf) -> Client:
    return client_of("coordinator_municipal")


# --- Who writes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 200),
        ("coordinator_trust", 200),
        ("health_chief", 403),
        ("mayor", 403),
        ("committee_member", 403),
        ("outsider", 404),
        ("foreign_coordinator", 404),
        ("anonymous", 302),
    ],
)
def test_only_the_secretariat_writes(desk: Desk, client_of: ClientOf, persona: str, status: int) -> None:
    assert client_of(persona).get(desk.url()).status_code == status
    for path in ("utkast/tittel/", "utkast/punkt/nytt/"):
        assert client_of(persona).get(desk.url(path)).status_code == status
    posted = client_of(persona).post(desk.part("formaal", "body"), {"value": "<p>x</p>", "base_revision": 1})
    assert posted.status_code == status


def test_the_working_group_of_the_revision_writes_too(desk: Desk, client_of: ClientOf) -> None:
    revision = RevisionFactory(agreement=desk.agreement, version=desk.draft)
    GroupMember.objects.create(revision=revision, party="municipalities", person=desk.world.people["health_chief"])
    assert client_of("health_chief").get(desk.url()).status_code == 200
    assert client_of("other_chief").get(desk.url()).status_code == 403
    assert save(client_of("health_chief"), desk.part("formaal", "heading"), "Mål", 1)[0] == 200


def test_without_a_draft_the_secretariat_is_asked_what_to_begin_with(world: World, client: Client) -> None:
    agreement = agreement_with_parties(world.partnership)
    before = frozen(agreement, 1)
    create = reverse("agreements:draft-create", args=["prove", agreement.pk])
    assert client.get(reverse("agreements:text-edit", args=["prove", agreement.pk])).url == create
    assert client.post(create).status_code == 200, "a bare POST asks"
    assert not agreement.versions.filter(state="draft").exists()
    assert client.post(create, {"based_on": before.pk}).status_code == 302
    draft = agreement.versions.get(state="draft")
    assert content_of(draft) == content_of(before)
    assert client.post(create, {"based_on": ""}).status_code == 302
    assert agreement.versions.filter(state="draft").count() == 1


def test_title_and_language_of_a_draft(desk: Desk, client: Client) -> None:
    sent = client.post(desk.url("utkast/tittel/"), {"title": "Ny tittel", "language": "nn"})
    assert sent.status_code == 302
    desk.draft.refresh_from_db()
    assert (desk.draft.title, desk.draft.language) == ("Ny tittel", "nn")
    assert client.post(desk.url("utkast/tittel/"), {"title": "", "language": "nn"}).status_code == 422


# --- Saving ---------------------------------------------------------------------------------------------------------


def test_heading_and_body_save_themselves(desk: Desk, client: Client) -> None:
    status, answer = save(client, desk.part("formaal", "heading"), "  Formål\n og mål ", 1)
    assert (status, answer["revision"]) == (200, 2)
    dirty = '<p onclick="x()">Tekst</p><script>alert(1)</script><table><tr><td>a</td><td>b</td></tr></table>'
    assert save(client, desk.part("formaal", "body"), dirty, 1)[0] == 200
    heading, body = desk.text("formaal")
    assert heading == "Formål og mål"
    assert body == "<p>Tekst</p><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"


def test_two_editors_of_different_paragraphs_are_joined(desk: Desk, client_of: ClientOf) -> None:
    mine, theirs = client_of("coordinator_municipal"), client_of("coordinator_trust")
    address = desk.part("formaal", "body")
    save(mine, address, "<p>En</p><p>To</p>", 1)
    save(theirs, address, "<p>En</p><p>To, endret</p>", 2)
    status, answer = save(mine, address, "<p>En, rettet</p><p>To</p>", 2)
    assert (status, answer["text"]) == (200, "<p>En, rettet</p><p>To, endret</p>")


def test_two_editors_of_the_same_words_see_both(desk: Desk, client_of: ClientOf) -> None:
    mine, theirs = client_of("coordinator_municipal"), client_of("coordinator_trust")
    for part, own, other in (("heading", "Min", "Deres"), ("body", "<p>Min</p>", "<p>Deres</p>")):
        save(theirs, desk.part("formaal", part), other, 1)
        status, answer = save(mine, desk.part("formaal", part), own, 1)
        assert (status, answer["mine"], answer["theirs"]) == (409, own, other)
    assert desk.text("formaal") == ("Deres", "<p>Deres</p>")


def test_without_javascript_a_collision_shows_both_texts_and_saves_neither(desk: Desk, client_of: ClientOf) -> None:
    save(client_of("coordinator_trust"), desk.part("formaal", "body"), "<p>Deres tekst</p>", 1)
    client = client_of("coordinator_municipal")
    sent = fields(desk, "formaal", body="<p>Min tekst</p>") | {"videre": "ferdig"}
    page = client.post(desk.url(), sent)
    assert page.status_code == 409
    html = page.content.decode()
    assert "Deres tekst" in html
    assert "Min tekst" in html
    assert desk.text("formaal")[1] == "<p>Deres tekst</p>"
    again = client.post(desk.url(), {**sent, "body-rev": 2})
    assert again.status_code == 302
    assert desk.text("formaal")[1] == "<p>Min tekst</p>"


def fields(desk: Desk, anchor: str, **texts: str) -> dict[str, Any]:
    """The open section's fields as the form sends them."""
    heading, body = desk.text(anchor)
    sent = {"heading": heading, "body": body} | texts
    return {"punkt": desk.section(anchor).pk, **sent, "heading-rev": 1, "body-rev": 1}


def test_what_is_typed_is_saved_whatever_button_is_pressed(desk: Desk, client: Client) -> None:
    other = desk.section("varighet").pk
    typed = fields(desk, "formaal", body="<p>Skrevet</p>")
    buttons = {"videre": f"punkt-{other}"}, {"videre": f"nytt-{other}"}, {"videre": "disposisjon"}
    for number, button in enumerate(buttons):
        sent = {**typed, "body": f"<p>Skrevet {number}</p>", "body-rev": number + 1, **button}
        assert client.post(desk.url(), sent).status_code == 302
        assert desk.text("formaal")[1] == f"<p>Skrevet {number}</p>"
    moved = desk.act(client, "varighet", "opp", **{**typed, "body": "<p>Og flyttet</p>", "body-rev": 4})
    assert moved.status_code == 302
    assert f"punkt={typed['punkt']}" in moved.url, "the section that was open stays open"
    assert desk.text("formaal")[1] == "<p>Og flyttet</p>"
    assert desk.outline()[-1] == "3.2 sykehuset"


def test_what_is_typed_in_a_section_somebody_else_removed_is_shown(desk: Desk, client_of: ClientOf) -> None:
    typed = fields(desk, "formaal", heading="Mitt formål", body="<p>Min tekst</p>")
    address = desk.part("formaal", "body")
    desk.act(client_of("coordinator_trust"), "formaal", "fjern")
    client = client_of("coordinator_municipal")
    page = client.post(desk.url(), {**typed, "videre": "ferdig"})
    assert page.status_code == 409
    assert "Mitt formål" in page.content.decode()
    assert "Min tekst" in page.content.decode()
    status, answer = save(client, address, "<p>Min tekst</p>", 1)
    assert status == 422
    assert "fjernet" in answer["message"]


def test_too_long_texts_are_refused_with_what_was_typed(desk: Desk, client: Client) -> None:
    assert save(client, desk.part("formaal", "heading"), "x" * 201, 1)[0] == 422
    assert save(client, desk.part("formaal", "body"), "x" * 300_001, 1)[0] == 422
    page = client.post(desk.url(), fields(desk, "formaal", heading="x" * 201))
    assert page.status_code == 422
    assert "x" * 201 in page.content.decode()


def test_nothing_is_written_in_a_frozen_text(desk: Desk, client: Client) -> None:
    address = desk.part("formaal", "body")
    freeze_version(version=desk.draft, user=None)
    status, answer = save(client, address, "<p>Sent</p>", 1)
    assert status == 422
    assert "låst" in answer["message"]
    assert client.get(desk.url()).status_code == 302


def test_a_version_without_sections_is_not_frozen(world: World, client: Client) -> None:
    agreement = agreement_with_parties(world.partnership)
    client.post(reverse("agreements:draft-create", args=["prove", agreement.pk]), {"based_on": ""})
    page = client.get(reverse("agreements:text-edit", args=["prove", agreement.pk]))
    assert "Utkastet er tomt" in page.content.decode()
    with pytest.raises(Exception, match="ingen punkter"):
        freeze_version(version=agreement.versions.get(), user=None)


# --- Sections -------------------------------------------------------------------------------------------------------


def test_a_section_is_added_after_another(desk: Desk, client: Client) -> None:
    address = desk.url("utkast/punkt/nytt/") + f"?etter={desk.section('formaal').pk}"
    sent = client.post(address, {"heading": "Virkeområde", "kind": "section", "level": "1"})
    made = Section.objects.get(anchor="virkeomrade")
    assert sent.url.endswith(f"?punkt={made.pk}#punkt-{made.pk}")
    client.post(address, {"heading": "Pasient", "kind": "definition", "level": "2"})
    client.post(desk.url("utkast/punkt/nytt/"), {"heading": "Rutiner", "kind": "annex", "level": "1"})
    assert desk.outline() == [
        "1 formaal",
        "pasient",
        "2 virkeomrade",
        "3 ansvar",
        "3.1 kommunen",
        "3.2 sykehuset",
        "4 varighet",
        "A rutiner",
    ]
    assert client.post(address, {"heading": "", "kind": "section", "level": "1"}).status_code == 422


def test_sections_move_with_what_stands_under_them(desk: Desk, client: Client) -> None:
    desk.act(client, "ansvar", "opp")
    assert desk.outline()[:4] == ["1 ansvar", "1.1 kommunen", "1.2 sykehuset", "2 formaal"]
    desk.act(client, "sykehuset", "opp")
    assert desk.outline()[:3] == ["1 ansvar", "1.1 sykehuset", "1.2 kommunen"]


def test_sections_go_in_and_out(desk: Desk, client: Client) -> None:
    desk.act(client, "varighet", "inn")
    assert desk.outline()[-1] == "2.3 varighet"
    desk.act(client, "varighet", "ut")
    assert desk.outline()[-1] == "3 varighet"
    refused = client.post(
        desk.url(f"utkast/punkt/{desk.section('formaal').pk}/"), {"gjor": "inn", "vis": "x"}, follow=True
    )
    assert "kan ikke rykkes lenger inn" in refused.content.decode()


def test_a_section_changes_its_kind(desk: Desk, client: Client) -> None:
    pk = desk.section("sykehuset").pk
    desk.act(client, "sykehuset", "slag", **{f"slag-{pk}": "annex"})
    assert desk.outline() == ["1 formaal", "2 ansvar", "2.1 kommunen", "A sykehuset", "3 varighet"]


def test_a_removed_section_can_be_put_back_whole(desk: Desk, client: Client) -> None:
    before = content_of(desk.draft)
    gone = desk.act(client, "ansvar", "fjern-alt")
    assert desk.outline() == ["1 formaal", "2 varighet"]
    assert "Angre" in client.get(gone.url).content.decode()
    assert client.post(desk.url("utkast/punkt/angre/")).status_code == 302
    assert content_of(desk.draft) == before
    assert client.post(desk.url("utkast/punkt/angre/")).status_code == 302, "twice does no harm"
    assert content_of(desk.draft) == before
    assert [row.verb for row in history_of(desk.agreement)][:2] == [
        "agreement.section_restored",
        "agreement.section_changed",
    ]


def test_removing_a_section_asks_first_what_becomes_of_those_under_it(desk: Desk, client: Client) -> None:
    before = desk.outline()
    asked = desk.act(client, "ansvar", "fjern")
    assert desk.outline() == before
    page = client.get(asked.url).content.decode()
    assert "har 2 underpunkter. Hva skal skje med dem?" in page
    assert "Fjern punktet og 2 underpunkter" in page
    desk.act(client, "formaal", "fjern")
    assert desk.outline() == ["1 ansvar", "1.1 kommunen", "1.2 sykehuset", "2 varighet"], "nothing stood under it"


def test_the_sections_under_a_removed_one_can_be_lifted_and_put_back(desk: Desk, client: Client) -> None:
    before = content_of(desk.draft)
    gone = desk.act(client, "ansvar", "fjern-loft")
    assert desk.outline() == ["1 formaal", "2 kommunen", "3 sykehuset", "4 varighet"]
    assert "løftet ett nivå" in client.get(gone.url).content.decode()
    client.post(desk.url("utkast/punkt/angre/"))
    assert content_of(desk.draft) == before


def test_the_outline_asks_too_and_what_is_typed_elsewhere_is_saved(desk: Desk, client: Client) -> None:
    address = desk.url(f"utkast/punkt/{desk.section('ansvar').pk}/")
    part = client.post(address, {"gjor": "fjern", "vis": "disposisjon"}, headers={"HX-Request": "true"})
    assert "har 2 underpunkter" in part.content.decode()
    typed = {"punkt": desk.section("formaal").pk, "heading": "Nytt formål", "heading-rev": 1}
    assert desk.act(client, "ansvar", "fjern", **typed).status_code == 302
    assert desk.text("formaal")[0] == "Nytt formål"


def test_dragging_sends_the_order_and_what_was_moved(desk: Desk, client: Client) -> None:
    pk = {row.anchor: row.pk for row in desk.draft.sections.all()}
    order = [pk[anchor] for anchor in ("formaal", "kommunen", "sykehuset", "varighet", "ansvar")]
    answer = client.post(desk.url("utkast/punkt/rekkefolge/"), {"order": order, "moved": pk["ansvar"]})
    assert answer.status_code == 200
    assert "rad-" in answer.json()["html"]
    assert desk.outline() == ["1 formaal", "2 varighet", "3 ansvar", "3.1 kommunen", "3.2 sykehuset"]
    assert client.post(desk.url("utkast/punkt/rekkefolge/"), {"order": "x", "moved": "9"}).status_code == 409


def test_htmx_gets_the_outline_alone(desk: Desk, client: Client) -> None:
    address = desk.url(f"utkast/punkt/{desk.section('ansvar').pk}/")
    part = client.post(address, {"gjor": "fjern-alt", "vis": "disposisjon"}, headers={"HX-Request": "true"})
    html = part.content.decode()
    assert part.status_code == 200
    assert "<html" not in html
    assert "Angre" in html


def test_an_unknown_act_and_the_sections_of_others_are_not_found(desk: Desk, client: Client, world: World) -> None:
    assert desk.act(client, "formaal", "noe").status_code == 404
    other = agreement_with_parties(world.partnership)
    stranger = AgreementVersion.objects.create(agreement=other, number=1, title="x")
    section = Section.objects.create(version=stranger, anchor="x", position=1)
    assert client.post(desk.url(f"utkast/punkt/{section.pk}/"), {"gjor": "opp"}).status_code == 404
    assert SectionText.objects.filter(owner=section).count() == 0
    assert save(client, desk.url(f"utkast/punkt/{section.pk}/body/"), "<p>x</p>", 0)[0] == 422


@pytest.mark.parametrize("query", ["", "?vis=disposisjon"])
def test_a_long_text_takes_no_more_queries_than_a_short_one(
    world: World, client: Client, query: str, django_assert_max_num_queries: Any
) -> None:
    desk = Desk(world)
    for number in range(35):
        Section.objects.create(version=desk.draft, anchor=f"mer-{number}", position=number + 10)
    with django_assert_max_num_queries(14):
        assert client.get(desk.url() + query).status_code == 200
