"""What somebody sees who raises a concern, and who reads one; no message ever holds its words."""

from __future__ import annotations

from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.words import say

CONTACT = "contact"


def modal(place: str, metadata: str, *, about_reflection: bool) -> Json:
    """The modal in which a concern is raised."""
    yes = b.option(say("concern.contact_yes"), CONTACT)
    return b.modal(
        "concern",
        say("concern.title"),
        [
            b.section(f"*{say('concern.danger')}*"),
            b.section(say("concern.goes_to", place=b.escape(place))),
            b.field("words", say("concern.box"), b.text_box(), hint=say("concern.box_hint")),
            *([b.context(say("concern.about_reflection"))] if about_reflection else []),
            b.field("contact", say("concern.contact"), b.tick([yes], [CONTACT]), is_optional=True),
        ],
        submit=say("concern.send"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def sent(place: str, count: int) -> Json:
    """What stands there once it was passed on."""
    return b.modal(
        "concern_sent",
        say("concern.sent_title"),
        [
            b.said(say("concern.sent", count=count, place=place)),
            b.section(say("concern.sent_help")),
        ],
        close=say("common.close"),
    )


def waits(id: UUID, place: str) -> tuple[str, list[Json]]:
    """What the people who look after concerns are told: that there is one, and where to read it."""
    sentence = say("concern.waits", place=place)
    return b.escape(sentence), [
        b.said(sentence),
        b.context(say("concern.waits_more")),
        b.actions(b.button(say("concern.read"), "concern.read", id, style="primary")),
    ]


def was_read(id: UUID, place: str, *, by_you: bool) -> tuple[str, list[Json]]:
    """What stands there once somebody has read it, until somebody closes it."""
    sentence = say("concern.seen_by_you" if by_you else "concern.seen_by_other", place=place)
    return b.escape(sentence), [
        b.said(sentence),
        b.actions(
            b.button(say("concern.read"), "concern.read", id),
            b.button(say("concern.close"), "concern.close", id),
        ),
    ]


def closed(id: UUID, place: str) -> tuple[str, list[Json]]:
    """What stands there once nothing more is to be done about it here."""
    sentence = say("concern.closed", place=place)
    read = b.button(say("concern.read"), "concern.read", id)
    return b.escape(sentence), [b.said(sentence), b.actions(read)]


def read_modal(words: str, when: str, contact: str | None, metadata: str, *, held: bool) -> Json:
    """The words, in a modal, which Slack does not keep."""
    reach = say("concern.read_contact", who=contact) if contact else say("concern.read_no_contact")
    return b.modal(
        "concern_read",
        say("concern.read_title"),
        [
            b.context(say("concern.read_from", when=when)),
            *b.quotes(words),
            b.said(reach),
            *([b.context(say("concern.read_reflection"))] if held else []),
        ],
        submit=say("concern.read_seen"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def sentence(key: str, place: str, **facts: object) -> tuple[str, list[Json]]:
    """A message of one sentence."""
    text = say(f"concern.{key}", place=place, **facts)
    return b.escape(text), [b.said(text)]
