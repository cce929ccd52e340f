"""Meetings and their agendas."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion
from meetings.enums import ItemType, MeetingState, ProposedBy, StandardItem
from meetings.models.case import Case
from meetings.models.paper import PaperVersion
from meetings.querysets import MeetingQuerySet
from municipalities.models import Committee, Person
from samhandling.disclosure.models import Exemptable


class Meeting(models.Model):
    """One meeting of a committee.

    The chair sets the agenda (kommuneloven § 11-3 first paragraph, here for every profile): `approved_hash` is the
    fingerprint of the agenda that was approved, so a later change shows and the approval is asked for again.
    `notice_hash` is that of the newest published edition: when it no longer fits, a new edition is due.
    """

    committee = models.ForeignKey(
        Committee,
        verbose_name=_("utvalg"),
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    number = models.PositiveSmallIntegerField(_("møtenummer"))
    year = models.PositiveSmallIntegerField(_("år"))
    starts_at = models.DateTimeField(_("starter"))
    ends_at = models.DateTimeField(_("slutter"))
    place = models.CharField(_("sted"), max_length=160, blank=True)
    video_link = models.URLField(_("videolenke"), blank=True)
    practical = models.TextField(_("praktiske opplysninger"), blank=True)
    archive_ref = models.CharField(_("vår referanse"), max_length=30, blank=True)
    state = models.CharField(
        _("status"),
        max_length=10,
        choices=MeetingState.choices,
        default=MeetingState.PLANNED,
    )
    cancelled_reason = models.CharField(_("hvorfor møtet er avlyst"), max_length=200, blank=True)
    approved_by = models.ForeignKey(
        Person,
        verbose_name=_("sakslisten godkjent av"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("sakslisten godkjent"), null=True, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    called_at = models.DateTimeField(_("innkalling først publisert"), null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    notice_version = models.PositiveSmallIntegerField(_("utgave av innkallingen"), default=0)
    notice_at = models.DateTimeField(_("siste utgave publisert"), null=True, blank=True)
    notice_hash = models.CharField(max_length=64, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("møte")
        verbose_name_plural = _("møter")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Møtet må slutte etter at det starter."),
            ),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="meeting_number_unique"),
            models.CheckConstraint(
                name="meeting_called_when_approved",
                condition=~Q(state__in=[MeetingState.CALLED, MeetingState.CLOSED])
                | Q(approved_at__isnull=False, called_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.starts_at)

    @property
    def length(self) -> int:
        """Minutes from start to end."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class NumberSeries(models.Model):
    """One series of item numbers per committee and year; the row is locked while numbers are given."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="number_series")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year"], name="number_series_unique")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class AgendaItem(Exemptable):
    """One treatment of a case, or an item without a case, in one meeting.

    `number` is given on publishing and never changes or is used again. `paper_version` is what the meeting used, and
    `agreement_version` the text of the agreement its case is about; a frozen text speaks for itself.
    An item without its own mark follows its case: `meetings.disclosure` decides what the public sees.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(
        Case,
        verbose_name=_("sak"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="treatments",
    )
    standard = models.CharField(max_length=16, choices=StandardItem.choices, blank=True)
    position = models.PositiveSmallIntegerField(_("rekkefølge"))
    type = models.CharField(_("type"), max_length=12, choices=ItemType.choices)
    title = models.CharField(_("tittel"), max_length=200)
    public_title = models.CharField(_("offentlig tittel"), max_length=200, blank=True)
    proposed_by = models.CharField(_("foreslått av"), max_length=16, choices=ProposedBy.choices)
    is_strategic = models.BooleanField(
        _("strategisk sak"), default=False, help_text=_("Gjelder retning og prioritering, ikke drift.")
    )
    presenter = models.CharField(_("innleder"), max_length=120, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(_("minutter"), default=10)
    paper_version = models.ForeignKey(
        PaperVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="used_by",
    )
    agreement_version = models.ForeignKey(
        AgreementVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="treated_in",
    )
    # Of a draft: what it said on the day the notice was published, as `agreements.content.Content.to_json`.
    agreement_text = models.JSONField(null=True, blank=True)
    agreement_drafted_on = models.DateField(null=True, blank=True)
    previous_minutes = models.ForeignKey(
        "meetings.Minutes",
        verbose_name=_("protokoll til godkjenning"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approval_items",
    )
    series = models.ForeignKey(
        NumberSeries,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    number = models.PositiveIntegerField(_("nummer"), null=True, blank=True)
    number_text = models.CharField(_("saksnummer"), max_length=30, blank=True)
    withdrawn_at = models.DateTimeField(_("trukket"), null=True, blank=True)
    added_late = models.BooleanField(_("ettersendt"), default=False)

    class Meta(Exemptable.Meta):
        verbose_name = _("sak på sakslisten")
        verbose_name_plural = _("saker på sakslisten")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            *Exemptable.Meta.constraints,
            models.UniqueConstraint(fields=["series", "number"], name="item_number_never_reused"),
            models.UniqueConstraint(
                fields=["meeting", "case"],
                condition=Q(case__isnull=False),
                name="case_once_per_meeting",
                violation_error_message=_("Saken står allerede på sakslisten."),
            ),
            models.CheckConstraint(
                name="item_number_whole",
                condition=Q(number__isnull=True, series__isnull=True, number_text="")
                | Q(number__isnull=False, series__isnull=False) & ~Q(number_text=""),
            ),
            models.CheckConstraint(
                name="item_agreement_draft_whole",
                condition=Q(agreement_text__isnull=True, agreement_drafted_on__isnull=True)
                | Q(agreement_text__isnull=False, agreement_drafted_on__isnull=False, agreement_version__isnull=False),
            ),
            models.CheckConstraint(
                name="item_exempt_has_public_title",
                condition=Q(is_exempt=False) | ~Q(public_title=""),
                violation_error_message=_("Skriv en offentlig tittel som ikke røper det som er unntatt."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
