"""allauth's forms in our words. What they check is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, tuple[str | Promise, str | Promise]]
_PASSWORD_HELP = _("Minst tolv tegn. En setning du husker, er bedre enn et vanskelig ord.")
_NEW_PASSWORD: Words = {
    "password1": (_("Nytt passord"), _PASSWORD_HELP),
    "password2": (_("Nytt passord en gang til"), ""),
}
_CODE: Words = {"code": (_("Engangskode"), _("Sekssifret kode fra appen, eller en av reservekodene dine."))}


class InOurWords:
    """Gives fields their label and help text from `words`; placeholders go, they vanish when one begins to type."""

    words: Words = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert isinstance(self, BaseForm)
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text  # type: ignore[assignment]
            field.widget.attrs.pop("placeholder", None)


class InOurNewPassword(InOurWords):
    """allauth says in words of its own that the two are not the same."""

    words = _NEW_PASSWORD

    def add_error(self, field: str | None, error: Any) -> None:
        if field == "password2" and not isinstance(error, ValidationError):
            error = _("Passordene er ulike. Skriv det samme to ganger.")
        super().add_error(field, error)  # type: ignore[misc]


class LoginForm(InOurWords, account.LoginForm):
    words = {"login": (_("E-post"), _("Adressen du ble invitert med")), "password": (_("Passord"), "")}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    words = {"email": (_("E-post"), _("Adressen du ble invitert med"))}


class ResetPasswordKeyForm(InOurNewPassword, account.ResetPasswordKeyForm):
    pass


class SetPasswordForm(InOurNewPassword, account.SetPasswordForm):
    pass


class ChangePasswordForm(InOurNewPassword, account.ChangePasswordForm):
    words = {"oldpassword": (_("Passordet du har nå"), ""), **_NEW_PASSWORD}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    words = {"password": (_("Passord"), "")}


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):
    words = _CODE


class CodeReauthenticateForm(InOurWords, mfa.ReauthenticateForm):
    words = _CODE


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    words = {"code": (_("Koden appen viser"), _("Seks sifre"))}
