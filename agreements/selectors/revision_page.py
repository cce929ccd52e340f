"""The page of one revision: its way as a trail, what comes next, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import EntryRule, StepKind
from agreements.models import Consultation, GroupMember, Revision, RevisionStep
from agreements.rules.blockers import blockers_line
from agreements.rules.entry import Entry
from agreements.rules.steps import in_order, last_passed, may_skip, may_undo, next_step
from agreements.selectors.entry import entry_of
from municipalities.enums import Party

#: What each step is for, said to whoever is to do it.
HELP: dict[str, str | Promise] = {
    StepKind.WORKING_GROUP: gettext_lazy(
        "Kommunene, helseforetaket og brukerne er med i gruppen, og mandatet er satt."
    ),
    StepKind.DRAFT: gettext_lazy("Utkastet er klart til å legges fram."),
    StepKind.COMMITTEE_REVIEW: gettext_lazy("Et faglig eller lokalt samarbeidsutvalg har behandlet utkastet."),
    StepKind.RECOMMENDED: gettext_lazy(
        "Det overordnede utvalget har anbefalt teksten overfor kommunene og helseforetaket."
    ),
    StepKind.CONSULTATION: gettext_lazy("Kommunene har svart på høringen, og den er avsluttet."),
    StepKind.FINAL: gettext_lazy("Teksten låses og får en kontrollsum. Etterpå kan ingen endre den."),
    StepKind.COUNCILS: gettext_lazy("Teksten sendes til alle parter for vedtak, med frist og forslag til vedtak."),
    StepKind.TRUST_BOARD: gettext_lazy("Styret i helseforetaket har vedtatt teksten."),
    StepKind.SIGNED: gettext_lazy("Partene har signert."),
    StepKind.IN_FORCE: gettext_lazy("Teksten gjelder, og den forrige er avløst. Datoen følger av vilkårene i avtalen."),
    StepKind.SUBMITTED: gettext_lazy(
        "Avtalen er sendt Helsedirektoratet, senest en måned etter at den ble inngått"
        " (helse- og omsorgstjenesteloven § 6-4)."
    ),
    StepKind.PUBLISHED: gettext_lazy("Avtalen er publisert i sin helhet."),
}


@dataclass(frozen=True)
class TrailRow:
    """One step as the trail shows it. `kind` is a status kind of `portal`."""

    step: RevisionStep
    kind: str
    word: str
    is_next: bool
    may_skip: bool
    may_undo: bool

    @property
    def figure(self) -> str:
        """The name of its icon."""
        return "close" if self.step.is_skipped else self.kind

    @property
    def help(self) -> str | Promise:
        return HELP.get(self.step.kind, "")


def _trail_rows(revision: Revision, today: dt.date) -> list[TrailRow]:
    """All steps in order, with who did them; one query."""
    steps = in_order(revision.steps.select_related("committee", "done_by"))
    coming, last = (None if revision.is_ended else next_step(steps)), last_passed(steps)
    return [
        TrailRow(
            step=step,
            kind=status.kind,
            word=status.word,
            is_next=step is coming,
            may_skip=may_skip(step.kind) and not step.is_passed,
            may_undo=step is last and may_undo(step) and not revision.is_ended,
        )
        for step in steps
        for status in [_status(step, step is coming, today)]
    ]


@dataclass(frozen=True)
class _Status:
    kind: str
    word: str


def _status(step: RevisionStep, is_next: bool, today: dt.date) -> _Status:
    if step.done_on:
        return _Status("done", _("Sendt") if step.kind == StepKind.COUNCILS else _("Fullført"))
    if step.is_skipped:
        return _Status("neutral", _("Hoppet over"))
    if step.planned_on and step.planned_on < today:
        return _Status("overdue", _("Forsinket"))
    return _Status("underway", _("Neste trinn")) if is_next else _Status("waiting", _("Gjenstår"))


def members_of(revision: Revision) -> QuerySet[GroupMember]:
    return revision.members.select_related("person").order_by("-is_leader", "party", "pk")


def group_warnings(members: Iterable[GroupMember]) -> list[str]:
    """What is missing in a working group: a side, or the users (hol § 6-1), in words."""
    there = {member.party for member in members}
    missing = {
        Party.MUNICIPALITIES: _("Ingen fra kommunene er med."),
        Party.TRUST: _("Ingen fra helseforetaket er med."),
        Party.USERS: _(
            "Ingen brukerrepresentanter er med. Brukerorganisasjonene skal medvirke når avtalen utarbeides"
            " (helse- og omsorgstjenesteloven § 6-1)."
        ),
    }
    return [text for party, text in missing.items() if party not in there]


@dataclass(frozen=True)
class RevisionPage:
    """`entry` is None until the text is out for adoption; `blocked` says in one line what keeps it from force."""

    rows: list[TrailRow]
    consultations: list[Consultation]
    entry: Entry | None

    @property
    def next(self) -> TrailRow | None:
        return next((row for row in self.rows if row.is_next), None)

    @property
    def blocked(self) -> str:
        """With whom the text will not bind, where it enters into force without them."""
        if self.entry is None:
            return ""
        return " ".join(line for line in (blockers_line(self.entry.blockers), self.entry.missing_line) if line)

    def asks_for_confirmation(self, revision: Revision) -> bool:
        """A fixed date comes for a text that somebody has not adopted."""
        return bool(self.entry and self.entry.missing and revision.entry_rule == EntryRule.FIXED_DATE)


def revision_page(revision: Revision, today: dt.date) -> RevisionPage:
    rows = _trail_rows(revision, today)
    done = {row.step.kind for row in rows if row.step.done_on}
    is_out = StepKind.COUNCILS in done and StepKind.IN_FORCE not in done
    consultations = list(revision.consultations.order_by("pk"))
    return RevisionPage(rows, consultations, entry_of(revision, today) if is_out else None)
