"""Forms of the meeting plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.services.planning import MeetingDetails
from municipalities.models import Committee, Partnership

FIRST_YEAR, LAST_YEAR = 1990, 2100


class MeetingForm(forms.Form):
    """Time and place of a meeting. Give `meeting` to change one: its committee is then settled."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label=_("Utvalg"),
        empty_label=_("Velg utvalg"),
        to_field_name="slug",
        error_messages={"required": _("Velg hvilket utvalg som skal møtes.")},
    )
    date = forms.DateField(label=_("Dato"), error_messages={"required": _("Velg dagen for møtet.")})
    starts = forms.TimeField(label=_("Starter"), error_messages={"required": _("Skriv når møtet starter.")})
    ends = forms.TimeField(label=_("Slutter"), error_messages={"required": _("Skriv når møtet slutter.")})
    place = forms.CharField(
        label=_("Sted"), max_length=160, required=False, help_text=_("For eksempel «Rådhuset, møterom Bragernes».")
    )
    video_link = forms.URLField(
        label=_("Videolenke"),
        required=False,
        assume_scheme="https",
        help_text=_("Vises bare for utvalget og sekretariatet."),
    )
    practical = forms.CharField(
        label=_("Praktiske opplysninger"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Står i innkallingen: oppmøte, parkering, servering, formøte."),
    )
    archive_ref = forms.CharField(
        label=_("Vår referanse"), max_length=30, required=False, help_text=_("Møtemappen i arkivet.")
    )
    confirm = forms.BooleanField(label=_("Det stemmer. Lagre møtet."), required=False)

    def __init__(self, *args: Any, partnership: Partnership, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.warnings: list[str] = []
        if meeting:
            del self.fields["committee"]
        else:
            today = timezone.localdate()
            committees = Committee.objects.filter(partnership=partnership).order_by("level", "name")
            self.fields["committee"].queryset = committees.current(today)  # type: ignore[attr-defined]
        for name in ("starts", "ends"):
            self.fields[name].widget.attrs["step"] = 300
        self.fields["practical"].widget.attrs["rows"] = 3

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        committee = [] if self.meeting else ["committee"]
        helper.layout = Layout(
            *committee,
            Fieldset(_("Når"), Row("date", "starts", "ends", css_class="short")),
            Fieldset(_("Hvor"), "place", "video_link"),
            Fieldset(_("Innkallingen"), "practical", "archive_ref"),
        )
        return helper

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise forms.ValidationError(gettext("Året må være mellom %(first)s og %(last)s.") % limits)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Møtet må slutte etter at det starter."))
        return cleaned

    def details(self) -> MeetingDetails:
        """The valid form as what the service takes, in the site's time zone."""
        data = self.cleaned_data
        return MeetingDetails(
            starts_at=_at(data["date"], data["starts"]),
            ends_at=_at(data["date"], data["ends"]),
            place=data["place"],
            video_link=data["video_link"],
            practical=data["practical"],
            archive_ref=data["archive_ref"],
        )

    @staticmethod
    def initial_from(meeting: Meeting) -> dict[str, Any]:
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        return {
            "date": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "place": meeting.place,
            "video_link": meeting.video_link,
            "practical": meeting.practical,
            "archive_ref": meeting.archive_ref,
        }


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor møtet er avlyst"), max_length=200, help_text=_("Vises for alle på møtets side.")
    )


class MeetingFilterForm(forms.Form):
    """What the list of meetings shows; a choice nobody offers is left out of account."""

    mark_optional = False

    utvalg = forms.ModelChoiceField(
        Committee.objects.none(), label=_("Utvalg"), required=False, empty_label=_("Alle"), to_field_name="slug"
    )
    aar = forms.TypedChoiceField(label=_("År"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Alle")), *MeetingState.choices])

    def __init__(self, *args: Any, partnership: Partnership, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = Committee.objects.filter(partnership=partnership).order_by("level", "name")
        self.fields["utvalg"].queryset = committees  # type: ignore[attr-defined]
        self.fields["aar"].choices = [("", _("Alle")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
