"""Reading a list of council meetings the ways people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from agreements.rules.council_dates import Meeting, read_meetings

TODAY = dt.date(2027, 9, 1)


@pytest.mark.parametrize(
    ("line", "meeting"),
    [
        ("17.6.2028", Meeting(dt.date(2028, 6, 17))),
        ("17.06.28", Meeting(dt.date(2028, 6, 17))),
        ("2028-02-29", Meeting(dt.date(2028, 2, 29))),
        ("torsdag 17. juni 2028 kl. 18", Meeting(dt.date(2028, 6, 17))),
        ("17. sep.", Meeting(dt.date(2027, 9, 17))),
        ("17. juni", Meeting(dt.date(2028, 6, 17))),
        ("29. feb.", Meeting(dt.date(2028, 2, 29))),
        ("17.6.2028; 2.6.2028", Meeting(dt.date(2028, 6, 17), dt.date(2028, 6, 2))),
        ("17.6.2028\t2. juni", Meeting(dt.date(2028, 6, 17), dt.date(2028, 6, 2))),
        ("10. januar 2028, saksfrist 20. desember", Meeting(dt.date(2028, 1, 10), dt.date(2027, 12, 20))),
    ],
)
def test_a_line_is_a_day_and_perhaps_the_day_of_the_papers(line: str, meeting: Meeting) -> None:
    assert read_meetings(line, TODAY).meetings == [meeting]


@pytest.mark.parametrize(
    "line", ["i juni", "31.6.2028", "29.2.2027", "1.1.2028 2.1.2028 3.1.2028", "32. mai", "12.13.2028"]
)
def test_what_is_no_day_is_handed_back_with_its_line(line: str) -> None:
    found = read_meetings(f"17.6.2028\n\n{line}", TODAY)
    assert found.unread == [(3, line)]
    assert len(found.meetings) == 1


def test_papers_after_the_meeting_are_told() -> None:
    assert read_meetings("17.6.2028 18.6.2028", TODAY).late_papers == [(1, "17.6.2028 18.6.2028")]
