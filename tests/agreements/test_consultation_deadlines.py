"""A consultation's deadlines: for all, for one party that asks, and reminders to those who have not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from agreements.enums import ExtensionState
from agreements.models import Consultation
from agreements.services.consultations import extend_deadline
from agreements.services.extensions import ask_extension, decide_extension
from samhandling.core.errors import NotPossible
from samhandling.documents import services as documents
from samhandling.notifications.models import OutboundEmail
from tests.agreements import consultation_desk as desk
from tests.personas import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def sent_tasks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No broker: orders and e-mails stay in the database."""
    names: list[str] = []
    monkeypatch.setattr(documents.current_app, "send_task", lambda name, **_: names.append(name))
    return names


def url(name: str, consultation: Consultation, *more: object) -> str:
    return reverse(f"agreements:{name}", args=[consultation.partnership.slug, consultation.pk, *more])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_the_deadline_moves_for_all_and_answers_in_between_are_no_longer_late(world: World) -> None:
    consultation = desk.sent(world.partnership)
    invitation = desk.invitation_of(consultation, world.municipality_a)
    with time_machine.travel(dt.datetime.combine(desk.in_days(31), dt.time(12)), tick=False):
        desk.answered(invitation)
        assert desk.invitation_of(consultation, world.municipality_a).answer.is_late
        extend_deadline(consultation=consultation, deadline=desk.in_days(10), user=None)
    assert not desk.invitation_of(consultation, world.municipality_a).answer.is_late
    consultation.refresh_from_db()
    with pytest.raises(ValidationError, match="må være etter"):
        extend_deadline(consultation=consultation, deadline=consultation.deadline, user=None)


def test_a_party_asks_for_more_time_and_the_secretariat_decides(world: World, client_of: ClientOf) -> None:
    consultation = desk.sent(world.partnership)
    invitation = desk.invitation_of(consultation, world.municipality_a)
    ask = {"wanted": desk.in_days(45).isoformat(), "reason": "Kommunestyret møtes da."}
    assert client_of("other_chief").post(url("extension-ask", consultation, invitation.pk), ask).status_code == 403
    early = client_of("health_chief").post(
        url("extension-ask", consultation, invitation.pk), ask | {"wanted": desk.in_days(3).isoformat()}
    )
    assert early.status_code == 422
    assert "Velg en senere dag" in text_of(early)
    client_of("health_chief").post(url("extension-ask", consultation, invitation.pk), ask)

    page = text_of(client_of("coordinator_trust").get(url("consultation-detail", consultation)))
    assert "Ber om utsatt frist" in page
    assert "Kommunestyret møtes da." in page
    assert "Kommunestyret møtes da." not in text_of(
        client_of("anonymous").get(url("consultation-detail", consultation))
    )

    decide = url("extension-decide", consultation, invitation.pk)
    assert client_of("health_chief").post(decide, {"decision": "grant"}).status_code == 403
    assert client_of("coordinator_trust").post(decide, {"decision": "grant", "until": ""}).status_code == 422
    client_of("coordinator_trust").post(decide, {"decision": "grant", "until": desk.in_days(45).isoformat()})
    invitation.refresh_from_db()
    assert (invitation.extension, invitation.extended_to) == (ExtensionState.GRANTED, desk.in_days(45))
    assert "Dere har fått frist til" in text_of(client_of("health_chief").get(url("consultation-detail", consultation)))


