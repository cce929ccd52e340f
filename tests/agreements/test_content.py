"""The text of an agreement: numbers, the municipality's name, and the hash of what it says."""

from __future__ import annotations

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from agreements.content import Clause, Content, text_hash
from agreements.models import AgreementVersion, Section, SectionText
from municipalities.models import Partnership
from tests.factories.agreements import TEXT, agreement_with_parties, draft, frozen
from tests.personas import World


def test_sections_are_numbered_by_their_place_and_annexes_by_letters() -> None:
    content = Content(
        "Avtale",
        (
            Clause("a", "Formål"),
            Clause("b", "Ansvar"),
            Clause("c", "Kommunen", level=2),
            Clause("d", "Pasient", kind="definition", level=2),
            Clause("e", "Sykehuset", level=2),
            Clause("f", "Rutiner", kind="annex"),
            Clause("g", "Innkalling", level=2),
            Clause("h", "Skjema", kind="annex"),
        ),
    )
    assert [row.number for row in content.numbered()] == ["1", "2", "2.1", "", "2.2", "A", "A.1", "B"]


def test_a_text_goes_to_json_and_back() -> None:
    assert Content.from_json(TEXT.to_json()) == TEXT


def test_editions_of_two_municipalities_say_the_same() -> None:
    modum, gol = TEXT.named("Modum"), TEXT.named("Gol")
    assert text_hash(modum, "Modum") == text_hash(gol, "Gol") == text_hash(TEXT)
    assert text_hash(modum) != text_hash(gol)


def test_whitespace_and_unicode_form_make_no_difference_but_words_do() -> None:
    spaced = Content(TEXT.title, (Clause("x", " Formål ", "<p>Avtalen  skal sikre</p>"),))
    composed = Content(TEXT.title, (Clause("y", "Forma\u030al", "<p>Avtalen skal\nsikre</p>"),))
    other = Content(TEXT.title, (Clause("y", "Formål", "<p>Avtalen må sikre</p>"),))
    assert text_hash(spaced) == text_hash(composed)
    assert text_hash(other) != text_hash(composed)


@pytest.fixture
def partnership(world: World) -> Partnership:
    return world.partnership


def test_a_frozen_text_is_refused_every_change_by_the_database(partnership: Partnership) -> None:
    version = frozen(agreement_with_parties(partnership))
    found = AgreementVersion.objects.filter(pk=version.pk)
    for change in ({"title": "Noe annet"}, {"content": {}}, {"sha256": "0" * 64}, {"state": "draft"}):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            found.update(**change)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        found.delete()
    found.update(in_force_on="2026-01-01")


def test_the_sections_of_a_frozen_text_stand_still_too(partnership: Partnership) -> None:
    version = draft(agreement_with_parties(partnership))
    section = version.sections.first()
    assert section is not None
    AgreementVersion.objects.filter(pk=version.pk).update(
        state="frozen", content=TEXT.to_json(), sha256=text_hash(TEXT), frozen_at="2026-01-01T12:00Z"
    )
    for act in (
        lambda: Section.objects.filter(pk=section.pk).update(level=2),
        lambda: Section.objects.create(version=version, anchor="ny", position=9),
        lambda: SectionText.objects.create(owner=section, section="body", revision=2, text="Ny"),
        lambda: SectionText.objects.filter(owner=section).delete(),
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            act()
