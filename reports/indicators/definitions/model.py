"""What a definition says, and where the questions come from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from municipalities.enums import Party
from reports.indicators.figure import Unit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Definition:
    """`question` is what the figure answers, `definition` how it is counted with the choices made; `source` is the
    indicator's name in the domain description and where the complaint it answers was raised."""

    label: StrOrPromise
    question: StrOrPromise
    definition: StrOrPromise
    numerator: StrOrPromise
    denominator: StrOrPromise
    unit: Unit
    target: StrOrPromise = ""
    source: StrOrPromise = ""
    of_trust: tuple[StrOrPromise, StrOrPromise] | None = None
    """Question and numerator of the trust's part, where those above are the municipalities'."""

    def of(self, party: str) -> Definition:
        """As it is said of one party's part."""
        if party != Party.TRUST or self.of_trust is None:
            return self
        question, numerator = self.of_trust
        return replace(self, question=question, numerator=numerator)


#: Who raised the question.
SURVEY = _("Spørreundersøkelsen om samarbeidet")
LEADERSHIP = _("Notatet om ledelse og representasjon")
PARTNERSHIP_RULES = _("Reglene for helsefellesskapene")
LAW = _("Helse- og omsorgstjenesteloven kapittel 6")
SECRETARIAT = _("Oppgavene til sekretariatet")
