"""A newsletter that is sent, one that is being written, and their readers."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from municipalities.enums import Role
from municipalities.models import Partnership
from reports.models import Subscriber
from reports.period import Period
from reports.services import newsletters, subscriptions
from samhandling.accounts.models import User
from samhandling.core import clock
from samhandling.documents.enums import Language
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail

PARTNERSHIP = "st-olavs"
#: So many days ago the committee met and decided (`meetings.demo.plan`); never in the same quarter.
SPRING, AUTUMN = 160, 62
CONFIRMED = (
    ("postmottak@granlia.example.org", Language.BOKMAAL),
    ("nyheter@fjordavisa.example.org", Language.BOKMAAL),
    ("brukarradet@example.org", Language.NYNORSK),
    ("fastlegene@example.org", Language.BOKMAAL),
)
WAITING = "har.ikke.bekreftet@example.org"
LEFT = "meldte.seg.av@example.org"


def load(today: dt.date) -> None:
    partnership = Partnership.objects.get(slug=PARTNERSHIP)
    roles = partnership.representations.filter(role=Role.COORDINATOR_MUNICIPAL, person__user__isnull=False)
    user = User.objects.get(pk=roles.values_list("person__user", flat=True)[0])
    before, last = (_quarter_of(today - dt.timedelta(days=days)) for days in (SPRING, AUTUMN))
    with clock.at(_noon(before.first)):
        _readers(partnership)
    with clock.at(_noon(before.last + dt.timedelta(days=6))):
        letter = newsletters.create_newsletter(
            partnership=partnership, title=f"Vedtak i {before.label}", period=before, user=user
        )
        newsletters.send_newsletter(letter=letter, user=user)
    with clock.at(_noon(today)):
        newsletters.create_newsletter(partnership=partnership, title=f"Vedtak i {last.label}", period=last, user=user)
    _keep_quiet()


def _quarter_of(day: dt.date) -> Period:
    return Period.quarter(day.year, (day.month - 1) // 3 + 1)


def _readers(partnership: Partnership) -> None:
    for email, language in (*CONFIRMED, (WAITING, Language.BOKMAAL), (LEFT, Language.BOKMAAL)):
        subscriptions.ask_for_newsletter(partnership=partnership, email=email, language=language)
        if email != WAITING:
            subscriptions.confirm_subscription(subscriber=Subscriber.objects.get(email=email))
    subscriptions.leave_newsletter(subscriber=Subscriber.objects.get(email=LEFT))


def _keep_quiet() -> None:
    """The e-mails of the demo go nowhere."""
    written = OutboundEmail.objects.filter(key__startswith="newsletter")
    written.update(state=MailState.SENT, sent_at=timezone.now(), body="", html="", headers={})


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), timezone.get_current_timezone())
