"""I4, I5, I6, I7 and I21: who meets, how many, on which level and with which mandate. Pure.

Seats are counted, not people: those of the two parties that somebody was appointed to, without deputies' seats,
observers and secretaries. A figure of few seats would be of persons and is suppressed (`LEAST_SEATS`); its rows are
meetings.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import mean

from django.utils.translation import gettext as _

from meetings.enums import ItemType, Outcome
from municipalities.enums import Mandate, Party
from reports.indicators.counting import BOTH, LEAST_SEATS, evenness, lit, mean_of
from reports.indicators.facts import AttendanceFact, MeetingFact
from reports.indicators.figure import LEAST_MEETINGS, Figure, Light, RowRef, Unit, ratio, share
from reports.indicators.selection import Selection
from samhandling.core.dates import number

MOST_PERSONS = 2  # a member and his or her personal deputy


def _seats(meeting: MeetingFact, party: str = "") -> list[AttendanceFact]:
    """Of the two parties, or of one of them."""
    return [
        row
        for row in meeting.attendances
        if row.takes_part and row.is_equal_party and (not party or row.party == party)
    ]


def _voting(meeting: MeetingFact, party: str) -> list[AttendanceFact]:
    """Seats of a party with a vote that somebody met for."""
    return [row for row in meeting.attendances if row.party == party and row.is_voting and row.is_filled]


def _by_party(make: Callable[[str], Figure]) -> Figure:
    """The figure of both together, with each of them as parts."""
    return replace(make(""), parts={party: make(party) for party in BOTH})


def _of_seats(make: Callable[[str], Figure]) -> Figure:
    """As `_by_party`, but neither party when one has too few seats: the other and both would give it away."""
    figure = _by_party(make)
    if not any(part.is_suppressed for part in figure.parts.values()):
        return figure
    held_back = {party: replace(part, value=None, is_suppressed=part.n > 0) for party, part in figure.parts.items()}
    return replace(figure, parts={party: _untold(part) for party, part in held_back.items()})


def continuity(selection: Selection) -> Iterator[Figure]:
    """I4: per seat the share of meetings where the one appointed met (in the room or on video), then the mean."""
    yield _of_seats(lambda party: _continuity(selection.meetings, party))
    yield _of_seats(lambda party: _retention(selection, party))


def _continuity(meetings: Sequence[MeetingFact], party: str) -> Figure:
    met: dict[int, list[bool]] = defaultdict(list)
    rows = []
    for meeting in meetings:
        seats = [row for row in _seats(meeting, party) if row.person is not None]
        for row in seats:
            met[row.seat].append(row.met)
        came = sum(row.met for row in seats)
        words = _("%(count)s av %(total)s faste medlemmer møtte") % {"count": came, "total": len(seats)}
        rows += [RowRef("meeting", meeting.pk, float(came), bool(came), words)] if seats else []
    shares = [mean(map(float, one)) for one in met.values()]
    return _untold(
        mean_of("I4", shares, n_of="seats", least=LEAST_SEATS, enough=len(rows) >= LEAST_MEETINGS, rows=rows)
    )


def _untold(figure: Figure) -> Figure:
    """Without what its rows say, when it is held back: that would be the figure again."""
    return replace(figure, rows=tuple(replace(row, note="") for row in figure.rows)) if figure.is_suppressed else figure


def _retention(selection: Selection, party: str) -> Figure:
    """|P_t ∩ P_t−1| / |P_t ∪ P_t−1| of the persons present; the meeting before may lie before the period."""
    before: dict[int, set[int]] = {}
    values, rows = [], []
    seats: set[int] = set()
    for meeting in selection.held(dt.date.min):
        here = [row for row in _seats(meeting, party) if row.present is not None]
        now = {row.present for row in here if row.present is not None}
        earlier = before.get(meeting.committee)
        before[meeting.committee] = now
        if earlier is None or not (now | earlier) or meeting.day < selection.period.first:
            continue
        seats |= {row.seat for row in here}
        again = len(now & earlier)
        values.append(again / len(now | earlier))
        words = _("%(count)s av %(total)s var med begge ganger") % {"count": again, "total": len(now | earlier)}
        rows.append(RowRef("meeting", meeting.pk, values[-1], bool(again), words))
    return _untold(mean_of("I4.retention", values, enough=len(seats) >= LEAST_SEATS, rows=rows))


def distinct_persons(selection: Selection) -> Iterator[Figure]:
    """I5: over the twelve months that end on the figures' day, however long the period is."""
    meetings = selection.held(selection.year.first)
    yield lit(
        _of_seats(lambda party: _persons(meetings, party)),
        lambda value: Light.GOOD if value <= MOST_PERSONS else Light.AMBER,
    )


def _persons(meetings: Sequence[MeetingFact], party: str) -> Figure:
    found: dict[int, set[int]] = defaultdict(set)
    for meeting in meetings:
        for row in _seats(meeting, party):
            if row.present is not None:
                found[row.seat].add(row.present)
    return mean_of(
        "I5",
        [float(len(people)) for people in found.values()],
        unit=Unit.COUNT,
        n_of="seats",
        least=LEAST_SEATS,
        enough=len(meetings) >= LEAST_MEETINGS,
        rows=[RowRef("meeting", meeting.pk) for meeting in meetings if _seats(meeting, party)],
    )


