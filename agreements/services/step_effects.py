"""What a step of a revision asks for and sets in motion, besides being registered as done.

Every function takes a `Doing` with the revision's row locked, inside the transaction of `steps.complete_step`. It
may return the day the step gets.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from agreements.enums import AdoptionStatus, ConsultationState, EntryRule, RegisteredAs
from agreements.models import Adoption, AgreementTerms, AgreementVersion, Revision
from agreements.rules.blockers import blockers_line
from agreements.rules.entry import Entry
from agreements.selectors.entry import entry_of
from agreements.services.adoptions import open_adoptions, register_adoption
from agreements.services.entering import enter_into_force, plan_submission
from agreements.services.texts import freeze_version
from municipalities.models import Committee
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date
from samhandling.core.errors import NotPossible


@dataclass(frozen=True)
class Doing:
    revision: Revision
    done_on: dt.date | None
    today: dt.date
    user: User | None
    committee: Committee | None = None
    reference: str = ""
    note: str = ""
    confirmed: bool = False

    @property
    def day(self) -> dt.date:
        return self.done_on or self.today


def draft(doing: Doing) -> None:
    _version(doing.revision)


def recommended(doing: Doing) -> None:
    if doing.committee is None:
        raise ValidationError({"committee": _("Velg utvalget som anbefalte teksten.")})


def consultation(doing: Doing) -> None:
    if doing.revision.consultations.filter(state=ConsultationState.OPEN).exists():
        raise NotPossible(_("Teksten er fortsatt på høring. Avslutt høringen først."))


def final(doing: Doing) -> None:
    """Close the text, and keep the rule of entry into force that the councils will be told."""
    revision = doing.revision
    terms = AgreementTerms.objects.current(doing.day).filter(agreement=revision.agreement_id).first()
    if not revision.entry_rule:
        revision.entry_rule = terms.entry_rule if terms else EntryRule.ALL
        revision.entry_quorum = terms.entry_quorum if terms else None
        revision.needs_trust = terms.needs_trust if terms else revision.needs_trust
    if revision.entry_rule == EntryRule.FIXED_DATE and revision.entry_date is None:
        raise NotPossible(_("Avtalen gjelder fra en bestemt dato. Skriv datoen i revisjonen før teksten låses."))
    revision.version = freeze_version(version=_version(revision), user=doing.user)
    revision.save(update_fields=["entry_rule", "entry_quorum", "needs_trust"])


def councils(doing: Doing) -> None:
    revision = doing.revision
    if not _version(revision).is_frozen:
        raise NotPossible(_("Teksten må være låst før den sendes til kommunestyrene."))
    if revision.council_deadline is None:
        raise NotPossible(_("Sett en frist for kommunestyrene i revisjonen før den sendes ut."))
    if revision.council_deadline < doing.day:
        raise NotPossible(_("Fristen for kommunestyrene er før datoen den sendes ut. Sett en ny frist."))
    if not revision.recommendation.strip():
        raise NotPossible(_("Skriv forslaget til vedtak i revisjonen før den sendes til kommunestyrene."))
    open_adoptions(revision=revision, sent_on=doing.day, user=doing.user)


def trust_board(doing: Doing) -> dt.date | None:
    """The day the trust's board decided, registered now if it was not before. None when the trust is no party."""
    adoption = Adoption.objects.filter(revision=doing.revision, party__trust__isnull=False).order_by("pk").first()
    if adoption is None:
        return None
    if not adoption.is_decided:
        columns = {
            "status": AdoptionStatus.ADOPTED,
            "decided_on": doing.day,
            "council_case": doing.reference,
            "decision_text": doing.note,
        }
        adoption = register_adoption(
            adoption=adoption,
            row_version=adoption.row_version,
            columns=columns,
            user=doing.user,
            registered_as=RegisteredAs.SECRETARIAT,
        )
    if adoption.status == AdoptionStatus.REJECTED:
        raise NotPossible(_("Styret i helseforetaket har ikke vedtatt teksten."))
    return adoption.decided_on


def signed(doing: Doing) -> None:
    """All who have adopted this very text by that day sign; a day that is registered for a party already is kept."""
    adopted = Adoption.objects.filter(
        revision=doing.revision, status=AdoptionStatus.ADOPTED, decided_on__lte=doing.day, signed_on__isnull=True
    )
    adopted.update(signed_on=doing.day, row_version=F("row_version") + 1)
    plan_submission(revision=doing.revision, concluded_on=doing.day)


def unsign(revision: Revision, day: dt.date | None) -> None:
    Adoption.objects.filter(revision=revision, signed_on=day).update(signed_on=None, row_version=F("row_version") + 1)


def in_force(doing: Doing) -> dt.date:
    """The day the agreement's rule gives. Another day, or one the rule does not allow yet, needs a reason (`note`).
    A fixed date that comes before everybody has adopted the text must be `confirmed`."""
    entry = entry_of(doing.revision, doing.today)
    day = doing.done_on or entry.in_force_on
    if day is None:
        raise NotPossible(_blocked(entry))
    if day != entry.in_force_on:
        _other_day(doing, day, entry)
    if day > doing.today:
        text = _("Teksten trer i kraft %(day)s. Registrer trinnet da.") % {"day": long_date(day)}
        raise ValidationError({"done_on": text})
    if entry.missing and doing.revision.entry_rule == EntryRule.FIXED_DATE:
        _without_all(doing, day, entry)
    enter_into_force(revision=doing.revision, on=day, user=doing.user)
    plan_submission(revision=doing.revision, concluded_on=day)
    return day


def _other_day(doing: Doing, day: dt.date, entry: Entry) -> None:
    by_rule, reason = entry.in_force_on, doing.note.strip()
    if not reason:
        why = _("Regelen gir %(day)s.") % {"day": long_date(by_rule)} if by_rule else _blocked(entry)
        ask = _("Skriv hvorfor teksten likevel trer i kraft denne dagen.")
        raise ValidationError({"note": f"{why} {ask}"})
    text = _("Satte teksten i kraft %(day)s: %(reason)s") % {"day": long_date(day), "reason": reason}
    rule, hindered = by_rule.isoformat() if by_rule else None, blockers_line(entry.blockers)
    log(actor=doing.user, verb="revision.own_date", subject=doing.revision, text=text, by_rule=rule, blockers=hindered)


def _without_all(doing: Doing, day: dt.date, entry: Entry) -> None:
    if not doing.confirmed:
        ask = _("Bekreft at teksten likevel skal settes i kraft.")
        raise ValidationError({"confirmed": f"{entry.missing_line} {ask}"})
    text = _("Satte teksten i kraft %(day)s uten at alle har vedtatt den: %(names)s mangler")
    words = {"day": long_date(day), "names": ", ".join(entry.missing)}
    log(actor=doing.user, verb="revision.without_all", subject=doing.revision, text=text % words)


def _blocked(entry: Entry) -> str:
    counted = _("%(adopted)s av %(needed)s kommuner har vedtatt den.")
    why = blockers_line(entry.blockers) or counted % {"adopted": entry.adopted, "needed": entry.needed}
    return _("Teksten kan ikke tre i kraft ennå. %(why)s") % {"why": why}


def _version(revision: Revision) -> AgreementVersion:
    if revision.version is None:
        raise NotPossible(_("Revisjonen har ingen tekst ennå. Start utkastet først."))
    return revision.version
