"""Controlled vocabularies of the organisation (domain terms: Popolo names in English, labels in bokmål)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Party(models.TextChoices):
    """The sides and guests of a committee. The first two are the equal parties of the agreement (hol § 6-1)."""

    MUNICIPALITIES = "municipalities", _("Kommunene")
    TRUST = "trust", _("Helseforetaket")
    USERS = "users", _("Brukerne")
    GPS = "gps", _("Fastlegene")
    UNIONS = "unions", _("Tillitsvalgte")
    OBSERVERS = "observers", _("Observatører")
    SECRETARIAT = "secretariat", _("Sekretariatet")


EQUAL_PARTIES = (Party.MUNICIPALITIES, Party.TRUST)


class PositionLevel(models.IntegerChoices):
    """How high up somebody works (indicator I6: people should meet their equals)."""

    TOP = 1, _("Toppledelse")
    DIRECTOR = 2, _("Kommunalsjef eller klinikksjef")
    UNIT = 3, _("Enhetsleder eller avdelingssjef")
    SPECIALIST = 4, _("Fagperson")


class SeatFunction(models.TextChoices):
    CHAIR = "chair", _("Leder")
    DEPUTY_CHAIR = "deputy_chair", _("Nestleder")
    MEMBER = "member", _("Medlem")
    DEPUTY = "deputy", _("Varamedlem")
    OBSERVER = "observer", _("Observatør")
    SECRETARY = "secretary", _("Sekretær")


class Mandate(models.TextChoices):
    """What the appointed person may do in the meeting (indicator I7)."""

    CAN_DECIDE = "can_decide", _("Kan avgjøre")
    MUST_TAKE_HOME = "must_take_home", _("Må ta saken med hjem")
    UNKNOWN = "unknown", _("Ikke avklart")


class CommitteeType(models.TextChoices):
    OVERARCHING = "overarching", _("Overordnet samarbeidsutvalg (OSU/SSU)")
    LOCAL = "local", _("Lokalt samarbeidsutvalg (LSU)")
    ADMINISTRATIVE = "administrative", _("Administrativt samarbeidsutvalg (ASU)")
    POLITICAL = "political", _("Politisk samarbeidsutvalg (PSU)")
    PROFESSIONAL = "professional", _("Faglig samarbeidsutvalg (FSU)")
    WORKING_COMMITTEE = "working_committee", _("Arbeidsutvalg (AU)")
    WORKING_GROUP = "working_group", _("Arbeidsgruppe")
    BOARD = "board", _("Styre")
    PARTNERSHIP_MEETING = "partnership_meeting", _("Partnerskapsmøte")
    REFERENCE = "reference", _("Annet samarbeidsorgan")


class CommitteeLevel(models.IntegerChoices):
    """Levels of a helsefellesskap: partnership meeting, strategic, professional; local committees beside."""

    PARTNERSHIP = 1, _("Nivå 1 – partnerskap")
    STRATEGIC = 2, _("Nivå 2 – strategisk")
    PROFESSIONAL = 3, _("Nivå 3 – faglig")
    LOCAL = 4, _("Lokalt")


class DecisionRule(models.TextChoices):
    CONSENSUS = "consensus", _("Enighet")
    MAJORITY = "majority", _("Flertall")


class ProcedureProfile(models.TextChoices):
    """Which rules the committee follows: the agreement (default), kommuneloven ch. 11 or helseforetaksloven."""

    AGREEMENT = "agreement", _("Samarbeidsavtalen")
    KOMMUNELOVEN = "kommuneloven", _("Kommuneloven kapittel 11")
    HF_BOARD = "hf_board", _("Helseforetaksloven (styre)")


class GroupKind(models.TextChoices):
    """A LSU area and a board constituency are different things even where their names are alike."""

    HEALTH_REGION = "health_region", _("Kommunegruppe")
    LSU_AREA = "lsu_area", _("LSU-område")
    CONSTITUENCY = "constituency", _("Valgkrets til styret")


class Standing(models.TextChoices):
    MEMBER = "member", _("Med i gruppen")
    CONSIDERING = "considering", _("Vurderer gruppen")
    OBSERVER = "observer", _("Observatør")


class Role(models.TextChoices):
    """Roles for signing in; each is a dated representation."""

    COORDINATOR_MUNICIPAL = "coordinator_municipal", _("Koordinator, kommunene")
    COORDINATOR_TRUST = "coordinator_trust", _("Koordinator, helseforetaket")
    HEALTH_CHIEF = "health_chief", _("Kommunalsjef helse")
    MAYOR = "mayor", _("Ordfører")
    COMMITTEE_MEMBER = "committee_member", _("Utvalgsmedlem")


COORDINATORS = (Role.COORDINATOR_MUNICIPAL, Role.COORDINATOR_TRUST)


class LanguageDecision(models.TextChoices):
    """A municipality's language decision (språklova § 11 and its regulation)."""

    BOKMAAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    NEUTRAL = "neutral", _("Nøytral")
    UNKNOWN = "unknown", _("Ikke registrert")


class PartnershipKind(models.TextChoices):
    HELSEFELLESSKAP = "helsefellesskap", _("Helsefellesskap")
    COOPERATION = "cooperation", _("Kommunesamarbeid")
