"""Cost sharing as people meet it: the form, the table, the workbook and the invoice bases."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from municipalities.enums import LanguageDecision
from municipalities.models import PartnershipMembership
from reports.models import CostScheme, InvoiceBasis
from reports.packets.invoice import invoice_content
from reports.selectors.costs import sharing_of
from reports.services.invoices import order_invoices, retry_invoices
from samhandling.documents import services
from samhandling.documents.enums import Kind, Variant
from samhandling.documents.models import Document
from samhandling.documents.packet import CannotProduce
from samhandling.documents.production import MadeFile
from tests.documents.pdf_checks import assert_claims, assert_structure
from tests.factories.reports import CostSchemeFactory
from tests.meetings.documents_files import make_of, text_of
from tests.personas import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No broker: the orders stay in the database."""
    names: list[str] = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, **_: names.append(name))
    return names


@pytest.fixture
def scheme(world: World) -> CostScheme:
    """Alvdalen has 12 400 inhabitants, Bjørkli 3 180: 37 200 and 9 540 kroner."""
    made: CostScheme = CostSchemeFactory(
        partnership=world.partnership,
        name="Sekretariatet 2026",
        municipalities=[world.municipality_a, world.municipality_b],
    )
    return made


def typed(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Sekretariatet 2027",
        "purpose": "En felles koordinator",
        "rate": "2,50",
        "population_year": "2024",
        "municipalities": [world.municipality_a.pk, world.municipality_b.pk],
        "trust_matches": "on",
        "valid_from": "2027-01-01",
        "valid_to": "2027-12-31",
        "decided_in": "sak 14/26",
        **changes,
    }


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").split())


# --- The form ---------------------------------------------------------------------------------------------------------


def test_the_form_comes_with_those_who_share_costs(world: World, client_of: ClientOf) -> None:
    PartnershipMembership.objects.filter(municipality=world.municipality_b).update(in_cost_sharing=False)
    page = client_of("coordinator_municipal").get(reverse("reports:cost-create", args=["prove"]))
    assert page.context["form"].initial["municipalities"] == [world.municipality_a.pk]
    assert "Portalen har tall for kommunene fra 2024." in words_of(page)


def test_a_coordinator_makes_a_scheme_and_sees_what_each_pays(world: World, client_of: ClientOf) -> None:
    answer = client_of("coordinator_trust").post(
        reverse("reports:cost-create", args=["prove"]), typed(world), follow=True
    )
    words = words_of(answer)
    assert "31 000" in words  # 2,50 × 12 400
    assert "7950" in words  # 2,50 × 3 180
    assert "77 900" in words  # twice 38 950
    assert "rundet av til nærmeste hele krone" in words


def test_a_year_without_inhabitants_is_told_beside_the_field_and_nothing_is_lost(
    world: World, client_of: ClientOf
) -> None:
    client = client_of("coordinator_municipal")
    answer: Any = client.post(reverse("reports:cost-create", args=["prove"]), typed(world, population_year="2022"))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "mangler for Alvdalen og Bjørkli" in form.errors["population_year"][0]
    assert "Velg et år som har tall for alle: 2024." in form.errors["population_year"][0]
    words = words_of(answer)
    for kept in ("Sekretariatet 2027", "En felles koordinator", "2,50", "sak 14/26", "2027-12-31"):
        assert kept in words
    assert words.count("checked") == 3  # both municipalities, and that the trust matches
    assert not CostScheme.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("rate", "0", "Satsen må være mer enn 0 kroner."),
        ("rate", "tre", "Skriv beløpet med tall"),
        ("municipalities", [], "Velg kommunene som skal være med."),
        ("valid_to", "2026-12-31", "Til-datoen er før fra-datoen."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: World, client_of: ClientOf, field: str, value: Any, said: str
) -> None:
    answer: Any = client_of("coordinator_municipal").post(
        reverse("reports:cost-create", args=["prove"]), typed(world, **{field: value})
    )
    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field][0]


def test_the_municipalities_of_another_year_are_fetched_with_all_that_was_written(
    world: World, client_of: ClientOf
) -> None:
    PartnershipMembership.objects.filter(municipality=world.municipality_b).update(valid_from="2023-06-01")
    values = typed(world, population_year="2023", hent="1", rate="to kroner")
    answer: Any = client_of("coordinator_municipal").post(reverse("reports:cost-create", args=["prove"]), values)
    assert answer.status_code == 200
    assert answer.context["form"]["municipalities"].value() == [world.municipality_a.pk]
    assert "to kroner" in words_of(answer)
    assert not CostScheme.objects.exists()


