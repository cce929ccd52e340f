"""The invoice bases of a scheme: ordered one by one or all at once, followed while they are made, had as PDF or zip.

Members read; the secretariat orders.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from municipalities.access import Access
from municipalities.entry import require_coordinator
from municipalities.models import Partnership
from reports.models import CostScheme, InvoiceBasis
from reports.selectors import invoices as selectors
from reports.selectors.costs import sharing_of
from reports.services import invoices as services
from reports.views.costs import enter_scheme
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import respond
from samhandling.core.http import form_methods, number
from samhandling.documents.http import document_response
from samhandling.documents.zips import zip_response

PAGE = "reports/invoice_basis.html"


def _read(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, CostScheme]:
    partnership, access, scheme = enter_scheme(request, slug, pk)
    if not selectors.may_read_invoices(access):
        raise PermissionDenied
    return partnership, access, scheme


@login_required
@form_methods
def invoice_basis(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """All of a scheme; while some are under way the page asks for its part `lines` again. A POST orders."""
    _partnership, access, scheme = _read(request, partnership_slug, pk)
    if request.method == "POST":
        require_coordinator(access)
        return _order(request, scheme)
    sharing = sharing_of(scheme)
    context = {
        "scheme": scheme,
        "sharing": sharing,
        "invoices": selectors.invoices(scheme, sharing),
        "may_order": access.is_coordinator and bool(sharing.shares),
    }
    response = respond(request, PAGE, "lines", context)
    response["Cache-Control"] = "no-store"
    return response


def _order(request: HttpRequest, scheme: CostScheme) -> HttpResponse:
    """Everybody's; with `kommune`, that one's; with `feilet`, those that failed once more."""
    user, asked = signed_in(request), request.POST.get("kommune", "")
    chosen = list(scheme.municipalities.filter(pk=number(asked))) if asked.isdecimal() else None
    if "feilet" in request.POST:
        if services.retry_invoices(scheme=scheme, user=user):
            messages.success(request, _("De som feilet, lages på nytt."))
        return _back(scheme)
    try:
        bases = services.order_invoices(scheme=scheme, user=user, municipalities=chosen)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        words = ngettext("Fakturagrunnlaget lages nå.", "%(count)s fakturagrunnlag lages nå.", len(bases))
        messages.success(request, words % {"count": len(bases)})
    return _back(scheme)


def _back(scheme: CostScheme) -> HttpResponse:
    return redirect("reports:invoice-basis", scheme.partnership.slug, scheme.pk)


@login_required
@require_safe
def download(request: HttpRequest, partnership_slug: str, pk: int, basis_pk: int) -> HttpResponseBase:
    """The newest finished file of one municipality."""
    _partnership, _access, scheme = _read(request, partnership_slug, pk)
    document = selectors.newest_file(get_object_or_404(InvoiceBasis, pk=basis_pk, scheme=scheme))
    if document is None:
        raise Http404
    return document_response(document, as_attachment="last-ned" in request.GET)


@login_required
@require_safe
def download_all(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponseBase:
    """All that are ready, in one zip file."""
    _partnership, _access, scheme = _read(request, partnership_slug, pk)
    documents = selectors.ready_files(selectors.invoices(scheme, sharing_of(scheme)))
    if not documents:
        raise Http404
    return zip_response(documents, f"{_('Fakturagrunnlag')} {scheme.name}.zip")
