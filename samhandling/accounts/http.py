"""Who is asking, typed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from samhandling.accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The user who sent the request. Raises PermissionDenied (403) for the public."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
