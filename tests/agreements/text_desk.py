"""A draft on the personas' desk: an agreement with a frozen text and a draft, and saving as the page does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from agreements.models import Agreement, AgreementVersion, Section
from agreements.selectors.drafts import draft_rows
from tests.factories.agreements import TEXT, agreement_with_parties, draft, frozen
from tests.personas import World

ClientOf = Callable[[str], Client]


class Desk:
    def __init__(self, world: World) -> None:
        self.world = world
        self.agreement: Agreement = agreement_with_parties(world.partnership, title="Innleggelse", number="3")
        self.frozen: AgreementVersion = frozen(self.agreement, 1)
        self.draft: AgreementVersion = draft(self.agreement, 2)

    def url(self, path: str = "utkast/") -> str:
        return f"/prove/avtaler/{self.agreement.pk}/{path}"

    def section(self, anchor: str) -> Section:
        return Section.objects.get(version=self.draft, anchor=anchor)

    def part(self, anchor: str, part: str) -> str:
        return self.url(f"utkast/punkt/{self.section(anchor).pk}/{part}/")

    def act(self, client: Client, anchor: str, gjor: str, **more: Any) -> Any:
        return client.post(self.url(f"utkast/punkt/{self.section(anchor).pk}/"), {"gjor": gjor, **more})

    def outline(self) -> list[str]:
        """Numbers and anchors as they now stand."""
        return [f"{row.number} {row.section.anchor}".strip() for row in draft_rows(self.draft)]

    def text(self, anchor: str) -> tuple[str, str]:
        return next((row.heading, row.body) for row in draft_rows(self.draft) if row.section.anchor == anchor)


def save(client: Client, address: str, value: str, base: int) -> tuple[int, dict[str, Any]]:
    answer = client.post(address, {"value": value, "base_revision": base}, headers={"Accept": "application/json"})
    return answer.status_code, json.loads(answer.content)


__all__ = ["TEXT", "ClientOf", "Desk", "save"]
