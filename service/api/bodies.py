"""Request bodies where the path already names something: the commands, without saying it again."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic.json_schema import SkipJsonSchema

from service.application.commands import (
    AdoptPhrase,
    ChangeLanguageStage,
    ChooseFocus,
    Command,
    DescribeRouteIn,
    EndRole,
    GiveRole,
    NameTension,
    NoteContext,
    RevisitTension,
)
from service.application.desk import KnownPlace

InPath = Annotated[Literal[""], SkipJsonSchema()]
"""Left out of the body, and of its schema: the path says it."""

C = TypeVar("C", bound=Command)


class RouteInHere(DescribeRouteIn):
    """Say how the work really came into the place."""

    place: InPath = ""


class LanguageStageHere(ChangeLanguageStage):
    """Use the framework's words more, or less, openly."""

    place: InPath = ""


class PhraseHere(AdoptPhrase):
    """Take the place's own words for behaviours into use."""

    place: InPath = ""


class FocusHere(ChooseFocus):
    """Choose the behaviours to look at for a while."""

    place: InPath = ""


class RoleHere(GiveRole):
    """Let somebody look after something here."""

    place: InPath = ""


class EndRoleHere(EndRole):
    """Let somebody look after something here no longer."""

    place: InPath = ""


class ContextHere(NoteContext):
    """Note what is going on around the place."""

    place: InPath = ""


class TensionHere(NameTension):
    """Name two legitimate things that pull against each other."""

    place: InPath = ""


class RevisitHere(RevisitTension):
    """Say how the tension has moved."""

    place: InPath = ""
    tension: InPath = ""


def at(place: KnownPlace, body: C, **more: str) -> C:
    """The whole command: the body, and what the path says."""
    return body.model_copy(update={"place": str(place.id), **more})
