"""The two frameworks that ship: nine and nine, with the published codes and whose they are."""

from __future__ import annotations

import pytest

from service.domain.errors import UnknownCode
from service.domain.frameworks import default_frameworks

GROUPS = {
    "perspective": ("PERS-1", "PERS-2", "PERS-3"),
    "power": ("POW-1", "POW-2", "POW-3"),
    "participation": ("PART-1", "PART-2", "PART-3"),
}

WORDING = {
    "PERS-1": "People view themselves as part of an interconnected whole",
    "PERS-2": "People are viewed as resourceful and bringing strengths",
    "PERS-3": "People share a vision",
    "POW-1": "Power is shared, and equality of voice actively promoted",
    "POW-2": "Decision-making is devolved",
    "POW-3": "Accountability is mutual",
    "PART-1": "Open, trusting relationships enable effective dialogue",
    "PART-2": "Leadership is collaborative and promoted at every level",
    "PART-3": "Feedback and collective learning drive adaptation",
}

BLOCKS = (
    "Place-Based Strategies & Plans",
    "Governance",
    "Outcomes & Accountability",
    "Funding & Commissioning",
    "Culture Change & People Development",
    "Delivery",
    "Data, Evidence & Evaluation",
    "Collaborative Platforms: Digital & Physical",
    "Communications & Engagement",
)


def test_there_are_nine_behaviours_with_the_published_codes_and_wording() -> None:
    behaviours = default_frameworks().behaviours
    assert {item.code: item.wording for item in behaviours.items} == WORDING
    assert behaviours.codes == tuple(WORDING)


def test_the_behaviours_stand_in_their_three_groups() -> None:
    behaviours = default_frameworks().behaviours
    assert tuple(group.code for group in behaviours.groups) == tuple(GROUPS)
    for group, codes in GROUPS.items():
        assert tuple(item.code for item in behaviours.items if item.group == group) == codes


def test_the_two_behaviours_whose_group_is_deduced_say_so() -> None:
    behaviours = default_frameworks().behaviours
    assert [item.code for item in behaviours.items if item.note] == ["POW-2", "POW-3"]


def test_there_are_nine_building_blocks_with_the_published_names() -> None:
    blocks = default_frameworks().building_blocks
    assert tuple(item.wording for item in blocks.items) == BLOCKS
    assert len(set(blocks.codes)) == len(BLOCKS)


def test_both_say_whose_words_they_are() -> None:
    frameworks = default_frameworks()
    assert "Lankelly Chase" in frameworks.behaviours.attribution
    assert "Collaborate" in frameworks.building_blocks.attribution


def test_both_carry_a_name_and_a_version() -> None:
    frameworks = default_frameworks()
    assert frameworks.behaviours.reference == "system-behaviours@2018"
    assert frameworks.building_blocks.reference == "building-blocks@2017"


@pytest.mark.parametrize("code", WORDING)
def test_every_item_has_a_gloss_of_our_own(code: str) -> None:
    item = default_frameworks().behaviours.item(code)
    assert item.gloss
    assert item.gloss != item.wording


def test_a_code_belongs_to_one_of_the_two() -> None:
    frameworks = default_frameworks()
    assert frameworks.framework_of("POW-1") is frameworks.behaviours
    assert frameworks.framework_of("governance") is frameworks.building_blocks
    assert not set(frameworks.behaviours.codes) & set(frameworks.building_blocks.codes)


def test_a_code_of_neither_is_unknown_and_the_answer_lists_what_there_is() -> None:
    with pytest.raises(UnknownCode, match=r"POW-9.*PERS-1.*governance"):
        default_frameworks().framework_of("POW-9")
    with pytest.raises(UnknownCode, match=r"governance.*PERS-1"):
        default_frameworks().behaviours.item("governance")
