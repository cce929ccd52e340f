"""Fetching for views: a meeting or case of the partnership that the user may see, or 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from meetings.models import Case, Meeting
from municipalities.access import Access
from municipalities.models import Partnership

#: What the pages of a case say of the agreement it is about, without the texts themselves.
REVISION = ("revision__agreement", "revision__version", "revision__base")
TEXTS = ("revision__version__content", "revision__base__content")


def fetch_meeting(partnership: Partnership, pk: int) -> Meeting:
    """A meeting of this partnership; another partnership's is 404."""
    meetings = Meeting.objects.select_related("committee__partnership", "approved_by")
    return get_object_or_404(meetings, pk=pk, committee__partnership=partnership)


def fetch_case(partnership: Partnership, access: Access, pk: int) -> Case:
    """A case the user may know of, with what he or she may do with it (`CaseQuerySet.for_reader`); hidden are 404."""
    cases = Case.objects.visible_to(access).for_reader(access)
    cases = cases.select_related("legal_basis", "proposer", "proposing_municipality", *REVISION).defer(*TEXTS)
    return get_object_or_404(cases, pk=pk, partnership=partnership)
