"""What is shown opens, and what does not open is not shown: lists and pages agree for every persona and object."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from meetings.disclosure import reads_minutes
from meetings.models import Case, Minutes
from meetings.selectors.documents import meeting_panel
from municipalities.access import Access, access_for
from samhandling.documents.models import Document
from tests.access_sample import Sample, build_sample
from tests.architecture.access_table import ADDRESSES, GETS
from tests.personas import PERSONAS, World


@pytest.fixture
def sample(world: World, settings: Any, tmp_path: Any) -> Sample:
    settings.MEDIA_ROOT = tmp_path
    return build_sample(world)


def access_of(sample: Sample, persona: str) -> Access:
    return access_for(sample.world.users[persona] or AnonymousUser(), sample.world.partnership)


def opens(client: Client, name: str, *arguments: Any) -> bool:
    """200 or 404: what one may not read is never a 403, which would tell that it is there."""
    status = client.get(reverse(f"meetings:{name}", args=arguments)).status_code
    assert status in (200, 404), (name, arguments, status)
    return status == 200


@pytest.mark.parametrize("persona", PERSONAS)
def test_visible_and_openable_are_the_same(sample: Sample, client_of: Callable[[str], Client], persona: str) -> None:
    client, access, slug = client_of(persona), access_of(sample, persona), sample.world.partnership.slug

    cases = set(Case.objects.visible_to(access))
    assert {case for case in Case.objects.all() if opens(client, "case-detail", slug, case.pk)} == cases

    committee = sample.world.committee.pk
    minutes = {row for row in Minutes.objects.all() if reads_minutes(access, row, committee)}
    addresses = {row: ("minutes-version", slug, row.meeting_id, row.version) for row in Minutes.objects.all()}
    assert {row for row, address in addresses.items() if opens(client, *address)} == minutes

    meetings = (sample.planned, sample.held, sample.closed)
    panels = [meeting_panel(meeting, sample.world.partnership, access) for meeting in meetings]
    listed = {row.document for panel in panels for row in panel.rows}
    assert {row for row in Document.objects.all() if opens(client, "document-download", slug, row.pk)} == listed


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_leads_to_what_its_reader_may_not_open(
    sample: Sample, client_of: Callable[[str], Client], persona: str
) -> None:
    client, place = client_of(persona), PERSONAS.index(persona)
    found: dict[str, str] = {}
    for name, fill in ADDRESSES.items():
        if GETS[name].replace(" ", "")[place] == "." and name != "health":
            page = client.get(reverse(name, kwargs=fill(sample)))
            if page["Content-Type"].startswith("text/html"):
                links = re.findall(r'<a\s[^>]*href="(/[^"#?]*)', page.content.decode())
                found |= {link: name for link in links if not link.startswith(("/static/", "/konto/"))}

    refused = {link: name for link, name in found.items() if client.get(link).status_code in (403, 404)}

    assert found
    assert refused == {}
