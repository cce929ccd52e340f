"""Two texts of an agreement beside each other, on a page, as a PDF and as a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from agreements import documents
from agreements.access import fetch_agreement, require_member
from agreements.models import Agreement, AgreementParty, AgreementVersion, RedlineOrder
from agreements.packets.redline_word import redline_word_file
from agreements.selectors.council_task import council_task
from agreements.selectors.redline_choices import OWN, Choices, choices_of, version_out
from agreements.selectors.redlines import Comparison, against_own, between, reading_of
from agreements.services.redlines import order_redline
from municipalities.access import Access
from municipalities.entry import enter
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.documents.http import progress_response
from samhandling.documents.selectors import DocumentRow, current_documents

PAGE = "agreements/redline.html"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class _Entered:
    partnership: Partnership
    access: Access
    agreement: Agreement
    choices: Choices


def _enter(request: HttpRequest, partnership_slug: str, pk: int) -> _Entered:
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    agreement.partnership = partnership
    return _Entered(partnership, access, agreement, choices_of(agreement, access))


@require_safe
def redline(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """`?fra=3&til=4`; without, the newest text against the one it was based on. `?fra=kommune-3301` is that
    municipality's own page."""
    here = _enter(request, partnership_slug, pk)
    chosen = request.GET.get("fra", "")
    if chosen.startswith(OWN):
        number = chosen.removeprefix(OWN)
        if not (number.isascii() and number.isdecimal()):
            raise Http404
        query = urlencode({"til": request.GET["til"]}) if request.GET.get("til") else ""
        own = reverse("agreements:redline-own", args=[partnership_slug, pk, number])
        return redirect(f"{own}?{query}" if query else own)
    comparison = _between(here, request.GET)
    if comparison is None:
        return render(request, "agreements/redline_none.html", {"agreement": here.agreement})
    return render(request, PAGE, _context(here, comparison))


@login_required
@require_safe
def redline_own(request: HttpRequest, partnership_slug: str, pk: int, number: str) -> HttpResponse:
    """What has changed since a council last adopted the agreement, and what it must do about it."""
    here = _enter(request, partnership_slug, pk)
    require_member(here.access)
    party = _party(here, number)
    comparison = _own(here, party, request.GET)
    day = here.partnership.as_of(timezone.localdate())
    context = _context(here, comparison)
    context["task"] = council_task(here.partnership, here.access, party, comparison.new.version, day)
    context["today"] = day
    return render(request, PAGE, context)


def _between(here: _Entered, query: QueryDict) -> Comparison | None:
    """None when the agreement has only one text the reader may see; a version that is hidden or unknown is 404."""
    new = _chosen(here, query.get("til", "")) or next(iter(here.choices.versions), None)
    old = _chosen(here, query.get("fra", "")) or (here.choices.before(new) if new else None)
    return between(here.agreement, old, new) if old and new else None


def _own(here: _Entered, party: AgreementParty, query: QueryDict) -> Comparison:
    new = _chosen(here, query.get("til", "")) or version_out(party, here.choices)
    if new is None:
        raise Http404
    return against_own(here.agreement, party, new)


def _chosen(here: _Entered, number: str) -> AgreementVersion | None:
    """The version with a number; 404 when it is hidden or there is none."""
    version = here.choices.version(number) if number else None
    if number and version is None:
        raise Http404
    return version


def _party(here: _Entered, number: str) -> AgreementParty:
    found = (row for row in here.choices.parties if row.municipality and row.municipality.number == number)
    party = next(found, None)
    if party is None:
        raise Http404
    return party


def _asked(here: _Entered, query: QueryDict) -> Comparison:
    """The comparison that a file is asked of: `kommune=3301&til=4`, or `fra=3&til=4`."""
    number = query.get("kommune", "")
    if number:
        require_member(here.access)
        return _own(here, _party(here, number), query)
    comparison = _between(here, query)
    if comparison is None:
        raise Http404
    return comparison


def _query(comparison: Comparison) -> str:
    til = comparison.new.version.number
    if comparison.party is not None and comparison.party.municipality is not None:
        return urlencode({"kommune": comparison.party.municipality.number, "til": til})
    return urlencode({"fra": comparison.old.version.number if comparison.old else "", "til": til})


def _context(here: _Entered, comparison: Comparison) -> dict[str, Any]:
    chosen_old = str(comparison.old.version.number) if comparison.old else ""
    if comparison.party is not None and comparison.party.municipality is not None:
        chosen_old = f"{OWN}{comparison.party.municipality.number}"
    return {
        "agreement": here.agreement,
        "comparison": comparison,
        "redline": comparison.redline,
        "reading": reading_of(comparison, here.access),
        "choices": here.choices,
        "chosen_old": chosen_old,
        "chosen_new": str(comparison.new.version.number),
        "files": _files(here, comparison),
        "query": _query(comparison),
        "may_order": here.access.is_member and comparison.old is not None,
        "access": here.access,
    }


# --- Files ----------------------------------------------------------------------------------------------------------


def _files(here: _Entered, comparison: Comparison) -> list[DocumentRow]:
    if comparison.old is None:
        return []
    order = RedlineOrder.objects.filter(
        version=comparison.new.version,
        old_version=None if comparison.party else comparison.old.version,
        party=comparison.party,
    ).first()
    if order is None:
        return []
    order.version, order.old_version, order.party = comparison.new.version, comparison.old.version, comparison.party
    order.version.agreement = here.agreement
    rows = current_documents(order)
    for row in rows:
        row.subject = order
    return documents.document_rows(here.partnership, here.access, rows)


@login_required
@require_POST
def order(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Have the comparison made as a PDF. Making files is for members; everybody may have the public ones."""
    here = _enter(request, partnership_slug, pk)
    require_member(here.access)
    comparison = _asked(here, request.POST)
    try:
        order_redline(comparison=comparison, user=signed_in(request))
    except NotPossible as reason:
        raise Http404(str(reason)) from reason
    return redirect(f"{_page(here, comparison)}#filer")


def _page(here: _Entered, comparison: Comparison) -> str:
    til = comparison.new.version.number
    args = [here.partnership.slug, here.agreement.pk]
    if comparison.party is not None and comparison.party.municipality is not None:
        own = reverse("agreements:redline-own", args=[*args, comparison.party.municipality.number])
        return f"{own}?til={til}"
    return f"{reverse('agreements:redline', args=args)}?{_query(comparison)}"


@require_safe
def progress(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    here = _enter(request, partnership_slug, pk)
    return progress_response(request, _files(here, _asked(here, request.GET)))


@login_required
@require_safe
def word(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The comparison as a Word file with tracked changes, made on the spot, so for members."""
    here = _enter(request, partnership_slug, pk)
    require_member(here.access)
    comparison = _asked(here, request.GET)
    if comparison.old is None:
        raise Http404
    name, data = redline_word_file(comparison)
    response = HttpResponse(data, content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
