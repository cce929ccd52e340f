"""A party's answer: reading it, writing it while others may do the same, sending it, and asking for more time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.access import may_answer
from agreements.enums import ConsultationState
from agreements.forms.answers import Problem, sheet_of
from agreements.forms.consultations import AskForm, FileForm
from agreements.models import AnswerFile, Consultation, Invitation
from agreements.selectors import answers as selectors
from agreements.selectors.consultations import PartyRow, invitations_of, knows_draft, party_row
from agreements.services import answers as services
from agreements.services import consultation_files as files
from agreements.services.consultations import closed_text
from agreements.services.extensions import ask_extension
from agreements.views.acting import attempt
from agreements.views.answer_saves import save_all
from agreements.views.consultations import enter_consultation, text_now
from municipalities.access import Access
from municipalities.forms.base import perform
from samhandling.accounts.http import signed_in
from samhandling.audit.selectors import history_of
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_page
from samhandling.core.uploads import was_oversized
from samhandling.documents.http import file_response


@dataclass(frozen=True)
class Room:
    """One party's place in a consultation, for one reader."""

    access: Access
    consultation: Consultation
    invitation: Invitation

    @property
    def row(self) -> PartyRow:
        return party_row(self.consultation, self.invitation, self.access, timezone.localdate())

    def url(self, name: str) -> str:
        args = [self.consultation.partnership.slug, self.consultation.pk, self.invitation.pk]
        return reverse(f"agreements:{name}", args=args)


def enter_answer(request: HttpRequest, slug: str, pk: int, invitation_pk: int) -> Room:
    _partnership, access, consultation = enter_consultation(request, slug, pk)
    invitation = get_object_or_404(invitations_of(consultation), pk=invitation_pk)
    invitation.consultation = consultation
    return Room(access, consultation, invitation)


def enter_writing(request: HttpRequest, slug: str, pk: int, invitation_pk: int) -> Room:
    """404 when the consultation is hidden, 403 for those who do not write this party's answer."""
    room = enter_answer(request, slug, pk, invitation_pk)
    if not may_answer(room.access, room.invitation):
        raise PermissionDenied
    return room


def _read(request: HttpRequest, slug: str, pk: int, invitation_pk: int) -> tuple[Room, selectors.PartyAnswer]:
    """A sent answer for everybody, a draft for the party's own municipality and the coordinators; 404 for others."""
    room = enter_answer(request, slug, pk, invitation_pk)
    answer = selectors.party_answer(room.invitation, selectors.questions_of(room.consultation))
    if answer is None or not (answer.answer.is_sent or knows_draft(room.access, room.invitation)):
        raise Http404
    return room, answer


@require_safe
def answer_detail(request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int) -> HttpResponse:
    room, answer = _read(request, partnership_slug, pk, invitation_pk)
    knows = knows_draft(room.access, room.invitation)
    context = {
        "consultation": room.consultation,
        "row": room.row,
        "answer": answer,
        "on_behalf": selectors.sent_on_behalf(answer.answer, room.invitation),
        "is_open": room.consultation.state == ConsultationState.OPEN,
        "history": history_of(room.invitation)[:20] if knows else [],
    }
    return render(request, "agreements/answer_detail.html", context)


@require_safe
def answer_file(request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int, file_pk: int) -> FileResponse:
    _room, answer = _read(request, partnership_slug, pk, invitation_pk)
    file = get_object_or_404(AnswerFile, answer=answer.answer, pk=file_pk)
    return file_response(file.file, name=file.file_name, kind=file.content_type)


# --- Writing --------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_edit(request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int) -> HttpResponse:
    """The fields save themselves (`views.answer_saves`); without JavaScript the whole form is sent here."""
    room = enter_writing(request, partnership_slug, pk, invitation_pk)
    if request.method != "POST":
        return _editor(request, room)
    questions = selectors.questions_of(room.consultation)
    problems = save_all(room.invitation, questions, request.POST, signed_in(request))
    if any(problem.is_final for problem in problems):
        return _kept(request, room, problems)
    form = _save_files(request, room)
    if problems or form.errors:
        return _editor(request, room, problems, form)
    if request.POST.get("next") == "send":
        return redirect(room.url("answer-send"))
    messages.success(request, _("Utkastet er lagret. Det er ikke sendt."))
    return redirect(request.path)


def _save_files(request: HttpRequest, room: Room) -> FileForm:
    """Adds the file that was chosen, and removes those that were ticked."""
    user = signed_in(request)
    form = FileForm(request.POST, request.FILES) if request.FILES or was_oversized(request) else FileForm()
    if was_oversized(request):
        form.refuse_oversized()
    elif form.is_valid():
        data = form.cleaned_data
        perform(
            form,
            lambda: files.add_answer_file(
                invitation=room.invitation, upload=data["file"], title=data["file_title"], user=user
            ),
        )
    ticked = [int(value) for value in request.POST.getlist("remove") if value.isdecimal() and len(value) < 10]
    for file in AnswerFile.objects.filter(answer__invitation=room.invitation, pk__in=ticked):
        files.remove_answer_file(file=file, invitation=room.invitation, user=user)
    return form


