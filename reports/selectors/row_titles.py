"""What the rows that indicators count are called, and where anybody may read of them.

What is exempt, or has not stood on a published agenda, is not here: such a row counts without being named.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from agreements.enums import VersionState
from agreements.models import Adoption, Agreement, ContentPoint, Revision
from meetings.enums import MinutesState
from meetings.models import ActionItem, AgendaItem, Case, Meeting
from meetings.querysets import PUBLISHED
from municipalities.models import Committee, MunicipalGroup, Municipality, Partnership
from reports.row_notes import Met
from reports.selectors.treatments import last_treatments
from reports.status.facts import RowTitle
from samhandling.core.dates import local_day

_OF_MEETING = ("committee__short_name", "starts_at")

Named = Iterator[tuple[tuple[str, int], RowTitle]]


def read_titles(partnership: Partnership) -> dict[tuple[str, int], RowTitle]:
    """By the model and primary key of `reports.indicators.figure.RowRef`. Eleven queries."""
    found: dict[tuple[str, int], RowTitle] = {}
    for named in (_organisation, _meetings, _items, _cases, _actions, _agreements):
        found.update(named(partnership))
    return found


def _of(meeting: str) -> list[str]:
    """The columns of a row's meeting, by the path to it."""
    return [f"{meeting}__{column}" for column in _OF_MEETING]


def _organisation(partnership: Partnership) -> Named:
    slug = partnership.slug
    municipalities = Municipality.objects.filter(partnership_memberships__partnership=partnership)
    for pk, name, number in municipalities.values_list("pk", "name", "number"):
        yield ("municipality", pk), RowTitle(name, reverse("municipalities:municipality-detail", args=[slug, number]))
    for pk, name, group in MunicipalGroup.objects.filter(partnership=partnership).values_list("pk", "name", "slug"):
        yield ("group", pk), RowTitle(name, reverse("municipalities:group-detail", args=[slug, group]))
    for pk, name, committee in Committee.objects.filter(partnership=partnership).values_list("pk", "name", "slug"):
        yield ("committee", pk), RowTitle(name, reverse("municipalities:committee-detail", args=[slug, committee]))


def _meetings(partnership: Partnership) -> Named:
    rows = Meeting.objects.filter(committee__partnership=partnership, state__in=PUBLISHED)
    for pk, committee, starts_at in rows.values_list("pk", *_OF_MEETING):
        title = str(Met(committee, local_day(starts_at)))
        yield ("meeting", pk), RowTitle(title, reverse("meetings:meeting-detail", args=[partnership.slug, pk]))


def _open_items(partnership: Partnership) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.filter(meeting__committee__partnership=partnership, meeting__state__in=PUBLISHED)
    return items.filter(number__isnull=False, is_exempt=False).exclude(case__is_exempt=True)


def _items(partnership: Partnership) -> Named:
    rows = _open_items(partnership).values_list("pk", "title", "number_text", "meeting_id", *_of("meeting"))
    for pk, title, number, meeting, committee, starts_at in rows:
        url = reverse("meetings:meeting-detail", args=[partnership.slug, meeting])
        yield ("item", pk), RowTitle(f"{number} {title}", url, Met(committee, local_day(starts_at)))


def _cases(partnership: Partnership) -> Named:
    published = _open_items(partnership).filter(case=OuterRef("pk"), withdrawn_at__isnull=True)
    cases = Case.objects.filter(Exists(published), partnership=partnership, is_exempt=False)
    treated = last_treatments(cases)
    for pk, title in cases.values_list("pk", "title"):
        url = reverse("meetings:case-detail", args=[partnership.slug, pk])
        yield ("case", pk), RowTitle(title, url, treated.get(pk))


def _actions(partnership: Partnership) -> Named:
    rows = ActionItem.objects.filter(
        item__minutes__meeting__committee__partnership=partnership, item__minutes__state=MinutesState.LOCKED
    ).filter(item__agenda_item__in=_open_items(partnership))
    columns = ("pk", "text", "due_on", "item__minutes__meeting_id", *_of("item__minutes__meeting"))
    for pk, text, due_on, meeting, committee, starts_at in rows.values_list(*columns):
        url = reverse("meetings:minutes", args=[partnership.slug, meeting])
        yield ("action", pk), RowTitle(text, url, Met(committee, local_day(starts_at)), due_on)


def _agreements(partnership: Partnership) -> Named:
    def path(pk: int) -> str:
        return reverse("agreements:agreement-detail", args=[partnership.slug, pk])

    public = Agreement.objects.filter(partnership=partnership, versions__state=VersionState.FROZEN).distinct()
    labels = {row.pk: row.label for row in public}
    for pk, label in labels.items():
        yield ("agreement", pk), RowTitle(label, path(pk))
    revisions = Revision.objects.filter(agreement__in=labels, version__state=VersionState.FROZEN)
    for pk, agreement in revisions.values_list("pk", "agreement_id"):
        yield ("revision", pk), RowTitle(labels[agreement], path(agreement))
    adoptions = Adoption.objects.filter(revision__agreement__in=labels)
    for pk, agreement, municipality in adoptions.values_list(
        "pk", "revision__agreement_id", "party__municipality__name"
    ):
        name = municipality or partnership.trust.name
        yield ("adoption", pk), RowTitle(f"{name}: {labels[agreement]}", path(agreement))
    for pk, title, nynorsk in ContentPoint.objects.values_list("pk", "title", "title_nn"):
        yield ("point", pk), RowTitle(title or nynorsk)
