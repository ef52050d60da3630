"""Commands on mentions: leaving words out of a reflection, and destroying what was left out."""

from __future__ import annotations

from pydantic import Field

from service.application.commands import Command
from service.domain.vocabulary import MentionCategory
from service.text import Line, OptionalLine


class RedactSpan(Command):
    """Leave words out of a reflection that tell who somebody is. They are kept apart, sealed."""

    words: Line = Field(description="The words, exactly as they stand there.")
    category: MentionCategory
    about: OptionalLine = Field(
        default=None, description="Whom they are about, so that a later request finds them."
    )


class EraseMention(Command):
    """Destroy for good what was left out of a reflection. The reflection stays."""
