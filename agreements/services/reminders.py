"""Reminding municipalities of what waits on them: by hand from the board, and every morning."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agreements.enums import DECIDED, ObligationKind
from agreements.models import Adoption
from agreements.rules.blockers import joined
from agreements.selectors.obligations import partnership_obligations
from agreements.selectors.own_deadlines import own_deadlines
from agreements.selectors.recipients import Recipient, chiefs, coordinators, whose_council
from municipalities.enums import Role
from municipalities.models import Municipality, Partnership
from municipalities.selectors.emails import sender_of
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date, relative_deadline
from samhandling.core.text import content_hash
from samhandling.notifications.services import queue_digest, queue_email

#: Days before a deadline at which somebody is reminded, once each; and once more when it has passed.
STAGES = (1, 7, 30)
OVERDUE = "over"


@transaction.atomic
def remind_adoptions(*, adoptions: Iterable[Adoption], user: User | None) -> int:
    """An e-mail to the health chiefs of each municipality whose council has not decided; the trust's coordinators too.

    One e-mail lists all that waits on the municipality. Steps: lock the rows; leave out what is decided, and what was
    reminded of today; send where there is an address; note the time; log on each revision. The number of parties
    that were sent one; `unreachable` names those without an address.
    """
    today = timezone.localdate()
    waiting = [row for row in _locked(adoptions) if not _reminded_on(row, today)]
    known = _recipients(waiting, today)
    by_party: dict[Municipality | None, list[Adoption]] = defaultdict(list)
    for row in waiting:
        by_party[whose_council(row)].append(row)
    reached: dict[int, list[str]] = defaultdict(list)
    for municipality, rows in by_party.items():
        partnership = rows[0].revision.agreement.partnership
        recipients = known.get((partnership.pk, municipality.pk if municipality else None))
        if not recipients:
            continue
        _send_reminder(partnership, municipality, rows, recipients, today)
        Adoption.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=timezone.now())
        for row in rows:
            reached[row.revision_id].append(str(municipality or partnership.trust))
    for revision in {row.revision for row in waiting if row.revision_id in reached}:
        text = _("Sendte påminnelse til %(names)s") % {"names": joined(reached[revision.pk])}
        log(actor=user, verb="adoptions.reminded", subject=revision, text=text)
    return len({name for names in reached.values() for name in names})


def unreachable(adoptions: Iterable[Adoption]) -> list[str]:
    """Names of the parties nobody with an e-mail address speaks for, in the order given."""
    today = timezone.localdate()
    names: dict[str, None] = {}
    waiting = _waiting(adoptions)
    known = _recipients(waiting, today)
    for row in waiting:
        municipality, partnership = whose_council(row), row.revision.agreement.partnership
        if not known.get((partnership.pk, municipality.pk if municipality else None)):
            names[str(municipality or partnership.trust)] = None
    return list(names)


def _waiting(adoptions: Iterable[Adoption]) -> list[Adoption]:
    rows = Adoption.objects.filter(pk__in=[row.pk for row in adoptions]).exclude(status__in=DECIDED)
    related = rows.select_related("revision__agreement__partnership__trust", "party__municipality")
    return list(related.prefetch_related("party__succeeded_by__municipality").order_by("pk"))


def _locked(adoptions: Iterable[Adoption]) -> list[Adoption]:
    """Two who press at once follow each other, so that nobody gets two."""
    rows = _waiting(adoptions)
    fresh = Adoption.objects.select_for_update().filter(pk__in=[row.pk for row in rows]).order_by("pk")
    reminded = dict(fresh.values_list("pk", "reminded_at"))
    for row in rows:
        row.reminded_at = reminded[row.pk]
    return rows


def _reminded_on(row: Adoption, day: dt.date) -> bool:
    return row.reminded_at is not None and timezone.localdate(row.reminded_at) == day


def _recipients(rows: Iterable[Adoption], today: dt.date) -> dict[tuple[int, int | None], list[Recipient]]:
    """By partnership and municipality; the trust's under None."""
    found: dict[tuple[int, int | None], list[Recipient]] = {}
    for partnership in {row.revision.agreement.partnership for row in rows}:
        found[partnership.pk, None] = coordinators(partnership, today, (Role.COORDINATOR_TRUST,))
        found |= {(partnership.pk, pk): people for pk, people in chiefs(partnership, today).items()}
    return found


