"""Consultations (høringer): one basis to many, one answer from each party. Answers are public (offentleglova § 15)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import ConsultationState, ExtensionState, QuestionKind, Stance
from agreements.models.revision import Revision
from agreements.models.text import AgreementVersion
from agreements.querysets import ConsultationQuerySet
from municipalities.models import HospitalTrust, Municipality, Partnership
from samhandling.core.revisions import FieldRevisions


def consultation_path(instance: ConsultationFile | AnswerFile, filename: str) -> str:
    return f"agreements/consultations/{instance.sha256[:2]}/{instance.sha256}"


class Consultation(models.Model):
    """A request to the parties for a written answer by a day; with `revision`, on the draft of an agreement.

    Without a revision it serves any request to every municipality, such as which group it wants to belong to.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="consultations")
    revision = models.ForeignKey(
        Revision,
        verbose_name=_("revisjon"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="consultations",
    )
    version = models.ForeignKey(
        AgreementVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )
    text = models.JSONField(null=True, blank=True)  # the text that was sent, as `Content.to_json`: a draft goes on
    title = models.CharField(_("tittel"), max_length=160)
    basis = models.TextField(_("felles høringsgrunnlag"), blank=True)  # clean HTML
    deadline = models.DateField(_("frist"))
    state = models.CharField(
        _("status"), max_length=8, choices=ConsultationState.choices, default=ConsultationState.DRAFT
    )
    opened_on = models.DateField(_("sendt"), null=True, blank=True)
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("høring")
        verbose_name_plural = _("høringer")
        ordering = ["-deadline", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="consultation_deadline_after_opening",
                condition=Q(opened_on__isnull=True) | Q(deadline__gte=F("opened_on")),
                violation_error_message=_("Fristen må være etter at høringen sendes."),
            ),
            models.CheckConstraint(
                name="consultation_open_has_day",
                condition=Q(state=ConsultationState.DRAFT) | Q(opened_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConsultationFile(models.Model):
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("tittel"), max_length=160)
    file = models.FileField(_("fil"), upload_to=consultation_path, max_length=120)
    file_name = models.CharField(_("filnavn"), max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("fil til høringen")
        verbose_name_plural = _("filer til høringen")
        ordering = ["consultation", "pk"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What is asked: on a section of the text (`anchor`), one of `options`, or in free words."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("rekkefølge"))
    kind = models.CharField(_("slag"), max_length=8, choices=QuestionKind.choices)
    anchor = models.SlugField(max_length=40, blank=True)
    text = models.CharField(_("spørsmål"), max_length=300)
    options = models.JSONField(_("svaralternativer"), default=list, blank=True)  # list of strings

    class Meta:
        verbose_name = _("spørsmål")
        verbose_name_plural = _("spørsmål")
        ordering = ["consultation", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Invitation(models.Model):
    """A party that is asked, with its own deadline when it has been given a longer one."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="invitations")
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    trust = models.ForeignKey(
        HospitalTrust, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    extension = models.CharField(
        _("utsatt frist"), max_length=8, choices=ExtensionState.choices, default=ExtensionState.NONE, blank=True
    )
    extension_asked_to = models.DateField(_("ønsket frist"), null=True, blank=True)
    extension_reason = models.CharField(_("hvorfor"), max_length=300, blank=True)
    extended_to = models.DateField(_("ny frist"), null=True, blank=True)
    refusal_reason = models.CharField(_("hvorfor fristen ikke ble utsatt"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("høringspart")
        verbose_name_plural = _("høringsparter")
        ordering = ["consultation", "municipality__name"]
        constraints = [
            models.CheckConstraint(
                name="invitation_is_of_one",
                condition=Q(municipality__isnull=False, trust__isnull=True)
                | Q(municipality__isnull=True, trust__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["consultation", "municipality"],
                condition=Q(municipality__isnull=False),
                name="invitation_municipality_once",
            ),
            models.UniqueConstraint(
                fields=["consultation", "trust"], condition=Q(trust__isnull=False), name="invitation_trust_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.municipality_id or self.trust_id}"


class Answer(FieldRevisions):
    """A party's one answer. A draft until it is sent; after the deadline it is taken and marked late."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="answer")
    stance = models.CharField(_("samlet syn"), max_length=8, choices=Stance.choices, blank=True)
    text = models.TextField(_("samlet merknad"), blank=True)
    council_case = models.CharField(_("behandlet i sak"), max_length=60, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_late = models.BooleanField(_("etter fristen"), default=False)

    class Meta:
        verbose_name = _("høringssvar")
        verbose_name_plural = _("høringssvar")

    def __str__(self) -> str:
        return f"{self.invitation_id}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


class QuestionAnswer(FieldRevisions):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="parts")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    stance = models.CharField(_("syn"), max_length=8, choices=Stance.choices, blank=True)
    choice = models.CharField(_("valg"), max_length=200, blank=True)
    text = models.TextField(_("merknad"), blank=True)

    class Meta:
        verbose_name = _("svar på spørsmål")
        verbose_name_plural = _("svar på spørsmål")
        ordering = ["answer", "question"]
        constraints = [models.UniqueConstraint(fields=["answer", "question"], name="question_answer_once")]

    def __str__(self) -> str:
        return f"{self.question_id}"


class AnswerFile(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("tittel"), max_length=160)
    file = models.FileField(_("fil"), upload_to=consultation_path, max_length=120)
    file_name = models.CharField(_("filnavn"), max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("vedlegg til svaret")
        verbose_name_plural = _("vedlegg til svaret")
        ordering = ["answer", "pk"]

    def __str__(self) -> str:
        return self.title
