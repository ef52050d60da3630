"""Analysis: a place as a project for programs in which people read and code what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from importlib.metadata import version
from uuid import UUID

from service.domain.base import natural_id
from service.domain.sealed import ERASED
from service.exchange import qda
from service.exchange.codebook import code_of, codebook
from service.exchange.gathering import Gathered
from service.exchange.notes import notes
from service.projections.people import PersonView
from service.projections.shapes import Entry, Tag

PERSPECTIVE, PASSED_ON_FROM, ROLE = "Perspective", "Passed on from", "Role"


def origin() -> str:
    """Which program wrote the file."""
    return f"doubleloop {version('doubleloop')}"


def project(gathered: Gathered, people: list[PersonView]) -> qda.Project:
    """Reflections as sources, readings as codings, people as cases, the rest as notes.

    `people` is whom this reader is told about, which may be nobody.
    """
    sources = list(_sources(gathered))
    memo_writers = {memo.by for memo in gathered.material.memos}
    users = {coding.user for source in sources for coding in source.codings} | memo_writers
    return qda.Project(
        name=gathered.place.name,
        origin=origin(),
        created=gathered.at,
        users=list(_users(gathered, {user for user in users if user is not None})),
        codes=codebook(gathered),
        sources=sources,
        cases=list(_cases(gathered, people)),
        notes=list(notes(gathered)),
    )


def _users(gathered: Gathered, readers: set[UUID]) -> Iterator[qda.User]:
    """Whoever coded or wrote a memo: as the place calls them, or as "Reader 1" and so on."""
    for number, reader in enumerate(sorted(readers), 1):
        name = gathered.callings.of(reader) if gathered.callings.tells_who else None
        yield qda.User(reader, name or f"Reader {number}")


def _sources(gathered: Gathered) -> Iterator[qda.Source]:
    memos: dict[UUID, list[qda.Note]] = {}
    for memo in gathered.material.memos:
        written = qda.Note(memo.id, "Memo", memo.text, memo.written_at, memo.by)
        memos.setdefault(memo.reflection, []).append(written)
    phrases = _phrases(gathered)
    called: set[str] = set()
    for entry in gathered.reflections.values():
        codings = [_coding(gathered, tag) for tag in entry.tags]
        codings += [
            qda.Coding(natural_id("coding", phrase, entry.id), phrase, entry.recorded_at)
            for phrase in phrases.get(entry.id, [])
        ]
        yield qda.Source(
            entry.id,
            _title(entry, called),
            _text(entry),
            entry.recorded_at,
            codings=codings,
            memos=memos.get(entry.id, []),
            known=_known(entry),
        )


def _phrases(gathered: Gathered) -> dict[UUID, list[UUID]]:
    """In which of the place's phrases words stand, for readers who see no other codes."""
    found: dict[UUID, list[UUID]] = {}
    if gathered.frameworks is None:
        for lane in gathered.lanes:
            for entry in lane.entries:
                found.setdefault(entry.id, []).append(UUID(lane.code))
    return found


def _title(entry: Entry, called: set[str]) -> str:
    """A name that no other source has and that can be a file's name."""
    named = entry.external_id or str(entry.id)[:8]
    plain = " ".join(f"{entry.occurred_on} {named}".replace("/", "-").replace("\\", "-").split())
    title = plain if plain.casefold() not in called else f"{plain} {entry.id}"
    called.add(title.casefold())
    return title


def _text(entry: Entry) -> str:
    """What somebody noticed and, apart from it, what they make of it."""
    return f"{entry.text}\n\n{entry.meaning}" if entry.meaning else entry.text


def _known(entry: Entry) -> dict[str, str]:
    relayed = (entry.relayed_perspective or "not said") if entry.is_relayed else ""
    known = {
        PASSED_ON_FROM: relayed,
        PERSPECTIVE: entry.perspective or "",
        ROLE: entry.role or "",
    }
    return {name: str(value) for name, value in known.items() if value}


def _coding(gathered: Gathered, tag: Tag) -> qda.Coding:
    """A reading; its stance comes first, for to read that something is missing is one, too."""
    said = [f"{tag.stance}."]
    if tag.reason and tag.reason != ERASED:
        said.append(tag.reason)
    if tag.disputed:
        said.append(f"(Disputed by others: {tag.disputed}.)")
    at = _begin(tag.tagged_on, gathered)
    return qda.Coding(tag.id, code_of(tag), at, tag.tagger, " ".join(said))


def _begin(day: date, gathered: Gathered) -> datetime:
    return datetime.combine(day, time(), gathered.zone)


def _cases(gathered: Gathered, people: list[PersonView]) -> Iterator[qda.Case]:
    """Everybody whose words are here; with their words only where the reader is told whose."""
    organisations = {one.id: one.organisation for one in people if one.organisation != ERASED}
    for number, one in enumerate(gathered.material.contributors, 1):
        numbered = f"Person {number}"
        called = gathered.callings.of(one.person) if gathered.callings.tells_who else numbered
        words = [id for id in one.reflections if id in gathered.reflections]
        if one.reflections and not words:
            continue
        yield qda.Case(
            one.person or natural_id("contributor", gathered.place.id, number),
            called or numbered,
            gathered.place.name,
            one.perspective,
            organisations.get(one.person) if one.person else None,
            words,
        )
