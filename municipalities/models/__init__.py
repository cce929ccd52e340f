"""Who exists and who may speak for whom. One module per noun; import from here."""

from municipalities.models.committee import (
    Appointment,
    Committee,
    Person,
    Representation,
    Seat,
)
from municipalities.models.place import (
    GroupMembership,
    Hospital,
    HospitalTrust,
    MunicipalGroup,
    Municipality,
    Partnership,
    PartnershipMembership,
    Population,
    Succession,
)
from municipalities.models.secretariat import RepresentationApproval, RotationPlace, SecretariatTerm

__all__ = [
    "Appointment",
    "Committee",
    "GroupMembership",
    "Hospital",
    "HospitalTrust",
    "MunicipalGroup",
    "Municipality",
    "Partnership",
    "PartnershipMembership",
    "Person",
    "Population",
    "Representation",
    "RepresentationApproval",
    "RotationPlace",
    "Seat",
    "SecretariatTerm",
    "Succession",
]
