"""Taking in an agreement that is in force already, with what the councils decided at the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.content import Content
from agreements.enums import AdoptionStatus, EntryRule, RegisteredAs, StepKind, VersionState
from agreements.models import (
    Adoption,
    Agreement,
    AgreementParty,
    AgreementTerms,
    AgreementVersion,
    Revision,
    RevisionStep,
)
from agreements.rules.steps import ORDER
from agreements.services.entering import enter_into_force
from agreements.services.texts import create_draft, freeze_version
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.errors import NotPossible

Decided = Mapping[AgreementParty, tuple[dt.date, str]]


@transaction.atomic
def register_in_force(
    *,
    agreement: Agreement,
    content: Content | None = None,
    in_force_on: dt.date,
    user: User | None,
    decided: Decided,
    name: str = "",
) -> Revision:
    """Take in an agreement that is in force: its text, and when each party adopted it (day and case number).

    Steps: the text is `content`, or the agreement's draft when that is None; freeze it; a revision whose other steps
    are skipped as «Registrert i etterkant»; the adoptions; into force from its day. An older text that was in force
    ends the day before. Raises ValidationError for a day ahead, and NotPossible when there is no text or a newer one is
    in force.
    """
    today = timezone.localdate()
    if in_force_on > today:
        raise ValidationError({"in_force_on": _("Datoen er fram i tid. Registrer avtalen når den er i kraft.")})
    if any(day > today for day, _case in decided.values()):
        raise ValidationError(_("Et vedtak kan ikke ha en dato fram i tid."))
    first = min([in_force_on, *(day for day, _case in decided.values())])
    version = _text(agreement, content, user)
    frozen = freeze_version(version=version, user=user)
    terms = AgreementTerms.objects.current(in_force_on).filter(agreement=agreement).first()
    revision = Revision.objects.create(
        agreement=agreement,
        name=name or _("Registrert i etterkant"),
        version=frozen,
        base=AgreementVersion.objects.filter(agreement=agreement, in_force_on__lt=in_force_on)
        .order_by("-in_force_on")
        .first(),
        step=StepKind.IN_FORCE,
        entry_rule=terms.entry_rule if terms and terms.entry_rule != EntryRule.FIXED_DATE else EntryRule.ALL,
        entry_quorum=terms.entry_quorum if terms else None,
        needs_trust=terms.needs_trust if terms else True,
        entry_date=in_force_on,
        created_by=user,
    )
    _steps(revision, {StepKind.PLANNED: first, StepKind.FINAL: first, StepKind.COUNCILS: first}, in_force_on, user)
    _adoptions(revision, frozen, decided, user)
    enter_into_force(revision=revision, on=in_force_on, user=user)
    text = _("Registrerte en avtale som allerede er i kraft")
    log(actor=user, verb="revision.registered", subject=revision, text=text, parties=len(decided))
    return revision


def _text(agreement: Agreement, content: Content | None, user: User | None) -> AgreementVersion:
    if content is not None:
        return create_draft(agreement=agreement, content=content, user=user)
    drafts = agreement.versions.filter(state=VersionState.DRAFT, revision__isnull=True)
    version = drafts.first()
    if version is None:
        raise NotPossible(_("Avtalen har ingen tekst å registrere. Ta inn eller skriv teksten først."))
    return version


def _steps(revision: Revision, done: dict[StepKind, dt.date], in_force_on: dt.date, user: User | None) -> None:
    days = {**done, StepKind.IN_FORCE: in_force_on}
    RevisionStep.objects.bulk_create(
        RevisionStep(
            revision=revision,
            kind=kind,
            done_on=days.get(kind),
            done_by=user,
            skipped_reason="" if kind in days else _("Registrert i etterkant"),
        )
        for kind in ORDER
    )


def _adoptions(revision: Revision, version: AgreementVersion, decided: Decided, user: User | None) -> None:
    now = timezone.now()
    Adoption.objects.bulk_create(
        Adoption(
            revision=revision,
            version=version,
            party=party,
            status=AdoptionStatus.ADOPTED,
            decided_on=day,
            council_case=case,
            text_sha256=version.sha256,
            registered_by=user,
            registered_as=RegisteredAs.SECRETARIAT,
            registered_at=now,
        )
        for party, (day, case) in decided.items()
    )
