"""Who takes part and who sits where: open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from municipalities.entry import enter, require_coordinator
from municipalities.models import Committee, MunicipalGroup, Municipality


@require_safe
def organisation(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    return render(request, "municipalities/organisation.html", {"partnership": partnership})


@require_safe
def municipality_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    return render(request, "municipalities/municipality_list.html", {"partnership": partnership})


@require_safe
def municipality_detail(request: HttpRequest, partnership_slug: str, number: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    municipality = get_object_or_404(Municipality, number=number, partnership_memberships__partnership=partnership)
    return render(request, "municipalities/municipality_detail.html", {"municipality": municipality})


@require_safe
def group_detail(request: HttpRequest, partnership_slug: str, group_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    group = get_object_or_404(MunicipalGroup, partnership=partnership, slug=group_slug)
    return render(request, "municipalities/group_detail.html", {"group": group})


@require_safe
def committee_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    return render(request, "municipalities/committee_list.html", {"committees": partnership.committees.all()})


@require_safe
def committee_detail(request: HttpRequest, partnership_slug: str, committee_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    committee = get_object_or_404(Committee, partnership=partnership, slug=committee_slug)
    return render(request, "municipalities/committee_detail.html", {"committee": committee})


@require_safe
def person_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    return render(request, "municipalities/person_list.html", {"people": partnership.people.all()})
