"""Reflect: a button, shortcut or command opens the modal, and sending it off keeps a reflection."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ValidationError

from bot.answering import wrote
from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.keeping import careful_scope, keepable
from bot.listeners.there import tell_saved
from bot.listening import Answer, Listening, refused
from bot.naming import may_be_named
from bot.payloads import Click, OpenView, Shortcut, Submission, chosen_as
from bot.telling.prompt import is_closed, prompt_of
from bot.telling.saved import newest_words
from bot.views import reflect as view
from bot.views.blocks import Json
from bot.views.saved import named
from bot.words import say
from service.application.commands import (
    AmendReflection,
    ChangePreferences,
    ChangeScope,
    ChooseName,
    RecordReflection,
)
from service.application.desk import Request
from service.domain.errors import AlreadyRecordedDifferently
from service.domain.reflection import Reflection
from service.domain.vocabulary import Perspective, Scope, SpeakingAs
from service.projections.prompting import PromptRow
from service.prompted import question_behind


class Kept(BaseModel):
    """What a modal carries from its opening to its sending off: ids and nothing else."""

    place: UUID
    reflection: UUID | None = None
    about: str = ""
    channel: str = ""
    """Where it was opened: people of other organisations are answered there."""


def register(on: Listening) -> None:
    """Listen for all the ways to the modal, and for its sending off."""
    on.click("reflect.open", clicked)
    on.shortcut("reflect", asked)
    on.command("/reflect", asked)
    on.submitted("reflect", sent_off)


def clicked(bot: Bot, click: Click, hand: Hand) -> None:
    """The button under a message or on the Home."""
    visitor = bot.identity.visitor(click.who, click.channel)
    hand.open(click.trigger_id, _modal(bot, visitor, click.channel))


def prompted(bot: Bot, visitor: Visitor, prompt: PromptRow, click: Click, hand: Hand) -> None:
    """The button under a round's question, which stands over the box."""
    hand.open(click.trigger_id, _modal(bot, visitor, None, prompt=prompt))


def asked(bot: Bot, shortcut: Shortcut, hand: Hand) -> None:
    """The shortcut, or the command with perhaps some words after it."""
    visitor = bot.identity.visitor(shortcut.who, shortcut.channel)
    hand.open(shortcut.trigger_id, _modal(bot, visitor, shortcut.channel, keepable(shortcut.text)))


def _modal(
    bot: Bot,
    visitor: Visitor,
    channel: str | None,
    words: str = "",
    prompt: PromptRow | None = None,
) -> Json:
    about = "" if prompt is None else str(prompt.prompt_id)
    kept = Kept(place=visitor.place.id, channel=channel or "", about=about)
    found = bot.system.reading.prototypes(visitor.actor, visitor.place.id)
    running = [one.trial for one in found if one.trial.fate == "running"]
    return view.modal(
        view.Reflecting(
            place_name=visitor.place_name,
            preferences=bot.system.people.preferences_of(visitor.person),
            trials=[(trial.id, trial.name) for trial in running],
            trial=_last_trial(bot, visitor) if running else None,
            words=words,
            question="" if prompt is None else question_behind(bot.system, prompt),
            metadata=kept.model_dump_json(exclude_none=True),
        )
    )


def _last_trial(bot: Bot, visitor: Visitor) -> UUID | None:
    """The trial that somebody's newest reflection is about: the next is often about it too."""
    for newest in bot.system.reading.my_reflections(visitor.actor, visitor.place.id, limit=1):
        first = next(iter(bot.system.log.events.get(newest.entry.id, lte=1)))
        return first.prototype_id if isinstance(first, Reflection.Recorded) else None
    return None


