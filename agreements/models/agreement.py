"""Agreements, who is bound by them, on what terms, and the statutory points they cover."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementKind, EntryRule, ObligationKind
from agreements.querysets import AgreementQuerySet
from municipalities.models import HospitalTrust, Municipality, Partnership
from samhandling.core.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from samhandling.documents.enums import Language


def in_active_language(bokmaal: str, nynorsk: str) -> str:
    """The nynorsk where that is the active language and there is one, else the bokmål."""
    return nynorsk if nynorsk.strip() and (get_language() or "").startswith(Language.NYNORSK) else bokmaal


class ContentPoint(Dated):
    """One point of the statutory minimum content (helse- og omsorgstjenesteloven § 6-2 first paragraph)."""

    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("kort tittel"), max_length=120)
    text = models.CharField(_("innhold"), max_length=300)
    title_nn = models.CharField(_("kort tittel, nynorsk"), max_length=120, blank=True)
    text_nn = models.CharField(_("innhold, nynorsk"), max_length=300, blank=True)
    legal_reference = models.CharField(_("hjemmel"), max_length=80)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lovpålagt punkt")
        verbose_name_plural = _("lovpålagte punkter")
        ordering = ["number"]
        constraints = [
            ends_after_start("content_point_period"),
            no_overlap("content_point_once", "number", message=_("Punktet finnes allerede i dette tidsrommet.")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.shown_title}"

    @property
    def shown_title(self) -> str:
        """In the language of the page."""
        return in_active_language(self.title, self.title_nn)

    @property
    def shown_text(self) -> str:
        return in_active_language(self.text, self.text_nn)


class LegalTerm(Dated):
    """How long the law gives: months from an event to what is owed. Dated, so a changed law counts from its day.

    REVIEW and NOTICE: helse- og omsorgstjenesteloven § 6-5; SUBMISSION: § 6-4.
    """

    kind = models.CharField(_("plikt"), max_length=12, choices=ObligationKind.choices)
    months = models.PositiveSmallIntegerField(_("måneder"))
    legal_reference = models.CharField(_("hjemmel"), max_length=80)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lovbestemt frist")
        verbose_name_plural = _("lovbestemte frister")
        ordering = ["kind", "valid_from"]
        constraints = [
            ends_after_start("legal_term_period"),
            no_overlap("legal_term_once", "kind", message=_("Fristen finnes allerede i dette tidsrommet.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.months}"


class Agreement(models.Model):
    """One agreement through all its versions. Sub-agreements and guidelines have the agreement they belong to."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(_("slag"), max_length=12, choices=AgreementKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("hører til"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("Avtalen en delavtale eller retningslinje hører til."),
    )
    number = models.CharField(
        _("nummer"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{1,3}[a-zæøå]?$", _("Skriv et tall, eventuelt med én bokstav: 4 eller 11b."))],
        help_text=_("For delavtaler, for eksempel 4 eller 11b."),
    )
    title = models.CharField(_("tittel"), max_length=160)
    short_title = models.CharField(_("kort tittel"), max_length=40, help_text=_("Vises i tabeller."))
    subject = models.TextField(_("hva avtalen gjelder"), blank=True)
    subject_nn = models.TextField(_("hva avtalen gjelder, nynorsk"), blank=True)
    points = models.ManyToManyField(
        ContentPoint, verbose_name=_("lovpålagte punkter"), blank=True, related_name="agreements"
    )
    terminated_on = models.DateField(_("opphørt"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("avtale")
        verbose_name_plural = _("avtaler")
        ordering = ["kind", "number", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "number"],
                condition=~Q(number=""),
                name="agreement_number",
                violation_error_message=_("Nummeret er brukt av en annen avtale."),
            ),
            models.CheckConstraint(
                name="sub_agreement_is_numbered",
                condition=~Q(kind=AgreementKind.SUB) | ~Q(number=""),
                violation_error_message=_("En delavtale må ha et nummer."),
            ),
            models.CheckConstraint(
                name="agreement_belongs_to_another",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_subject(self) -> str:
        """In the language that is active."""
        return in_active_language(self.subject, self.subject_nn)

    @property
    def label(self) -> str:
        """`Delavtale 4 – Øyeblikkelig hjelp, døgnopphold`; others are called by their title."""
        return f"{self.get_kind_display()} {self.number} – {self.title}" if self.number else self.title

    @property
    def short_label(self) -> str:
        """`DA 4 Døgnopphold`: as short as a table's column needs it."""
        return f"DA {self.number} {self.short_title}" if self.kind == AgreementKind.SUB else self.short_title


class AgreementTerms(Dated):
    """The agreement's own terms for a time: when a text enters into force, notice, review and expiry.

    An empty `notice_months` or `review_months` follows the law (`LegalTerm`).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="terms")
    entry_rule = models.CharField(_("trer i kraft"), max_length=12, choices=EntryRule.choices, default=EntryRule.ALL)
    entry_quorum = models.PositiveSmallIntegerField(
        _("antall kommuner"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Bare når et bestemt antall kommuner er nok."),
    )
    needs_trust = models.BooleanField(_("helseforetaket må ha vedtatt den"), default=True)
    notice_months = models.PositiveSmallIntegerField(_("oppsigelsestid i måneder"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(_("måneder mellom gjennomganger"), null=True, blank=True)
    expires_on = models.DateField(_("gjelder til og med"), null=True, blank=True)
    basis = models.CharField(
        _("grunnlag"), max_length=160, blank=True, help_text=_("Hvor vilkårene står, for eksempel punkt 14.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("vilkår")
        verbose_name_plural = _("vilkår")
        ordering = ["-valid_from"]
        constraints = [
            ends_after_start("agreement_terms_period"),
            no_overlap("agreement_terms_once", "agreement", message=_("Andre vilkår gjelder i dette tidsrommet.")),
            models.CheckConstraint(
                name="agreement_terms_quorum",
                condition=~Q(entry_rule=EntryRule.QUORUM) | Q(entry_quorum__isnull=False),
                violation_error_message=_("Skriv hvor mange kommuner som må ha vedtatt teksten."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_entry_rule_display()}"


class AgreementParty(Dated):
    """A municipality or the trust is bound from its accession (`valid_from`) until it leaves or is succeeded."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_parties",
    )
    trust = models.ForeignKey(
        HospitalTrust,
        verbose_name=_("helseforetak"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_parties",
    )
    succeeds = models.ManyToManyField(
        "self",
        symmetrical=False,
        verbose_name=_("trer inn for"),
        blank=True,
        related_name="succeeded_by",
        help_text=_("Partene den har tatt over etter ved en sammenslåing."),
    )
    note = models.CharField(_("merknad"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parter")
        ordering = ["agreement", "municipality__name"]
        constraints = [
            ends_after_start("agreement_party_period"),
            models.CheckConstraint(
                name="agreement_party_is_one",
                condition=Q(municipality__isnull=False, trust__isnull=True)
                | Q(municipality__isnull=True, trust__isnull=False),
                violation_error_message=_("Velg en kommune eller et helseforetak."),
            ),
            no_overlap(
                "agreement_party_municipality_once",
                "agreement",
                "municipality",
                condition=Q(municipality__isnull=False),
                message=_("Kommunen er allerede part i dette tidsrommet."),
            ),
            no_overlap(
                "agreement_party_trust_once",
                "agreement",
                "trust",
                condition=Q(trust__isnull=False),
                message=_("Helseforetaket er allerede part i dette tidsrommet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.municipality_id or self.trust_id}"

    @property
    def name(self) -> str:
        """Needs `municipality` and `trust` fetched."""
        return str(self.municipality or self.trust)

    @property
    def is_municipality(self) -> bool:
        return self.municipality_id is not None


class CouncilMeeting(models.Model):
    """A day a municipal council meets, as the municipality has told: what the board calls the next council date."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="council_meetings")
    on = models.DateField(_("dato"))
    papers_due = models.DateField(_("saksfrist"), null=True, blank=True)

    class Meta:
        verbose_name = _("møte i kommunestyret")
        verbose_name_plural = _("møter i kommunestyret")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "on"],
                name="council_meeting_once",
                violation_error_message=_("Møtet er allerede registrert."),
            ),
            models.CheckConstraint(
                name="council_papers_before_meeting",
                condition=Q(papers_due__isnull=True) | Q(papers_due__lte=F("on")),
                violation_error_message=_("Saksfristen må være før møtet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}"

    def is_over(self, today: dt.date) -> bool:
        return self.on < today
