"""Projects and what they are made of: open to all, kept by the secretariat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from municipalities.models import Partnership
from municipalities.views.editing import EditPage
from reports.forms.projects import DeliverableForm, MeasureForm, PartForm, PhaseForm, PresentationForm, ProjectForm
from reports.models import CouncilPresentation, Deliverable, Measure, Project, ProjectPhase
from reports.selectors import projects as selectors
from reports.services import projects as services
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.http import form_methods, form_page


@dataclass(frozen=True)
class PartKind:
    """One of the things a project is made of, and the words of its pages."""

    model: type[ProjectPhase | Deliverable | Measure | CouncilPresentation]
    form: type[PartForm]
    new: Any
    change: Any
    saved: Any
    removed: Any


#: By the word in the address, which is the anchor of its part of the project's page too.
PARTS = {
    "faser": PartKind(
        ProjectPhase,
        PhaseForm,
        gettext_lazy("Ny fase"),
        gettext_lazy("Endre fasen"),
        gettext_lazy("Fasen er lagret."),
        gettext_lazy("Fasen er fjernet."),
    ),
    "leveranser": PartKind(
        Deliverable,
        DeliverableForm,
        gettext_lazy("Ny leveranse"),
        gettext_lazy("Endre leveransen"),
        gettext_lazy("Leveransen er lagret."),
        gettext_lazy("Leveransen er fjernet."),
    ),
    "tiltak": PartKind(
        Measure,
        MeasureForm,
        gettext_lazy("Nytt tiltak"),
        gettext_lazy("Endre tiltaket"),
        gettext_lazy("Tiltaket er lagret."),
        gettext_lazy("Tiltaket er fjernet."),
    ),
    "framlegginger": PartKind(
        CouncilPresentation,
        PresentationForm,
        gettext_lazy("Før en framlegging for et kommunestyre"),
        gettext_lazy("Endre framleggingen"),
        gettext_lazy("Framleggingen er lagret."),
        gettext_lazy("Framleggingen er fjernet."),
    ),
}


def enter_project(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, Project]:
    partnership, access = enter(request, slug)
    project: Project = get_object_or_404(selectors.own_projects(partnership), pk=pk)
    project.partnership = partnership
    return partnership, access, project


def run_project(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Project]:
    """For a coordinator; 403 for others."""
    partnership, access, project = enter_project(request, slug, pk)
    require_coordinator(access)
    return partnership, project


@require_safe
def project_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    context = {"rows": selectors.project_rows(partnership, day), "day": day}
    return render(request, "reports/project_list.html", context)


@require_safe
def project_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, project = enter_project(request, partnership_slug, pk)
    day = partnership.as_of(timezone.localdate())
    context = {
        "project": project,
        "page": selectors.project_page(project, day, with_tasks=access.is_member),
        "day": day,
        "history": history_of(project)[:20] if access.is_coordinator else [],
    }
    return render(request, "reports/project_detail.html", context)


@login_required
@form_methods
def project_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    given = {"parent": request.GET.get("del-av", "")}
    form = ProjectForm(request.POST or None, partnership=partnership, initial=given)
    made: list[Project] = []

    def act() -> None:
        made.append(services.add_project(actor=signed_in(request), partnership=partnership, values=form.cleaned_data))

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Prosjektet er lagt inn. Nå kan du legge inn fasene."))
        return redirect("reports:project-detail", partnership.slug, made[0].pk)
    page = EditPage(
        title=_("Nytt prosjekt"),
        back_label=_("Prosjekter"),
        back_url=reverse("reports:project-list", args=[partnership.slug]),
        done="",
    )
    return form_page(request, "reports/project_edit.html", {"form": form, "page": page})


@login_required
@form_methods
def project_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, project = run_project(request, partnership_slug, pk)
    form = ProjectForm(request.POST or None, instance=project, partnership=partnership)

    def act() -> None:
        services.change_project(actor=signed_in(request), project=project, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, _("Prosjektet er lagret."))
        return redirect("reports:project-detail", partnership.slug, project.pk)
    return _part_page(request, project, form, _("Endre prosjektet"))


@login_required
@form_methods
def part_create(request: HttpRequest, partnership_slug: str, pk: int, part: str) -> HttpResponse:
    """`?kommune=` is the primary key of the municipality to begin with."""
    _partnership, project = run_project(request, partnership_slug, pk)
    kind = PARTS[part]
    row = kind.model(project=project)
    form = kind.form(request.POST or None, instance=row, initial={"municipality": request.GET.get("kommune", "")})

    def act() -> None:
        filled: Any = kind.model(project=project, **form.cleaned_data)
        services.add_part(actor=signed_in(request), part=filled)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, kind.saved)
        return redirect(_part_url(project, part))
    return _part_page(request, project, form, kind.new, part=part)


@login_required
@form_methods
def part_edit(request: HttpRequest, partnership_slug: str, pk: int, part: str, part_pk: int) -> HttpResponse:
    _partnership, project = run_project(request, partnership_slug, pk)
    kind = PARTS[part]
    row = _fetch_part(project, kind, part_pk)
    form = kind.form(request.POST or None, instance=row)

    def act() -> None:
        services.change_part(actor=signed_in(request), part=row, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, kind.saved)
        return redirect(_part_url(project, part))
    remove_url = reverse("reports:project-part-remove", args=[project.partnership.slug, project.pk, part, row.pk])
    return _part_page(request, project, form, kind.change, part=part, remove_url=remove_url)


@login_required
@require_POST
def part_remove(request: HttpRequest, partnership_slug: str, pk: int, part: str, part_pk: int) -> HttpResponse:
    _partnership, project = run_project(request, partnership_slug, pk)
    kind = PARTS[part]
    services.remove_part(actor=signed_in(request), part=_fetch_part(project, kind, part_pk))
    messages.success(request, kind.removed)
    return redirect(_part_url(project, part))


def _fetch_part(project: Project, kind: PartKind, pk: int) -> Any:
    row = kind.model._default_manager.filter(project=project, pk=pk).first()
    if row is None:
        raise Http404
    row.project = project
    return row


def _part_url(project: Project, part: str = "") -> str:
    url = reverse("reports:project-detail", args=[project.partnership.slug, project.pk])
    return f"{url}#{part}" if part else url


def _part_page(
    request: HttpRequest, project: Project, form: Any, title: str, *, part: str = "", remove_url: str = ""
) -> HttpResponse:
    page = EditPage(title=title, back_label=project.name, back_url=_part_url(project, part), done="")
    context = {"form": form, "page": page, "project": project, "remove_url": remove_url}
    return form_page(request, "reports/project_edit.html", context)
