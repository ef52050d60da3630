"""The modal in which somebody leaves a reflection: one box that is needed, the rest remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.words import say
from service.domain.person import Preferences
from service.domain.vocabulary import SYSTEM_PERSPECTIVES, Scope, SpeakingAs

OFFERED_SCOPES = (Scope.AUTHOR_AND_LP, Scope.PLACE_TEAM, Scope.PROGRAMME)
NO_TRIAL = "none"
OWN_WORDS = "own"
SHOW_NAME = "show"
THIS = "this"
"""Instead of a room: a concern raised here is about the reflection that the modal is for."""


@dataclass(frozen=True)
class Reflecting:
    """What the modal needs to know."""

    place_name: str
    preferences: Preferences
    trials: Sequence[tuple[UUID, str]] = ()
    trial: UUID | None = None
    """What they wrote about last."""
    words: str = ""
    """What somebody typed already, after a slash command."""
    question: str = ""
    """What they were asked, where they came from a round's question."""
    metadata: str = ""


def modal(asked: Reflecting) -> Json:
    """The modal."""
    return b.modal(
        "reflect",
        say("reflect.title"),
        [
            b.field(
                "words",
                asked.question or say("reflect.box"),
                b.text_box(initial=asked.words),
                hint=say("reflect.box_hint"),
            ),
            *safety("reflect"),
            b.field("meaning", say("reflect.meaning"), b.text_box(), is_optional=True),
            *who_sees_it(asked.place_name, asked.preferences.scope, asked.preferences.name_shown),
            b.field(
                "speaking_as",
                say("reflect.speaking_as"),
                b.menu(
                    [b.option(say(f"speaking_as.{one}"), one) for one in SpeakingAs],
                    asked.preferences.speaking_as,
                ),
            ),
            _whose_words(),
            *_about_a_trial(asked),
        ],
        submit=say("common.save"),
        close=say("common.not_now"),
        metadata=asked.metadata,
    )


def who_sees_it(place_name: str, scope: Scope, name_shown: bool) -> list[Json]:
    """The two questions of who may see it, and with whose name."""
    offered = OFFERED_SCOPES if scope in OFFERED_SCOPES else (*OFFERED_SCOPES, scope)
    show = b.option(say("reflect.name_show"), SHOW_NAME)
    return [
        b.field(
            "scope",
            say("reflect.scope"),
            b.radio([b.option(scope_in_words(one, place_name), one) for one in offered], scope),
            hint=say("reflect.scope_hint"),
        ),
        b.field(
            "name",
            say("reflect.name"),
            b.tick([show], [SHOW_NAME] if name_shown else []),
            hint=say("reflect.name_hint"),
            is_optional=True,
        ),
    ]


def safety(room: str) -> list[Json]:
    """What stands beside every box: what to leave out, and where to go with a concern."""
    return [
        b.context(f"{say('safety.leave_out')} {say('safety.not_monitored')}"),
        b.actions(b.button(say("safety.concern"), "concern.open", room)),
    ]


def scope_in_words(scope: Scope, place_name: str) -> str:
    """Who may see something, as somebody would say it."""
    return b.short(say(f"scopes.{scope}", place=place_name), b.OPTION)


def _whose_words() -> Json:
    """Residents' words that a worker passes on are not counted as residents speaking."""
    offered = [b.option(say(f"perspectives.{one}"), one) for one in SYSTEM_PERSPECTIVES]
    own = b.option(say("reflect.relayed_none"), OWN_WORDS)
    return b.field("relayed", say("reflect.relayed"), b.menu([own, *offered], OWN_WORDS))


def _about_a_trial(asked: Reflecting) -> list[Json]:
    if not asked.trials:
        return []
    last = next((str(id) for id, _ in asked.trials if id == asked.trial), NO_TRIAL)
    none = b.option(say("reflect.prototype_none"), NO_TRIAL)
    options = [none, *(b.option(name, id) for id, name in asked.trials)]
    return [b.field("prototype", say("reflect.prototype"), b.menu(options, last))]
