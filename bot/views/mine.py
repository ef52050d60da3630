"""What somebody sees of all their own reflections: their words, and what came of them so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.reflect import scope_in_words
from bot.views.saved import Saved
from bot.words import say
from service.projections.my_reflections import AskedBack, MyReflection, Step
from service.web.text import day

MOST_WORDS, MOST_MEANING, MOST_ASKED, MOST_TITLE = 1_200, 800, 300, 100
MOST_QUESTIONS = 3
"""With these a page of ten is within what Slack takes, whatever people write."""
THEN = " → "


@dataclass(frozen=True)
class Own:
    """One's own reflection: as it is now, and its path."""

    saved: Saved
    path: MyReflection
    is_quoted: bool = False
    """True where they said yes to exact words of it being quoted."""


@dataclass(frozen=True)
class Page:
    """Some of them, newest first."""

    items: Sequence[Own]
    metadata: str
    older: int | None = None
    """Before which position of the log the next page begins, if there is one."""
    has_newer: bool = False
    notice: str = ""
    """What was just done."""


def modal(page: Page) -> Json:
    """The list, with what can be done about each."""
    notice = [b.section(f"*{page.notice}*")] if page.notice else []
    nothing = [] if page.items else [b.section(say("mine.none"))]
    items = [block for one in page.items for block in _item(one)]
    return b.modal(
        "mine",
        say("mine.title"),
        [*notice, *nothing, *items, *_turning(page)],
        close=say("common.close"),
        metadata=page.metadata,
    )


def path_in_words(mine: MyReflection, most: int = MOST_TITLE) -> str:
    """What came of a reflection, in one line."""
    if mine.state == "held":
        return f"{say('mine.path_held')}."
    heard = [] if mine.heard_on is None else [say("mine.path_heard", day=day(mine.heard_on))]
    told = [] if mine.told_on is None else [say("mine.path_told", day=day(mine.told_on))]
    steps = [
        *heard,
        *_step("mine.path_insight", mine.insights, most),
        *_step("mine.path_decision", mine.decisions, most),
        *_step("mine.path_change", mine.changes, most),
        *told,
    ]
    return f"{THEN.join(steps or [say('mine.path_waits')])}."


def _step(key: str, steps: Sequence[Step], most: int) -> list[str]:
    """The newest of a kind, and how many more there are."""
    if not steps:
        return []
    title = b.short(steps[-1].title, most).rstrip(".")
    if len(steps) > 1:
        title = say("mine.path_more", title=title, count=len(steps) - 1)
    return [say(key, title=title)]


def _item(own: Own) -> list[Json]:
    saved, on = own.saved, day(own.path.entry.occurred_on)
    if saved.state == "held":
        return [
            b.quote(b.short(saved.words, MOST_WORDS)),
            b.context(say("mine.line_held", day=on)),
            b.section(say("saved.held")),
            b.divider(),
        ]
    meaning = saved.meaning
    return [
        b.quote(b.short(saved.words, MOST_WORDS)),
        *([b.quote(b.short(meaning, MOST_MEANING))] if meaning else []),
        b.context(say("mine.line", day=on, seen=_seen_by(saved))),
        b.context(path_in_words(own.path)),
        *(_asked(own, one) for one in own.path.questions[-MOST_QUESTIONS:]),
        _what_can_be_done(saved, is_quoted=own.is_quoted),
        b.divider(),
    ]


def _seen_by(saved: Saved) -> str:
    name = say("saved.name_shown" if saved.name_shown else "saved.name_hidden")
    return say("saved.seen_by", scope=scope_in_words(saved.scope, saved.place_name), name=name)


def _asked(own: Own, asked: AskedBack) -> Json:
    text = say("mine.asked", question=b.short(asked.question, MOST_ASKED))
    if asked.answer is not None:
        answer = say("mine.answered", answer=b.short(asked.answer, MOST_ASKED))
        return b.said(f"{text}\n{answer}")
    value = f"{own.saved.id}/{asked.id}"
    return b.said(text, b.button(say("question.answer"), "mine.answer", value))


def _what_can_be_done(saved: Saved, *, is_quoted: bool) -> Json:
    name = "hide_name" if saved.name_shown else "show_name"
    remove = b.asking(
        say("saved.remove_title"),
        say("saved.remove_text"),
        say("saved.remove_yes"),
        say("saved.remove_no"),
        is_grave=True,
    )
    erase = b.asking(
        say("mine.erase_title"),
        say("mine.erase_text"),
        say("mine.erase_yes"),
        say("mine.erase_no"),
        is_grave=True,
    )
    unquote = [b.button(say("mine.unquote"), "mine.unquote", saved.id)] if is_quoted else []
    return b.actions(
        b.button(say("saved.change"), "mine.change", saved.id),
        b.button(say(f"saved.{name}"), f"mine.{name}", saved.id),
        *unquote,
        b.button(say("saved.remove"), "mine.remove", saved.id, confirm=remove),
        b.button(say("mine.erase"), "mine.erase", saved.id, confirm=erase),
        b.button(say("safety.concern"), "concern.open", saved.id),
    )


def _turning(page: Page) -> list[Json]:
    newer = [b.button(say("mine.newer"), "mine.newer")] if page.has_newer else []
    older = [] if page.older is None else [b.button(say("mine.older"), "mine.older", page.older)]
    return [b.actions(*newer, *older, block_id="turning")] if newer or older else []