def test_a_scheme_is_changed(scheme: CostScheme, world: World, client_of: ClientOf) -> None:
    values = typed(world, municipalities=[world.municipality_b.pk])
    address = reverse("reports:cost-edit", args=["prove", scheme.pk])
    assert client_of("coordinator_municipal").post(address, values).status_code == 302
    assert list(scheme.municipalities.all()) == [world.municipality_b]


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_all_read_and_only_the_secretariat_writes(scheme: CostScheme, client_of: ClientOf) -> None:
    for name in ("cost-detail", "cost-export"):
        assert client_of("anonymous").get(reverse(f"reports:{name}", args=["prove", scheme.pk])).status_code == 200
    assert client_of("anonymous").get(reverse("reports:cost-list", args=["prove"])).status_code == 200
    assert client_of("mayor").get(reverse("reports:cost-edit", args=["prove", scheme.pk])).status_code == 403
    assert client_of("mayor").get(reverse("reports:cost-create", args=["prove"])).status_code == 403
    assert (
        client_of("coordinator_trust").get(reverse("reports:cost-detail", args=["annet", scheme.pk])).status_code == 404
    )


def test_a_mayor_sees_first_what_the_own_municipality_pays(scheme: CostScheme, client_of: ClientOf) -> None:
    words = words_of(client_of("mayor").get(reverse("reports:cost-detail", args=["prove", scheme.pk])))
    assert "Alvdalen betaler" in words
    assert "79,6 %" in words  # 37 200 of 46 740


# --- Excel ------------------------------------------------------------------------------------------------------------


def test_the_workbook_has_numbers_sums_and_the_rules(scheme: CostScheme, client_of: ClientOf, world: World) -> None:
    world.municipality_a.name = "=Alvdalen"
    world.municipality_a.save()
    answer = client_of("anonymous").get(reverse("reports:cost-export", args=["prove", scheme.pk]))
    assert "Kostnadsdeling%20Sekretariatet%202026.xlsx" in answer["Content-Disposition"].replace(" ", "%20")
    book = load_workbook(io.BytesIO(answer.content))
    rows = {row[1]: row for row in book["Bidrag"].iter_rows(values_only=True)}
    assert rows["Bjørkli"][:5] == ("1002", "Bjørkli", None, 3_180, 9_540)
    assert rows["Til sammen"][4] == 93_480
    assert {cell.data_type for row in book["Bidrag"].iter_rows() for cell in row if cell.value} == {"s", "n"}
    facts = dict(book["Grunnlag"].iter_rows(values_only=True, min_row=2))
    assert facts["Kroner per innbygger i året"] == 3
    assert facts["Gjelder"] == "2026"


# --- Invoice bases ----------------------------------------------------------------------------------------------------


def test_one_press_orders_for_all_and_another_makes_nothing_new(
    scheme: CostScheme, client_of: ClientOf, django_capture_on_commit_callbacks: Any, tasks: list[str]
) -> None:
    address = reverse("reports:invoice-basis", args=["prove", scheme.pk])
    client = client_of("coordinator_municipal")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    assert Document.objects.filter(kind=Kind.INVOICE_BASIS).count() == len(tasks) == 2
    client.post(address)
    assert Document.objects.filter(kind=Kind.INVOICE_BASIS).count() == 2
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()


def test_one_municipality_alone_can_be_ordered(scheme: CostScheme, world: World, client_of: ClientOf) -> None:
    client = client_of("coordinator_trust")
    client.post(reverse("reports:invoice-basis", args=["prove", scheme.pk]), {"kommune": world.municipality_b.pk})
    assert InvoiceBasis.objects.get().municipality == world.municipality_b


def test_a_number_of_no_party_orders_nothing(scheme: CostScheme, client_of: ClientOf) -> None:
    address = reverse("reports:invoice-basis", args=["prove", scheme.pk])
    answer = client_of("coordinator_trust").post(address, {"kommune": "1"}, follow=True)
    assert "Kommunen er ikke med i kostnadsdelingen." in words_of(answer)
    assert not InvoiceBasis.objects.exists()


def test_a_new_rate_tells_that_the_files_are_outdated_and_makes_new_ones(
    scheme: CostScheme, client_of: ClientOf
) -> None:
    order_invoices(scheme=scheme, user=None)
    for document in Document.objects.all():
        ready(document)
    client, address = client_of("health_chief"), reverse("reports:invoice-basis", args=["prove", scheme.pk])
    assert "tdatert" not in words_of(client.get(address))
    scheme.rate = Decimal(4)
    scheme.save()
    told = words_of(client.get(address))
    assert "2 fakturagrunnlag er utdatert" in told
    again = "Lag de utdaterte på nytt"
    assert again not in told
    assert again in words_of(client_of("coordinator_trust").get(address))
    order_invoices(scheme=scheme, user=None)
    assert "tdatert" not in words_of(client.get(address))
    assert sorted(Document.objects.values_list("version", flat=True)) == [1, 1, 2, 2]


