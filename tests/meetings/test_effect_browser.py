"""What a decision does to its revision follows the outcome until somebody chooses, without a page being loaded.

A choice made while the page asks what the outcome means stands.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Route, expect

from meetings.models import Case
from tests.agreements.revision_ways import with_text
from tests.fixtures.browser import NewPage
from tests.meetings.minutes_table import Table, build_table
from tests.personas import build_world


@pytest.fixture
def table(transactional_db: None) -> Table:
    return build_table(build_world())


def test_the_sentence_follows_the_outcome_and_then_the_choice(table: Table, new_page: NewPage) -> None:
    Case.objects.filter(pk=table.decision_item.case_id).update(revision=with_text(table.world))
    page = new_page(table.user)
    page.goto(table.url("minutes-item", table.decision.pk))
    said, recommends = page.locator("#lasing"), page.locator("[name$=revision_effect][value=recommends]")
    expect(said).to_contain_text("stående der den er")
    page.check("[value=consensus]")
    expect(said).to_contain_text("fullføres trinnet «Anbefalt»")
    expect(recommends).to_be_checked()
    page.check("[value=changes]")
    expect(said).to_contain_text("tilbake til utkast")
    expect(page.locator("#virkning [data-autosave-status]")).to_contain_text("Lagret")
    with page.expect_response("**/felt/item/*/outcome/"):
        page.check("[value=postponed]")
    expect(page.locator("[value=postponed]")).to_be_checked()
    expect(page.locator("[value=changes]")).to_be_checked()
    assert table.decision.revision_effect == "changes"

    answers: list[tuple[Route, APIResponse]] = []
    page.route(
        f"**{table.url('minutes-item', table.decision.pk)}",
        lambda route: route.continue_() if answers else answers.append((route, route.fetch())),
    )
    page.check("[value=consensus]")
    while not answers:
        page.wait_for_timeout(50)
    with page.expect_response("**/felt/item/*/revision_effect/"):
        recommends.check()
    late, answer = answers[0]
    late.fulfill(response=answer)  # of before the choice
    expect(said).to_contain_text("fullføres trinnet «Anbefalt»")
    expect(recommends).to_be_checked()
    assert table.decision.revision_effect == "recommends"
