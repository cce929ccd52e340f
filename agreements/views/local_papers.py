"""The case papers for the councils: ordered in one press, followed while they are made, had one by one or all at once.

Members read; coordinators order.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agreements.access import require_member
from agreements.models import LocalPaper
from agreements.packets.local_paper.wording import short
from agreements.selectors.local_papers import local_papers, newest_file, ready_files
from agreements.services import local_papers as services
from agreements.views.acting import read_revision, run_revision
from municipalities.entry import enter
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import respond
from samhandling.documents.enums import Purpose
from samhandling.documents.http import document_response
from samhandling.documents.zips import zip_response

PAGE = "agreements/local_papers.html"
#: The word in the address → what the file is for.
FILES = {"pdf": Purpose.READING, "word": Purpose.WORD}


@login_required
@require_safe
def local_paper_list(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """All papers of a revision; while some are under way, the page asks for its part `papers` again and again."""
    partnership, access, revision = read_revision(request, partnership_slug, pk)
    today = timezone.localdate()
    day = partnership.as_of(today)
    papers = local_papers(revision, partnership, access, day)
    is_ready = revision.version is not None and revision.version.is_frozen
    context = {
        "revision": revision,
        "papers": papers,
        "may_order": access.is_coordinator and is_ready and day == today,
        "day": day,
    }
    response = respond(request, PAGE, "papers", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def order(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, revision = run_revision(request, partnership_slug, pk)
    try:
        papers = services.order_local_papers(revision=revision, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        text = ngettext(
            "Saksframlegget til %(count)s kommune lages nå.",
            "Saksframleggene til %(count)s kommuner lages nå.",
            len(papers),
        )
        messages.success(request, text % {"count": len(papers)})
    return redirect("agreements:local-papers", partnership.slug, revision.pk)


@login_required
@require_POST
def retry_failed(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, revision = run_revision(request, partnership_slug, pk)
    if services.retry_local_papers(revision=revision, user=signed_in(request)):
        messages.success(request, _("De som feilet, lages på nytt."))
    return redirect("agreements:local-papers", partnership.slug, revision.pk)


@login_required
@require_safe
def download(request: HttpRequest, partnership_slug: str, pk: int, file: str) -> HttpResponseBase:
    """The newest finished file of one municipality's paper: `file` is `pdf` or `word`."""
    partnership, access = enter(request, partnership_slug)
    require_member(access)
    paper = get_object_or_404(LocalPaper, pk=pk, revision__agreement__partnership=partnership)
    document = newest_file(paper, FILES[file]) if file in FILES else None
    if document is None:
        raise Http404
    return document_response(document, as_attachment="last-ned" in request.GET)


@login_required
@require_safe
def download_all(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponseBase:
    """All that are ready, in one zip file."""
    _partnership, _access, revision = read_revision(request, partnership_slug, pk)
    documents = ready_files(revision)
    if not documents:
        raise Http404
    return zip_response(documents, f"{_('Saksframlegg')} {short(revision.agreement)}.zip")
