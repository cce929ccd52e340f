"""Writing a draft: the whole text with one section open at a time, and its outline (`?vis=disposisjon`).

The page is one form, and every button in it takes the open section along: what is typed is saved before anything
else is done, with and without JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.access import fetch_agreement, fetch_draft
from agreements.enums import SectionKind, SectionPart, VersionState
from agreements.forms.texts import HEADING_TOO_LONG, MAX_BODY, MAX_HEADING, TOO_LONG, NewSectionForm, SectionForm
from agreements.models import AgreementVersion, Section
from agreements.selectors.drafts import DraftRow, draft_rows
from agreements.services import sections as services
from agreements.views.editing import AgreementEdit
from municipalities.entry import enter
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core import http
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import is_htmx
from samhandling.core.saving import TextConflict
from samhandling.core.text import clean_html, render_body

OUTLINE = "disposisjon"
REMOVED = "removed_section"
REMOVING = ("fjern", "fjern-alt", "fjern-loft")
"""Removes a section that stands alone (else it asks), with what stands under it, or lifting that one level."""


@dataclass
class Saving:
    """What came of saving the open section: errors in the form, or conflicts by part."""

    section: Section | None
    """None when somebody else has removed it; what was typed is in the form."""
    form: SectionForm
    conflicts: dict[str, TextConflict] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return bool(self.section is None or self.form.errors or self.conflicts)

    @property
    def pk(self) -> int | None:
        return self.section.pk if self.section else None


def _enter(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, AgreementVersion]:
    partnership, access = enter(request, slug)
    return partnership, fetch_draft(partnership, access, pk)


def _address(version: AgreementVersion, *, opened: int | None = None, at: int | None = None, more: str = "") -> str:
    slug = version.agreement.partnership.slug
    query = "&".join(part for part in (f"punkt={opened}" if opened else "", more) if part)
    place = f"#punkt-{at or opened}" if at or opened else ""
    return reverse("agreements:text-edit", args=[slug, version.agreement_id]) + (f"?{query}" if query else "") + place


# --- The page -------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The editor. Fields save themselves by `text_save`; every button of the form saves them here and goes on."""
    partnership, access = enter(request, partnership_slug)
    agreement = fetch_agreement(partnership, access, pk)
    if access.is_coordinator and not agreement.versions.filter(state=VersionState.DRAFT).exists():
        return redirect("agreements:draft-create", partnership.slug, agreement.pk)
    version = fetch_draft(partnership, access, pk)
    version.agreement.partnership = partnership
    if request.method != "POST":
        return _page(request, version)
    saving = _save_open(request, version)
    if saving and saving.failed:
        return _page(request, version, saving)
    return _go_on(version, saving, request.POST.get("videre", ""))


def _go_on(version: AgreementVersion, saving: Saving | None, target: str) -> HttpResponse:
    """`punkt-12` opens it, `nytt-12` asks for one after it, `ferdig` closes the open one; else it stays open."""
    word, _dash, number = target.partition("-")
    opened = saving.pk if saving else None
    if word == "punkt":
        return redirect(_address(version, opened=http.number(number)))
    if word == "nytt":
        slug = version.agreement.partnership.slug
        address = reverse("agreements:section-add", args=[slug, version.agreement_id])
        return redirect(f"{address}?etter={http.number(number)}")
    if word == OUTLINE:
        return redirect(_address(version, more=f"vis={OUTLINE}"))
    return redirect(_address(version, opened=None if word == "ferdig" else opened, at=opened))


