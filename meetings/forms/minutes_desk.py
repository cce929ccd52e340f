"""The forms of one version of the minutes, with the choices they share fetched once."""

from __future__ import annotations

from functools import cached_property

from django.http import QueryDict

from meetings.enums import MinutesSection, RevisionEffect
from meetings.forms.minutes import (
    ActionForm,
    AttendanceForm,
    GuestForm,
    ItemForm,
    MinutesForm,
    NewStatementForm,
    RecusalForm,
    RowForm,
    StatementForm,
)
from meetings.models import ActionItem, Attendance, Minutes, MinutesItem, Recusal, Statement
from meetings.selectors.minutes import (
    Board,
    Choices,
    People,
    attendance_board,
    owner_choices,
    people_of,
    speaker_choices,
)
from meetings.selectors.minutes_content import attendances_of, item_texts
from meetings.selectors.revision_effects import effect_of, revision_of
from meetings.services.minutes import proposed_decision
from meetings.services.minutes_fields import Row

PARTS: dict[str, type[Statement] | type[Recusal] | type[ActionItem]] = {
    "statement": Statement,
    "recusal": Recusal,
    "action": ActionItem,
}
KINDS = ("minutes", "attendance", "item", *PARTS)

PANEL = "panel"
"""Id of the form that the fields of a panel belong to when they are sent without JavaScript."""


class Desk:
    def __init__(self, minutes: Minutes) -> None:
        self.minutes = minutes

    @cached_property
    def rows(self) -> list[Attendance]:
        return attendances_of(self.minutes)

    @cached_property
    def board(self) -> Board:
        return attendance_board(self.minutes.meeting, self.rows)

    @cached_property
    def people(self) -> People:
        return people_of(self.minutes.meeting)

    @cached_property
    def speakers(self) -> Choices:
        return speaker_choices(self.rows)

    @cached_property
    def owners(self) -> Choices:
        return owner_choices(self.people, self.rows)

    def row(self, kind: str, pk: int) -> Row | None:
        """A row of these minutes, or None when there is no such row (any more)."""
        if kind == "minutes":
            return self.minutes if pk == self.minutes.pk else None
        if kind == "attendance":
            return self.minutes.attendances.select_related("deputy").filter(pk=pk).first()
        if kind == "item":
            related = (
                "agenda_item__case__revision",
                "agenda_item__paper_version",
                "agenda_item__previous_minutes__meeting__committee",
            )
            return self.minutes.items.select_related(*related).filter(pk=pk).first()
        model = PARTS[kind]
        return model._base_manager.select_related("item").filter(pk=pk, item__minutes=self.minutes).first()

    def form_for(self, row: Row) -> RowForm:
        """The row as it stands; its fields belong to the panel's form wherever they are on the page."""
        form = self._make(row)
        for field in form.fields.values():
            field.widget.attrs["form"] = PANEL
        return form

    def field_form(self, row: Row, field: str, value: str) -> RowForm | None:
        """A form bound to one field alone; None when the row's form has no such field."""
        form = self._make(row)
        if field not in form.fields:
            return None
        form.fields = {field: form.fields[field]}
        form.data, form.is_bound = {form.add_prefix(field): value}, True
        return form

    def _make(self, row: Row) -> RowForm:
        match row:
            case Attendance(is_guest=True):
                form: RowForm = GuestForm(row=row)
            case Attendance():
                form = AttendanceForm(row=row, deputies=self.people.deputies(row))
            case Minutes():
                form = MinutesForm(row=row)
            case MinutesItem():
                rule = self.minutes.meeting.committee.decision_rule
                form = ItemForm(row=row, rule=rule, effect=self.effect_of(row))
            case Statement():
                form = StatementForm(row=row, speakers=self.speakers)
            case Recusal():
                form = RecusalForm(row=row, speakers=self.speakers, deputies=self.people.all_deputies())
            case _:
                form = ActionForm(row=row, owners=self.owners)
        return form

    def effect_of(self, item: MinutesItem) -> RevisionEffect | None:
        """What the item's decision does to its revision; None where it moves none. A correction moves none."""
        if self.minutes.corrects_id is not None or revision_of(item) is None:
            return None
        decision = item_texts(item)[MinutesSection.DECISION].text
        return effect_of(item, decision=decision, proposal=proposed_decision(item.agenda_item))

    def new_statement(self, data: QueryDict | None = None) -> NewStatementForm:
        return NewStatementForm(data, speakers=self.speakers, prefix="new-statement")

    def new_recusal(self, data: QueryDict | None = None) -> RecusalForm:
        deputies = self.people.all_deputies()
        return RecusalForm(data, speakers=self.speakers, deputies=deputies, prefix="new-recusal")

    def new_action(self, data: QueryDict | None = None) -> ActionForm:
        return ActionForm(data, owners=self.owners, prefix="new-action")

    def new_guest(self, data: QueryDict | None = None) -> GuestForm:
        return GuestForm(data, prefix="new-guest")
