"""Agreements in meetings: the text an item uses is pinned, and the committee's decision moves the revision on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import StepKind
from agreements.models import AgreementVersion, Revision
from agreements.selectors.texts import contents_of
from agreements.services.steps import complete_step, send_back
from meetings.enums import RevisionEffect
from meetings.models import AgendaItem, Minutes, MinutesItem
from meetings.selectors.minutes_content import items_of
from meetings.selectors.revision_effects import is_adopted, revision_of, step_of, usual_effect
from meetings.services.minutes import proposed_decision
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


def texts_to_pin(items: Sequence[AgendaItem], renew: Collection[int]) -> list[AgendaItem]:
    """Items about a revision with a text, which is not sent yet or is to be sent anew (`renew`: their ids).

    `case__revision__version` should be fetched.
    """
    return [
        item
        for item in items
        if item.withdrawn_at is None
        and _text_of(item) is not None
        and (item.agreement_version_id is None or item.pk in renew)
    ]


def _text_of(item: AgendaItem) -> AgreementVersion | None:
    revision = item.case.revision if item.case else None
    return revision.version if revision else None


def pin_texts(items: Sequence[AgendaItem]) -> None:
    """Keep what the items' meeting uses: a frozen version as it is, a draft as it reads today. Two queries, and one
    for each item. Call inside a transaction."""
    versions = [version for item in items if (version := _text_of(item))]
    drafts = contents_of([version for version in versions if not version.is_frozen])
    today = timezone.localdate()
    for item in items:
        version = _text_of(item)
        if version is None:
            continue
        draft = drafts.get(version.pk)
        item.agreement_version = version
        item.agreement_text = draft.to_json() if draft else None
        item.agreement_drafted_on = today if draft else None
        item.save(update_fields=["agreement_version", "agreement_text", "agreement_drafted_on"])


def keep_effects(minutes: Minutes) -> None:
    """Write down what each decision does to its revision where nobody has chosen; call before the minutes are locked.

    Not for a correction, which moves nothing.
    """
    if minutes.corrects_id is not None:
        return
    for item in items_of(minutes):
        if not item.revision_effect and revision_of(item) is not None:
            proposal = proposed_decision(item.agenda_item)
            item.revision_effect = usual_effect(item, decision=item.decision, proposal=proposal)
            item.save(update_fields=["revision_effect"])


def advance_revisions(*, minutes: Minutes, user: User | None) -> None:
    """What the locked minutes say was decided moves the revisions: on, or back to draft when changes were asked for.

    Only the first version of the minutes does: a correction redoes nothing. A step that is done or skipped already is
    left alone, so doing it twice changes nothing. Where the revision cannot move, the minutes are locked all the
    same, and the reason stands in the history of the meeting and of the revision.
    Call inside the transaction that locks.
    """
    if minutes.corrects_id is not None:
        return
    rows = minutes.items.filter(agenda_item__case__revision__isnull=False)
    rows = rows.select_related("agenda_item__case__revision", "agenda_item__meeting__committee")
    for row in rows.order_by("agenda_item__position", "pk"):
        if revision_of(row) is None:
            continue
        if row.revision_effect == RevisionEffect.CHANGES:
            _try(row, user, _send_back)
        elif row.revision_effect == RevisionEffect.RECOMMENDS and is_adopted(row):
            _try(row, user, _advance)


def _try(row: MinutesItem, user: User | None, act: Callable[[Revision, AgendaItem, User | None], None]) -> None:
    item = row.agenda_item
    assert item.case is not None and item.case.revision is not None  # noqa: PT018  (asked for in the query)
    try:
        act(item.case.revision, item, user)
    except (NotPossible, ValidationError) as refused:
        _say_not_moved(item.case.revision, item, " ".join(_sentences(refused)), user)


def _send_back(revision: Revision, item: AgendaItem, user: User | None) -> None:
    words = {"committee": item.meeting.committee.name, "item": reference_of(item), "day": long_date(item.meeting.day)}
    note = _("%(committee)s ba om endringer i %(item)s %(day)s.") % words
    send_back(revision=revision, note=note, user=user)


def _advance(revision: Revision, item: AgendaItem, user: User | None) -> None:
    committee, kind = item.meeting.committee, step_of(item)
    steps = {step.kind: step for step in revision.steps.all()}
    if kind not in steps or steps[kind].is_passed:
        return
    reasons: dict[str, str] = {}
    if kind == StepKind.RECOMMENDED and not steps[StepKind.COMMITTEE_REVIEW].is_passed:
        why = _("Teksten ble behandlet direkte i %(committee)s.")
        reasons[StepKind.COMMITTEE_REVIEW] = why % {"committee": committee.name}
    complete_step(
        revision=revision,
        kind=kind,
        user=user,
        done_on=item.meeting.day,
        committee=committee,
        reference=reference_of(item),
        reasons=reasons,
    )


def _sentences(refused: NotPossible | ValidationError) -> list[str]:
    return refused.messages if isinstance(refused, ValidationError) else [str(refused)]


def reference_of(item: AgendaItem) -> str:
    """«OSU-sak 12/26»; a number with a prefix of its own stands as it is."""
    number = item.number_text
    if not number[:1].isdigit():
        return number
    return _("%(committee)s-sak %(number)s") % {"committee": item.meeting.committee.short_name, "number": number}


def _say_not_moved(revision: Revision, item: AgendaItem, why: str, user: User | None) -> None:
    text = _("Vedtaket i %(item)s flyttet ikke revisjonen «%(revision)s» videre: %(why)s")
    words = {"item": reference_of(item), "revision": revision.name, "why": why}
    for subject in (revision, item.meeting):
        log(actor=user, verb="revision.not_moved", subject=subject, text=text % words, item=item.pk)
