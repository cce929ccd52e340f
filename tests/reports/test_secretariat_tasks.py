"""The secretariat's tasks: members read them, coordinators take them on and finish them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import SecretariatTask
from reports.services.secretariat_tasks import add_task, finish_task
from tests.personas import World

ClientOf = Callable[[str], Client]


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=[world.partnership.slug, *args])


def make_task(world: World, text: str = "Lage nyhetsbrev", days_ago: int = 20) -> SecretariatTask:
    started_on = timezone.localdate() - dt.timedelta(days=days_ago)
    return add_task(actor=None, partnership=world.partnership, values={"text": text, "started_on": started_on})


@pytest.mark.parametrize(
    ("persona", "reads", "keeps"),
    [
        ("coordinator_municipal", 200, 200),
        ("coordinator_trust", 200, 200),
        ("health_chief", 200, 403),
        ("mayor", 200, 403),
        ("committee_member", 200, 403),
        ("outsider", 403, 403),
        ("foreign_coordinator", 403, 403),
        ("anonymous", 302, 302),
    ],
)
def test_members_read_and_the_secretariat_keeps(
    world: World, client_of: ClientOf, persona: str, reads: int, keeps: int
) -> None:
    task, client = make_task(world), client_of(persona)
    assert client.get(address(world, "task-list")).status_code == reads
    addresses = [
        address(world, "task-create"),
        *(address(world, name, task.pk) for name in ("task-edit", "task-finish")),
    ]
    assert {client.get(each).status_code for each in addresses} == {keeps}


def test_a_task_is_taken_on_and_finished(world: World, client_of: ClientOf) -> None:
    client, today = client_of("coordinator_municipal"), timezone.localdate()
    client.post(address(world, "task-create"), {"text": "Samle svar", "started_on": today.isoformat()})
    task = SecretariatTask.objects.get()
    client.post(address(world, "task-finish", task.pk), {"done_on": today.isoformat(), "result": "Alle svarte."})
    page = client_of("mayor").get(address(world, "task-list")).content.decode()
    assert "Ingen oppgaver pågår." in page
    assert "Alle svarte." in page


def test_a_task_is_finished_once_and_never_before_it_began_or_in_the_future(world: World, client_of: ClientOf) -> None:
    task, client, today = make_task(world, days_ago=2), client_of("coordinator_municipal"), timezone.localdate()
    url = address(world, "task-finish", task.pk)
    for day, words in ((1, "Datoen er ikke kommet ennå."), (-3, "kan ikke være ferdig før den har startet")):
        answer = client.post(url, {"done_on": (today + dt.timedelta(days=day)).isoformat(), "result": "Så langt"})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Så langt" in answer.content.decode()
    finish_task(actor=None, task=task, done_on=today, result="Først")
    answer = client.post(url, {"done_on": today.isoformat(), "result": "Igjen"})
    assert answer.status_code == 422
    task.refresh_from_db()
    assert task.result == "Først"


def test_the_public_does_not_see_tasks_on_a_projects_page(world: World, client_of: ClientOf) -> None:
    client = client_of("coordinator_municipal")
    client.post(address(world, "project-create"), {"name": "Ny satsing"})
    project = world.partnership.projects.get()
    task = make_task(world, "Intern gjennomgang")
    SecretariatTask.objects.filter(pk=task.pk).update(project=project)
    url = address(world, "project-detail", project.pk)
    assert "Intern gjennomgang" in client_of("mayor").get(url).content.decode()
    assert "Intern gjennomgang" not in client_of("anonymous").get(url).content.decode()


def test_the_list_asks_as_often_for_many_tasks_as_for_one(world: World, client_of: ClientOf) -> None:
    client, counts = client_of("mayor"), []
    for count in (1, 3):
        for number in range(count):
            make_task(world, f"Åpen {number}")
            done = make_task(world, f"Ferdig {number}")
            finish_task(actor=None, task=done, done_on=timezone.localdate(), result="")
        client.get(address(world, "task-list"))
        with CaptureQueriesContext(connection) as captured:
            client.get(address(world, "task-list"))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8
