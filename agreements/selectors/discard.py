"""What is lost when a draft is thrown away whole, and who uses it so that it cannot be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, SectionText
from samhandling.core.dates import long_date


@dataclass(frozen=True)
class Loss:
    sections: int
    files: int
    last_by: str
    """Who wrote last; empty when nobody has, or the account is gone."""
    last_at: dt.datetime | None
    uses: tuple[str, ...]
    """The meetings and consultations that use the text, in words. While there is one, the draft stays."""


def loss_of(version: AgreementVersion) -> Loss:
    """`version.agreement` is fetched."""
    texts = SectionText.objects.filter(owner__version=version).select_related("saved_by")
    last = texts.order_by("-saved_at", "-pk").first()
    return Loss(
        sections=version.sections.count(),
        files=version.files.count(),
        last_by=last.saved_by.name if last and last.saved_by else "",
        last_at=last.saved_at if last else None,
        uses=(*_meetings(version), *_consultations(version)),
    )


def _meetings(version: AgreementVersion) -> list[str]:
    """The items that have sent this text out; the room of meetings points here, so they are asked for backwards."""
    items = version.treated_in.select_related("meeting__committee").order_by("meeting__starts_at", "pk")
    text = _("saken «%(title)s» i %(committee)s %(day)s")
    return [
        text % {"title": item.title, "committee": item.meeting.committee.name, "day": long_date(item.meeting.day)}
        for item in items.defer("agreement_text")
    ]


def _consultations(version: AgreementVersion) -> list[str]:
    return [_("høringen «%(title)s»") % {"title": row.title} for row in version.consultations.order_by("pk")]
