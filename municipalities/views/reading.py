"""Who takes part and who sits where: open to everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities.charts import draw_years
from municipalities.entry import enter
from municipalities.enums import Standing
from municipalities.models import Committee, MunicipalGroup, Municipality, Partnership
from municipalities.selectors.committees import committees_of, composition_of, rules_of
from municipalities.selectors.groups import group_lines, group_page
from municipalities.selectors.municipalities import lineage_of, municipality_page, municipality_rows
from municipalities.selectors.overview import facts_of


@require_safe
def organisation(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    return render(
        request,
        "municipalities/organisation.html",
        {
            "facts": facts_of(partnership, timezone.localdate()),
            "day": day,
            "committees": committees_of(partnership, day).current(day),
            "lines": group_lines(partnership, day),
        },
    )


@require_safe
def municipality_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    groups = list(MunicipalGroup.objects.current(day).filter(partnership=partnership).order_by("kind", "name"))
    chosen = next((group for group in groups if group.slug == request.GET.get("gruppe")), None)
    rows = municipality_rows(partnership, day, chosen)
    members = [row for row in rows if row.membership.standing == Standing.MEMBER]
    return render(
        request,
        "municipalities/municipality_list.html",
        {
            "day": day,
            "rows": rows,
            "members": members,
            "total": sum(row.inhabitants or 0 for row in members),
            "options": _options(partnership, groups, chosen),
        },
    )


def _options(
    partnership: Partnership, groups: list[MunicipalGroup], chosen: MunicipalGroup | None
) -> list[dict[str, object]]:
    url = reverse("municipalities:municipality-list", args=[partnership.slug])
    everyone: dict[str, object] = {"label": _("Alle"), "url": url, "current": chosen is None}
    return [
        everyone,
        *({"label": group.name, "url": f"{url}?gruppe={group.slug}", "current": group == chosen} for group in groups),
    ]


@require_safe
def municipality_detail(request: HttpRequest, partnership_slug: str, number: str) -> HttpResponse:
    """A municipality that takes part, has taken part, or has merged into one that does."""
    partnership, _access = enter(request, partnership_slug)
    municipality = Municipality.objects.filter(number=number).order_by("-valid_from").first()
    if municipality is None:
        raise Http404
    lineage = lineage_of(municipality)
    if not partnership.memberships.filter(municipality__in=lineage.family).exists():
        raise Http404
    day = partnership.as_of(timezone.localdate())
    page = municipality_page(partnership, municipality, lineage, day)
    chart = draw_years((figure.year, figure.inhabitants) for figure in page.figures)
    return render(request, "municipalities/municipality_detail.html", {"page": page, "chart": chart, "day": day})


@require_safe
def group_detail(request: HttpRequest, partnership_slug: str, group_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    groups = MunicipalGroup.objects.select_related("hospital")
    group = get_object_or_404(groups, partnership=partnership, slug=group_slug)
    day = partnership.as_of(timezone.localdate())
    return render(
        request,
        "municipalities/group_detail.html",
        {"page": group_page(partnership, group, day), "day": day, "committees": group.committees.order_by("name")},
    )


@require_safe
def committee_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    day = partnership.as_of(timezone.localdate())
    committees = committees_of(partnership, day)
    return render(
        request,
        "municipalities/committee_list.html",
        {"day": day, "committees": committees.exclude(valid_to__lt=day), "ended": committees.ended(day)},
    )


@require_safe
def committee_detail(request: HttpRequest, partnership_slug: str, committee_slug: str) -> HttpResponse:
    partnership, _access = enter(request, partnership_slug)
    committees = Committee.objects.select_related("parent", "area")
    committee = get_object_or_404(committees, partnership=partnership, slug=committee_slug)
    day = partnership.as_of(timezone.localdate())
    return render(
        request,
        "municipalities/committee_detail.html",
        {
            "committee": committee,
            "seats": composition_of(committee, day),
            "rules": rules_of(committee, day),
            "children": committee.children.order_by("level", "name"),
            "day": day,
            "meetings_url": reverse("meetings:meeting-list", args=[partnership.slug]),
            "feed_url": reverse("meetings:meeting-feed", args=[partnership.slug]),
            "meeting_create_url": reverse("meetings:meeting-create", args=[partnership.slug]),
        },
    )
