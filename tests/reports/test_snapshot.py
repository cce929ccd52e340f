"""What a report says, kept as JSON and read again."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.snapshot import Snapshot

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
st.register_type_strategy(dt.datetime, st.datetimes(timezones=st.just(dt.UTC)))


@settings(max_examples=50)
@given(snapshot=st.builds(Snapshot, schema=st.just(1)))
def test_what_is_kept_as_json_is_read_back_unchanged(snapshot: Snapshot) -> None:
    kept = json.loads(json.dumps(snapshot.to_json()))

    assert Snapshot.from_json(kept) == snapshot
    assert Snapshot.from_json(kept).to_json() == kept


@settings(max_examples=5)
@given(snapshot=st.builds(Snapshot, schema=st.just(1)))
def test_what_was_kept_before_a_field_was_added_is_still_read(snapshot: Snapshot) -> None:
    kept = snapshot.to_json()
    del kept["indicators_of"]
    for figure in kept["figures"]:
        del figure["span"]

    found = Snapshot.from_json(kept)

    assert (found.sentences, found.indicators_of) == (snapshot.sentences, "")
    assert [figure.span for figure in found.figures] == [""] * len(snapshot.figures)


def test_a_snapshot_of_an_unknown_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema"):
        Snapshot.from_json({"schema": 2})
