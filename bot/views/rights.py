"""What somebody sees of their rights: who can see their words, a copy of all, and its end."""

from __future__ import annotations

from bot.views import blocks as b
from bot.views.blocks import Json
from bot.views.reflect import who_sees_it
from bot.words import say
from service.domain.person import Preferences
from service.domain.vocabulary import SpeakingAs
from service.erasing import Erasure
from service.web.text import day

TRUE_OF_ALL = ("known", "public_bodies", "how_long", "slack", "complain")


def who_modal(place_name: str, preferences: Preferences, metadata: str) -> Json:
    """Who can see what somebody writes, in plain words, and what they usually choose."""
    place = b.escape(place_name)
    choices = [
        say("rights.who_narrow"),
        say("rights.who_place", place=place),
        say("rights.who_programme"),
    ]
    return b.modal(
        "rights",
        say("rights.who_title"),
        [
            b.section(say("rights.who_each_time")),
            b.section("\n".join(choices)),
            *(b.section(say(f"rights.who_{one}")) for one in TRUE_OF_ALL),
            b.divider(),
            b.section(f"*{say('rights.usual')}*"),
            b.context(say("rights.usual_hint")),
            *who_sees_it(place_name, preferences.scope, preferences.name_shown),
            b.field(
                "speaking_as",
                say("reflect.speaking_as"),
                b.menu(
                    [b.option(say(f"speaking_as.{one}"), one) for one in SpeakingAs],
                    preferences.speaking_as,
                ),
            ),
        ],
        submit=say("common.save"),
        close=say("common.close"),
        metadata=metadata,
    )


def coming() -> Json:
    """That the file is on its way."""
    line = b.section(say("rights.download_coming"))
    return b.modal("coming", say("rights.download_title"), [line], close=say("common.close"))


def remove_modal(metadata: str) -> Json:
    """What goes and what cannot be called back, and the word that has to be typed."""
    told = ("goes", "stays", "passed_on", "slack")
    box = b.text_box(is_long=False, most=40)
    return b.modal(
        "rights_remove",
        say("rights.remove_title"),
        [
            *(b.section(say(f"rights.remove_{one}")) for one in told),
            b.field("word", say("rights.remove_box"), box),
        ],
        submit=say("rights.remove_send"),
        close=say("common.not_now"),
        metadata=metadata,
    )


def removed(erasure: Erasure | None = None) -> Json:
    """That it is done, and what could not be called back where that is still known."""
    lines = [say("rights.removed"), say("rights.removed_slack")]
    if erasure is not None:
        lines += not_recalled(erasure)
    shown = [b.section(line) for line in lines]
    return b.modal("removed", say("rights.removed_title"), shown, close=say("common.close"))


def not_recalled(erasure: Erasure) -> list[str]:
    """What an erasure could not call back: a digest, letters, backups."""
    said = [
        say(f"rights.not_recalled_{one.kind}", day=day(one.sent_at.date()))
        for one in erasure.digests
    ]
    if erasure.letters:
        said.append(say("rights.not_recalled_letters"))
    return [*said, say("rights.not_recalled_backups", day=day(erasure.backups_until))]


def is_sure(typed: object) -> bool:
    """True where the word was typed, in whatever case."""
    return str(typed or "").strip().upper() == say("rights.remove_word")
