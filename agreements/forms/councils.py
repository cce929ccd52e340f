"""Pasting in a council's meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.rules.council_dates import Meeting, read_meetings
from municipalities.forms.base import PortalForm


class CouncilMeetingsForm(PortalForm, forms.Form):
    """One meeting a line: the day, and after it the day the papers are due."""

    lines = forms.CharField(
        label=_("Møter i kommunestyret"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
        help_text=_(
            "Én linje for hvert møte: datoen, og etter den fristen for saker hvis dere har en. "
            "For eksempel «17.6.2027; 2.6.2027» eller «17. juni»."
        ),
        error_messages={"required": _("Skriv minst én dato.")},
    )

    def clean_lines(self) -> str:
        text = str(self.cleaned_data["lines"])
        found = read_meetings(text, self.today)
        unread = gettext("Linje %(number)s: «%(line)s» er ikke en dato. Skriv for eksempel 17.6.2027.")
        late = gettext("Linje %(number)s: «%(line)s» har saksfrist etter møtet.")
        wrong = [(unread, *row) for row in found.unread] + [(late, *row) for row in found.late_papers]
        if wrong:
            told = sorted(wrong, key=lambda row: row[1])[:5]
            raise forms.ValidationError([words % {"number": number, "line": line} for words, number, line in told])
        self.meetings: list[Meeting] = found.meetings
        return text

    @property
    def today(self) -> dt.date:
        return timezone.localdate()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = []
