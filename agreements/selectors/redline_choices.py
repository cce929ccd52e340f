"""Which two texts a reader wants to see beside each other, and may."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agreements.enums import OPEN, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, AgreementVersion
from agreements.selectors.effective import lineage_of
from agreements.selectors.redlines import version_detail
from municipalities.access import Access

OWN = "kommune-"
"""Before a municipality's number among the old texts to choose from: what its council last adopted."""


@dataclass(frozen=True)
class Choices:
    """The versions the reader may see, newest first, and for members the municipalities that are party."""

    versions: list[AgreementVersion]
    parties: list[AgreementParty] = field(default_factory=list)

    def version(self, number: str) -> AgreementVersion | None:
        return next((row for row in self.versions if str(row.number) == number), None)

    @property
    def new(self) -> list[tuple[str, str]]:
        return [(str(row.number), _label(row)) for row in self.versions]

    @property
    def old(self) -> list[tuple[str, str]]:
        own = [
            (f"{OWN}{party.municipality.number}", _("Det %(name)s sist vedtok") % {"name": party.name})
            for party in self.parties
            if party.municipality
        ]
        return [*self.new, *own]

    def before(self, new: AgreementVersion) -> AgreementVersion | None:
        """What a text is compared with when nothing is chosen: the one it was based on, else the one before it."""
        based_on = next((row for row in self.versions if row.pk == new.based_on_id), None)
        return based_on or next((row for row in self.versions if row.number < new.number), None)


def _label(version: AgreementVersion) -> str:
    label = _("Versjon %(number)s") % {"number": version.number}
    return f"{label}, {version_detail(version)[:1].lower()}{version_detail(version)[1:]}"


def choices_of(agreement: Agreement, access: Access) -> Choices:
    """One query, two for members; the reader's own municipality stands first."""
    visible = AgreementVersion.objects.visible_to(access).filter(agreement=agreement)
    versions = list(visible.select_related("revision").order_by("-number"))
    return Choices(versions, _parties(agreement, access) if access.is_member else [])


def _parties(agreement: Agreement, access: Access) -> list[AgreementParty]:
    rows = AgreementParty.objects.filter(agreement=agreement, municipality__isnull=False)
    newest: dict[int | None, AgreementParty] = {}
    for row in rows.select_related("municipality", "trust").order_by("municipality__name", "valid_from"):
        newest[row.municipality_id] = row
    return sorted(newest.values(), key=lambda row: row.municipality_id not in access.municipality_ids)


def version_out(party: AgreementParty, choices: Choices) -> AgreementVersion | None:
    """The text its council has before it; when it has decided about all, the newest frozen text. Two queries."""
    waiting = Adoption.objects.filter(party__in=lineage_of(party), status__in=OPEN)
    waiting = waiting.exclude(revision__step=StepKind.SUPERSEDED)
    newest = waiting.order_by("-version__number").values_list("version__number", flat=True).first()
    if newest is not None:
        return choices.version(str(newest))
    return next((row for row in choices.versions if row.is_frozen), None)
