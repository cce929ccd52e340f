"""What the tests of agendas share."""

import datetime as dt
import threading

from django.db import connection
from django.urls import reverse

from meetings.fingerprint import agenda_hash
from meetings.models import Meeting
from meetings.services.agenda import approve_agenda
from meetings.services.planning import MeetingDetails, create_meeting
from tests.factories.meetings import OSLO
from tests.factories.organisation import PersonFactory

NOW = dt.datetime(2026, 9, 1, 10, tzinfo=OSLO)
DAY = dt.datetime(2026, 9, 17, 12, 30, tzinfo=OSLO)


def plan(committee, day=DAY) -> Meeting:
    """A planned meeting of three hours with the standard items."""
    details = MeetingDetails(starts_at=day, ends_at=day + dt.timedelta(hours=3), place="Rådhuset")
    return create_meeting(committee=committee, details=details, user=None)


def approve(meeting, chair=None):
    seen = agenda_hash(meeting.items.all())
    chair = chair or PersonFactory(partnership=meeting.committee.partnership)
    return approve_agenda(meeting=meeting, approved_by=chair, fingerprint=seen, user=None)


def titles(meeting):
    return [item.title for item in meeting.items.order_by("position")]


def url(name, meeting, *args):
    return reverse(f"meetings:{name}", args=["prove", meeting.pk, *args])


def builder(client, meeting):
    """The page with its non-breaking spaces as plain ones."""
    response = client.get(url("agenda-edit", meeting))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def together(*acts):
    """Each act in a thread with a connection of its own, begun at the same moment; gives what each raised, or None."""
    barrier, raised = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            barrier.wait(timeout=10)
            act()
        except Exception as error:
            raised[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised
