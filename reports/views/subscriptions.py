"""Asking for the newsletter, confirming, and leaving: all without signing in."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from municipalities.entry import enter
from reports.forms.newsletters import SubscribeForm
from reports.models import Subscriber
from reports.services import subscriptions as services
from samhandling.core import http
from samhandling.core.errors import NotPossible


@http.form_methods
def newsletter_subscribe(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """The answer is the same whatever we know of the address."""
    partnership, _access = enter(request, partnership_slug)
    form = SubscribeForm(request.POST or None, initial={"language": get_language() or partnership.language})
    if not form.is_valid():
        return http.form_page(request, "reports/newsletter_subscribe.html", {"form": form})
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="newsletter", key=email.lower()):
        form.add_error(None, _("Du har prøvd for mange ganger. Vent en time og prøv igjen."))
        return render(request, "reports/newsletter_subscribe.html", {"form": form}, status=429)
    services.ask_for_newsletter(partnership=partnership, email=email, language=form.cleaned_data["language"])
    return redirect(reverse("reports:newsletter-asked", args=[partnership.slug]))


@require_safe
def newsletter_asked(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    enter(request, partnership_slug)
    return render(request, "reports/newsletter_asked.html")


def _subscriber(request: HttpRequest, slug: str, secret: str) -> Subscriber:
    partnership, _access = enter(request, slug)
    return get_object_or_404(Subscriber, partnership=partnership, secret=secret)


@never_cache
@http.form_methods
def newsletter_confirm(request: HttpRequest, partnership_slug: str, secret: str) -> HttpResponse:
    """Asks for a press: programs that look at every link in an e-mail must not confirm for anybody."""
    subscriber = _subscriber(request, partnership_slug, secret)
    is_there = bool(subscriber.confirmed_at and not subscriber.left_at)
    if request.method == "POST":
        try:
            services.confirm_subscription(subscriber=subscriber)
        except NotPossible:
            pass  # the page says that the link is too old
        else:
            is_there = True
    context = {"subscriber": subscriber, "is_there": is_there, "may_confirm": services.may_confirm(subscriber)}
    return _private(render(request, "reports/newsletter_confirm.html", context))


@csrf_exempt
@never_cache
@http.form_methods
def newsletter_leave(request: HttpRequest, partnership_slug: str, secret: str) -> HttpResponse:
    """RFC 8058: the mail program POSTs here without cookies, as often as it likes; a browser gets a button."""
    subscriber = _subscriber(request, partnership_slug, secret)
    if request.method == "POST":
        services.leave_newsletter(subscriber=subscriber)
    has_left = request.method == "POST" or subscriber.left_at is not None
    return _private(render(request, "reports/newsletter_leave.html", {"has_left": has_left}))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
