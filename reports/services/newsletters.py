"""Writing a newsletter and sending it, once to each who has asked for it."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Partnership
from municipalities.selectors.emails import sender_of
from reports.enums import NewsletterState
from reports.models import Newsletter, NewsletterSending, NewsletterText, Subscriber
from reports.period import Period
from reports.selectors.newsletters import active_subscribers, draft_html, text_of
from reports.services.subscriptions import leave_url
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible
from samhandling.core.saving import SavedText, TextRows, save_text
from samhandling.core.text import clean_html, html_to_plain, merge3_html, render_body
from samhandling.notifications.services import queue_email


@transaction.atomic
def create_newsletter(*, partnership: Partnership, title: str, period: Period, user: User | None) -> Newsletter:
    """A draft with the period's public decisions in it, in the partnership's language."""
    letter = Newsletter.objects.create(
        partnership=partnership, title=title, period_from=period.first, period_to=period.last
    )
    with translation.override(partnership.language):
        body_rows(letter).add(1, draft_html(partnership, period), user)
    text = _("Laget nyhetsbrevet «%(title)s»") % {"title": title}
    log(actor=user, verb="newsletter.created", subject=letter, text=text)
    return letter


def body_rows(letter: Newsletter) -> TextRows:
    return TextRows(NewsletterText, newsletter=letter, section="body")


@transaction.atomic
def save_body(*, letter: Newsletter, html: str, base_revision: int, user: User | None) -> SavedText:
    """Raises TextConflict when somebody changed the same paragraphs meanwhile, NotPossible when it is sent."""
    _lock_draft(letter)
    return save_text(
        rows=body_rows(letter), base_revision=base_revision, text=clean_html(html), user=user, merge=merge3_html
    )


@transaction.atomic
def save_title(*, letter: Newsletter, title: str) -> Newsletter:
    """Raises NotPossible when it is sent."""
    row = _lock_draft(letter)
    row.title = title
    row.save(update_fields=["title"])
    return row


def _lock_draft(letter: Newsletter) -> Newsletter:
    row = Newsletter.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=letter.pk)
    if row.state != NewsletterState.DRAFT:
        raise NotPossible(_("Nyhetsbrevet er sendt, og kan ikke endres."))
    return row


@transaction.atomic
def remove_newsletter(*, letter: Newsletter, user: User | None) -> None:
    """Throw a draft away. Raises NotPossible when it is sent."""
    row = _lock_draft(letter)
    text = _("Slettet utkastet til nyhetsbrevet «%(title)s»") % {"title": row.title}
    log(actor=user, verb="newsletter.removed", subject=row, text=text)
    row.delete()


@transaction.atomic
def send_newsletter(*, letter: Newsletter, user: User | None) -> int:
    """Publish the letter and send it to each subscriber; how many.

    From here on neither title nor text changes: the database refuses. Raises NotPossible when it is sent already, or
    there is nothing in it.
    """
    row = _lock_draft(letter)
    current = text_of(row)
    if current is None or not html_to_plain(current.text).strip():
        raise NotPossible(_("Nyhetsbrevet er tomt. Skriv noe før du sender det."))
    row.state, row.sent_at, row.sent_by = NewsletterState.SENT, timezone.now(), user
    row.save(update_fields=["state", "sent_at", "sent_by"])
    subscribers = list(active_subscribers(row.partnership))
    for subscriber in subscribers:
        _send(row, current.text, subscriber)
    count = len(subscribers)
    text = ngettext("Sendte nyhetsbrevet til %(count)s abonnent", "Sendte nyhetsbrevet til %(count)s abonnenter", count)
    log(actor=user, verb="newsletter.sent", subject=row, text=text % {"count": count}, count=count)
    return count


def _send(letter: Newsletter, html: str, subscriber: Subscriber) -> None:
    """RFC 8058: the mail program's own button asks `List-Unsubscribe` by POST, without anybody opening a page."""
    leave = leave_url(subscriber)
    path = reverse("reports:newsletter-detail", args=[letter.partnership.slug, letter.pk])
    context = {
        "letter": letter,
        "partnership": letter.partnership,
        "text": html_to_plain(html),
        "body": render_body(html),
        "address": urljoin(settings.SITE_URL, path),
        "leave": leave,
        "language": subscriber.language,
    }
    with translation.override(subscriber.language):
        email = queue_email(
            to=subscriber.email,
            subject=letter.title,
            body=render_to_string("reports/mail/newsletter.txt", context),
            html=render_to_string("reports/mail/newsletter.html", context),
            headers={"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            key=f"newsletter:{letter.pk}:{subscriber.pk}",
            sender=sender_of(letter.partnership),
            is_secret=True,
        )
    NewsletterSending.objects.create(newsletter=letter, subscriber=subscriber, email=email)