def _send_reminder(
    partnership: Partnership,
    municipality: Municipality | None,
    rows: Sequence[Adoption],
    recipients: Iterable[Recipient],
    today: dt.date,
) -> None:
    with translation.override(municipality.language_in(partnership) if municipality else partnership.language):
        who = str(municipality or partnership.trust)
        lines = [_adoption_line(row, today) for row in rows]
        about = content_hash([row.pk for row in rows])[:16]
        place = reverse("agreements:mine-of", args=[partnership.slug, municipality.number]) if municipality else None
        link = place or reverse("agreements:agreement-list", args=[partnership.slug])
        intro = _("%(who)s har ikke registrert noe vedtak om:") % {"who": who}
        for recipient in recipients:
            queue_email(
                to=recipient.address,
                subject=_("Påminnelse: %(who)s mangler vedtak") % {"who": who},
                body=_letter(partnership, recipient, intro, lines, link),
                key=f"adoptions:{about}:{recipient.person_id}:{today:%Y%m%d}",
                sender=sender_of(partnership),
            )


def _adoption_line(row: Adoption, today: dt.date) -> str:
    deadline = row.extended_to or row.revision.council_deadline
    return _line(row.revision.agreement.label, deadline, today)


def _line(title: str, due_on: dt.date | None, today: dt.date) -> str:
    if due_on is None:
        return title
    words = {"title": title, "day": long_date(due_on), "left": relative_deadline(due_on, today, get_language() or "nb")}
    if due_on < today:
        return _("%(title)s. Fristen var %(day)s.") % words
    return _("%(title)s. Fristen er %(day)s.") % words


def _letter(partnership: Partnership, recipient: Recipient, intro: str, lines: Sequence[str], path: str) -> str:
    words = {
        "name": recipient.name,
        "intro": intro,
        "lines": "\n".join(f"– {line}" for line in lines),
        "link": urljoin(settings.SITE_URL, path),
        "sender": partnership.secretariat_name,
    }
    return (
        _("Hei, %(name)s!\n\n%(intro)s\n\n%(lines)s\n\nSe hva dere kan gjøre:\n%(link)s\n\nHilsen %(sender)s\n") % words
    )


def remind_of_deadlines(*, today: dt.date) -> int:
    """What falls due in 30, 7 and 1 days, and what has passed: to health chiefs for their own municipality, and to
    coordinators for everything. Each says a thing once; a morning that was missed is made up for the next."""
    sent = 0
    for partnership in Partnership.objects.select_related("trust"):
        if partnership.as_of(today) == today:
            sent += _remind_chiefs(partnership, today) + _remind_coordinators(partnership, today)
    return sent


def _remind_chiefs(partnership: Partnership, today: dt.date) -> int:
    by_municipality = chiefs(partnership, today)
    sent = 0
    for municipality in Municipality.objects.filter(pk__in=by_municipality):
        with translation.override(municipality.language_in(partnership)):
            rows = own_deadlines(partnership, municipality, today)
            lines = {row.key: (row.title, row.due_on) for row in rows if row.kind in ObligationKind.values}
            place = reverse("agreements:mine-of", args=[partnership.slug, municipality.number])
            intro = _("Dette venter på %(name)s:") % {"name": municipality.name}
            for recipient in by_municipality[municipality.pk]:
                sent += _digest(partnership, recipient, lines, today, intro, place)
    return sent


def _remind_coordinators(partnership: Partnership, today: dt.date) -> int:
    with translation.override(partnership.language):
        owed = [row for row in partnership_obligations(partnership, today) if row.done_on is None and row.due_on]
        lines = {row.key: (f"{row.about}: {row.title}" if row.about else row.title, row.due_on) for row in owed}
        place = reverse("agreements:obligation-list", args=[partnership.slug])
        intro = _("Dette venter i avtalene i %(name)s:") % {"name": partnership.name}
        recipients = coordinators(partnership, today)
        return sum(_digest(partnership, recipient, lines, today, intro, place) for recipient in recipients)


def _digest(
    partnership: Partnership,
    recipient: Recipient,
    deadlines: Mapping[str, tuple[str, dt.date | None]],
    today: dt.date,
    intro: str,
    path: str,
) -> bool:
    """One e-mail with what is new to the recipient today, if anything is."""
    lines = {
        f"{partnership.pk}:{key}:{stage}:{recipient.person_id}": _line(title, due_on, today)
        for key, (title, due_on) in deadlines.items()
        if due_on and (stage := stage_of(due_on, today))
    }
    compose = partial(_compose, partnership, recipient, intro, path)
    email = queue_digest(to=recipient.address, lines=lines, compose=compose, sender=sender_of(partnership))
    return email is not None


def _compose(
    partnership: Partnership, recipient: Recipient, intro: str, path: str, lines: Sequence[str]
) -> tuple[str, str]:
    subject = _("Frister i avtalene: %(name)s") % {"name": partnership.name}
    return subject, _letter(partnership, recipient, intro, lines, path)


def stage_of(due_on: dt.date, today: dt.date) -> str:
    """The nearest of STAGES that has come; empty when the deadline is further off than all of them."""
    left = (due_on - today).days
    if left < 0:
        return OVERDUE
    return next((str(days) for days in STAGES if left <= days), "")
