"""Belief: people write down what they assume, and what does not fit it; and how modals are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from bot.answering import wrote
from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.identity import Visitor
from bot.keeping import careful_scope, keepable
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening
from bot.payloads import Click, OpenView, Shortcut, Submission
from bot.refusals import sentence_of
from bot.views import belief as view
from bot.views.belief import Choice
from bot.views.blocks import MOST_OPTIONS, Json
from bot.words import say
from service.application.commands import AmendReflection, RecordReflection
from service.application.desk import Request
from service.domain.assumption import Status
from service.domain.errors import AlreadyRecordedDifferently, DoubleLoopError, Unavailable
from service.domain.vocabulary import Basis, Scope
from service.projections.loop_shapes import BeliefView
from service.projections.prompting import PromptRow
from service.web import form_words
from service.web.form_fields import Data, Field, given
from service.web.form_refusals import Refusals, invalid, missing, refused
from service.web.form_visit import NotTaken
from service.web.forms import FORMS
from service.web.text import ERASED

NEW = "new"
"""Stands for what is written down in the same modal, until it has an id."""
ASKED_NOWHERE = "none"
"""The choice that means that nothing is chosen."""


def register(on: Listening) -> None:
    """Listen for the ways to both modals, and for their sending off."""
    on.click("belief.open", clicked)
    on.shortcut("belief", asked)
    on.click("belief.doubt", doubted)
    on.submitted("belief", stated)
    on.submitted("doubt", challenged)


def clicked(bot: Bot, click: Click, hand: Hand) -> None:
    """The button on the Home, or the way back from a doubt."""
    _show(click, hand, view.modal(_metadata(who_clicks(bot, click))))


def asked(bot: Bot, shortcut: Shortcut, hand: Hand) -> None:
    """The shortcut."""
    visitor = bot.identity.visitor(shortcut.who, shortcut.channel)
    hand.open(shortcut.trigger_id, view.modal(_metadata(visitor)))


def doubted(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal for a doubt; about a certain belief, where the button names one."""
    visitor = who_clicks(bot, click)
    doubting = view.Doubting(
        beliefs=[
            Choice(str(one.id), one.statement)
            for one in beliefs(bot, visitor)
            if one.status != Status.DROPPED
        ],
        reflections=_reflections(bot, visitor),
        belief=as_id(click.value),
    )
    _show(click, hand, view.doubt_modal(doubting, _metadata(visitor)))


