"""Offering: the words that a draft could quote, and asking their speakers for them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from service.application.commands import Receipt
from service.application.desk import Request
from service.application.rhythm_commands import AskForQuote
from service.bootstrap import System
from service.digests.content import Content, Mind, PlaceContent, Theme, quotes_in
from service.digests.editing import with_quote
from service.digests.quoting import AUDIENCES
from service.digests.reading import DigestReading
from service.domain.errors import Refused
from service.domain.vocabulary import DigestKind
from service.policy import Actor
from service.projections.entries import Filter
from service.projections.shapes import Entry

MOST = 20
CHOOSE_WORDS = "Choose whose words you would like to quote, and copy the exact words."


@dataclass(frozen=True)
class Asked:
    """Which words somebody would like to quote, and beside what."""

    about: UUID
    reflection: UUID
    words: str


def quotable(system: System, actor: Actor, content: Content) -> dict[UUID, list[Entry]]:
    """For each claim, by insight or decision: what people said themselves that it rests on."""
    parts: tuple[Theme | Mind, ...]
    if isinstance(content, PlaceContent):
        parts, place = content.themes, content.place
        cites = {one.id: one.cites for one in system.loops.insights(actor, place)}
        return {
            one.insight: _said(system, actor, place, cites[one.insight])
            for one in parts
            if one.insight in cites
        }
    return {
        one.decision: _said(system, actor, one.place, _behind(system, actor, one))
        for one in content.changed_minds
    }


def ask(system: System, digest_id: UUID, asked: Asked, request: Request) -> Receipt:
    """Ask for a quote, and let its place in the draft wait for it."""
    draft = DigestReading(system).draft(request.actor, digest_id)
    offered = quotable(system, request.actor, draft.shown).get(asked.about, [])
    if not asked.words.strip() or asked.reflection not in {entry.id for entry in offered}:
        raise Refused(CHOOSE_WORDS)
    audience = AUDIENCES[DigestKind(draft.content.kind)]
    command = AskForQuote(words=asked.words, audience=audience)
    quote = system.quotes.ask(asked.reflection, command, request)
    content = with_quote(draft.content, asked.about, quote.id)
    return system.digests.edit(
        digest_id,
        content.model_dump_json(),
        quotes_in(content),
        request.part("quote"),
        edition=draft.edition,
    )


def _behind(system: System, actor: Actor, mind: Mind) -> list[UUID]:
    view = system.loops.decision(actor, mind.place, mind.decision, today=mind.decided_on)
    return [entry.id for entry in view.words_behind]


def _said(system: System, actor: Actor, place: UUID, ids: list[UUID]) -> list[Entry]:
    wanted = Filter(ids=frozenset(ids), kinds=frozenset({"reflection"}), limit=MOST)
    _, entries, _ = system.reading.entries(actor, place, wanted)
    return [entry for entry in entries if not entry.is_relayed]
