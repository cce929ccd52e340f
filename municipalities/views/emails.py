"""E-mails of the partnership that are not sent, for coordinators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from municipalities.entry import enter, require_coordinator
from municipalities.selectors.emails import KEPT_DAYS, sender_of, unsent_emails
from municipalities.services import emails as services
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.notifications.models import OutboundEmail

PER_PAGE = 50


@login_required
@require_safe
def email_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    page = Paginator(unsent_emails(partnership), PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "municipalities/email_list.html", {"page_obj": page, "days": KEPT_DAYS})


@login_required
@require_POST
def email_send_again(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    email = get_object_or_404(OutboundEmail.objects.filter(sender=sender_of(partnership)), pk=pk)
    try:
        services.send_again(partnership=partnership, email=email, user=signed_in(request))
    except NotPossible as problem:
        messages.info(request, str(problem))
    else:
        messages.success(request, _("E-posten til %(to)s sendes på nytt.") % {"to": email.to})
    return redirect("municipalities:email-list", partnership.slug)
