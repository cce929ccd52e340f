"""What the views of revisions share: the revision for who may read or run it, and running a service with a form."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest

from agreements.access import fetch_revision, require_member
from agreements.models import Revision
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from municipalities.models import Partnership
from samhandling.core.errors import NotPossible


def read_revision(request: HttpRequest, partnership_slug: str, pk: int) -> tuple[Partnership, Access, Revision]:
    """The revision for a member of the partnership; 403 for others, 404 when it is another partnership's."""
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    return partnership, access, fetch_revision(partnership, access, pk)


def run_revision(request: HttpRequest, partnership_slug: str, pk: int) -> tuple[Partnership, Revision]:
    """The revision for a coordinator; 403 for other members."""
    partnership, access, revision = read_revision(request, partnership_slug, pk)
    require_coordinator(access)
    return partnership, revision


def attempt(form: BaseForm, act: Callable[[], object]) -> bool:
    """Run a service with the valid form. What it refuses stands beside the field, or above the form."""
    try:
        return perform(form, act)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return False
