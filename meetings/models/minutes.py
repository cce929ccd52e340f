"""Minutes (protokoll): who met, what was decided, who is to do what.

Everything hangs on one `Minutes` row, so a correction is a whole new version that names the old one. Triggers in the
database refuse any change to locked minutes and to what hangs on them (arkivforskrifta §§ 5 and 11).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import (
    AttendanceStatus,
    MinutesSection,
    MinutesState,
    Outcome,
    RevisionEffect,
    StatementKind,
)
from meetings.models.meeting import AgendaItem, Meeting
from meetings.querysets import ActionItemQuerySet
from municipalities.enums import Mandate, Party, SeatFunction
from municipalities.models import Person, Seat
from samhandling.core.revisions import FieldRevisions, TextRevision


class Minutes(FieldRevisions):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("versjon"), default=1)
    state = models.CharField(
        _("status"),
        max_length=10,
        choices=MinutesState.choices,
        default=MinutesState.DRAFT,
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("retter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )
    correction_reason = models.CharField(_("hvorfor protokollen rettes"), max_length=300, blank=True)
    started_at = models.DateTimeField(_("møtet satt"), null=True, blank=True)
    ended_at = models.DateTimeField(_("møtet hevet"), null=True, blank=True)
    next_meeting_note = models.CharField(_("neste møte"), max_length=200, blank=True)
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("godkjent"), null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    locked_at = models.DateTimeField(_("låst"), null=True, blank=True)
    content_hash = models.CharField(_("sha256"), max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("protokoll")
        verbose_name_plural = _("protokoller")
        ordering = ["meeting", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_unique"),
            models.CheckConstraint(
                name="minutes_correction_names_the_old",
                condition=Q(version=1, corrects__isnull=True) | Q(version__gt=1, corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="minutes_locked_whole",
                condition=~Q(state=MinutesState.LOCKED)
                | Q(locked_at__isnull=False, approved_at__isnull=False) & ~Q(content_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} v{self.version}"


class Attendance(FieldRevisions):
    """A seat in the meeting, or a guest without one. Name, title and party are copies: seats change, minutes do not."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(
        Seat,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    party = models.CharField(_("part"), max_length=16, choices=Party.choices)
    function = models.CharField(_("funksjon"), max_length=16, choices=SeatFunction.choices)
    is_voting = models.BooleanField(_("har stemmerett"), default=False)
    name = models.CharField(_("navn"), max_length=120)
    title = models.CharField(_("stilling eller sted"), max_length=160, blank=True)
    # A deputy who came is an absence with `deputy`; who is disqualified in one item stays present (see Recusal).
    status = models.CharField(
        _("oppmøte"),
        max_length=8,
        choices=AttendanceStatus.choices,
        default=AttendanceStatus.UNKNOWN,
    )
    deputy = models.ForeignKey(
        Person,
        verbose_name=_("vara som møtte"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    mandate = models.CharField(_("fullmakt"), max_length=16, choices=Mandate.choices, default=Mandate.UNKNOWN)
    note = models.CharField(
        _("merknad"),
        max_length=160,
        blank=True,
        help_text=_("For eksempel «kom kl. 12.52»."),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("oppmøte")
        verbose_name_plural = _("oppmøte")
        ordering = ["minutes", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "seat"],
                condition=Q(seat__isnull=False),
                name="attendance_once_per_seat",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_guest(self) -> bool:
        return self.seat_id is None

    @property
    def is_vacant(self) -> bool:
        """A seat that nobody was appointed to on the day of the meeting."""
        return self.seat_id is not None and self.person_id is None

    @property
    def met(self) -> bool:
        """The holder was there; a deputy who came is in `deputy`."""
        return self.status in (AttendanceStatus.PRESENT, AttendanceStatus.REMOTE)

    @property
    def is_filled(self) -> bool:
        """Somebody spoke for the seat, the holder or a deputy."""
        return self.met or self.deputy_id is not None


class MinutesItem(FieldRevisions):
    """What became of one agenda item. The long texts are `ItemText` rows."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="items")
    agenda_item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minutes_items")
    outcome = models.CharField(_("utfall"), max_length=22, choices=Outcome.choices, default=Outcome.NONE)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("mot"), null=True, blank=True)
    votes_blank = models.PositiveSmallIntegerField(_("blanke"), null=True, blank=True)
    revision_effect = models.CharField(
        _("hva vedtaket betyr for revisjonen"), max_length=10, choices=RevisionEffect.choices, blank=True
    )

    # Set by selectors.minutes_content.items_of
    treatment: str
    decision: str

    class Meta:
        verbose_name = _("sak i protokollen")
        verbose_name_plural = _("saker i protokollen")
        ordering = ["minutes", "agenda_item__position"]
        constraints = [models.UniqueConstraint(fields=["minutes", "agenda_item"], name="minutes_item_unique")]

    def __str__(self) -> str:
        return f"{self.agenda_item_id}"


class ItemText(TextRevision):
    """One saved state of an item's treatment or decision (plain text, lines that start with «1.» are a list)."""

    item = models.ForeignKey(MinutesItem, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(_("del"), max_length=12, choices=MinutesSection.choices)

    class Meta:
        ordering = ["item", "section", "revision"]
        constraints = [models.UniqueConstraint(fields=["item", "section", "revision"], name="item_text_revision")]

    def __str__(self) -> str:
        return f"{self.section} {self.revision}"


class Statement(FieldRevisions):
    """A dissent, or a statement for the record, with the person (helseforetaksloven § 26 for a trust's board)."""

    item = models.ForeignKey(MinutesItem, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(_("slag"), max_length=10, choices=StatementKind.choices)
    attendance = models.ForeignKey(
        Attendance,
        verbose_name=_("hvem"),
        on_delete=models.PROTECT,
        related_name="statements",
    )
    point = models.CharField(_("gjelder"), max_length=60, blank=True)
    text = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("dissens eller protokolltilførsel")
        verbose_name_plural = _("dissenser og protokolltilførsler")
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Recusal(FieldRevisions):
    """Someone is disqualified in one item: the body decides, the ground is in the minutes (fvl §§ 6 and 8)."""

    item = models.ForeignKey(MinutesItem, on_delete=models.CASCADE, related_name="recusals")
    attendance = models.ForeignKey(
        Attendance,
        verbose_name=_("hvem"),
        on_delete=models.PROTECT,
        related_name="recusals",
    )
    ground = models.CharField(
        _("grunnlag"),
        max_length=120,
        help_text=_("Paragraf, ledd og bokstav, for eksempel «fvl. § 6 første ledd a»."),
    )
    is_disqualified = models.BooleanField(_("utvalget fant personen inhabil"), default=True)
    deputy = models.ForeignKey(
        Person,
        verbose_name=_("vara som møtte i saken"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("habilitet")
        verbose_name_plural = _("habilitet")
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "attendance"],
                name="recusal_once",
                violation_error_message=_("Habiliteten er allerede ført for denne personen i saken."),
            ),
            models.CheckConstraint(name="recusal_has_ground", condition=~Q(ground="")),
        ]

    def __str__(self) -> str:
        return self.ground


class ActionItem(FieldRevisions):
    """Something to follow up after a decision. Lives on after the minutes are locked: it is closed, not rewritten."""

    item = models.ForeignKey(MinutesItem, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("oppgave"), max_length=300)
    owner = models.ForeignKey(
        Person,
        verbose_name=_("ansvarlig"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    owner_name = models.CharField(_("annen ansvarlig"), max_length=120, blank=True)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("ferdig"), null=True, blank=True)
    done_note = models.CharField(_("hva ble gjort"), max_length=300, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppfølging")
        verbose_name_plural = _("oppfølging")
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return self.text
