"""The logo on a partnership's papers."""

from __future__ import annotations

from municipalities.models import Partnership
from samhandling.documents.house import static_file

LOGO = "pdf/logo.svg"


def logo(partnership: Partnership) -> bytes:
    """The partnership's own, or the portal's."""
    if partnership.logo:
        with partnership.logo.open("rb") as file:
            data: bytes = file.read()
            return data
    return static_file(LOGO)
