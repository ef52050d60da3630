"""Sealed values: what stands in the log is base64, and nothing of them is shown by accident."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from service.domain.sealed import Sealed

BOX = bytes(range(28))
ADAPTER = TypeAdapter(Sealed)


class Carrier(BaseModel):
    """Something that carries sealed words."""

    words: Sealed
    more: Sealed | None = None


@given(st.binary(min_size=28, max_size=400))
def test_what_is_stored_comes_back_the_same(box: bytes) -> None:
    carried = Carrier(words=Sealed(box))
    assert Carrier.model_validate_json(carried.model_dump_json()) == carried


def test_it_stands_in_json_as_base64() -> None:
    dumped = Carrier(words=Sealed(BOX)).model_dump_json(exclude_none=True)
    assert dumped == '{"words":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw=="}'


@pytest.mark.parametrize(
    "stored",
    ['"plain words, not sealed at all, not even nearly"', '"AAEC"', '""', "null", "7", "{}"],
)
def test_words_that_are_not_sealed_are_not_let_in(stored: str) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_json(stored)


def test_bytes_are_not_taken_for_sealed_words() -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(BOX)


def test_its_representation_tells_only_its_length() -> None:
    assert repr(Sealed(BOX)) == "Sealed(28 bytes)"
    assert str(Carrier(words=Sealed(BOX))) == "words=Sealed(28 bytes) more=None"


def test_its_schema_says_that_it_is_base64() -> None:
    assert ADAPTER.json_schema() == {"type": "string", "contentEncoding": "base64"}
