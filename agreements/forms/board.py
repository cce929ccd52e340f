"""What is chosen on the adoption board, from its address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.board import Board, BoardFilter, Show
from agreements.enums import AdoptionStatus

_SHOWN = ((Show.ALL, _("Alle")), (Show.LACKING, _("Mangler noe")), (Show.OVERDUE, _("Over fristen")))


class BoardFilterForm(forms.Form):
    """Reads the address; a value that means nothing is left out of account."""

    vis = forms.ChoiceField(choices=_SHOWN, required=False)
    avtale = forms.IntegerField(required=False)
    region = forms.IntegerField(required=False)
    status = forms.ChoiceField(choices=AdoptionStatus.choices, required=False)

    def chosen(self) -> BoardFilter:
        self.is_valid()
        data = self.cleaned_data
        return BoardFilter(
            show=data.get("vis") or Show.ALL,
            agreement=data.get("avtale"),
            region=data.get("region"),
            status=data.get("status") or "",
        )


def query_of(chosen: BoardFilter) -> str:
    """The address's query for a choice, empty when everything is shown."""
    values = {"vis": chosen.show, "avtale": chosen.agreement, "region": chosen.region, "status": chosen.status}
    return urlencode({name: value for name, value in values.items() if value and value != Show.ALL})


def show_options(board: Board) -> list[dict[str, object]]:
    """The chips, for `components/filter_chips.html`."""
    return [
        {
            "label": label,
            "url": f"?{query_of(replace(board.chosen, show=show))}",
            "current": board.chosen.show == show,
            "count": board.counts.get(show, 0),
        }
        for show, label in _SHOWN
    ]
