"""Cost sharing as pages and files show it: who takes part, what each pays, and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.selectors.consultations import name_key, regions_of
from municipalities.models import Municipality, Partnership, PartnershipMembership
from municipalities.querysets import by_norwegian_name
from reports.models import CostScheme
from reports.rules.cost_sharing import Share, Sharing
from reports.selectors.census import Census, new_year
from samhandling.core.dates import long_date, number
from samhandling.core.words import list_of

#: More than these are not named one by one when it is all of them.
MOST_NAMED = 6


@dataclass(frozen=True)
class SchemeRow:
    """A scheme in the list."""

    scheme: CostScheme
    sharing: Sharing

    @property
    def period(self) -> str:
        return period_text(self.scheme)


def own_schemes(partnership: Partnership) -> QuerySet[CostScheme]:
    return CostScheme.objects.filter(partnership=partnership).prefetch_related("municipalities")


def scheme_rows(partnership: Partnership) -> list[SchemeRow]:
    """All schemes with their sums, the newest first; four queries, however many there are."""
    schemes = list(own_schemes(partnership))
    municipalities = [row for scheme in schemes for row in scheme.municipalities.all()]
    census = Census(municipalities, {scheme.population_year for scheme in schemes})
    return [SchemeRow(scheme, _sharing(scheme, census, {})) for scheme in schemes]


def sharing_of(scheme: CostScheme) -> Sharing:
    """What each pays, by name, with the region each was in when the inhabitants were counted."""
    municipalities = list(scheme.municipalities.all())
    day = counting_day(scheme.partnership, scheme.population_year)
    return _sharing(scheme, Census(municipalities, [scheme.population_year]), regions_of(scheme.partnership_id, day))


def _sharing(scheme: CostScheme, census: Census, regions: dict[int, str]) -> Sharing:
    outside = _("Utenfor regionene") if regions else ""
    rows = sorted(scheme.municipalities.all(), key=lambda row: (name_key(row.name), row.number))
    return Sharing(
        [_share(scheme, row, census, regions.get(row.pk, outside)) for row in rows],
        scheme.trust_matches,
    )


def _share(scheme: CostScheme, municipality: Municipality, census: Census, region: str) -> Share:
    count = census.count(municipality, scheme.population_year)
    return Share(
        municipality=municipality.pk,
        number=municipality.number,
        name=municipality.name,
        region=region,
        rate=scheme.rate,
        inhabitants=count.inhabitants if count else None,
        summed_from=count.summed_from if count else (),
        note=_became(scheme, municipality, census),
    )


def _became(scheme: CostScheme, municipality: Municipality, census: Census) -> str:
    """A municipality that ends while the scheme holds: who takes over what it owes."""
    heirs = census.heirs(municipality)
    last = municipality.valid_to
    if last is None or not heirs or last < scheme.valid_from or (scheme.valid_to and scheme.valid_to <= last):
        return ""
    values = {"day": long_date(heirs[0].on), "names": list_of([row.new.name for row in heirs])}
    if len(heirs) == 1:
        return _("Fra %(day)s del av %(names)s, som da overtar bidraget.") % values
    return _("Delt mellom %(names)s %(day)s. De blir enige om hvem som overtar bidraget.") % values


# --- Who takes part ---------------------------------------------------------------------------------------------------


def counting_day(partnership: Partnership, year: int) -> dt.date:
    """1 January of the year, or the partnership's nearest day where it did not exist then."""
    day = max(new_year(year), partnership.valid_from)
    return min(day, partnership.valid_to) if partnership.valid_to else day


def proposed_parties(partnership: Partnership, year: int) -> list[Municipality]:
    """Those who take part in cost sharing on 1 January of the year."""
    members = PartnershipMembership.objects.current(counting_day(partnership, year))
    sharing = members.filter(partnership=partnership, in_cost_sharing=True)
    return list(Municipality.objects.filter(pk__in=sharing.values("municipality")))


