"""Sentences of status reports: grammar holds for every number, and nothing is said that the data does not carry."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.period import Period
from reports.sentences.grammar import NOUNS, counted, figured, of_all
from reports.sentences.texts import _TEXTS
from reports.sentences.top import (
    Lacks,
    Progress,
    Waits,
    council_must,
    councils_must,
    done_in_period,
    followed_up,
    progress,
)

TODAY = dt.date(2026, 9, 14)
QUARTER = Period.quarter(2026, 3)
LANGUAGES = st.sampled_from(["nb", "nn"])
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1))
COUNTS = st.integers(0, 400)
PLURALS = {forms[language].some for forms in NOUNS.values() for language in forms} - {
    forms[language].one for forms in NOUNS.values() for language in forms
}
#: Words of one language that must never stand in a sentence of the other.
ONLY_BOKMAAL = re.compile(
    r"\b(ikke|kommunene|kommuner|avtalene|avtaler|oppgaver|hadde møter|vedtatt|fra|noen|innen|dem)\b"
)
ONLY_NYNORSK = re.compile(r"\b(ikkje|kommunane|kommunar|avtalane|avtalar|oppgåver|vedteke|frå|dei|innan|éin|eitt|éi)\b")


def check(said: str, language: str) -> None:
    assert said.endswith(".")
    assert not said.endswith("..")
    assert said[0].isupper() or said[0].isdigit() or said.startswith("É")
    assert "None" not in said
    assert "{" not in said
    assert "  " not in said
    for plural in PLURALS:
        assert not re.search(rf"\b(1|én|éin|éi|ett|eitt) {plural}\b", said, re.IGNORECASE), said
    assert not (ONLY_NYNORSK if language == "nb" else ONLY_BOKMAAL).search(said), said


@st.composite
def progresses(draw: st.DrawFn) -> Progress:
    total = draw(COUNTS)
    own_total = draw(st.integers(0, min(6, total)))
    return Progress(
        agreements=draw(st.integers(0, 9)),
        adopted=draw(st.integers(0, total)),
        total=total,
        agreement=draw(st.sampled_from(["", "delavtale 4"])),
        where=draw(st.sampled_from(["", "Hallingdal"])),
        name=draw(st.sampled_from(["", "Modum"])),
        own_adopted=draw(st.integers(0, own_total)),
        own_total=own_total,
    )


@given(facts=progresses(), language=LANGUAGES)
def test_how_far_the_agreements_have_come_is_always_a_whole_sentence(facts: Progress, language: str) -> None:
    check(progress(facts, language), language)


@given(
    deadlines=st.lists(DAYS | st.none(), max_size=9),
    meeting=DAYS | st.none(),
    agreement=st.sampled_from(["", "delavtale 4"]),
    is_set_up=st.booleans(),
    held=st.integers(0, 9),
    language=LANGUAGES,
)
def test_what_a_council_must_decide_is_always_a_whole_sentence(
    deadlines: list[dt.date | None], meeting: dt.date | None, agreement: str, is_set_up: bool, held: int, language: str
) -> None:
    facts = Waits("Modum", deadlines, agreement, meeting, is_set_up, held, meeting if held else None)

    check(council_must(facts, TODAY, language), language)


@given(lacking=COUNTS, more=COUNTS, late=COUNTS, deadline=DAYS | st.none(), several=st.booleans(), language=LANGUAGES)
def test_how_many_councils_lack_something_is_always_a_whole_sentence(
    lacking: int, more: int, late: int, deadline: dt.date | None, several: bool, language: str
) -> None:
    facts = Lacks(lacking, lacking + more, min(late, lacking), deadline, several, where="")

    check(councils_must(facts, TODAY, language), language)


@given(meetings=COUNTS, decisions=COUNTS, late=COUNTS, first=DAYS, days=COUNTS, language=LANGUAGES)
def test_what_was_done_in_a_period_is_always_a_whole_sentence(
    meetings: int, decisions: int, late: int, first: dt.date, days: int, language: str
) -> None:
    period = Period(first, first + dt.timedelta(days=days))

    check(done_in_period(meetings, decisions, late, period, language), language)


@given(due=COUNTS, more=COUNTS, share=st.integers(0, 100), late=COUNTS, language=LANGUAGES)
def test_what_was_followed_up_is_always_whole_sentences(
    due: int, more: int, share: int, late: int, language: str
) -> None:
    done = due * share // 100

    check(followed_up(due, done, done * share // 100, late, language), language)


@given(count=COUNTS, name=st.sampled_from(sorted(NOUNS)), language=LANGUAGES)
def test_one_of_a_thing_is_never_written_in_the_plural(count: int, name: str, language: str) -> None:
    noun = NOUNS[name][language]
    ending = noun.one if count == 1 else noun.some

    assert counted(count, name, language).endswith(f" {ending}")
    assert figured(count, name, language).endswith(f" {ending}")
    assert of_all(0, 1, name, language).endswith(f" {noun.one}")


def test_numbers_agree_with_the_gender_of_the_noun() -> None:
    assert [counted(1, name, "nb") for name in ("decision", "municipality", "action")] == [
        "ett vedtak",
        "én kommune",
        "én oppgave",
    ]
    assert [counted(1, name, "nn") for name in ("decision", "municipality", "action")] == [
        "eitt vedtak",
        "éin kommune",
        "éi oppgåve",
    ]
    assert counted(3, "municipality", "nn") == "tre kommunar"
    assert counted(0, "meeting", "nn") == "ingen møte"


PROGRESS = [
    (Progress(0, 0, 0), "Ingen avtaler ligger til vedtak i kommunestyrene nå."),
    (Progress(1, 0, 26), "Ingen av de 26 kommunene har vedtatt den nye avtalen."),
    (Progress(1, 26, 26, agreement="delavtale 4"), "Alle kommunene har vedtatt delavtale 4."),
    (
        Progress(1, 19, 26, agreement="delavtale 4", name="Modum", own_total=1),
        "19 av 26 kommuner har vedtatt delavtale 4, men ikke Modum.",
    ),
    (
        Progress(4, 90, 104, name="Modum", own_adopted=2, own_total=4),
        "90 av 104 vedtak om de fire nye avtalene er på plass, og Modum har vedtatt to av fire.",
    ),
    (
        Progress(4, 20, 24, where="Hallingdal"),
        "20 av 24 vedtak i Hallingdal om de fire nye avtalene er på plass.",
    ),
]


@pytest.mark.parametrize(("facts", "said"), PROGRESS)
def test_progress_in_bokmaal(facts: Progress, said: str) -> None:
    assert progress(facts, "nb") == said


def test_progress_in_nynorsk() -> None:
    facts = Progress(4, 90, 104, name="Nesbyen", own_adopted=0, own_total=4)

    said = "90 av 104 vedtak om dei fire nye avtalane er på plass, men Nesbyen har ikkje vedteke nokon av dei."
    assert progress(facts, "nn") == said


def test_a_council_is_told_what_it_must_decide_by_when_and_when_it_meets() -> None:
    deadline, meeting = dt.date(2026, 9, 30), dt.date(2026, 10, 16)

    assert council_must(Waits("Modum", []), TODAY, "nb") == "Ingenting venter på kommunestyret i Modum."
    waits = Waits("Modum", [deadline, deadline], meeting=meeting)
    said = council_must(waits, TODAY, "nb").replace("\u00a0", " ")
    assert said == (
        "Kommunestyret i Modum må ta stilling til to avtaler innen 30. september, men neste møte er 16. oktober."
    )
    late = Waits("Modum", [dt.date(2026, 8, 31), deadline])
    said = council_must(late, TODAY, "nn")
    assert said == (
        "Kommunestyret i Modum må ta stilling til to avtalar; fristen for éin av dei er ute, "
        "og neste møte er ikkje registrert."
    )


def test_what_a_council_may_have_decided_already_is_not_said_to_wait() -> None:
    held = Waits("Modum", [], "delavtale 4", held=1, held_on=dt.date(2026, 9, 10))
    some = Waits("Modum", [None], meeting=dt.date(2026, 10, 16), held=2)

    assert council_must(held, TODAY, "nb").replace("\u00a0", " ") == (
        "Kommunestyret i Modum hadde delavtale 4 på sakskartet 10. september, men vedtaket er ikke registrert."
    )
    assert council_must(some, TODAY, "nn").replace("\u00a0", " ") == (
        "Kommunestyret i Modum må ta stilling til éin avtale, og neste møte er 16. oktober; "
        "to vedtak er ikkje registrerte."
    )


def test_a_region_is_told_how_many_councils_lack_something() -> None:
    facts = Lacks(5, 6, late=1, where="Hallingdal")

    said = (
        "5 av 6 kommunestyrer i Hallingdal har ikke avgjort alt som er sendt dem, og ett kommunestyre er over fristen."
    )
    assert councils_must(facts, TODAY, "nb") == said
    assert councils_must(Lacks(2, 6, late=2), TODAY, "nb").endswith("sendt dem, og begge er over fristen.")
    assert councils_must(Lacks(1, 6, late=1), TODAY, "nn").endswith("sendt dei; fristen er ute.")
    assert councils_must(Lacks(0, 6), TODAY, "nn") == "Ingenting ventar på kommunestyra."


def test_an_empty_period_is_said_to_be_empty() -> None:
    assert done_in_period(0, 0, 0, QUARTER, "nb") == "Ingen vedtak i perioden."
    assert followed_up(0, 0, 0, 0, "nn") == "Ingen oppgåver hadde frist i perioden."


def test_what_the_committees_did_is_told_with_the_period() -> None:
    assert done_in_period(5, 12, 1, QUARTER, "nb") == (
        "Utvalgene hadde fem møter og gjorde tolv vedtak i 3. kvartal 2026, og én oppgave er over fristen."
    )
    assert followed_up(10, 8, 6, 2, "nb") == (
        "8 av 10 oppgaver med frist i perioden er gjort, 6 av dem innen fristen. To oppgaver er over fristen nå."
    )


def test_every_piece_says_the_same_values_in_both_languages() -> None:
    for key, (bokmaal, nynorsk) in _TEXTS.items():
        assert re.findall(r"\{\w+\}", bokmaal) == re.findall(r"\{\w+\}", nynorsk), key
