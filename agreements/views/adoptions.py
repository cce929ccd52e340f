"""What one party decided about one text: read, registered, corrected, and given more time."""

from __future__ import annotations

import mimetypes

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.access import fetch_adoption, is_chief_of, may_register, require_member
from agreements.enums import RegisteredAs
from agreements.forms.adoptions import AdoptionForm, DecideExtensionForm, ExtensionForm
from agreements.models import Adoption
from agreements.selectors.adoptions import adoption_page
from agreements.selectors.texts import content_of
from agreements.services.adoption_deadlines import ask_extension, grant_extension, refuse_extension
from agreements.services.adoptions import StaleAdoption, register_adoption
from agreements.views.acting import attempt
from municipalities.access import Access
from municipalities.entry import enter
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_methods, form_page
from samhandling.core.uploads import was_oversized
from samhandling.documents.http import file_response


def _read(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, Adoption]:
    partnership, access = enter(request, slug)
    require_member(access)
    return partnership, access, fetch_adoption(partnership, pk)


def _write(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Access, Adoption]:
    partnership, access, adoption = _read(request, slug, pk)
    if not may_register(access, adoption):
        raise PermissionDenied
    return partnership, access, adoption


@login_required
@require_safe
def adoption_detail(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, adoption = _read(request, partnership_slug, pk)
    day = partnership.as_of(timezone.localdate())
    registers = may_register(access, adoption)
    context = {"shown": adoption_page(adoption, day), "adoption": adoption, "registers": registers, "day": day}
    return render(request, "agreements/adoption_detail.html", context)


@login_required
@form_methods
def adoption_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Register. Two at once: 409, with what the other registered and everything typed."""
    partnership, access, adoption = _write(request, partnership_slug, pk)
    form = _form(request, adoption)
    if request.method != "POST":
        return _edit_page(request, adoption, form)
    if was_oversized(request):
        form.refuse_oversized()
    if not form.is_valid():
        return _edit_page(request, adoption, form, status=422)
    try:
        done = attempt(form, lambda: _register(request, access, adoption, form))
    except StaleAdoption as stale:
        return _stale_page(request, stale.current)
    if not done:
        return _edit_page(request, adoption, form, status=422)
    messages.success(request, _("Registrert for %(party)s.") % {"party": adoption.party.name})
    return redirect("agreements:adoption-detail", partnership.slug, adoption.pk)


def _form(request: HttpRequest, adoption: Adoption) -> AdoptionForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return AdoptionForm(*sent, adoption=adoption, frozen=content_of(adoption.version))


def _register(request: HttpRequest, access: Access, adoption: Adoption, form: AdoptionForm) -> Adoption:
    own = is_chief_of(access, adoption.party.municipality_id)
    return register_adoption(
        adoption=adoption,
        row_version=form.cleaned_data["row_version"],
        columns=form.columns,
        deviations=form.deviations,
        file=form.cleaned_data["file"],
        user=signed_in(request),
        registered_as=RegisteredAs.MUNICIPALITY if own else RegisteredAs.SECRETARIAT,
    )


def _edit_page(request: HttpRequest, adoption: Adoption, form: AdoptionForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "adoption": adoption, "shown": adoption_page(adoption, timezone.localdate())}
    return render(request, "agreements/adoption_edit.html", context, status=status)


def _stale_page(request: HttpRequest, current: Adoption) -> HttpResponse:
    form = _form(request, current)
    form.take_over(current)
    context = {
        "form": form,
        "adoption": current,
        "shown": adoption_page(current, timezone.localdate()),
        "is_stale": True,
    }
    return render(request, "agreements/adoption_edit.html", context, status=409)


@login_required
@require_POST
def adoption_sections(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The fields of the sections chosen so far, with what is typed in them; asked for by the page as one chooses."""
    _partnership, _access, adoption = _write(request, partnership_slug, pk)
    return render(request, "agreements/_adoption_sections.html", {"form": _form(request, adoption)})


@login_required
@form_methods
def adoption_extend(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """The municipality asks, the secretariat decides."""
    partnership, access, adoption = _write(request, partnership_slug, pk)
    sent = request.POST if request.method == "POST" else None
    form: ExtensionForm | DecideExtensionForm
    if access.is_coordinator:
        asked = adoption.extension_asked_to
        form = DecideExtensionForm(sent, asked=asked is not None, initial={"until": asked})
    else:
        form = ExtensionForm(sent)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _extend(request, adoption, form)):
        messages.success(request, _("Sendt til sekretariatet.") if isinstance(form, ExtensionForm) else _("Lagret."))
        return redirect("agreements:adoption-detail", partnership.slug, adoption.pk)
    return form_page(request, "agreements/adoption_extend.html", {"form": form, "adoption": adoption})


def _extend(request: HttpRequest, adoption: Adoption, form: ExtensionForm | DecideExtensionForm) -> Adoption:
    data, user = form.cleaned_data, signed_in(request)
    if isinstance(form, ExtensionForm):
        return ask_extension(adoption=adoption, until=data["until"], reason=data["reason"], user=user)
    if form.refuses:
        return refuse_extension(adoption=adoption, reason=data["reason"], user=user)
    return grant_extension(adoption=adoption, until=data["until"], user=user)


@login_required
@require_safe
def decision_file(request: HttpRequest, partnership_slug: str, pk: int) -> FileResponse:
    """The decision as the municipality sent it, for members."""
    _partnership, _access, adoption = _read(request, partnership_slug, pk)
    if not adoption.file:
        raise Http404
    kind = mimetypes.guess_type(adoption.file_name)[0] or "application/octet-stream"
    return file_response(adoption.file, name=adoption.file_name, kind=kind)
