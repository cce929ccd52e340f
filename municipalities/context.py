"""The navigation, by the user's work. What is not built or not theirs is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.access import Access, access_for
from municipalities.enums import Role
from municipalities.models import Partnership

#: Addresses outside `organisasjon/` whose pages lie under it in the breadcrumbs.
ORGANISATION = ("kommuner/", "grupper/", "utvalg/", "personer/", "endre/")


@dataclass(frozen=True)
class NavLink:
    label: str
    url: str
    current: str
    """`page` on the page itself, `true` on the pages below it, otherwise empty: the value of `aria-current`."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `partnership`, `access`, `navigation`, `persona_label`.

    The view sets `request.partnership` when it has fetched one; pages outside a partnership have no navigation.
    """
    partnership: Partnership | None = getattr(request, "partnership", None)
    if partnership is None:
        return {"navigation": [], "persona_label": ""}
    access = access_for(request.user, partnership)
    return {
        "partnership": partnership,
        "access": access,
        "navigation": _links(request.path, partnership, access),
        "persona_label": _persona_label(access),
    }


def _links(path: str, partnership: Partnership, access: Access) -> list[NavLink]:
    places = [
        (_("I dag"), "meetings:today"),
        (_("Møter"), "meetings:meeting-list"),
        (_("Saker"), "meetings:case-list"),
        (_("Oppfølging"), "meetings:action-list"),
        (_("Organisasjon"), "municipalities:organisation"),
    ]
    hidden = set() if access.is_member else {"meetings:today", "meetings:action-list"}
    links = [(label, reverse(name, args=[partnership.slug])) for label, name in places if name not in hidden]
    home = reverse("municipalities:partnership", args=[partnership.slug])
    rooms = {reverse("municipalities:organisation", args=[partnership.slug]): [home + room for room in ORGANISATION]}
    return [NavLink(label, url, _current(path, url, rooms.get(url, []))) for label, url in links]


def _current(path: str, url: str, rooms: list[str]) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith((url, *rooms)) else ""


def _persona_label(access: Access) -> str:
    for role in Role:
        if role.value in access.roles:
            return str(role.label)
    return ""
