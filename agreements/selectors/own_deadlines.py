"""The deadlines of one municipality, for its calendar and for reminders. They are not secret."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.enums import ObligationKind
from agreements.models import Adoption, Agreement, Consultation, CouncilMeeting, Revision
from agreements.rules.obligations import Obligation
from agreements.selectors.mine import adoptions_of_line, undecided
from agreements.selectors.obligations import agreement_obligations
from agreements.selectors.own_parties import OwnParties, own_parties
from agreements.selectors.own_waiting import Waiting, coming_councils, waiting_on
from municipalities.access import Access
from municipalities.models import Municipality, Partnership
from samhandling.audit.models import ActivityLog
from samhandling.core.dates import day_and_month

Subject = tuple[type[Model], int]


@dataclass(frozen=True)
class OwnDeadline:
    """`uid` stays when the day moves; `subjects` are what the deadline follows from, as (model, primary key)."""

    uid: str
    kind: str
    title: str
    due_on: dt.date
    url: str
    facts: str = ""
    subjects: tuple[Subject, ...] = ()

    @property
    def key(self) -> str:
        """Another when the day moves, so that a reminder of the new day is not taken for the old one."""
        return f"{self.uid}-{self.due_on:%Y%m%d}"


def own_deadlines(partnership: Partnership, municipality: Municipality, day: dt.date) -> list[OwnDeadline]:
    """What is not done, in the order of the days. A constant number of queries."""
    own = own_parties(partnership, municipality)
    adoptions = undecided(adoptions_of_line(own), own, day)
    councils = coming_councils(municipality, day)
    waiting = waiting_on(
        partnership,
        municipality,
        Access(partnership.pk),
        day,
        own=own,
        adoptions=adoptions,
        councils=councils,
    )
    page = reverse("agreements:mine-of", args=[partnership.slug, municipality.number])
    found = [_of_waiting(row) for row in waiting if row.deadline]
    found += [_of_duty(duty, partnership) for duty in _duties(own, day) if duty.due_on]
    found += [_papers(meeting, page) for meeting in councils if meeting.papers_due and meeting.papers_due >= day]
    return sorted(found, key=lambda row: (row.due_on, row.uid))


def _of_waiting(row: Waiting) -> OwnDeadline:
    """Its day and what it is about. The row's facts (drafts, hindrances, requests for more time) are for members."""
    assert row.deadline is not None
    of_revision = row.adoption is not None
    subjects: tuple[Subject, ...] = ()
    if row.adoption is not None:
        subjects = ((Revision, row.adoption.revision_id), (Adoption, row.adoption.pk))
    elif row.invitation is not None:
        subjects = ((Consultation, row.invitation.consultation_id),)
    return OwnDeadline(
        uid=row.key,
        kind=ObligationKind.ADOPTION if of_revision else ObligationKind.ANSWER,
        title=row.title,
        due_on=row.deadline,
        url=row.url,
        subjects=subjects,
    )


def _duties(own: OwnParties, day: dt.date) -> list[Obligation]:
    """Reviews, notices and expiry of the agreements that bind it today."""
    agreements = {party.agreement_id: party.agreement for party in own.current(day)}
    standing = [row for row in agreements.values() if row.terminated_on is None or row.terminated_on >= day]
    kinds = (ObligationKind.REVIEW, ObligationKind.NOTICE, ObligationKind.EXPIRY)
    owed = agreement_obligations(standing, day)
    return [row for row in owed if row.kind in kinds and row.done_on is None and "notice-told" not in row.key]


def _of_duty(row: Obligation, partnership: Partnership) -> OwnDeadline:
    assert row.due_on is not None
    name, pk = row.page
    return OwnDeadline(
        uid=f"{row.kind}-{(row.act or row.page)[1]}",
        kind=row.kind,
        title=f"{row.title}: {row.about}",
        due_on=row.due_on,
        url=reverse(name, args=[partnership.slug, pk]),
        facts=row.legal_reference,
        subjects=((Agreement, row.agreement_id),) if row.agreement_id else (),
    )


def _papers(meeting: CouncilMeeting, url: str) -> OwnDeadline:
    assert meeting.papers_due is not None
    return OwnDeadline(
        uid=f"saksfrist-{meeting.pk}",
        kind="papers",
        title=_("Saksfrist til kommunestyret %(day)s") % {"day": day_and_month(meeting.on)},
        due_on=meeting.papers_due,
        url=url,
    )


def sequences(deadlines: Sequence[OwnDeadline]) -> dict[str, int]:
    """A number for each uid that never falls: how often something was done with what the deadline belongs to.

    A calendar replaces an event when it comes with a higher number (RFC 5545, SEQUENCE). One query.
    """
    subjects = {subject for row in deadlines for subject in row.subjects}
    types = {model: ContentType.objects.get_for_model(model).pk for model, _pk in subjects}
    wanted = Q(pk__in=[])
    for model, content_type in types.items():
        wanted |= Q(content_type=content_type, object_id__in=[pk for other, pk in subjects if other is model])
    counted = ActivityLog.objects.filter(wanted).values_list("content_type", "object_id").annotate(times=Count("pk"))
    times = {(content_type, pk): count for content_type, pk, count in counted.order_by()}
    return {row.uid: sum(times.get((types[model], pk), 0) for model, pk in row.subjects) for row in deadlines}