def _editor(
    request: HttpRequest, room: Room, problems: Sequence[Problem] = (), file_form: FileForm | None = None
) -> HttpResponse:
    questions = selectors.questions_of(room.consultation)
    answer = selectors.party_answer(room.invitation, questions)
    if not problems and (room.consultation.state == ConsultationState.CLOSED or (answer and answer.answer.is_sent)):
        return _not_writable(request, room, is_sent=bool(answer and answer.answer.is_sent))
    parts = answer.parts if answer else [selectors.Part(question, None) for question in questions]
    content = text_now(room.consultation)
    form = file_form or FileForm()
    context = {
        "consultation": room.consultation,
        "invitation": room.invitation,
        "row": room.row,
        "answer": answer,
        "sheet": sheet_of(answer.answer if answer else None, parts, problems),
        "clauses": content.named(room.row.name).by_anchor() if content else {},
        "problems": problems,
        "file_form": form,
        "form": form,
    }
    collides = any(problem.theirs is not None for problem in problems)
    status = 422 if form.errors or (problems and not collides) else 409 if collides else 200
    return render(request, "agreements/answer_edit.html", context, status=status)


def _not_writable(request: HttpRequest, room: Room, *, is_sent: bool) -> HttpResponse:
    """Nothing to write in: the answer as it was sent, or the consultation, with the reason."""
    if is_sent:
        messages.info(request, _("Svaret er sendt. Åpne det igjen hvis det skal endres."))
        return redirect(room.url("answer-detail"))
    messages.warning(request, closed_text(room.consultation))
    return redirect("agreements:consultation-detail", room.consultation.partnership.slug, room.consultation.pk)


def _kept(request: HttpRequest, room: Room, problems: Sequence[Problem]) -> HttpResponse:
    """The answer was sent, or the consultation closed, while somebody wrote: what was typed is shown, to be copied."""
    context = {"consultation": room.consultation, "row": room.row, "problems": problems}
    return render(request, "agreements/answer_kept.html", context, status=423)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_send(request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int) -> HttpResponse:
    """The answer as it will stand, with what is not answered; POST sends it."""
    room = enter_writing(request, partnership_slug, pk, invitation_pk)
    answer = selectors.party_answer(room.invitation, selectors.questions_of(room.consultation))
    if room.consultation.state == ConsultationState.CLOSED or (answer and answer.answer.is_sent):
        return _not_writable(request, room, is_sent=bool(answer and answer.answer.is_sent))
    missing = services.missing(answer.answer if answer else None)
    if request.method == "POST" and answer is not None:
        try:
            sent = services.send_answer(answer=answer.answer, user=signed_in(request))
        except NotPossible as reason:
            messages.error(request, str(reason))
            return redirect(room.url("answer-edit"))
        messages.success(
            request, _("Svaret er sendt, og merket «etter fristen».") if sent.is_late else _("Svaret er sendt.")
        )
        return redirect(room.url("answer-detail"))
    row = room.row
    context = {
        "consultation": room.consultation,
        "row": row,
        "answer": answer,
        "missing": missing,
        "unsaid": services.unsaid(answer.answer) if answer else [],
        "is_late": timezone.localdate() > row.deadline,
        "speaks_for": services.speaks_for(signed_in(request), room.invitation),
    }
    return render(request, "agreements/answer_send.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_reopen(request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int) -> HttpResponse:
    """Asks, then takes a sent answer back to change it."""
    room = enter_writing(request, partnership_slug, pk, invitation_pk)
    if request.method == "POST":
        try:
            services.reopen_answer(invitation=room.invitation, user=signed_in(request))
        except NotPossible as reason:
            messages.error(request, str(reason))
            return redirect(room.url("answer-detail"))
        messages.warning(request, _("Svaret er åpnet igjen. Husk å sende det på nytt."))
        return redirect(room.url("answer-edit"))
    row = room.row
    if not row.is_sent or room.consultation.state != ConsultationState.OPEN:
        return redirect(room.url("answer-edit"))
    context = {"consultation": room.consultation, "row": row, "is_late": timezone.localdate() > row.deadline}
    return render(request, "agreements/answer_reopen.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask(request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int) -> HttpResponse:
    room = enter_writing(request, partnership_slug, pk, invitation_pk)
    if room.consultation.state != ConsultationState.OPEN:
        return _not_writable(request, room, is_sent=False)
    invitation = room.invitation
    form = AskForm(
        request.POST or None,
        initial={"wanted": invitation.extension_asked_to, "reason": invitation.extension_reason},
    )
    if form.is_valid() and attempt(
        form,
        lambda: ask_extension(
            invitation=invitation,
            wanted=form.cleaned_data["wanted"],
            reason=form.cleaned_data["reason"],
            user=signed_in(request),
        ),
    ):
        messages.success(request, _("Spørsmålet er sendt til sekretariatet. Svaret står på høringens side."))
        return redirect("agreements:consultation-detail", partnership_slug, pk)
    context = {"consultation": room.consultation, "row": room.row, "form": form}
    return form_page(request, "agreements/extension_ask.html", context)
