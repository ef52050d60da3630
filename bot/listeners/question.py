"""Question: somebody answers what the learning partner asked them."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.identity import Visitor
from bot.keeping import keepable
from bot.listeners.reflect import Kept, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, Edited, Line, Submission, Unreadable
from bot.sources import Answered
from bot.telling.question import KIND, asked_of
from bot.views import question as view
from bot.words import say
from service.application.commands import AnswerBack
from service.domain.errors import Gone, NotTheAuthor
from service.domain.reflection import Reflection


def register(on: Listening) -> None:
    """Listen for the button, and for the answer."""
    on.click("question.answer", ask)
    on.submitted("question", answered)


def ask(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the box for the answer."""
    reflection, question = _ids(click.value)
    known = bot.system.desk.load(Reflection, reflection)
    person = bot.identity.known(click.who)
    if person != known.author:
        raise NotTheAuthor
    found = asked_of(bot, person, known.place_id, question)
    if found is None:
        raise Gone
    kept = Kept(place=known.place_id, reflection=reflection, about=str(question))
    modal = view.modal(found[1].question, kept.model_dump_json(exclude_none=True))
    hand.open(click.trigger_id, modal)


def answered(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Pass the answer on."""
    visitor, kept = opened_for(bot, sent)
    words = keepable(str(sent.view.values.get("answer") or "")).strip()
    if not words:
        return refused(sent.view, say("question.empty"), "answer")
    key = bot.system.keys.keyed(f"slack:view:{sent.view.id}")
    _answer(bot, visitor, kept.reflection or UUID(int=0), kept.about, words, key)
    return None


def answers(bot: Bot, visitor: Visitor, line: Line, edited_at: str = "") -> bool:
    """Take a reply to a question as its answer, or as a newer one where it was edited; False
    where it replies to none. Of what Slack tells out of order, the newest words stand."""
    if line.thread_ts is None:
        return False
    post = bot.posts.at(line.who.installed, line.channel, line.thread_ts)
    if post is None or post.kind != KIND:
        return False
    found = asked_of(bot, visitor.person, post.place_id, post.about)
    if found is None:
        return False
    team, channel, ts = line.who.installed, line.channel, line.ts
    known = bot.sources.answer_at(team, channel, ts)
    if known is not None and known.edited_ts > edited_at:
        return True
    reflection = found[0].entry.id
    answered = Answered(reflection, post.about, visitor.person, post.place_id)
    bot.sources.note_answer(answered, team, channel, ts, bot.clock())
    if edited_at:
        bot.sources.note_edit(team, channel, ts, edited_at)
    key = _key(bot, channel, ts, edited_at)
    _answer(bot, visitor, reflection, str(post.about), keepable(line.text), key)
    return True


def take_back(bot: Bot, edited: Edited) -> bool:
    """Take an answer back as its message was deleted, unless another stands by now; False where
    the message was no answer."""
    channel, ts = edited.channel, edited.ts
    answered = bot.sources.answer_at(edited.who.installed, channel, ts)
    if answered is None:
        return False
    place = bot.system.desk.place(answered.place_id)
    visitor, now = bot.identity.in_place(edited.who, answered.person_id, place), bot.clock()
    given_by = [
        visitor.request(now, _key(bot, channel, ts, at)).command_id
        for at in ("", answered.edited_ts)
    ]
    if _standing(bot, answered) in given_by:
        request = visitor.request(now, _key(bot, channel, ts, "taken back"))
        reflection, question = str(answered.reflection_id), str(answered.question_id)
        bot.system.capture.withdraw_answer(place.id, reflection, question, request)
    return True


def _standing(bot: Bot, answered: Answered) -> UUID | None:
    """The command of the answer that stands."""
    newest = None
    for event in bot.system.log.events.get(answered.reflection_id):
        if isinstance(event, Reflection.QuestionAnswered | Reflection.AnswerWithdrawn):
            newest = event if event.question_id == answered.question_id else newest
    is_there = isinstance(newest, Reflection.QuestionAnswered)
    return newest.envelope.causation_id if newest is not None and is_there else None


def _key(bot: Bot, channel: str, ts: str, at: str) -> str:
    return bot.system.keys.keyed(f"slack:answer:{channel}:{ts}{at}")


def _answer(
    bot: Bot, visitor: Visitor, reflection: UUID, question: str, words: str, key: str
) -> None:
    place = bot.system.desk.load(Reflection, reflection).place_id
    command, request = AnswerBack(answer=words), visitor.request(bot.clock(), key)
    bot.system.capture.answer_back(place, str(reflection), question, command, request)


def _ids(value: str | None) -> tuple[UUID, UUID]:
    try:
        reflection, question = (UUID(part) for part in (value or "").split("/"))
    except ValueError:
        raise Unreadable("Click: value") from None
    return reflection, question
