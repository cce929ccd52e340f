"""A party's answer: its fields are saved one by one while several people write, then it is sent.

Every save locks the consultation's row first, so a save waits for a closing that is under way and is then refused.
A row that nobody has written in does not exist; its fields are empty at revision 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import access
from agreements.enums import Stance
from agreements.models import Answer, Invitation, Question, QuestionAnswer
from agreements.rules.consultations import is_late
from agreements.services.consultations import lock_open
from municipalities.access import access_for
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible


@dataclass(frozen=True)
class SavedField:
    revision: int
    saved_at: datetime


class FieldConflict(Exception):
    """Somebody gave the field another value since the revision the save was based on. Nothing is saved."""

    def __init__(self, *, revision: int, theirs: str, mine: str) -> None:
        super().__init__(revision)
        self.revision = revision
        self.theirs = theirs
        self.mine = mine


class AnswerSent(NotPossible):
    """The answer was sent while somebody wrote in it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Svaret er sendt. Teksten din er ikke tapt: den står her til du forlater siden. "
                "Åpne svaret igjen hvis den skal med."
            )
        )


def lock_answer(invitation: Invitation, user: User | None) -> Answer:
    """The answer with its row locked, begun if nobody has. Raises NotPossible when the consultation is not open."""
    lock_open(invitation.consultation)
    answer, is_new = Answer.objects.select_for_update(of=("self",)).get_or_create(
        invitation=invitation, defaults={"started_by": user}
    )
    if is_new:
        log(actor=user, verb="answer.started", subject=invitation, text=_("Begynte på svaret"))
    return answer


@transaction.atomic
def save_field(
    *,
    invitation: Invitation,
    question: Question | None = None,
    field: str,
    base_revision: int,
    value: str,
    user: User | None,
) -> SavedField:
    """Save one field of the answer, or of its answer to `question`.

    A save of what already stands there is not a conflict, whichever revision it was based on.
    Raises FieldConflict, AnswerSent and NotPossible (closed).
    """
    answer = lock_answer(invitation, user)
    row: Answer | QuestionAnswer = answer
    if question is not None:
        row = QuestionAnswer.objects.get_or_create(answer=answer, question=question)[0]
    theirs, revision = str(getattr(row, field)), row.revision_of(field)
    if theirs == value:
        return SavedField(revision, timezone.now())
    if answer.is_sent:
        raise AnswerSent
    if base_revision != revision:
        raise FieldConflict(revision=revision, theirs=theirs, mine=value)
    setattr(row, field, value)
    row.revisions[field] = revision + 1
    row.save(update_fields=[field, "revisions"])
    return SavedField(revision + 1, timezone.now())


def missing(answer: Answer | None) -> list[str]:
    """Why the answer cannot be sent, in words; empty when something is answered."""
    if answer is not None and (answer.stance or answer.text.strip() or _has_part(answer)):
        return []
    return [_("Svaret er tomt. Velg et samlet syn, svar på minst ett spørsmål eller skriv en merknad.")]


def unsaid(answer: Answer) -> list[str]:
    """Where changes are wished for and nothing says which. A file that goes with the answer may say it."""
    if answer.files.exists():
        return []
    parts = list(answer.parts.select_related("question").order_by("question__position"))
    names = [part.question.text for part in parts if part.stance == Stance.CHANGES and not part.text.strip()]
    said = answer.text.strip() or any(part.stance == Stance.CHANGES or part.text.strip() for part in parts)
    return names if said or answer.stance != Stance.CHANGES else [_("Samlet syn")]


def _has_part(answer: Answer) -> bool:
    return any(part.stance or part.choice or part.text.strip() for part in answer.parts.all())


@transaction.atomic
def send_answer(*, answer: Answer, user: User | None) -> Answer:
    """Send it: it is public from now on (offentleglova § 15 fourth paragraph), and late after the party's deadline.

    Raises NotPossible when it is empty, sent already, or the consultation is closed.
    """
    invitation = Invitation.objects.select_related("consultation__partnership", "municipality", "trust").get(
        pk=answer.invitation_id
    )
    row = lock_answer(invitation, user)
    if row.is_sent:
        raise NotPossible(_("Svaret er allerede sendt."))
    for reason in missing(row):
        raise NotPossible(reason)
    now = timezone.now()
    row.sent_at, row.sent_by = now, user
    row.is_late = is_late(invitation.consultation.deadline, invitation.extended_to, timezone.localdate(now))
    row.save(update_fields=["sent_at", "sent_by", "is_late"])
    words = {"party": str(invitation.municipality or invitation.trust)}
    own = speaks_for(user, invitation)
    text = _("Svaret fra %(party)s ble sendt") if own else _("Sekretariatet sendte svaret på vegne av %(party)s")
    log(actor=user, verb="answer.sent", subject=invitation, text=text % words, late=row.is_late, answer=as_sent(row))
    return row


def speaks_for(user: User | None, invitation: Invitation) -> bool:
    """Whether the user is the party's own today."""
    return user is not None and access.speaks_for(access_for(user, invitation.consultation.partnership), invitation)


def as_sent(answer: Answer) -> dict[str, Any]:
    """Everything the answer says, for the log: what was sent before it was opened again is kept there."""
    parts = answer.parts.select_related("question").order_by("question__position")
    return {
        "stance": answer.stance,
        "text": answer.text,
        "council_case": answer.council_case,
        "parts": [
            {"question": part.question.text, "stance": part.stance, "choice": part.choice, "text": part.text}
            for part in parts
        ],
        "files": [{"title": file.title, "sha256": file.sha256} for file in answer.files.all()],
    }


@transaction.atomic
def reopen_answer(*, invitation: Invitation, user: User | None) -> Answer:
    """Take a sent answer back to change it; what it said is in the log. Raises NotPossible once closed."""
    answer = lock_answer(invitation, user)
    if not answer.is_sent:
        return answer
    before = as_sent(answer)
    sent_at = answer.sent_at
    answer.sent_at, answer.sent_by, answer.is_late = None, None, False
    answer.save(update_fields=["sent_at", "sent_by", "is_late"])
    text = _("Åpnet svaret igjen. Det er ikke offentlig før det sendes på nytt.")
    log(actor=user, verb="answer.reopened", subject=invitation, text=text, answer=before, sent_at=str(sent_at))
    return answer
