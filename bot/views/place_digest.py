"""What a place learned, as its channel reads it: themes, other views, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.identifying import go_on
from bot.views.reflect import safety
from bot.words import say
from service.digests import words as w
from service.digests.content import PlaceContent, Theme, Told
from service.domain.vocabulary import RemarkKind

MOST_THEMES, MOST_DIFFERS, MOST_TOLD, MOST_COMING = 3, 6, 6, 6
"""As many as are drafted; where they are too long for Slack, it says that there is more."""
SHORT, MOST_QUOTED, MOST_NOTE = 400, 600, 800
"""With these a digest fits whole in the characters that most people use."""


@dataclass(frozen=True)
class Quoted:
    """Somebody's words, and how they want to be named; None once they were taken back."""

    words: str
    credit: str


@dataclass(frozen=True)
class Digest:
    """A place's digest that went out."""

    id: UUID
    title: str
    content: PlaceContent
    quotes: Mapping[UUID, Quoted | None]
    page: str | None = None
    """Its address on the web, where people can reach that."""


def message(digest: Digest) -> tuple[str, list[Json]]:
    """The fallback text and the blocks."""
    themes = (_in_text(digest, one) for one in digest.content.themes[:MOST_THEMES])
    text = b.short(b.escape(" ".join([f"{digest.title}.", *themes])), 3_000)
    last = [_what_can_be_done(digest.id), *_page(digest.page), b.context(w.NAMES)]
    return text, b.with_room_for(list(_blocks(digest)), last, say("common.more"))


def remark_modal(kind: RemarkKind, metadata: str) -> Json:
    """The one box for what is missing or not right."""
    return b.modal(
        f"digest_{kind}",
        say(f"place_digest.{kind}_title"),
        [
            b.field("words", say(f"place_digest.{kind}_box"), b.text_box()),
            b.context(say("place_digest.goes_to")),
            *safety("place_digest"),
            go_on(),
        ],
        submit=say("question.send"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def thanks() -> Json:
    """What stands there once it was said."""
    line = b.section(say("place_digest.thanks"))
    return b.modal("thanks", say("place_digest.thanks_title"), [line], close=say("common.close"))


def _blocks(digest: Digest) -> Iterator[Json]:
    content = digest.content
    yield b.header(digest.title)
    yield b.context(w.QUIET if content.is_quiet else w.in_all(content.spoke.people))
    for number, theme in enumerate(content.themes[:MOST_THEMES], 1):
        yield from _theme(digest, number, theme)
    if content.themes or content.differs:
        yield b.section(f"*{w.DIFFERS}*")
        said = content.differs[:MOST_DIFFERS] or (w.NO_OTHER_VIEW,)
        yield b.said("\n".join(f"• {b.short(one, SHORT)}" for one in said))
    yield b.divider()
    yield b.section(f"*{w.YOU_SAID}*")
    told = [_told(one) for one in content.told[:MOST_TOLD]]
    yield from told or [b.context(say("place_digest.nothing_told"))]
    if content.coming:
        coming = [w.coming(b.short(one.what, SHORT), one.on) for one in content.coming]
        yield b.section(f"*{w.COMES_NEXT}*")
        yield b.said("\n".join(f"• {one}" for one in coming[:MOST_COMING]))
    if content.note:
        yield b.said(b.short(content.note, MOST_NOTE))


def _in_text(digest: Digest, theme: Theme) -> str:
    quoted = digest.quotes.get(theme.quote) if theme.quote else None
    words = b.short(theme.words, SHORT)
    return words if quoted is None else f"{words} “{b.short(quoted.words, MOST_QUOTED)}”"


def _theme(digest: Digest, number: int, theme: Theme) -> Iterator[Json]:
    yield b.said(f"{number}. {b.short(theme.words, SHORT)}")
    yield b.context(w.rests_on(theme.rests_on.people, theme.rests_on.perspectives))
    if theme.quote is None:
        return
    quoted = digest.quotes.get(theme.quote)
    if quoted is None or not quoted.words:
        yield b.context(w.TAKEN_BACK)
    else:
        yield b.quote(b.short(quoted.words, MOST_QUOTED))
        yield b.context(b.short(quoted.credit, SHORT) or say("common.somebody"))


def _told(told: Told) -> Json:
    steps = [b.short(one, SHORT) for one in (told.said, told.learned) if one]
    changed = f"{w.told(told.state, told.until)} {b.short(told.changed, SHORT)}"
    return b.said("• " + " → ".join([*steps, changed.strip()]))


def _what_can_be_done(id: UUID) -> Json:
    return b.actions(
        *(b.button(say(f"place_digest.{one}"), f"digest.{one}", id) for one in RemarkKind),
        block_id="digest",
    )


def _page(page: str | None) -> list[Json]:
    return [b.section(f"<{page}|{say('place_digest.page')}>")] if page else []
