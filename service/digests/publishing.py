"""Publishing: what may be said is said, the rest is left out, and what went out stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from service.application.commands import Receipt
from service.application.desk import Request
from service.application.digests import NO_DIGEST, Draft
from service.bootstrap import System
from service.digests import words
from service.digests.content import Content, Count, FunderContent, Mind, PlaceContent, Theme
from service.digests.counting import Counting
from service.digests.quoting import live_quotes
from service.domain.errors import Gone, NotFound
from service.domain.suppression import PEOPLE, Candidate, Figure, Reason, Withheld, release
from service.domain.vocabulary import Audience, DigestKind
from service.projections import digests
from service.projections.digests import DigestRow

RELEASE_LOCK = 6_102_020_013
"""Digests go out one after the other, so that each is checked against all before it."""

CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
AUDIENCES = {DigestKind.PLACE: Audience.PLACE, DigestKind.FUNDER: Audience.FUNDER}

Quoting = TypeVar("Quoting", Theme, Mind)


@dataclass(frozen=True)
class Figures:
    """What may be said of all that was counted, by the count that it stands for."""

    said: dict[Candidate, int | None]
    published: tuple[Figure, ...]
    why_not: dict[Candidate, Reason]
    """Why the others may not; for those who make the digest."""

    def told(self, count: Count) -> Count:
        """A count as it may be told."""
        people = None if count.candidate is None else self.said[count.candidate]
        # Which perspective is most of a few would tell as much as a number.
        is_open = may_be_ordered(people, [None] * len(count.perspectives))
        perspectives = count.perspectives if is_open else ()
        return Count(people=people, perspectives=perspectives)


@dataclass(frozen=True)
class DraftAbout:
    """What a draft is about."""

    programme_id: UUID
    places: tuple[UUID, ...]
    from_on: date
    to_on: date


def quotes_in(content: Content) -> tuple[UUID, ...]:
    """The quotes that a digest prints."""
    parts: Sequence[Theme | Mind]
    parts = content.themes if isinstance(content, PlaceContent) else content.changed_minds
    return tuple(part.quote for part in parts if part.quote is not None)


def counts_in(content: Content) -> list[Count]:
    """All that a digest counts, the most important first: claims, then everybody, then parts."""
    if isinstance(content, PlaceContent):
        return [*(theme.rests_on for theme in content.themes), content.spoke]
    return [
        *(mind.rests_on for mind in content.changed_minds),
        content.voices.total,
        *content.voices.parts,
    ]


def save_draft(
    system: System,
    draft: PlaceContent | FunderContent,
    about: DraftAbout,
    request: Request,
) -> Receipt:
    """Keep a first draft."""
    return system.digests.draft(
        Draft(
            kind=DigestKind(draft.kind),
            programme_id=about.programme_id,
            places=about.places,
            from_on=about.from_on,
            to_on=about.to_on,
            content=draft.model_dump_json(),
            quotes=quotes_in(draft),
        ),
        request,
    )


def publish(
    system: System, digest_id: UUID, request: Request, *, by_itself: bool = False
) -> Receipt:
    """Let a digest out, once its places agreed (I11): with the quotes that stand at this moment,
    and the figures that, with all that was ever published, point to nobody."""
    with _one_at_a_time(system):
        system.runner.catch_up()
        with system.database.reading() as connection:
            row = digests.digest_of(connection, system.keys, digest_id)
            if row is None:
                raise NotFound(NO_DIGEST)
            quotes = live_quotes(connection, system.keys, AUDIENCES[row.kind], ids=row.quotes)
            before = digests.published(connection)
            content = without_waiting(content_of(row), row.waiting)
            content = recounted(content, Counting(connection, system.keys))
        content = _without_quotes(content, set(quotes))
        figures = figures_of(content, before, system.settings.fewest_people)
        content = as_told(content, figures)
        return system.digests.send(
            digest_id,
            request,
            content=content.model_dump_json(),
            quotes=quotes_in(content),
            live_quotes=frozenset(quotes),
            figures=figures.published,
            withheld=len(figures.why_not),
            by_itself=by_itself,
        )


def recounted(content: Content, counting: Counting) -> Content:
    """With every count as it is now, and not as it was when the draft was written."""

    def parts(several: Sequence[Quoting]) -> tuple[Quoting, ...]:
        return tuple(
            part.model_copy(update={"rests_on": counting.again(part.rests_on)}) for part in several
        )

    if isinstance(content, PlaceContent):
        update = {"themes": parts(content.themes), "spoke": counting.again(content.spoke)}
        return content.model_copy(update=update)
    group = None if content.voices.total.candidate is None else content.voices.total.candidate.group
    voices = content.voices
    if group is not None:
        voices = counting.voices(sorted(group.places), group.first, group.last)
    return content.model_copy(
        update={"changed_minds": parts(content.changed_minds), "voices": voices}
    )


def may_be_ordered(total: int | None, parts: Sequence[int | None]) -> bool:
    """Whether from where people speak, most of them first, may be said beside these numbers.

    Only if each part without a number could still be k people or more, in that order.
    """
    if total is None:
        return False
    least, wanted = PEOPLE.start, 0
    for people in reversed(parts):
        least = least if people is None else max(least, people)
        wanted += least if people is None else 0
    return wanted <= total - sum(people for people in parts if people is not None)


def figures_of(content: Content, before: Sequence[Figure], fewest: int = PEOPLE.start) -> Figures:
    """Decide what may be said; a number rests on the fewest people or more."""
    counted = [one.candidate for one in counts_in(content) if one.candidate is not None]
    candidates = list(dict.fromkeys(counted))
    outcomes = release(candidates, before, fewest).outcomes
    said = {
        candidate: outcome.people if isinstance(outcome, Figure) else None
        for candidate, outcome in zip(candidates, outcomes, strict=True)
    }
    published = tuple(one for one in outcomes if isinstance(one, Figure))
    why_not = {
        candidate: outcome.reason
        for candidate, outcome in zip(candidates, outcomes, strict=True)
        if isinstance(outcome, Withheld)
    }
    return Figures(said, published, why_not)


def content_of(row: DigestRow) -> Content:
    """What a digest says; Gone where its key is."""
    try:
        return CONTENT.validate_json(row.content)
    except ValueError:
        raise Gone("This digest was erased.") from None


def without_waiting(content: Content, waiting: Sequence[UUID]) -> Content:
    """Without the places that chose to wait this time; whose voices it is is then not said."""
    if isinstance(content, PlaceContent) or not waiting:
        return content
    minds = tuple(mind for mind in content.changed_minds if mind.place not in waiting)
    if len(minds) < len(content.changed_minds):  # It may tell of theirs, so it is told anew.
        content = content.model_copy(update={"in_one_paragraph": words.one_paragraph(minds)})
    if content.tension_place in waiting:
        content = content.model_copy(update={"tension": "", "tension_place": None})
    return content.model_copy(
        update={
            "changed_minds": minds,
            "adjusted": tuple(s for s in content.adjusted if s.place not in waiting),
            "unsure": tuple(s for s in content.unsure if s.place not in waiting),
            "slipped": tuple(s for s in content.slipped if s.place not in waiting),
            "voices": content.voices.model_copy(update={"total": Count(), "parts": ()}),
        }
    )


def _without_quotes(content: Content, live: set[UUID]) -> Content:
    def kept(parts: Sequence[Quoting]) -> tuple[Quoting, ...]:
        return tuple(
            part if part.quote in live else part.model_copy(update={"quote": None})
            for part in parts
        )

    dropped = len(set(quotes_in(content)) - live)
    if isinstance(content, PlaceContent):
        return content.model_copy(update={"themes": kept(content.themes)})
    return content.model_copy(
        update={
            "changed_minds": kept(content.changed_minds),
            "quotes_not_cleared": content.quotes_not_cleared + dropped,
        }
    )


def as_told(content: Content, figures: Figures) -> Content:
    """With the numbers that may be said, and without what they rest on."""

    def told(parts: Sequence[Quoting]) -> tuple[Quoting, ...]:
        return tuple(
            part.model_copy(update={"rests_on": figures.told(part.rests_on)}) for part in parts
        )

    if isinstance(content, PlaceContent):
        return content.model_copy(
            update={"themes": told(content.themes), "spoke": figures.told(content.spoke)}
        )
    total = figures.told(content.voices.total)
    parts = tuple(
        Count(people=figures.told(part).people, perspectives=part.perspectives)
        for part in content.voices.parts
    )
    if not may_be_ordered(total.people, [part.people for part in parts]):
        parts = tuple(part for part in parts if part.people is not None)
        total = total.model_copy(update={"perspectives": ()})
    missing = content.voices.missing if total.people is not None else ()
    voices = content.voices.model_copy(update={"total": total, "parts": parts, "missing": missing})
    return content.model_copy(
        update={"changed_minds": told(content.changed_minds), "voices": voices}
    )


@contextmanager
def _one_at_a_time(system: System) -> Iterator[None]:
    with system.database.dedicated() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (RELEASE_LOCK,))
        yield
