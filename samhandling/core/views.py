"""Pages that belong to no part of the work: about the site, and the answers to what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"pages/{name}.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Named by `CSRF_FAILURE_VIEW`: most often a form that was open while the session ended."""
    return render(request, "403_csrf.html", status=403)


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """Named by `ACCOUNT_…` rate limits through `handler429`."""
    return render(request, "429.html", status=429)
