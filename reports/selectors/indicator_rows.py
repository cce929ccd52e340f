"""The records a figure was counted from, as somebody may see them: exempt ones only for who reads them in the meeting.

One query for each kind of record, and one for when cases were treated, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from agreements.models import Adoption, Agreement, ContentPoint, Revision
from meetings.disclosure import item_basis
from meetings.models import ActionItem, AgendaItem, Case, Meeting
from municipalities.access import Access
from municipalities.models import Committee, MunicipalGroup, Municipality, Partnership
from reports.indicators.figure import Figure, RowRef
from reports.row_notes import Met, note_of
from reports.selectors.treatments import last_treatments


@dataclass(frozen=True)
class Named:
    """`url` is empty for what the reader may not open."""

    title: str
    url: str = ""
    where: str = ""


@dataclass(frozen=True)
class ShownRow:
    named: Named
    row: RowRef

    @property
    def note(self) -> str:
        return note_of(None, None, self.named.where, self.row.note)


@dataclass(frozen=True)
class FigureRows:
    """`hidden`: how many the reader may not see; they count all the same."""

    shown: list[ShownRow]
    hidden: int


def rows_of(partnership: Partnership, access: Access, figure: Figure) -> FigureRows:
    """Those that count first, in the order they were counted."""
    named = {model: _READERS[model](partnership, access, pks) for model, pks in _by_model(figure.rows).items()}
    shown = [ShownRow(found, row) for row in figure.rows if (found := named[row.model].get(row.pk))]
    shown.sort(key=lambda one: not one.row.counts)
    return FigureRows(shown, len(figure.rows) - len(shown))


def _by_model(rows: Iterable[RowRef]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row.model, set()).add(row.pk)
    return found


Found = Mapping[int, Named]


def _items(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    rows = AgendaItem.objects.filter(pk__in=pks).select_related("meeting__committee", "case", "legal_basis")
    return {
        row.pk: Named(
            f"{row.number_text} {row.title}".strip(),
            reverse("meetings:meeting-detail", args=[partnership.slug, row.meeting_id]),
            str(_met(row.meeting)),
        )
        for row in rows.select_related("case__legal_basis")
        if item_basis(row) is None or access.reads_internal(row.meeting.committee_id)
    }


def _cases(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    rows = Case.objects.visible_to(access).for_reader(access).filter(pk__in=pks)
    treated = last_treatments(pks)
    return {
        row.pk: Named(
            row.title,
            reverse("meetings:case-detail", args=[partnership.slug, row.pk]),
            str(treated.get(row.pk, "")),
        )
        for row in rows
        if not row.shielded
    }


def _actions(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    rows = ActionItem.objects.filter(pk__in=pks).select_related(
        "item__minutes__meeting__committee", "item__agenda_item__legal_basis", "item__agenda_item__case__legal_basis"
    )
    return {
        row.pk: Named(
            row.text,
            reverse("meetings:minutes", args=[partnership.slug, row.item.minutes.meeting_id]),
            note_of(_met(row.item.minutes.meeting), row.due_on),
        )
        for row in rows
        if item_basis(row.item.agenda_item) is None or access.reads_internal(row.item.minutes.meeting.committee_id)
    }


def _meetings(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    rows = Meeting.objects.filter(pk__in=pks).select_related("committee")
    return {
        row.pk: Named(
            str(_met(row)),
            reverse("meetings:meeting-detail", args=[partnership.slug, row.pk]),
        )
        for row in rows
    }


def _met(meeting: Meeting) -> Met:
    return Met(meeting.committee.short_name, meeting.day)


def _municipalities(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    return {
        row.pk: Named(row.name, reverse("municipalities:municipality-detail", args=[partnership.slug, row.number]))
        for row in Municipality.objects.filter(pk__in=pks)
    }


def _agreements(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    return {
        row.pk: Named(row.label, reverse("agreements:agreement-detail", args=[partnership.slug, row.pk]))
        for row in Agreement.objects.visible_to(access).filter(pk__in=pks)
    }


def _revisions(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    rows = Revision.objects.filter(pk__in=pks).select_related("agreement")
    return {
        row.pk: Named(
            row.agreement.label, reverse("agreements:agreement-detail", args=[partnership.slug, row.agreement_id])
        )
        for row in rows
    }


def _adoptions(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    """A council's decision is public; its page in the portal is for members."""
    rows = Adoption.objects.filter(pk__in=pks).select_related("party__municipality", "revision__agreement")
    return {
        row.pk: Named(
            f"{row.party.municipality} – {row.revision.agreement.short_label}",
            reverse("agreements:adoption-detail", args=[partnership.slug, row.pk]) if access.is_member else "",
            str(row.get_status_display()),
        )
        for row in rows
    }


def _committees(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    return {
        row.pk: Named(row.name, reverse("municipalities:committee-detail", args=[partnership.slug, row.slug]))
        for row in Committee.objects.filter(pk__in=pks)
    }


def _groups(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    return {
        row.pk: Named(row.name, reverse("municipalities:group-detail", args=[partnership.slug, row.slug]))
        for row in MunicipalGroup.objects.filter(pk__in=pks)
    }


def _points(partnership: Partnership, access: Access, pks: set[int]) -> Found:
    url = reverse("agreements:coverage", args=[partnership.slug])
    return {row.pk: Named(str(row), url) for row in ContentPoint.objects.filter(pk__in=pks)}


_READERS: dict[str, Callable[[Partnership, Access, set[int]], Found]] = {
    "item": _items,
    "case": _cases,
    "action": _actions,
    "meeting": _meetings,
    "municipality": _municipalities,
    "agreement": _agreements,
    "revision": _revisions,
    "adoption": _adoptions,
    "committee": _committees,
    "group": _groups,
    "point": _points,
}
