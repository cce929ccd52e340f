"""Numbers, nouns and dates in sentences, in both languages.

counted(1, "decision", "nn")  # «eitt vedtak»
of_all(19, 26, "municipality", "nb")  # «19 av 26 kommuner»
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from samhandling.core.dates import count_word, day_and_month, long_date, number


class Gender(StrEnum):
    MASCULINE = "m"
    FEMININE = "f"
    NEUTER = "n"


@dataclass(frozen=True)
class Noun:
    """`some` is the indefinite plural, `all` the definite one."""

    one: str
    some: str
    all: str
    gender: Gender


_M, _F, _N = Gender.MASCULINE, Gender.FEMININE, Gender.NEUTER
_ONE = {"nb": {_M: "én", _F: "én", _N: "ett"}, "nn": {_M: "éin", _F: "éi", _N: "eitt"}}
_ALL_OF = {"nb": "av de", "nn": "av dei"}
NOUNS: dict[str, dict[str, Noun]] = {
    "municipality": {
        "nb": Noun("kommune", "kommuner", "kommunene", _M),
        "nn": Noun("kommune", "kommunar", "kommunane", _M),
    },
    "council": {
        "nb": Noun("kommunestyre", "kommunestyrer", "kommunestyrene", _N),
        "nn": Noun("kommunestyre", "kommunestyre", "kommunestyra", _N),
    },
    "agreement": {
        "nb": Noun("avtale", "avtaler", "avtalene", _M),
        "nn": Noun("avtale", "avtalar", "avtalane", _M),
    },
    "decision": {
        "nb": Noun("vedtak", "vedtak", "vedtakene", _N),
        "nn": Noun("vedtak", "vedtak", "vedtaka", _N),
    },
    "item": {"nb": Noun("sak", "saker", "sakene", _M), "nn": Noun("sak", "saker", "sakene", _F)},
    "case": {"nb": Noun("sak", "saker", "sakene", _M), "nn": Noun("sak", "saker", "sakene", _F)},
    "meeting": {
        "nb": Noun("møte", "møter", "møtene", _N),
        "nn": Noun("møte", "møte", "møta", _N),
    },
    "action": {
        "nb": Noun("oppgave", "oppgaver", "oppgavene", _M),
        "nn": Noun("oppgåve", "oppgåver", "oppgåvene", _F),
    },
    "seat": {"nb": Noun("plass", "plasser", "plassene", _M), "nn": Noun("plass", "plassar", "plassane", _M)},
    "revision": {
        "nb": Noun("revisjon", "revisjoner", "revisjonene", _M),
        "nn": Noun("revisjon", "revisjonar", "revisjonane", _M),
    },
    "answer": {"nb": Noun("svar", "svar", "svarene", _N), "nn": Noun("svar", "svar", "svara", _N)},
    "day": {"nb": Noun("dag", "dager", "dagene", _M), "nn": Noun("dag", "dagar", "dagane", _M)},
    "month": {
        "nb": Noun("måned", "måneder", "månedene", _M),
        "nn": Noun("månad", "månader", "månadene", _M),
    },
    "agreement_point": {
        "nb": Noun("punkt", "punkter", "punktene", _N),
        "nn": Noun("punkt", "punkt", "punkta", _N),
    },
    "annex": {
        "nb": Noun("vedlegg", "vedlegg", "vedleggene", _N),
        "nn": Noun("vedlegg", "vedlegg", "vedlegga", _N),
    },
    "committee": {"nb": Noun("utvalg", "utvalg", "utvalgene", _N), "nn": Noun("utval", "utval", "utvala", _N)},
    "passage": {
        "nb": Noun("overgang", "overganger", "overgangene", _M),
        "nn": Noun("overgang", "overgangar", "overgangane", _M),
    },
    "group": {
        "nb": Noun("gruppe", "grupper", "gruppene", _M),
        "nn": Noun("gruppe", "grupper", "gruppene", _F),
    },
    "row": {"nb": Noun("rad", "rader", "radene", _M), "nn": Noun("rad", "rader", "radene", _F)},
}


def noun(name: str, language: str) -> Noun:
    return NOUNS[name][language]


def word_of(count: int, name: str, language: str) -> str:
    """A number in words, in the gender of the noun: «ett», «tre», «13»."""
    if count == 1:
        return _ONE[language][noun(name, language).gender]
    return count_word(count, language)


def counted(count: int, name: str, language: str) -> str:
    """«ett vedtak», «tre kommuner», «ingen møter», «13 saker»."""
    found = noun(name, language)
    return f"{word_of(count, name, language)} {found.one if count == 1 else found.some}"


def figured(count: int, name: str, language: str) -> str:
    """As `counted`, in figures, for tables: «1 sak», «31 saker»."""
    found = noun(name, language)
    return f"{number(count)} {found.one if count == 1 else found.some}"


def of_all(part: int, whole: int, name: str, language: str) -> str:
    """«19 av 26 kommuner», «ingen av de tre kommunene», «0 av 1 kommune»."""
    found = noun(name, language)
    if whole == 1:
        return f"{part} av {whole} {found.one}"
    if part == 0:
        return f"{count_word(0, language)} {_ALL_OF[language]} {count_word(whole, language)} {found.all}"
    return f"{number(part)} av {number(whole)} {found.some}"


def on_day(day: dt.date, today: dt.date) -> str:
    """«16. oktober»; with the year when it is another one."""
    return day_and_month(day) if day.year == today.year else long_date(day)


def sentence(text: str) -> str:
    """With a capital first and a full stop last."""
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
