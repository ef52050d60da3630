"""Prompt: what somebody is asked or told when it is time for it, in direct messages, once each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import prompt as view
from bot.words import say
from service.domain.base import Event
from service.domain.cadence import Way
from service.domain.errors import NotFound
from service.domain.prompt import Prompt
from service.domain.quote import Quote
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import PromptAnswer, PromptPurpose, QuoteStanding
from service.projections import due, prompting
from service.projections.prompting import PromptRow
from service.prompted import news_since, question_behind, title_of, told_words
from service.web.text import day

STALE_AFTER = timedelta(hours=24)
"""A question that could not be sent for so long comes no more: the next one is near."""
OF_THE_PROMPT: tuple[type[Event], ...] = (Prompt.PutOff, Prompt.Answered)
OF_A_QUOTE: tuple[type[Event], ...] = (
    Quote.Given,
    Quote.Declined,
    Quote.TakenBack,
    Quote.Erased,
)
OF_THEIR_WORDS: tuple[type[Event], ...] = (
    Reflection.Withdrawn,
    Reflection.Erased,
    Reflection.HeldForCare,
    Reflection.Released,
)


@dataclass
class PromptTelling:
    """The messages after one of the things that can happen to a prompt."""

    KIND: str
    BEGINS: type[Event]
    lead: view.Lead = ""
    FOLLOWS: tuple[type[Event], ...] = field(init=False)

    def __post_init__(self) -> None:
        """It follows what begins it, and what changes what it says."""
        self.FOLLOWS = (self.BEGINS, *OF_THE_PROMPT, *OF_A_QUOTE, *OF_THEIR_WORDS)

    def wants(self, bot: Bot, event: Event) -> Iterable[Want]:
        """The person who is asked, where they are reached in Slack; later, where it stands."""
        if isinstance(event, self.BEGINS):
            prompt = prompt_of(bot, event.originator_id)
            if prompt is not None and prompt.way is Way.SLACK:
                yield from self._to(bot, prompt)
            return
        for prompt_id in _touched(bot, event):
            posts = bot.posts.about(self.KIND, prompt_id)
            for post in posts:
                yield Want(self.KIND, prompt_id, post.place_id, post.address, post.person_id)
            if not posts and isinstance(event, Reflection.Released):
                yield from self._once_more(bot, prompt_id)

    def content(self, bot: Bot, post: Post) -> Message | None:
        """What is asked, as long as it waits for an answer; what was not sent by then never is."""
        prompt = prompt_of(bot, post.about)
        if prompt is None:
            return None
        is_new = post.posted is None
        if is_new and (not is_asked(bot, prompt) or self._is_late(bot, prompt)):
            return None
        told = said(bot, prompt, self._lead(bot, prompt))
        return None if told is None else Message(*told)

    def _once_more(self, bot: Bot, prompt_id: UUID) -> Iterable[Want]:
        """What was taken away while its words were held comes back, where it still waits."""
        prompt = prompt_of(bot, prompt_id)
        if self is PROMPT and prompt is not None and prompt.way is Way.SLACK:
            yield from self._to(bot, prompt)

    def _to(self, bot: Bot, prompt: PromptRow) -> Iterable[Want]:
        for team, user in bot.identity.reached_for(prompt.person_id, prompt.place_id):
            address = Address(team, user=user)
            yield Want(self.KIND, prompt.prompt_id, prompt.place_id, address, prompt.person_id)

    def _lead(self, bot: Bot, prompt: PromptRow) -> view.Lead | None:
        """None for the message in which they put it off: the newer one asks."""
        was_put_off = self is not AGAIN and bot.posts.about(AGAIN.KIND, prompt.prompt_id)
        return None if was_put_off else self.lead

    def _is_late(self, bot: Bot, prompt: PromptRow) -> bool:
        since = {PROMPT.KIND: prompt.planned_at, REMINDER.KIND: prompt.reminded_at}.get(self.KIND)
        is_round = prompt.purpose is PromptPurpose.ROUND
        return is_round and since is not None and bot.clock() - since > STALE_AFTER


PROMPT = PromptTelling("prompt", Prompt.Planned)
REMINDER = PromptTelling("reminder", Prompt.Reminded, "reminder")
AGAIN = PromptTelling("prompt_again", Prompt.AskedAgain, "again")


def prompt_of(bot: Bot, id: UUID) -> PromptRow | None:
    """A prompt as it stands; None where its person was erased."""
    with bot.system.database.reading() as connection:
        return prompting.prompt_of(connection, id)


def is_closed(bot: Bot, prompt: PromptRow) -> bool:
    """True for a round that is over."""
    if prompt.round_id is None:
        return False
    with bot.system.database.reading() as connection:
        one = prompting.round_of(connection, prompt.round_id)
    return one is None or one.closed_at is not None


def is_asked(bot: Bot, prompt: PromptRow) -> bool:
    """True while it waits for an answer."""
    if prompt.purpose is PromptPurpose.QUOTE:
        with bot.system.database.reading() as connection:
            quote = prompting.quote_of(connection, bot.system.keys, prompt.about[0])
        return quote is not None and quote.standing == QuoteStanding.ASKED
    return prompt.is_open and prompt.put_off_until is None and not is_closed(bot, prompt)


def said(bot: Bot, prompt: PromptRow, lead: view.Lead | None = "") -> view.Text | None:
    """What it says now; None where there is nothing (any more) that it could be about."""
    if prompt.purpose is PromptPurpose.QUOTE:
        return _quote(bot, prompt)
    if prompt.answer is not None:
        return view.settled(_after(bot, prompt))
    if prompt.put_off_until is not None or lead is None:
        zone = bot.system.desk.place(prompt.place_id).zone
        until = prompt.put_off_until or bot.clock()
        return view.settled(say("prompt.put_off", day=day(until.astimezone(zone).date())))
    place = bot.identity.name_of(prompt.place_id)
    match prompt.purpose:
        case PromptPurpose.ROUND:
            return _round(bot, prompt, lead)
        case PromptPurpose.RHYTHM:
            return view.rhythm(prompt.prompt_id, place)
        case PromptPurpose.WELCOME:
            return _welcome(bot, prompt, place)
        case PromptPurpose.REVIEW | PromptPurpose.EXPECTATION:
            title = title_of(bot.system, prompt)
            make = view.review if prompt.purpose is PromptPurpose.REVIEW else view.expectation
            return make(prompt.prompt_id, title) if title else None
        case PromptPurpose.TOLD_BACK:
            return _told_back(bot, prompt, place)


def often(bot: Bot, place_id: UUID) -> str | None:
    """How often a place asks, as people say it; None where it has no rhythm."""
    with bot.system.database.reading() as connection:
        rhythm = due.rhythm_of(connection, place_id)
    if rhythm is None:
        return None
    return view.how_often(rhythm.cadence.every, rhythm.cadence.anchor)


def _round(bot: Bot, prompt: PromptRow, lead: view.Lead) -> view.Text:
    with bot.system.database.reading() as connection:
        news = news_since(bot.system, prompt, connection)
        rhythm = due.rhythm_of(connection, prompt.place_id)
    asking = bot.system.rhythms.asking_of(prompt.person_id, prompt.place_id)
    following = None
    if rhythm is not None and prompt.slot is not None:
        following = prompting.next_asked(rhythm, asking, prompt.slot)
    return view.round_message(
        view.Round(
            prompt=prompt.prompt_id,
            place_name=bot.identity.name_of(prompt.place_id),
            question=question_behind(bot.system, prompt),
            preferences=bot.system.people.preferences_of(prompt.person_id),
            news=news,
            lead=lead,
            next_on=following,
        )
    )


def _welcome(bot: Bot, prompt: PromptRow, place: str) -> view.Text | None:
    with bot.system.database.reading() as connection:
        rhythm = due.rhythm_of(connection, prompt.place_id)
    if rhythm is None:
        return None
    return view.welcome(prompt.prompt_id, place, rhythm.cadence.every, rhythm.cadence.anchor)


def _told_back(bot: Bot, prompt: PromptRow, place: str) -> view.Text | None:
    still = [id for id in prompt.about if _stands(bot, id)]
    if not still:
        return None
    with bot.system.database.reading() as connection:
        words = told_words(bot.system, prompt, connection)
    return view.told_back(place, words) if words else None


def _quote(bot: Bot, prompt: PromptRow) -> view.Text | None:
    """The words while they wait for an answer; nothing once they or their reflection are gone."""
    with bot.system.database.reading() as connection:
        quote = prompting.quote_of(connection, bot.system.keys, prompt.about[0])
    if quote is None or not quote.words or not _stands(bot, quote.reflection_id):
        return None
    match quote.standing:
        case QuoteStanding.ASKED:
            place = bot.identity.name_of(prompt.place_id)
            return view.quote(prompt.prompt_id, place, quote.words, quote.audience)
        case QuoteStanding.GIVEN:
            return view.settled(say("prompt.quote_given"))
        case QuoteStanding.DECLINED | QuoteStanding.TAKEN_BACK:
            return view.settled(say("prompt.quote_declined"))
        case QuoteStanding.ERASED:
            return None


def _stands(bot: Bot, reflection: UUID) -> bool:
    try:
        return bot.system.desk.load(Reflection, reflection).state == State.AVAILABLE
    except NotFound:
        return False


def _after(bot: Bot, prompt: PromptRow) -> str:
    """What is said once it was answered."""
    match prompt.purpose:
        case PromptPurpose.RHYTHM:
            return say("prompt.rhythm_chosen")
        case PromptPurpose.WELCOME if prompt.answer is PromptAnswer.YES:
            return say("prompt.welcome_yes", often=often(bot, prompt.place_id) or "")
        case PromptPurpose.WELCOME:
            return say("prompt.welcome_no")
        case PromptPurpose.REVIEW | PromptPurpose.EXPECTATION:
            return say("prompt.looked")
    is_nothing = prompt.answer is PromptAnswer.NOTHING_THIS_TIME
    return say("prompt.nothing_then" if is_nothing else "prompt.wrote")


def _touched(bot: Bot, event: Event) -> list[UUID]:
    """The prompts that say something else after this."""
    if isinstance(event, Prompt.Event):
        return [event.originator_id]
    if isinstance(event, Quote.Event):
        person = bot.system.desk.load(Quote, event.originator_id).person_id
    else:
        person = bot.system.desk.load(Reflection, event.originator_id).author
    with bot.system.database.reading() as connection:
        return prompting.prompts_about(connection, person, event.originator_id)
