"""Long texts that several people write: nothing is overwritten, nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.enums import MinutesSection
from meetings.models import ItemText, MinutesItem
from samhandling.accounts.models import User
from samhandling.core.saving import SavedText, TextConflict, TextRows, save_text
from samhandling.core.text import merge3
from tests.factories.meetings import MinutesItemFactory
from tests.factories.organisation import UserFactory


@pytest.fixture
def item(db: None) -> MinutesItem:
    return MinutesItemFactory()


@pytest.fixture
def user(db: None) -> User:
    return UserFactory(name="Eskil Prøvesen")


def save(item: MinutesItem, base: int, text: str, user: User | None = None) -> SavedText:
    rows = TextRows(ItemText, item=item, section=MinutesSection.TREATMENT)
    return save_text(rows=rows, base_revision=base, text=text, user=user, merge=merge3)


def test_each_save_is_a_new_revision_and_the_old_ones_stay(item: MinutesItem, user: User) -> None:
    assert save(item, 0, "Koordinatorene innledet.", user).revision == 1
    assert save(item, 1, "Koordinatorene innledet saken.", user).revision == 2
    assert list(ItemText.objects.filter(item=item).values_list("text", flat=True)) == [
        "Koordinatorene innledet.",
        "Koordinatorene innledet saken.",
    ]


def test_saving_the_same_text_again_makes_no_revision(item: MinutesItem, user: User) -> None:
    save(item, 0, "Likt.", user)
    assert save(item, 0, "Likt.", user).revision == 1  # a retry whose first answer was lost
    assert ItemText.objects.count() == 1


def test_line_ends_of_a_form_are_the_same_text(item: MinutesItem) -> None:
    save(item, 0, "En\nto")
    assert save(item, 1, "En\r\nto").revision == 1


def test_edits_in_different_places_are_joined(item: MinutesItem) -> None:
    save(item, 0, "Innledning.\nDebatt.\nAvslutning.")
    save(item, 1, "Innledning av leder.\nDebatt.\nAvslutning.")
    saved = save(item, 1, "Innledning.\nDebatt.\nAvslutning kl. 15.")
    assert saved.merged
    assert saved.text == "Innledning av leder.\nDebatt.\nAvslutning kl. 15."
    assert saved.revision == 3


def test_edits_in_the_same_place_are_refused_with_both_texts(item: MinutesItem, user: User) -> None:
    save(item, 0, "Utvalget var enig.")
    save(item, 1, "Utvalget var delt.", user)
    with pytest.raises(TextConflict) as conflict:
        save(item, 1, "Utvalget var tvil.")
    assert (conflict.value.theirs, conflict.value.mine) == ("Utvalget var delt.", "Utvalget var tvil.")
    assert conflict.value.saved_by == user
    assert conflict.value.revision == 2
    assert ItemText.objects.count() == 2


def test_a_revision_nobody_has_seen_is_a_conflict(item: MinutesItem) -> None:
    save(item, 0, "Det som står.")
    with pytest.raises(TextConflict):
        save(item, 99, "Noe annet.")


def test_a_save_waits_for_the_one_before_it(item: MinutesItem) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        save(item, 0, "Først.")
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
            " WHERE c.relname = 'meetings_minutesitem' AND l.mode = 'RowShareLock'"
        )
        assert cursor.fetchone()[0] >= 1


@dataclass
class Editor:
    """Someone with the text open: types words nobody else types, and saves now and then."""

    name: str
    text: str = ""
    base: int = 0
    typed: int = 0

    def type_word(self, place: int) -> str:
        self.typed += 1
        word = f"{self.name}{self.typed}"
        words = self.text.split(" ") if self.text else []
        words.insert(place % (len(words) + 1), word)
        self.text = " ".join(words)
        return word

    def save(self, item: MinutesItem) -> None:
        """As js/autosave.js does: a merged text is taken over; in a conflict both texts are kept."""
        for _attempt in range(2):
            try:
                saved = save(item, self.base, self.text)
            except TextConflict as conflict:
                self.text, self.base = f"{conflict.theirs}\n{conflict.mine}", conflict.revision
            else:
                self.text, self.base = saved.text, saved.revision
                return
        raise AssertionError("a save on top of the newest revision was refused")


ACTS = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["type", "type", "save"]), st.integers(0, 20)),
    max_size=40,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=ACTS)
def test_two_editors_never_lose_a_word(item: MinutesItem, acts: list[tuple[str, str, int]]) -> None:
    fresh = MinutesItemFactory(minutes=item.minutes)
    editors = {"a": Editor("Anne"), "b": Editor("Bo")}
    words = []
    for who, act, place in acts:
        if act == "type":
            words.append(editors[who].type_word(place))
        else:
            editors[who].save(fresh)
    for editor in editors.values():
        editor.save(fresh)
    newest = ItemText.objects.filter(item=fresh).order_by("-revision").first()
    standing = (newest.text if newest else "").split()
    assert [word for word in words if word not in standing] == []
