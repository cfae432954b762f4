"""Decoding piece by piece gives what decoding at once gives, and lets other threads go on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.events import canonical
from db.pieces import PORTION, object_of, portions

_leaves = st.none() | st.booleans() | st.integers() | st.text()
_values = st.recursive(_leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(st.dictionaries(st.text(), _values), st.sampled_from([None, 0, 2]))
def test_an_object_is_what_it_is_decoded_at_once(value: dict[str, Any], indent: int | None) -> None:
    """Whatever the nesting and the spaces between."""
    assert object_of(json.dumps(value, indent=indent)) == value
    assert object_of(canonical(value)) == value


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a"', '{"a" 1}', '{"a":1,}', '{"a":[1', '{"a":[1 2]}', '{"a":[1,]}', "{} {}", '{"a":x}']
)
def test_anything_else_is_refused(text: str) -> None:
    """A damaged text is an error, never half an object."""
    with pytest.raises(ValueError, match=r"."):
        object_of(text)


@given(st.lists(st.integers(), max_size=3 * PORTION))
def test_portions_are_the_items(items: list[int]) -> None:
    """All of them, in order, never more than a portion at a time."""
    found = [*portions(items)]
    assert [item for portion in found for item in portion] == items
    assert all(0 < len(portion) <= PORTION for portion in found)


def test_a_long_list_makes_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between portions who waits for the processor gets it; a short list makes none."""
    pauses: list[float] = []
    monkeypatch.setattr("db.pieces.time.sleep", pauses.append)
    long = {"claims": [{"n": number} for number in range(5 * PORTION)], "few": [1, 2]}
    assert object_of(json.dumps(long)) == long
    assert len(pauses) >= 4
    pauses.clear()
    object_of(json.dumps({"few": [1, 2]}))
    assert [*portions([1, 2])] == [[1, 2]]
    assert pauses == []
