"""Asking, answering and counting, as the coordinators and those who are asked meet it."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from municipalities.enums import Party
from reports.enums import SurveyState
from reports.models import Survey, SurveyAnswer, SurveyInvitation, SurveyResponse
from reports.rules.survey_times import GRACE
from reports.selectors.surveys import free_texts
from reports.services.survey_answers import Given, submit_response
from reports.services.surveys import remind_silent
from samhandling.core.errors import NotPossible
from samhandling.notifications.models import OutboundEmail
from samhandling.notifications.services import send
from tests.factories.surveys import SurveyFactory, SurveyQuestionFactory, answered, invited, open_survey
from tests.personas import World

ClientOf = Callable[[str], Client]


def url(name: str, survey: Survey, *args: object) -> str:
    return reverse(f"reports:{name}", args=[survey.partnership.slug, survey.pk, *args])


def link(survey: Survey, token: str) -> str:
    return reverse("reports:survey-answer", args=[survey.partnership.slug, token])


def make_over(survey: Survey) -> None:
    """Closed so long ago that everything is counted."""
    survey.state, survey.closed_at = SurveyState.CLOSED, timezone.now() - GRACE - dt.timedelta(minutes=1)
    survey.save()


# --- Making and sending ---------------------------------------------------------------------------------------------


def test_a_coordinator_makes_a_survey_and_its_questions(world: World, client_of: ClientOf) -> None:
    client = client_of("coordinator_municipal")
    slug = world.partnership.slug
    last = (timezone.localdate() + dt.timedelta(days=14)).isoformat()
    client.post(reverse("reports:survey-create", args=[slug]), {"title": "Puls", "closes_on": last})
    survey = Survey.objects.get()
    question = {"kind": "single", "text": "Trengs en koordinator?", "options": "Ja\nNei\nVet ikke", "is_required": "on"}
    assert client.post(url("survey-questions", survey), question).status_code == 302
    row = survey.questions.get()
    client.post(url("survey-question-edit", survey, row.pk), question | {"options": "Nei\nJa", "good": ["0"]})
    row.refresh_from_db()
    assert (row.options, row.good) == (["Nei", "Ja"], [1])  # «Ja» is the good one, wherever it stands


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "single", "options": "Ja"}, "minst to ulike svarvalg"),
        ({"kind": "single", "options": "Ja\nJa\nNei"}, "To av svarvalgene er like"),
        ({"kind": "scale", "options": "dårlig"}, "En skala har to ord"),
        ({"kind": "text", "text": ""}, "Skriv hva du vil spørre om"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(world: World, client_of: ClientOf, values, words) -> None:
    survey = SurveyFactory(partnership=world.partnership)
    answer = client_of("coordinator_trust").post(
        url("survey-questions", survey), {"text": "Hva mener du?", "options": "", **values}
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not survey.questions.exists()


def test_questions_change_places(world: World, client_of: ClientOf) -> None:
    survey = SurveyFactory(partnership=world.partnership)
    first, second = SurveyQuestionFactory(survey=survey), SurveyQuestionFactory(survey=survey)
    client = client_of("coordinator_municipal")
    client.post(url("survey-question-move", survey, second.pk), {"direction": "up"})
    assert [row.pk for row in survey.questions.all()] == [second.pk, first.pk]
    client.post(url("survey-question-move", survey, second.pk), {"direction": "up"})  # it is first already
    assert [row.pk for row in survey.questions.all()] == [second.pk, first.pk]


def test_everybody_chosen_gets_one_link_of_their_own(
    world: World, client_of: ClientOf, django_capture_on_commit_callbacks
) -> None:
    survey = SurveyFactory(partnership=world.partnership)
    SurveyQuestionFactory(survey=survey)
    client = client_of("coordinator_municipal")
    page = client.get(url("survey-open", survey)).content.decode()
    assert "Halvor Prøvesen" in page  # holds a seat, and has no address
    chosen = {"audiences": ["role-health_chief", "role-mayor", "seat-municipalities", "seat-trust"]}
    client.post(url("survey-open", survey), chosen)
    emails = OutboundEmail.objects.all()
    assert sorted(email.to for email in emails) == sorted(
        world.user(name).email for name in ("health_chief", "other_chief", "mayor", "committee_member", "chair")
    )
    tokens = {re.search(r"/svar/(\S+)/", email.body)[1] for email in emails}  # type: ignore[index]
    assert len(tokens) == 5
    kept = "".join(SurveyInvitation.objects.values_list("token_hash", flat=True))
    assert not any(token in kept for token in tokens)
    client.post(url("survey-open", survey), chosen)
    assert OutboundEmail.objects.count() == 5


def test_a_survey_that_cannot_be_sent_says_why(world: World, client_of: ClientOf) -> None:
    survey = SurveyFactory(partnership=world.partnership)
    client = client_of("coordinator_municipal")
    empty = client.post(url("survey-open", survey), {"audiences": ["role-mayor"]})
    assert empty.status_code == 422
    assert "ingen spørsmål" in empty.content.decode()
    SurveyQuestionFactory(survey=survey)
    trust = client.post(url("survey-open", survey), {"audiences": ["seat-trust"]})
    assert trust.status_code == 422
    assert "har en e-postadresse" in trust.content.decode()
    assert client.post(url("survey-open", survey), {}).status_code == 422
    assert not OutboundEmail.objects.exists()


def test_the_link_is_gone_from_the_row_when_the_email_is_sent(world: World, client_of: ClientOf, mailoutbox) -> None:
    survey = SurveyFactory(partnership=world.partnership)
    SurveyQuestionFactory(survey=survey)
    client_of("coordinator_municipal").post(url("survey-open", survey), {"audiences": ["role-mayor"]})
    email = OutboundEmail.objects.get()
    send(email_id=email.pk)
    email.refresh_from_db()
    assert email.body == ""
    assert "/svar/" in mailoutbox[0].body


def test_those_who_have_not_answered_are_reminded_once_with_the_same_link(world: World, client_of: ClientOf) -> None:
    survey = SurveyFactory(partnership=world.partnership)
    SurveyQuestionFactory(survey=survey)
    client_of("coordinator_municipal").post(
        url("survey-open", survey), {"audiences": ["role-mayor", "role-health_chief"]}
    )
    SurveyInvitation.objects.filter(person=world.people["mayor"]).update(is_used=True)
    first = OutboundEmail.objects.get(to=world.user("other_chief").email)
    assert remind_silent(survey=survey, user=None) == 2
    reminder = OutboundEmail.objects.get(to=first.to, subject__startswith="Påminnelse")
    assert re.search(r"/svar/\S+/", reminder.body)[0] in first.body  # type: ignore[index]
    with pytest.raises(NotPossible):
        remind_silent(survey=survey, user=None)
    assert OutboundEmail.objects.count() == 5


# --- Answering ------------------------------------------------------------------------------------------------------


def test_somebody_answers_without_signing_in_and_nothing_leads_back(world: World) -> None:
    survey = open_survey(world.partnership)
    scale = SurveyQuestionFactory(survey=survey, is_required=True)
    text = SurveyQuestionFactory(survey=survey, kind="text", text="Hva mer?")
    invitation, token = invited(survey, Party.TRUST)
    client = Client()
    page = client.get(link(survey, token))
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    answer = client.post(link(survey, token), {f"sp-{scale.pk}": "4", f"sp-{text.pk}": "Møt presis."}, follow=True)
    assert "Takk for svaret" in answer.content.decode()
    response = SurveyResponse.objects.get()
    assert {field.name for field in SurveyResponse._meta.fields} == {"id", "survey", "party"}  # no day, no person
    assert response.party == Party.TRUST
    assert {(row.choice, row.text) for row in response.answers.all()} == {(4, ""), (None, "Møt presis.")}
    invitation.refresh_from_db()
    assert invitation.is_used


def test_a_used_link_says_thank_you_and_keeps_nothing_more(world: World) -> None:
    survey = open_survey(world.partnership)
    question = SurveyQuestionFactory(survey=survey)
    _invitation, token = invited(survey)
    for choice in ("2", "5"):
        Client().post(link(survey, token), {f"sp-{question.pk}": choice})
    assert [row.choice for row in SurveyAnswer.objects.all()] == [2]
    assert "Takk for svaret" in Client().get(link(survey, token)).content.decode()


def test_errors_stand_at_the_question_and_nothing_typed_is_lost(world: World) -> None:
    survey = open_survey(world.partnership)
    scale = SurveyQuestionFactory(survey=survey, is_required=True)
    text = SurveyQuestionFactory(survey=survey, kind="text", text="Hva mer?")
    _invitation, token = invited(survey)
    answer = Client().post(link(survey, token), {f"sp-{text.pk}": "Møt presis."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Velg et svar." in page
    assert "Møt presis." in page
    assert f'href="#id_sp-{scale.pk}_0"' in page
    assert not SurveyResponse.objects.exists()


def test_a_press_on_an_empty_form_does_not_use_the_link_up(world: World) -> None:
    survey = open_survey(world.partnership)
    SurveyQuestionFactory(survey=survey)
    invitation, token = invited(survey)
    answer = Client().post(link(survey, token), {})
    assert answer.status_code == 422
    assert "Skjemaet er tomt." in answer.content.decode()
    invitation.refresh_from_db()
    assert not invitation.is_used


def test_a_wrong_link_and_one_of_another_partnership_are_not_there(world: World) -> None:
    survey = open_survey(world.partnership)
    _invitation, token = invited(survey)
    assert Client().get(link(survey, token + "x")).status_code == 404
    other = reverse("reports:survey-answer", args=[world.other_partnership.slug, token])
    assert Client().get(other).status_code == 404


def test_a_form_that_was_open_at_the_end_is_taken_for_half_an_hour(world: World) -> None:
    survey = open_survey(world.partnership)
    question = SurveyQuestionFactory(survey=survey, is_required=True)
    _invitation, token = invited(survey)
    client = Client()
    opened = re.search(r'name="opened" value="([^"]+)"', client.get(link(survey, token)).content.decode())[1]  # type: ignore[index]
    with travel(timezone.now() + dt.timedelta(minutes=5), tick=False):
        Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED, closed_at=timezone.now())
    with travel(timezone.now() + dt.timedelta(minutes=30), tick=False):
        assert "er avsluttet" in Client().get(link(survey, token)).content.decode()
        refused = client.post(link(survey, token), {"opened": opened})  # a mistake does not lose the place
        assert opened in refused.content.decode()
        assert client.post(link(survey, token), {f"sp-{question.pk}": "3", "opened": opened}).status_code == 302
    assert SurveyAnswer.objects.get().choice == 3


@pytest.mark.parametrize("opened", ["", "forged:1abcde:xyz", "another's", "too late"])
def test_after_the_end_an_answer_is_refused_with_what_was_typed(world: World, opened: str) -> None:
    survey = open_survey(world.partnership)
    text = SurveyQuestionFactory(survey=survey, kind="text", text="Hva mer?")
    invitation, token = invited(survey)
    stamp = opened
    if opened in ("another's", "too late"):
        whose = link(survey, invited(survey)[1] if opened == "another's" else token)
        stamp = re.search(r'name="opened" value="([^"]+)"', Client().get(whose).content.decode())[1]  # type: ignore[index]
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED, closed_at=timezone.now())
    with travel(timezone.now() + dt.timedelta(minutes=31 if opened == "too late" else 5), tick=False):
        answer = Client().post(link(survey, token), {f"sp-{text.pk}": "Mye å si", "opened": stamp})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Svaret ditt kom for sent" in page
    assert "Mye å si" in page
    assert not SurveyResponse.objects.exists()
    invitation.refresh_from_db()
    assert not invitation.is_used


def test_the_last_day_of_an_open_survey_is_moved_later_and_never_earlier(world: World, client_of: ClientOf) -> None:
    last = timezone.localdate() + dt.timedelta(days=2)
    survey = open_survey(world.partnership, closes_on=last)
    client, address = client_of("coordinator_trust"), url("survey-edit", survey)
    for day in (last, last - dt.timedelta(days=1)):
        refused = client.post(address, {"closes_on": day.isoformat(), "title": "Noe annet"})
        assert refused.status_code == 422
        assert "som er siste svardag nå" in refused.content.decode()
    client.post(address, {"closes_on": (last + dt.timedelta(days=5)).isoformat(), "title": "Noe annet"})
    survey.refresh_from_db()
    assert (survey.closes_on, survey.title) == (last + dt.timedelta(days=5), "Hvordan virker samarbeidet?")
    make_over(survey)
    page = client.post(address, {"closes_on": (last + dt.timedelta(days=9)).isoformat()}, follow=True).content.decode()
    assert "kan ikke endres" in page
    survey.refresh_from_db()
    assert survey.closes_on == last + dt.timedelta(days=5)


def test_a_survey_ends_by_itself_when_its_last_day_is_over(world: World) -> None:
    survey = open_survey(world.partnership, closes_on=timezone.localdate())
    invitation, _token = invited(survey)
    question = SurveyQuestionFactory(survey=survey)
    tomorrow = timezone.now().replace(hour=12) + dt.timedelta(days=1)
    with travel(tomorrow, tick=False), pytest.raises(NotPossible):
        submit_response(invitation=invitation, given={question.pk: Given(choice=3)}, opened_at=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_with_the_same_link_one_is_kept(transactional_db: None) -> None:
    survey = open_survey(SurveyFactory().partnership)
    question = SurveyQuestionFactory(survey=survey)
    invitation, _token = invited(survey)
    kept: list[bool] = []
    start = threading.Barrier(2)

    def answer(choice: int) -> None:
        try:
            start.wait()
            given = {question.pk: Given(choice=choice)}
            kept.append(submit_response(invitation=invitation, given=given, opened_at=None))
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(choice,)) for choice in (1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False, True]
    assert SurveyResponse.objects.count() == SurveyAnswer.objects.count() == 1


# --- Results --------------------------------------------------------------------------------------------------------


def test_counts_wait_for_the_last_form_and_for_release(world: World, client_of: ClientOf) -> None:
    survey = open_survey(world.partnership)
    question = SurveyQuestionFactory(survey=survey)
    answered(question, Party.MUNICIPALITIES, *[4] * 6)
    client = client_of("coordinator_municipal")
    assert client.get(url("survey-export", survey)).status_code == 404
    client.post(url("survey-close", survey))
    assert "100&nbsp;%" not in client.get(url("survey-detail", survey)).content.decode()
    client.post(url("survey-release", survey))
    survey.refresh_from_db()
    assert survey.released_at is None  # too early
    make_over(survey)
    assert "100&nbsp;%" in client.get(url("survey-detail", survey)).content.decode()
    assert Client().get(url("survey-detail", survey)).status_code == 404
    client.post(url("survey-release", survey))
    assert "100&nbsp;%" in Client().get(url("survey-detail", survey)).content.decode()


def test_the_public_sees_counts_with_small_groups_left_out_of_everything(world: World) -> None:
    survey = open_survey(world.partnership)
    question = SurveyQuestionFactory(survey=survey)
    answered(question, Party.MUNICIPALITIES, *[1] * 6)
    answered(question, Party.TRUST, *[5] * 7)
    answered(question, Party.GPS, *[3] * 4)
    make_over(survey)
    Survey.objects.filter(pk=survey.pk).update(released_at=timezone.now())
    page = Client().get(url("survey-detail", survey)).content.decode()
    assert "For få svar til å vises for seg:" in page
    assert "Fastlegene" in page
    assert ">17<" not in page
    assert "100 prosentpoeng" in page
    assert "(n&nbsp;=&nbsp;7)" in page  # on one line
    assert "kan være tilfeldig" in page
    table = Client().get(url("survey-export", survey)).content.decode("utf-8-sig")
    assert "Fastlegene" not in table
    assert "Alle som vises;3;0;0,0;13" in table
    mirror = Client().get(reverse("reports:parity", args=[world.partnership.slug])).content.decode()
    assert "100 prosentpoeng" in mirror  # beside the indicators


def test_free_texts_are_the_coordinators_alone_and_unattributed_when_few_wrote(
    world: World, client_of: ClientOf
) -> None:
    survey = open_survey(world.partnership)
    question = SurveyQuestionFactory(survey=survey, kind="text", text="Hva mer?")
    answered(question, Party.MUNICIPALITIES, *[f"kommune {n}" for n in range(6)])
    answered(question, Party.TRUST, "sykehus 1")
    make_over(survey)
    Survey.objects.filter(pk=survey.pk).update(released_at=timezone.now())
    for persona in ("mayor", "committee_member", "outsider"):
        assert client_of(persona).get(url("survey-texts", survey)).status_code == 403
        assert "kommune 1" not in client_of(persona).get(url("survey-detail", survey)).content.decode()
    assert "sykehus 1" in client_of("coordinator_trust").get(url("survey-texts", survey)).content.decode()
    ((_question, groups),) = free_texts(survey)
    assert [group.party for group in groups] == [""]
    assert len(groups[0].texts) == 7
    answered(question, Party.TRUST, *[f"sykehus {n}" for n in range(2, 6)])
    ((_question, groups),) = free_texts(survey)
    assert [(group.party, len(group.texts)) for group in groups] == [("Kommunene", 6), ("Helseforetaket", 5)]


def test_drafts_and_open_surveys_are_the_coordinators_alone(world: World, client_of: ClientOf) -> None:
    draft, running = SurveyFactory(partnership=world.partnership), open_survey(world.partnership)
    for persona in ("health_chief", "mayor", "chair", "outsider", "foreign_coordinator", "anonymous"):
        client = client_of(persona)
        for survey in (draft, running):
            assert client.get(url("survey-detail", survey)).status_code == 404
        assert (
            "Hvordan virker"
            not in client.get(reverse("reports:survey-list", args=[world.partnership.slug])).content.decode()
        )
    client = client_of("mayor")
    assert client.get(reverse("reports:survey-create", args=[world.partnership.slug])).status_code == 403


def test_the_list_asks_as_much_for_one_as_for_many(
    world: World, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    client = client_of("coordinator_municipal")
    address = reverse("reports:survey-list", args=[world.partnership.slug])
    open_survey(world.partnership)
    with django_assert_max_num_queries(50) as one:
        client.get(address)
    open_survey(world.partnership)
    SurveyFactory(partnership=world.partnership)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(address)
