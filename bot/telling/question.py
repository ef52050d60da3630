"""Question: a learning partner asks something back, and its author gets it in direct messages."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import question as view
from service.domain.base import Event
from service.domain.errors import NotFound
from service.domain.reflection import Reflection
from service.domain.vocabulary import ActorRole
from service.policy import Actor
from service.projections.my_reflections import AskedBack, MyReflection

KIND = "question"
ABOUT_THE_REFLECTION: tuple[type[Event], ...] = (
    Reflection.Withdrawn,
    Reflection.Erased,
    Reflection.HeldForCare,
    Reflection.Released,
    Reflection.Amended,
    Reflection.SpanRedacted,
)
OF_ONE_QUESTION = (
    Reflection.QuestionAsked,
    Reflection.QuestionAnswered,
    Reflection.AnswerWithdrawn,
)
FOLLOWS: tuple[type[Event], ...] = (*OF_ONE_QUESTION, *ABOUT_THE_REFLECTION)


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """Its author, as we know them in Slack; whoever asks does not learn who that is."""
    reflection = bot.system.desk.load(Reflection, event.originator_id)
    if isinstance(event, OF_ONE_QUESTION):
        asked = [event.question_id]
    else:
        asked = sorted(reflection.questions)
    for question in asked:
        for team, user in bot.identity.reached_for(reflection.author, reflection.place_id):
            yield Want(
                KIND, question, reflection.place_id, Address(team, user=user), reflection.author
            )


def content(bot: Bot, post: Post) -> Message | None:
    """The question, or what was answered; nothing once the words it is about are gone."""
    found = asked_of(bot, post.person_id, post.place_id, post.about)
    if found is None:
        return None
    mine, asked = found
    if asked.answer is not None:
        return Message(*view.answered(asked.question, asked.answer))
    place = bot.identity.name_of(post.place_id)
    return Message(*view.message(place, mine.entry.text, asked.question, mine.entry.id, asked.id))


def asked_of(
    bot: Bot, person: UUID | None, place: UUID, question: UUID
) -> tuple[MyReflection, AskedBack] | None:
    """What somebody was asked, and about which of their reflections."""
    if person is None:
        return None
    actor = Actor(person, ActorRole.PARTNER, frozenset([place]))
    try:
        everything = bot.system.reading.my_reflections(actor, place, limit=500)
    except NotFound:
        return None
    return next(
        ((mine, one) for mine in everything for one in mine.questions if one.id == question), None
    )
