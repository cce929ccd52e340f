"""Tells the documents app who makes the content of what."""

from __future__ import annotations

from reports.packets import invoice, status


def producers() -> None:
    """One line for each room that makes documents."""
    invoice.register()
    status.register()
