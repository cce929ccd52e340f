"""The adoption board: the whole request in this process, at the sizes of the issue."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.enums import AdoptionStatus, EntryRule
from agreements.models import Adoption, AgreementParty, Revision
from municipalities.enums import Role
from municipalities.models import GroupMembership, MunicipalGroup, Municipality, Partnership, Person, Representation
from samhandling.accounts.models import User
from tests.bench.recorder import Record, benchmark
from tests.bench.requests import browser_of, count_queries, like_in_production, milliseconds
from tests.factories.agreements import AgreementFactory, CouncilMeetingFactory, RevisionFactory, frozen
from tests.factories.organisation import MunicipalityFactory, PartnershipFactory

AGREEMENTS, REGIONS, ROUNDS = 13, 5, 60
STATES = tuple(AdoptionStatus)


@benchmark
def board(record: Record) -> None:
    made = {count: filled_board(f"benk-{count}", count) for count in (26, 42)}
    like_in_production()
    for count, (partnership, user) in made.items():
        client = browser_of(user)
        address = reverse("agreements:board", args=[partnership.slug])
        page = client.get(address)
        size = f"{count} kommuner, {AGREEMENTS} revisjoner, {len(page.content) // 1024} kB, {ROUNDS} ganger"
        median = statistics.median(milliseconds(client, address, ROUNDS))
        record(f"board.{count}x{AGREEMENTS}.server_ms", median, unit="ms", size=size)
        changed = statistics.median(_after_a_change(partnership, client, address) for _ in range(ROUNDS))
        record(f"board.{count}x{AGREEMENTS}.changed_ms", changed, unit="ms", size=f"{size}, et vedtak endret hver gang")
        record(f"board.{count}x{AGREEMENTS}.queries", count_queries(client, address), unit="spørringer", size=size)


def _after_a_change(partnership: Partnership, client: Client, address: str) -> float:
    """The first look at the board after a council has decided: nothing that was made of it before can be used."""
    row = Adoption.objects.filter(revision__agreement__partnership=partnership).order_by("decided_on", "pk")[:1].get()
    Adoption.objects.filter(pk=row.pk).update(decided_on=timezone.localdate())
    return milliseconds(client, address, 1)[0]


def filled_board(slug: str, count: int) -> tuple[Partnership, User]:
    """A partnership where every agreement is out, with every status in turn, and a coordinator of it."""
    partnership: Partnership = PartnershipFactory(slug=slug)
    municipalities = [MunicipalityFactory(name=f"Kommune {number}") for number in range(count)]
    groups = [
        MunicipalGroup.objects.create(
            partnership=partnership,
            slug=f"region-{number}",
            name=f"Region {number}",
            kind="health_region",
            valid_from=dt.date(2015, 1, 1),
        )
        for number in range(REGIONS)
    ]
    for number, municipality in enumerate(municipalities):
        GroupMembership.objects.create(
            group=groups[number % REGIONS], municipality=municipality, valid_from=dt.date(2015, 1, 1)
        )
        CouncilMeetingFactory(municipality=municipality)
    for number in range(AGREEMENTS):
        sent_out(partnership, str(number + 1), municipalities)
    user = User.objects.create_user(f"{slug}@example.org", name="Benk Oversikt")
    person = Person.objects.create(partnership=partnership, user=user, name="Benk Oversikt")
    Representation.objects.create(
        partnership=partnership, person=person, role=Role.COORDINATOR_MUNICIPAL, valid_from=dt.date(2015, 1, 1)
    )
    return partnership, user


def sent_out(partnership: Partnership, number: str, municipalities: Iterable[Municipality]) -> Revision:
    """An agreement whose revision is with the councils, with every status in turn."""
    today = timezone.localdate()
    agreement = AgreementFactory(partnership=partnership, number=number, short_title="Innleggelse")
    version = frozen(agreement)
    deadline = today + dt.timedelta(days=20 * (int(number) % 3) - 20)
    revision: Revision = RevisionFactory(
        agreement=agreement, version=version, step="councils", entry_rule=EntryRule.ALL, council_deadline=deadline
    )
    start = dt.date(2015, 1, 1)
    parties = [AgreementParty(agreement=agreement, municipality=row, valid_from=start) for row in municipalities]
    parties.append(AgreementParty(agreement=agreement, trust=partnership.trust, valid_from=start))
    AgreementParty.objects.bulk_create(parties)
    Adoption.objects.bulk_create(
        _adoption(revision.pk, version.pk, party, STATES[(index * 5 + int(number)) % 11 % len(STATES)])
        for index, party in enumerate(parties)
    )
    return revision


def _adoption(revision: int, version: int, party: AgreementParty, status: AdoptionStatus) -> Adoption:
    today = timezone.localdate()
    return Adoption(
        revision_id=revision,
        version_id=version,
        party=party,
        status=status,
        sent_on=today - dt.timedelta(days=60),
        council_on=today + dt.timedelta(days=party.pk % 30),
        decided_on=today - dt.timedelta(days=party.pk % 28),
    )
