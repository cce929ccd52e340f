"""Committees, their seats, and the people who hold them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.enums import (
    EQUAL_PARTIES,
    CommitteeLevel,
    CommitteeType,
    DecisionRule,
    Mandate,
    Party,
    PositionLevel,
    ProcedureProfile,
    Role,
    SeatFunction,
)
from municipalities.models.place import (
    Hospital,
    HospitalTrust,
    MunicipalGroup,
    Municipality,
    Partnership,
)
from municipalities.numbering import validate_number_format
from samhandling.core.dated import Dated, DatedQuerySet, ends_after_start, no_overlap


class Person(models.Model):
    """Someone who holds a seat or a role. Belongs to one partnership, so that tenants' people stay apart."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    name = models.CharField(_("navn"), max_length=120)
    title = models.CharField(_("stilling"), max_length=120, blank=True)
    employer = models.CharField(_("arbeidssted"), max_length=120, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    side = models.CharField(
        _("arbeider for"),
        max_length=16,
        choices=[(party.value, party.label) for party in EQUAL_PARTIES],
        blank=True,
        help_text=_("Brukes når portalen teller hvem som skriver sakene."),
    )
    position_level = models.PositiveSmallIntegerField(
        _("stillingsnivå"),
        null=True,
        blank=True,
        choices=PositionLevel.choices,
        help_text=_("Brukes når portalen ser om partene møter på samme nivå. Ingen enkeltperson vises."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "user"],
                condition=Q(user__isnull=False),
                name="person_user_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Committee(Dated):
    """A cooperation body (Popolo: Organization) with its rules.

    The cooperation's committees are set up by the agreement and are not elected bodies in the sense of kommuneloven
    § 5-1, so `procedure_profile` says which rules count. kommuneloven § 11-3 gives no number of days for the notice;
    `notice_days` is the committee's own.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="committees")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("overordnet utvalg"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    slug = models.SlugField(_("adresse"))
    name = models.CharField(_("navn"), max_length=120)
    short_name = models.CharField(_("kortnavn"), max_length=30)
    type = models.CharField(_("type"), max_length=24, choices=CommitteeType.choices)
    level = models.PositiveSmallIntegerField(_("nivå"), choices=CommitteeLevel.choices)
    area = models.ForeignKey(
        MunicipalGroup,
        verbose_name=_("område"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="committees",
    )
    mandate = models.TextField(_("mandat"), blank=True)
    decision_rule = models.CharField(
        _("beslutningsregel"),
        max_length=12,
        choices=DecisionRule.choices,
        default=DecisionRule.CONSENSUS,
    )
    is_deciding = models.BooleanField(
        _("kan treffe vedtak"),
        default=False,
        help_text=_("Ellers er utvalget rådgivende."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("varsel i dager"),
        default=7,
        validators=[MaxValueValidator(90)],
        help_text=_("Så mange dager før møtet skal innkallingen være sendt."),
    )
    paper_days = models.PositiveSmallIntegerField(
        _("saksfrist i dager"),
        default=14,
        validators=[MaxValueValidator(180)],
        help_text=_("Så mange dager før møtet skal sakene være meldt inn."),
    )
    number_format = models.CharField(
        _("nummerformat for saker"),
        max_length=30,
        default="{nr}/{yy}",
        validators=[validate_number_format],
        help_text=_(
            "Bruk {nr} og {yy} eller {yyyy}, for eksempel {nr}/{yy}, {yyyy}/{nr}, {nr:02}/{yyyy} eller PS {nr}/{yy}."
        ),
    )
    procedure_profile = models.CharField(
        _("regler for møtet"),
        max_length=16,
        choices=ProcedureProfile.choices,
        default=ProcedureProfile.AGREEMENT,
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("utvalg")
        verbose_name_plural = _("utvalg")
        ordering = ["level", "name"]
        constraints = [
            ends_after_start("committee_period"),
            models.UniqueConstraint(
                fields=["partnership", "slug"],
                name="committee_slug",
                violation_error_message=_("Det finnes allerede et utvalg med denne adressen i samarbeidet."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """A place in a committee, held by one person at a time (Popolo: Post).

    `stands_in_for` makes a deputy's seat personal; a deputy's seat without it stands in for anyone of its party.
    """

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    party = models.CharField(_("part"), max_length=16, choices=Party.choices)
    function = models.CharField(
        _("funksjon"),
        max_length=16,
        choices=SeatFunction.choices,
        default=SeatFunction.MEMBER,
    )
    is_voting = models.BooleanField(_("har stemmerett"), default=True)
    label = models.CharField(
        _("plassen gjelder"),
        max_length=120,
        blank=True,
        help_text=_("For eksempel «Hallingdal» eller «Klinikksjef»."),
    )
    group = models.ForeignKey(
        MunicipalGroup,
        verbose_name=_("kommunegruppe"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="seats",
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("sykehus"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="seats",
    )
    stands_in_for = models.ForeignKey(
        "self",
        verbose_name=_("personlig vara for"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deputy_seats",
    )
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("plass")
        verbose_name_plural = _("plasser")
        ordering = ["committee", "position", "pk"]
        constraints = [
            ends_after_start("seat_period"),
            models.CheckConstraint(
                name="seat_stands_in_as_deputy",
                condition=Q(stands_in_for__isnull=True) | Q(function=SeatFunction.DEPUTY),
                violation_error_message=_("Bare en varaplass kan stå inn for en annen plass."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()} – {self.label or self.get_party_display()}"


class Appointment(Dated):
    """A person holds a seat for a time, with the mandate he or she brings (Popolo: Membership)."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="appointments")
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    mandate = models.CharField(_("fullmakt"), max_length=16, choices=Mandate.choices, default=Mandate.UNKNOWN)
    appointed_by = models.CharField(_("oppnevnt av"), max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("oppnevning")
        verbose_name_plural = _("oppnevninger")
        ordering = ["-valid_from"]
        constraints = [
            ends_after_start("appointment_period"),
            no_overlap(
                "appointment_one_at_a_time",
                "seat",
                message=_("Plassen er opptatt i dette tidsrommet. Avslutt den andre oppnevningen først."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.seat_id}"


class Representation(Dated):
    """A role for signing in: who may speak for whom, in which partnership, from when to when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="representations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="representations")
    role = models.CharField(_("rolle"), max_length=24, choices=Role.choices)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="representations",
    )
    trust = models.ForeignKey(
        HospitalTrust,
        verbose_name=_("helseforetak"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="representations",
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("representasjon")
        verbose_name_plural = _("representasjoner")
        constraints = [
            ends_after_start("representation_period"),
            models.CheckConstraint(
                name="representation_of_a_municipality",
                condition=~Q(role__in=[Role.HEALTH_CHIEF, Role.MAYOR]) | Q(municipality__isnull=False),
                violation_error_message=_("Velg hvilken kommune personen representerer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person_id}"
