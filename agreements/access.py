"""Fetching for views: an agreement, text, revision or consultation the user may see, or 404; and who may do what."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from agreements.enums import VersionState
from agreements.models import Adoption, Agreement, AgreementVersion, Consultation, GroupMember, Invitation, Revision
from municipalities.access import Access
from municipalities.enums import Role
from municipalities.models import Partnership, Succession


def require_member(access: Access) -> None:
    """Raises PermissionDenied (403) for those without a role or seat in the partnership."""
    if not access.is_member:
        raise PermissionDenied


def fetch_agreement(partnership: Partnership, access: Access, pk: int) -> Agreement:
    agreements = Agreement.objects.visible_to(access).select_related("parent")
    return get_object_or_404(agreements, pk=pk, partnership=partnership)


def fetch_version(partnership: Partnership, access: Access, pk: int, number: int) -> AgreementVersion:
    """A version of an agreement by its number; a draft is 404 for the public."""
    versions = AgreementVersion.objects.visible_to(access).select_related("agreement", "frozen_by", "revision")
    return get_object_or_404(versions, agreement=pk, number=number, agreement__partnership=partnership)


def fetch_draft(partnership: Partnership, access: Access, pk: int) -> AgreementVersion:
    """The agreement's draft for somebody who writes it: 404 when it is hidden or not there, 403 for other readers."""
    drafts = AgreementVersion.objects.visible_to(access).filter(state=VersionState.DRAFT).select_related("agreement")
    draft: AgreementVersion = get_object_or_404(drafts, agreement=pk, agreement__partnership=partnership)
    if not may_write(access, draft):
        raise PermissionDenied
    return draft


def may_write(access: Access, version: AgreementVersion) -> bool:
    """The secretariat, and the working group of the revision that makes the text."""
    if version.is_frozen or not access.is_member:
        return False
    if access.is_coordinator:
        return True
    return GroupMember.objects.filter(revision__version=version, person__in=access.person_ids).exists()


def fetch_revision(partnership: Partnership, access: Access, pk: int) -> Revision:
    revisions = Revision.objects.visible_to(access).select_related("agreement", "version", "base", "lead")
    return get_object_or_404(revisions, pk=pk, agreement__partnership=partnership)


def fetch_adoption(partnership: Partnership, pk: int) -> Adoption:
    """For members; with what its page shows."""
    related = ("revision__agreement", "version", "party__municipality", "party__trust", "registered_by")
    adoptions = Adoption.objects.filter(revision__agreement__partnership=partnership)
    return get_object_or_404(adoptions.select_related(*related).prefetch_related("deviations"), pk=pk)


def fetch_consultation(partnership: Partnership, access: Access, pk: int) -> Consultation:
    consultations = Consultation.objects.visible_to(access).select_related("revision__agreement", "version")
    return get_object_or_404(consultations, pk=pk, partnership=partnership)


def may_register(access: Access, adoption: Adoption) -> bool:
    """The secretariat for all; a health chief for the own municipality. `adoption.party` is fetched."""
    return access.is_coordinator or is_chief_of(access, adoption.party.municipality_id)


def may_answer(access: Access, invitation: Invitation) -> bool:
    """Who writes the answer of a party: its health chief, or the secretariat on its behalf."""
    return access.is_coordinator or is_chief_of(access, invitation.municipality_id)


def speaks_for(access: Access, invitation: Invitation) -> bool:
    """The party's own: its health chief, or a coordinator of the trust for the trust. Others write on its behalf."""
    if invitation.municipality_id is None:
        return Role.COORDINATOR_TRUST in access.roles
    return is_chief_of(access, invitation.municipality_id)


def is_chief_of(access: Access, municipality: int | None) -> bool:
    """The health chief of a municipality, or of the one that took over after it; no query for the first."""
    asked = {municipality} if municipality is not None and access.chief_ids else set()
    seen = set(asked)
    while asked and not asked & access.chief_ids:
        news = Succession.objects.filter(old__in=asked, is_partial=False).values_list("new_id", flat=True)
        asked = set(news) - seen
        seen |= asked
    return bool(asked)
