"""Vocabularies of agreements and their revisions. The order of the members is the order they are shown in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    OVERARCHING = "overarching", _("Overordnet samarbeidsavtale")
    SUB = "sub", _("Delavtale")
    SPECIAL = "special", _("Særavtale")
    GUIDELINE = "guideline", _("Retningslinje")


class SectionKind(models.TextChoices):
    SECTION = "section", _("Punkt")
    DEFINITION = "definition", _("Definisjon")
    ANNEX = "annex", _("Vedlegg")


class SectionPart(models.TextChoices):
    """The two texts of a section, saved apart."""

    HEADING = "heading", _("Overskrift")
    BODY = "body", _("Tekst")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    FROZEN = "frozen", _("Låst")


class VersionSource(models.TextChoices):
    WRITTEN = "written", _("Skrevet i portalen")
    WORD = "word", _("Tatt inn fra Word")
    PDF = "pdf", _("Tatt inn fra PDF")


class StepKind(models.TextChoices):
    """The way of a revision (domain §4). `SUPERSEDED` comes by itself when a newer text enters into force."""

    PLANNED = "planned", _("Planlagt")
    WORKING_GROUP = "working_group", _("Arbeidsgruppe")
    DRAFT = "draft", _("Utkast")
    COMMITTEE_REVIEW = "committee_review", _("Behandlet i utvalg")
    RECOMMENDED = "recommended", _("Anbefalt")
    CONSULTATION = "consultation", _("Høring")
    FINAL = "final", _("Endelig tekst")
    COUNCILS = "councils", _("Kommunestyrene")
    TRUST_BOARD = "trust_board", _("Styret i helseforetaket")
    SIGNED = "signed", _("Signert")
    IN_FORCE = "in_force", _("I kraft")
    SUBMITTED = "submitted", _("Sendt Helsedirektoratet")
    PUBLISHED = "published", _("Publisert")
    SUPERSEDED = "superseded", _("Avløst")


#: Steps that end a revision's work; what is left after them is history.
ENDED = (StepKind.SUPERSEDED,)
#: Steps nobody can skip: without them there is no text to decide on, no decision, or no agreement.
NEVER_SKIPPED = (StepKind.PLANNED, StepKind.FINAL, StepKind.COUNCILS, StepKind.IN_FORCE)


class EntryRule(models.TextChoices):
    """When a text enters into force."""

    ALL = "all", _("Når alle partene har vedtatt den")
    QUORUM = "quorum", _("Når et bestemt antall kommuner har vedtatt den")
    FIXED_DATE = "fixed_date", _("På en bestemt dato")
    PER_PARTY = "per_party", _("For hver part når den selv har vedtatt den")


class AdoptionStatus(models.TextChoices):
    NOT_SENT = "not_sent", _("Ikke sendt")
    SENT = "sent", _("Sendt, ikke satt opp")
    SCHEDULED = "scheduled", _("Satt opp")
    ADOPTED = "adopted", _("Vedtatt")
    ADOPTED_WITH_DEVIATION = "deviation", _("Vedtatt med avvik")
    REJECTED = "rejected", _("Ikke vedtatt")
    POSTPONED = "postponed", _("Utsatt")


#: The council has said its word.
DECIDED = (AdoptionStatus.ADOPTED, AdoptionStatus.ADOPTED_WITH_DEVIATION, AdoptionStatus.REJECTED)
OPEN = (AdoptionStatus.NOT_SENT, AdoptionStatus.SENT, AdoptionStatus.SCHEDULED, AdoptionStatus.POSTPONED)


class RegisteredAs(models.TextChoices):
    """On whose behalf an adoption was registered; the other side sees it."""

    MUNICIPALITY = "municipality", _("kommunen")
    SECRETARIAT = "secretariat", _("sekretariatet")


class ChangeKind(models.TextChoices):
    """What a change means in practice, in the judgement of those who wrote it."""

    SUBSTANTIVE = "substantive", _("Realitetsendring")
    CLARIFICATION = "clarification", _("Presisering")
    LANGUAGE = "language", _("Språklig")


class QuestionKind(models.TextChoices):
    SECTION = "section", _("Punkt i teksten")
    CHOICE = "choice", _("Ett valg")
    TEXT = "text", _("Fritekst")


class Stance(models.TextChoices):
    SUPPORT = "support", _("Støtter")
    CHANGES = "changes", _("Ønsker endringer")
    NONE = "none", _("Ingen merknad")


class ConsultationState(models.TextChoices):
    DRAFT = "draft", _("Under arbeid")
    OPEN = "open", _("På høring")
    CLOSED = "closed", _("Avsluttet")


class ExtensionState(models.TextChoices):
    NONE = "", _("Ikke bedt om")
    ASKED = "asked", _("Bedt om utsatt frist")
    GRANTED = "granted", _("Utsatt frist gitt")
    REFUSED = "refused", _("Utsatt frist avslått")


class ObligationKind(models.TextChoices):
    """What the parties owe by law or by the agreement."""

    REVIEW = "review", _("Årlig gjennomgang")
    SUBMISSION = "submission", _("Innsending til Helsedirektoratet")
    NOTICE = "notice", _("Oppsigelse får virkning")
    EXPIRY = "expiry", _("Avtalen utløper")
    ADOPTION = "adoption", _("Vedtak i kommunestyret")
    ANSWER = "answer", _("Svar på høring")


class ImportState(models.TextChoices):
    READING = "reading", _("Leses")
    FAILED = "failed", _("Kunne ikke leses")
    CHECKING = "checking", _("Til kontroll")
    TAKEN_IN = "taken_in", _("Tatt inn")
    DROPPED = "dropped", _("Forkastet")
