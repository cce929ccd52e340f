"""Who sees what of a meeting: the one place where exemption from public access is decided, for every channel.

Pages, PDFs, feeds and search ask these functions; nobody else compares `is_exempt`. What is withheld is left out, not
covered; that it exists, its number and the legal basis still show (offl. § 31; kommuneloven § 11-3 third paragraph).
"""

from __future__ import annotations

from meetings.enums import MinutesState
from meetings.models import AgendaItem, Attachment, Case, Meeting, Minutes
from meetings.querysets import PUBLISHED
from municipalities.access import Access
from samhandling.disclosure.models import LegalBasis


def case_basis(case: Case) -> LegalBasis | None:
    """The legal basis by which a case is exempt, or None when it is public."""
    return case.legal_basis if case.is_exempt else None


def item_basis(item: AgendaItem) -> LegalBasis | None:
    """An item is exempt by its own mark or by its case's."""
    if item.is_exempt:
        return item.legal_basis
    return case_basis(item.case) if item.case else None


def paper_basis(item: AgendaItem) -> LegalBasis | None:
    """The paper an item used is exempt with the item, or by its own mark."""
    if basis := item_basis(item):
        return basis
    version = item.paper_version
    return version.paper.legal_basis if version and version.paper.is_exempt else None


def attachment_basis(attachment: Attachment, item: AgendaItem | None = None) -> LegalBasis | None:
    if attachment.is_exempt:
        return attachment.legal_basis
    return (item_basis(item) if item else None) or case_basis(attachment.case)


def case_title(case: Case, *, internal: bool) -> str:
    return case.title if internal or not case.is_exempt else case.public_title


def item_title(item: AgendaItem, *, internal: bool) -> str:
    """The shielded title for the public when the item or its case is exempt."""
    if internal or item_basis(item) is None:
        return item.title
    return item.public_title or (item.case.public_title if item.case else "")


def reads_agenda(access: Access, meeting: Meeting) -> bool:
    """A published agenda is open to everybody; before that the secretariat and the chairs see it."""
    if meeting.state in PUBLISHED:
        return True
    return access.is_coordinator or meeting.committee_id in access.chair_ids


def reads_minutes(access: Access, minutes: Minutes, committee_id: int) -> bool:
    """Locked minutes are public, approved ones for those who take part, drafts for secretariat and chairs."""
    if minutes.state == MinutesState.LOCKED or access.is_coordinator or committee_id in access.chair_ids:
        return True
    return minutes.state == MinutesState.APPROVED and access.is_member
