"""A month's learning as its funder reads it in Slack: what changed minds, doubts, and voices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.identifying import go_on
from bot.words import say
from service.digests import words as w
from service.digests.content import FunderContent, Mind, Said, Voices
from service.digests.documents import not_here
from service.digests.views import DigestView
from service.web import digest_words

MOST_MINDS, MOST_LINES = 3, 3
SHORT, MOST_QUOTED, MOST_PARAGRAPH = 200, 300, 800
"""With these a digest fits whole in the characters that most people use."""
MOST_TEXT = 3_000
ANSWER = "funder_digest_answer"


def message(view: DigestView, content: FunderContent, page: str | None) -> tuple[str, list[Json]]:
    """The fallback text and the blocks; `page` is its address on the web, where there is one."""
    whole = [] if page is None else [say("funder_digest.page", page=page)]
    text = b.short(b.escape(" ".join(_in_text(view, content))), MOST_TEXT)
    last = [b.context(say("funder_digest.in_short")), _what_can_be_done(view.id, page)]
    blocks = b.with_room_for(list(_blocks(view, content)), last, say("common.more"))
    return " ".join([text, *whole]), blocks


def taken_back() -> tuple[str, list[Json]]:
    """What stands under a digest out of which a quote was taken."""
    return w.PLEASE_REMOVE, [b.section(w.PLEASE_REMOVE)]


def answer_modal(digest: UUID) -> Json:
    """What the funder heard, what they will do, and what they would like to ask."""
    asked = [
        ("what_we_heard", digest_words.HEARD, False),
        ("what_we_will_do", digest_words.WILL_DO, False),
        ("question_back", digest_words.ASK_BACK, True),
    ]
    boxes = [
        b.field(name, label, b.text_box(), is_optional=optional) for name, label, optional in asked
    ]
    return b.modal(
        ANSWER,
        digest_words.ANSWER,
        [b.context(digest_words.ANSWER_LEAD), *boxes, b.context(say("safety.leave_out")), go_on()],
        submit=say("question.send"),
        close=say("common.not_now"),
        metadata=str(digest),
    )


def thanks() -> Json:
    """What stands there once it was said."""
    line = b.section(say("funder_digest.thanks"))
    return b.modal("thanks", say("place_digest.thanks_title"), [line], close=say("common.close"))


def _blocks(view: DigestView, content: FunderContent) -> Iterator[Json]:
    yield b.header(content.title)
    yield _heading(w.IN_ONE_PARAGRAPH)
    yield b.said(b.short(content.in_one_paragraph, MOST_PARAGRAPH))
    if content.changed_minds:
        yield _heading(w.CHANGED_MINDS)
        for mind in content.changed_minds[:MOST_MINDS]:
            yield from _mind(view, mind)
    yield from _listed(w.UNSURE, _lines(view, content.unsure))
    yield from _listed(w.SLIPPED, _lines(view, content.slipped))
    yield _heading(w.WHOSE_VOICES)
    yield b.said(_voices(content.voices))
    yield from _listed(w.WE_WOULD_LIKE, content.we_would_like)
    yield from _listed(w.NOT_HERE, not_here(view, content))


def _in_text(view: DigestView, content: FunderContent) -> Iterator[str]:
    yield w.ended(content.title)
    yield b.short(content.in_one_paragraph, MOST_PARAGRAPH)
    for mind in content.changed_minds[:MOST_MINDS]:
        yield f"{w.NOW_THINK}: {b.short(mind.now_think, SHORT)}"
        quoted = _quoted(view, mind)
        if quoted is not None:
            yield f"“{quoted}”"
    for heading, lines in ((w.UNSURE, content.unsure), (w.SLIPPED, content.slipped)):
        if lines:
            yield f"{heading}: {' '.join(_lines(view, lines))}"
    yield _voices(content.voices)
    if content.we_would_like:
        yield f"{w.WE_WOULD_LIKE}: {' '.join(_shortened(content.we_would_like))}"


def _mind(view: DigestView, mind: Mind) -> Iterator[Json]:
    thought = [(w.BELIEVED, mind.believed), (w.SAW, mind.saw), (w.NOW_THINK, mind.now_think)]
    told = [(label, words) for label, words in thought if words]
    steps = (f"{label}: {b.short(words, SHORT)}" for label, words in [*told, (w.DID, mind.did)])
    where = [b.short(view.name_of(mind.place), SHORT)] if len(view.places) > 1 else []
    yield b.said("\n".join([*where, *steps]))
    quoted = _quoted(view, mind)
    if quoted is not None and mind.quote is not None:
        yield b.quote(quoted)
        yield b.context(b.short(view.quotes[mind.quote].credit or say("common.somebody"), SHORT))
    elif mind.quote is not None:
        yield b.context(w.TAKEN_BACK)
    if mind.not_everyone:
        yield b.said(f"{w.NOT_EVERYONE} {b.short(mind.not_everyone[0], SHORT)}")
    yield b.context(w.rests_on(mind.rests_on.people, mind.rests_on.perspectives))


def _quoted(view: DigestView, mind: Mind) -> str | None:
    """What somebody said, while their yes stands."""
    quote = None if mind.quote is None else view.quotes.get(mind.quote)
    if quote is None or quote.standing != "given" or not quote.words:
        return None
    return b.short(quote.words, MOST_QUOTED)


def _voices(voices: Voices) -> str:
    """In sentences: publishing left out each number that could point to somebody, and the order
    of those who spoke where it could."""
    said = [w.in_all(voices.total.people)]
    heard = [part.perspectives[0] for part in voices.parts if part.perspectives]
    if voices.total.perspectives and heard:
        said.append(w.heard_from(heard))
    if voices.missing:
        said.append(w.missing(voices.missing))
    return " ".join(said)


def _lines(view: DigestView, several: Iterable[Said]) -> list[str]:
    """With the place's name, where there are several."""
    if len(view.places) == 1:
        return _shortened(one.words for one in several)
    return _shortened(f"{view.name_of(one.place)}: {one.words}" for one in several)


def _shortened(lines: Iterable[str]) -> list[str]:
    return [b.short(line, SHORT) for line in lines][:MOST_LINES]


def _listed(heading: str, lines: Iterable[str]) -> Iterator[Json]:
    said = [f"• {b.short(line, SHORT)}" for line in lines][: 2 * MOST_LINES]
    if said:
        yield _heading(heading)
        yield b.said("\n".join(said))


def _heading(text: str) -> Json:
    return b.section(f"*{text}*")


def _what_can_be_done(id: UUID, page: str | None) -> Json:
    ask = b.button(say("funder_digest.ask"), "funder_digest.ask", id)
    if page is None:
        return b.actions(ask, block_id="funder_digest")
    whole = b.link(say("funder_digest.open"), "funder_digest.open", page)
    return b.actions(whole, ask, block_id="funder_digest")
