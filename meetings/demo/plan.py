"""Which meetings the demo holds: in every state around today, and the historical ones on their real days."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from meetings.demo.content import DemoMeeting, cases_of

OSLO = ZoneInfo("Europe/Oslo")


def _clock(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO)


def _weekday(day: dt.date) -> dt.date:
    """The same day, or the Tuesday after a weekend."""
    return day + dt.timedelta(days={5: 3, 6: 2}.get(day.weekday(), 0))


def plans(today: dt.date) -> list[DemoMeeting]:
    """In the order they are made: an earlier meeting's minutes stand for approval in the next."""
    return [*_st_olavs(today), *_vest_viken(today), *_historical()]


def _st_olavs(today: dt.date) -> list[DemoMeeting]:
    def day(offset: int, hour: int, minute: int = 0) -> dt.datetime:
        return _clock(_weekday(today + dt.timedelta(days=offset)), hour, minute)

    hospital, video = "St. Olavs hospital, Kunnskapssenteret, møterom 2", "https://video.example/samhandling"
    slug = "st-olavs"
    return [
        DemoMeeting(slug, "osu", day(-160, 9), "locked", cases_of("osu-spring"), 3, hospital),
        DemoMeeting(slug, "osu", day(-62, 9), "locked", cases_of("osu-full"), 4.5, hospital, video, absent=("Værnes",)),
        DemoMeeting(
            slug, "lsu-orkdal", day(-30, 12), "corrected", cases_of("lsu-orkdal"), 2, "Orkdal sjukehus, auditoriet"
        ),
        DemoMeeting(
            slug, "lsu-fosen", day(-9, 10), "approved_minutes", cases_of("lsu-fosen"), 2, "Rissa, kommunehuset"
        ),
        DemoMeeting(slug, "lsu-vaernes", day(-3, 10), "draft", cases_of("lsu-vaernes"), 2, "Selbu, møterom Neadalen"),
        DemoMeeting(slug, "osu", day(6, 9), "called", cases_of("osu-next"), 3, hospital, video),
        DemoMeeting(
            slug, "lsu-trondheim", day(15, 12), "approved", cases_of("lsu-trondheim"), 2, "Trondheim, rådhuset"
        ),
        DemoMeeting(slug, "au", day(22, 8, 30), "planned", (), 1, "", video),
        DemoMeeting(
            slug,
            "lsu-roros",
            day(24, 10),
            "planned",
            cases_of("lsu-roros"),
            2,
            "Røros sykehus",
            without_paper=frozenset({"legevaktbil"}),
        ),
        DemoMeeting(slug, "fsu-barn-og-unge", day(12, 13), "cancelled", (), 2, hospital),
        DemoMeeting(slug, "osu", day(45, 9), "planned", cases_of("osu-winter"), 3, hospital, video),
        DemoMeeting(slug, "partnerskapsmotet", day(130, 10), "planned", (), 5, "Trondheim, Clarion"),
    ]


def _vest_viken(today: dt.date) -> list[DemoMeeting]:
    start = _clock(_weekday(today - dt.timedelta(days=20)), 9)
    coming = _clock(_weekday(today + dt.timedelta(days=20)), 9)
    return [
        DemoMeeting("vest-viken", "ssu", start, "locked", cases_of("ssu"), 3, "Drammen sykehus, møterom Bragernes"),
        DemoMeeting("vest-viken", "ssu", coming, "planned", (), 3, "Drammen sykehus, møterom Bragernes"),
    ]


def _historical() -> list[DemoMeeting]:
    date = dt.date
    return [
        DemoMeeting(
            "sor-trondelag-2013",
            "radmannsutvalget",
            _clock(date(2013, 11, 20), 10),
            "locked",
            cases_of("radmannsutvalget-2013"),
            3,
            "Trondheim, fylkeshuset",
        ),
        DemoMeeting(
            "khs-26",
            "styret",
            _clock(date(2017, 1, 23), 9),
            "locked",
            cases_of("khs-styret-januar-2017"),
            3,
            "Sandvika",
        ),
        DemoMeeting(
            "khs-26", "styret", _clock(date(2017, 5, 18), 9), "locked", cases_of("khs-styret-mai-2017"), 3, "Drammen"
        ),
        DemoMeeting(
            "khs-26",
            "ordforermotet",
            _clock(date(2017, 6, 15), 12),
            "locked",
            cases_of("khs-ordforermotet-2017"),
            2,
            "Sandvika, rådhuset",
            absent=("Ordfører, Hurum", "Ordfører, Rollag"),
        ),
    ]