def _save_open(request: HttpRequest, version: AgreementVersion) -> Saving | None:
    """Saves the section whose fields were sent, each on top of the revision it was written from."""
    if "punkt" not in request.POST:
        return None
    section = Section.objects.filter(version=version, pk=http.number(request.POST["punkt"])).first()
    if section is None:
        return Saving(None, SectionForm(request.POST))
    section.version = version
    saving = Saving(section, SectionForm(request.POST, kind=section.kind))
    if not saving.form.is_valid():
        return saving
    for part in SectionPart:
        if part.value not in request.POST:
            continue
        try:
            services.save_part(
                section=section,
                part=part,
                text=saving.form.cleaned_data[part.value],
                base_revision=http.number(request.POST.get(f"{part.value}-rev")),
                user=signed_in(request),
            )
        except TextConflict as conflict:
            saving.conflicts[part.value] = conflict
        except NotPossible as problem:
            saving.form.add_error(None, str(problem))
    return saving


def _page(request: HttpRequest, version: AgreementVersion, saving: Saving | None = None) -> HttpResponse:
    rows = draft_rows(version)
    if request.GET.get("vis") == OUTLINE and saving is None:
        return _outline(request, version, rows)
    opened = saving.pk if saving else http.number(request.GET.get("punkt"))
    row = next((row for row in rows if row.section.pk == opened), None)
    context = _context(request, version, rows) | {
        "opened": row,
        "form": saving.form if saving else _form(row),
        "parts": _parts(request, row, saving),
        "conflicts": bool(saving and saving.conflicts),
        "lost": _lost(saving) if saving and saving.section is None else None,
        "shown": [(each, _html(each)) for each in rows],
        "last_pk": rows[-1].section.pk if rows else 0,
    }
    status = 200
    if saving:
        status = 422 if saving.form.errors else 409
    return render(request, "agreements/text_edit.html", context, status=status)


def _lost(saving: Saving) -> dict[str, Any]:
    """What was typed in a section that somebody else has removed."""
    saving.form.is_valid()
    body = saving.form.cleaned_data.get("body", "")
    return {"heading": saving.form.cleaned_data.get("heading", ""), "body": render_body(body, heading=3)}


def _context(request: HttpRequest, version: AgreementVersion, rows: list[DraftRow]) -> dict[str, Any]:
    removed = request.session.get(REMOVED, {})
    told = "fjernet" in request.GET and removed.get("version") == version.pk
    return {
        "version": version,
        "agreement": version.agreement,
        "rows": rows,
        "removed": removed if told else None,
        "kinds": SectionKind.choices,
        "asking": http.number(request.GET.get("fjern")),
    }


def _form(row: DraftRow | None) -> SectionForm | None:
    return SectionForm(initial={"heading": row.heading, "body": row.body}, kind=row.section.kind) if row else None


def _html(row: DraftRow) -> str:
    return render_body(
        row.body, prefix=row.section.anchor, heading=row.section.level + 2, within=f"{row.label} {row.section.anchor}"
    )


def _parts(request: HttpRequest, row: DraftRow | None, saving: Saving | None) -> list[dict[str, Any]]:
    """The open section's fields: what each is saved as, from which revision, and what somebody else wrote there."""
    if row is None:
        return []
    form = saving.form if saving else _form(row)
    now = {SectionPart.HEADING: row.heading_revision, SectionPart.BODY: row.body_revision}
    parts = []
    for part in SectionPart:
        conflict = saving.conflicts.get(part.value) if saving else None
        refused = bool(saving and saving.form.errors)
        revision = request.POST.get(f"{part.value}-rev", now[part]) if refused else now[part]
        theirs = render_body(conflict.theirs or _("(tomt)"), prefix="annen", heading=4) if conflict else ""
        parts.append({"name": part.value, "field": form[part.value] if form else "", "revision": revision})
        parts[-1]["theirs"] = theirs
    return parts


