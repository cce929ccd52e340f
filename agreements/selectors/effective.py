"""Which text binds a party: what its council last adopted, with its deviations, also through mergers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.content import Content
from agreements.enums import AdoptionStatus
from agreements.models import Adoption, AgreementParty, AgreementVersion
from agreements.selectors.texts import content_of

ADOPTED = (AdoptionStatus.ADOPTED, AdoptionStatus.ADOPTED_WITH_DEVIATION)


@dataclass(frozen=True)
class EffectiveText:
    """What a party last adopted; `content` has its deviations in it, and the token where its name stands."""

    adoption: Adoption
    version: AgreementVersion
    content: Content

    @property
    def deviates(self) -> bool:
        return self.adoption.status == AdoptionStatus.ADOPTED_WITH_DEVIATION


def lineage_of(party: AgreementParty) -> set[int]:
    """The party and all it has taken over after, as primary keys; one query for each generation of mergers."""
    found, newest = {party.pk}, {party.pk}
    while newest:
        older = AgreementParty.objects.filter(succeeded_by__in=newest).exclude(pk__in=found)
        newest = set(older.values_list("pk", flat=True))
        found |= newest
    return found


def adoptions_of(party: AgreementParty, *, before: dt.date | None = None) -> Iterable[Adoption]:
    """What the party, or those it succeeds, has adopted, newest first; `before` leaves out later decisions."""
    adoptions = Adoption.objects.filter(party__in=lineage_of(party), status__in=ADOPTED)
    if before is not None:
        adoptions = adoptions.filter(decided_on__lt=before)
    related = adoptions.select_related("version", "revision", "party__municipality", "party__trust")
    return related.prefetch_related("deviations").order_by("-decided_on", "-version__number", "-pk")


def effective_text(party: AgreementParty, *, besides: AgreementVersion | None = None) -> EffectiveText | None:
    """The text the party last adopted, `besides` one that is out for adoption now; None when it never has.

    After a merger it is the newest of what the merged municipalities had adopted: `adoptions_of` gives them all.
    """
    for adoption in adoptions_of(party):
        if besides is None or adoption.version_id != besides.pk:
            return EffectiveText(adoption, adoption.version, adopted_content(adoption))
    return None


def adoption_by(version: AgreementVersion, number: str) -> Adoption | None:
    """What the municipality with a number adopted of a text, with its deviations; two queries."""
    adoptions = Adoption.objects.filter(version=version, party__municipality__number=number, status__in=ADOPTED)
    related = adoptions.select_related("version", "party__municipality", "party__trust")
    return related.prefetch_related("deviations").order_by("-decided_on", "-pk").first()


def adopted_content(adoption: Adoption) -> Content:
    """The adopted text with the party's deviating sections in place. `version` and `deviations` should be fetched."""
    bodies = {deviation.anchor: deviation.text for deviation in adoption.deviations.all()}
    return content_of(adoption.version).with_bodies(bodies)