def stated(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Write the belief down."""
    visitor, _ = opened_for(bot, sent)
    try:
        ask_about(sent.view, ("statement", "because", "we_would_doubt_if"), bot.clock())
        filled = filled_in("assumption", sent.view)
        state(bot, visitor, filled, once(bot, visitor, sent))
    except NotTaken as no:
        return beside(sent.view, no.refusals)
    return None


def challenged(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Set what people noticed against it; what is noticed only now is kept first."""
    visitor, _ = opened_for(bot, sent)
    noticed, belief = words_in(sent.view, "noticed"), sent.view.values.get("assumption")
    if not belief:
        return beside(sent.view, {"assumption": form_words.CHOOSE_ONE})
    request = once(bot, visitor, sent)
    filled = filled_in("challenge", sent.view, {"evidence": [NEW] if noticed else []})
    try:
        ask_about(sent.view, ("reason",), bot.clock())
        command = filled.command()
        if noticed:
            kept = keep_words(bot, visitor, noticed, request.part("noticed"))
            evidence = [str(kept) if one == NEW else one for one in command.evidence]
            command = command.model_copy(update={"evidence": evidence})
        with filled.refusing():
            bot.system.beliefs.challenge(visitor.place.id, str(belief), command, request)
    except NotTaken as no:
        return beside(sent.view, no.refusals, {"evidence": "noticed"})
    return None


def state(bot: Bot, visitor: Visitor, filled: Filled, request: Request) -> UUID:
    """State a belief, with what Slack does not ask left as it most often is."""
    with filled.refusing():
        return bot.system.beliefs.state_assumption(belief_in(visitor, filled), request).id


def belief_in(visitor: Visitor, filled: Filled) -> Any:
    """The command for a belief that somebody wrote in a modal."""
    usual = {"basis": Basis.ESPOUSED, "level_reason": say("belief.level_reason")}
    return filled.command(usual, place=str(visitor.place.id))


def keep_words(
    bot: Bot,
    visitor: Visitor,
    words: str,
    request: Request,
    *,
    scope: Scope | None = None,
    name_shown: bool | None = None,
    about: UUID | None = None,
    under: PromptRow | None = None,
) -> UUID:
    """Keep words as somebody's reflection, as they usually choose; sent again, they are amended."""
    usual = bot.system.people.preferences_of(visitor.person)
    command = RecordReflection(
        place=str(visitor.place.id),
        text=words,
        scope=careful_scope(words, scope or usual.scope, request.now),
        name_shown=usual.name_shown if name_shown is None else name_shown,
        speaking_as=usual.speaking_as,
        about_decision=None if about is None else str(about),
    )
    id = bot.system.capture.reflection_id(command, request)
    try:
        bot.system.capture.record_reflection(command, request)
    except AlreadyRecordedDifferently:
        amendment = AmendReflection(text=words)
        bot.system.capture.amend_reflection(
            visitor.place.id, str(id), amendment, request.part(words)
        )
    wrote(bot, visitor, id, under)
    return id


@dataclass(frozen=True)
class Filled:
    """One of the service's forms, as it was filled in in a modal."""

    kind: str
    fields: tuple[Field, ...]
    data: Data

    def without(self, *names: str) -> Filled:
        """The same but for these questions."""
        return replace(self, fields=tuple(one for one in self.fields if one.name not in names))

    def command(self, usual: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """The command that it comes to; NotTaken says what is missing or cannot be read."""
        wrong = missing(self.fields, self.data, {})
        values = {one.name: given(one, self.data, {}) for one in self.fields}
        said = {name: value for name, value in values.items() if value is not None}
        try:
            command = FORMS[self.kind].command.model_validate({**(usual or {}), **said, **more})
        except ValidationError as error:
            raise NotTaken(Refusals({**invalid(self.fields, error), **wrong})) from None
        if wrong:
            raise NotTaken(wrong)
        return command

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """What is refused belongs beside the question that it is about, where there is one."""
        try:
            yield
        except Unavailable:
            raise
        except DoubleLoopError as error:
            found = refused(self.fields, self.data, error)
            if found.whole:
                raise
            sentence = sentence_of(error, is_chosen=True)
            raise NotTaken(Refusals(dict.fromkeys(found, sentence)), error) from error


def filled_in(
    kind: str, opened: OpenView, more: Mapping[str, Iterable[str]] | None = None
) -> Filled:
    """A form with what its modal holds, under the same names, and with `more` that is asked."""
    items = [(name, words) for name in opened.values for words in all_in(opened, name)]
    items += [(name, value) for name, values in (more or {}).items() for value in values]
    asked = {*opened.blocks, *(name.split("-")[0] for name in more or {})}
    fields = tuple(one for one in FORMS[kind].fields if one.name in asked)
    return Filled(kind, fields, Data(items))


def beside(
    opened: OpenView, refusals: Mapping[str, str], elsewhere: Mapping[str, str] | None = None
) -> Answer:
    """The modal stays open with each sentence beside its field, and all that was typed."""
    first = next(iter(opened.blocks.values()), "")
    errors: dict[str, str] = {}
    for name, sentence in refusals.items():
        asked = name if name in opened.blocks else (elsewhere or {}).get(name, "")
        errors.setdefault(opened.blocks.get(asked, first), sentence)
    return {"response_action": "errors", "errors": errors}


def all_in(opened: OpenView, name: str) -> list[str]:
    """What a field holds, one or several; nothing where nothing is chosen."""
    held = opened.values.get(name)
    several = held if isinstance(held, list) else [held]
    kept = (keepable(one) for one in several if isinstance(one, str))
    return [one for one in kept if one.strip() and one != ASKED_NOWHERE]


def words_in(opened: OpenView, name: str) -> str:
    """What was typed into a field."""
    return next(iter(all_in(opened, name)), "").strip()


def once(bot: Bot, visitor: Visitor, sent: Submission) -> Request:
    """A request that is the same however often this modal is sent off."""
    return visitor.request(bot.clock(), bot.system.keys.keyed(f"slack:view:{sent.view.id}"))


def who_clicks(bot: Bot, click: Click) -> Visitor:
    """Who clicks: in a modal, in the place for which it was opened."""
    if click.view is not None and click.view.type == "modal":
        return opened_for(bot, Submission(who=click.who, view=click.view))[0]
    return bot.identity.visitor(click.who, click.channel)


def beliefs(bot: Bot, visitor: Visitor) -> list[BeliefView]:
    """The newest beliefs of the place."""
    found = bot.system.loops.beliefs(visitor.actor, visitor.place.id, limit=MOST_OPTIONS)
    return found.beliefs


def as_id(value: str | None) -> UUID | None:
    """The id that a button carries, if it carries one."""
    try:
        return UUID(value or "")
    except ValueError:
        return None


def _reflections(bot: Bot, visitor: Visitor) -> list[Choice]:
    """The newest that somebody may read, their own first."""
    found = bot.system.reading.newest(
        visitor.actor, visitor.place.id, frozenset({"reflection"}), MOST_OPTIONS
    )
    readable = [one for one in found if one.text != ERASED]
    return [
        Choice(str(one.id), say("belief.mine", words=one.text) if one.is_mine else one.text)
        for one in sorted(readable, key=lambda entry: not entry.is_mine)
    ]


def _show(click: Click, hand: Hand, modal: Json) -> None:
    """In place of the one that is open, where it is one of ours about beliefs."""
    if click.view is not None and click.view.callback_id in ("belief", "doubt"):
        hand.update(modal)
    else:
        hand.open(click.trigger_id, modal)


def _metadata(visitor: Visitor) -> str:
    return Kept(place=visitor.place.id).model_dump_json(exclude_none=True)
