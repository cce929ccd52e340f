"""Taking a text in from Word or PDF: the upload, and the page where what was recognised is checked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from agreements.access import fetch_agreement
from agreements.content import number_clauses
from agreements.enums import ImportState, VersionSource, VersionState
from agreements.forms.imports import CheckForm, ImportForm, RowForm, row_forms
from agreements.importing import CheckedRow
from agreements.models import Agreement, TextImport
from agreements.rules.import_words import may_pass, words_of, words_of_problem
from agreements.selectors.versions import parties_names
from agreements.services import imports as services
from agreements.services.import_readings import retry_import
from agreements.views.editing import AgreementEdit
from municipalities.entry import enter, require_coordinator
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.htmx import is_htmx, respond
from samhandling.core.http import form_methods
from samhandling.core.text import render_body
from samhandling.core.uploads import was_oversized


def _enter(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Agreement]:
    partnership, access = enter(request, slug)
    agreement = fetch_agreement(partnership, access, pk)
    require_coordinator(access)
    agreement.partnership = partnership
    return partnership, agreement


@login_required
@form_methods
def import_create(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, agreement = _enter(request, partnership_slug, pk)
    form = ImportForm(request.POST or None, request.FILES or None)
    oversized = was_oversized(request)
    if oversized:
        form.refuse_oversized()
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_import(agreement=agreement, upload=form.upload, user=signed_in(request))
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            return redirect("agreements:import-check", partnership.slug, agreement.pk, made.pk)
    page = AgreementEdit.of(
        agreement,
        title=_("Ta inn en tekst fra fil"),
        done="",
        lead=_("Portalen leser filen og viser hva den fant. Ingenting blir utkast før du har sett over det."),
        submit=_("Last opp filen"),
    )
    waiting = agreement.imports.filter(state__in=services.OPEN)
    status = 200 if request.method != "POST" else 413 if oversized else 422
    return render(
        request, "agreements/import_create.html", {"form": form, "page": page, "waiting": waiting}, status=status
    )


@login_required
@form_methods
def import_check(request: HttpRequest, partnership_slug: str, pk: int, import_pk: int) -> HttpResponse:
    """`gjor`: `lagre`, `ta-inn`, `vedlegg` (a scanned PDF goes with the text as a file), `les` (again) or `forkast`."""
    partnership, agreement = _enter(request, partnership_slug, pk)
    text_import = get_object_or_404(TextImport, agreement=agreement, pk=import_pk)
    if text_import.state not in services.OPEN:
        messages.info(request, _("Filen er allerede tatt inn eller forkastet."))
        return redirect("agreements:agreement-detail", partnership.slug, agreement.pk)
    act = request.POST.get("gjor", "")
    if act in ("vedlegg", "forkast", "les"):
        return _leave(request, text_import, act)
    if text_import.state != ImportState.CHECKING or is_htmx(request):
        return _reading(request, text_import)
    data = request.POST if request.method == "POST" else None
    has_draft = agreement.versions.filter(state=VersionState.DRAFT).exists()
    names = [name for _number, name in parties_names(agreement)]
    form = CheckForm(data, names=names, has_draft=has_draft, initial={"title": text_import.title})
    rows = row_forms(text_import.recognised, data)
    if data is not None and form.is_valid() and all([row.is_valid() for row in rows]):  # noqa: C419 — ask them all
        done = _save(request, text_import, form, rows, act)
        if done is not None:
            return done
    return _page(request, text_import, form, rows)


def _reading(request: HttpRequest, text_import: TextImport) -> HttpResponse:
    """How far the reading has come, or why it failed. The page's poll is told to load it anew when that changes."""
    is_read = text_import.state != ImportState.READING
    if is_htmx(request) and is_read:
        return HttpResponseClientRefresh()
    problem = text_import.problem
    context = {
        "text_import": text_import,
        "agreement": text_import.agreement,
        "problem": words_of_problem(problem) if is_read else "",
        "may_retry": is_read and may_pass(problem),
        "may_attach": is_read and text_import.source == VersionSource.PDF,
    }
    return respond(request, "agreements/import_reading.html", "progress", context)


