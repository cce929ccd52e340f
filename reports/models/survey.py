"""Surveys: what the parties think of the cooperation (indicator I14), counted by party and never by person.

Who has answered and what was answered are in tables with nothing in common: an invitation says only that it is used,
a response has a random key, and neither says when. No page, export or log pairs them. Whoever administers the database
could while the survey runs, by its transactions or by copies from before and after one answer.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.enums import Party
from municipalities.models import Partnership, Person
from reports.enums import SurveyQuestionKind, SurveyState
from samhandling.core.dates import NBSP
from samhandling.notifications.models import OutboundEmail


class Survey(models.Model):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="surveys")
    title = models.CharField(_("tittel"), max_length=160)
    intro = models.TextField(_("innledning"), blank=True)
    state = models.CharField(_("status"), max_length=8, choices=SurveyState.choices, default=SurveyState.DRAFT)
    opened_on = models.DateField(_("sendt"), null=True, blank=True)
    closes_on = models.DateField(_("siste svardag"))
    closed_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    reminded_on = models.DateField(_("påminnelse sendt"), null=True, blank=True)
    released_at = models.DateTimeField(
        _("frigitt"), null=True, blank=True, help_text=_("Når tallene ble åpne for alle.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("spørreundersøkelse")
        verbose_name_plural = _("spørreundersøkelser")
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_closes_after_opening",
                condition=Q(opened_on__isnull=True) | Q(closes_on__gte=F("opened_on")),
                violation_error_message=_("Siste svardag er før undersøkelsen åpner."),
            ),
            models.CheckConstraint(
                name="survey_open_has_date", condition=Q(state=SurveyState.DRAFT) | Q(opened_on__isnull=False)
            ),
            models.CheckConstraint(
                name="survey_closed_has_time",
                condition=Q(state=SurveyState.CLOSED, closed_at__isnull=False)
                | ~Q(state=SurveyState.CLOSED) & Q(closed_at__isnull=True, released_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(models.Model):
    """`good` says which answers count as «god» in the perception gap (I14): places among the options, or 1–5.

    Of a scale `options` are the words for its two ends.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("slag"), max_length=8, choices=SurveyQuestionKind.choices)
    text = models.CharField(_("spørsmål"), max_length=300)
    options = ArrayField(models.CharField(max_length=120), verbose_name=_("svarvalg"), default=list, blank=True)
    good = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    is_required = models.BooleanField(_("må besvares"), default=False)

    class Meta:
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        ordering = ["survey", "position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[int]:
        """What an answer's `choice` may be; none for free text."""
        if self.kind == SurveyQuestionKind.SCALE:
            return [1, 2, 3, 4, 5]
        return list(range(len(self.options))) if self.kind == SurveyQuestionKind.SINGLE else []

    @property
    def columns(self) -> list[str]:
        """What each choice is called; the ends of a scale with their words."""
        if self.kind == SurveyQuestionKind.SINGLE:
            return list(self.options)
        names = [str(choice) for choice in self.choices]
        if names and len(self.options) == 2:
            names[0], names[-1] = f"{names[0]}{NBSP}– {self.options[0]}", f"{names[-1]}{NBSP}– {self.options[1]}"
        return names


class SurveyInvitation(models.Model):
    """One who is asked. The link carries a token; only its hash is kept (`services.surveys.token_of`)."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(_("part"), max_length=16, choices=Party.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.ForeignKey(OutboundEmail, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_used = models.BooleanField(_("har svart"), default=False)

    class Meta:
        verbose_name = _("invitasjon")
        verbose_name_plural = _("invitasjoner")
        ordering = ["survey", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="survey_invited_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.pk}"


class SurveyResponse(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    party = models.CharField(_("part"), max_length=16, choices=Party.choices)

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.id)


class SurveyAnswer(models.Model):
    """`choice` is the place of the chosen option from 0, or 1–5 on a scale."""

    response = models.ForeignKey(SurveyResponse, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="answers")
    choice = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("svar på spørsmål")
        verbose_name_plural = _("svar på spørsmål")
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="survey_answered_once")]

    def __str__(self) -> str:
        return f"{self.question_id}"
