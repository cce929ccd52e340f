"""Addresses for signing in: those of django-allauth that we use, under Norwegian paths and allauth's own names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path

from samhandling.accounts import views

View = Callable[..., HttpResponseBase]


def checked(view: View) -> View:
    """A form with errors is answered with 422, as everywhere else on the site."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and getattr(form, "errors", None):
            response.status_code = 422
        return response

    return answer


urlpatterns = [
    path("logg-inn/", checked(account.login), name="account_login"),
    path("logg-inn/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("logg-ut/", account.logout, name="account_logout"),
    path("stengt/", account.account_inactive, name="account_inactive"),
    path("ny/", account.signup, name="account_signup"),
    path("bekreft/", checked(account.reauthenticate), name="account_reauthenticate"),
    path("passord/bytt/", checked(account.password_change), name="account_change_password"),
    path("passord/velg/", checked(account.password_set), name="account_set_password"),
    path("passord/glemt/", checked(account.password_reset), name="account_reset_password"),
    path("passord/sendt/", account.password_reset_done, name="account_reset_password_done"),
    path("passord/byttet/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^passord/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        checked(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("totrinn/", mfa.index, name="mfa_index"),
    path("totrinn/kode/", checked(mfa.authenticate), name="mfa_authenticate"),
    path("totrinn/bekreft/", checked(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("totrinn/app/", checked(totp.activate_totp), name="mfa_activate_totp"),
    path("totrinn/app/slett/", checked(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("totrinn/reservekoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("totrinn/reservekoder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("totrinn/reservekoder/last-ned/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