def parity(selection: Selection) -> Iterator[Figure]:
    """I6: numbers and levels of those with a vote who met, per meeting, then the mean."""
    yield _numeric_parity(selection.joint_meetings)
    yield _level_parity(selection.joint_meetings)


def _numeric_parity(meetings: Iterable[MeetingFact]) -> Figure:
    values, rows = [], []
    for meeting in meetings:
        ours, theirs = (len(_voting(meeting, party)) for party in BOTH)
        even = evenness(ours, theirs)
        if even is None:
            continue
        values.append(even)
        words = _("%(ours)s fra kommunene, %(theirs)s fra helseforetaket") % {"ours": ours, "theirs": theirs}
        rows.append(RowRef("meeting", meeting.pk, even, bool(even), words))
    return mean_of("I6", values, rows=rows)


def _level_parity(meetings: Iterable[MeetingFact]) -> Figure:
    gaps: list[float] = []
    levels: dict[str, list[float]] = {party: [] for party in BOTH}
    rows = []
    for meeting in meetings:
        known = [[row.level for row in _voting(meeting, party) if row.level is not None] for party in BOTH]
        if not all(known):
            continue
        means = [mean(row) for row in known]
        gaps.append(abs(means[0] - means[1]))
        words = _("nivå %(ours)s fra kommunene, %(theirs)s fra helseforetaket")
        ours, theirs = (number(level, 1) for level in means)
        rows.append(RowRef("meeting", meeting.pk, gaps[-1], note=words % {"ours": ours, "theirs": theirs}))
        for party, level in zip(BOTH, means, strict=True):
            levels[party].append(level)
    parts = {party: mean_of("I6.levels", values, unit=Unit.LEVELS) for party, values in levels.items()}
    return replace(mean_of("I6.levels", gaps, unit=Unit.LEVELS, rows=rows), parts=parts)


def authority(selection: Selection) -> Iterator[Figure]:
    """I7: in meetings with something to decide, the share of the seats present that had a mandate to decide.
    I7.postponed: decision items that were put off because somebody had not."""
    deciding = [
        meeting for meeting in selection.joint_meetings if any(item.type == ItemType.DECISION for item in meeting.items)
    ]
    yield _by_party(lambda party: _authority(deciding, party))
    items = [item for _m, item in selection.items() if item.type == ItemType.DECISION]
    treated = [item for item in items if item.outcome not in ("", Outcome.NONE)]
    yield share(
        "I7.postponed",
        tuple(RowRef("item", item.pk, counts=item.outcome == Outcome.POSTPONED_NO_MANDATE) for item in treated),
    )


def _authority(meetings: Sequence[MeetingFact], party: str) -> Figure:
    rows, able, present = [], 0, 0
    for meeting in meetings:
        here = [row for side in ((party,) if party else BOTH) for row in _voting(meeting, side)]
        can = sum(row.mandate == Mandate.CAN_DECIDE for row in here)
        able, present = able + can, present + len(here)
        words = _("%(count)s av %(total)s kunne avgjøre") % {"count": can, "total": len(here)}
        rows += [RowRef("meeting", meeting.pk, float(can), bool(can), words)] if here else []
    # Counted in seats, but what must be enough is meetings.
    found = ratio("I7", float(able), float(present), n=len(rows), least=LEAST_MEETINGS)
    return replace(found, n=present, n_of="seats", rows=tuple(rows))


def others_present(selection: Selection) -> Iterator[Figure]:
    """I21: meetings with a user representative, a GP and union representatives of both sides; all three, and each."""
    meetings = selection.joint_meetings
    tests: dict[str, Callable[[MeetingFact], bool]] = {
        Party.USERS.value: lambda meeting: _meets(meeting, Party.USERS),
        Party.GPS.value: lambda meeting: _meets(meeting, Party.GPS),
        Party.UNIONS.value: _both_unions,
    }
    parts = {
        name: share(
            "I21",
            tuple(RowRef("meeting", m.pk, counts=test(m)) for m in meetings),
            n_of="meetings",
            least=LEAST_MEETINGS,
        )
        for name, test in tests.items()
    }
    rows = tuple(RowRef("meeting", m.pk, counts=all(test(m) for test in tests.values())) for m in meetings)
    yield share("I21", rows, parts=parts, n_of="meetings", least=LEAST_MEETINGS)


def _meets(meeting: MeetingFact, party: str) -> bool:
    return any(row.party == party and row.is_filled for row in meeting.attendances)


def _both_unions(meeting: MeetingFact) -> bool:
    """A union's seat belongs to the side its place is on, else to the side its holder works for."""
    sides = {row.side for row in meeting.attendances if row.party == Party.UNIONS and row.is_filled}
    return sides.issuperset(BOTH)
