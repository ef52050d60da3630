"""Lanes: the timeline's rows, one per behaviour, building block or local phrase."""

from __future__ import annotations

from service.domain.frameworks import Item
from service.domain.vocabulary import LanguageStage
from service.projections.entries import Filter, Finder, Found
from service.projections.shapes import Lane, Phrase, PlaceView


def lanes_for(place: PlaceView, finder: Finder, found: list[Found], wanted: Filter) -> list[Lane]:
    """A lane per behaviour; for those who see local words only, a lane per phrase."""
    if finder.sees_framework:
        behaviours = finder.frameworks.behaviours
        return [
            _behaviour_lane(finder, item, _phrase_for(place, item), place, found)
            for item in behaviours.items
        ]
    return [_phrase_lane(phrase, finder, wanted) for phrase in place.phrases]


def block_lanes(finder: Finder, found: list[Found]) -> list[Lane]:
    """A lane per building block: what shapes how people act."""
    return [
        _lane(
            finder,
            [one for one in found if item.code in one.entry.building_blocks],
            code=item.code,
            group=None,
            group_gloss="",
            name=item.wording,
            wording=item.gloss,
        )
        for item in finder.frameworks.building_blocks.items
    ]


def _behaviour_lane(
    finder: Finder, item: Item, phrase: Phrase | None, place: PlaceView, found: list[Found]
) -> Lane:
    groups = finder.frameworks.behaviours.groups
    group = next((group for group in groups if group.code == item.group), None)
    name, wording = item.wording, phrase.phrase if phrase else ""
    if phrase is not None and place.language_stage != LanguageStage.OVERT:
        name, wording = phrase.phrase, item.wording
    return _lane(
        finder,
        [one for one in found if item.code in one.entry.behaviours],
        code=item.code,
        group=group.name if group else None,
        group_gloss=group.gloss if group else "",
        name=name,
        wording=wording,
    )


def _phrase_lane(phrase: Phrase, finder: Finder, wanted: Filter) -> Lane:
    """Asked of the database again: these readers' entries do not say which code they carry."""
    codes = frozenset(phrase.codes)
    if wanted.codes is not None:
        codes &= wanted.codes
    found = finder.find(Filter(**{**vars(wanted), "codes": codes}))
    return _lane(
        finder,
        found,
        code=str(phrase.id),
        group=None,
        group_gloss="",
        name=phrase.phrase,
        wording="",
    )


def _lane(
    finder: Finder,
    found: list[Found],
    *,
    code: str,
    group: str | None,
    group_gloss: str,
    name: str,
    wording: str,
) -> Lane:
    said = [one.entry.occurred_on for one in found if one.author is not None]
    return Lane(
        code=code,
        group=group,
        group_gloss=group_gloss,
        name=name,
        wording=wording,
        entries=[one.entry for one in found],
        voices=finder.voices_in(found),
        first_words_on=min(said, default=None),
    )


def _phrase_for(place: PlaceView, item: Item) -> Phrase | None:
    return next((phrase for phrase in place.phrases if item.code in phrase.codes), None)
