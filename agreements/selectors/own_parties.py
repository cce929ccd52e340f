"""In which agreements a municipality is a party, and what it took over from the municipalities it is made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from agreements.models import Adoption, AgreementParty
from municipalities.models import Municipality, Partnership


@dataclass(frozen=True)
class OwnParties:
    """`heirs` is each party of the municipality's line → its own party; a party of its own stands for itself."""

    parties: list[AgreementParty]
    heirs: dict[int, AgreementParty] = field(default_factory=dict)
    older: list[Municipality] = field(default_factory=list)

    @property
    def line(self) -> set[int]:
        return set(self.heirs)

    def current(self, day: dt.date) -> list[AgreementParty]:
        return [party for party in self.parties if party.holds_on(day)]

    def coming(self, day: dt.date) -> list[AgreementParty]:
        return [party for party in self.parties if party.valid_from > day]

    def is_inherited(self, adoption: Adoption) -> bool:
        return self.heirs[adoption.party_id].pk != adoption.party_id


def own_parties(partnership: Partnership, municipality: Municipality) -> OwnParties:
    """Three queries, whatever the number of mergers."""
    rows = AgreementParty.objects.filter(agreement__partnership=partnership, municipality=municipality)
    own = list(rows.select_related("municipality", "agreement").order_by("valid_from"))
    succeeds: dict[int, list[int]] = defaultdict(list)
    through = AgreementParty.succeeds.through.objects.filter(from_agreementparty__agreement__partnership=partnership)
    for new, old in through.values_list("from_agreementparty_id", "to_agreementparty_id"):
        succeeds[new].append(old)
    heirs = {party.pk: party for party in own}
    for party in own:
        waiting = list(succeeds[party.pk])
        while waiting:
            old = waiting.pop()
            if old not in heirs:
                heirs[old] = party
                waiting += succeeds[old]
    ids = set(heirs) - {party.pk for party in own}
    older = Municipality.objects.filter(agreement_parties__in=ids).exclude(pk=municipality.pk)
    return OwnParties(own, heirs, list(older.distinct().order_by("name")))
