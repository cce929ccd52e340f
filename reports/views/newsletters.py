"""Newsletters: the archive, and how a coordinator writes and sends one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from municipalities.entry import enter, require_coordinator
from reports.enums import NewsletterState
from reports.forms.newsletters import MAX_BODY, TOO_LONG, LetterForm, NewsletterForm
from reports.models import Newsletter
from reports.period import Period
from reports.selectors import newsletters as selectors
from reports.services import newsletters as services
from reports.views.long_texts import autosave, editor_page
from samhandling.accounts.http import signed_in
from samhandling.core import http
from samhandling.core.errors import NotPossible
from samhandling.core.saving import SavedText, TextConflict
from samhandling.core.text import render_body


@require_safe
def newsletter_list(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    rows = selectors.newsletter_rows(partnership, access)
    context = {
        "drafts": [row for row in rows if row.state == NewsletterState.DRAFT],
        "sent": [row for row in rows if row.state == NewsletterState.SENT],
        "subscribers": selectors.active_subscribers(partnership).count() if access.is_coordinator else None,
    }
    return render(request, "reports/newsletter_list.html", context)


@require_safe
def newsletter_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """A sent letter as everybody reads it; a draft as the coordinators see it before it is sent."""
    partnership, access = enter(request, partnership_slug)
    letter = selectors.fetch_newsletter(partnership, access, pk)
    text = selectors.text_of(letter)
    context = {
        "letter": letter,
        "period": selectors.period_of(letter),
        "body": render_body(text.text) if text else "",
    }
    return render(request, "reports/newsletter_detail.html", context)


@login_required
@http.form_methods
def newsletter_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    period = Period.last_whole_quarter(timezone.localdate())
    title = _("Vedtak i %(period)s") % {"period": period.label}
    initial = {"title": title, "first": period.first, "last": period.last}
    form = NewsletterForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        letter = services.create_newsletter(
            partnership=partnership, title=data["title"], period=data["period"], user=signed_in(request)
        )
        return redirect("reports:newsletter-edit", partnership.slug, letter.pk)
    return http.form_page(request, "reports/newsletter_form.html", {"form": form})


def _fetch(request: HttpRequest, slug: str, pk: int) -> Newsletter:
    partnership, access = enter(request, slug)
    return selectors.fetch_for_writing(partnership, access, pk)


def _back(letter: Newsletter) -> HttpResponse:
    return redirect("reports:newsletter-detail", letter.partnership.slug, letter.pk)


# --- Writing --------------------------------------------------------------------------------------------------------


@login_required
@http.form_methods
def newsletter_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Autosave posts the text here (200, 409 with both texts, 422, 423 when sent), the form title and text."""
    letter = _fetch(request, partnership_slug, pk)
    if request.method == "POST":
        return _autosave(request, letter) if http.wants_json(request) else _save(request, letter)
    if letter.state == NewsletterState.SENT:
        return _back(letter)
    return _editor(request, letter)


def _autosave(request: HttpRequest, letter: Newsletter) -> HttpResponse:
    def save(html: str, base: int) -> SavedText:
        return services.save_body(letter=letter, html=html, base_revision=base, user=signed_in(request))

    return autosave(request, save, refuse=lambda html: str(TOO_LONG) if len(html) > MAX_BODY else "")


def _save(request: HttpRequest, letter: Newsletter) -> HttpResponse:
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _editor(request, letter, form)
    base = http.number(request.POST.get("body-rev", ""))
    try:
        services.save_title(letter=letter, title=form.cleaned_data["title"])
        services.save_body(letter=letter, html=form.cleaned_data["body"], base_revision=base, user=signed_in(request))
    except TextConflict as conflict:
        return _editor(request, letter, form, conflict)
    except NotPossible as reason:
        form.add_error(None, str(reason))
        return _editor(request, letter, form)
    messages.success(request, _("Nyhetsbrevet er lagret."))
    return _back(letter)


def _editor(
    request: HttpRequest, letter: Newsletter, form: LetterForm | None = None, conflict: TextConflict | None = None
) -> HttpResponse:
    current = selectors.text_of(letter)
    form = form or LetterForm(initial={"title": letter.title, "body": current.text if current else ""})
    page, context = "reports/newsletter_edit.html", {"letter": letter}
    return editor_page(request, page, context, form=form, current=current, base="body-rev", conflict=conflict)


# --- Sending --------------------------------------------------------------------------------------------------------


@login_required
@http.form_methods
def newsletter_send(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Says to how many; a press sends it."""
    letter = _fetch(request, partnership_slug, pk)
    if request.method != "POST":
        if letter.state == NewsletterState.SENT:
            return _back(letter)
        count = selectors.active_subscribers(letter.partnership).count()
        return render(request, "reports/newsletter_send.html", {"letter": letter, "count": count})
    try:
        count = services.send_newsletter(letter=letter, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
        return _back(letter)
    text = ngettext(
        "Nyhetsbrevet er publisert og sendt til %(count)s abonnent.",
        "Nyhetsbrevet er publisert og sendt til %(count)s abonnenter.",
        count,
    )
    messages.success(request, text % {"count": count})
    return _back(letter)


@login_required
@http.form_methods
def newsletter_remove(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Asks, then throws the draft away."""
    letter = _fetch(request, partnership_slug, pk)
    if request.method != "POST":
        if letter.state == NewsletterState.SENT:
            return _back(letter)
        return render(request, "reports/newsletter_remove.html", {"letter": letter})
    try:
        services.remove_newsletter(letter=letter, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
        return _back(letter)
    messages.success(request, _("Utkastet er slettet."))
    return redirect("reports:newsletter-list", letter.partnership.slug)
