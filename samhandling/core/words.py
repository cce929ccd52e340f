"""Small things Norwegian sentences are made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


def list_of(names: Sequence[str], last: str = "") -> str:
    """«Hitra», «Hitra og Frøya», «Hitra, Frøya og Heim»; `last` instead of «og»."""
    if len(names) < 2:
        return "".join(names)
    values = {"names": ", ".join(names[:-1]), "word": last or _("og"), "last": names[-1]}
    return _("%(names)s %(word)s %(last)s") % values
