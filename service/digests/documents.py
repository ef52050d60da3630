"""A digest as a document: one order of parts for pages, letters and PDF; learning comes first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias
from uuid import UUID

from service.digests import words as w
from service.digests.content import Count, FunderContent, Mind, PlaceContent, Said, Theme, Told
from service.digests.views import DigestView
from service.document import (
    Bar,
    Bars,
    Block,
    Bold,
    Bullets,
    Document,
    Heading,
    Note,
    Paragraph,
    Quote,
    Table,
    Words,
)
from service.domain.vocabulary import Perspective

Length: TypeAlias = Literal[1, 2, 3]


def document_of(view: DigestView) -> Document:
    """All that a digest says to whoever may read it."""
    content = view.content
    if isinstance(content, PlaceContent):
        return Document(_title(view), tuple(_for_place(view, content)))
    return Document(content.title, tuple(_for_funder(view, content)))


def _title(view: DigestView) -> str:
    names = w.joined([place.name for place in view.places])
    return w.place_title(names, view.from_on, view.to_on)


def _for_funder(view: DigestView, content: FunderContent) -> Iterator[Block]:
    yield Heading(w.IN_ONE_PARAGRAPH)
    yield Paragraph(content.in_one_paragraph)
    if content.changed_minds:
        yield Heading(w.CHANGED_MINDS)
        for mind in content.changed_minds:
            yield from _mind(view, mind)
    yield from _said(view, w.ADJUSTED, content.adjusted)
    yield from _said(view, w.UNSURE, content.unsure)
    yield from _said(view, w.SLIPPED, content.slipped)
    if not content.unsure and not content.slipped and not _is_thin(content):
        yield Paragraph(w.NOTHING_DOUBTED)
    yield from _voices(content)
    if content.tension:
        yield Heading(w.TENSION)
        yield Paragraph(content.tension)
    if content.we_would_like:
        yield Heading(w.WE_WOULD_LIKE)
        yield Bullets(content.we_would_like)
    if content.last_month_you_said:
        yield Heading(w.LAST_MONTH)
        yield Paragraph(content.last_month_you_said)
        yield Paragraph(_what_came_of_it(content))
    yield from _answer(view)
    yield Heading(w.NOT_HERE)
    yield Bullets(tuple(not_here(view, content)))
    yield Heading(w.HOW_MADE)
    signed_off = None if view.signed_off_at is None else view.signed_off_at.date()
    yield Paragraph(f"{w.made(signed_off)} {w.SAW_IT_FIRST}")
    yield from _corrected(view)


def _is_thin(content: FunderContent) -> bool:
    """A month in which little was learned is short, and says so."""
    return not (content.changed_minds or content.adjusted or content.unsure or content.slipped)


def _mind(view: DigestView, mind: Mind) -> Iterator[Block]:
    if len(view.places) > 1:
        yield Heading(view.name_of(mind.place), 3)
    yield Table(
        (
            (w.BELIEVED, mind.believed),
            (w.SAW, mind.saw),
            (w.NOW_THINK, mind.now_think),
            (w.DID, w.did(mind.did, mind.decided_on)),
        )
    )
    yield from _not_everyone(mind)
    yield from _quote(view, mind.quote)
    yield Paragraph(_rests_on(mind.rests_on))


def _not_everyone(mind: Mind) -> Iterator[Block]:
    again = "" if mind.review_on is None else w.looked_at_again(mind.review_on)
    if mind.not_everyone:
        yield Paragraph((Bold(w.NOT_EVERYONE), f" {again}".rstrip()))
        yield Bullets(mind.not_everyone)
    elif again:
        yield Paragraph(again)


def _said(view: DigestView, heading: str, several: tuple[Said, ...]) -> Iterator[Block]:
    if several:
        yield Heading(heading)
        yield Bullets(tuple(_from(view, one) for one in several))


def _from(view: DigestView, said: Said) -> Words:
    """With the place's name, where there are several."""
    if len(view.places) == 1:
        return said.words
    return (Bold(f"{view.name_of(said.place)}:"), f" {said.words}")


