"""The way of a revision: steps with planned and actual dates, who works on it, what each change means."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import ChangeKind, EntryRule, StepKind
from agreements.models.agreement import Agreement, in_active_language
from agreements.models.text import AgreementVersion
from agreements.querysets import RevisionQuerySet
from municipalities.enums import Party
from municipalities.models import Committee, Person


class Revision(models.Model):
    """One change of one agreement, from the plan to the text that replaces it.

    `version` is the text it makes: a draft until the step FINAL freezes it. `base` is the text that was in force when
    it began, and empty for a new agreement. The rule of entry into force is taken from the agreement's terms when the
    text is frozen, so that later terms do not change what the councils were told.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="revisions")
    name = models.CharField(_("navn"), max_length=80, help_text=_("For eksempel «Revisjon våren 2027»."))
    order = models.PositiveSmallIntegerField(_("rekkefølge i planen"), default=1, validators=[MinValueValidator(1)])
    reason = models.TextField(_("hvorfor avtalen revideres"), blank=True)
    reason_nn = models.TextField(_("hvorfor avtalen revideres, nynorsk"), blank=True)
    lead = models.ForeignKey(
        Person,
        verbose_name=_("ansvarlig"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_revisions",
    )
    mandate = models.TextField(_("mandat for arbeidsgruppen"), blank=True)
    user_participation = models.TextField(
        _("brukermedvirkning"),
        blank=True,
        help_text=_("Hvordan brukerorganisasjonene har vært med (helse- og omsorgstjenesteloven § 6-1)."),
    )
    base = models.ForeignKey(
        AgreementVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="revised_by"
    )
    version = models.OneToOneField(
        AgreementVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="revision"
    )
    step = models.CharField(_("status"), max_length=16, choices=StepKind.choices, default=StepKind.PLANNED)
    council_deadline = models.DateField(_("frist for kommunestyrene"), null=True, blank=True)
    recommendation = models.TextField(
        _("forslag til vedtak"),
        blank=True,
        help_text=_("Skriv {kommunen} der kommunens navn skal stå."),
    )
    recommendation_nn = models.TextField(_("forslag til vedtak, nynorsk"), blank=True)
    summary = models.TextField(_("hva som er endret"), blank=True, help_text=_("Tre–fire setninger til kommunestyret."))
    summary_nn = models.TextField(_("hva som er endret, nynorsk"), blank=True)
    entry_rule = models.CharField(_("trer i kraft"), max_length=12, choices=EntryRule.choices, blank=True)
    entry_quorum = models.PositiveSmallIntegerField(_("antall kommuner"), null=True, blank=True)
    needs_trust = models.BooleanField(_("helseforetaket må ha vedtatt den"), default=True)
    entry_date = models.DateField(
        _("tidligst i kraft"),
        null=True,
        blank=True,
        help_text=_("Datoen teksten gjelder fra når vilkårene er oppfylt, eller den bestemte datoen."),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revisjon")
        verbose_name_plural = _("revisjoner")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="revision_quorum",
                condition=~Q(entry_rule=EntryRule.QUORUM) | Q(entry_quorum__isnull=False),
                violation_error_message=_("Skriv hvor mange kommuner som må ha vedtatt teksten."),
            ),
            models.CheckConstraint(
                name="revision_fixed_date",
                condition=~Q(entry_rule=EntryRule.FIXED_DATE) | Q(entry_date__isnull=False),
                violation_error_message=_("Skriv datoen teksten gjelder fra."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_reason(self) -> str:
        """In the language that is active."""
        return in_active_language(self.reason, self.reason_nn)

    @property
    def shown_summary(self) -> str:
        return in_active_language(self.summary, self.summary_nn)

    @property
    def shown_recommendation(self) -> str:
        return in_active_language(self.recommendation, self.recommendation_nn)

    @property
    def is_ended(self) -> bool:
        return self.step == StepKind.SUPERSEDED


class RevisionStep(models.Model):
    """One step on the way, planned, done or skipped. Every revision has a row for each `StepKind` but SUPERSEDED."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("trinn"), max_length=16, choices=StepKind.choices)
    planned_on = models.DateField(_("planlagt"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    skipped_reason = models.CharField(_("hvorfor trinnet er hoppet over"), max_length=300, blank=True)
    committee = models.ForeignKey(
        Committee,
        verbose_name=_("utvalg"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revision_steps",
    )
    reference = models.CharField(_("sak"), max_length=60, blank=True, help_text=_("For eksempel OSU-sak 12/26."))
    note = models.TextField(_("merknad"), blank=True)

    class Meta:
        verbose_name = _("trinn i revisjonen")
        verbose_name_plural = _("trinn i revisjonen")
        ordering = ["revision", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind"], name="revision_step_once"),
            models.CheckConstraint(
                name="revision_step_done_or_skipped",
                condition=Q(skipped_reason="") | Q(done_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_skipped(self) -> bool:
        return bool(self.skipped_reason)

    @property
    def is_passed(self) -> bool:
        return self.done_on is not None or self.is_skipped


class GroupMember(models.Model):
    """Somebody in a revision's working group: both sides, and users' organisations (hol § 6-1)."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="members")
    party = models.CharField(_("part"), max_length=16, choices=Party.choices)
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("navn"), max_length=120, blank=True, help_text=_("For en som ikke står i portalen."))
    organisation = models.CharField(_("organisasjon"), max_length=120, blank=True)
    is_leader = models.BooleanField(_("leder"), default=False)

    class Meta:
        verbose_name = _("medlem av arbeidsgruppen")
        verbose_name_plural = _("medlemmer av arbeidsgruppen")
        ordering = ["revision", "-is_leader", "party", "pk"]
        constraints = [
            models.CheckConstraint(
                name="group_member_has_a_name",
                condition=Q(person__isnull=False) | ~Q(name=""),
                violation_error_message=_("Velg en person eller skriv et navn."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.person_id}"


class ChangeNote(models.Model):
    """What a change of a section means in practice, shown beside the redline and in the case paper."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="change_notes")
    anchor = models.SlugField(max_length=40)
    kind = models.CharField(_("slag endring"), max_length=16, choices=ChangeKind.choices)
    text = models.CharField(_("hva den betyr"), max_length=300, blank=True)
    text_nn = models.CharField(_("hva den betyr, nynorsk"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("merknad til endring")
        verbose_name_plural = _("merknader til endringer")
        ordering = ["revision", "pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "anchor"], name="change_note_once")]

    def __str__(self) -> str:
        return f"{self.anchor}: {self.kind}"
