"""Signing in as an invented person in the demo. All other signing in is django-allauth's."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samhandling.accounts.models import User
from samhandling.core.http import number


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """404 outside demo mode, and for anyone who is not one of the demo's invented people."""
    if not settings.DEMO:
        raise Http404
    people = User.objects.filter(is_demo_persona=True, is_active=True)
    user = get_object_or_404(people, pk=number(request.POST.get("user")))
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL)
