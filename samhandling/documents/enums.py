from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is made. A new kind is a line here and a producer in the app that knows its content."""

    NOTICE = "notice", _("Innkalling")
    CASE_PAPER = "case_paper", _("Saksframlegg")
    MINUTES = "minutes", _("Protokoll")
    REDLINE = "redline", _("Sammenligning")
    LOCAL_PAPER = "local_paper", _("Lokalt saksframlegg")
    CONSULTATION = "consultation", _("Sammenstilling av høringssvar")
    STATUS_REPORT = "status_report", _("Statusrapport")
    INVOICE_BASIS = "invoice_basis", _("Fakturagrunnlag")


class Purpose(models.TextChoices):
    """What the file is for: the first two are PDFs made from the same packet, the third is a Word file."""

    READING = "reading", _("Til å lese og arkivere")
    PRINT = "print", _("Alt til utskrift")
    WORD = "word", _("Til å redigere (Word)")


class Variant(models.TextChoices):
    INTERNAL = "internal", _("For medlemmene")
    PUBLIC = "public", _("Offentlig")


class Language(models.TextChoices):
    BOKMAAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")


class State(models.TextChoices):
    QUEUED = "queued", _("I kø")
    RENDERING = "rendering", _("Lages")
    READY = "ready", _("Klar")
    FAILED = "failed", _("Feilet")


UNDER_WAY = (State.QUEUED, State.RENDERING)


class Step(models.TextChoices):
    """Where in the making a document is, in words for whoever waits."""

    WAITING = "waiting", _("Venter på tur")
    RETRYING = "retrying", _("Prøver igjen om litt")
    GATHERING = "gathering", _("Henter innholdet")
    PIECES = "pieces", _("Lager delene")
    FRONT = "front", _("Lager forside og innhold")
    JOINING = "joining", _("Setter sammen")
    STORING = "storing", _("Lagrer")
    DONE = "done", _("Ferdig")