def test_a_refusal_says_why_keeps_the_deadline_and_is_not_decided_twice(world: World, client_of: ClientOf) -> None:
    consultation = desk.sent(world.partnership)
    invitation = desk.invitation_of(consultation, world.municipality_a)
    ask_extension(invitation=invitation, wanted=desk.in_days(45), reason="Ferie", user=None)
    client, decide = client_of("coordinator_trust"), url("extension-decide", consultation, invitation.pk)
    unsaid = client.post(decide, {"decision": "refuse", "until": "", "reason": ""})
    assert unsaid.status_code == 422
    assert "Skriv hvorfor dere avslår." in text_of(unsaid)
    client.post(decide, {"decision": "refuse", "until": "", "reason": "Styret møtes uka etter."})
    invitation.refresh_from_db()
    assert (invitation.extension, invitation.extended_to) == (ExtensionState.REFUSED, None)
    told = text_of(client_of("health_chief").get(url("consultation-detail", consultation)))
    refused = "Sekretariatet avslo utsatt frist: Styret møtes uka etter."
    assert refused in told
    assert refused in text_of(client_of("health_chief").get(reverse("agreements:mine", args=["prove"])))
    public = text_of(client_of("anonymous").get(url("consultation-detail", consultation)))
    assert "Styret møtes uka etter." not in public
    with pytest.raises(NotPossible, match="allerede avgjort"):
        decide_extension(invitation=invitation, until=desk.in_days(45), user=None)
    extend_deadline(consultation=consultation, deadline=desk.in_days(40), user=None)
    assert "avslo" not in text_of(client_of("health_chief").get(url("consultation-detail", consultation)))


def test_an_answer_that_came_before_the_longer_deadline_was_given_is_not_late(world: World) -> None:
    invitation = desk.invitation_of(desk.sent(world.partnership), world.municipality_a)
    ask_extension(invitation=invitation, wanted=desk.in_days(45), reason="Ferie", user=None)
    with time_machine.travel(dt.datetime.combine(desk.in_days(31), dt.time(12)), tick=False):
        desk.answered(invitation)
        invitation.answer.refresh_from_db()
        assert invitation.answer.is_late
        decide_extension(invitation=invitation, until=desk.in_days(14), user=None)
    invitation.answer.refresh_from_db()
    assert not invitation.answer.is_late


# --- Reminders ------------------------------------------------------------------------------------------------------


def test_a_reminder_goes_once_a_day_to_those_who_have_not_answered(world: World, client_of: ClientOf) -> None:
    consultation = desk.sent(world.partnership)
    desk.answered(desk.invitation_of(consultation, world.municipality_b))
    client = client_of("coordinator_municipal")
    assert "Send påminnelse til 2" in text_of(client.get(url("consultation-detail", consultation)))

    response = client.post(url("consultation-remind", consultation), follow=True)
    assert "Påminnelse er sendt til 2 parter." in text_of(response)
    receivers = {world.user("health_chief").email, world.user("coordinator_trust").email}
    assert set(OutboundEmail.objects.values_list("to", flat=True)) == receivers
    body = OutboundEmail.objects.get(to=world.user("health_chief").email).body
    address = url("answer-edit", consultation, desk.invitation_of(consultation, world.municipality_a).pk)
    assert "Alvdalen har ikke svart" in body
    assert address in body

    again = client.post(url("consultation-remind", consultation), follow=True)
    assert "Fikk påminnelse tidligere i dag" in text_of(again)
    assert OutboundEmail.objects.count() == 2


def test_a_reminder_is_in_the_language_of_the_one_that_is_asked(world: World, client_of: ClientOf) -> None:
    world.municipality_a.language = "nn"
    world.municipality_a.save()
    consultation = desk.sent(world.partnership)

    client_of("coordinator_municipal").post(url("consultation-remind", consultation))

    assert "Alvdalen har ikkje svart" in OutboundEmail.objects.get(to=world.user("health_chief").email).body
    assert "har ikke svart" in OutboundEmail.objects.get(to=world.user("coordinator_trust").email).body


def test_a_party_nobody_can_reach_is_named(world: World, client_of: ClientOf) -> None:
    desk.more_municipalities(world.partnership, 1)
    consultation = desk.sent(world.partnership)
    response = client_of("coordinator_municipal").post(url("consultation-remind", consultation), follow=True)
    assert "Ingen i portalen har e-postadresse for: Norvik 1." in text_of(response)
