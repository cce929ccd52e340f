"""What queries of the organisation share."""

from __future__ import annotations

from django.db import models
from django.db.models import Func, Value


def by_norwegian_name(field: str) -> Func:
    """Sort key that puts æ, ø, å last, with and without ICU in the database (`translate(lower(x), 'æøå', '{|}')`)."""
    return Func(
        Func(models.F(field), function="LOWER"),
        Value("æøå"),
        Value("{|}"),
        function="TRANSLATE",
        output_field=models.TextField(),
    )
