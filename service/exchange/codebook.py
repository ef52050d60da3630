"""The codebook of a place: its own phrases, or the framework's words with whose words they are."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from service.domain.base import natural_id
from service.domain.frameworks import Framework, Frameworks, Item
from service.exchange.gathering import Gathered
from service.exchange.qda import Code
from service.projections.shapes import Tag

BEHAVIOURS, BLOCKS, EARLIER = "Behaviours", "Building blocks", "From other frameworks"


def codebook(gathered: Gathered) -> list[Code]:
    """Behaviours by group and building blocks; for readers of local words only, the phrases."""
    frameworks = gathered.frameworks
    if frameworks is None:
        return [
            Code(phrase.id, phrase.phrase, phrase.meaning or "")
            for phrase in gathered.place.phrases
        ]
    phrases: dict[str, list[str]] = {}
    for phrase in gathered.place.phrases:
        for code in phrase.codes:
            phrases.setdefault(code, []).append(phrase.phrase)
    behaviours, blocks = frameworks.behaviours, frameworks.building_blocks
    found = [*_groups(behaviours, phrases)]
    found.append(_parent(blocks, BLOCKS, "", list(blocks.items), phrases))
    return [*found, *_earlier(gathered, frameworks)]


def code_of(tag: Tag) -> UUID:
    """The code that a reading is about: the same id in every file of the programme."""
    return natural_id("code", tag.framework, tag.code)


def _groups(framework: Framework, phrases: dict[str, list[str]]) -> Iterator[Code]:
    for group in framework.groups:
        items = [item for item in framework.items if item.group == group.code]
        yield _parent(framework, group.name, group.gloss, items, phrases)
    known = {group.code for group in framework.groups}
    rest = [item for item in framework.items if item.group not in known]
    if rest:
        yield _parent(framework, BEHAVIOURS, "", rest, phrases)


def _parent(
    framework: Framework, name: str, gloss: str, items: list[Item], phrases: dict[str, list[str]]
) -> Code:
    return Code(
        natural_id("codes", framework.reference, name),
        name,
        _lines(gloss, framework.attribution),
        [_code(framework, item, phrases.get(item.code, [])) for item in items],
        is_codable=False,
    )


def _code(framework: Framework, item: Item, phrases: list[str]) -> Code:
    said = f"In the place's own words: {'; '.join(phrases)}." if phrases else ""
    source = f"{item.code} of {framework.reference}."
    id = natural_id("code", framework.reference, item.code)
    return Code(id, item.wording, _lines(item.gloss, said, source, item.note))


def _earlier(gathered: Gathered, frameworks: Frameworks) -> Iterator[Code]:
    """Codes that somebody read in the words when another framework was in use."""
    now = {
        natural_id("code", framework.reference, code)
        for framework in (frameworks.behaviours, frameworks.building_blocks)
        for code in framework.codes
    }
    tags = [tag for entry in gathered.reflections.values() for tag in entry.tags]
    others = {code_of(tag): tag for tag in tags if code_of(tag) not in now}
    if others:
        codes = [Code(id, tag.code, f"Of {tag.framework}.") for id, tag in others.items()]
        ordered = sorted(codes, key=lambda code: (code.name, code.id))
        yield Code(natural_id("codes", EARLIER), EARLIER, "", ordered, is_codable=False)


def _lines(*said: str) -> str:
    return "\n".join(line for line in said if line)
