"""Acknowledgements: what the app answered to an interaction, and what the person sees of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.practice.deliveries import Answer
from bot.practice.inputs import NotPossible
from bot.practice.world import Json

OK_STATUS = 200


@dataclass(frozen=True)
class Ack:
    """What the app answered within its three seconds."""

    ok: bool
    """False where it did not answer in time, or not with 200: then Slack shows an error."""
    status: int | None
    body: Json
    """The answer's JSON ({} where there was none): `response_action`, `options`, `text`..."""
    problem: str = ""
    """What Slack would show to the person where `ok` is false, or where the answer is invalid."""
    errors: Json | None = None
    """A submitted view's field errors, by block_id."""


def ack(answer: Answer) -> Ack:
    """An answer of which only the status matters."""
    if answer.status == OK_STATUS:
        return Ack(True, answer.status, answer.body)
    if answer.status is None:
        return Ack(False, None, {}, "The app did not answer within three seconds.")
    problem = f"The app answered with an error (status {answer.status})."
    return Ack(False, answer.status, answer.body, problem)


def command_ack(answer: Answer, command: str) -> Ack:
    """The answer to a slash command, which may carry a message."""
    said = answer.body or ({"text": answer.text} if answer.text else {})
    if answer.status == OK_STATUS:
        return Ack(True, answer.status, said)
    error = "operation_timeout" if answer.status is None else "dispatch_failed"
    return Ack(False, answer.status, said, f"{command} failed with the error “{error}”.")


def cannot(reason: NotPossible) -> Ack:
    """What somebody could not even begin."""
    return Ack(False, None, {}, str(reason))
