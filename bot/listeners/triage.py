"""Triage: a learning partner says what they see, joins it to others, or asks something back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from pydantic import TypeAdapter

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.keeping import keepable
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, OpenView, Submission, Unreadable, chosen_as
from bot.refusals import NotForNow, field_of, sentence_of
from bot.telling.saved import newest_words
from bot.views import triage as view
from bot.views.blocks import Json
from bot.words import say
from service.application.commands import (
    Acknowledge,
    AskBack,
    NoteNothingFits,
    ReleaseReflection,
    TagReflection,
)
from service.application.loop_commands import JoinInsight, ProposeInsight
from service.domain.base import Code
from service.domain.errors import DoubleLoopError, Gone, NotAllowed
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import Stance

NEWEST = 40
CODE: TypeAdapter[str] = TypeAdapter(Code)
Modal = Callable[[Bot, Visitor, str, str], Json]


def register(on: Listening) -> None:
    """Listen for the card's buttons and what they open."""
    on.click("triage.heard", heard)
    on.click("triage.release", release)
    on.click("triage.tag", lambda bot, click, hand: _open(bot, click, hand, tag_modal))
    on.click("triage.ask", lambda bot, click, hand: _open(bot, click, hand, ask_modal))
    on.click("triage.join", lambda bot, click, hand: _open(bot, click, hand, join_modal))
    on.submitted("triage_tag", tagged)
    on.submitted("triage_ask", asked)
    on.submitted("triage_join", joined)


