"""Signing in, out, forgotten passwords and the demo's people."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from samhandling.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "en lang setning om skog"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user("tuva@kommune.example", PASSWORD, name="Tuva Lindeberg")


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    data = {"login": "Tuva@Kommune.example", "password": password, **more}
    return client.post(reverse("account_login"), data)


def test_the_right_password_leads_to_the_page_one_came_for(client: Client, user: User) -> None:
    response = sign_in(client, next="/om/hjelp/")
    assert response.status_code == 302
    assert response["Location"] == "/om/hjelp/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/om/hjelp/")["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in Client().get("/om/hjelp/")


def test_a_page_on_another_site_is_never_next(client: Client, user: User) -> None:
    assert sign_in(client, next="https://ond.example/")["Location"] == reverse("today")


def test_a_wrong_password_is_told_in_norwegian_and_keeps_the_address(client: Client, user: User) -> None:
    response = sign_in(client, password="feil")
    assert response.status_code == 422
    page = response.content.decode()
    assert "E-postadressen eller passordet er feil." in page
    assert 'value="Tuva@Kommune.example"' in page
    assert "<title>Feil: Logg inn" in page


def test_many_wrong_passwords_close_the_door_for_a_while(client: Client, user: User) -> None:
    for _ in range(5):
        sign_in(client, password="feil")
    assert "For mange forsøk på å logge inn" in sign_in(client).content.decode()


def test_nobody_makes_an_account_for_themselves(client: Client) -> None:
    response = client.post(
        reverse("account_signup"), {"email": "ny@x.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Du må være invitert" in response.content.decode()
    assert not User.objects.exists()


def test_a_forgotten_password_is_chosen_anew_through_the_mail(client: Client, user: User) -> None:
    response = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    assert "Se i e-posten din" in response.content.decode()
    (message,) = mail.outbox
    assert message.subject == "Nytt passord i Samhandlingsportalen"
    link = re.search(r"https?://\S+", str(message.body))
    assert link is not None
    page = client.get(link[0].split("testserver", 1)[1], follow=True)
    assert "Velg nytt passord" in page.content.decode()
    new = "en enda lengre setning om fjell"
    form_url = page.redirect_chain[-1][0]
    short = client.post(form_url, {"password1": "kort", "password2": "kort"})
    assert short.status_code == 422
    assert "Passordet er for kort. Det må ha minst 12 tegn." in short.content.decode()
    unlike = client.post(
        form_url, {"password1": new, "password2": "en annen lang setning"}, headers={"accept-language": "nn"}
    )
    assert "Passorda er ulike." in unlike.content.decode()
    assert client.post(form_url, {"password1": new, "password2": new}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "ingen@x.example"}, follow=True)
    assert "Se i e-posten din" in response.content.decode()
    assert mail.outbox == []


def test_asking_over_and_over_is_stopped_with_a_page_in_norwegian(client: Client, user: User) -> None:
    answers = [client.post(reverse("account_reset_password"), {"email": user.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "For mange forsøk" in answers[-1].content.decode()


def test_a_used_link_says_so(client: Client, user: User) -> None:
    response = client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "brukt"}))
    assert "Lenken virker ikke lenger" in response.content.decode()


def test_signing_out_takes_a_post(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Vil du logge ut?" in client.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_two_step_sign_in_with_an_app(client: Client, user: User) -> None:
    sign_in(client)
    address = reverse("mfa_activate_totp")
    assert client.get(address)["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(address).content.decode()
    assert "Skann bildet" in page
    wrong = client.post(address, {"code": "000000"})
    assert wrong.status_code == 422
    assert "Koden er feil eller for gammel" in wrong.content.decode()
    secret = re.search(r"<code>(\w+)</code>", client.get(address).content.decode())
    assert secret is not None
    client.post(address, {"code": code_now(secret[1])})
    assert "Slått på" in client.get(reverse("mfa_index")).content.decode()

    client.post(reverse("account_logout"))
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    spare = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(reverse("mfa_authenticate"), {"code": spare})
    assert client.session["_auth_user_id"] == str(user.pk)


def code_now(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


class TestDemo:
    @pytest.fixture
    def persona(self) -> User:
        return User.objects.create_user("ragna@demo.example", PASSWORD, name="Ragna Skjelbred", is_demo_persona=True)

    def test_one_click_signs_in_as_a_persona(self, client: Client, persona: User, settings: Any) -> None:
        settings.DEMO = True
        assert "Ragna Skjelbred" in client.get(reverse("account_login")).content.decode()
        response = client.post(reverse("demo_sign_in"), {"user": persona.pk})
        assert response["Location"] == reverse("today")
        assert client.session["_auth_user_id"] == str(persona.pk)

    def test_outside_the_demo_there_is_no_such_door(self, client: Client, persona: User, settings: Any) -> None:
        settings.DEMO = False
        assert "Ragna" not in client.get(reverse("account_login")).content.decode()
        assert client.post(reverse("demo_sign_in"), {"user": persona.pk}).status_code == 404

    @pytest.mark.parametrize("wanted", ["real", "", "x", "²", "99999999"])
    def test_it_opens_for_personas_only(self, client: Client, user: User, wanted: str, settings: Any) -> None:
        settings.DEMO = True
        chosen = user.pk if wanted == "real" else wanted
        assert client.post(reverse("demo_sign_in"), {"user": chosen}).status_code == 404


def test_every_page_for_accounts_is_ours_and_in_norwegian(client: Client, user: User) -> None:
    """allauth's own layout and English texts show through where a template of ours is missing."""
    sign_in(client)
    for name in (
        "account_change_password",
        "account_logout",
        "account_inactive",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_activate_totp",
    ):
        response = client.get(reverse(name), follow=True)
        page = response.content.decode()
        assert response.status_code == 200, name
        assert 'class="app-header"' in page, name
        assert not re.search(r"\b(Password|Sign|Email|Menu|Code)\b", re.sub(r"<[^>]+>", " ", page)), name