def test_members_read_and_coordinators_order(scheme: CostScheme, client_of: ClientOf) -> None:
    address = reverse("reports:invoice-basis", args=["prove", scheme.pk])
    assert client_of("health_chief").get(address).status_code == 200
    assert client_of("health_chief").post(address).status_code == 403
    assert client_of("outsider").get(address).status_code == 403
    assert client_of("anonymous").get(address).status_code == 302
    (first, _second) = order_invoices(scheme=scheme, user=None)
    ready(Document.objects.get(object_id=first.pk))
    download = reverse("reports:invoice-basis-download", args=["prove", scheme.pk, first.pk])
    assert client_of("health_chief").get(download)["Content-Type"] == "application/pdf"
    assert client_of("outsider").get(download).status_code == 403
    zipped = client_of("mayor").get(reverse("reports:invoice-basis-zip", args=["prove", scheme.pk]))
    assert zipped["Content-Type"] == "application/zip"


def ready(document: Document) -> None:
    """As the worker leaves it, with a small file."""
    document.state, document.file_name, document.sha256 = "ready", "Fakturagrunnlag.pdf", "a" * 64
    document.pages, document.size, document.finished_at = 1, 4, document.created_at
    document.file.save(f"{document.pk}.pdf", SimpleUploadedFile("x", b"%PDF"), save=False)
    document.save()


def test_those_that_failed_are_tried_again(scheme: CostScheme, client_of: ClientOf) -> None:
    order_invoices(scheme=scheme, user=None)
    Document.objects.update(state="failed", error="Fillageret svarte ikke.")
    address = reverse("reports:invoice-basis", args=["prove", scheme.pk])
    assert "Fillageret svarte ikke." in words_of(client_of("mayor").get(address))
    client_of("coordinator_municipal").post(address, {"feilet": "1"})
    assert set(Document.objects.values_list("state", flat=True)) == {"queued"}
    assert retry_invoices(scheme=scheme, user=None) == 0


def made_file(scheme: CostScheme, world: World) -> MadeFile:
    order_invoices(scheme=scheme, user=None, municipalities=[world.municipality_a])
    basis = InvoiceBasis.objects.get(municipality=world.municipality_a)
    return make_of(basis, Kind.INVOICE_BASIS, Variant.INTERNAL, basis.language)


def test_the_pdf_says_what_is_paid_and_how_it_came_about(scheme: CostScheme, world: World, tmp_path: Path) -> None:
    made = made_file(scheme, world)
    words = " ".join(text_of(made.data, tmp_path).replace("\xa0", " ").split())
    assert "37 200 kroner i året" in words
    assert "Innbyggere 1. januar 2024 12 400" in words
    assert "Alvdalen kommune (kommunenummer 1001)" in words
    assert "93 480" in words
    assert made.file_name == "Fakturagrunnlag Sekretariatet 2026 Alvdalen.pdf"
    assert_structure(made.data)
    assert_claims(made.data)


def test_the_pdf_is_in_the_municipalitys_language(scheme: CostScheme, world: World) -> None:
    world.municipality_a.language = LanguageDecision.NYNORSK
    world.municipality_a.save()
    order_invoices(scheme=scheme, user=None)
    assert InvoiceBasis.objects.get(municipality=world.municipality_a).language == "nn"
    assert Document.objects.filter(language="nn").count() == 1


def test_a_municipality_whose_population_is_gone_says_so(scheme: CostScheme, world: World) -> None:
    world.municipality_b.populations.all().delete()
    (basis,) = order_invoices(scheme=scheme, user=None, municipalities=[world.municipality_a])
    sharing = sharing_of(scheme)
    notes = invoice_content(basis, sharing, sharing.shares[0]).notes
    assert notes[-1] == "Summen for hele ordningen er uten Bjørkli, der folketallet mangler."
    world.municipality_a.populations.all().delete()
    with pytest.raises(CannotProduce, match="Folketallet for Alvdalen"):
        made_file(scheme, world)


@pytest.mark.parametrize("name", ["cost-detail", "cost-edit", "cost-export", "invoice-basis"])
def test_a_page_asks_as_much_for_one_municipality_as_for_many(
    scheme: CostScheme, world: World, client_of: ClientOf, django_assert_max_num_queries: Any, name: str
) -> None:
    client = client_of("coordinator_municipal")
    address = reverse(f"reports:{name}", args=["prove", scheme.pk])
    order_invoices(scheme=scheme, user=None)
    scheme.municipalities.set([world.municipality_a])
    client.get(address)
    with django_assert_max_num_queries(20) as first:
        client.get(address)
    scheme.municipalities.set([world.municipality_a, world.municipality_b])
    with django_assert_max_num_queries(20) as second:
        client.get(address)
    assert len(first) == len(second)
