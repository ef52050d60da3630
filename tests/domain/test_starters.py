"""Starter beliefs: two for each building block, one said and one done, in plain words."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from service.domain.errors import UnknownStarter
from service.domain.frameworks import default_frameworks
from service.domain.starters import Starter, starters
from service.domain.vocabulary import Basis, Level

ALL = starters().beliefs
LONGEST = 24

JARGON = (
    "assumption|espoused|theory|double.loop|single.loop|governing|stakeholder|leverage|synerg|"
    "paradigm|holistic|empower|outcome|co-produc|commission|framework|system behaviour|strategic"
)


def code_of(belief: Starter) -> str:
    """What names a case."""
    return belief.code


def test_there_are_two_for_each_building_block_one_in_use_and_one_espoused() -> None:
    found = Counter((belief.building_block, belief.basis) for belief in ALL)
    blocks = default_frameworks().building_blocks.codes
    assert found == Counter((code, basis) for code in blocks for basis in Basis)


def test_they_stand_in_the_order_of_the_building_blocks() -> None:
    in_order = list(dict.fromkeys(belief.building_block for belief in ALL))
    assert in_order == list(default_frameworks().building_blocks.codes)


def test_each_has_a_code_of_its_own_that_says_which_of_the_two_it_is() -> None:
    assert len({belief.code for belief in ALL}) == len(ALL)
    for belief in ALL:
        ending = "-espoused" if belief.basis == Basis.ESPOUSED else "-in-use"
        assert belief.code.endswith(ending)


@pytest.mark.parametrize("belief", ALL, ids=code_of)
def test_each_governs(belief: Starter) -> None:
    assert belief.kind.level == Level.GOVERNING


@pytest.mark.parametrize("belief", ALL, ids=code_of)
def test_its_words_are_plain_and_short(belief: Starter) -> None:
    for text in (belief.statement, belief.we_would_doubt_if, belief.level_reason):
        assert text == " ".join(text.split())
        assert re.fullmatch(r"[A-Z][^.!?;()]*\.", text)
        assert len(text.split()) <= LONGEST
        assert not re.findall(JARGON, text, re.IGNORECASE)


@pytest.mark.parametrize("belief", ALL, ids=code_of)
def test_it_uses_none_of_the_frameworks_own_wording(belief: Starter) -> None:
    frameworks = default_frameworks()
    wordings = [
        item.wording
        for one in (frameworks.behaviours, frameworks.building_blocks)
        for item in one.items
        if " " in item.wording
    ]
    for text in (belief.statement, belief.we_would_doubt_if, belief.level_reason):
        assert not [one for one in wordings if one.casefold() in text.casefold()]


@pytest.mark.parametrize("belief", ALL, ids=code_of)
def test_it_is_found_by_its_code(belief: Starter) -> None:
    assert starters().starter(belief.code) is belief


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownStarter):
        starters().starter("nothing-like-it")


def test_it_says_where_they_come_from() -> None:
    assert "Collaborate" in starters().note
