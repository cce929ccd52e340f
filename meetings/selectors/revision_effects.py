"""What the decision of an item does to the revision it is about: what the minutes say, else what the outcome tells."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from agreements.enums import StepKind
from agreements.models import Revision, RevisionStep
from meetings.enums import ItemType, Outcome, RevisionEffect
from meetings.models import AgendaItem, MinutesItem
from municipalities.enums import CommitteeLevel

#: The committees of these levels recommend to the councils and the trust; those below treat.
RECOMMENDING = (CommitteeLevel.PARTNERSHIP, CommitteeLevel.STRATEGIC)


def revision_of(item: MinutesItem) -> Revision | None:
    """The revision that the item's decision is about; None for an item that is no decision."""
    agenda_item = item.agenda_item
    if agenda_item.type != ItemType.DECISION or agenda_item.withdrawn_at is not None or agenda_item.case is None:
        return None
    return agenda_item.case.revision


def is_adopted(item: MinutesItem) -> bool:
    if item.outcome == Outcome.VOTE:
        return (item.votes_for or 0) > (item.votes_against or 0)
    return item.outcome in (Outcome.CONSENSUS, Outcome.CONSENSUS_DISSENT)


def usual_effect(item: MinutesItem, *, decision: str, proposal: str) -> RevisionEffect:
    """What holds when nobody has chosen: adopted as it was proposed recommends the text, all else moves nothing."""
    as_proposed = not proposal or proposal.split() == decision.split()
    return RevisionEffect.RECOMMENDS if is_adopted(item) and as_proposed else RevisionEffect.NONE


def effect_of(item: MinutesItem, *, decision: str, proposal: str) -> RevisionEffect:
    chosen = item.revision_effect
    return RevisionEffect(chosen) if chosen else usual_effect(item, decision=decision, proposal=proposal)


def step_of(item: AgendaItem) -> StepKind:
    """Which step a decision in this item completes: what the case says, else by the committee's level."""
    if item.case and item.case.revision_step:
        return StepKind(item.case.revision_step)
    recommends = item.meeting.committee.level in RECOMMENDING
    return StepKind.RECOMMENDED if recommends else StepKind.COMMITTEE_REVIEW


def what_locking_does(item: MinutesItem, effect: RevisionEffect, steps: Iterable[RevisionStep]) -> str:
    """One sentence for whoever writes the minutes. `agenda_item`'s case, revision and committee are fetched."""
    revision, by_kind = revision_of(item), {step.kind: step for step in steps}
    assert revision is not None
    kind = step_of(item.agenda_item)
    words = {"revision": revision.name, "step": kind.label}
    if effect == RevisionEffect.CHANGES:
        if by_kind[StepKind.FINAL].is_passed:
            return _("Teksten i «%(revision)s» er endelig, så låsing sender den ikke tilbake til utkast.") % words
        return _("Når protokollen låses, går «%(revision)s» tilbake til utkast, med en merknad om vedtaket.") % words
    if effect == RevisionEffect.RECOMMENDS and not is_adopted(item):
        return _("Utfallet er ikke et vedtak, så låsing flytter ikke «%(revision)s».") % words
    if effect == RevisionEffect.RECOMMENDS and by_kind[kind].is_passed:
        return _("Trinnet «%(step)s» er alt ferdig i «%(revision)s», så låsing flytter den ikke.") % words
    if effect == RevisionEffect.RECOMMENDS:
        return _("Når protokollen låses, fullføres trinnet «%(step)s» i «%(revision)s».") % words
    return _("Når protokollen låses, blir «%(revision)s» stående der den er.") % words
