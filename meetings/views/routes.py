"""The route editor of a case. Buttons move and remove on the page; nothing is saved before «Lagre»."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.access import fetch_case
from meetings.forms.routes import RouteForms, rearranged, stored_rows, typed_rows
from meetings.services.routes import RouteChanged, route_mark, save_route
from municipalities.entry import enter, require_coordinator
from samhandling.accounts.http import signed_in
from samhandling.core.htmx import go, is_htmx, respond


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_route_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    require_coordinator(access)
    rows = typed_rows(request.POST) if request.method == "POST" else stored_rows(case)
    act = request.POST.get("gjor", "")
    said, focus, status, changed = "", None, 200, False
    if request.method == "POST" and act:
        rows, said, focus = rearranged(rows, act)
    saves = request.method == "POST" and not act
    forms = RouteForms(partnership, rows or [{}], bound=saves)
    if saves:
        status = 422
        if forms.is_valid():
            try:
                save_route(case=case, legs=forms.legs(), mark=request.POST.get("merke", ""), user=signed_in(request))
                messages.success(request, _("Saksgangen er lagret."))
                return go(request, redirect("meetings:case-detail", partnership.slug, case.pk).url)
            except RouteChanged:
                status, changed = 422 if is_htmx(request) else 409, True  # htmx shows no part that comes with 409
    context = {
        "case": case,
        "forms": forms.forms,
        "mark": request.POST.get("merke") if request.method == "POST" and not changed else route_mark(case),
        "said": said,
        "focus": focus,
        "act": act.partition("-")[0],
        "changed": stored_rows(case) if changed else None,
    }
    return respond(request, "meetings/case_route.html", "editor", context, status=status)
