"""Tells the documents app who makes the content of what, and `agreements.documents` who may have it."""

from __future__ import annotations

from agreements.packets import consultation, local_paper, redline


def producers() -> None:
    """One line for each room that makes documents."""
    redline.register()
    consultation.register()
    local_paper.register()
