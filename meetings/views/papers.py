"""The paper of a case: writing, saving section by section, versions and comparing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.access import fetch_case
from meetings.enums import PaperSection
from meetings.forms.papers import MAX_SECTION, TOO_LONG, PaperForm, PaperMarkForm
from meetings.models import Attachment, Case, CasePaper, PaperVersion
from meetings.selectors import papers as selectors
from meetings.services import papers as services
from municipalities.entry import enter
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core import http
from samhandling.core.saving import TextConflict
from samhandling.core.text import clean_html, render_body

DRAFT = "utkast"


def _enter_writing(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Case]:
    """The case for somebody who writes its paper; 404 when it is hidden, 403 for other readers."""
    partnership, access = enter(request, slug)
    case = fetch_case(partnership, access, pk)
    if not case.writes:
        raise PermissionDenied
    return partnership, case


# --- Writing --------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The editor. Sections save themselves by `paper_save`; without JavaScript the whole form is sent here."""
    partnership, case = _enter_writing(request, partnership_slug, pk)
    if request.method != "POST":
        return _editor(request, case)
    outcome = _save_all(request, services.paper_of(case))
    if outcome.failed:
        return _editor(request, case, outcome)
    messages.success(request, _("Utkastet er lagret."))
    return redirect("meetings:paper-edit", partnership.slug, case.pk)


@login_required
@require_POST
def paper_version_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Saves what the form holds, then freezes the draft."""
    partnership, case = _enter_writing(request, partnership_slug, pk)
    paper = services.paper_of(case)
    outcome = _save_all(request, paper)
    if outcome.failed:
        return _editor(request, case, outcome)
    before = paper.versions.count()
    note = outcome.form.cleaned_data["note"]
    version = services.save_version(paper=paper, note=note, user=signed_in(request))
    words = {"number": version.number}
    if paper.versions.count() > before:
        messages.success(request, _("Versjon %(number)s er lagret.") % words)
    else:
        messages.info(request, _("Ingenting er endret siden versjon %(number)s.") % words)
    return redirect("meetings:paper-edit", partnership.slug, case.pk)


@dataclass
class Saving:
    """What came of saving a whole form: errors in it, or conflicts by section."""

    form: PaperForm
    conflicts: dict[str, TextConflict]

    @property
    def failed(self) -> bool:
        return bool(self.form.errors or self.conflicts)


def _save_all(request: HttpRequest, paper: CasePaper) -> Saving:
    """Saves each section that was sent, on top of the revision it was written from; what collides is left to choose."""
    form = PaperForm(request.POST)
    conflicts: dict[str, TextConflict] = {}
    if form.is_valid():
        for section in PaperSection:
            if section.value not in request.POST:
                continue
            try:
                services.save_section(
                    paper=paper,
                    section=section,
                    html=form.cleaned_data[section.value],
                    base_revision=http.number(request.POST.get(f"{section.value}-rev", "")),
                    user=signed_in(request),
                )
            except TextConflict as conflict:
                conflicts[section.value] = conflict
    return Saving(form, conflicts)


def _stored(case: Case) -> CasePaper:
    """The case's paper, or one that is not made yet: looking at it makes nothing."""
    return CasePaper.objects.select_related("legal_basis").filter(case=case).first() or CasePaper(case=case)


def _editor(request: HttpRequest, case: Case, outcome: Saving | None = None) -> HttpResponse:
    drafts = selectors.draft_of(case)
    form = outcome.form if outcome else PaperForm(initial={draft.name: draft.html for draft in drafts})
    conflicts = outcome.conflicts if outcome else {}
    rows = [
        {"draft": draft, "field": form[draft.name], "revision": _shown_revision(request, draft, outcome)}
        | ({"theirs": render_body(conflicts[draft.name].theirs, heading=3)} if draft.name in conflicts else {})
        for draft in drafts
    ]
    status = 409 if conflicts else 422 if form.is_bound and form.errors else 200
    context = {
        "case": case,
        "paper": _stored(case),
        "form": form,
        "rows": rows,
        "conflicts": [row["draft"] for row in rows if "theirs" in row],
        "missing": [draft for draft in drafts if not draft.html],
        "versions": list(PaperVersion.objects.filter(paper__case=case).order_by("-number")[:3]),
        "attachments": Attachment.objects.filter(case=case, removed_at__isnull=True).order_by("number"),
    }
    return render(request, "meetings/paper_edit.html", context, status=status)


def _shown_revision(request: HttpRequest, draft: selectors.SectionDraft, outcome: Saving | None) -> Any:
    """A refused form goes on from the revision it was written from; a conflict that is shown, from the newest."""
    if outcome and outcome.form.errors:
        return request.POST.get(f"{draft.name}-rev", draft.revision)
    return draft.revision


