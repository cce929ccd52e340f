"""What is said of a file somebody takes a text in from: why it cannot be read, and what was left out."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.importing import Ignored, Problem, limits

_PROBLEMS = {
    Problem.EMPTY: gettext_lazy("Filen er tom. Velg en fil med innhold."),
    Problem.BROKEN: gettext_lazy("Filen er skadet og kan ikke leses. Lagre den på nytt fra programmet den er laget i."),
    Problem.ENCRYPTED: gettext_lazy("Filen er låst med passord. Lagre den uten passord og last den opp igjen."),
    Problem.TOO_LARGE: gettext_lazy(
        "Filen er større enn en avtale pleier å være når den pakkes ut, og blir ikke lest. "
        "Lagre bare avtaleteksten i en ny fil, og last opp den."
    ),
    Problem.TOO_MANY_PAGES: gettext_lazy(
        "PDF-en har mer enn %(pages)s sider. Lagre bare sidene med avtaleteksten i en ny fil, og last opp den."
    ),
    Problem.TOO_MANY_SECTIONS: gettext_lazy(
        "Portalen fant mer enn %(sections)s punkter, og så mange har ingen avtale. "
        "Kontroller at det er riktig fil, eller del den opp."
    ),
    Problem.TOO_SLOW: gettext_lazy(
        "Det tok for lang tid å lese filen, og portalen ga opp. Lagre den på nytt fra programmet den er laget i, "
        "eller ta inn teksten fra Word."
    ),
    Problem.OLD_WORD: gettext_lazy(
        "Filen er i Words gamle format (.doc). Åpne den i Word, lagre den som .docx og last den opp igjen."
    ),
    Problem.UNKNOWN: gettext_lazy("Filen må være et Word-dokument (.docx) eller en PDF."),
    Problem.NO_TEXT: gettext_lazy("Filen har ikke noe innhold som kan leses som tekst."),
    Problem.STORAGE: gettext_lazy("Fillageret svarte ikke, så filen er ikke lest. Prøv igjen om litt."),
    Problem.OURS: gettext_lazy(
        "Noe gikk galt da filen ble lest. Prøv igjen, og si fra til sekretariatet hvis det ikke hjelper."
    ),
}
_PASSING = {Problem.TOO_SLOW, Problem.STORAGE, Problem.OURS}


def words_of_problem(problem: str) -> str:
    """Why a file cannot be read, and what to do about it."""
    return _PROBLEMS[Problem(problem)] % {"pages": limits.MAX_PAGES, "sections": limits.MAX_SECTIONS}


def may_pass(problem: str) -> bool:
    """Whether the same file may well be read on another try."""
    return problem in _PASSING


def words_of(what: str, count: int) -> str:
    """One sentence about what was left out of a file, or how it was read."""
    return _SENTENCES[Ignored(what)](count)


_SENTENCES: dict[Ignored, Callable[[int], str]] = {
    Ignored.INSERTED: lambda count: (
        ngettext(
            "Sporede endringer: %(count)s innsetting er lest som godtatt, så teksten er med.",
            "Sporede endringer: %(count)s innsettinger er lest som godtatt, så teksten er med.",
            count,
        )
        % {"count": count}
    ),
    Ignored.DELETED: lambda count: (
        ngettext(
            "Sporede endringer: %(count)s sletting er lest som godtatt, så teksten er borte.",
            "Sporede endringer: %(count)s slettinger er lest som godtatt, så teksten er borte.",
            count,
        )
        % {"count": count}
    ),
    Ignored.FORMAT_CHANGES: lambda count: (
        ngettext(
            "%(count)s sporet endring av formatering har ikke noe å si for teksten.",
            "%(count)s sporede endringer av formatering har ikke noe å si for teksten.",
            count,
        )
        % {"count": count}
    ),
    Ignored.COMMENTS: lambda count: (
        ngettext("%(count)s kommentar er ikke tatt med.", "%(count)s kommentarer er ikke tatt med.", count)
        % {"count": count}
    ),
    Ignored.MACROS: lambda _count: _("Filen har makroer. De er ikke kjørt og ikke tatt med."),
    Ignored.PICTURES: lambda count: (
        ngettext(
            "%(count)s bilde eller tegning er ikke tatt med.",
            "%(count)s bilder eller tegninger er ikke tatt med.",
            count,
        )
        % {"count": count}
    ),
    Ignored.HEADERS: lambda _count: _("Topptekst og bunntekst er ikke tatt med."),
    Ignored.TEXT_BOXES: lambda count: (
        ngettext(
            "%(count)s tekstboks er ikke tatt med. Står det avtaletekst i den, må du skrive den inn.",
            "%(count)s tekstbokser er ikke tatt med. Står det avtaletekst i dem, må du skrive den inn.",
            count,
        )
        % {"count": count}
    ),
    Ignored.CONTENTS: lambda _count: _("Innholdsfortegnelsen er ikke tatt med. Portalen lager sin egen."),
    Ignored.HIDDEN: lambda count: (
        ngettext(
            "%(count)s stykke skjult tekst er ikke tatt med.", "%(count)s stykker skjult tekst er ikke tatt med.", count
        )
        % {"count": count}
    ),
    Ignored.EMBEDDED: lambda count: (
        ngettext(
            "%(count)s innebygd dokument er ikke tatt med.", "%(count)s innebygde dokumenter er ikke tatt med.", count
        )
        % {"count": count}
    ),
    Ignored.FORMULAS: lambda count: (
        ngettext(
            "%(count)s formel er lest som vanlig tekst. Kontroller den.",
            "%(count)s formler er lest som vanlig tekst. Kontroller dem.",
            count,
        )
        % {"count": count}
    ),
    Ignored.REPEATED: lambda count: (
        ngettext(
            "%(count)s linje øverst eller nederst på sidene er ikke tatt med.",
            "%(count)s linjer øverst eller nederst på sidene er ikke tatt med.",
            count,
        )
        % {"count": count}
    ),
    Ignored.FLAT_TABLES: lambda _count: _(
        "En PDF har ikke tabeller, bare ord på linjer. Kontroller punktene der det skal stå en tabell."
    ),
}