def sent_off(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Keep it. The modal makes the id, so sending it off twice is one reflection."""
    visitor, kept = opened_for(bot, sent)
    values = sent.view.values
    words = keepable(str(values.get("words") or "")).strip()
    if not words:
        return refused(sent.view, say("reflect.empty"), "words")
    speaking_as = chosen_as(SpeakingAs, values.get("speaking_as") or SpeakingAs.SELF)
    relayed = _relayed(values.get("relayed"))
    if relayed is not None and speaking_as != SpeakingAs.RELAYING:
        return refused(sent.view, say("reflect.relayed_unsaid"), "relayed")
    now = bot.clock()
    chosen = chosen_as(Scope, values.get("scope") or Scope.AUTHOR_AND_LP)
    command = RecordReflection(
        place=str(visitor.place.id),
        text=words,
        meaning=meaning_in(sent.view),
        scope=careful_scope(f"{words}\n{meaning_in(sent.view) or ''}", chosen, now),
        name_shown=named(values.get("name")),
        speaking_as=speaking_as,
        relayed_perspective=relayed,
        prototype=_trial(values.get("prototype")),
    )
    request = visitor.request(now, bot.system.keys.keyed(f"slack:view:{sent.view.id}"))
    try:
        was_there = bot.system.capture.record_reflection(command, request).already_there
    except AlreadyRecordedDifferently:  # Slack lost our first answer, and they wrote on.
        was_there = True
    if was_there:
        _catch_up(bot, visitor, command, request)
    if command.name_shown:
        may_be_named(bot, visitor, hand)
    remember(bot, visitor, chosen, command.name_shown, command.speaking_as)
    id = bot.system.capture.reflection_id(command, request)
    under = as_prompt(bot, kept.about)
    wrote(bot, visitor, id, under)
    tell_saved(bot, visitor, id, hand, kept.channel)
    if under is not None and is_closed(bot, under):
        hand.tell(say("prompt.kept_for_next"))
    return None


def as_prompt(bot: Bot, reference: str) -> PromptRow | None:
    """The prompt that a modal was opened from, if it was."""
    try:
        return prompt_of(bot, UUID(reference))
    except ValueError:
        return None


def _catch_up(bot: Bot, visitor: Visitor, command: RecordReflection, request: Request) -> None:
    """Who sees it comes first, so that newer words are never seen by more than they should be."""
    capture, place = bot.system.capture, visitor.place.id
    id = str(capture.reflection_id(command, request))
    again = visitor.request(request.now, None)
    capture.change_scope(place, id, ChangeScope(scope=command.scope), again)
    again = visitor.request(request.now, None)
    capture.choose_name(place, id, ChooseName(name_shown=command.name_shown), again)
    if newest_words(bot, UUID(id)) == (command.text, command.meaning):
        return
    amendment = AmendReflection(text=command.text, meaning=command.meaning)
    said = f"{command.text}\x1f{command.meaning}"
    capture.amend_reflection(place, id, amendment, request.part(said))


def remember(
    bot: Bot, visitor: Visitor, scope: Scope, name_shown: bool, speaking_as: SpeakingAs | None
) -> None:
    """What somebody chose is what they begin with next time."""
    # Passing on what somebody else said is for this once: the next line is again one's own.
    lasting = None if speaking_as == SpeakingAs.RELAYING else speaking_as
    command = ChangePreferences(scope=scope, name_shown=name_shown, speaking_as=lasting)
    request = visitor.request(bot.clock(), None)
    bot.system.people.change_preferences(visitor.person, command, request)


def opened_for(bot: Bot, sent: Submission) -> tuple[Visitor, Kept]:
    """Who sends it off, in the place for which the modal was opened, and what it carries."""
    kept = carried(sent.view)
    person = bot.identity.known(sent.who)
    if person is None:
        return bot.identity.visitor(sent.who), kept
    return bot.identity.in_place(sent.who, person, bot.system.desk.place(kept.place)), kept


def carried(view: OpenView) -> Kept:
    """What a modal carries; a strange one belongs to nothing."""
    try:
        return Kept.model_validate_json(view.private_metadata)
    except ValidationError:
        return Kept(place=UUID(int=0))


def meaning_in(view: OpenView) -> str | None:
    """The second box, where it was filled."""
    return keepable(str(view.values.get("meaning") or "")).strip() or None


def _relayed(chosen: object) -> Perspective | None:
    return chosen_as(Perspective, chosen) if chosen and chosen != view.OWN_WORDS else None


def _trial(chosen: object) -> str | None:
    return str(chosen) if chosen and chosen != view.NO_TRIAL else None