@login_required
@require_POST
def paper_save(request: HttpRequest, partnership_slug: str, pk: int, section: str) -> HttpResponse:
    """Autosave of one section: 200, 409 with both texts, 422 when it is too long (see `core.http`)."""
    _partnership, case = _enter_writing(request, partnership_slug, pk)
    if section not in PaperSection.values:
        raise Http404
    text = request.POST.get("value", "")
    if len(text) > MAX_SECTION:
        return http.invalid(str(TOO_LONG))
    try:
        saved = services.save_section(
            paper=services.paper_of(case),
            section=section,
            html=text,
            base_revision=http.number(request.POST.get("base_revision", "")),
            user=signed_in(request),
        )
    except TextConflict as conflict:
        return http.conflict(revision=conflict.revision, theirs=conflict.theirs, mine=clean_html(text))
    merged = saved.text if saved.merged else None
    return http.saved(
        revision=saved.revision,
        saved_at=saved.saved_at,
        text=merged,
        warning=selectors.personal_warning(saved.text),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_mark(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Deadline, and whether the paper's text is exempt from public access."""
    partnership, case = _enter_writing(request, partnership_slug, pk)
    form = PaperMarkForm(request.POST or None, instance=_stored(case))
    if request.method == "POST" and form.is_valid():
        services.update_paper(paper=services.paper_of(case), columns=form.cleaned_data, user=signed_in(request))
        messages.success(request, _("Endringene er lagret."))
        return redirect("meetings:paper-edit", partnership.slug, case.pk)
    return http.form_page(request, "meetings/paper_mark.html", {"form": form, "case": case})


# --- Versions -------------------------------------------------------------------------------------------------------


def _pick(rows: list[selectors.VersionRow], number: int) -> selectors.VersionRow:
    """A version this reader may read: 404 when it is not published for him or her, 403 when it is exempt."""
    row = next((row for row in rows if row.version.number == number and row.shown.is_known), None)
    if row is None:
        raise Http404
    if not row.shown.is_readable:
        raise PermissionDenied
    return row


@require_safe
def paper_version(request: HttpRequest, partnership_slug: str, pk: int, number: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    published = selectors.published_treatments(case)
    rows = selectors.version_rows(case, published)
    row = _pick(rows, number)
    sections = row.version.sections
    context = {
        "case": case,
        "row": row,
        "version": row.version,
        "sections": [
            (section.label, render_body(sections[section], prefix=section.value, heading=3))
            for section in PaperSection
            if sections.get(section)
        ],
        "annexes": selectors.annexes_of(case, row.version, published),
        "versions": [each.version for each in rows if each.shown.is_readable],
    }
    return render(request, "meetings/paper_version.html", context)


@require_safe
def paper_compare(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """`?fra=1&til=3`, or `til=utkast` for those who write. Without them: the two newest texts there are."""
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    rows = selectors.version_rows(case, selectors.published_treatments(case))
    choices = [str(row.version.number) for row in reversed(rows) if row.shown.is_readable]
    choices += [DRAFT] if case.writes else []
    if not choices:
        raise Http404
    chosen_old = request.GET.get("fra") or choices[max(len(choices) - 2, 0)]
    chosen_new = request.GET.get("til") or choices[-1]
    old, new = _side(case, rows, chosen_old), _side(case, rows, chosen_new)
    clauses = selectors.compare(old, new)
    context = {
        "case": case,
        "old": old,
        "new": new,
        "sides": (old, new),
        "clauses": clauses,
        "changed": [clause for clause in clauses if clause.diff.changed],
        "choices": [(choice, _choice_label(choice)) for choice in choices],
        "chosen_old": chosen_old,
        "chosen_new": chosen_new,
    }
    return render(request, "meetings/paper_compare.html", context)


def _choice_label(choice: str) -> str:
    return _("Utkastet") if choice == DRAFT else _("Versjon %(number)s") % {"number": choice}


def _side(case: Case, rows: list[selectors.VersionRow], choice: str) -> selectors.Side:
    if choice != DRAFT:
        return selectors.side_of(_pick(rows, http.number(choice)).version)
    if not case.writes:
        raise Http404
    sections = {draft.name: draft.html for draft in selectors.draft_of(case)}
    return selectors.Side(_("Utkastet"), 0, case.title, sections, services.draft_annexes(case))


@login_required
@require_POST
def paper_restore(request: HttpRequest, partnership_slug: str, pk: int, number: int) -> HttpResponse:
    """An old version becomes the draft; the draft as it was is a version first, if it was not one."""
    partnership, case = _enter_writing(request, partnership_slug, pk)
    version = get_object_or_404(PaperVersion, paper__case=case, number=number)
    kept = services.restore_version(version=version, user=signed_in(request))
    text = _("Teksten fra versjon %(number)s er utkastet nå.") % {"number": number}
    if kept is not None:
        text += " " + _("Det som sto der, er tatt vare på som versjon %(number)s.") % {"number": kept.number}
    messages.success(request, text)
    return redirect("meetings:paper-edit", partnership.slug, case.pk)
