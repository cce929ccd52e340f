"""The case paper for one municipality's council, as PDF and as Word, from the same content."""

from agreements.packets.local_paper.register import register

__all__ = ["register"]
