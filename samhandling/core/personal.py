"""Finding personal numbers in texts, so that somebody can be warned before they are published."""

from __future__ import annotations

import re

#: Eleven digits, possibly set as «010190 12345» or «010190-12345», not inside a longer number.
_ELEVEN = re.compile(r"(?<![\d.,-])(\d{6})[ \u00a0-]?(\d{5})(?![\d]|[.,]\d)")
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def find_national_ids(text: str) -> list[str]:
    """National identity numbers and D-numbers in a text, as written: eleven digits, a date, both control digits."""
    return [match[0] for match in _ELEVEN.finditer(text) if _is_national_id(match[1] + match[2])]


def _is_national_id(digits: str) -> bool:
    values = [int(digit) for digit in digits]
    controls = all(
        sum(weight * value for weight, value in zip(weights, values, strict=False)) % 11 == 0
        for weights in (_FIRST, _SECOND)
    )
    day, month = int(digits[:2]), int(digits[2:4])
    # D-numbers add 40 to the day; numbers of test populations add 40 or 80 to the month.
    return controls and 1 <= day % 40 <= 31 and 1 <= month % 40 <= 12
