"""Who is bound by an agreement: accession, leaving, and succession after mergers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Agreement, AgreementParty
from agreements.rules.succession import Changes
from agreements.selectors.successions import Mergers, mergers, pending_successions
from agreements.selectors.unasked import WITH_COUNCILS, to_ask
from agreements.services.adoptions import open_adoptions
from municipalities.enums import Standing
from municipalities.models import HospitalTrust, Municipality, Partnership, PartnershipMembership
from municipalities.services.rows import add_row, change_row
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date


@transaction.atomic
def add_party(
    *,
    agreement: Agreement,
    user: User,
    valid_from: dt.date,
    municipality: Municipality | None = None,
    trust: HospitalTrust | None = None,
    note: str = "",
) -> AgreementParty:
    """One municipality or the trust accedes, and is asked about the text that is out, else about that in force.

    Raises ValidationError by field.
    """
    _lock(agreement)
    if municipality is not None and municipality.valid_to is not None and municipality.valid_to < valid_from:
        ended = {"name": municipality.name, "date": long_date(municipality.valid_to)}
        text = _("%(name)s opphørte som kommune %(date)s. Velg kommunen som tok over, eller en tidligere dato.")
        raise ValidationError({"valid_from": text % ended})
    party = AgreementParty(
        agreement=agreement, municipality=municipality, trust=trust, valid_from=valid_from, note=note
    )
    words = {"name": party.name, "date": long_date(valid_from)}
    text = _("%(name)s er part fra %(date)s.") % words
    add_row(actor=user, row=party, verb="party.added", text=text, subject=agreement)
    ask_unasked(agreement=agreement, user=user, only=[party])
    return party


@transaction.atomic
def add_all_members(*, agreement: Agreement, user: User, valid_from: dt.date, note: str = "") -> list[AgreementParty]:
    """Every municipality that is a member of the partnership on the day accedes, and the trust.

    Those who are parties on the day or later are left as they are. Raises ValidationError when nobody is left.
    """
    _lock(agreement)
    memberships = PartnershipMembership.objects.current(valid_from).filter(
        partnership=agreement.partnership_id, standing=Standing.MEMBER
    )
    bound = agreement.parties.exclude(valid_to__lt=valid_from)
    municipalities = set(memberships.values_list("municipality_id", flat=True))
    missing = municipalities - set(bound.values_list("municipality_id", flat=True))
    new = [AgreementParty(agreement=agreement, municipality_id=pk, valid_from=valid_from, note=note) for pk in missing]
    trust = agreement.partnership.trust_id
    if not bound.filter(trust=trust).exists():
        new.append(AgreementParty(agreement=agreement, trust_id=trust, valid_from=valid_from, note=note))
    if not new:
        raise ValidationError(_("Alle medlemmene og helseforetaket er parter allerede."))
    made = AgreementParty.objects.bulk_create(new)
    text = ngettext("%(count)s part fra %(date)s.", "%(count)s parter fra %(date)s.", len(made))
    words = text % {"count": len(made), "date": long_date(valid_from)}
    log(actor=user, verb="party.added", subject=agreement, text=words, rows=[party.pk for party in made])
    ask_unasked(agreement=agreement, user=user, only=made)
    return made


@transaction.atomic
def change_party(*, party: AgreementParty, user: User, values: Mapping[str, Any]) -> AgreementParty:
    """New days or another note. A last day means that the party leaves; one that stays is asked about what it has not
    been asked about. `municipality` and `trust` are fetched.

    Raises ValidationError when the row's days and those it succeeds, or is succeeded by, would overlap.
    """
    _lock(party.agreement)
    last_day = values.get("valid_to", party.valid_to)
    leaves = last_day is not None and last_day != party.valid_to
    if leaves:
        text = _("%(name)s er part til og med %(date)s.") % {"name": party.name, "date": long_date(last_day)}
    else:
        text = _("Opplysningene om %(name)s som part er endret.") % {"name": party.name}
    verb = "party.left" if leaves else "party.changed"
    changed = change_row(actor=user, row=party, values=values, verb=verb, text=text, subject=party.agreement)
    if last_day is None:
        ask_unasked(agreement=party.agreement, user=user, only=[changed])
    return changed


@transaction.atomic
def apply_successions(*, partnership: Partnership, user: User, today: dt.date) -> list[Agreement]:
    """Let mergers up to today work on the parties of all the partnership's agreements; those that changed.

    Steps, for each agreement (`agreements.rules.succession` says what is to change): end the old rows the day before,
    make the successors' rows or take those that are there, tie them to the rows they succeed, log it in words; send
    the successors what the councils have now. Doing it again changes nothing. Traps: rows are locked through their
    agreements, so two presses at once follow each other; a municipality may be renumbered one year and merged
    another, so a row can be made and ended in one go.
    """
    agreements = list(partnership.agreements.select_for_update(no_key=True).order_by("pk"))
    known = mergers()
    pending = pending_successions(agreements, known, today)
    for one in pending:
        _apply(one.agreement, one.rows, one.changes, known, user)
        _ask_new(one.agreement, user, today)
    return [one.agreement for one in pending]


def _apply(agreement: Agreement, rows: dict[int, AgreementParty], changes: Changes, known: Mergers, user: User) -> None:
    rows = dict(rows)
    last_days = {ending.key: ending.last_day for ending in changes.endings}
    for key, last_day in last_days.items():
        if key in rows:
            rows[key].valid_to = last_day
            rows[key].save(update_fields=["valid_to"])
    for takeover in changes.takeovers:
        if takeover.is_new:
            rows[takeover.key] = AgreementParty.objects.create(
                agreement=agreement,
                municipality_id=takeover.municipality,
                valid_from=takeover.valid_from,
                valid_to=last_days.get(takeover.key, takeover.valid_to),
            )
        olds = [rows[key] for key in takeover.succeeds]
        rows[takeover.key].succeeds.add(*olds)
        new = known.municipalities[takeover.municipality]
        names = [known.municipalities[old.municipality_id] for old in olds if old.municipality_id]
        text = _("%(new)s tok over som part fra %(date)s, etter %(old)s.") % {
            "new": new.name,
            "date": long_date(takeover.on),
            "old": known.described(names, new),
        }
        log(actor=user, verb="party.succeeded", subject=agreement, text=text, row=rows[takeover.key].pk)


def _ask_new(agreement: Agreement, user: User, today: dt.date) -> bool:
    """A text that is with the councils is with a new party's council too, or nobody could say what it decides."""
    out = agreement.revisions.filter(step__in=WITH_COUNCILS).select_related("version")
    for revision in out:
        open_adoptions(revision=revision, sent_on=today, user=user)
    return bool(out)


@transaction.atomic
def ask_unasked(
    *, agreement: Agreement, user: User, only: Iterable[AgreementParty] | None = None
) -> list[AgreementParty]:
    """Give the councils of parties that nobody has asked (`only` these) the text that is out, else that in force."""
    _lock(agreement)
    today = timezone.localdate()
    if _ask_new(agreement, user, today):
        return []
    revision, parties = to_ask(agreement, today)
    wanted = None if only is None else {party.pk for party in only}
    late = [party for party in parties if wanted is None or party.pk in wanted]
    if revision is not None and late:
        open_adoptions(revision=revision, sent_on=today, user=user, only=late)
    return late


def _lock(agreement: Agreement) -> None:
    """Two who change the parties at once follow each other."""
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
