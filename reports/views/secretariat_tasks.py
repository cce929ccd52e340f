"""What the secretariat works on: read by members, kept by the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from municipalities.models import Partnership
from municipalities.views.editing import EditPage
from reports.forms.projects import FinishForm, TaskForm
from reports.models import SecretariatTask
from reports.selectors import projects as selectors
from reports.services import secretariat_tasks as services
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods, form_page


@login_required
@require_safe
def task_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    if not access.is_member:
        raise PermissionDenied
    day = partnership.as_of(timezone.localdate())
    tasks = selectors.tasks_of(partnership)
    context = {
        "ongoing": selectors.task_lines(selectors.ongoing(tasks), day),
        "finished": selectors.task_lines(selectors.finished(tasks), day),
        "day": day,
    }
    return render(request, "reports/task_list.html", context)


@login_required
@form_methods
def task_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    given = {"started_on": timezone.localdate(), "project": request.GET.get("prosjekt", "")}
    form = TaskForm(request.POST or None, partnership=partnership, initial=given)

    def act() -> None:
        services.add_task(actor=signed_in(request), partnership=partnership, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        return _done(request, partnership, _("Oppgaven er lagt inn."))
    return _page(request, partnership, form, _("Ny oppgave"))


@login_required
@form_methods
def task_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, task = _run_task(request, partnership_slug, pk)
    form = TaskForm(request.POST or None, instance=task, partnership=partnership)

    def act() -> None:
        services.change_task(actor=signed_in(request), task=task, values=form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        return _done(request, partnership, _("Oppgaven er lagret."))
    return _page(request, partnership, form, _("Endre oppgaven"))


@login_required
@form_methods
def task_finish(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, task = _run_task(request, partnership_slug, pk)
    form = FinishForm(request.POST or None, initial={"done_on": timezone.localdate()})

    def act() -> None:
        services.finish_task(actor=signed_in(request), task=task, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and perform(form, act):
        return _done(request, partnership, _("Oppgaven er ferdig."))
    return _page(request, partnership, form, _("Oppgaven er ferdig"), lead=task.text, submit=_("Merk som ferdig"))


def _run_task(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, SecretariatTask]:
    """For a coordinator; 403 for others."""
    partnership, access = enter(request, slug)
    task: SecretariatTask = get_object_or_404(selectors.tasks_of(partnership), pk=pk)
    require_coordinator(access)
    return partnership, task


def _list_url(partnership: Partnership) -> str:
    return reverse("reports:task-list", args=[partnership.slug])


def _done(request: HttpRequest, partnership: Partnership, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(_list_url(partnership))


def _page(request: HttpRequest, partnership: Partnership, form: Any, title: str, **words: str) -> HttpResponse:
    back = {"back_label": _("Sekretariatets oppgaver"), "back_url": _list_url(partnership)}
    page = EditPage(title=title, done="", **back, **words)
    return form_page(request, "reports/project_edit.html", {"form": form, "page": page})
