"""How django-allauth behaves here, and what it says."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_WRONG = _("E-postadressen eller passordet er feil.")
_WRONG_CODE = _("Koden er feil eller for gammel. Skriv den nyeste koden.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Kontoen er stengt. Ta kontakt med sekretariatet."),
        "email_password_mismatch": _WRONG,
        "enter_current_password": _("Skriv passordet du har nå."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("Passordet er feil."),
        "invalid_login": _WRONG,
        "invalid_password_reset": _("Lenken er brukt eller for gammel. Be om en ny."),
        "rate_limited": _("Du har prøvd for mange ganger. Vent litt og prøv igjen."),
        "same_as_current": _("Velg et annet passord enn det du har."),
        "too_many_login_attempts": _("For mange forsøk på å logge inn. Vent noen minutter og prøv igjen."),
        "unknown_email": _("Ingen konto har denne e-postadressen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the secretariat."""
        return False


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Du kan ikke slå av totrinnsinnlogging."),
        "cannot_generate_recovery_codes": _("Slå på totrinnsinnlogging før du lager reservekoder."),
        "incorrect_code": _WRONG_CODE,
    }
