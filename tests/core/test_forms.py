"""How forms are drawn: labels, help and errors tied to their fields on the server."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.site")]


def post(client: Client, **data: str) -> tuple[int, HtmlElement]:
    response = client.post("/skjema/", {"title": "", **data})
    return response.status_code, html.fromstring(response.content.decode())


def by_id(page: HtmlElement, id_: str) -> HtmlElement:
    (found,) = page.xpath("//*[@id=$id]", id=id_)
    return found


def test_a_field_is_tied_to_its_label_help_and_error(client: Client) -> None:
    status, page = post(client, weighed="on", kind="a")
    assert status == 422
    title = by_id(page, "id_title")
    assert title.get("aria-invalid") == "true"
    described = [by_id(page, id_).text_content() for id_ in title.get("aria-describedby").split()]
    assert described == ["Vises for alle", "Fyll ut feltet."]
    assert page.xpath("string(//label[@for='id_title'])") == "Offentlig tittel"


def test_the_summary_comes_first_takes_focus_and_leads_to_the_fields(client: Client) -> None:
    _, page = post(client)
    (summary,) = page.xpath("//*[@class='ds-error-summary']")
    assert summary.get("autofocus") is not None
    assert summary.xpath("string(.//h2)") == "Rett tre ting før du kan gå videre"
    links = {link.get("href"): link.text for link in summary.iter("a")}
    assert set(links) == {"#id_title", "#id_kind_0", "#id_weighed"}
    for target in links:
        by_id(page, target[1:])
    assert page.findtext(".//title").startswith("Feil: ")


def test_what_was_typed_stays(client: Client) -> None:
    _, page = post(client, kind="b", deadline="31.02.2026", proposal="OSU vedtar\n<b>")
    assert by_id(page, "id_kind_1").get("checked") is not None
    assert by_id(page, "id_deadline").get("value") == "31.02.2026"
    assert by_id(page, "id_proposal").text.strip() == "OSU vedtar\n<b>"


def test_an_error_of_the_whole_form_stands_in_the_summary(client: Client) -> None:
    status, page = post(client, title="umulig", kind="a", weighed="on")
    assert status == 422
    assert "Saken finnes fra før." in page.xpath("string(//*[@class='ds-error-summary'])")


def test_a_group_of_radios_has_a_legend_and_every_choice_a_label(client: Client) -> None:
    page = html.fromstring(client.get("/skjema/").content.decode())
    (group,) = page.xpath("//fieldset[legend[contains(., 'Hva slags sak?')]]")
    assert [label.text for label in group.iter("label")] == ["Beslutning", "Drøfting"]
    assert [label.get("for") for label in group.iter("label")] == [radio.get("id") for radio in group.iter("input")]


def test_dates_and_times_use_the_browsers_own_picker_and_both_ways_of_writing_are_read(client: Client) -> None:
    page = html.fromstring(client.get("/skjema/").content.decode())
    assert (by_id(page, "id_deadline").get("type"), by_id(page, "id_at").get("type")) == ("date", "time")
    for written in ("2026-09-21", "21.09.2026"):
        status, _ = post(client, title="Sak", kind="a", weighed="on", deadline=written)
        assert status == 200


def test_optional_fields_say_so_and_the_first_button_is_the_primary_one(client: Client) -> None:
    page = html.fromstring(client.get("/skjema/").content.decode())
    assert "(valgfritt)" in page.xpath("string(//label[@for='id_proposal'])")
    assert "(valgfritt)" not in page.xpath("string(//label[@for='id_title'])")
    save, draft = page.xpath("//main//button[@type='submit']")
    assert (save.get("data-variant"), draft.get("data-variant")) == (None, "secondary")
