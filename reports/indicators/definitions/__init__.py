"""What each indicator says, in words the reader understands: shown beside its figure, everywhere alike."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.indicators.definitions.frame import FRAME
from reports.indicators.definitions.meetings import MEETINGS
from reports.indicators.definitions.model import Definition
from reports.indicators.definitions.work import WORK

#: By key, in the order they are shown.
DEFINITIONS: dict[str, Definition] = MEETINGS | WORK | FRAME
#: Most of them rest on this; shown with them.
COUNTED = _("Et møte teller når protokollen er låst. Saker som er trukket, telles ikke.")

__all__ = ["COUNTED", "DEFINITIONS", "Definition"]
