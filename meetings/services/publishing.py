"""Publishing the notice: the moment when numbers and papers are settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import MeetingState
from meetings.fingerprint import agenda_hash, notice_hash
from meetings.models import AgendaItem, CasePaper, Meeting, NumberSeries, PaperVersion
from meetings.services.agenda import open_agenda
from meetings.services.agreements import pin_texts, texts_to_pin
from meetings.services.documents import order_notice
from meetings.services.papers import draft_sections, save_version
from municipalities.numbering import format_number
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible

_ToPin = tuple[CasePaper, AgendaItem]


class AlreadyPublished(NotPossible):
    """Somebody published before us, and nothing has changed since."""


@transaction.atomic
def publish_notice(*, meeting: Meeting, user: User | None, renew: Collection[int] = ()) -> Meeting:
    """Publish the notice, or a new edition of it after a change. All or nothing.

    1. Lock the meeting's row: of two at once, one publishes and the other is told so.
    2. Check that the chair has approved the agenda as it stands.
    3. Pin the paper version each item uses; a draft written in since its last version becomes a version first. A paper
       that has been sent out stays as it was, unless its item's id is in `renew`. So does an agreement's text.
    4. Give numbers from the committee's series of the year, whose row is locked last, so that the series has no gap and
       two meetings of the committee never wait for each other in a ring. Given numbers are never touched.
    5. Mark the meeting as called, count the edition, order the documents, and write it in the log.

    Raises AlreadyPublished, or NotPossible when the agenda is empty or not approved.
    """
    meeting = open_agenda(meeting)
    related = ("case__paper", "case__revision__version", "paper_version", "meeting")
    items = list(meeting.items.select_related(*related).order_by("position", "pk"))
    papers, texts = _papers_to_pin(items, renew), texts_to_pin(items, renew)
    _check(meeting, items, has_news=bool(papers or texts))
    _pin(papers, user)
    pin_texts(texts)
    given = _give_numbers(meeting, items)
    now = timezone.now()
    meeting.called_at = meeting.called_at or now
    meeting.called_by = meeting.called_by or user
    meeting.state = MeetingState.CALLED
    meeting.notice_version += 1
    meeting.notice_at = now
    meeting.notice_hash = notice_hash(meeting, items)
    meeting.save(
        update_fields=["called_at", "called_by", "state", "notice_version", "notice_at", "notice_hash"],
    )
    order_notice(meeting=meeting, user=user)
    log(
        actor=user,
        verb="notice.published",
        subject=meeting,
        text=_text(meeting, given),
        edition=meeting.notice_version,
        numbers=[item.number_text for item in given],
    )
    return meeting


def _check(meeting: Meeting, items: Sequence[AgendaItem], *, has_news: bool) -> None:
    says_the_same = meeting.notice_hash != "" and meeting.notice_hash == notice_hash(meeting, items)
    if meeting.state == MeetingState.CALLED and says_the_same and not has_news:
        raise AlreadyPublished(_("Innkallingen er allerede publisert."))
    if not any(item.withdrawn_at is None for item in items):
        raise NotPossible(_("Sakslisten er tom. Legg til saker før du publiserer."))
    if meeting.approved_at is None:
        raise NotPossible(_("Leder må godkjenne sakslisten før innkallingen publiseres."))
    if meeting.approved_hash != agenda_hash(items):
        raise NotPossible(_("Sakslisten er endret etter at leder godkjente den. Den må godkjennes på nytt."))


def _papers_to_pin(items: Sequence[AgendaItem], renew: Collection[int]) -> list[_ToPin]:
    """Papers that are written and not sent yet, and those to be sent anew."""
    return [
        (item.case.paper, item)
        for item in items
        if item.withdrawn_at is None
        and item.case is not None
        and hasattr(item.case, "paper")
        and (item.paper_version is None or item.pk in renew)
        and (draft_sections(item.case.paper) or item.case.paper.versions.exists())
    ]


def _pin(papers: Sequence[_ToPin], user: User | None) -> None:
    """In the order of the papers' keys, so that two meetings with the same cases never wait in a ring."""
    for paper, item in sorted(papers, key=lambda pair: pair[0].pk):
        item.paper_version = _version(paper, user)
        item.save(update_fields=["paper_version"])


def _version(paper: CasePaper, user: User | None) -> PaperVersion | None:
    """The draft as a version, or the newest version where no draft is kept."""
    if draft_sections(paper):
        return save_version(paper=paper, note=_("Sendt ut med innkallingen"), user=user)
    return paper.versions.order_by("-number").first()


def _give_numbers(meeting: Meeting, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """The items that got a number now. Without any, the series is left alone."""
    unnumbered = [item for item in items if item.number is None and item.withdrawn_at is None]
    if not unnumbered:
        return []
    NumberSeries.objects.get_or_create(committee_id=meeting.committee_id, year=meeting.year)
    series = NumberSeries.objects.select_for_update().get(committee_id=meeting.committee_id, year=meeting.year)
    for number, item in enumerate(unnumbered, start=series.last + 1):
        item.series, item.number = series, number
        item.number_text = format_number(meeting.committee.number_format, number=number, year=meeting.year)
        item.save(update_fields=["series", "number", "number_text"])
    series.last += len(unnumbered)
    series.save(update_fields=["last"])
    return unnumbered


def _text(meeting: Meeting, given: Sequence[AgendaItem]) -> str:
    if given and meeting.notice_version == 1:
        return _("Innkallingen er publisert med sak %(first)s til %(last)s.") % {
            "first": given[0].number_text,
            "last": given[-1].number_text,
        }
    return _("Utgave %(edition)s av innkallingen er publisert.") % {"edition": meeting.notice_version}