@login_required
@require_POST
def text_save(request: HttpRequest, partnership_slug: str, pk: int, section_pk: int, part: str) -> HttpResponse:
    """Autosave of a heading or body: 200, 409 with both texts, 422 when it cannot be saved (see `core.http`)."""
    partnership, access = enter(request, partnership_slug)
    fetch_agreement(partnership, access, pk)
    if part not in SectionPart.values:
        raise Http404
    section = Section.objects.select_related("version__agreement").filter(version__agreement=pk, pk=section_pk).first()
    if section is None:
        return http.invalid(_("Punktet er fjernet av en annen. Kopier det du har skrevet, før du går videre."))
    if section.version.is_frozen:
        return http.invalid(_("Teksten er låst og kan ikke endres. Kopier det du har skrevet."))
    fetch_draft(partnership, access, pk)
    text = request.POST.get("value", "")
    if len(text) > (MAX_HEADING if part == SectionPart.HEADING else MAX_BODY):
        return http.invalid(str(HEADING_TOO_LONG if part == SectionPart.HEADING else TOO_LONG))
    base = http.number(request.POST.get("base_revision"))
    try:
        saved = services.save_part(section=section, part=part, text=text, base_revision=base, user=signed_in(request))
    except NotPossible as problem:
        return http.invalid(str(problem))
    except TextConflict as conflict:
        mine = text if part == SectionPart.HEADING else clean_html(text)
        return http.conflict(revision=conflict.revision, theirs=conflict.theirs, mine=mine)
    return http.saved(revision=saved.revision, saved_at=saved.saved_at, text=saved.text if saved.merged else None)


# --- Sections -------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section_add(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """A new section after `?etter=<section>`, or the text's first."""
    partnership, version = _enter(request, partnership_slug, pk)
    version.agreement.partnership = partnership
    rows = draft_rows(version)
    wanted = http.number(request.GET.get("etter"))
    after = next((row for row in rows if row.section.pk == wanted), rows[-1] if rows else None)
    form = NewSectionForm(request.POST or None, after=after)
    if request.method == "POST" and form.is_valid():
        section = services.add_section(
            version=version,
            heading=form.cleaned_data["heading"],
            kind=form.cleaned_data["kind"],
            level=form.cleaned_data.get("level", 1),
            after=after.section if after else None,
            user=signed_in(request),
        )
        return redirect(_address(version, opened=section.pk))
    page = AgreementEdit(
        title=_("Nytt punkt"),
        back_url=_address(version, at=after.section.pk if after else None),
        lead=_("Kommer etter %(label)s.") % {"label": after.label} if after else "",
        submit=_("Legg til og skriv"),
        agreement=version.agreement,
    )
    return http.form_page(request, "agreements/edit.html", {"form": form, "page": page})


def _act(request: HttpRequest, section: Section, act: str) -> None:
    """One of the acts a button or the choice of kind names. Raises NotPossible."""
    user = signed_in(request)
    if act in ("opp", "ned"):
        services.move_section(section=section, earlier=act == "opp", user=user)
    elif act in ("inn", "ut"):
        services.shift_section(section=section, deeper=act == "inn", user=user)
    elif act == "slag" and request.POST.get(f"slag-{section.pk}") in SectionKind.values:
        services.set_kind(section=section, kind=request.POST[f"slag-{section.pk}"], user=user)
    elif act in REMOVING:
        request.session[REMOVED] = services.remove_section(section=section, user=user, lift=act == "fjern-loft")
    else:
        raise Http404


@login_required
@require_POST
def section_change(request: HttpRequest, partnership_slug: str, pk: int, section_pk: int) -> HttpResponse:
    """`gjor`: opp, ned, inn, ut, slag (with `slag-<section>`) or one of `REMOVING`. Saves the open section first."""
    partnership, version = _enter(request, partnership_slug, pk)
    version.agreement.partnership = partnership
    section = get_object_or_404(Section.objects.filter(version=version), pk=section_pk)
    section.version = version
    saving = _save_open(request, version)
    if saving and saving.failed:
        return _page(request, version, saving)
    act, problem = request.POST.get("gjor", ""), ""
    if act == "fjern" and any(row.under for row in draft_rows(version) if row.section.pk == section.pk):
        return _ask(request, version, section, saving)
    try:
        _act(request, section, act)
    except NotPossible as refused:
        problem = str(refused)
    return _changed(request, version, section, saving, act=act, problem=problem)


