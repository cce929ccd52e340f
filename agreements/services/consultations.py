"""A consultation from its making to its close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.content import Content
from agreements.enums import ConsultationState, ExtensionState, StepKind
from agreements.models import AgreementVersion, Consultation, Invitation, Revision
from agreements.rules.steps import next_step
from agreements.selectors.texts import content_of
from agreements.services.questions import asked_about, lock_draft, sync_sections
from agreements.services.steps import complete_step, plan_step
from municipalities.models import Municipality, Partnership
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


@dataclass(frozen=True)
class Details:
    """What the coordinators decide about a consultation before it is sent."""

    title: str
    deadline: dt.date
    basis: str
    municipalities: tuple[Municipality, ...]
    include_trust: bool


@transaction.atomic
def create_consultation(
    *,
    partnership: Partnership,
    user: User | None,
    title: str,
    deadline: dt.date,
    revision: Revision | None = None,
    basis: str = "",
    municipalities: Iterable[Municipality],
    include_trust: bool,
) -> Consultation:
    """A draft that only the coordinators see, with its parties, and a question for each section of a revision's text.

    Raises ValidationError (`deadline`, `parties`).
    """
    _check_deadline(deadline)
    consultation = Consultation.objects.create(
        partnership=partnership, revision=revision, title=title, basis=basis, deadline=deadline, created_by=user
    )
    _invite(consultation, list(municipalities), include_trust)
    content = draft_content(revision)
    if content is not None:
        sync_sections(consultation, content, asked_about(content))
    text = _("Laget høringen «%(title)s»") % {"title": title}
    log(actor=user, verb="consultation.created", subject=consultation, text=text)
    return consultation


@transaction.atomic
def update_consultation(*, consultation: Consultation, details: Details, user: User | None) -> Consultation:
    """Change a draft. Raises ValidationError (`deadline`, `parties`), and NotPossible once it is sent."""
    row = lock_draft(consultation)
    _check_deadline(details.deadline)
    row.title, row.basis, row.deadline = details.title, details.basis, details.deadline
    row.save(update_fields=["title", "basis", "deadline"])
    _invite(row, list(details.municipalities), details.include_trust)
    log(actor=user, verb="consultation.changed", subject=row, text=_("Endret høringen"))
    return row


@transaction.atomic
def remove_consultation(*, consultation: Consultation, user: User | None) -> None:
    """Throw away a draft. Raises NotPossible once it is sent: what is sent is a document."""
    row = lock_draft(consultation)
    text = _("Slettet utkastet til høringen «%(title)s»") % {"title": row.title}
    log(actor=user, verb="consultation.removed", subject=row.revision or row.partnership, text=text)
    row.delete()


def draft_content(revision: Revision | None) -> Content | None:
    """The text of the revision as it is now."""
    return content_of(revision.version) if revision and revision.version else None


def _check_deadline(deadline: dt.date) -> None:
    if deadline <= timezone.localdate():
        raise ValidationError({"deadline": _("Fristen må være etter i dag.")})


def _invite(consultation: Consultation, municipalities: list[Municipality], include_trust: bool) -> None:
    """The parties of a draft are these and no others."""
    if not municipalities and not include_trust:
        raise ValidationError({"parties": _("Velg minst én part som skal høres.")})
    trust = consultation.partnership.trust if include_trust else None
    invitations = consultation.invitations
    invitations.filter(municipality__isnull=False).exclude(municipality__in=municipalities).delete()
    invitations.filter(trust__isnull=False).exclude(trust=trust).delete()
    there = set(invitations.values_list("municipality_id", "trust_id"))
    new = [
        Invitation(consultation=consultation, municipality=row) for row in municipalities if (row.pk, None) not in there
    ]
    if trust and (None, trust.pk) not in there:
        new.append(Invitation(consultation=consultation, trust=trust))
    Invitation.objects.bulk_create(new)


@transaction.atomic
def open_consultation(*, consultation: Consultation, user: User | None, on: dt.date) -> Consultation:
    """Send it: from now on it is public, and the parties can answer.

    Steps: lock; refuse what nobody could answer; take a copy of the text as it is today, with its version, since the
    draft goes on; let the questions follow that text; state; the revision's step gets the deadline as its day; log.
    Raises NotPossible.
    """
    row = lock_draft(consultation)
    if row.deadline <= on:
        raise NotPossible(_("Fristen er passert. Sett en ny frist før du sender høringen."))
    if not row.invitations.exists():
        raise NotPossible(_("Høringen har ingen parter. Velg hvem som skal høres."))
    _take_text(row)
    row.state, row.opened_on = ConsultationState.OPEN, on
    row.save(update_fields=["state", "opened_on", "text", "version"])
    _plan(row, user)
    count = row.invitations.count()
    text = ngettext("Sendte høringen til %(count)s part", "Sendte høringen til %(count)s parter", count)
    log(actor=user, verb="consultation.opened", subject=row, text=text % {"count": count})
    return row


def _take_text(row: Consultation) -> None:
    if row.revision is None:
        return
    version: AgreementVersion | None = row.revision.version
    content = content_of(version) if version else None
    if version is None or content is None or not content.clauses:
        raise NotPossible(_("Revisjonen har ingen tekst ennå. Skriv utkastet før du sender høringen."))
    row.version, row.text = version, content.to_json()
    asked = set(row.questions.exclude(anchor="").values_list("anchor", flat=True))
    sync_sections(row, content, [numbered for numbered in content.numbered() if numbered.clause.anchor in asked])


def _plan(row: Consultation, user: User | None) -> None:
    """The step is planned to be done when the answers are in; one that is done or skipped stays as it is."""
    if row.revision is None:
        return
    step = row.revision.steps.filter(kind=StepKind.CONSULTATION).first()
    if step is not None and not step.is_passed:
        plan_step(revision=row.revision, kind=StepKind.CONSULTATION, planned_on=row.deadline, user=user)


def lock_open(consultation: Consultation) -> Consultation:
    """The consultation with its row locked for this transaction. Raises NotPossible unless it is open."""
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True).select_related("revision", "partnership")
    row = rows.get(pk=consultation.pk)
    if row.state == ConsultationState.CLOSED:
        raise NotPossible(closed_text(row))
    if row.state == ConsultationState.DRAFT:
        raise NotPossible(_("Høringen er ikke sendt ennå."))
    return row


def closed_text(consultation: Consultation) -> str:
    """What happened and what to do. `partnership` is fetched."""
    said = _("Høringen ble avsluttet %(day)s, og svar tas ikke lenger imot her.") % {
        "day": long_date(consultation.closed_on) if consultation.closed_on else ""
    }
    email = consultation.partnership.secretariat_email
    if not email:
        return said + " " + _("Ta kontakt med sekretariatet hvis svaret likevel skal med.")
    return said + " " + _("Skriv til sekretariatet på %(email)s hvis svaret likevel skal med.") % {"email": email}


@transaction.atomic
def extend_deadline(*, consultation: Consultation, deadline: dt.date, user: User | None) -> Consultation:
    """Give all parties a later deadline. Answers sent in the meantime are no longer late.

    Raises ValidationError (`deadline`) and NotPossible.
    """
    row = lock_open(consultation)
    if deadline <= row.deadline:
        raise ValidationError(
            {"deadline": _("Den nye fristen må være etter %(day)s.") % {"day": long_date(row.deadline)}}
        )
    if deadline < timezone.localdate():
        raise ValidationError({"deadline": _("Den nye fristen kan ikke være i fortiden.")})
    before, row.deadline = row.deadline, deadline
    row.save(update_fields=["deadline"])
    for invitation in row.invitations.filter(answer__is_late=True).select_related("answer"):
        sent_on = timezone.localdate(invitation.answer.sent_at)
        if sent_on <= deadline:
            invitation.answer.is_late = False
            invitation.answer.save(update_fields=["is_late"])
    waiting = row.invitations.filter(extension=ExtensionState.ASKED, extension_asked_to__lte=deadline)
    waiting.update(extension=ExtensionState.GRANTED, extended_to=deadline)
    refused = row.invitations.filter(extension=ExtensionState.REFUSED).exclude(extended_to__gt=deadline)
    refused.update(extension=ExtensionState.NONE, refusal_reason="")
    _plan(row, user)
    text = _("Forlenget fristen for alle fra %(before)s til %(day)s")
    words = {"before": long_date(before), "day": long_date(deadline)}
    log(actor=user, verb="consultation.extended", subject=row, text=text % words)
    return row


@transaction.atomic
def close_consultation(*, consultation: Consultation, user: User | None, on: dt.date) -> Consultation:
    """Take no more answers. When the revision waits for this consultation, its step is done with it.

    Raises NotPossible when it is not open.
    """
    row = lock_open(consultation)
    row.state, row.closed_on = ConsultationState.CLOSED, on
    row.save(update_fields=["state", "closed_on"])
    answered = row.invitations.filter(answer__sent_at__isnull=False).count()
    total = row.invitations.count()
    text = _("Avsluttet høringen med %(answered)s av %(total)s svar") % {"answered": answered, "total": total}
    log(actor=user, verb="consultation.closed", subject=row, text=text)
    revision = row.revision
    if revision is not None and _waits_for(revision):
        note = _("%(answered)s av %(total)s parter svarte.") % {"answered": answered, "total": total}
        complete_step(revision=revision, kind=StepKind.CONSULTATION, user=user, done_on=on, note=note)
    return row


def _waits_for(revision: Revision) -> bool:
    """The consultation is the revision's next step, and no other one of it is still open."""
    step = next_step(revision.steps.all())
    is_next = step is not None and step.kind == StepKind.CONSULTATION
    return is_next and not revision.consultations.filter(state=ConsultationState.OPEN).exists()
