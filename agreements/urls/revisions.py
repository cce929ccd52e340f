"""Addresses of the revision plan and of one revision."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from agreements.rules.steps import ORDER
from agreements.views import change_notes, registration, revisions, steps, working_groups


class Step(StringConverter):
    regex = "|".join(ORDER)


register_converter(Step, "revision_step")

REVISION = "revisjoner/<int:pk>/"

urlpatterns = [
    path("revisjoner/", revisions.revision_plan, name="revision-plan"),
    path("revisjoner/ny/", revisions.revision_create, name="revision-create"),
    path(REVISION, revisions.revision_detail, name="revision-detail"),
    path(f"{REVISION}rediger/", revisions.revision_edit, name="revision-edit"),
    path(f"{REVISION}flytt/", revisions.revision_move, name="revision-move"),
    path(f"{REVISION}start-utkast/", revisions.revision_draft, name="revision-draft"),
    path(f"{REVISION}arbeidsgruppe/", working_groups.revision_members, name="revision-members"),
    path(f"{REVISION}endringer/", change_notes.change_notes, name="change-notes"),
    path(f"{REVISION}trinn/<revision_step:kind>/", steps.revision_step, name="revision-step"),
    path("avtaler/<int:pk>/registrer-gjeldende/", registration.in_force_register, name="in-force-register"),
]
