"""The demo loads once, through the services, with meetings in every state and the historical decisions in place."""

from __future__ import annotations

import datetime as dt

from meetings.enums import MeetingState, MinutesState
from meetings.models import AgendaItem, Meeting, Minutes, Statement
from municipalities.models import Person
from reports.demo.load import load_demo
from reports.models import CouncilPresentation, Handover, Newsletter, Survey
from reports.selectors.newsletters import text_of
from reports.selectors.surveys import results_of
from tests.agreements.demo_facts import assert_agreements

TODAY = dt.date(2026, 11, 22)


def test_the_demo_holds_what_it_promises(db: None) -> None:
    """One test, because loading takes a quarter of a minute."""
    assert load_demo(TODAY)
    assert set(Meeting.objects.values_list("state", flat=True)) == set(MeetingState.values)
    assert set(Minutes.objects.values_list("state", flat=True)) == set(MinutesState.values)
    full = Meeting.objects.filter(committee__slug="osu", items__case__isnull=False).distinct()
    assert max(meeting.items.filter(case__isnull=False).count() for meeting in full) == 10
    assert AgendaItem.objects.get(case__archive_ref="13/01746-1").meeting.day == dt.date(2013, 11, 20)
    board = AgendaItem.objects.get(number_text="03/2017", meeting__committee__slug="styret")
    assert [item.meeting.day for item in board.case.treatments.order_by("meeting__starts_at")] == [
        dt.date(2017, 1, 23),
        dt.date(2017, 5, 18),
        dt.date(2017, 6, 15),
    ]
    assert board.case.route.filter(outside_number="05/2017").exists()
    assert Statement.objects.filter(kind="dissent", attendance__seat__label="Bærum").exists()
    assert load_demo(TODAY) is False
    names = list(Person.objects.values_list("partnership", "name"))
    assert len(names) == len(set(names))
    assert_agreements(TODAY)
    presented = CouncilPresentation.objects.filter(project__name__startswith="SiO –")
    assert presented.count() == 39
    assert presented.values("municipality").distinct().count() == 13
    received = Handover.objects.get()
    assert received.received_at
    assert received.open_work["sections"][0]["rows"]
    assert_survey_and_newsletter()


def assert_survey_and_newsletter() -> None:
    """27 municipalities and 13 in the trust see the climate as in 2020; the letters tell of decisions."""
    survey = Survey.objects.get(released_at__isnull=False)
    gap = results_of(survey)[0].gap
    assert gap is not None
    assert (gap.municipalities_n, gap.trust_n) == (27, 13)
    assert (round(gap.municipalities), round(gap.trust)) == (41, 77)
    for letter in Newsletter.objects.all():
        text = text_of(letter)
        assert text is not None
        assert "<h3>" in text.text, letter.title
