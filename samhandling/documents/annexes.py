"""Whether an uploaded file can be an annex, in words for the one who uploads it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samhandling.documents.engine import Fault, UnusableFile, inspect

MESSAGES = {
    Fault.EMPTY: _("Filen er tom. Velg en fil med innhold."),
    Fault.BROKEN: _("Filen er skadet og kan ikke åpnes. Lagre den på nytt fra programmet den er laget i."),
    Fault.ENCRYPTED: _("Filen er låst med passord eller kryptert. Last opp en utgave uten passord."),
    Fault.ACTIVE: _(
        "PDF-en inneholder skript, programmer eller et dynamisk skjema. Skriv den ut til PDF på nytt og last opp den."
    ),
    Fault.TOO_LARGE: _("Bildet har for mange bildepunkter. Gjør det mindre og last det opp igjen."),
    Fault.UNKNOWN_TYPE: _("Filen må være en PDF eller et bilde (JPEG eller PNG)."),
}


def check_annex(data: bytes, media_type: str) -> int:
    """The number of pages the file takes; raises ``ValidationError`` with the reason when it cannot be used.

    ``media_type`` is what the content was found to be, not what the browser said.
    """
    try:
        return inspect(data, media_type)
    except UnusableFile as error:
        raise ValidationError(MESSAGES[error.fault], code=error.fault) from error
