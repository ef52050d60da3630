"""A programme: opened once, and using its own frameworks from when it loads them."""

from __future__ import annotations

from typing import Literal

from service.domain.programme import Programme
from tests.support.given_when_then import fact, facts_of, given, said, sealed


def a_programme() -> Programme:
    """A programme that was just opened."""
    return Programme.open("our-programme", said(), title=sealed("title"))


def load(it: Programme, version: str = "1", kind: Literal["behaviours"] = "behaviours") -> None:
    """Take its own behaviours into use."""
    it.load_framework(
        said(),
        kind=kind,
        framework=f"ours@{version}",
        codes=("OURS-1", "OURS-2"),
        document=sealed("document"),
    )


def test_opening_a_programme() -> None:
    programme = a_programme()
    (found,) = facts_of(programme)
    fact(Programme.Opened, title=sealed("title")).check(found)
    assert programme.id == Programme.id_for("our-programme")


def test_loading_a_framework_keeps_its_codes_in_clear_and_its_wording_sealed() -> None:
    given(a_programme()).when(load).then(
        fact(
            Programme.FrameworkLoaded,
            framework="ours@1",
            codes=("OURS-1", "OURS-2"),
            document=sealed("document"),
        )
    )


def test_loading_the_framework_in_use_again_changes_nothing() -> None:
    given(a_programme(), load).when(load).then()


def test_another_version_comes_into_use_beside_the_earlier_one() -> None:
    both = given(a_programme(), load, lambda it: load(it, "2")).aggregate
    assert both.frameworks == {"behaviours": "ours@2"}
    assert set(both.codes) == {"ours@1", "ours@2"}
