"""Newsletters as they are read, and the draft that the period's public decisions make."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Meeting
from municipalities.access import Access
from municipalities.entry import require_coordinator
from municipalities.models import Partnership
from reports.enums import NewsletterState
from reports.models import Newsletter, NewsletterText, Subscriber
from reports.period import Period
from reports.selectors.shared_meetings import read_decided
from reports.status.facts import Decided
from samhandling.core.dates import long_date
from samhandling.core.text import clean_html, plain_to_html


def readable_newsletters(partnership: Partnership, access: Access) -> QuerySet[Newsletter]:
    """Sent ones are everybody's, drafts the coordinators'."""
    letters = Newsletter.objects.filter(partnership=partnership)
    return letters if access.is_coordinator else letters.filter(state=NewsletterState.SENT)


def fetch_newsletter(partnership: Partnership, access: Access, pk: int) -> Newsletter:
    letter = get_object_or_404(readable_newsletters(partnership, access), pk=pk)
    letter.partnership = partnership
    return letter


def fetch_for_writing(partnership: Partnership, access: Access, pk: int) -> Newsletter:
    """403 for those who may only read it."""
    letter = fetch_newsletter(partnership, access, pk)
    require_coordinator(access)
    return letter


def newsletter_rows(partnership: Partnership, access: Access) -> list[Newsletter]:
    """The newest first, each with `recipients`. One query."""
    return list(readable_newsletters(partnership, access).annotate(recipients=Count("sendings")))


def text_of(letter: Newsletter) -> NewsletterText | None:
    """The current text; None when nothing is written."""
    return NewsletterText.objects.filter(newsletter=letter, section="body").order_by("-revision").first()


def active_subscribers(partnership: Partnership) -> QuerySet[Subscriber]:
    """Those who have confirmed, and not left."""
    return Subscriber.objects.filter(partnership=partnership, confirmed_at__isnull=False, left_at__isnull=True)


def period_of(letter: Newsletter) -> Period:
    return Period(letter.period_from, letter.period_to)


# --- The draft ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """A meeting with what it decided, as the public may read it."""

    committee: str
    day: dt.date
    url: str
    decisions: Sequence[Decided]


def draft_html(partnership: Partnership, period: Period) -> str:
    """Clean HTML: the public decisions of locked minutes, by meeting, the newest first. Three queries."""
    blocks = [_meeting_html(held) for held in _held(partnership, period)]
    if not blocks:
        return clean_html(f"<p>{escape(_('Ingen vedtak er låst i protokoller fra perioden.'))}</p>")
    lead = _("Her er vedtakene fra %(first)s til %(last)s.") % {
        "first": long_date(period.first),
        "last": long_date(period.last),
    }
    return clean_html("".join([f"<p>{escape(lead)}</p>", *blocks]))


def _held(partnership: Partnership, period: Period) -> Iterable[Held]:
    decided: dict[int, list[Decided]] = defaultdict(list)
    for row in read_decided(partnership, period):
        if not row.is_exempt:
            decided[row.meeting].append(row)
    meetings = Meeting.objects.select_related("committee").in_bulk(decided)
    for pk, rows in decided.items():
        meeting = meetings[pk]
        url = urljoin(settings.SITE_URL, reverse("meetings:minutes", args=[partnership.slug, pk]))
        yield Held(meeting.committee.name, meeting.day, url, rows)


def _meeting_html(held: Held) -> str:
    words = {"committee": held.committee, "day": long_date(held.day)}
    parts = [f"<h2>{escape(_('%(committee)s %(day)s') % words)}</h2>"]
    for row in held.decisions:
        title = f"{row.number} {row.title}".strip()
        parts += [f"<h3>{escape(title)}</h3>", plain_to_html(row.text)]
    parts.append(f'<p><a href="{escape(held.url)}">{escape(_("Les hele protokollen"))}</a></p>')
    return "".join(parts)
