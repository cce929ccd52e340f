"""Consultations of the demo, with what the parties answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from agreements.demo.plan import Course, noon, workday
from agreements.enums import QuestionKind, Stance
from agreements.models import Consultation, Invitation, Revision
from agreements.services import answers, consultations, extensions, questions
from municipalities.models import Municipality
from samhandling.core import clock

if TYPE_CHECKING:
    from agreements.demo.build import Builder

BASIS = (
    "<p>Arbeidsgruppen har laget et utkast sammen med brukerne. Vi vil vite om kommunen støtter endringene, "
    "og hva den vil ha annerledes.</p><p>Svar gjerne punkt for punkt. Svarene er offentlige.</p>"
)
SUPPORT = ("Kommunen støtter forslaget.", "Endringen passer med slik vi arbeider i dag.", "Ingen merknader.")
CHANGES = (
    "Fristen er for kort for en liten kommune. Vi foreslår to virkedager.",
    "Det bør stå hvem som betaler.",
    "Teksten bør si at brukeren skal spørres først.",
)
CHOICES = ("Bli i dagens gruppe", "Gå over til en annen gruppe", "Vet ikke ennå")


def consult(
    builder: Builder, revision: Revision, *, sent_on: dt.date, open_for: int, closed_on: dt.date | None = None
) -> Consultation:
    """Send the draft to all, and let most of them answer; those who answered last are still writing."""
    with clock.at(noon(sent_on)):
        consultation = consultations.create_consultation(
            partnership=builder.partnership,
            user=builder.user,
            title=revision.name,
            deadline=sent_on + dt.timedelta(days=open_for),
            revision=revision,
            basis=BASIS,
            municipalities=builder.members,
            include_trust=True,
        )
        consultations.open_consultation(consultation=consultation, user=builder.user, on=sent_on)
    _answer(builder, consultation, sent_on, every=3 if closed_on is None else 6)
    if closed_on is not None:
        with clock.at(noon(closed_on)):
            consultations.close_consultation(consultation=consultation, user=builder.user, on=closed_on)
    return consultation


def refuse_more_time(builder: Builder, consultation: Consultation, course: Course) -> None:
    """What those who have not answered yet asked for, and did not get."""
    invited = consultation.invitations.filter(municipality__name__in=course.more_time)
    today, until = builder.plan.today, workday(consultation.deadline + dt.timedelta(days=21))
    for invitation in invited.select_related("consultation", "municipality"):
        if invitation.municipality is None:
            continue
        given, chief = course.more_time[invitation.municipality.name], builder.chief_of(invitation.municipality)
        with clock.at(noon(workday(today - dt.timedelta(days=6)))):
            extensions.ask_extension(invitation=invitation, wanted=until, reason=given.asked, user=chief)
        with clock.at(noon(workday(today - dt.timedelta(days=3)))):
            extensions.decide_extension(invitation=invitation, until=None, reason=given.refused, user=builder.user)


def ask_about_groups(builder: Builder, municipalities: list[Municipality]) -> None:
    """A request without an agreement behind it: which group each municipality wants to belong to."""
    sent_on = builder.plan.today - dt.timedelta(days=30)
    with clock.at(noon(sent_on)):
        consultation = consultations.create_consultation(
            partnership=builder.partnership,
            user=builder.user,
            title="Hvilken kommunegruppe vil dere høre til?",
            deadline=builder.plan.today + dt.timedelta(days=12),
            basis="<p>Inndelingen gjelder fra neste valgperiode. Vi trenger et skriftlig svar fra alle.</p>",
            municipalities=municipalities,
            include_trust=False,
        )
        questions.add_question(
            consultation=consultation, text="Hva ønsker kommunen?", options=CHOICES, user=builder.user
        )
        questions.add_question(consultation=consultation, text="Hvorfor?", options=(), user=builder.user)
        consultations.open_consultation(consultation=consultation, user=builder.user, on=sent_on)
    _answer(builder, consultation, sent_on, every=4)


def _answer(builder: Builder, consultation: Consultation, sent_on: dt.date, *, every: int) -> None:
    """All but one in `every` has sent its answer."""
    asked = list(consultation.questions.order_by("position"))
    invited = consultation.invitations.select_related("consultation", "municipality", "trust").order_by("pk")
    for place, invitation in enumerate(invited):
        if place % every == every - 1:
            continue
        day = min(sent_on + dt.timedelta(days=6 + place % 12), builder.plan.today)
        with clock.at(noon(day)):
            _write(builder, invitation, asked, place)
            answers.send_answer(answer=invitation.answer, user=builder.user)


def _write(builder: Builder, invitation: Invitation, asked: list, place: int) -> None:
    wants = place % 4 == 2
    user = builder.user
    stance = Stance.CHANGES if wants else Stance.SUPPORT
    answers.save_field(invitation=invitation, field="stance", base_revision=0, value=stance, user=user)
    text = CHANGES[place % 3] if wants else SUPPORT[place % 3]
    answers.save_field(invitation=invitation, field="text", base_revision=0, value=text, user=user)
    for number, question in enumerate(asked[:4]):
        if question.kind == QuestionKind.CHOICE:
            field, value = "choice", CHOICES[place % 5 % 3]
        elif question.kind == QuestionKind.TEXT:
            field, value = "text", "Avstanden til sykehuset og samarbeidet vi har i dag, taler for det."
        else:
            field, value = "stance", Stance.CHANGES if wants and number == 2 else Stance.SUPPORT
        answers.save_field(
            invitation=invitation, question=question, field=field, base_revision=0, value=value, user=user
        )
    invitation.refresh_from_db()
