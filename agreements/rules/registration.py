"""What may be registered about a party's decision, and the words for what may not. Pure.

refused = refusals(registration, setting)   # {"decided_on": "Datoen er fram i tid. …"}
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from agreements.enums import DECIDED, AdoptionStatus
from samhandling.core.dates import long_date

COLUMNS = (
    "status",
    "council_on",
    "decided_on",
    "council_case",
    "decision_text",
    "text_sha256",
    "hindrance",
    "signed_on",
)
"""What is registered, by the names of the row's columns."""
TEXT_ADOPTED = (AdoptionStatus.ADOPTED, AdoptionStatus.ADOPTED_WITH_DEVIATION)


@dataclass(frozen=True)
class Registration:
    """What somebody wants to register. `sections` are the anchors adopted in other words or left out."""

    status: str
    council_on: dt.date | None = None
    decided_on: dt.date | None = None
    signed_on: dt.date | None = None
    text_sha256: str = ""
    sections: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True)
class Setting:
    """What it is held against. `adopted_sha256` is the hash of the text with the given sections put in."""

    today: dt.date
    frozen_on: dt.date
    frozen_sha256: str
    adopted_sha256: str
    anchors: frozenset[str] = field(default=frozenset())
    council_from: dt.date | None = None  # a council decides before its municipality is a party, but not before it is
    party_to: dt.date | None = None
    corrects: bool = False  # a decision stands already and something in it is changed


def refusals(given: Registration, setting: Setting) -> dict[str, str]:
    """Field → why it cannot be; empty when it can. `sections` and `reason` are fields of the form only."""
    found = {
        NON_FIELD_ERRORS: _party(given, setting),
        **_dates(given, setting),
        **_text(given, setting),
        "signed_on": _signature(given, setting),
        "reason": _("Skriv hvorfor det som står, skal rettes.") if setting.corrects and not given.reason else "",
    }
    return {name: text for name, text in found.items() if text}


def _party(given: Registration, setting: Setting) -> str:
    day = given.decided_on or setting.today
    if setting.party_to and setting.party_to < day:
        left = _("Parten gikk ut av avtalen %(date)s. Bare vedtak fra tiden før kan registreres.")
        return left % {"date": long_date(setting.party_to)}
    if setting.council_from and given.decided_on and given.decided_on < setting.council_from:
        made = _("Kommunen ble til %(date)s, etter datoen for vedtaket.")
        return made % {"date": long_date(setting.council_from)}
    return ""


def _dates(given: Registration, setting: Setting) -> dict[str, str]:
    decided = given.status in DECIDED
    return {
        "decided_on": _decided_on(given, setting) if decided else "",
        "status": (
            _("Du har skrevet datoen for vedtaket. Velg hva vedtaket ble, eller ta bort datoen.")
            if given.decided_on and not decided
            else ""
        ),
        "council_on": _council_on(given, setting) if given.status == AdoptionStatus.SCHEDULED else "",
    }


def _decided_on(given: Registration, setting: Setting) -> str:
    if given.decided_on is None:
        return _("Skriv datoen for vedtaket.")
    if given.decided_on > setting.today:
        return _("Datoen er fram i tid. Er saken satt opp til et møte, velger du «Satt opp».")
    if given.decided_on < setting.frozen_on:
        early = _("Teksten ble låst %(date)s. Et vedtak fra før den dagen gjelder ikke denne teksten.")
        return early % {"date": long_date(setting.frozen_on)}
    return ""


def _council_on(given: Registration, setting: Setting) -> str:
    if given.council_on is None:
        return _("Skriv datoen for møtet i kommunestyret.")
    if given.council_on < setting.today:
        return _("Møtet er holdt. Registrer hva som ble vedtatt, eller velg «Utsatt».")
    return ""


def _text(given: Registration, setting: Setting) -> dict[str, str]:
    """A text with another hash is a deviation, and a deviation says where."""
    if given.status not in TEXT_ADOPTED:
        return {}
    if given.sections:
        return {"sections": _sections(given, setting)}
    if given.status == AdoptionStatus.ADOPTED_WITH_DEVIATION:
        return {"sections": _("Velg punktene som ble vedtatt med en annen tekst, eller som ble strøket.")}
    return _hash(given, setting)


def _sections(given: Registration, setting: Setting) -> str:
    if given.sections - setting.anchors:
        return _("Velg punkter som står i teksten.")
    if setting.adopted_sha256 == setting.frozen_sha256:
        return _("Punktene sier det samme som i den låste teksten. Skriv dem slik de ble vedtatt.")
    return ""


def _hash(given: Registration, setting: Setting) -> dict[str, str]:
    if given.text_sha256 in {"", setting.frozen_sha256}:
        return {}
    if not re.fullmatch("[0-9a-f]{64}", given.text_sha256):
        return {"text_sha256": _("En kontrollsum har 64 tegn: sifrene 0–9 og bokstavene a–f.")}
    return {
        "text_sha256": _("Kontrollsummen er ikke den låste tekstens. Da er det vedtatt en annen tekst."),
        "sections": _("Velg punktene som er annerledes, og skriv dem slik de ble vedtatt."),
    }


def _signature(given: Registration, setting: Setting) -> str:
    if given.signed_on is None:
        return ""
    if given.status != AdoptionStatus.ADOPTED or given.decided_on is None:
        return _("Avtalen kan ikke signeres før den er vedtatt uten avvik.")
    if given.signed_on > setting.today:
        return _("Datoen er fram i tid. Skriv den når avtalen er signert.")
    return _("Avtalen kan ikke signeres før den er vedtatt.") if given.signed_on < given.decided_on else ""