def _voices(content: FunderContent) -> Iterator[Block]:
    voices = content.voices
    parts = [part for part in voices.parts if part.perspectives or part.people is not None]
    heard = [_perspective(part) for part in parts]
    yield Heading(w.WHOSE_VOICES)
    yield Paragraph(w.in_all(voices.total.people))
    # Publishing keeps the order of the parts only where it points to nobody.
    if voices.total.perspectives and heard:
        yield Paragraph(w.heard_from(heard))
        yield Bars(
            tuple(
                Bar(_capital(w.WHO[one]), w.LENGTHS[length], length)
                for one, length in zip(heard, _lengths(len(heard)), strict=True)
            ),
            w.BARS,
        )
    if heard:
        yield Table(
            (
                *((_capital(w.WHO[_perspective(part)]), _number(part)) for part in parts),
                (w.EVERYBODY, _number(voices.total)),
            ),
            (w.FROM_WHERE, w.HOW_MANY),
            w.NUMBERS,
        )
    if voices.missing:
        yield Paragraph(w.missing(voices.missing))


def _lengths(parts: int) -> list[Length]:
    """By their order alone, so that nobody can be counted from a bar."""
    lengths: list[Length] = [3, 2, 1]
    return [lengths[min(place, 2)] for place in range(parts)]


def _perspective(part: Count) -> Perspective:
    return part.perspectives[0]


def _number(count: Count) -> str:
    return w.NOT_SAID if count.people is None else str(count.people)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _what_came_of_it(content: FunderContent) -> Words:
    if not content.what_became_of_it:
        return w.WHAT_HAPPENED
    return (Bold(f"{w.WHAT_CAME_OF_IT}:"), f" {content.what_became_of_it}")


def not_here(view: DigestView, content: FunderContent) -> Iterator[str]:
    """What a funder does not read, and why."""
    yield w.REFLECTIONS_STAY
    if content.under_care:
        yield w.UNDER_CARE
    if content.quotes_not_cleared:
        yield w.not_cleared(content.quotes_not_cleared)
    yield w.NUMBERS_LEFT_OUT
    for place in view.waiting:
        yield w.waits(view.name_of(place))


def _answer(view: DigestView) -> Iterator[Block]:
    if view.answer is None:
        return
    yield Heading(w.YOUR_ANSWER)
    rows = [(w.HEARD, view.answer.what_we_heard), (w.WILL_DO, view.answer.what_we_will_do)]
    if view.answer.question_back:
        rows.append((w.ASKS_BACK, view.answer.question_back))
    yield Table(tuple(rows))


def _for_place(view: DigestView, content: PlaceContent) -> Iterator[Block]:
    if content.is_quiet:
        yield Paragraph(w.QUIET)
    elif content.spoke.people is not None:
        yield Paragraph(w.in_all(content.spoke.people))
    if content.themes:
        yield Heading(w.WHAT_PEOPLE_SAW)
        for theme in content.themes:
            yield from _theme(view, theme)
    if content.themes or content.differs:
        yield Heading(w.DIFFERS)
        yield Bullets(content.differs) if content.differs else Paragraph(w.NO_OTHER_VIEW)
    if content.told:
        yield Heading(w.YOU_SAID)
        for told in content.told:
            yield _told(told)
    if content.coming:
        yield Heading(w.COMES_NEXT)
        yield Bullets(tuple(w.coming(one.what, one.on) for one in content.coming))
    if content.note:
        yield Heading(w.FROM_US)
        yield Paragraph(content.note)
    yield Note(w.NAMES)
    yield from _corrected(view)


def _theme(view: DigestView, theme: Theme) -> Iterator[Block]:
    yield Paragraph((Bold(theme.words),))
    yield Paragraph(_rests_on(theme.rests_on))
    yield from _quote(view, theme.quote)


def _told(told: Told) -> Table:
    return Table(
        (
            (w.YOU_SAID_ROW, told.said),
            (w.WE_LEARNED, told.learned),
            (w.THIS_CHANGED, told.changed),
            (w.STANDS, w.told(told.state, told.until)),
        )
    )


def _rests_on(count: Count) -> str:
    return w.rests_on(count.people, count.perspectives)


def _quote(view: DigestView, quote_id: UUID | None) -> Iterator[Block]:
    """Its words while they stand. A draft says nothing of a quote that was not given."""
    if quote_id is None:
        return
    quote = view.quotes[quote_id]
    if quote.standing == "given" and quote.words is not None:
        yield Quote(quote.words, quote.credit or "")
    elif quote.standing == "waits":
        yield Note(w.A_QUOTE_WAITS)
    elif view.state == "sent":
        yield Note(w.TAKEN_BACK)


def _corrected(view: DigestView) -> Iterator[Block]:
    if view.corrections:
        yield Note(w.TAKEN_BACK_BELOW)
