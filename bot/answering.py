"""Answering: whoever leaves words has answered the round that they were asked in last."""

from __future__ import annotations

from uuid import UUID

from bot.context import Bot
from bot.identity import Visitor
from bot.payloads import Line
from service.application.rhythm_commands import AnswerPrompt
from service.domain.vocabulary import PromptAnswer, PromptPurpose
from service.projections import prompting
from service.projections.prompting import PromptRow

KINDS = frozenset({"prompt", "reminder", "prompt_again"})
"""Our messages that ask or tell somebody something of their own."""
WITH_BUTTONS = frozenset({PromptPurpose.WELCOME, PromptPurpose.RHYTHM, PromptPurpose.QUOTE})
"""To these a "yes" in words would be no reflection."""
IN_WORDS = frozenset({PromptPurpose.ROUND, PromptPurpose.EXPECTATION})


def prompt_under(bot: Bot, line: Line) -> PromptRow | None:
    """The prompt in whose thread a line stands."""
    return prompt_at(bot, line.who.installed, line.channel, line.thread_ts)


def prompt_at(bot: Bot, team: str, channel: str, thread_ts: str | None) -> PromptRow | None:
    """The same, by where it stands."""
    post = bot.posts.at(team, channel, thread_ts) if thread_ts else None
    if post is None or post.kind not in KINDS:
        return None
    with bot.system.database.reading() as connection:
        return prompting.prompt_of(connection, post.about)


def wrote(
    bot: Bot, visitor: Visitor, reflection: UUID, under: PromptRow | None = None
) -> PromptRow | None:
    """Note that these words answer what they stand under, else the newest round, however late."""
    prompt = under if under is not None and under.purpose in IN_WORDS else None
    if prompt is None:
        with bot.system.database.reading() as connection:
            prompt = prompting.newest_round_prompt(connection, visitor.person, visitor.place.id)
    if prompt is None or prompt.person_id != visitor.person:
        return None
    if prompt.answer is not PromptAnswer.WROTE:
        answer(bot, visitor, prompt.prompt_id, PromptAnswer.WROTE, reflection)
    return prompt


def answer(
    bot: Bot, visitor: Visitor, prompt: UUID, answer: PromptAnswer, reflection: UUID | None = None
) -> None:
    """Note an answer; the same one again changes nothing."""
    command = AnswerPrompt(answer=answer, reflection=reflection)
    bot.system.prompts.answer(prompt, command, visitor.request(bot.clock(), None))