def possible_parties(partnership: Partnership) -> QuerySet[Municipality]:
    """Everybody who has taken part in the partnership at some time."""
    rows = Municipality.objects.filter(partnership_memberships__partnership=partnership).distinct()
    return rows.order_by(by_norwegian_name("name"), "number")


def years_known(partnership: Partnership) -> list[int]:
    """Years with population figures for somebody in the partnership, mergers counted."""
    return sorted(Census(possible_parties(partnership)).years())


# --- What is wrong with a choice --------------------------------------------------------------------------------------


def faults(municipalities: Iterable[Municipality], year: int) -> dict[str, str]:
    """Why these cannot share costs by the population of the year: a sentence for each field, none when they can."""
    chosen = sorted(municipalities, key=lambda row: (name_key(row.name), row.number))
    census = Census(chosen)
    found = {}
    if words := [*_gone(chosen, census, year), *_twice(chosen, census)]:
        found["municipalities"] = " ".join(words)
    missing = [row for row in chosen if not _is_gone(row, year) and census.count(row, year) is None]
    if missing:
        found["population_year"] = _lacking(chosen, missing, census, year)
    return found


def _is_gone(municipality: Municipality, year: int) -> bool:
    return municipality.valid_to is not None and municipality.valid_to < new_year(year)


def _gone(chosen: list[Municipality], census: Census, year: int) -> list[str]:
    words = []
    for row in chosen:
        if not _is_gone(row, year):
            continue
        values = {"name": row.name, "day": long_date(new_year(year))}
        if heirs := census.heirs(row):
            values["heirs"] = list_of([heir.new.name for heir in heirs])
            words.append(_("%(name)s fantes ikke lenger %(day)s. Velg %(heirs)s i stedet.") % values)
        else:
            words.append(_("%(name)s fantes ikke lenger %(day)s. Ta kommunen ut.") % values)
    return words


def _twice(chosen: list[Municipality], census: Census) -> list[str]:
    """A municipality beside one that it went into would pay for the same inhabitants twice."""
    by_pk = {row.pk: row for row in chosen}
    return [
        _("Innbyggerne i %(old)s er også med i %(new)s. Velg bare én av dem.")
        % {"old": by_pk[old].name, "new": row.name}
        for row in chosen
        for old in sorted(census.ancestors(row.pk) & set(by_pk))
    ]


def _lacking(chosen: list[Municipality], missing: list[Municipality], census: Census, year: int) -> str:
    values = {"day": long_date(new_year(year)), "names": list_of([row.name for row in missing])}
    what = _("Folketallet per %(day)s mangler for %(names)s.") % values
    if len(missing) == len(chosen) > MOST_NAMED:
        what = _("Folketallet per %(day)s mangler for alle de %(count)s kommunene.") % (values | {"count": len(chosen)})
    whole = [known for known in sorted(census.years()) if all(census.count(row, known) for row in chosen)]
    if whole:
        years = {"years": list_of([str(known) for known in whole], last=_("eller"))}
        return " ".join([what, _("Velg et år som har tall for alle: %(years)s.") % years])
    if len(missing) < len(chosen):
        return " ".join([what, _("Ta dem ut, eller vent til folketallet er lagt inn med referansedata.")])
    return " ".join([what, _("Folketall legges inn med referansedata.")])


def rate_text(scheme: CostScheme) -> str:
    """«3 kroner», «3,50 kroner»"""
    decimals = 0 if scheme.rate == scheme.rate.to_integral_value() else 2
    return _("%(rate)s kroner") % {"rate": number(scheme.rate, decimals)}


def period_text(scheme: CostScheme) -> str:
    """«2013», «fra 1. januar 2026», «1. mars 2026 – 31. desember 2027»"""
    first, last = scheme.valid_from, scheme.valid_to
    if last is None:
        return _("fra %(day)s") % {"day": long_date(first)}
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{long_date(first)} – {long_date(last)}"
