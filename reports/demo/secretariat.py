"""Who has held the secretariat, and the order it goes round in. All of it is invented."""

from __future__ import annotations

import datetime as dt

from agreements.rules.months import months_after
from municipalities.enums import Party
from municipalities.models import MunicipalGroup, Municipality, Partnership
from reports.demo.costs import coordinator
from reports.services.secretariat import add_term, set_rotation

#: Slugs of the regions, in the order of the rotation.
_ROTATION = {
    "sor-trondelag-2013": ("orkdal", "trondheim", "fosen", "vaernes", "innlandet"),
    "khs-26": ("lsu-ringerike", "lsu-kongsberg", "lsu-drammen", "lsu-hallingdal", "lsu-baerum"),
    "st-olavs": ("trondheim", "orkdal", "fosen", "roros", "vaernes"),
    "vest-viken": ("lsu-drammen", "lsu-hallingdal", "lsu-kongsberg", "lsu-ringerike", "lsu-baerum"),
}
Term = tuple[str, dt.date, dt.date | None, int, str]
"""Region (a number is a municipality, empty is the trust), first and last day, percent, place."""


def load(today: dt.date) -> None:
    for slug, regions in _ROTATION.items():
        partnership = Partnership.objects.get(slug=slug)
        groups = {group.slug: group for group in MunicipalGroup.objects.filter(partnership=partnership)}
        actor = coordinator(partnership)
        set_rotation(actor=actor, partnership=partnership, groups=[groups[name] for name in regions])
        for holder, first, last, percent, place in _terms(slug, today):
            add_term(
                actor=actor,
                partnership=partnership,
                values={
                    "side": Party.MUNICIPALITIES if holder else Party.TRUST,
                    "group": groups.get(holder),
                    "municipality": _municipality(holder, first),
                    "valid_from": first,
                    "valid_to": last,
                    "percent": percent,
                    "place": place,
                    "note": "",
                },
            )


def _municipality(number: str, day: dt.date) -> Municipality | None:
    if not number.isdecimal():
        return None
    return Municipality.objects.filter(number=number, valid_from__lte=day).order_by("valid_from").last()


def _terms(slug: str, today: dt.date) -> list[Term]:
    """St. Olavs' present term ends in about four months, so that the warning is there."""
    year = dt.date
    if slug == "sor-trondelag-2013":
        return [
            ("orkdal", year(2012, 1, 1), year(2013, 12, 31), 50, "Orkanger"),
            ("1601", year(2014, 1, 1), year(2015, 12, 31), 100, "Trondheim"),
            ("fosen", year(2016, 1, 1), year(2017, 12, 31), 100, "Brekstad"),
            ("", year(2012, 1, 1), year(2017, 12, 31), 100, "Trondheim"),
        ]
    if slug == "khs-26":
        return [
            ("lsu-ringerike", year(2009, 1, 1), year(2012, 12, 31), 100, "Hønefoss"),
            ("lsu-kongsberg", year(2013, 1, 1), year(2017, 12, 31), 150, "Kongsberg"),
            ("", year(2009, 1, 1), year(2017, 12, 31), 50, "Drammen"),
        ]
    if slug == "vest-viken":
        return [
            ("lsu-drammen", year(2021, 1, 1), year(2022, 12, 31), 100, "Drammen"),
            ("lsu-hallingdal", year(2023, 1, 1), year(today.year, 12, 31), 100, "Ål"),
            ("lsu-kongsberg", year(today.year + 1, 1, 1), year(today.year + 2, 12, 31), 100, "Kongsberg"),
            ("", year(2020, 11, 23), None, 100, "Drammen"),
        ]
    last = months_after(today.replace(day=1), 5) - dt.timedelta(days=1)
    begins = [months_after(last + dt.timedelta(days=1), -24 * number) for number in (3, 2, 1)]
    ends = [*(day - dt.timedelta(days=1) for day in begins[1:]), last]
    holders = (("trondheim", 100, "Trondheim"), ("orkdal", 100, "Orkanger"), ("fosen", 80, "Brekstad"))
    own: list[Term] = [
        (holder, first, end, percent, place)
        for (holder, percent, place), first, end in zip(holders, begins, ends, strict=True)
    ]
    return [*own, ("", begins[0], None, 100, "Trondheim")]
