"""Annexes of a case: adding, changing, removing and reading them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.access import fetch_case
from meetings.forms.attachments import AttachmentForm, NewAttachmentForm, ReplaceForm
from meetings.models import Attachment, Case
from meetings.selectors.papers import attachment_shown, published_treatments
from meetings.services import attachments as services
from municipalities.entry import enter
from municipalities.models import Partnership
from samhandling.accounts.http import signed_in
from samhandling.core.uploads import was_oversized
from samhandling.documents.forms import UploadForm
from samhandling.documents.http import file_response


def _enter_writing(request: HttpRequest, slug: str, pk: int) -> tuple[Partnership, Case]:
    partnership, access = enter(request, slug)
    case = fetch_case(partnership, access, pk)
    if not case.writes:
        raise PermissionDenied
    return partnership, case


def _fetch(case: Case, pk: int) -> Attachment:
    attachment = get_object_or_404(Attachment.objects.select_related("legal_basis"), case=case, pk=pk)
    attachment.case = case
    return attachment


def _fetch_standing(case: Case, pk: int) -> Attachment:
    attachment = _fetch(case, pk)
    if attachment.removed_at is not None:
        raise Http404
    return attachment


def _is_accepted(request: HttpRequest, form: UploadForm) -> bool:
    if was_oversized(request):
        form.refuse_oversized()
    return form.is_valid()


def _status(request: HttpRequest) -> int:
    if request.method != "POST":
        return 200
    return 413 if was_oversized(request) else 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_add(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, case = _enter_writing(request, partnership_slug, pk)
    form = NewAttachmentForm(request.POST or None, request.FILES or None, instance=Attachment(case=case))
    if request.method == "POST" and _is_accepted(request, form):
        data = form.cleaned_data
        try:
            attachment = services.add_attachment(
                case=case,
                upload=data["file"],
                title=data["title"],
                is_exempt=data["is_exempt"],
                legal_basis=data["legal_basis"],
                access_review=data["access_review"],
                user=signed_in(request),
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("Vedlegg %(number)s er lagt til.") % {"number": attachment.number})
            return redirect("meetings:case-detail", partnership.slug, case.pk)
    return render(request, "meetings/attachment_form.html", {"form": form, "case": case}, status=_status(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_edit(request: HttpRequest, partnership_slug: str, pk: int, attachment_pk: int) -> HttpResponse:
    """Title, number and mark; a new file is sent to `attachment_replace` from the same page."""
    partnership, case = _enter_writing(request, partnership_slug, pk)
    attachment = _fetch_standing(case, attachment_pk)
    form = AttachmentForm(request.POST or None, instance=attachment)
    if request.method == "POST" and form.is_valid():
        services.update_attachment(attachment=attachment, columns=form.cleaned_data, user=signed_in(request))
        messages.success(request, _("Endringene er lagret."))
        return redirect("meetings:case-detail", partnership.slug, case.pk)
    return _edit_page(request, case, attachment_pk, form, ReplaceForm())


@login_required
@require_POST
def attachment_replace(request: HttpRequest, partnership_slug: str, pk: int, attachment_pk: int) -> HttpResponse:
    partnership, case = _enter_writing(request, partnership_slug, pk)
    attachment = _fetch_standing(case, attachment_pk)
    form = ReplaceForm(request.POST, request.FILES)
    if _is_accepted(request, form):
        try:
            services.replace_attachment(
                attachment=attachment, upload=form.cleaned_data["file"], user=signed_in(request)
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("Filen er byttet ut."))
            return redirect("meetings:case-detail", partnership.slug, case.pk)
    return _edit_page(request, case, attachment_pk, AttachmentForm(instance=attachment), form)


def _edit_page(
    request: HttpRequest, case: Case, attachment_pk: int, form: AttachmentForm, replace_form: ReplaceForm
) -> HttpResponse:
    context = {
        "form": form,
        "replace_form": replace_form,
        "case": case,
        "attachment": _fetch(case, attachment_pk),  # as stored: the form writes what was typed on its own
    }
    return render(request, "meetings/attachment_form.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_remove(request: HttpRequest, partnership_slug: str, pk: int, attachment_pk: int) -> HttpResponse:
    """Asks, then removes."""
    partnership, case = _enter_writing(request, partnership_slug, pk)
    attachment = _fetch_standing(case, attachment_pk)
    if request.method == "POST":
        services.remove_attachment(attachment=attachment, user=signed_in(request))
        messages.success(request, _("Vedlegget er fjernet."))
        return redirect("meetings:case-detail", partnership.slug, case.pk)
    return render(request, "meetings/attachment_remove.html", {"case": case, "attachment": attachment})


@require_safe
def attachment_download(request: HttpRequest, partnership_slug: str, pk: int, attachment_pk: int) -> FileResponse:
    """The file. 404 while it is not published for the reader, 403 when it is exempt."""
    partnership, access = enter(request, partnership_slug)
    case = fetch_case(partnership, access, pk)
    attachment = _fetch(case, attachment_pk)
    shown = attachment_shown(case, attachment, published_treatments(case))
    if not shown.is_known:
        raise Http404
    if not shown.is_readable:
        raise PermissionDenied
    return file_response(attachment.file, name=attachment.file_name, kind=attachment.content_type)
