"""The order agreements stand in everywhere: by kind, then by number (4 before 11 and 11b), then by title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agreements.enums import AgreementKind

if TYPE_CHECKING:
    from agreements.models import Agreement

_KINDS = {kind: place for place, kind in enumerate(AgreementKind.values)}
_NORWEGIAN = str.maketrans("æøå", "{|}")


def number_key(number: str) -> tuple[int, str]:
    """`11b` → (11, "b"); what has no number comes last."""
    found = re.match(r"(\d+)(.*)", number)
    return (int(found[1]), found[2]) if found else (10_000, number)


def norwegian_key(name: str) -> str:
    """Sorts æ, ø and å last."""
    return name.lower().translate(_NORWEGIAN)


def agreement_key(agreement: Agreement) -> tuple[int, tuple[int, str], str]:
    return (_KINDS[agreement.kind], number_key(agreement.number), norwegian_key(agreement.title))
