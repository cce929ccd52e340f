"""The plan of revisions: what is to be revised, in what order, by whom, and the text it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import DECIDED, StepKind, VersionState
from agreements.models import Agreement, AgreementVersion, ChangeNote, GroupMember, Revision, RevisionStep
from agreements.rules.steps import ORDER
from agreements.selectors.versions_in_force import in_force
from agreements.services.texts import create_draft
from municipalities.models import Person
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible

#: Columns of a revision that its form fills.
COLUMNS = (
    "name",
    "lead",
    "reason",
    "reason_nn",
    "council_deadline",
    "recommendation",
    "recommendation_nn",
    "summary",
    "summary_nn",
    "entry_rule",
    "entry_quorum",
    "needs_trust",
    "entry_date",
)
#: What the councils have been told; it stands from the day the text is frozen.
TOLD = ("entry_rule", "entry_quorum", "needs_trust", "entry_date")
GROUP_COLUMNS = ("mandate", "user_participation")


@transaction.atomic
def plan_revision(
    *,
    agreement: Agreement,
    name: str,
    user: User | None,
    order: int | None = None,
    lead: Person | None = None,
    planned: Mapping[Any, dt.date | None] | None = None,
    reason: str = "",
    planned_on: dt.date | None = None,
) -> Revision:
    """Put a revision in the partnership's plan, at the end unless `order` says where, with all its steps.

    `planned` gives days to steps by kind; `planned_on` is the day the revision was decided on, today if not given.
    Its base is the text in force. Raises ValidationError when that day lies ahead.
    """
    today = timezone.localdate()
    if planned_on and planned_on > today:
        raise ValidationError({"planned_on": _("Datoen er fram i tid.")})
    planned = planned or {}
    revision = Revision(
        agreement=agreement,
        name=name,
        order=order or _last_order(agreement) + 1,
        lead=lead,
        reason=reason,
        base=in_force(agreement, today),
        created_by=user,
    )
    revision.full_clean(exclude=["created_by"])
    revision.save()
    RevisionStep.objects.bulk_create(
        RevisionStep(revision=revision, kind=kind, planned_on=planned.get(kind)) for kind in ORDER
    )
    first = RevisionStep.objects.filter(revision=revision, kind=StepKind.PLANNED)
    first.update(done_on=planned_on or today, done_by=user)
    text = _("La revisjonen i planen: %(name)s") % {"name": name}
    log(actor=user, verb="revision.planned", subject=revision, text=text)
    return revision


def _last_order(agreement: Agreement) -> int:
    mine = Revision.objects.filter(agreement__partnership=agreement.partnership_id)
    return mine.aggregate(last=Max("order"))["last"] or 0


@transaction.atomic
def update_revision(*, revision: Revision, columns: Mapping[str, Any], user: User | None) -> Revision:
    """Change what is known about a revision (any of COLUMNS).

    Raises NotPossible when it is superseded, and ValidationError when the rule of a frozen text would change.
    """
    row = _locked(revision)
    changed = [name for name in COLUMNS if name in columns and getattr(row, name) != columns[name]]
    if row.version and row.version.is_frozen:
        if fixed := [name for name in changed if name in TOLD]:
            text = _("Teksten er låst, og kommunestyrene har fått vite når den trer i kraft. Det kan ikke endres nå.")
            raise ValidationError({fixed[0]: text})
        if "council_deadline" in changed and columns["council_deadline"] is None:
            raise ValidationError({"council_deadline": _("Skriv fristen for kommunestyrene.")})
    saved = _save(row, columns, changed, user)
    if "council_deadline" in changed and saved.council_deadline is not None:
        _outgrow_extensions(saved, saved.council_deadline)
    return saved


def _outgrow_extensions(revision: Revision, deadline: dt.date) -> None:
    """A common deadline that is as long as a party's own, or as it has asked for, holds for that party too. What was
    refused was more time than the old one gave."""
    rows = revision.adoptions.exclude(status__in=DECIDED)
    rows.filter(extended_to__lte=deadline).update(extended_to=None)
    rows.filter(extension_asked_to__lte=deadline).update(extension_asked_to=None)
    rows.filter(extended_to=None).update(refusal_reason="")


@transaction.atomic
def set_group(*, revision: Revision, columns: Mapping[str, Any], user: User | None) -> Revision:
    """The working group's mandate and how users take part (GROUP_COLUMNS)."""
    row = _locked(revision)
    changed = [name for name in GROUP_COLUMNS if name in columns and getattr(row, name) != columns[name]]
    return _save(row, columns, changed, user)


