"""Reading versions of a text, their sections and their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.access import fetch_version, may_write, require_member
from agreements.content import Content
from agreements.forms.texts import VersionFileForm
from agreements.models import Adoption, AgreementFile, AgreementVersion
from agreements.selectors.bound import still_bound
from agreements.selectors.effective import adopted_content, adoption_by
from agreements.selectors.texts import content_of
from agreements.selectors.versions import family, occurrences, parties_names, read_clauses, read_rows, readable_versions
from agreements.services import version_files as services
from agreements.views.editing import AgreementEdit
from municipalities.access import Access
from municipalities.entry import enter, require_coordinator
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_methods
from samhandling.core.uploads import was_oversized
from samhandling.documents.http import file_response


@require_safe
def version_detail(request: HttpRequest, partnership_slug: str, pk: int, number: int) -> HttpResponse:
    """The permalink of a version. `?kommune=3301` reads it with that municipality's name, and `?for=3301`, for members,
    as its council adopted it, deviations and all."""
    partnership, access = enter(request, partnership_slug)
    version = fetch_version(partnership, access, pk, number)
    names = parties_names(version.agreement)
    adopted = _adopted(version, access, request.GET.get("for", ""))
    if adopted is not None:
        content, edition = adopted_content(adopted).named(adopted.party.name), ""
    else:
        content, edition = _edition(content_of(version), dict(names), request.GET.get("kommune", ""))
    versions = readable_versions(version.agreement, access)
    context: dict[str, Any] = {
        "version": version,
        "agreement": version.agreement,
        "title": content.title,
        "clauses": read_clauses(content),
        "files": version.files.all(),
        "versions": versions,
        "before": next((each for each in versions if each.number < number and each.is_frozen), None),
        "names": names,
        "edition": edition,
        "adopted": adopted,
        "may_write": may_write(access, version),
        "still_bound": still_bound(version, partnership.as_of(timezone.localdate())),
        "access": access,
    }
    return render(request, "agreements/version_detail.html", context)


def _adopted(version: AgreementVersion, access: Access, municipality: str) -> Adoption | None:
    """What a municipality's council has made of the text; 404 when it has not adopted it, 403 for the public."""
    if not municipality:
        return None
    require_member(access)
    found = adoption_by(version, municipality)
    if found is None:
        raise Http404
    return found


def _edition(content: Content, names: dict[str, str], municipality: str) -> tuple[Content, str]:
    """The text as all read it, or with the name of one party; a number that is no party's is 404."""
    if not municipality:
        return content.common(), ""
    if municipality not in names:
        raise Http404
    return content.named(names[municipality]), municipality


@require_safe
def section_detail(request: HttpRequest, partnership_slug: str, pk: int, number: int, anchor: str) -> HttpResponse:
    """The permalink of a section: what it stands under, what stands under it, and its place in every version."""
    partnership, access = enter(request, partnership_slug)
    version = fetch_version(partnership, access, pk, number)
    content = content_of(version).common()
    try:
        above, own = family(content, anchor)
    except KeyError as missing:
        raise Http404 from missing
    clauses = read_rows(own, above=own[0].clause.level)
    context = {
        "version": version,
        "agreement": version.agreement,
        "above": above,
        "clause": clauses[0],
        "under": clauses[1:],
        "occurrences": occurrences(readable_versions(version.agreement, access), anchor),
    }
    return render(request, "agreements/section_detail.html", context)


# --- Files ----------------------------------------------------------------------------------------------------------


@require_safe
def file_download(request: HttpRequest, partnership_slug: str, pk: int, number: int, file_pk: int) -> FileResponse:
    partnership, access = enter(request, partnership_slug)
    version = fetch_version(partnership, access, pk, number)
    file = get_object_or_404(version.files, pk=file_pk)
    return file_response(file.file, name=file.file_name, kind=file.content_type)


def _back(partnership_slug: str, version: AgreementVersion) -> str:
    return reverse("agreements:version-detail", args=[partnership_slug, version.agreement_id, version.number])


@login_required
@form_methods
def file_create(request: HttpRequest, partnership_slug: str, pk: int, number: int) -> HttpResponse:
    """A scanned agreement, an annex that is not text, or the signed copy."""
    partnership, access = enter(request, partnership_slug)
    version = fetch_version(partnership, access, pk, number)
    require_coordinator(access)
    form = VersionFileForm(request.POST or None, request.FILES or None)
    oversized = was_oversized(request)
    if oversized:
        form.refuse_oversized()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.add_file(version=version, upload=data["file"], title=data["title"], user=signed_in(request))
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            messages.success(request, _("Filen er lagt ved."))
            return redirect(_back(partnership.slug, version))
    page = AgreementEdit(
        title=_("Legg ved en fil"),
        back_url=_back(partnership.slug, version),
        lead=_("Filen hører til versjon %(number)s og kan leses av alle som kan lese teksten.") % {"number": number},
        submit=_("Legg ved"),
        agreement=version.agreement,
    )
    status = 200 if request.method != "POST" else 413 if oversized else 422
    return render(request, "agreements/edit.html", {"form": form, "page": page}, status=status)


@login_required
@require_POST
def file_remove(request: HttpRequest, partnership_slug: str, pk: int, number: int, file_pk: int) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    version = fetch_version(partnership, access, pk, number)
    require_coordinator(access)
    file = get_object_or_404(AgreementFile, version=version, pk=file_pk)
    file.version = version
    try:
        services.remove_file(file=file, user=signed_in(request))
    except NotPossible as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("«%(title)s» er fjernet.") % {"title": file.title})
    return redirect(_back(partnership.slug, version))
