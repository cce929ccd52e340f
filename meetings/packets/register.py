"""Tells the documents app who makes the content of what."""

from __future__ import annotations

from meetings.packets.minutes import minutes_packet
from meetings.packets.notice import notice_packet
from meetings.packets.papers import paper_packet, pieces_of_meeting, pieces_of_paper
from samhandling.documents import registry
from samhandling.documents.enums import Kind


def producers() -> None:
    registry.register(Kind.NOTICE, notice_packet)
    registry.register(Kind.CASE_PAPER, paper_packet)
    registry.register(Kind.MINUTES, minutes_packet)
    registry.register_pieces("meetings.casepaper", pieces_of_paper)
    registry.register_pieces("meetings.meeting", pieces_of_meeting)
