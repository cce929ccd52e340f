"""How one council's text of a section differs from the common one, in words short enough for a line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samhandling.core.text import Change, html_to_plain, word_diff

SHORT = 90
"""A longer passage is not quoted."""


def deviation_words(party: str, common: str, adopted: str) -> str:
    """«Gol har vedtatt punktet uten «og avviste henvendelser»»; both texts are clean HTML, `adopted` may be empty."""
    values = {"party": party}
    if not adopted:
        return _("%(party)s har vedtatt avtalen uten punktet.") % values
    changes = [change for change in word_diff(html_to_plain(common), html_to_plain(adopted)) if change.kind != "equal"]
    gone, come = _quoted(changes, "delete"), _quoted(changes, "insert")
    if len(changes) == 1 and gone:
        return _("%(party)s har vedtatt punktet uten «%(words)s».") % (values | {"words": gone})
    if len(changes) == 1 and come:
        return _("%(party)s har vedtatt punktet med tillegget «%(words)s».") % (values | {"words": come})
    if len(changes) == 2 and gone and come:
        values |= {"words": come, "instead": gone}
        return _("%(party)s har vedtatt punktet med «%(words)s» i stedet for «%(instead)s».") % values
    return _("%(party)s har vedtatt punktet med en annen tekst.") % values


def _quoted(changes: list[Change], kind: str) -> str:
    """The only passage of the kind; empty when there are several or it is too long to quote."""
    found = [" ".join(change.text.split()).strip(" ,;:") for change in changes if change.kind == kind]
    return found[0] if len(found) == 1 and len(found[0]) <= SHORT else ""
