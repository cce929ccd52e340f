"""Keeps keys out of the logs: whoever has such an address may act by it, and a log is read by more than its owner."""

from __future__ import annotations

import logging
import re

#: Answering a survey, confirming and leaving the newsletter, choosing a password.
_KEY = re.compile(r"(/(?:svar|bekreft|meld-av|passord/ny)/)[\w.:-]{20,}")


def without_keys(text: str) -> str:
    return _KEY.sub(r"\1…", text)


class WithoutKeys(logging.Filter):
    """Django names the address of a request it warns about."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_keys(each) if isinstance(each, str) else each for each in record.args)
        return True
