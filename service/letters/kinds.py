"""The list of kinds of letters; each is a module of its own beside this one."""

from __future__ import annotations

from service.letters import digest, held, prompt
from service.letters.kind import LetterKind

KINDS: tuple[LetterKind, ...] = (
    prompt.PROMPT,
    prompt.REMINDER,
    prompt.ASKED_AGAIN,
    digest.SENT,
    digest.CORRECTION,
    held.HELD,
)
