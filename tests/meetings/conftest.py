"""Fixtures of the meetings' tests."""

from tests.meetings.case_desk import url
from tests.meetings.documents_files import files
from tests.meetings.minutes_table import table

__all__ = ["files", "table", "url"]
