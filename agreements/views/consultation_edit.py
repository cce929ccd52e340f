"""Making a consultation: what it is about, who is asked, its questions and files."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.enums import ConsultationState, QuestionKind
from agreements.forms.consultations import (
    ConsultationForm,
    FileForm,
    QuestionForm,
    SectionsForm,
)
from agreements.models import Consultation, ConsultationFile, Question, Revision
from agreements.selectors import consultations as selectors
from agreements.selectors.answers import questions_of
from agreements.services import consultation_files as files
from agreements.services import consultations as services
from agreements.services import questions as asking
from agreements.views.consultations import back_to, enter_editing, page, tried
from municipalities.entry import enter, require_coordinator
from municipalities.forms.base import perform
from municipalities.models import Municipality, Partnership
from municipalities.selectors.municipalities import municipality_rows
from samhandling.accounts.http import signed_in
from samhandling.core.http import form_page
from samhandling.core.uploads import was_oversized


def _municipalities(partnership: Partnership) -> list[Municipality]:
    return [row.municipality for row in municipality_rows(partnership, timezone.localdate())]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_create(request: HttpRequest, partnership_slug: str) -> HttpResponse:
    partnership, access = enter(request, partnership_slug)
    require_coordinator(access)
    revisions = Revision.objects.visible_to(access).select_related("agreement").order_by("agreement", "-pk")
    form = ConsultationForm(
        request.POST or None,
        municipalities=_municipalities(partnership),
        regions=selectors.regions_of(partnership.pk, timezone.localdate()),
        trust=partnership.trust.name,
        revisions=revisions.filter(version__isnull=False, version__content__isnull=True),
        initial={"revision": request.GET.get("revisjon", "")},
    )
    made: list[Consultation] = []

    def create() -> None:
        data = form.cleaned_data
        made.append(
            services.create_consultation(
                partnership=partnership,
                user=signed_in(request),
                title=data["title"],
                deadline=data["deadline"],
                revision=data["revision"],
                basis=data["basis"],
                municipalities=data["municipalities"],
                include_trust=data["include_trust"],
            )
        )

    if form.is_valid() and perform(form, create):
        messages.success(request, _("Utkastet er lagret. Bare sekretariatet ser det til du sender det."))
        return redirect("agreements:consultation-questions", partnership.slug, made[0].pk)
    return page(request, "consultation_form", None, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_edit(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    if consultation.state != ConsultationState.DRAFT:
        return _sent_already(request, consultation)
    invited = set(consultation.invitations.values_list("municipality_id", flat=True))
    municipalities = _municipalities(partnership)
    pks = {pk for pk in invited if pk is not None}
    form = ConsultationForm(
        request.POST or None,
        municipalities=municipalities,
        regions=selectors.regions_of(partnership.pk, timezone.localdate()),
        trust=partnership.trust.name,
        consultation=consultation,
        initial=ConsultationForm.initial_from(consultation, pks, has_trust=None in invited, total=len(municipalities)),
    )
    if form.is_valid() and perform(
        form,
        lambda: services.update_consultation(
            consultation=consultation, details=form.details(), user=signed_in(request)
        ),
    ):
        messages.success(request, _("Endringene er lagret."))
        return back_to(consultation)
    return page(request, "consultation_form", consultation, form=form)


def _sent_already(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    messages.error(request, _("Høringen er sendt, og innholdet kan ikke endres. Du kan forlenge fristen for alle."))
    return back_to(consultation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_remove(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Asks, then throws the draft away."""
    partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    if request.method == "POST":
        remove = tried(
            request,
            lambda: services.remove_consultation(consultation=consultation, user=signed_in(request)),
            _("Utkastet er slettet."),
        )
        return redirect("agreements:consultation-list", partnership.slug) if remove else back_to(consultation)
    return page(request, "consultation_remove", consultation)


# --- Questions and files --------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_questions(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Which sections are asked about, and questions of its own; each form of the page has its name in `form`."""
    _partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    if consultation.state != ConsultationState.DRAFT:
        return _sent_already(request, consultation)
    content = services.draft_content(consultation.revision)
    clauses = asking.asked_about(content) if content else []
    kept = list(consultation.questions.filter(kind=QuestionKind.SECTION).values_list("anchor", flat=True))
    which = request.POST.get("form", "")
    sections = SectionsForm(request.POST if which == "sections" else None, clauses=clauses, initial={"anchors": kept})
    own = QuestionForm(request.POST if which == "question" else None)
    if content and which == "sections" and sections.is_valid():
        asking.keep_sections(
            consultation=consultation,
            content=content,
            anchors=sections.cleaned_data["anchors"],
            user=signed_in(request),
        )
        messages.success(request, _("Punktene er lagret."))
        return redirect(request.path)
    if which == "question" and own.is_valid() and perform(own, lambda: _add_question(request, consultation, own)):
        messages.success(request, _("Spørsmålet er lagt til."))
        return redirect(request.path)
    context = {
        "consultation": consultation,
        "sections": sections if clauses else None,
        "own": own,
        "form": own if which == "question" else sections,
        "questions": [row for row in questions_of(consultation) if row.kind != QuestionKind.SECTION],
    }
    return form_page(request, "agreements/consultation_questions.html", context)


def _add_question(request: HttpRequest, consultation: Consultation, form: QuestionForm) -> Question:
    data = form.cleaned_data
    return asking.add_question(
        consultation=consultation, text=data["text"], options=data["options"], user=signed_in(request)
    )


@login_required
@require_POST
def question_remove(request: HttpRequest, partnership_slug: str, pk: int, question_pk: int) -> HttpResponse:
    partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    question = get_object_or_404(consultation.questions, pk=question_pk)
    question.consultation = consultation
    tried(
        request, lambda: asking.remove_question(question=question, user=signed_in(request)), _("Spørsmålet er fjernet.")
    )
    return redirect("agreements:consultation-questions", partnership.slug, consultation.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_file_add(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    _partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    if consultation.state != ConsultationState.DRAFT:
        return _sent_already(request, consultation)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and was_oversized(request):
        form.refuse_oversized()
    if form.is_valid() and perform(form, lambda: _add_file(request, consultation, form)):
        messages.success(request, _("Filen er lagt ved."))
        return back_to(consultation)
    return page(request, "consultation_file", consultation, form=form)


def _add_file(request: HttpRequest, consultation: Consultation, form: FileForm) -> ConsultationFile:
    data = form.cleaned_data
    return files.add_consultation_file(
        consultation=consultation, upload=data["file"], title=data["file_title"], user=signed_in(request)
    )


@login_required
@require_POST
def consultation_file_remove(request: HttpRequest, partnership_slug: str, pk: int, file_pk: int) -> HttpResponse:
    _partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    file = get_object_or_404(ConsultationFile, consultation=consultation, pk=file_pk)
    file.consultation = consultation
    tried(request, lambda: files.remove_consultation_file(file=file, user=signed_in(request)), _("Filen er fjernet."))
    return back_to(consultation)
