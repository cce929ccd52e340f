"""What stands side by side stands on one line: the dates of a registration, and the columns of the deadlines."""

from __future__ import annotations

import pytest

from tests.access_sample import Sample, build_sample
from tests.fixtures.browser import NewPage
from tests.personas import build_world


@pytest.fixture
def sample(transactional_db: None) -> Sample:
    return build_sample(build_world())


def test_the_dates_of_a_registration_stand_on_one_line_whatever_is_said_above_them(
    sample: Sample, new_page: NewPage
) -> None:
    page = new_page(sample.world.user("coordinator_municipal"))
    page.goto(f"/prove/vedtak/{sample.agreements.adoption.pk}/registrer/")
    tops = {name: page.locator(f"[name={name}]").bounding_box() for name in ("council_on", "decided_on")}
    assert len({round(box["y"]) for box in tops.values() if box}) == 1


@pytest.mark.parametrize("width", [1280, 360])
def test_the_tables_of_deadlines_have_the_same_columns(sample: Sample, new_page: NewPage, width: int) -> None:
    page = new_page(sample.world.user("coordinator_municipal"), width=width)
    page.goto("/prove/avtaler/frister/")
    tables = page.locator("table").all()
    columns = {
        tuple(round(box["x"]) for cell in table.locator("th[scope=col]").all() if (box := cell.bounding_box()))
        for table in tables
    }
    assert len(tables) > 1
    assert len(columns) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_whom_a_party_took_over_after_is_said_beside_its_name_and_not_in_an_empty_column(
    sample: Sample, new_page: NewPage
) -> None:
    page = new_page(sample.world.user("coordinator_municipal"))
    page.goto(f"/prove/avtaler/{sample.agreements.agreement.pk}/")
    assert page.locator("th[scope=col]", has_text="Part").count() > 0
    assert page.locator("th[scope=col]", has_text="Etter").count() == 0
