"""The adoption board: the page, the table as a file, and a reminder to those who hold back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agreements.access import require_member
from agreements.board import Board
from agreements.enums import AdoptionStatus
from agreements.exports import table_of
from agreements.forms.board import BoardFilterForm, query_of, show_options
from agreements.models import Adoption
from agreements.selectors.board import board
from agreements.services.reminders import remind_adoptions, unreachable
from agreements.templatetags.board import BoardLinks
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.spreadsheets import CSV, TYPES, Sheet, as_csv, as_workbook


def _read(request: HttpRequest, slug: str) -> tuple[Partnership, Access, Board]:
    """The board as the address asks for it, for members."""
    partnership, access = enter(request, slug)
    require_member(access)
    day = partnership.as_of(timezone.localdate())
    return partnership, access, board(partnership, BoardFilterForm(request.GET).chosen(), day)


@login_required
@require_safe
def board_page(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access, found = _read(request, partnership_slug)
    context = {
        "board": found,
        "links": _links(partnership, access),
        "options": show_options(found),
        "statuses": AdoptionStatus.choices,
        "query": query_of(found.chosen),
        "day": found.today,
    }
    return render(request, "agreements/board.html", context)


def _has_ended(partnership: Partnership) -> bool:
    return partnership.as_of(timezone.localdate()) < timezone.localdate()


def _links(partnership: Partnership, access: Access) -> BoardLinks:
    return BoardLinks(
        detail=reverse("agreements:adoption-detail", args=[partnership.slug, 0]),
        register=reverse("agreements:adoption-edit", args=[partnership.slug, 0]),
        municipality=reverse("municipalities:municipality-detail", args=[partnership.slug, "0000"]),
        councils=reverse("agreements:council-meetings", args=[partnership.slug, "0000"]),
        registers=None if access.is_coordinator else access.chief_ids,
        plans=not _has_ended(partnership),
    )


@login_required
@require_safe
def board_export(request: HttpRequest, partnership_slug: str, kind: str) -> HttpResponse:
    """The same rows as the page shows, as `csv` or `xlsx`."""
    if kind not in TYPES:
        raise Http404
    _partnership, _access, found = _read(request, partnership_slug)
    table = table_of(found)
    content = as_csv(table) if kind == CSV else as_workbook(Sheet(_("Vedtaksoversikt"), table, fixed=3))
    name = f"vedtaksoversikt-{partnership_slug}-{found.today.isoformat()}.{kind}"
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_POST
def board_remind(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    """An e-mail to those among the shown who hold back; the filter comes in the address, as on the page."""
    partnership, access, found = _read(request, partnership_slug)
    require_coordinator(access)
    if _has_ended(partnership):
        raise PermissionDenied
    adoptions = list(Adoption.objects.filter(pk__in=found.reminders))
    missed = unreachable(adoptions)
    count = remind_adoptions(adoptions=adoptions, user=signed_in(request))
    words = ngettext(
        "Påminnelsen er sendt til %(count)s kommune.", "Påminnelsen er sendt til %(count)s kommuner.", count
    )
    if count:
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Ingen ble minnet om noe nå. Alle som kan nås, har fått påminnelse i dag."))
    if missed:
        told = _("Ingen e-postadresse for %(names)s. Legg den inn under Organisasjon.")
        messages.warning(request, told % {"names": ", ".join(missed)})
    query = query_of(found.chosen)
    return redirect(f"{reverse('agreements:board', args=[partnership.slug])}{'?' if query else ''}{query}")
