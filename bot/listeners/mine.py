"""Mine: all of somebody's own reflections in one list, which shows at once what they do there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.error import URLError
from uuid import UUID

from pydantic import ValidationError
from slack_sdk.errors import SlackClientError

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.listeners import question, saved
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening
from bot.payloads import Click, OpenView, Submission, Unreadable
from bot.telling.saved import saved_of
from bot.views import mine as view
from bot.views.blocks import Json
from bot.views.rights import not_recalled
from bot.words import say
from service.application.commands import EraseReflection
from service.application.rhythm_commands import DeclineQuote
from service.domain.errors import NotFound
from service.domain.quote import Quote
from service.domain.reflection import Reflection
from service.domain.vocabulary import QuoteStanding
from service.erasing import erase_reflection
from service.projections import prompting
from service.projections.my_reflections import MyReflection

A_PAGE = 10
FROM_THE_NEWEST = 0
MOST_TURNED = 100

logger = logging.getLogger("doubleloop.bot")


class Listed(Kept):
    """What the list carries: before which position it begins, and where the pages before it do;
    a modal on top of it carries its id as well."""

    before: int = FROM_THE_NEWEST
    earlier: tuple[int, ...] = ()
    list_view: str = ""


def register(on: Listening) -> None:
    """Listen for the list, its pages, and what is done in it."""
    on.click("mine.all", open_list)
    on.click("mine.older", older)
    on.click("mine.newer", newer)
    on.click("mine.change", _opening(saved.change, "mine_change"))
    on.click("mine.answer", _opening(question.ask, "mine_answer"))
    on.click("mine.hide_name", lambda bot, click, hand: choose_name(bot, click, hand, shown=False))
    on.click("mine.show_name", lambda bot, click, hand: choose_name(bot, click, hand, shown=True))
    on.click("mine.unquote", unquote)
    on.click("mine.remove", remove)
    on.click("mine.erase", erase)
    on.submitted("mine_change", _and_shown(saved.changed))
    on.submitted("mine_answer", _and_shown(question.answered))


def open_list(bot: Bot, click: Click, hand: Hand) -> None:
    """Open it at the newest."""
    visitor = _where_they_are(bot, click)
    hand.open(click.trigger_id, _list(bot, visitor, Listed(place=visitor.place.id)))


def _where_they_are(bot: Bot, click: Click) -> Visitor:
    """In a channel's place, if theirs: what they said is theirs also where they are not welcome."""
    linked = bot.channels.of(click.who.installed, click.channel or "")
    person = bot.identity.known(click.who)
    if linked is None or person is None or linked.place_id not in bot.identity.places_of(person):
        return bot.identity.visitor(click.who, click.channel)
    return bot.identity.met_in(click.who, linked.place_id)


def older(bot: Bot, click: Click, hand: Hand) -> None:
    """Turn to what came before."""
    visitor, listed = _reader(bot, click)
    if not (click.value or "").isdecimal():
        raise Unreadable("Click: value")
    turned = (*listed.earlier, listed.before)[-MOST_TURNED:]
    turn = {"before": int(click.value or ""), "earlier": turned}
    hand.update(_list(bot, visitor, listed.model_copy(update=turn)))


def newer(bot: Bot, click: Click, hand: Hand) -> None:
    """Turn back."""
    visitor, listed = _reader(bot, click)
    *earlier, before = listed.earlier or (FROM_THE_NEWEST,)
    turn = {"before": before, "earlier": tuple(earlier)}
    hand.update(_list(bot, visitor, listed.model_copy(update=turn)))


def choose_name(bot: Bot, click: Click, hand: Hand, *, shown: bool) -> None:
    """Show the name beside it, or no longer."""
    saved.choose_name(bot, click, hand, shown=shown)
    _show_again(bot, click, hand)


def unquote(bot: Bot, click: Click, hand: Hand) -> None:
    """Take back every yes to quoting it."""
    visitor, id = saved.whose(bot, click)
    for quote in _given(bot, [id]).get(id, []):
        request = visitor.request(bot.clock(), None)
        bot.system.quotes.decline(quote, DeclineQuote(), request)
    _show_again(bot, click, hand, say("mine.is_unquoted"))


def remove(bot: Bot, click: Click, hand: Hand) -> None:
    """Take it back."""
    saved.remove(bot, click, hand)
    _show_again(bot, click, hand, say("mine.is_removed"))


def erase(bot: Bot, click: Click, hand: Hand) -> None:
    """Destroy its words for good."""
    visitor, id = saved.whose(bot, click)
    request = visitor.request(bot.clock(), None)
    erasure = erase_reflection(bot.system, visitor.place.id, str(id), EraseReflection(), request)
    said = [say("mine.is_erased"), *not_recalled(erasure)]
    _show_again(bot, click, hand, " ".join(said))


