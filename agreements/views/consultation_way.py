"""What becomes of a consultation: sending it, its deadlines, reminders and its close."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from agreements.enums import ConsultationState
from agreements.forms.consultations import DeadlineForm, DecideForm
from agreements.models import Consultation, Invitation
from agreements.selectors import consultations as selectors
from agreements.selectors.answers import questions_of
from agreements.services import consultations as services
from agreements.services.compilations import order_compilation
from agreements.services.consultation_reminders import remind_silent
from agreements.services.extensions import decide_extension
from agreements.services.questions import asked_about
from agreements.views.acting import attempt
from agreements.views.consultations import back_to, enter_editing, page, tried
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_open(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """What will be sent to whom; POST sends it."""
    _partnership, access, consultation = enter_editing(request, partnership_slug, pk)
    if consultation.state != ConsultationState.DRAFT:
        return back_to(consultation)
    today = timezone.localdate()
    if request.method == "POST" and tried(
        request,
        lambda: services.open_consultation(consultation=consultation, user=signed_in(request), on=today),
        _("Høringen er sendt. Den er åpen for alle, og partene kan svare."),
    ):
        return back_to(consultation)
    content = services.draft_content(consultation.revision)
    questions = questions_of(consultation)
    asked = {question.anchor for question in questions}
    context = {
        "parties": selectors.parties_of(consultation, access, today),
        "questions": questions,
        "content": content,
        "left_out": [row for row in asked_about(content) if row.clause.anchor not in asked] if content else [],
        "is_past": consultation.deadline <= today,
    }
    return page(request, "consultation_open", consultation, **context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_extend(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    _partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    if consultation.state != ConsultationState.OPEN:
        return back_to(consultation)
    form = DeadlineForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: services.extend_deadline(
            consultation=consultation, deadline=form.cleaned_data["deadline"], user=signed_in(request)
        ),
    ):
        messages.success(request, _("Fristen er forlenget for alle."))
        return back_to(consultation)
    return page(request, "consultation_extend", consultation, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_close(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Who has not answered; POST takes no more answers, and has the answers put together."""
    _partnership, access, consultation = enter_editing(request, partnership_slug, pk)
    today = timezone.localdate()
    if request.method == "POST":
        closed = tried(
            request,
            lambda: services.close_consultation(consultation=consultation, user=signed_in(request), on=today),
            _("Høringen er avsluttet. Svarene settes sammen til ett dokument."),
        )
        if closed:
            order_compilation(consultation=consultation, user=signed_in(request))
        return back_to(consultation)
    if consultation.state != ConsultationState.OPEN:
        return back_to(consultation)
    parties = selectors.parties_of(consultation, access, today)
    return page(request, "consultation_close", consultation, parties=parties, is_early=today <= consultation.deadline)


@login_required
@require_POST
def consultation_remind(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    _partnership, _access, consultation = enter_editing(request, partnership_slug, pk)
    try:
        outcome = remind_silent(consultation=consultation, user=signed_in(request))
    except NotPossible as reason:
        messages.error(request, str(reason))
        return back_to(consultation)
    if outcome.reminded:
        count = len(outcome.reminded)
        text = ngettext("Påminnelse er sendt til %(count)s part.", "Påminnelse er sendt til %(count)s parter.", count)
        messages.success(request, text % {"count": count})
    if outcome.unreachable:
        text = _("Ingen i portalen har e-postadresse for: %(names)s.")
        messages.warning(request, text % {"names": ", ".join(outcome.unreachable)})
    if outcome.already:
        text = _("Fikk påminnelse tidligere i dag: %(names)s.")
        messages.info(request, text % {"names": ", ".join(outcome.already)})
    return back_to(consultation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extension_decide(request: HttpRequest, partnership_slug: str, pk: int, invitation_pk: int) -> HttpResponse:
    """The coordinators' word on a longer deadline: `decision` is `grant` with a day, or `refuse`."""
    _partnership, access, consultation = enter_editing(request, partnership_slug, pk)
    invitation = get_object_or_404(selectors.invitations_of(consultation), pk=invitation_pk)
    row = selectors.party_row(consultation, invitation, access, timezone.localdate())
    if not row.asks:
        messages.info(request, _("Spørsmålet om utsatt frist er allerede avgjort."))
        return back_to(consultation)
    form = DecideForm(request.POST or None, initial={"until": invitation.extension_asked_to})
    refuses = request.POST.get("decision") == "refuse"
    if (
        form.is_valid()
        and (form.require_reason() if refuses else form.require_day())
        and _decided(request, form, consultation, invitation, refuses)
    ):
        messages.success(request, _("Avgjørelsen er lagret, og parten ser den på høringens side."))
        return back_to(consultation)
    return page(request, "extension_decide", consultation, form=form, row=row)


def _decided(
    request: HttpRequest, form: DecideForm, consultation: Consultation, invitation: Invitation, refuses: bool
) -> bool:
    invitation.consultation = consultation
    until, reason = (None, form.cleaned_data["reason"]) if refuses else (form.cleaned_data["until"], "")
    return attempt(
        form, lambda: decide_extension(invitation=invitation, until=until, user=signed_in(request), reason=reason)
    )
