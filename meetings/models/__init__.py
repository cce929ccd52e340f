"""Meetings, cases, papers, agendas and minutes. One module per noun; import from here."""

from meetings.models.case import Case, RouteStep
from meetings.models.inputs import CaseInput, PreMeeting
from meetings.models.meeting import AgendaItem, Meeting, NumberSeries
from meetings.models.minutes import (
    ActionItem,
    Attendance,
    ItemText,
    Minutes,
    MinutesItem,
    Recusal,
    Statement,
)
from meetings.models.paper import Attachment, CasePaper, PaperText, PaperVersion

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Case",
    "CaseInput",
    "CasePaper",
    "ItemText",
    "Meeting",
    "Minutes",
    "MinutesItem",
    "NumberSeries",
    "PaperText",
    "PaperVersion",
    "PreMeeting",
    "Recusal",
    "RouteStep",
    "Statement",
]
