"""The name a section keeps through all versions of a text. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LENGTH = 40  # of the column
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


def free_anchor(heading: str, taken: Collection[str]) -> str:
    """`Formål og bakgrunn` → `formal-og-bakgrunn`; with a number after it when that is taken."""
    text = unicodedata.normalize("NFKD", heading.lower().translate(_LETTERS))
    words = re.sub(r"[^a-z0-9]+", "-", text.encode("ascii", "ignore").decode()).strip("-")
    base = words[: LENGTH - 4].strip("-") or "punkt"
    anchor, number = base, 1
    while anchor in taken:
        number += 1
        anchor = f"{base}-{number}"
    return anchor
