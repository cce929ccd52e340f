"""The access log of gunicorn, without the keys in addresses (`--logger-class`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from samhandling.core.logs import without_keys


class AccessLog(Logger):
    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        """Neither the address asked for, nor the page one came from."""
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: without_keys(value) if isinstance(value, str) else value for name, value in atoms.items()}
