"""Property tests run the same examples each time, and however slow the machine is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("portal", deadline=None, derandomize=True)
settings.load_profile("portal")