def heard(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Say that it was heard."""
    visitor, id = reader(bot, click)
    request = visitor.request(bot.clock(), None)
    bot.system.tagging.acknowledge(visitor.place.id, str(id), Acknowledge(), request)


def release(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Bring back what was put aside with care."""
    visitor, id = reader(bot, click, State.HELD)
    request = visitor.request(bot.clock(), None)
    bot.system.capture.release_reflection(visitor.place.id, str(id), ReleaseReflection(), request)


def _open(bot: Bot, click: Click, hand: Hand, modal: Modal) -> None:
    visitor, id = reader(bot, click)
    words, _ = newest_words(bot, id)
    metadata = Kept(place=visitor.place.id, reflection=id).model_dump_json(exclude_none=True)
    hand.open(click.trigger_id, modal(bot, visitor, words, metadata))


def tag_modal(bot: Bot, visitor: Visitor, words: str, metadata: str) -> Json:
    """What can be seen in it: the place's own words for the behaviours, and the framework's."""
    frameworks = bot.system.desk.frameworks(visitor.place.programme_id)
    place = bot.system.reading.place(visitor.actor, visitor.place.id)
    phrases = {code: phrase.phrase for phrase in place.phrases for code in phrase.codes}
    return view.tag_modal(
        words, frameworks.behaviours, frameworks.building_blocks, phrases, metadata
    )


def ask_modal(bot: Bot, visitor: Visitor, words: str, metadata: str) -> Json:  # noqa: ARG001
    """A question to whoever wrote it."""
    return view.ask_modal(words, metadata)


def join_modal(bot: Bot, visitor: Visitor, words: str, metadata: str) -> Json:
    """The insights that are there, and the newest reflections that a new one could rest on."""
    reading, place = bot.system.reading, visitor.place.id
    mine = Kept.model_validate_json(metadata).reflection
    insights = reading.newest(visitor.actor, place, frozenset({"insight"}), NEWEST)
    others = reading.newest(visitor.actor, place, frozenset({"reflection"}), NEWEST)
    return view.join_modal(
        words,
        [(one.id, one.text) for one in insights],
        [(one.id, one.text) for one in others if one.id != mine],
        metadata,
    )


def tagged(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Keep each reading, or that nothing fits."""
    visitor, id = _sender(bot, sent)
    values = sent.view.values
    codes = [*(values.get("codes") or ()), *(values.get("blocks") or ())]
    reason = _text(sent.view, "reason")
    request = visitor.request(bot.clock(), bot.system.keys.keyed(f"slack:view:{sent.view.id}"))
    tagging, place = bot.system.tagging, visitor.place.id
    if view.NOTHING_FITS in (values.get("nothing") or ()):
        if reason is None:
            return refused(sent.view, say("triage.tag_why_nothing"), "reason")
        tagging.note_nothing_fits(place, str(id), NoteNothingFits(why=reason), request)
    elif not codes:
        return refused(sent.view, say("triage.tag_nothing_chosen"), "codes")
    stance = chosen_as(Stance, values.get("stance") or Stance.PRESENT)
    for code in codes:
        command = TagReflection(
            code=chosen_as(CODE.validate_python, code), stance=stance, reason=reason
        )
        tagging.tag_reflection(place, str(id), command, request.part(code))
    return None


def asked(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Ask its author, whoever that is."""
    visitor, id = _sender(bot, sent)
    question = _text(sent.view, "question")
    if question is None:
        return refused(sent.view, say("question.empty"), "question")
    request = visitor.request(bot.clock(), bot.system.keys.keyed(f"slack:view:{sent.view.id}"))
    bot.system.tagging.ask_back(visitor.place.id, str(id), AskBack(question=question), request)
    return None


def joined(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Join it to an insight that is there, or propose a new one; refusals stand at their field."""
    visitor, id = _sender(bot, sent)
    chosen = sent.view.values.get("insight") or view.NEW
    if chosen == view.NEW and _text(sent.view, "claim") is None:
        return refused(sent.view, say("triage.join_claim_missing"), "claim")
    if chosen != view.NEW and _text(sent.view, "claim") is not None:
        return refused(sent.view, say("triage.join_claim_kept"), "claim")
    request = visitor.request(bot.clock(), bot.system.keys.keyed(f"slack:view:{sent.view.id}"))
    fits = sent.view.values.get("fits") != view.DOES_NOT_FIT
    sense, place = bot.system.sense, visitor.place.id
    try:
        if chosen == view.NEW:
            sense.propose_insight(_new_insight(visitor, id, sent.view, fits), request)
        else:
            command = JoinInsight(reflections=[str(id)], fits=fits)
            sense.join_insight(place, str(chosen), command, request)
    except NotForNow:
        raise
    except DoubleLoopError as error:
        field = field_of(error, sent.view)
        return refused(sent.view, sentence_of(error, is_chosen=field is not None), field)
    acknowledging = request.part("heard")
    bot.system.tagging.acknowledge(place, str(id), Acknowledge(), acknowledging)
    return None


def reader(bot: Bot, click: Click, state: State = State.AVAILABLE) -> tuple[Visitor, UUID]:
    """The learning partner who clicks, and the reflection; NotAllowed for anybody else."""
    try:
        id = UUID(click.value or "")
    except ValueError:
        raise Unreadable("Click: value") from None
    reflection = bot.system.desk.load(Reflection, id)
    person = bot.identity.known(click.who)
    place = bot.system.desk.place(reflection.place_id)
    if person is None:
        raise NotAllowed
    visitor = bot.identity.in_place(click.who, person, place)
    _require_learning_partner(visitor)
    if reflection.state != state:
        raise Gone
    return visitor, id


def _sender(bot: Bot, sent: Submission) -> tuple[Visitor, UUID]:
    visitor, kept = opened_for(bot, sent)
    _require_learning_partner(visitor)
    return visitor, kept.reflection or UUID(int=0)


def _require_learning_partner(visitor: Visitor) -> None:
    if not visitor.is_learning_partner:
        raise NotAllowed(say("triage.not_a_learning_partner", place=visitor.place_name))


def _new_insight(visitor: Visitor, id: UUID, sent: OpenView, fits: bool) -> ProposeInsight:
    values = sent.values
    others = [str(chosen_as(UUID, one)) for one in values.get("cites") or ()]
    looked = values.get("looked_for_disconfirming")
    return ProposeInsight(
        place=str(visitor.place.id),
        claim=_text(sent, "claim") or "",
        cites=[str(id), *others] if fits else others,
        against=[] if fits else [str(id)],
        does_not_fit=_text(sent, "does_not_fit"),
        looked_for_disconfirming=None if looked is None else looked == view.LOOKED,
        single_voice=bool(values.get("single_voice")),
    )


def _text(sent: OpenView, name: str) -> str | None:
    return keepable(str(sent.values.get(name) or "")).strip() or None