def _ask(request: HttpRequest, version: AgreementVersion, section: Section, saving: Saving | None) -> HttpResponse:
    """What is to become of the sections under the one that is removed; the choice comes back as another act."""
    in_outline = "vis" in request.POST
    if in_outline and is_htmx(request):
        return _outline(request, version, draft_rows(version), asking=section.pk)
    more = [f"fjern={section.pk}", *([f"vis={OUTLINE}"] if in_outline else [])]
    return redirect(_address(version, opened=saving.pk if saving else None, at=section.pk, more="&".join(more)))


def _changed(
    request: HttpRequest, version: AgreementVersion, section: Section, saving: Saving | None, *, act: str, problem: str
) -> HttpResponse:
    in_outline = "vis" in request.POST
    if in_outline and is_htmx(request):
        return _outline(request, version, draft_rows(version), problem=problem, fresh=act in REMOVING)
    if problem:
        messages.warning(request, problem)
    is_gone = act in REMOVING and not problem
    more = [f"vis={OUTLINE}"] if in_outline else []
    more += ["fjernet=1"] if is_gone else []
    opened = saving.pk if saving and not (is_gone and saving.pk == section.pk) else None
    return redirect(_address(version, opened=opened, at=None if is_gone else section.pk, more="&".join(more)))


@login_required
@require_POST
def section_restore(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Puts back what was removed last in this session."""
    partnership, version = _enter(request, partnership_slug, pk)
    version.agreement.partnership = partnership
    saving = _save_open(request, version)
    if saving and saving.failed:
        return _page(request, version, saving)
    removed = request.session.get(REMOVED, {})
    more = f"vis={OUTLINE}" if "vis" in request.POST else ""
    if removed.get("version") != version.pk:
        messages.info(request, _("Det er ikke noe å sette tilbake."))
        return redirect(_address(version, more=more))
    section = services.restore_sections(version=version, removed=removed, user=signed_in(request))
    del request.session[REMOVED]
    messages.success(request, _("%(label)s er satt tilbake.") % {"label": removed["label"]})
    return redirect(_address(version, opened=saving.pk if saving else None, at=section.pk, more=more))


# --- The outline ----------------------------------------------------------------------------------------------------


def _outline(
    request: HttpRequest,
    version: AgreementVersion,
    rows: list[DraftRow],
    *,
    problem: str = "",
    fresh: bool = False,
    asking: int | None = None,
) -> HttpResponse:
    """`fresh` tells what was just removed, `asking` names the section whose removal needs a choice."""
    context = _context(request, version, rows) | {"problem": problem}
    if asking:
        context["asking"] = asking
    if fresh:
        context["removed"] = request.session.get(REMOVED)  # the address of a part tells nothing
    name = "agreements/text_outline.html" + ("#outline" if is_htmx(request) else "")
    response = render(request, name, context)
    response["Vary"] = "HX-Request"
    return response


@login_required
@require_POST
def section_order(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """From dragging: `order` names the sections as they now stand on the page, `moved` the one that was dragged."""
    partnership, version = _enter(request, partnership_slug, pk)
    version.agreement.partnership = partnership
    order = [http.number(each) for each in ",".join(request.POST.getlist("order")).split(",")]
    wanted = http.number(request.POST.get("moved"))
    rows = {row.section.pk: row.section for row in draft_rows(version)}
    if wanted not in rows or wanted not in order:
        return JsonResponse({"message": _("Punktet er fjernet av en annen. Last siden på nytt.")}, status=409)
    before = [pk for pk in order[: order.index(wanted)] if pk in rows]
    after = rows[before[-1]] if before else None
    services.place_section(section=rows[wanted], after=after, user=signed_in(request))
    context = _context(request, version, draft_rows(version)) | {"partnership": partnership}
    return JsonResponse({"html": render_to_string("agreements/_outline_rows.html", context, request)})
