"""Agreements in meetings: the text an item uses is pinned, and the committee's decision moves the revision on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import StepKind
from agreements.models import AgreementVersion, Revision
from agreements.selectors.texts import contents_of
from agreements.services.steps import complete_step
from meetings.enums import ItemType, Outcome
from meetings.models import AgendaItem, Minutes, MinutesItem
from municipalities.enums import CommitteeLevel
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible

#: The committees of these levels recommend to the councils and the trust; those below treat.
RECOMMENDING = (CommitteeLevel.PARTNERSHIP, CommitteeLevel.STRATEGIC)


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


def advance_revisions(*, minutes: Minutes, user: User | None) -> None:
    """What the locked minutes say was decided moves the revisions on: recommended, or treated in a committee.

    Only the first version of the minutes does: a correction redoes nothing. A step that is done or skipped already is
    left alone, so doing it twice changes nothing. Where the revision cannot move, the minutes are locked all the
    same, and the reason stands in the history of the meeting and of the revision.
    Call inside the transaction that locks.
    """
    if minutes.corrects_id is not None:
        return
    rows = minutes.items.filter(agenda_item__case__revision__isnull=False, agenda_item__withdrawn_at__isnull=True)
    rows = rows.select_related("agenda_item__case__revision", "agenda_item__meeting__committee")
    for row in rows.order_by("agenda_item__position", "pk"):
        if _is_adopted(row):
            _advance(row, user)


def _is_adopted(row: MinutesItem) -> bool:
    if row.agenda_item.type != ItemType.DECISION:
        return False
    if row.outcome == Outcome.VOTE:
        return (row.votes_for or 0) > (row.votes_against or 0)
    return row.outcome in (Outcome.CONSENSUS, Outcome.CONSENSUS_DISSENT)


def _advance(row: MinutesItem, user: User | None) -> None:
    item = row.agenda_item
    assert item.case is not None and item.case.revision is not None  # noqa: PT018  (asked for in the query)
    revision, committee = item.case.revision, item.meeting.committee
    kind = step_of(item)
    steps = {step.kind: step for step in revision.steps.all()}
    if kind not in steps or steps[kind].is_passed:
        return
    reasons: dict[str, str] = {}
    if kind == StepKind.RECOMMENDED and not steps[StepKind.COMMITTEE_REVIEW].is_passed:
        why = _("Teksten ble behandlet direkte i %(committee)s.")
        reasons[StepKind.COMMITTEE_REVIEW] = why % {"committee": committee.name}
    try:
        complete_step(
            revision=revision,
            kind=kind,
            user=user,
            done_on=item.meeting.day,
            committee=committee,
            reference=reference_of(item),
            reasons=reasons,
        )
    except (NotPossible, ValidationError) as refused:
        _say_not_moved(revision, item, " ".join(_sentences(refused)), user)


def _sentences(refused: NotPossible | ValidationError) -> list[str]:
    return refused.messages if isinstance(refused, ValidationError) else [str(refused)]


def step_of(item: AgendaItem) -> StepKind:
    """Which step a decision in this item completes: what the case says, else by the committee's level."""
    if item.case and item.case.revision_step:
        return StepKind(item.case.revision_step)
    recommends = item.meeting.committee.level in RECOMMENDING
    return StepKind.RECOMMENDED if recommends else StepKind.COMMITTEE_REVIEW


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
