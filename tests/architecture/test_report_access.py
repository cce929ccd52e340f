"""Reports, surveys and newsletters: what is not released is the secretariat's, and what is exempt or confided stays so.

`REPORT_STATES` has the signs of test_access_matrix.py for the same addresses in other states.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.access import access_for
from reports.access import readable_reports
from reports.indicators.definitions import DEFINITIONS
from reports.models import Newsletter, StatusReport, Survey
from reports.selectors.newsletters import readable_newsletters
from reports.selectors.surveys import readable_surveys
from tests.access_sample import Sample, build_sample
from tests.architecture.report_table import OPEN_TO_ALL, REPORT_ADDRESSES, REPORT_GETS, REPORT_STATES
from tests.architecture.test_access_matrix import sign
from tests.factories.meetings import (
    AgendaItemFactory,
    CaseFactory,
    ItemTextFactory,
    LegalBasisFactory,
    MeetingFactory,
    MinutesFactory,
    MinutesItemFactory,
    lock,
)
from tests.personas import PERSONAS, World
from tests.report_sample import SECRET
from tests.survey_sample import WRITTEN

ClientOf = Callable[[str], Client]
SECRETARIAT = ("coordinator_municipal", "coordinator_trust")
CONFIDED, WITHHELD = "Forhandlingsposisjon om lokaler", "Vi går ikke over tre millioner."


@pytest.fixture
def sample(world: World, settings: Any, tmp_path: Any) -> Sample:
    """With a meeting of last month whose locked minutes have an exempt item, which figures and reports count."""
    settings.MEDIA_ROOT = tmp_path
    starts = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - dt.timedelta(days=30)
    meeting = MeetingFactory(
        committee=world.committee, called=True, starts_at=starts, ends_at=starts + dt.timedelta(hours=2)
    )
    minutes = MinutesFactory(meeting=meeting)
    exempt = {"is_exempt": True, "legal_basis": LegalBasisFactory(), "public_title": "Kostnader", "title": CONFIDED}
    for case in (CaseFactory(partnership=world.partnership, **exempt), None):
        item = AgendaItemFactory(meeting=meeting, case=case, numbered=True, **exempt)
        ItemTextFactory(item=MinutesItemFactory(minutes=minutes, agenda_item=item), section="decision", text=WITHHELD)
    lock(minutes)
    return build_sample(world)


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_reads_what_in_which_state(sample: Sample, client_of: ClientOf, persona: str) -> None:
    client, place = client_of(persona), PERSONAS.index(persona)
    for name, fill, row in REPORT_STATES:
        path = reverse(name, kwargs=fill(sample))
        assert sign(client.get(path)) == row.replace(" ", "")[place], path


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_listed_opens_and_what_is_not_is_not_found(sample: Sample, client_of: ClientOf, persona: str) -> None:
    client, partnership = client_of(persona), sample.world.partnership
    access = access_for(sample.world.users[persona] or AnonymousUser(), partnership)
    for model, name, readable in (
        (StatusReport, "report-detail", readable_reports(partnership, access)),
        (Survey, "survey-detail", readable_surveys(partnership, access)),
        (Newsletter, "newsletter-detail", readable_newsletters(partnership, access)),
    ):
        rows: list[Any] = list(model._default_manager.all())
        answers = {row.pk: client.get(reverse(f"reports:{name}", args=[partnership.slug, row.pk])) for row in rows}
        assert {answer.status_code for answer in answers.values()} <= {200, 404}
        assert {pk for pk, answer in answers.items() if answer.status_code == 200} == {row.pk for row in readable}


@pytest.mark.parametrize("persona", [persona for persona in PERSONAS if persona not in SECRETARIAT])
def test_only_the_secretariat_writes(sample: Sample, client_of: ClientOf, persona: str) -> None:
    client = client_of(persona)
    for name in sorted(set(REPORT_ADDRESSES) - OPEN_TO_ALL):
        with transaction.atomic():
            answer = sign(client.post(reverse(name, kwargs=REPORT_ADDRESSES[name](sample))))
            transaction.set_rollback(True)
        assert answer in "305>", name


@pytest.mark.parametrize("persona", ["mayor", "anonymous"])
def test_no_page_tells_what_is_exempt_confided_or_unreleased(sample: Sample, client_of: ClientOf, persona: str) -> None:
    client, place = client_of(persona), PERSONAS.index(persona)
    slug = sample.world.partnership.slug
    paths = [reverse(name, kwargs=fill(sample)) for name, fill in REPORT_ADDRESSES.items()
             if REPORT_GETS[name].replace(" ", "")[place] == "."]  # fmt: skip
    paths += [reverse("reports:indicator-detail", args=[slug, key]) for key in DEFINITIONS]
    figures = [row["key"] for row in sample.reports.of_partnership.snapshot["figures"]]
    of_partnership = sample.reports.of_partnership.pk
    paths += [reverse("reports:report-rows", args=[slug, of_partnership, key]) for key in figures]
    paths.append(reverse("reports:report-detail", args=[slug, of_partnership]))
    paths = [path for path in paths if not path.endswith(("/excel/", "/zip/", "/pdf/"))]

    told = [
        (path, words)
        for path in paths
        for words in (CONFIDED, WITHHELD, WRITTEN, SECRET)
        if words in b"".join(client.get(path)).decode(errors="replace")
    ]

    assert figures
    assert told == []


def test_the_secretariat_sees_what_the_others_do_not(sample: Sample, client_of: ClientOf) -> None:
    """So that the test above looks for words that are there."""
    client, slug, reports = client_of("coordinator_trust"), sample.world.partnership.slug, sample.reports
    rows = [client.get(reverse("reports:indicator-detail", args=[slug, key])).content.decode() for key in DEFINITIONS]
    texts = client.get(reverse("reports:survey-texts", args=[slug, reports.surveys.released.pk]))
    draft = client.get(reverse("reports:report-detail", args=[slug, reports.own_draft.pk]))

    assert CONFIDED in "".join(rows)
    assert WRITTEN in texts.content.decode()
    assert SECRET in draft.content.decode()
