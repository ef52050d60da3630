"""Prompt: what somebody does about a question that they were asked without having asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import ValidationError

from bot.answering import answer
from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.identity import Visitor
from bot.listeners import asking, reflect, rights
from bot.listeners.belief import beside, keep_words, once, words_in
from bot.listeners.reflect import Kept, as_prompt, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, Submission, Unreadable
from bot.telling.prompt import is_closed, often, prompt_of
from bot.views import prompt as view
from bot.words import say
from service.application.commands import AddMailbox
from service.application.rhythm_commands import DeclineQuote, GiveQuote, PutOffPrompt
from service.domain.cadence import Every, Way
from service.domain.errors import Gone, NotFound, NotTheAuthor, Refused
from service.domain.vocabulary import PromptAnswer
from service.projections import prompting
from service.projections.prompting import AskedQuote, PromptRow
from service.prompted import title_of, tomorrow_for
from service.web.form_visit import NotTaken

RHYTHMS = {"four": Every.FOUR_WEEKLY, "when": Every.WHEN_I_COME, "keep": None}
EMAIL = "email"


def register(on: Listening) -> None:
    """Listen for the buttons of every kind of question, and for what they open."""
    on.click("prompt.write", write)
    on.click("prompt.nothing", nothing)
    on.click("prompt.tomorrow", tomorrow)
    on.click("prompt.more", more)
    for name, every in RHYTHMS.items():
        on.click(f"prompt.rhythm_{name}", _choosing(every))
    on.click("prompt.welcome_yes", lambda bot, click, hand: agreed(bot, click, hand, Way.SLACK))
    on.click("prompt.welcome_mail", lambda bot, click, hand: agreed(bot, click, hand, Way.EMAIL))
    on.submitted("mail", mailed)
    on.click("prompt.welcome_no", declined)
    on.click("prompt.expectation", expected)
    on.submitted("happened", happened)
    on.click("prompt.quote_yes", name_yourself)
    on.click("prompt.quote_no", keep_to_yourself)
    on.submitted("quote", quoted)


def write(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal for a reflection, under the question; also long after the round is over."""
    visitor, prompt = whose(bot, click)
    reflect.prompted(bot, visitor, prompt, click, hand)


def nothing(bot: Bot, click: Click, hand: Hand) -> None:
    """Nothing this time, which is an answer like any other."""
    visitor, prompt = whose(bot, click)
    answer(bot, visitor, prompt.prompt_id, PromptAnswer.NOTHING_THIS_TIME)
    if is_closed(bot, prompt):
        hand.tell(say("prompt.closed"))


def tomorrow(bot: Bot, click: Click, hand: Hand) -> None:
    """Ask again on the next working day, at the hour at which they say so."""
    visitor, prompt = whose(bot, click)
    if is_closed(bot, prompt):
        hand.tell(say("prompt.closed"))
        return
    command = PutOffPrompt(until=tomorrow_for(bot.system, prompt, bot.clock()))
    bot.system.prompts.put_off(prompt.prompt_id, command, visitor.request(bot.clock(), None))


def more(bot: Bot, click: Click, hand: Hand) -> None:
    """How they are asked, or who sees what they write."""
    chosen, _, id = (click.value or "").partition("/")
    visitor, _ = whose(bot, click.model_copy(update={"value": id}))
    if chosen == "who":
        rights.show_who_sees(bot, visitor, click, hand)
    else:
        asking.show(bot, visitor, click, hand)


def agreed(bot: Bot, click: Click, hand: Hand, way: Way) -> None:
    """Be asked from now on; by e-mail, once they said to which address."""
    visitor, prompt = whose(bot, click)
    if way is Way.EMAIL and not bot.system.keys.identities_of(visitor.person, EMAIL):
        hand.open(click.trigger_id, view.mail_modal(kept_for(visitor, prompt)))
        return
    _agree(bot, visitor, prompt, hand, way)


