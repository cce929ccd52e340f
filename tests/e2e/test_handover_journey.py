"""The secretariat changes hands: the warning, the next in turn, all open work, and the receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from meetings.enums import CaseState
from reports.models import Handover
from reports.services.secretariat import set_rotation
from tests.e2e.desk import click_link, press
from tests.factories.meetings import CaseFactory
from tests.factories.organisation import GroupFactory
from tests.factories.reports import SecretariatTermFactory
from tests.fixtures.browser import NewPage
from tests.personas import World

Axe = Callable[[Page], None]


def test_from_the_warning_to_the_receipt(world: World, new_page: NewPage, axe: Axe) -> None:
    today = timezone.localdate()
    groups = [GroupFactory(partnership=world.partnership, name=name) for name in ("Orkdal", "Fosen")]
    set_rotation(actor=None, partnership=world.partnership, groups=groups)
    SecretariatTermFactory(
        partnership=world.partnership,
        group=groups[0],
        valid_from=today - dt.timedelta(days=600),
        valid_to=today + dt.timedelta(days=60),
    )
    CaseFactory(partnership=world.partnership, title="Felles akutteam", state=CaseState.OPEN)

    giver = new_page(world.user("coordinator_trust"))
    giver.goto(reverse("meetings:today", args=["prove"]))
    warning = giver.get_by_role("listitem").filter(has_text="Sekretariatet for kommunene hos Orkdal går ut")
    expect(warning).to_contain_text("Neste i turnusen er Fosen.")
    axe(giver)
    warning.get_by_role("link", name="Legg inn neste periode").click()
    expect(giver.get_by_label("Kommunegruppe")).to_have_value(str(groups[1].pk))
    press(giver, "Lagre")
    expect(giver.get_by_role("row", name="Fosen")).to_contain_text("Kommer")
    axe(giver)

    click_link(giver, "Overlever")
    giver.get_by_label("Til den som overtar").fill("Møteplanen må vedtas i januar.")
    axe(giver)
    press(giver, "Lag overleveringen")
    expect(giver.get_by_role("heading", level=1)).to_have_text("Overlevering fra Orkdal til Fosen")
    expect(giver.get_by_role("link", name="Felles akutteam")).to_be_visible()
    expect(giver.locator("main").get_by_role("link", name="Kvitter")).to_have_count(0)

    taker = new_page(world.user("coordinator_municipal"), width=360)
    taker.goto(giver.url)
    axe(taker)
    click_link(taker, "Kvitter")
    taker.get_by_label("Merknad").fill("Alt er med.")
    press(taker, "Jeg har tatt over")
    expect(taker.locator("main")).to_contain_text("Tuva Prøvesen tok over")
    expect(taker.locator("main")).to_contain_text("Merknad: Alt er med.")
    assert Handover.objects.get().received_name == "Tuva Prøvesen"
