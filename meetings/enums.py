"""Controlled vocabularies of meetings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    """`planned → called → closed`; a meeting may be cancelled before it is closed."""

    PLANNED = "planned", _("Under planlegging")
    CALLED = "called", _("Innkalt")
    CLOSED = "closed", _("Avholdt")
    CANCELLED = "cancelled", _("Avlyst")


MEETING_TRANSITIONS = {
    MeetingState.PLANNED: {MeetingState.CALLED, MeetingState.CANCELLED},
    MeetingState.CALLED: {MeetingState.CLOSED, MeetingState.CANCELLED},
    MeetingState.CLOSED: set(),
    MeetingState.CANCELLED: set(),
}


class ItemType(models.TextChoices):
    DECISION = "decision", _("Beslutning")
    DISCUSSION = "discussion", _("Drøfting")
    INFORMATION = "information", _("Orientering")
    REPORT = "report", _("Referat")
    PROCEDURAL = "procedural", _("Godkjenning")
    AOB = "aob", _("Eventuelt")


class StandardItem(models.TextChoices):
    """The items every agenda has by default."""

    APPROVE_NOTICE = "approve_notice", _("Godkjenning av innkalling og saksliste")
    APPROVE_MINUTES = "approve_minutes", _("Godkjenning av protokoll fra forrige møte")
    AOB = "aob", _("Eventuelt")


class CaseState(models.TextChoices):
    PROPOSED = "proposed", _("Foreslått")
    OPEN = "open", _("Under arbeid")
    CLOSED = "closed", _("Avsluttet")


class ProposedBy(models.TextChoices):
    """Which side raised the case (indicator I1); `joint` counts half to each."""

    MUNICIPALITIES = "municipalities", _("Kommunene")
    TRUST = "trust", _("Helseforetaket")
    JOINT = "joint", _("Felles")
    USERS = "users", _("Brukerne")
    GPS = "gps", _("Fastlegene")
    UNIONS = "unions", _("Tillitsvalgte")
    SECRETARIAT = "secretariat", _("Sekretariatet")


class PaperSection(models.TextChoices):
    """The named fields of a case paper, in the order they are printed (domain: saksframlegg)."""

    SUMMARY = "summary", _("Sammendrag")
    PROPOSAL = "proposal", _("Forslag til vedtak")
    BACKGROUND = "background", _("Bakgrunn")
    ASSESSMENT = "assessment", _("Vurdering")
    CONSEQUENCES = "consequences", _("Økonomiske og administrative konsekvenser")
    USER_PARTICIPATION = "user_participation", _("Brukermedvirkning")
    FURTHER_ROUTE = "further_route", _("Videre saksgang")


class AttendanceStatus(models.TextChoices):
    UNKNOWN = "unknown", _("Ikke ført")
    PRESENT = "present", _("Til stede")
    REMOTE = "remote", _("På video")
    ABSENT = "absent", _("Forfall")


class Outcome(models.TextChoices):
    """How an item ended."""

    NONE = "none", _("Ikke ført")
    CONSENSUS = "consensus", _("Enighet")
    CONSENSUS_DISSENT = "consensus_dissent", _("Enighet med dissens ført i protokollen")
    NO_AGREEMENT = "no_agreement", _("Ikke enighet – saken løftes")
    VOTE = "vote", _("Avstemning")
    NOTED = "noted", _("Tatt til orientering")
    POSTPONED = "postponed", _("Utsatt")
    POSTPONED_NO_MANDATE = (
        "postponed_no_mandate",
        _("Utsatt – manglende fullmakt i møtet"),
    )


class RevisionEffect(models.TextChoices):
    """What a decision does to the revision its item is about. Not chosen is empty: the outcome tells."""

    RECOMMENDS = "recommends", _("Vedtaket anbefaler teksten")
    CHANGES = "changes", _("Vedtaket ber om endringer")
    NONE = "none", _("Vedtaket flytter ikke revisjonen")


class StatementKind(models.TextChoices):
    DISSENT = "dissent", _("Dissens")
    STATEMENT = "statement", _("Protokolltilførsel")


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    APPROVED = "approved", _("Godkjent")
    LOCKED = "locked", _("Låst")


MINUTES_TRANSITIONS = {
    MinutesState.DRAFT: {MinutesState.APPROVED},
    MinutesState.APPROVED: {MinutesState.DRAFT, MinutesState.LOCKED},
    MinutesState.LOCKED: set(),
}


class MinutesSection(models.TextChoices):
    """The long texts of one item in the minutes."""

    TREATMENT = "treatment", _("Behandling")
    DECISION = "decision", _("Vedtak")