def mailed(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Keep the address in the vault, and ask them there from now on."""
    visitor, kept = opened_for(bot, sent)
    prompt = as_prompt(bot, kept.about)
    if prompt is None:
        raise NotFound
    try:
        command = AddMailbox(email=words_in(sent.view, "address"))
        bot.system.people.add_mailbox(visitor.person, command, once(bot, visitor, sent))
    except ValidationError:
        return refused(sent.view, say("mail.not_one"), "address")
    except Refused:
        return refused(sent.view, say("mail.taken", place=visitor.place_name), "address")
    _agree(bot, visitor, prompt, hand, Way.EMAIL)
    return None


def declined(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Not to be asked."""
    visitor, prompt = whose(bot, click)
    asking.change(bot, visitor, is_asked=False)
    answer(bot, visitor, prompt.prompt_id, PromptAnswer.NO)


def expected(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the box for what became of what was expected."""
    visitor, prompt = whose(bot, click)
    title = title_of(bot.system, prompt)
    if not title:
        raise Gone
    hand.open(click.trigger_id, view.happened_modal(title, kept_for(visitor, prompt)))


def happened(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Keep what happened as their reflection."""
    visitor, kept = opened_for(bot, sent)
    words, prompt = words_in(sent.view, "words"), as_prompt(bot, kept.about)
    if not words:
        return refused(sent.view, say("reflect.empty"), "words")
    try:
        ask_about(sent.view, ("words",), bot.clock())
    except NotTaken as no:
        return beside(sent.view, no.refusals)
    keep_words(bot, visitor, words, once(bot, visitor, sent), under=prompt)
    return None


def name_yourself(bot: Bot, click: Click, hand: Hand) -> None:
    """Yes: open the box for how they want to be named."""
    visitor, prompt = whose(bot, click)
    quote = _quote(bot, prompt)
    hand.open(click.trigger_id, view.quote_modal(quote.words, kept_for(visitor, prompt)))


def quoted(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Let the words be quoted, with the name that they chose."""
    visitor, kept = opened_for(bot, sent)
    prompt = as_prompt(bot, kept.about)
    if prompt is None:
        raise NotFound
    called = words_in(sent.view, "called")
    chosen = sent.view.values.get("credit")
    if chosen == "name" and not called:
        called = bot.identity.called(visitor.person) or ""
    if chosen == "somebody":
        called = say("quote.somebody")
    if not called:
        return refused(sent.view, say("quote.say_it"), "called")
    request = once(bot, visitor, sent)
    bot.system.quotes.give(about_one(prompt), GiveQuote(credit=called), request)
    answer(bot, visitor, prompt.prompt_id, PromptAnswer.YES)
    return None


def keep_to_yourself(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """No, which nobody asks a reason for."""
    visitor, prompt = whose(bot, click)
    request = visitor.request(bot.clock(), None)
    bot.system.quotes.decline(about_one(prompt), DeclineQuote(), request)
    answer(bot, visitor, prompt.prompt_id, PromptAnswer.NO)


def whose(bot: Bot, click: Click) -> tuple[Visitor, PromptRow]:
    """Who clicks, in the place of the prompt that the button names."""
    try:
        prompt = prompt_of(bot, UUID(click.value or ""))
    except ValueError:
        raise Unreadable("Click: value") from None
    if prompt is None:
        raise Gone
    person = bot.identity.known(click.who)
    if person is None or person != prompt.person_id:
        raise NotTheAuthor
    place = bot.system.desk.place(prompt.place_id)
    return bot.identity.in_place(click.who, person, place), prompt


def about_one(prompt: PromptRow) -> UUID:
    """The one thing that a prompt asks about; NotFound where it asks about none."""
    if not prompt.about:
        raise NotFound
    return prompt.about[0]


def kept_for(visitor: Visitor, prompt: PromptRow) -> str:
    """What a modal carries that was opened from a prompt."""
    kept = Kept(place=visitor.place.id, about=str(prompt.prompt_id))
    return kept.model_dump_json(exclude_none=True)


def _agree(bot: Bot, visitor: Visitor, prompt: PromptRow, hand: Hand, way: Way) -> None:
    asking.change(bot, visitor, is_asked=True, way=way)
    answer(bot, visitor, prompt.prompt_id, PromptAnswer.YES)
    if way is Way.EMAIL:
        hand.tell(say("prompt.welcome_yes", often=often(bot, prompt.place_id) or ""))


def _choosing(every: Every | None) -> Any:
    def chosen(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
        """How often from now on."""
        visitor, prompt = whose(bot, click)
        if every is not None:
            asking.change(bot, visitor, every=every)
        answer(bot, visitor, prompt.prompt_id, PromptAnswer.YES)

    return chosen


def _quote(bot: Bot, prompt: PromptRow) -> AskedQuote:
    with bot.system.database.reading() as connection:
        quote = prompting.quote_of(connection, bot.system.keys, about_one(prompt))
    if quote is None or not quote.words:
        raise Gone
    return quote
