"""Forms of projects, what they are made of, and the secretariat's tasks."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div, Fieldset, LayoutObject, Row
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.forms.base import PortalForm, RowForm
from municipalities.models import Partnership
from reports.models import CouncilPresentation, Deliverable, Measure, Project, ProjectPhase, SecretariatTask
from reports.selectors.projects import councils_of, possible_municipalities


class ProjectForm(RowForm):
    rows = {"purpose": 3, "mandate": 4}

    class Meta:
        model = Project
        fields = ("name", "parent", "purpose", "mandate", "lead", "started_on", "ended_on", "municipalities")
        widgets = {"municipalities": forms.CheckboxSelectMultiple}
        labels = {"municipalities": _("Kommuner som er med")}
        error_messages = {"name": {"required": _("Skriv hva prosjektet heter.")}}
        help_texts = {
            "parent": _("Bare for delprosjekter."),
            "lead": _("Navnet vises for alle."),
            "municipalities": _("La alle stå tomme hvis prosjektet gjelder hele samarbeidet."),
            "ended_on": _("La feltet stå tomt så lenge prosjektet pågår."),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("lead", partnership.people.all())
        whole = partnership.projects.filter(parent__isnull=True)
        self.offer("parent", whole.exclude(pk=self.instance.pk) if self.instance.pk else whole)
        self.fields["municipalities"].queryset = possible_municipalities(partnership)  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        return [
            Fieldset(_("Prosjektet"), "name", "purpose", "mandate", "parent"),
            Fieldset(_("Ledelse og tid"), "lead", Row("started_on", "ended_on")),
            Fieldset(_("Hvem som er med"), Div("municipalities", css_class="names")),
        ]


class PartForm(RowForm):
    """`instance.project` is set, for a new one too."""


class PhaseForm(PartForm):
    class Meta:
        model = ProjectPhase
        fields = ("kind", "name", "position", "planned_from", "planned_to", "started_on", "done_on", "condition")
        error_messages = {"kind": {"required": _("Velg hvilken fase det er.")}}
        help_texts = {
            "name": _("Når fasen heter noe annet hos dere."),
            "position": _("Fasene vises med det laveste tallet først."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["position"] = self.instance.project.phases.count() + 1

    def layout(self) -> list[LayoutObject | str]:
        return [
            Row("kind", "name"),
            "position",
            Fieldset(_("Planlagt"), Row("planned_from", "planned_to")),
            Fieldset(_("Slik gikk det"), Row("started_on", "done_on")),
            "condition",
        ]


class DeliverableForm(PartForm):
    link = forms.URLField(label=_("Lenke"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Deliverable
        fields = ("title", "phase", "due_on", "done_on", "link")
        error_messages = {"title": {"required": _("Skriv hva som skal leveres.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].queryset = self.instance.project.phases.all()  # type: ignore[attr-defined]

    def layout(self) -> list[LayoutObject | str]:
        return ["title", "phase", Row("due_on", "done_on"), "link"]


class MeasureForm(PartForm):
    rows = {"text": 3}

    class Meta:
        model = Measure
        fields = ("level", "text", "municipality", "state", "due_on", "done_on")
        widgets = {"text": forms.Textarea}
        labels = {"level": _("Hvem som gjennomfører det")}
        error_messages = {
            "level": {"required": _("Velg hvem som gjennomfører tiltaket.")},
            "text": {"required": _("Skriv hva som skal gjøres.")},
        }
        help_texts = {"municipality": _("Bare når tiltaket gjelder én kommune.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("municipality", possible_municipalities(self.instance.project.partnership))

    def layout(self) -> list[LayoutObject | str]:
        return ["level", "text", "municipality", "state", Row("due_on", "done_on")]


class PresentationForm(PartForm):
    class Meta:
        model = CouncilPresentation
        fields = ("municipality", "held_on", "council_case")
        labels = {"municipality": _("Kommune")}
        error_messages = {
            "municipality": {"required": _("Velg hvilket kommunestyre det var.")},
            "held_on": {"required": _("Velg dagen prosjektet ble lagt fram.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        councils = {row.pk for row in councils_of(self.instance.project)}
        own = {self.instance.municipality_id} - {None}
        self.offer(
            "municipality", possible_municipalities(self.instance.project.partnership).filter(pk__in=councils | own)
        )

    def layout(self) -> list[LayoutObject | str]:
        return ["municipality", Row("held_on", "council_case")]


class TaskForm(RowForm):
    class Meta:
        model = SecretariatTask
        fields = ("text", "project", "owner", "started_on", "due_on", "done_on", "result")
        error_messages = {
            "text": {"required": _("Skriv hva oppgaven går ut på.")},
            "started_on": {"required": _("Velg dagen arbeidet begynte.")},
        }
        help_texts = {"done_on": _("La feltet stå tomt så lenge oppgaven pågår.")}

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("project", partnership.projects.filter(Q(ended_on__isnull=True) | Q(pk=self.instance.project_id)))
        self.offer("owner", partnership.people.all())
        if self.instance.pk is None:
            del self.fields["done_on"], self.fields["result"]

    def layout(self) -> list[LayoutObject | str]:
        finished = [Row("done_on", "result")] if "done_on" in self.fields else []
        return ["text", Row("project", "owner"), Row("started_on", "due_on"), *finished]


class FinishForm(PortalForm, forms.Form):
    done_on = forms.DateField(label=_("Ferdig"), error_messages={"required": _("Velg dagen oppgaven ble ferdig.")})
    result = forms.CharField(label=_("Hva som kom ut av det"), max_length=300, required=False)
