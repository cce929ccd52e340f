"""Letterhead, title and file name: what all papers of a meeting have in common."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting
from meetings.packets.content import Cover, Letterhead
from meetings.packets.edition import Edition
from municipalities.enums import CommitteeType, Standing
from municipalities.models import Committee, Partnership, PartnershipMembership
from samhandling.core import dates
from samhandling.documents.typography import lower_first, typeset


def letterhead(partnership: Partnership, meeting: Meeting) -> Letterhead:
    count = (
        PartnershipMembership.objects.current(meeting.day)
        .filter(partnership=partnership, standing=Standing.MEMBER)
        .count()
    )
    members = ngettext("%(count)s kommune og %(trust)s", "%(count)s kommuner og %(trust)s", count)
    return Letterhead(
        name=partnership.name,
        members=members % {"count": count, "trust": partnership.trust.name} if count else partnership.trust.name,
        sender=partnership.secretariat_name,
        email=partnership.secretariat_email,
        logo_alt=_("Logoen til %(partnership)s") % {"partnership": partnership.name},
    )


def heading_of(kind: str, committee: Committee) -> str:
    """`kind` is `notice` or `minutes`: «Innkalling til møte i overordnet samarbeidsutvalg»."""
    texts = {
        ("notice", False): _("Innkalling til møte i %(committee)s"),
        ("notice", True): _("Innkalling til %(committee)s"),
        ("minutes", False): _("Protokoll fra møte i %(committee)s"),
        ("minutes", True): _("Protokoll fra %(committee)s"),
    }
    is_the_meeting = committee.type == CommitteeType.PARTNERSHIP_MEETING
    return texts[kind, is_the_meeting] % {"committee": lower_first(committee.name)}


def cover(*, meeting: Meeting, edition: Edition, kind: str, created_at: datetime, version: int) -> Cover:
    committee = meeting.committee
    partnership = committee.partnership
    day = dates.long_date(meeting.day)
    heading = heading_of(kind, committee)
    names = {"notice": _("Innkalling"), "minutes": _("Protokoll")}
    title = f"{heading} {day}"
    file_name = f"{names[kind]} {committee.short_name} {meeting.day.isoformat()}"
    running_head = f"{names[kind]} · {committee.name} · {day}"
    if version > 1:
        file_name += " " + _("versjon %(number)s") % {"number": version}
    if not edition.is_internal:
        title = _("%(title)s – offentlig utgave") % {"title": title}
        file_name += " " + _("offentlig")
        running_head += " · " + _("Offentlig utgave")
    return Cover(
        letterhead=letterhead(partnership, meeting),
        heading=heading,
        title=typeset(title),
        running_head=typeset(running_head),
        file_name=file_name,
        creator=", ".join(filter(None, [partnership.secretariat_name, partnership.name])),
        created_at=created_at.astimezone(UTC),
        reference=meeting.archive_ref,
        language=edition.language,
        is_internal=edition.is_internal,
    )
