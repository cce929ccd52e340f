"""What the councils and the trust's board decide about a frozen text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.canonical import blocks_of, names_of
from agreements.content import Content, text_hash
from agreements.enums import AdoptionStatus, StepKind
from agreements.models import Adoption, AgreementParty, Deviation, Revision
from agreements.rules.registration import COLUMNS, TEXT_ADOPTED, Registration, Setting, refusals
from agreements.selectors.texts import content_of
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible
from samhandling.core.text import clean_html
from samhandling.documents.uploads import FileFacts, check_upload


class StaleAdoption(Exception):
    """Somebody registered after the page was opened. Nothing is written; `current` is the row as it stands."""

    def __init__(self, current: Adoption) -> None:
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def open_adoptions(
    *, revision: Revision, sent_on: dt.date, user: User | None, only: Iterable[AgreementParty] | None = None
) -> list[Adoption]:
    """Send the frozen text to everybody who is a party on `sent_on` or is to be one, the trust too: one row each.

    May be done again, for parties that have come since (or `only` for some); what is registered already stands. Who
    is asked after the common deadline gets as long as the others had. Raises NotPossible.
    """
    version = revision.version
    if version is None or not version.is_frozen:
        raise NotPossible(_("Lås teksten før den sendes til kommunestyrene, så alle vedtar det samme."))
    Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
    there = set(version.adoptions.values_list("party_id", flat=True))
    parties = AgreementParty.objects.exclude(valid_to__lt=sent_on).filter(agreement=revision.agreement_id)
    parties = parties.exclude(valid_from__gt=sent_on, succeeds__isnull=False).exclude(pk__in=there)
    if only is not None:
        parties = parties.filter(pk__in=[party.pk for party in only])
    sent = {"status": AdoptionStatus.SENT, "sent_on": sent_on}
    extended = _late_deadline(revision, sent_on)
    count = version.adoptions.filter(status=AdoptionStatus.NOT_SENT).update(**sent)
    count += len(
        Adoption.objects.bulk_create(
            Adoption(revision=revision, version=version, party=party, extended_to=extended, **sent) for party in parties
        )
    )
    if count:
        text = ngettext("Sendte teksten til %(count)s part", "Sendte teksten til %(count)s parter", count)
        log(actor=user, verb="adoptions.opened", subject=revision, text=text % {"count": count})
    return list(version.adoptions.select_related("party__municipality", "party__trust"))


def _late_deadline(revision: Revision, sent_on: dt.date) -> dt.date | None:
    """Of those who are asked after the common deadline: as long as the first had. None where the common one holds."""
    common = revision.council_deadline
    if common is None or common >= sent_on:
        return None
    first = revision.adoptions.aggregate(first=Min("sent_on"))["first"]
    return sent_on + (common - first) if first and first < common else None


@transaction.atomic
def register_adoption(
    *,
    adoption: Adoption,
    row_version: int,
    columns: Mapping[str, Any],
    user: User | None,
    registered_as: str,
    deviations: Mapping[str, str] | None = None,
    file: UploadedFile | None = None,
) -> Adoption:
    """Write what a party has done with the text. `columns` holds any of `registration.COLUMNS`, and `reason` when a
    decision that stands is corrected; `deviations` is section → its adopted text, empty where it was struck.

    Steps: lock; refuse when somebody has registered since `row_version` (StaleAdoption); clean the sections and take
    the hash with them in; refuse what cannot be (ValidationError by field); write, and log what changed. An adoption
    in other words is a deviation, whatever it was called.
    """
    row = lock_adoption(adoption)
    if row.row_version != row_version:
        raise StaleAdoption(row)
    before, stood = _state(row), _bodies(row)
    values = before | {name: columns[name] for name in COLUMNS if name in columns}
    content = content_of(row.version)
    bodies = {}
    if values["status"] in TEXT_ADOPTED:
        bodies = _own_words(row, content, deviations or {}, asks=values["status"] != AdoptionStatus.ADOPTED)
    facts = check_upload(file) if file is not None else None
    adopted = text_hash(content.with_bodies(bodies)) if bodies else row.version.sha256
    told_anew = any(values[name] != before[name] for name in COLUMNS if name != "text_sha256")
    changed = told_anew or bodies != stood or facts is not None
    reason = str(columns.get("reason", "")).strip()
    _refuse(row, values, bodies, reason=reason, adopted=adopted, content=content, corrects=changed and row.is_decided)
    _settle(values, adopted, deviates=bool(bodies))
    if values == before and bodies == stood and facts is None:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    if file is not None and facts is not None:
        _keep(row, file, facts)
    row.registered_by, row.registered_as, row.registered_at = user, registered_as, timezone.now()
    row.row_version += 1
    row.save()
    _replace_deviations(row, stood, bodies)
    told = _changes(before, values, deviates=bodies != stood, file_name=facts.file_name if facts else "")
    _tell(row, told, reason=reason, user=user)
    return row


def lock_adoption(adoption: Adoption) -> Adoption:
    """The row as it stands, held until the transaction ends."""
    related = ("revision__agreement", "version", "party__municipality", "party__trust", "registered_by")
    locked: Adoption = Adoption.objects.select_for_update(of=("self",)).select_related(*related).get(pk=adoption.pk)
    return locked


def _state(row: Adoption) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _bodies(row: Adoption) -> dict[str, str]:
    return {deviation.anchor: deviation.text for deviation in row.deviations.all()}


def _own_words(row: Adoption, content: Content, typed: Mapping[str, str], *, asks: bool) -> dict[str, str]:
    """The sections as typed, with the token where the municipality's name stands, and without those that say what the
    frozen ones say. `asks` keeps these when there are no others, so that it is told."""
    told = names_of(escape(row.party.name, quote=False)) if row.party.is_municipality else str
    bodies = {anchor: told(clean_html(text)) for anchor, text in typed.items()}
    frozen = {anchor: blocks_of(told(clause.body)) for anchor, clause in content.by_anchor().items()}
    others = {anchor: body for anchor, body in bodies.items() if not body or blocks_of(body) != frozen.get(anchor)}
    return bodies if asks and not others else others


def _refuse(
    row: Adoption,
    values: Mapping[str, Any],
    bodies: Mapping[str, str],
    *,
    reason: str,
    adopted: str,
    content: Content,
    corrects: bool,
) -> None:
    given = Registration(
        status=values["status"],
        council_on=values["council_on"],
        decided_on=values["decided_on"],
        signed_on=values["signed_on"],
        text_sha256=values["text_sha256"],
        sections=frozenset(bodies),
        reason=reason,
    )
    setting = Setting(
        today=timezone.localdate(),
        frozen_on=_frozen_on(row),
        frozen_sha256=row.version.sha256,
        adopted_sha256=adopted,
        anchors=frozenset(content.by_anchor()),
        council_from=row.party.municipality.valid_from if row.party.municipality else None,
        party_to=row.party.valid_to,
        corrects=corrects,
    )
    refused = refusals(given, setting)
    if refused:
        raise ValidationError(refused)


def _frozen_on(row: Adoption) -> dt.date:
    """No decision about the text is older: the day the secretariat gave the final text, which may be told afterwards.
    One that was in force before the portal froze it was taken in afterwards, and has been decided on any day."""
    assert row.version.frozen_at is not None
    day = timezone.localdate(row.version.frozen_at)
    begun = row.version.in_force_on
    if begun is not None and begun < day:
        return dt.date.min
    final = row.revision.steps.filter(kind=StepKind.FINAL, done_on__lt=day).values_list("done_on", flat=True).first()
    return final or day


def _settle(values: dict[str, Any], adopted: str, *, deviates: bool) -> None:
    """The hash that was adopted, and the name of the decision, follow from the text."""
    if values["status"] in TEXT_ADOPTED:
        values["status"] = AdoptionStatus.ADOPTED_WITH_DEVIATION if deviates else AdoptionStatus.ADOPTED
        values["text_sha256"] = adopted
    else:
        values["text_sha256"] = ""


def _keep(row: Adoption, file: UploadedFile, facts: FileFacts) -> None:
    """Stored by its hash; the file of an earlier registration stays where it is."""
    row.file_name, row.file_sha256 = facts.file_name, facts.sha256
    row.file.save(facts.file_name, file, save=False)


def _replace_deviations(row: Adoption, stood: Mapping[str, str], bodies: Mapping[str, str]) -> None:
    if stood == bodies:
        return
    row.deviations.all().delete()
    numbers = {row.clause.anchor: row.number for row in content_of(row.version).numbered()}
    Deviation.objects.bulk_create(
        Deviation(adoption=row, anchor=anchor, number=numbers.get(anchor, ""), text=text)
        for anchor, text in bodies.items()
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], *, deviates: bool, file_name: str) -> list[str]:
    """What was changed, as short sentences: «Status: Vedtatt», «Vedtatt dato: 12. juni 2026»."""
    told = []
    for name in COLUMNS:
        if before[name] == after[name] or name == "text_sha256":
            continue
        value = after[name]
        label = str(Adoption._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
        if name == "status":
            shown = str(AdoptionStatus(value).label)
        elif name == "decision_text":
            told.append(_("Vedtaksteksten ble endret"))
            continue
        else:
            shown = long_date(value) if isinstance(value, dt.date) else str(value or _("tatt bort"))
        told.append(f"{label}: {shown}")
    told += [_("Punktene som avviker ble endret")] if deviates else []
    told += [_("La ved %(name)s") % {"name": file_name}] if file_name else []
    return told


def _tell(row: Adoption, told: list[str], *, reason: str, user: User | None) -> None:
    text = ". ".join(told)
    if reason:
        text = _("%(changes)s. Rettet fordi: %(reason)s") % {"changes": text, "reason": reason}
    data = {"as": row.registered_as, "status": row.status, "text_sha256": row.text_sha256, "file": row.file_sha256}
    log(actor=user, verb="adoption.registered", subject=row, text=text, **data)
