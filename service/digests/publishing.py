"""Publishing: a draft is kept, and a digest is let out once and for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.application.commands import Receipt
from service.application.desk import Request
from service.application.digests import NO_DIGEST, Draft
from service.bootstrap import System
from service.digests.content import Content, quotes_in, read_content
from service.digests.counting import Counting
from service.digests.figures import as_told, figures_of, recounted
from service.digests.leaving_out import without_quotes, without_waiting
from service.digests.quoting import AUDIENCES, live_quotes
from service.domain.errors import NotFound
from service.domain.vocabulary import DigestKind
from service.projections import digests

RELEASE_LOCK = 6_102_020_013
"""Digests go out one after the other, so that each is checked against all before it."""


@dataclass(frozen=True)
class DraftAbout:
    """What a draft is about."""

    programme_id: UUID
    places: tuple[UUID, ...]
    from_on: date
    to_on: date


def save_draft(
    system: System,
    draft: Content,
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
            content = without_waiting(read_content(row.content), row.waiting)
            content = recounted(content, Counting(connection, system.keys))
        content = without_quotes(content, set(quotes))
        figures = figures_of(content, before, system.settings.fewest_people)
        content = as_told(content, figures)
        return system.digests.send(
            digest_id,
            request,
            edition=row.edition,  # What was changed since is not what was agreed to.
            content=content.model_dump_json(),
            quotes=quotes_in(content),
            live_quotes=frozenset(quotes),
            figures=figures.published,
            withheld=len(figures.why_not),
            by_itself=by_itself,
        )


@contextmanager
def _one_at_a_time(system: System) -> Iterator[None]:
    with system.database.dedicated() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (RELEASE_LOCK,))
        yield
