"""Accounts are made by the secretariat: the account, and the mail by which its owner sets a password.

The mail holds the same one-time link as a forgotten password does, so there is one way in to keep safe.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from samhandling.accounts.models import User


def may_be_invited(*, email: str, name: str) -> User:
    """The account of the address, made now when there is none. Raises ValidationError when it has been closed."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return User.objects.create_user(email, name=name)
    if not user.is_active:
        raise ValidationError(_("Kontoen med denne e-postadressen er stengt."))
    return user


def invite(*, user: User, inviter: str, place: str) -> None:
    """Send the mail when the transaction is done. One that cannot be sent is logged; inviting again sends another."""
    transaction.on_commit(partial(_send, user=user, inviter=inviter, place=place), robust=True)


def _send(*, user: User, inviter: str, place: str) -> None:
    with translation.override(user.language):
        send_mail(
            subject=_("Du er invitert til Samhandlingsportalen"),
            message=_text(user, inviter, place),
            from_email=None,
            recipient_list=[user.email],
        )


def _text(user: User, inviter: str, place: str) -> str:
    values = {"name": user.name, "inviter": inviter, "place": place, "link": _way_in(user)}
    if user.has_usable_password():
        body = _(
            "Hei, %(name)s!\n\n%(inviter)s har gitt deg tilgang til %(place)s i Samhandlingsportalen.\n"
            "Logg inn med e-postadressen og passordet du har fra før:\n\n%(link)s\n"
        )
    else:
        body = _(
            "Hei, %(name)s!\n\n%(inviter)s har invitert deg til %(place)s i Samhandlingsportalen.\n"
            "Velg et passord her, så er du inne:\n\n%(link)s\n\n"
            "Lenken virker én gang. Er den gammel, velger du «Glemt passord» på innloggingssiden.\n"
        )
    return body % values


def _way_in(user: User) -> str:
    if user.has_usable_password():
        return urljoin(settings.SITE_URL, reverse("account_login"))
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return urljoin(settings.SITE_URL, path)