def _save(row: Revision, columns: Mapping[str, Any], changed: list[str], user: User | None) -> Revision:
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.full_clean(exclude=["created_by"])
        row.save(update_fields=changed)
        log(actor=user, verb="revision.changed", subject=row, text=_("Endret revisjonen"), fields=changed)
    return row


@transaction.atomic
def move_revision(*, revision: Revision, earlier: bool, user: User | None) -> None:
    """One place up or down in the plan, among those that are not superseded."""
    rows = Revision.objects.select_for_update(of=("self",)).exclude(step=StepKind.SUPERSEDED)
    plan = list(rows.filter(agreement__partnership=revision.agreement.partnership_id).order_by("order", "pk"))
    index = next((i for i, row in enumerate(plan) if row.pk == revision.pk), None)
    if index is None:
        raise NotPossible(_("Revisjonen er avløst og står ikke i planen."))
    target = index - 1 if earlier else index + 1
    if not 0 <= target < len(plan):
        return
    plan[index], plan[target] = plan[target], plan[index]
    for place, row in enumerate(plan, start=1):
        row.order = place
    Revision.objects.bulk_update(plan, ["order"])
    text = _("Flyttet revisjonen til plass %(place)s i planen") % {"place": target + 1}
    log(actor=user, verb="revision.moved", subject=revision, text=text)


@transaction.atomic
def start_draft(*, revision: Revision, user: User | None) -> AgreementVersion:
    """The revision's text: the agreement's draft if it has one that belongs to nobody, else a new one from the text
    in force. Raises NotPossible when it has a text, or when another revision has the draft.
    """
    row = _locked(revision)
    if row.version_id:
        raise NotPossible(_("Revisjonen har allerede en tekst."))
    row.base = in_force(row.agreement, timezone.localdate())
    free = AgreementVersion.objects.filter(agreement=row.agreement, state=VersionState.DRAFT, revision__isnull=True)
    row.version = free.first() or create_draft(agreement=row.agreement, based_on=row.base, user=user)
    row.save(update_fields=["base", "version"])
    text = _("Startet utkastet, versjon %(number)s") % {"number": row.version.number}
    log(actor=user, verb="revision.drafted", subject=row, text=text, version=row.version.pk)
    return row.version


@transaction.atomic
def add_member(*, revision: Revision, columns: Mapping[str, Any], user: User | None) -> GroupMember:
    """Add somebody to the working group: `party`, `person` or `name`, `organisation`, `is_leader`."""
    row = _locked(revision)
    member = GroupMember(revision=row, **columns)
    member.full_clean()
    if member.person and GroupMember.objects.filter(revision=row, person=member.person).exists():
        raise ValidationError({"person": _("%(name)s er allerede med i gruppen.") % {"name": member.person.name}})
    if member.is_leader:
        GroupMember.objects.filter(revision=row).update(is_leader=False)
    member.save()
    name = member.person.name if member.person else member.name
    text = _("La til %(name)s i arbeidsgruppen") % {"name": name}
    log(actor=user, verb="revision.member_added", subject=row, text=text, member=member.pk)
    return member


@transaction.atomic
def remove_member(*, member: GroupMember, user: User | None) -> None:
    row = _locked(member.revision)
    name = member.person.name if member.person else member.name
    member.delete()
    text = _("Tok %(name)s ut av arbeidsgruppen") % {"name": name}
    log(actor=user, verb="revision.member_removed", subject=row, text=text)


@transaction.atomic
def save_change_notes(*, revision: Revision, notes: Iterable[Mapping[str, str]], user: User | None) -> None:
    """What each change means (`anchor`, `kind`, `text`, `text_nn`); a note without a kind is taken away."""
    row = _locked(revision)
    for note in notes:
        if not note["kind"]:
            ChangeNote.objects.filter(revision=row, anchor=note["anchor"]).delete()
            continue
        columns = {"kind": note["kind"], "text": note["text"], "text_nn": note["text_nn"]}
        ChangeNote.objects.update_or_create(revision=row, anchor=note["anchor"], defaults=columns)
    log(actor=user, verb="revision.changes_noted", subject=row, text=_("Skrev hva endringene betyr"))


def _locked(revision: Revision) -> Revision:
    rows = Revision.objects.select_for_update(of=("self",)).select_related("agreement__partnership", "version", "base")
    row = rows.get(pk=revision.pk)
    if row.is_ended:
        raise NotPossible(_("Revisjonen er avløst av en nyere tekst og kan ikke endres."))
    return row
