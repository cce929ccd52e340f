"""Pages that belong to no part of the work: about the site, and the answers to what went wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from samhandling.core.text import clean_html


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"pages/{name}.html")


@login_required
@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where signing in from a page with unsaved text ends; that page saves when the reader comes back to it."""
    return render(request, "pages/signed_in.html")


@login_required
@require_POST
def clean_pasted(request: HttpRequest) -> HttpResponse:
    """Clipboard HTML in, clean rich text out, for the editor; saving cleans again, whoever sent it."""
    return HttpResponse(clean_html(request.POST.get("html", "")), content_type="text/html; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Named by `CSRF_FAILURE_VIEW`: most often a form that was open while the session ended."""
    return render(request, "403_csrf.html", status=403)
