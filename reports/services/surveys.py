"""A survey from its making to the release of its counts."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Partnership
from municipalities.selectors.emails import sender_of
from reports.enums import SurveyState
from reports.models import Survey, SurveyInvitation
from reports.rules.survey_times import times_of
from reports.selectors.survey_people import Asked, audiences_of, people_in
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible
from samhandling.notifications.services import queue_email


@transaction.atomic
def create_survey(*, partnership: Partnership, title: str, intro: str, closes_on: dt.date, user: User | None) -> Survey:
    """A draft. Raises ValidationError (`closes_on`)."""
    _check_last_day(closes_on)
    survey = Survey.objects.create(partnership=partnership, title=title, intro=intro, closes_on=closes_on)
    text = _("Laget undersøkelsen «%(title)s»") % {"title": title}
    log(actor=user, verb="survey.created", subject=survey, text=text)
    return survey


@transaction.atomic
def update_survey(*, survey: Survey, title: str, intro: str, closes_on: dt.date, user: User | None) -> Survey:
    """Change a draft. Raises ValidationError (`closes_on`), and NotPossible once it is sent."""
    row = lock_draft(survey)
    _check_last_day(closes_on)
    row.title, row.intro, row.closes_on = title, intro, closes_on
    row.save(update_fields=["title", "intro", "closes_on"])
    log(actor=user, verb="survey.changed", subject=row, text=_("Endret undersøkelsen"))
    return row


def _check_last_day(day: dt.date) -> None:
    if day < timezone.localdate():
        raise ValidationError({"closes_on": _("Siste svardag har vært. Velg en dag fra og med i dag.")})


def lock_draft(survey: Survey) -> Survey:
    row = _lock(survey)
    if row.state != SurveyState.DRAFT:
        raise NotPossible(_("Undersøkelsen er sendt, og kan ikke endres."))
    return row


def _lock(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=survey.pk)


@transaction.atomic
def extend_survey(*, survey: Survey, closes_on: dt.date, user: User | None) -> Survey:
    """Give those who are asked more days. Never fewer: they have been told the day.

    Raises ValidationError (`closes_on`), and NotPossible when it is not open: its counts may have been read.
    """
    row = _lock(survey)
    if not times_of(row).is_open:
        raise NotPossible(_("Undersøkelsen er ikke åpen."))
    if closes_on <= row.closes_on:
        values = {"day": long_date(row.closes_on)}
        raise ValidationError({"closes_on": _("Velg en dag etter %(day)s, som er siste svardag nå.") % values})
    row.closes_on = closes_on
    row.save(update_fields=["closes_on"])
    text = _("Utsatte siste svardag til %(day)s") % {"day": long_date(closes_on)}
    log(actor=user, verb="survey.extended", subject=row, text=text)
    return row


@transaction.atomic
def remove_survey(*, survey: Survey, user: User | None) -> None:
    """Throw a draft away. Raises NotPossible once it is sent."""
    row = lock_draft(survey)
    text = _("Slettet utkastet til undersøkelsen «%(title)s»") % {"title": row.title}
    log(actor=user, verb="survey.removed", subject=row, text=text)
    row.delete()


# --- Sending --------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_survey(*, survey: Survey, audiences: Sequence[str], user: User | None) -> int:
    """Send a link of their own to everybody in the audiences (keys of `audiences_of`) who has an address; how many.

    Steps: lock; check that there is something to ask and time to answer; one invitation and one e-mail to each.
    Raises ValidationError (`audiences`), and NotPossible when it is sent, empty, or its last day has been.
    """
    row = lock_draft(survey)
    today = timezone.localdate()
    if not row.questions.exists():
        raise NotPossible(_("Undersøkelsen har ingen spørsmål ennå."))
    if row.closes_on < today:
        raise NotPossible(_("Siste svardag har vært. Rediger undersøkelsen og velg en ny dag."))
    chosen = [audience for audience in audiences_of(row.partnership, today) if audience.key in audiences]
    people = [person for person in people_in(chosen) if person.address]
    if not people:
        raise ValidationError({"audiences": _("Ingen av dem du har valgt, har en e-postadresse i portalen.")})
    row.state, row.opened_on = SurveyState.OPEN, today
    row.save(update_fields=["state", "opened_on"])
    for person in people:
        _invite(row, person)
    text = ngettext("Sendte undersøkelsen til %(count)s", "Sendte undersøkelsen til %(count)s", len(people))
    log(actor=user, verb="survey.opened", subject=row, text=text % {"count": len(people)}, count=len(people))
    return len(people)


def _invite(survey: Survey, person: Asked) -> None:
    token = token_of(survey.pk, person.person_id)
    invitation = SurveyInvitation.objects.create(
        survey=survey, person_id=person.person_id, party=person.party, token_hash=hash_of(token)
    )
    with translation.override(person.language):
        invitation.email = queue_email(
            to=person.address,
            subject=survey.title,
            body=_invitation_text() % _words(survey, token),
            key=f"survey:{survey.pk}:{person.person_id}",
            sender=sender_of(survey.partnership),
            is_secret=True,
        )
    invitation.save(update_fields=["email"])


def token_of(survey_pk: int, person_pk: int) -> str:
    """The secret of a link. Made from the portal's key, so that a reminder has the same link and no row keeps it."""
    made = salted_hmac("reports.survey", f"{survey_pk}:{person_pk}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _words(survey: Survey, token: str) -> dict[str, str]:
    path = reverse("reports:survey-answer", args=[survey.partnership.slug, token])
    return {
        "title": survey.title,
        "intro": f"{survey.intro.strip()}\n\n" if survey.intro.strip() else "",
        "address": urljoin(settings.SITE_URL, path),
        "deadline": long_date(survey.closes_on),
        "sender": survey.partnership.secretariat_name,
    }


def _invitation_text() -> str:
    return _(
        "Hei,\n\n"
        "Vi ber deg svare på «%(title)s».\n\n"
        "%(intro)s"
        "Svar her, uten å logge inn:\n%(address)s\n\n"
        "Siste svardag er %(deadline)s. Svaret er anonymt. Portalen lagrer hvilken part det kommer fra, "
        "ikke hvem du er. Lenken er din egen og kan brukes én gang.\n\n"
        "Hilsen %(sender)s"
    )


def _reminder_text() -> str:
    return _(
        "Hei,\n\n"
        "Vi har ikke fått svar fra deg på «%(title)s». Siste svardag er %(deadline)s.\n\n"
        "Svar her, uten å logge inn:\n%(address)s\n\n"
        "Svaret er anonymt. Dette er den eneste påminnelsen.\n\n"
        "Hilsen %(sender)s"
    )


@transaction.atomic
def remind_silent(*, survey: Survey, user: User | None) -> int:
    """One more e-mail, with the same link, to each who has not answered; how many. Only once for a survey.

    Raises NotPossible when it is not open, or has been reminded of.
    """
    row = _lock(survey)
    if not times_of(row).is_open:
        raise NotPossible(_("Undersøkelsen er ikke åpen."))
    if row.reminded_on:
        raise NotPossible(_("Påminnelsen er alt sendt."))
    people = {person.person_id: person for person in people_in(audiences_of(row.partnership, timezone.localdate()))}
    silent = row.invitations.filter(is_used=False).select_related("email").order_by("pk")
    count = sum(_remind(row, invitation, people.get(invitation.person_id)) for invitation in silent)
    row.reminded_on = timezone.localdate()
    row.save(update_fields=["reminded_on"])
    text = ngettext("Sendte påminnelse til %(count)s", "Sendte påminnelse til %(count)s", count) % {"count": count}
    log(actor=user, verb="survey.reminded", subject=row, text=text, count=count)
    return count


def _remind(survey: Survey, invitation: SurveyInvitation, person: Asked | None) -> bool:
    """Where they have their e-mail today, or else where the invitation went."""
    address = person.address if person else ""
    address = address or (invitation.email.to if invitation.email else "")
    if not address:
        return False
    token = token_of(survey.pk, invitation.person_id)
    if invitation.token_hash != hash_of(token):  # the portal's key has been changed since
        invitation.token_hash = hash_of(token)
        invitation.save(update_fields=["token_hash"])
    with translation.override(person.language if person else survey.partnership.language):
        queue_email(
            to=address,
            subject=_("Påminnelse: %(title)s") % {"title": survey.title},
            body=_reminder_text() % _words(survey, token),
            key=f"survey:{survey.pk}:{invitation.person_id}:reminder",
            sender=sender_of(survey.partnership),
            is_secret=True,
        )
    return True


# --- Its end --------------------------------------------------------------------------------------------------------


@transaction.atomic
def close_survey(*, survey: Survey, user: User | None) -> Survey:
    """Before its last day is over. Raises NotPossible when it is not open."""
    row = _lock(survey)
    times = times_of(row)
    if not times.is_open:
        raise NotPossible(_("Undersøkelsen er ikke åpen."))
    _close(row, times.now)
    log(actor=user, verb="survey.closed", subject=row, text=_("Avsluttet undersøkelsen"))
    return row


def _close(survey: Survey, at: dt.datetime) -> None:
    survey.state, survey.closed_at = SurveyState.CLOSED, at
    survey.save(update_fields=["state", "closed_at"])


@transaction.atomic
def release_survey(*, survey: Survey, user: User | None) -> Survey:
    """Open the counts to everybody. Raises NotPossible while answers may still come in."""
    row = _lock(survey)
    times = times_of(row)
    if not times.is_counted:
        raise NotPossible(_("Svarene er ikke talt opp ennå."))
    if row.released_at:
        return row
    if row.state == SurveyState.OPEN:  # its last day is over
        _close(row, times.ends_at)
    row.released_at = times.now
    row.save(update_fields=["released_at"])
    log(actor=user, verb="survey.released", subject=row, text=_("Frigav resultatene"))
    return row
