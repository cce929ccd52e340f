"""A case (sak) lives longer than one meeting; its route says which bodies treat it, in which order."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.enums import StepKind
from agreements.models import Revision
from meetings.enums import CaseState, ProposedBy
from meetings.querysets import CaseQuerySet
from municipalities.models import Committee, Municipality, Partnership, Person
from samhandling.disclosure.models import Exemptable

#: Steps of a revision that a committee's decision can complete.
DECIDED_STEPS = [(kind.value, kind.label) for kind in (StepKind.COMMITTEE_REVIEW, StepKind.RECOMMENDED)]


class Case(Exemptable):
    """A matter from proposal to last treatment. `public_title` replaces `title` for the public when it is exempt."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="cases")
    title = models.CharField(_("tittel"), max_length=200)
    public_title = models.CharField(
        _("offentlig tittel"),
        max_length=200,
        blank=True,
        help_text=_("Vises for alle når saken er unntatt. Skriv den slik at den ikke røper det som er unntatt."),
    )
    archive_ref = models.CharField(
        _("arkivreferanse"),
        max_length=30,
        blank=True,
        help_text=_("Saksmappe i arkivet, for eksempel 13/01746-1."),
        validators=[
            RegexValidator(
                r"^\d{2,4}/\d{1,7}(-\d{1,4})?$",
                _("Skriv referansen som år/nummer, for eksempel 13/01746-1."),
            )
        ],
    )
    state = models.CharField(_("status"), max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    proposed_by = models.CharField(_("foreslått av"), max_length=16, choices=ProposedBy.choices)
    proposer = models.ForeignKey(
        Person,
        verbose_name=_("foreslått ved"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposing_municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("foreslått av kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    officers = models.ManyToManyField(Person, verbose_name=_("saksbehandlere"), blank=True, related_name="cases")
    proposal = models.TextField(
        _("hvorfor saken bør tas opp"),
        blank=True,
        help_text=_("Det forslagsstilleren skrev til sekretariatet. Vises ikke for publikum."),
    )
    revision = models.ForeignKey(
        Revision,
        verbose_name=_("revisjon av avtale"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        help_text=_("Avtaleteksten følger da med når saken settes opp i et møte."),
    )
    revision_step = models.CharField(
        _("hva vedtaket fullfører"),
        max_length=16,
        choices=DECIDED_STEPS,
        blank=True,
        help_text=_("Når feltet er tomt, avgjør utvalgets nivå: strategiske utvalg anbefaler, andre behandler."),
    )
    registered_on = models.DateField(_("registrert"))
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    closed_reason = models.CharField(_("hvorfor saken er avsluttet"), max_length=300, blank=True)

    # Set by CaseQuerySet.for_reader, for one reader
    writes: bool
    """May write the paper and add annexes: the secretariat and the case's officers."""
    prepares: bool
    """Sees what is not published yet: those who write, and the chair."""
    reads_internal: bool
    """Reads what is exempt from public access."""
    shielded: bool
    """The case is exempt and shows only its public title, number and legal basis."""
    shown_title: str

    objects = CaseQuerySet.as_manager()

    class Meta(Exemptable.Meta):
        verbose_name = _("sak")
        verbose_name_plural = _("saker")
        ordering = ["-registered_on", "-pk"]
        constraints = [
            *Exemptable.Meta.constraints,
            models.CheckConstraint(
                name="case_exempt_has_public_title",
                condition=Q(is_exempt=False) | ~Q(public_title=""),
                violation_error_message=_("Skriv en offentlig tittel som ikke røper det som er unntatt."),
            ),
            models.CheckConstraint(name="case_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="case_closed_after_registered",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("registered_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RouteStep(models.Model):
    """One body on a case's way; a body outside the portal (a council, the trust's board) is named in words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="route")
    position = models.PositiveSmallIntegerField(_("rekkefølge"))
    committee = models.ForeignKey(
        Committee,
        verbose_name=_("utvalg"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="route_steps",
    )
    body_name = models.CharField(_("annet organ"), max_length=120, blank=True)
    planned_on = models.DateField(_("planlagt"), null=True, blank=True)
    treated_on = models.DateField(
        _("behandlet"),
        null=True,
        blank=True,
        help_text=_("For organer utenfor portalen. Utvalgets møter føres selv."),
    )
    result = models.TextField(_("resultat"), blank=True)
    outside_number = models.CharField(_("saksnummer hos organet"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("ledd i saksgangen")
        verbose_name_plural = _("saksgang")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "position"],
                name="route_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="route_step_names_a_body",
                condition=Q(committee__isnull=False, body_name="") | Q(committee__isnull=True) & ~Q(body_name=""),
                violation_error_message=_("Velg et utvalg eller skriv navnet på et annet organ."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}"
