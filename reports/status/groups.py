"""The map of the groups of municipalities, with the table beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.sentences.grammar import figured
from reports.snapshot import GroupMap, MapGroup, MapPlace
from reports.status.facts import Group, Place, Shared, Whom
from samhandling.core.dates import NBSP, number


def group_map(shared: Shared, whom: Whom) -> GroupMap:
    """Municipalities without a group are drawn in no group's colour and counted in the sum."""
    places = [place for place in shared.places.values() if place.inhabitants]
    inhabitants = sum(place.inhabitants for place in places)
    return GroupMap(
        title=_title(shared, whom),
        sentence=_sentence(shared, whom, inhabitants),
        caption=_("Arealet viser folketallet 1. januar %(year)s. Plasseringen er kommunens midtpunkt, ikke grensene.")
        % {"year": shared.partnership.population_year},
        places=tuple(_place(place, shared, whom) for place in places),
        groups=tuple(
            _group(group, [place for place in shared.places.values() if place.region == group.pk], whom, inhabitants)
            for group in shared.groups.values()
        ),
        municipalities=len(shared.places),
        inhabitants=inhabitants,
    )


def _title(shared: Shared, whom: Whom) -> str:
    count = figured(len(shared.places), "municipality", whom.language)
    said = _("Kart med %(count)s i %(name)s. Arealet viser folketallet, mønsteret og fargen viser kommunegruppen.")
    return said % {"count": count, "name": shared.partnership.short_name}


def _sentence(shared: Shared, whom: Whom, inhabitants: int) -> str:
    said = _("%(count)s med %(inhabitants)s innbyggere samarbeider med %(trust)s.") % {
        "count": figured(len(shared.places), "municipality", whom.language),
        "inhabitants": number(inhabitants),
        "trust": shared.partnership.trust.name,
    }
    group = shared.groups.get(whom.region or 0)
    if group is None:
        return said
    return f"{said} {_('%(name)s hører til %(group)s.') % {'name': whom.name, 'group': group.name}}"


def _place(place: Place, shared: Shared, whom: Whom) -> MapPlace:
    group = shared.groups.get(place.region or 0)
    return MapPlace(
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        inhabitants=place.inhabitants,
        colour=group.colour if group else 0,
        is_considering=place.is_considering,
        is_focus=place.pk in whom.members and whom.asks.kind != "partnership",
    )


def _group(group: Group, inside: list[Place], whom: Whom, total: int) -> MapGroup:
    inhabitants = sum(place.inhabitants for place in inside)
    largest = max(inside, key=lambda place: place.inhabitants, default=None)
    return MapGroup(
        name=group.name,
        colour=group.colour,
        municipalities=len(inside),
        inhabitants=inhabitants,
        share=f"{number(100 * inhabitants / total, 1)}{NBSP}%" if total else "",
        largest=largest.name if largest else "",
        is_own=group.pk in (whom.region, whom.asks.group),
    )
