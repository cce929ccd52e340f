"""The pieces pages are built of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory
from lxml import html

from samhandling.core.icons import ICONS, icon
from samhandling.core.templatetags.portal import STATUS


def drawn(template: str, **context: object) -> str:
    return Template("{% load portal norsk %}" + template).render(Context(context)).strip()


@pytest.mark.parametrize("kind", STATUS)
def test_a_status_is_a_figure_and_a_word(kind: str) -> None:
    element = html.fromstring(drawn("{% status kind 'Ordet' %}", kind=kind))
    assert element.find("svg") is not None
    assert element.text_content() == "Ordet"


def test_the_normal_is_quiet_and_deviation_has_a_surface() -> None:
    assert "data-loud" not in drawn("{% status 'done' 'Klar' %}")
    assert "data-loud" in drawn("{% status 'overdue' 'Mangler' %}")
    assert "data-loud" not in drawn("{% status 'overdue' 'Mangler' loud=False %}")


def test_every_status_has_a_shape_of_its_own() -> None:
    shapes = {ICONS[figure] for figure, _, _ in STATUS.values()}
    assert len(shapes) == len({figure for figure, _, _ in STATUS.values()})


def test_what_is_exempt_says_so_also_where_only_the_basis_shows() -> None:
    for template in ("{% mark_exempt basis %}", "{% mark_exempt basis short=True %}"):
        words = html.fromstring(drawn(template, basis="offl. § 23 <første> ledd")).text_content()
        assert words == "Unntatt offentlighet, offl. § 23 <første> ledd"


def test_the_breadcrumb_ends_with_the_page_itself() -> None:
    page = html.fromstring(drawn("{% breadcrumbs 'Møter' '/m/' 'OSU' '/m/1/' 'Protokoll' %}"))
    assert [link.get("href") for link in page.xpath(".//ol//a")] == ["/m/", "/m/1/"]
    assert page.xpath("string(.//*[@aria-current='page'])") == "Protokoll"
    assert page.xpath("string(./a/@aria-label)") == "Tilbake til OSU"


def test_a_table_tells_its_columns_on_a_phone_and_its_roles_everywhere() -> None:
    table = html.fromstring(
        drawn(
            "{% stacked_table caption='Vedlegg' %}<thead><tr><th scope='col'>Dokument</th><th>Sider</th>"
            "<th>Innsyn</th></tr></thead><tbody><tr><th scope='row'><a href='#'>Sak</a></th><td colspan='2'>3</td></tr>"
            "<tr><th scope='row'>B</th><td>4</td><td data-label='Eget'>Ja</td></tr></tbody>{% endstacked_table %}"
        )
    )
    assert table.get("role") == "table"
    assert [cell.get("data-label") for cell in table.iter("td")] == ["Sider", "Sider", "Eget"]
    assert {cell.get("role") for cell in table.iter("th", "td")} == {"columnheader", "rowheader", "cell"}
    assert table.xpath("string(caption)") == "Vedlegg"


def test_an_empty_list_says_what_fills_it_and_what_to_do() -> None:
    page = html.fromstring(
        drawn(
            '{% include "components/empty.html" with title="Tomt" text="Kommer." action_url="/ny/" action_label="Ny" %}'
        )
    )
    assert page.xpath("string(.//h2)") == "Tomt"
    assert page.xpath("string(.//a[@href='/ny/'])") == "Ny"


def test_pages_of_a_list_keep_the_filters() -> None:
    request = RequestFactory().get("/moter/?utvalg=osu&side=2")
    page_obj = Paginator(range(30), 10).page(2)
    nav = html.fromstring(drawn('{% include "components/pagination.html" %}', request=request, page_obj=page_obj))
    assert nav.xpath("string(.//a[@aria-current])") == "2"
    assert nav.xpath("string(.//a[.='3']/@href)") == "?utvalg=osu&side=3"


def test_trail_values_progress_dates_and_initials() -> None:
    trail = drawn(
        '{% include "components/trail.html" %}',
        steps=[{"kind": "done", "heading": "LSU"}, {"kind": "waiting", "heading": "OSU", "quote": "<b>"}],
    )
    assert trail.count("data-next") == 1
    assert "&lt;b&gt;" in trail
    values = drawn('{% include "components/kv.html" %}', items=[("Arkivsak", "17/1"), ("Tomt", ""), ("Sider", 0)])
    assert values.count("<dt>") == 2
    assert "7 av 9" in drawn("{% progress 7 9 'Dokumenter laget' %}")
    assert "<b>21</b><span>sep.</span>" in drawn("{% date_block day %}", day=dt.date(2026, 9, 21))
    assert 'data-initials="MØ"' in drawn("{% avatar 'Maren  Aase-Øyhaug' %}")
    assert 'data-initials="AL"' in drawn("{% avatar 'Alva' %}")


def test_a_section_counts_and_is_named_by_its_heading() -> None:
    section = html.fromstring(
        drawn("{% section 'Må gjøres nå' count=0 url='/a/' link='Alle' %}<p>Ro.</p>{% endsection %}")
    )
    assert section.xpath("string(.//h2)").split() == ["Må", "gjøres", "nå", "0"]
    assert section.get("aria-labelledby") == section.xpath("string(.//h2/@id)")


def test_a_misspelt_icon_is_found_at_once() -> None:
    with pytest.raises(KeyError):
        icon("finnes-ikke")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["tilgjengelighet", "personvern", "hva-vi-publiserer", "kilder", "hjelp"])
def test_pages_about_the_site_are_open_to_all(client: Client, name: str) -> None:
    response = client.get(f"/om/{name}/")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.django_db
def test_an_unknown_address_is_answered_in_norwegian(client: Client) -> None:
    response = client.get("/om/finnes-ikke/")
    assert response.status_code == 404
    assert "Vi finner ikke siden" in response.content.decode()


@pytest.mark.django_db
def test_a_stale_form_is_told_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/sprak/setlang/", {"language": "nn"})
    assert response.status_code == 403
    assert "Siden var åpen for lenge" in response.content.decode()


@pytest.mark.django_db
def test_the_language_is_kept(client: Client) -> None:
    client.post("/sprak/setlang/", {"language": "nn", "next": "/om/hjelp/"})
    assert '<html lang="nn"' in client.get("/om/hjelp/").content.decode()


@pytest.mark.django_db
def test_pasted_html_is_cleaned_for_those_who_are_signed_in(client: Client, django_user_model: Any) -> None:
    assert client.post("/om/rens-tekst/", {"html": "<p>a</p>"}).status_code == 302
    client.force_login(
        django_user_model.objects.create_user("a@x.example", name="A"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    response = client.post("/om/rens-tekst/", {"html": "<h1 onclick=x>a</h1>"})
    assert response.content.decode() == "<h2>a</h2>"
    assert client.get("/om/rens-tekst/").status_code == 405
