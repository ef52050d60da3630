"""All of somebody's own reflections in one list, which shows at once what they do there."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.listeners.mine import A_PAGE
from bot.practice.world import Json
from bot.views import mine as view
from bot.views.saved import Saved
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import Scope
from service.projections.entries import Filter
from tests.bot.test_home import LOUD, WORDS, extreme, home_id, looks, says
from tests.support.blockkit import assert_sound_view
from tests.support.workspace import DEEPA, ROSA, TOMAS, Workspace


def opens(slack: Workspace, user: str = ROSA) -> str:
    """Somebody opens the list: all that it shows."""
    looks(slack, user)
    slack.clicks(user, "mine.all", view_id=home_id(slack, user))
    return seen(slack, user)


def seen(slack: Workspace, user: str = ROSA) -> str:
    """All that the list shows now."""
    given = slack.modal(user).given
    assert_sound_view(given)
    assert given["callback_id"] == "mine"
    return str(given["blocks"])


def clicks(slack: Workspace, action_id: str, user: str = ROSA) -> Json:
    """Somebody uses the first such button in the list."""
    return slack.clicks(user, action_id, view_id=slack.modal(user).id)


def entries(slack: Workspace) -> list[str]:
    """What stands on the timeline."""
    slack.system.runner.catch_up()
    view = slack.system.reading.timeline(LEARNING_PARTNER_HERE, slack.place, Filter())
    return [one.text for one in view.entries]


def test_it_shows_ones_own_words_who_sees_them_and_their_path(slack: Workspace) -> None:
    says(slack, ROSA)
    slack.clicks(TOMAS, "triage.heard", slack.told(TOMAS)[-1])
    slack.system.runner.catch_up()
    shown = opens(slack)
    for words in (WORDS, "Only me and the learning partner", "Your name is not shown.", "Heard on"):
        assert words in shown


def test_it_is_turned_page_by_page_and_back(slack: Workspace) -> None:
    for number in range(2 * A_PAGE + 1):
        slack.says(ROSA, f"Number {number} of mine.")
    slack.system.runner.catch_up()
    shown = opens(slack)
    assert "Number 20 of mine." in shown
    assert "Number 11 of mine." in shown
    assert "Number 10 of mine." not in shown
    assert "mine.newer" not in shown
    clicks(slack, "mine.older")
    assert "Number 10 of mine." in seen(slack)
    clicks(slack, "mine.older")
    assert "Number 0 of mine." in seen(slack)
    assert "mine.older" not in seen(slack)
    clicks(slack, "mine.newer")
    clicks(slack, "mine.newer")
    assert seen(slack).count("Number 20 of mine.") == 1
    assert "mine.newer" not in seen(slack)


def test_what_is_changed_in_it_stands_in_it_at_once(slack: Workspace) -> None:
    says(slack, ROSA)
    opens(slack)
    clicks(slack, "mine.change")
    assert_sound_view(slack.modal(ROSA).given)
    slack.submits(ROSA, words="The desk said yes.", scope="place_team")
    shown = seen(slack)
    assert "The desk said yes." in shown
    assert "People in Harrow Vale" in shown
    assert entries(slack) == ["The desk said yes."]


def test_an_empty_change_is_refused_in_its_own_modal(slack: Workspace) -> None:
    says(slack, ROSA)
    opens(slack)
    clicks(slack, "mine.change")
    assert list(slack.submits(ROSA, words="  ")["errors"]) == ["words"]
    assert entries(slack) == [WORDS]


def test_the_name_is_shown_and_hidden_in_it(slack: Workspace) -> None:
    says(slack, ROSA)
    opens(slack)
    clicks(slack, "mine.show_name")
    assert "Your name is shown." in seen(slack)
    clicks(slack, "mine.hide_name")
    assert "Your name is not shown." in seen(slack)


def test_what_is_taken_back_in_it_is_gone_from_it(slack: Workspace) -> None:
    id = says(slack, ROSA)
    opens(slack)
    clicks(slack, "mine.remove")
    shown = seen(slack)
    assert WORDS not in shown
    assert "It was taken back." in shown
    assert slack.system.desk.load(Reflection, id).state == State.WITHDRAWN
    assert entries(slack) == []


def test_what_is_erased_in_it_is_gone_for_good(slack: Workspace) -> None:
    id = says(slack, ROSA)
    opens(slack)
    clicks(slack, "mine.erase")
    shown = seen(slack)
    assert WORDS not in shown
    assert "gone for good" in shown
    assert "kept for emergencies may hold it until" in shown
    assert slack.system.desk.load(Reflection, id).state == State.ERASED
    assert slack.system.keys.sealers([id]) == {}
    slack.deliver()
    everything = [m for c in slack.practice.world.channels.values() for m in c.messages.values()]
    assert not [m for m in everything if m.bot_id and WORDS in f"{m.text}{m.blocks}"]


def test_an_answer_given_in_it_stands_in_it_at_once(slack: Workspace) -> None:
    says(slack, ROSA)
    slack.clicks(TOMAS, "triage.ask", slack.told(TOMAS)[-1])
    slack.submits(TOMAS, question="Who said yes?")
    slack.deliver()
    assert "The learning partner asked: Who said yes?" in opens(slack)
    clicks(slack, "mine.answer")
    slack.submits(ROSA, answer="The person at the desk.")
    assert "You answered: The person at the desk." in seen(slack)


def test_what_is_put_aside_is_shown_and_left_alone(slack: Workspace) -> None:
    says(slack, ROSA)
    opens(slack)
    clicks(slack, "concern.open")
    slack.submits(ROSA, words="I am worried.")
    slack.deliver()
    shown = opens(slack)
    assert WORDS in shown
    assert "with care" in shown
    assert "mine.change" not in shown


def test_nobody_sees_or_touches_what_somebody_else_said(slack: Workspace) -> None:
    id = says(slack, ROSA)
    says(slack, DEEPA, "Mine.")
    assert WORDS not in opens(slack, DEEPA)
    for block in slack.modal(DEEPA).given["blocks"]:
        for element in block.get("elements", []):
            if element.get("type") == "button":
                element["value"] = str(id)
    for action_id in ("mine.remove", "mine.erase", "mine.show_name", "mine.change"):
        clicks(slack, action_id, DEEPA)
    reflection = slack.system.desk.load(Reflection, id)
    assert (reflection.state, reflection.name_shown) == (State.AVAILABLE, False)


def test_a_list_that_was_closed_meanwhile_loses_no_change(slack: Workspace) -> None:
    says(slack, ROSA)
    opens(slack)
    clicks(slack, "mine.change")
    slack.practice.fail("views.update", error="not_found", times=1)
    slack.submits(ROSA, words="The desk said yes.")
    assert entries(slack) == ["The desk said yes."]


def test_an_empty_list_says_so() -> None:
    shown = view.modal(view.Page([], "{}"))
    assert_sound_view(shown)
    assert "There is nothing of yours here." in str(shown)


@pytest.mark.parametrize("words", [LOUD, "w" * 3_000, "😀" * 3_000, "\x01" * 3_000])
@pytest.mark.parametrize("state", ["available", "held"])
def test_a_page_is_within_all_limits_whatever_people_write(words: str, state: State) -> None:
    (path, *_) = extreme(words).mine
    own = Saved(
        id=uuid4(),
        place_name=words[:300],
        state="held" if state == "held" else "available",
        words=words,
        meaning=words,
        scope=Scope.PLACE_TEAM,
        name_shown=True,
    )
    items = [view.Own(own, path)] * A_PAGE
    metadata = "{}"
    page = view.Page(items, metadata, older=10**12, has_newer=True, notice="It was taken back.")
    assert_sound_view(view.modal(page))
