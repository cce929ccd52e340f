from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from reports.views import projects, secretariat_tasks


class Part(StringConverter):
    regex = "|".join(projects.PARTS)


register_converter(Part, "project_part")

ONE = "rapporter/prosjekter/<int:pk>/"
PART = f"{ONE}<project_part:part>/"

urlpatterns: list[URLPattern] = [
    path("rapporter/prosjekter/", projects.project_list, name="project-list"),
    path("rapporter/prosjekter/nytt/", projects.project_create, name="project-create"),
    path(ONE, projects.project_detail, name="project-detail"),
    path(f"{ONE}endre/", projects.project_edit, name="project-edit"),
    path(f"{PART}ny/", projects.part_create, name="project-part-create"),
    path(f"{PART}<int:part_pk>/", projects.part_edit, name="project-part-edit"),
    path(f"{PART}<int:part_pk>/fjern/", projects.part_remove, name="project-part-remove"),
    path("rapporter/oppgaver/", secretariat_tasks.task_list, name="task-list"),
    path("rapporter/oppgaver/ny/", secretariat_tasks.task_create, name="task-create"),
    path("rapporter/oppgaver/<int:pk>/", secretariat_tasks.task_edit, name="task-edit"),
    path("rapporter/oppgaver/<int:pk>/ferdig/", secretariat_tasks.task_finish, name="task-finish"),
]
