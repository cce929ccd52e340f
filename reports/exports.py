"""Reports' tables as sheets of a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.models import CostScheme
from reports.rules.cost_sharing import Share, Sharing
from reports.selectors.costs import period_text
from samhandling.core.spreadsheets import Sheet, Value


def cost_sheets(scheme: CostScheme, sharing: Sharing) -> list[Sheet]:
    """What each pays with the sums below, and the rules it follows."""
    head = [
        _("Kommunenummer"),
        _("Kommune"),
        _("Region"),
        _("Innbyggere"),
        _("Bidrag i kroner"),
        _("Andel i prosent"),
        _("Merknad"),
    ]
    rows: list[list[Value]] = [
        [share.number, share.name, share.region, share.inhabitants, share.kroner, percent, _note(share)]
        for share, percent in sharing.rows
    ]
    sums: list[list[Value]] = [
        ["", _("Kommunene til sammen"), "", sharing.inhabitants, sharing.municipal, None, ""],
        ["", _("Helseforetaket"), "", None, sharing.trust, None, ""],
        ["", _("Til sammen"), "", None, sharing.total, None, ""],
    ]
    return [
        Sheet(_("Bidrag"), [head, *rows, *sums], fixed=2, sums=len(sums)),
        Sheet(_("Grunnlag"), [[_("Opplysning"), _("Verdi")], *_facts(scheme)]),
    ]


def _note(share: Share) -> str:
    words = [share.note] if share.note else []
    if share.inhabitants is None:
        words.insert(0, _("Folketallet mangler."))
    if share.summed_from:
        words.insert(0, _("Folketallet er summen av %(names)s.") % {"names": ", ".join(share.summed_from)})
    return " ".join(words)


def _facts(scheme: CostScheme) -> list[list[Value]]:
    return [
        [_("Kostnadsdeling"), scheme.name],
        [_("Samarbeid"), scheme.partnership.name],
        [_("Kroner per innbygger i året"), scheme.rate],
        [_("Folketall per 1. januar"), str(scheme.population_year)],
        [_("Kilde til folketallet"), _("Statistisk sentralbyrå, tabell 07459")],
        [_("Gjelder"), period_text(scheme)],
        [_("Vedtatt i"), scheme.decided_in],
        [_("Avrunding"), _("Nærmeste hele krone for hver kommune; summene er summer av avrundede beløp.")],
    ]