class _OnTop(Hand):
    """Opens what others open, on top of the list: sent off, it comes back to the list."""

    def __init__(self, hand: Hand, callback_id: str, listed: Listed) -> None:
        super().__init__(hand.client)
        self._hand, self._callback_id, self._listed = hand, callback_id, listed

    def open(self, trigger_id: str | None, view: Json) -> None:
        carried = Kept.model_validate_json(view["private_metadata"])
        listed = self._listed.model_copy(
            update={"reflection": carried.reflection, "about": carried.about}
        )
        coming_back = {"callback_id": self._callback_id, "private_metadata": _packed(listed)}
        self._hand.open(trigger_id, view | coming_back)


def _opening(
    listen: Callable[[Bot, Click, Hand], None], callback_id: str
) -> Callable[[Bot, Click, Hand], None]:
    def opening(bot: Bot, click: Click, hand: Hand) -> None:
        _, listed = _reader(bot, click)
        list_view = click.view.id if click.view is not None else ""
        from_here = listed.model_copy(update={"list_view": list_view})
        listen(bot, click, _OnTop(hand, callback_id, from_here))

    return opening


def _and_shown(
    listen: Callable[[Bot, Submission, Hand], Answer],
) -> Callable[[Bot, Submission, Hand], Answer]:
    def sent(bot: Bot, submission: Submission, hand: Hand) -> Answer:
        answer = listen(bot, submission, hand)
        if answer is None:
            visitor, _ = opened_for(bot, submission)
            listed = _carried(submission.view)
            _put(hand, listed.list_view, _list(bot, visitor, listed))
        return answer

    return sent


def _put(hand: Hand, list_view: str, shown: Json) -> None:
    """Bring the list underneath up to date. Where it was closed meanwhile, nothing is lost."""
    try:
        hand.client.views_update(view_id=list_view, view=shown)
    except (SlackClientError, URLError, TimeoutError, ConnectionError) as error:
        logger.info("A list could not be brought up to date (%s).", type(error).__name__)


def _show_again(bot: Bot, click: Click, hand: Hand, notice: str = "") -> None:
    visitor, listed = _reader(bot, click)
    hand.update(_list(bot, visitor, listed, notice))


def _list(bot: Bot, visitor: Visitor, listed: Listed, notice: str = "") -> Json:
    """A page of it. What happened a moment ago may not be in the read models yet, so what each
    says, and whether it is still there, comes from the log."""
    before = listed.before or None
    found = bot.system.reading.my_reflections(
        visitor.actor, visitor.place.id, limit=A_PAGE + 1, before=before
    )
    page = found[:A_PAGE]
    known = ((one, saved_of(bot, one.entry.id)) for one in page)
    quoted = _given(bot, [one.entry.id for one in page])
    kept = listed.model_copy(update={"reflection": None, "about": "", "list_view": ""})
    return view.modal(
        view.Page(
            items=[
                view.Own(own, _answered(bot, one), one.entry.id in quoted)
                for one, own in known
                if own is not None and own.state != "withdrawn"
            ],
            metadata=_packed(kept),
            older=page[-1].entry.position if len(found) > A_PAGE else None,
            has_newer=bool(listed.earlier),
            notice=notice,
        )
    )


def _given(bot: Bot, reflections: list[UUID]) -> dict[UUID, list[UUID]]:
    """The quotes of these to which they said yes, and have not taken it back a moment ago."""
    with bot.system.database.reading() as connection:
        found = prompting.given_quotes(connection, reflections)
    load = bot.system.desk.load
    still = {
        id: [one for one in quotes if load(Quote, one).standing is QuoteStanding.GIVEN]
        for id, quotes in found.items()
    }
    return {id: quotes for id, quotes in still.items() if quotes}


def _answered(bot: Bot, mine: MyReflection) -> MyReflection:
    """With the answers that were given a moment ago."""
    id = mine.entry.id
    sealer = bot.system.keys.sealers([id]).get(id)
    if sealer is None or all(asked.answer is not None for asked in mine.questions):
        return mine
    answers: dict[UUID, str | None] = {}
    for event in bot.system.log.events.get(id):
        if isinstance(event, Reflection.QuestionAnswered):
            answers[event.question_id] = sealer.open("answer", event.answer)
        elif isinstance(event, Reflection.AnswerWithdrawn):
            answers[event.question_id] = None
    questions = [
        asked.model_copy(update={"answer": answers.get(asked.id, asked.answer)})
        for asked in mine.questions
    ]
    return mine.model_copy(update={"questions": questions})


def _reader(bot: Bot, click: Click) -> tuple[Visitor, Listed]:
    """Who has the list before them, in the place that it is of."""
    person = bot.identity.known(click.who)
    if person is None or click.view is None:
        raise NotFound
    listed = _carried(click.view)
    return bot.identity.in_place(click.who, person, bot.system.desk.place(listed.place)), listed


def _carried(opened: OpenView) -> Listed:
    try:
        return Listed.model_validate_json(opened.private_metadata)
    except ValidationError:
        raise Unreadable("Click: list") from None


def _packed(listed: Listed) -> str:
    return listed.model_dump_json(exclude_none=True)
