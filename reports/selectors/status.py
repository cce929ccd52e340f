"""What a status report says, as a snapshot.

    snapshot = build_snapshot(report, timezone.now())

The reports of a batch share what they are made from (`selectors.shared`): `build_snapshot(report, now, shared)` asks
the database for nothing.
"""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from reports.models import StatusReport
from reports.period import Period
from reports.selectors.shared import load_shared
from reports.snapshot import Head, Sentence, Snapshot
from reports.status.activity import DECISIONS, Doings
from reports.status.agreements import IN_FORCE, Texts
from reports.status.facts import Shared, Whom
from reports.status.figures import Measures
from reports.status.groups import group_map
from reports.status.projects import Projects
from reports.status.whom import whom as whom_of
from samhandling.core.dates import clock, long_date


def build_snapshot(report: StatusReport, now: dt.datetime, facts: Shared | None = None) -> Snapshot:
    """All words in the report's language. `partnership`, `municipality` and `group` are fetched with the report.

    Raises ValueError for a period that has not begun, or when `facts` are of another period.
    """
    period = Period(report.period_from, report.period_to)
    shared = facts or load_shared(report.partnership, period, now)
    if shared.period != period or shared.partnership.pk != report.partnership_id:
        raise ValueError("the facts are of another partnership or period")
    with translation.override(report.language):
        return _built(shared, whom_of(report, shared))


def _built(shared: Shared, whom: Whom) -> Snapshot:
    texts, doings = Texts(shared, whom), Doings(shared, whom)
    measures, projects = Measures(shared, whom), Projects(shared, whom)
    return Snapshot(
        head=_head(shared, whom),
        sentences=(
            Sentence(texts.progress(), texts.progress_figure),
            Sentence(texts.must_sentence(), texts.must_figure),
            Sentence(doings.sentence(), DECISIONS),
        ),
        must_heading=_must_heading(whom),
        must_none=_("Ingenting venter på avgjørelse."),
        musts=tuple(texts.musts()),
        decisions_none=_("Ingen vedtak i perioden."),
        decisions=doings.decisions(),
        decisions_figure=DECISIONS,
        agreements_caption=_("Avtaler som ligger til vedtak per %(day)s") % {"day": long_date(shared.today)},
        agreements_sentence=texts.sentence(),
        agreements=tuple(texts.lines()),
        agreements_figure=IN_FORCE,
        follow_up=doings.follow_up(),
        indicators=measures.keys,
        indicators_note=measures.note,
        indicators_of=measures.basis,
        projects=tuple(projects.lines()),
        map=group_map(shared, whom),
        activity=doings.activity(),
        figures=(*texts.figures(), *doings.figures(), *measures.figures(), *projects.figures()),
    )


def _head(shared: Shared, whom: Whom) -> Head:
    period = shared.period
    return Head(
        scope=whom.scope.value,
        name=whom.name,
        title=_title(whom),
        partnership=shared.partnership.name,
        partnership_slug=shared.slug,
        period_slug=period.slug,
        period=period.label,
        first=period.first,
        last=period.last,
        before=period.before.label,
        language=whom.language,
        data_at=shared.read_at,
        data_text=_data_text(shared),
    )


def _title(whom: Whom) -> str:
    """A region often has the name of its largest municipality."""
    words = _("Status for kommunegruppen %(name)s") if whom.is_region else _("Status for %(name)s")
    return words % {"name": whom.name}


def _data_text(shared: Shared) -> str:
    words = {"day": long_date(shared.read_at), "time": clock(shared.read_at)}
    said = _("Tallene er hentet %(day)s kl. %(time)s og endres ikke i denne utgaven.") % words
    if shared.period.last > shared.today:
        said = f"{said} {_('Perioden var da ikke over.')}"
    return said


def _must_heading(whom: Whom) -> str:
    if whom.is_municipality:
        return _("Dette må kommunestyret i %(name)s avgjøre") % {"name": whom.name}
    if whom.is_region:
        return _("Dette venter på kommunestyrene i %(name)s") % {"name": whom.name}
    return _("Dette venter på kommunestyrene")
