"""Projects of the cooperation, and what the secretariat works on (indicator I20)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality, Partnership, Person
from reports.enums import MeasureLevel, MeasureState, PhaseKind


class Project(models.Model):
    """A project, or with `parent` a part of one."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="projects")
    parent = models.ForeignKey(
        "self", verbose_name=_("del av"), null=True, blank=True, on_delete=models.CASCADE, related_name="parts"
    )
    name = models.CharField(_("navn"), max_length=160)
    purpose = models.TextField(_("formål"), blank=True)
    mandate = models.TextField(_("oppdrag"), blank=True)
    lead = models.ForeignKey(
        Person, verbose_name=_("prosjektleder"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    municipalities = models.ManyToManyField(
        Municipality, verbose_name=_("kommuner som er med"), blank=True, related_name="projects"
    )
    started_on = models.DateField(_("startet"), null=True, blank=True)
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    constraint_fields = {"project_ends_after_start": "ended_on", "project_not_part_of_itself": "parent"}

    class Meta:
        verbose_name = _("prosjekt")
        verbose_name_plural = _("prosjekter")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="project_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=False, ended_on__gte=F("started_on")),
                violation_error_message=_("Prosjektet kan ikke avsluttes før det har startet."),
            ),
            models.CheckConstraint(name="project_not_part_of_itself", condition=~Q(parent=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectPhase(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    kind = models.CharField(_("fase"), max_length=16, choices=PhaseKind.choices)
    name = models.CharField(_("eget navn"), max_length=120, blank=True)
    planned_from = models.DateField(_("planlagt start"), null=True, blank=True)
    planned_to = models.DateField(_("planlagt slutt"), null=True, blank=True)
    started_on = models.DateField(_("startet"), null=True, blank=True)
    done_on = models.DateField(_("ferdig"), null=True, blank=True)
    condition = models.CharField(
        _("hva som må være på plass"), max_length=300, blank=True, help_text=_("Før neste fase kan begynne.")
    )

    constraint_fields = {"phase_planned_order": "planned_to", "phase_actual_order": "done_on"}

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("faser")
        ordering = ["project", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="phase_planned_order",
                condition=Q(planned_from__isnull=True)
                | Q(planned_to__isnull=True)
                | Q(planned_to__gte=F("planned_from")),
                violation_error_message=_("Planlagt slutt er før planlagt start."),
            ),
            models.CheckConstraint(
                name="phase_actual_order",
                condition=Q(done_on__isnull=True) | Q(started_on__isnull=False, done_on__gte=F("started_on")),
                violation_error_message=_("Fasen kan ikke være ferdig før den har startet."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Deliverable(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="deliverables")
    phase = models.ForeignKey(
        ProjectPhase, verbose_name=_("fase"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("leveranse"), max_length=200)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("levert"), null=True, blank=True)
    link = models.URLField(_("lenke"), blank=True)

    class Meta:
        verbose_name = _("leveranse")
        verbose_name_plural = _("leveranser")
        ordering = ["project", F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """Something the project says shall be done, by each municipality, by them together or with the trust."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="measures")
    level = models.CharField(_("nivå"), max_length=12, choices=MeasureLevel.choices)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommune"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(_("tiltak"), max_length=300)
    state = models.CharField(_("status"), max_length=10, choices=MeasureState.choices, default=MeasureState.PLANNED)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("gjennomført"), null=True, blank=True)

    constraint_fields = {"measure_done_has_date": "done_on"}

    class Meta:
        verbose_name = _("tiltak")
        verbose_name_plural = _("tiltak")
        ordering = ["project", "level", "pk"]
        constraints = [
            models.CheckConstraint(
                name="measure_done_has_date",
                condition=~Q(state=MeasureState.DONE) | Q(done_on__isnull=False),
                violation_error_message=_("Skriv når tiltaket ble gjennomført."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CouncilPresentation(models.Model):
    """The project was presented to a municipality's council; how far it is anchored is how many have had it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="presentations")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="project_presentations")
    held_on = models.DateField(_("lagt fram"))
    council_case = models.CharField(_("saksnummer i kommunestyret"), max_length=30, blank=True)

    constraint_fields = {"presentation_once_a_day": "held_on"}

    class Meta:
        verbose_name = _("framlegging for kommunestyret")
        verbose_name_plural = _("framlegginger for kommunestyrene")
        ordering = ["project", "held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "municipality", "held_on"],
                name="presentation_once_a_day",
                violation_error_message=_("Framleggingen er allerede ført."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.municipality_id}"


class SecretariatTask(models.Model):
    """What the secretariat works on, beside cases and follow-up."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="secretariat_tasks")
    project = models.ForeignKey(
        Project, verbose_name=_("prosjekt"), null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    text = models.CharField(_("oppgave"), max_length=200)
    owner = models.ForeignKey(
        Person, verbose_name=_("ansvarlig"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_on = models.DateField(_("startet"))
    due_on = models.DateField(_("frist"), null=True, blank=True)
    done_on = models.DateField(_("ferdig"), null=True, blank=True)
    result = models.CharField(_("hva som kom ut av det"), max_length=300, blank=True)

    constraint_fields = {"secretariat_task_order": "done_on"}

    class Meta:
        verbose_name = _("oppgave i sekretariatet")
        verbose_name_plural = _("oppgaver i sekretariatet")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="secretariat_task_order",
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("started_on")),
                violation_error_message=_("Oppgaven kan ikke være ferdig før den har startet."),
            )
        ]

    def __str__(self) -> str:
        return self.text
