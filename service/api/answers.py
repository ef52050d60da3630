"""What the API answers with, beside the shapes that every reader gets."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from service.application.commands import Receipt
from service.erasing import Erasure
from service.projections.shapes import Entry, PlaceView, Voices


class Written(Receipt):
    """It is saved, at this position of the log."""

    visible: bool = Field(
        description="True once reads show it. False: it is saved, and will show in a moment."
    )


class Erased(Erasure):
    """It is erased; what that took away, and what it could not reach."""

    visible: bool = Field(description="True once reads no longer show it.")


class TimelinePage(BaseModel):
    """A page of what happened in a place, with the voices of all that match."""

    model_config = ConfigDict(frozen=True)

    place: PlaceView
    entries: list[Entry]
    voices: Voices
    next: str | None = Field(description="Give it as `after` for the next page; null on the last.")


class Alive(BaseModel):
    """The process answers."""

    alive: bool = True


class Ready(BaseModel):
    """Requests can be served: the database answers, and read models are kept up to date."""

    ready: bool
    database: bool = Field(description="The database answers.")
    runner: bool = Field(description="Some process moves the read models along the log.")
    lag: int | None = Field(description="How many positions the read models are behind the log.")
    slack: bool | None = Field(
        default=None,
        description="What Slack is to be told is sent; null where this process does not do that.",
    )
