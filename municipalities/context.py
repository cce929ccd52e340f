"""The navigation, by the user's work. What is not built or not theirs is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.access import Access, access_for
from municipalities.enums import Role
from municipalities.models import Partnership

#: Addresses outside a place's own whose pages lie under it in the breadcrumbs.
ROOMS = {
    "municipalities:organisation": (
        "kommuner/",
        "grupper/",
        "utvalg/",
        "personer/",
        "representasjon/",
        "e-post/",
        "endre/",
    ),
    "reports:report-latest": ("rapporter/",),
    "agreements:agreement-list": ("revisjoner/", "vedtak/"),
}
#: Those whose first question is what waits on their own municipality.
FOLLOWERS = {Role.HEALTH_CHIEF, Role.MAYOR}


@dataclass(frozen=True)
class NavLink:
    label: str
    url: str
    current: str
    """`page` on the page itself, `true` on the pages below it, otherwise empty: the value of `aria-current`."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `partnership`, `access`, `navigation`, `persona_label`, `has_ended` (the partnership).

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
        "has_ended": partnership.as_of(timezone.localdate()) < timezone.localdate(),
    }


def _links(path: str, partnership: Partnership, access: Access) -> list[NavLink]:
    is_mayor = Role.MAYOR in access.roles and not access.is_coordinator  # «Status» leads on to the other reports
    places = [
        (_("Status"), "reports:report-latest", is_mayor),
        (_("Min kommune"), "agreements:mine", access.roles & FOLLOWERS),
        (_("I dag"), "meetings:today", access.is_member),
        (_("Møter"), "meetings:meeting-list", True),
        (_("Saker"), "meetings:case-list", True),
        (_("Avtaler"), "agreements:agreement-list", True),
        (_("Høringer"), "agreements:consultation-list", True),
        (_("Oppfølging"), "meetings:action-list", access.is_member),
        (_("Rapporter"), "reports:report-list", not is_mayor),
        (_("Organisasjon"), "municipalities:organisation", True),
    ]
    shown = [(label, name, reverse(name, args=[partnership.slug])) for label, name, is_theirs in places if is_theirs]
    home = reverse("municipalities:partnership", args=[partnership.slug])
    return [
        NavLink(label, url, _current(path, url, [home + room for room in ROOMS.get(name, ())]))
        for label, name, url in shown
    ]


def _current(path: str, url: str, rooms: list[str]) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith((url, *rooms)) else ""


def _persona_label(access: Access) -> str:
    for role in Role:
        if role.value in access.roles:
            return str(role.label)
    return ""
