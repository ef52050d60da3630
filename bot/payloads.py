"""What Slack sends, read into shapes of our own; whatever lacks what we need is unreadable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

T = TypeVar("T")
Json = Mapping[str, Any]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,30}$")]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}\.[0-9]{1,9}$")]


class Unreadable(Exception):
    """A payload of a shape that we do not know. It is answered, counted, and left alone."""


def chosen_as(how: Callable[[Any], T], value: object) -> T:
    """What was chosen or carried, read in this way; Unreadable where it was never offered."""
    try:
        return how(value)
    except (ValueError, TypeError):
        raise Unreadable("chosen") from None


class Payload(BaseModel):
    """Base of what we read out of Slack's payloads; what we do not need is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @classmethod
    def of(cls, **found: Any) -> Self:
        """The shape with these parts; Unreadable where one is missing or odd."""
        try:
            return cls(**found)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
            raise Unreadable(f"{cls.__name__}: {where}") from None


class Who(Payload):
    """Somebody in Slack, and the workspace for which we act (not always theirs)."""

    team: Id
    user: Id
    installed: Id
    enterprise: str = ""

    @property
    def is_from_elsewhere(self) -> bool:
        """True for somebody of another workspace, met in a shared channel."""
        return self.team != self.installed


class OpenView(Payload):
    """A modal or Home as it stood when somebody did something in it."""

    id: Id
    type: str = "modal"
    hash: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    values: dict[str, Any] = Field(default_factory=dict)
    """What is in its fields, by action_id: text, an option's value, several, a day, or None."""
    blocks: dict[str, str] = Field(default_factory=dict)
    """In which block each field stands, by action_id: where an error belongs."""


class Click(Payload):
    """A button, menu or field used, on a message, a modal or the Home."""

    who: Who
    action_id: str
    value: str | None = None
    """A button's value, an option's value, a day."""
    chosen: tuple[str, ...] = ()
    """What is chosen, where it may be several."""
    trigger_id: str | None = None
    response_url: str | None = None
    channel: Id | None = None
    message_ts: Ts | None = None
    thread_ts: Ts | None = None
    view: OpenView | None = None


class Submission(Payload):
    """A modal sent off, or closed."""

    who: Who
    view: OpenView
    trigger_id: str | None = None


class Line(Payload):
    """A message that somebody wrote, in a conversation that the bot hears."""

    who: Who
    channel: Id
    channel_type: str = ""
    ts: Ts
    thread_ts: Ts | None = None
    text: str
    subtype: str = ""
    has_files: bool = False


class Edited(Payload):
    """A message that was changed or taken back."""

    who: Who
    channel: Id
    ts: Ts
    thread_ts: Ts | None = None
    text: str | None
    """The new words; None where it was taken back."""
    at: Ts
    """Slack's time of the change."""


class MessageShortcut(Payload):
    """A shortcut used on a message, which it carries."""

    who: Who
    channel: Id
    channel_name: str = ""
    author: Id | None
    """None where an app wrote it."""
    author_team: Id | None = None
    ts: Ts
    text: str
    trigger_id: str
    response_url: str | None = None


class Shortcut(Payload):
    """A shortcut from the lightning menu, or a slash command."""

    who: Who
    trigger_id: str
    channel: Id | None = None
    text: str = ""
    response_url: str | None = None


class Reacted(Payload):
    """An emoji put on a message."""

    who: Who
    name: str
    channel: Id
    ts: Ts


class HomeOpened(Payload):
    """Somebody looks at the app's Home."""

    who: Who
    tab: str = "home"


class Moved(Payload):
    """Something happened to a channel, a membership, a person or the app itself."""

    installed: Id
    user: Id | None = None
    channel: Id | None = None
    inviter: Id | None = None
    team: str | None = None
    old: Id | None = None
    """A channel's former id."""
    tokens: tuple[str, ...] = ()
    profile: dict[str, Any] = Field(default_factory=dict)