def _leave(request: HttpRequest, text_import: TextImport, act: str) -> HttpResponse:
    """The file is read again, put with the text as it is, or given up."""
    slug, pk = text_import.agreement.partnership.slug, text_import.agreement_id
    try:
        if act == "forkast":
            services.drop_import(text_import=text_import, user=signed_in(request))
            messages.success(request, _("Filen er forkastet."))
            return redirect("agreements:agreement-detail", slug, pk)
        if act == "les":
            retry_import(text_import=text_import, user=signed_in(request))
            return redirect("agreements:import-check", slug, pk, text_import.pk)
        file = services.keep_as_file(text_import=text_import, user=signed_in(request))
    except (NotPossible, ValidationError) as refused:
        problem = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
        messages.warning(request, problem)
        return redirect("agreements:import-check", slug, pk, text_import.pk)
    messages.success(request, _("«%(title)s» er lagt ved.") % {"title": file.title})
    return redirect("agreements:version-detail", slug, pk, file.version.number)


def _save(
    request: HttpRequest, text_import: TextImport, form: CheckForm, rows: list[RowForm], act: str
) -> HttpResponse | None:
    """Keeps what was chosen, and makes it the draft when that was asked for. None when that is refused."""
    agreement, user = text_import.agreement, signed_in(request)
    slug = agreement.partnership.slug
    checked = [row.checked(old) for row, old in zip(rows, text_import.recognised, strict=True)]
    text_import.recognised = checked  # as the page shows it when it is refused
    try:
        services.save_check(text_import=text_import, title=form.cleaned_data["title"], rows=checked, user=user)
        if act != "ta-inn":
            messages.success(
                request, _("Det du har valgt, er lagret. Du finner filen igjen under «Ta inn en tekst fra fil».")
            )
            return redirect("agreements:import-check", slug, agreement.pk, text_import.pk)
        version = services.take_in(
            text_import=text_import,
            municipality=form.cleaned_data["municipality"],
            replace=form.cleaned_data.get("replace", False),
            user=user,
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    except NotPossible as problem:
        form.add_error("replace" if "replace" in form.fields else None, str(problem))
        return None
    messages.success(request, _("Teksten er tatt inn som utkast til versjon %(number)s.") % {"number": version.number})
    return redirect("agreements:text-edit", slug, agreement.pk)


def _page(request: HttpRequest, text_import: TextImport, form: CheckForm, rows: list[RowForm]) -> HttpResponse:
    numbers = _numbers(text_import.recognised)
    shown: list[dict[str, Any]] = [
        {
            "form": row,
            "found": found,
            "body": render_body(found["body"], prefix=f"r{place}", heading=3, within=f"{place + 1}"),
            "number": numbers[place],
        }
        for place, (row, found) in enumerate(zip(rows, text_import.recognised, strict=True))
    ]
    context = {
        "text_import": text_import,
        "agreement": text_import.agreement,
        "form": form,
        "rows": shown,
        "row_forms": rows,
        "ignored": [words_of(each["what"], each["count"]) for each in text_import.ignored],
        "left_out": [each["found"] for each in shown if not each["found"]["keep"]],
    }
    failed = form.is_bound and (form.errors or any(row.errors for row in rows))
    return render(request, "agreements/import_check.html", context, status=422 if failed else 200)


def _numbers(rows: list[CheckedRow]) -> list[str]:
    """The number each row gets in the draft; nothing for those left out or joined with the one before."""
    counted = iter(number_clauses(services.clauses_of(rows)))
    numbers: list[str] = []
    is_first = True
    for row in rows:
        stands = row["keep"] and (is_first or not row["join"])
        is_first = is_first and not row["keep"]
        numbers.append(next(counted)[1] if stands else "")
    return numbers
