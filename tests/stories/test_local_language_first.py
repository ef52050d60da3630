"""Acceptance 3: a place that uses only its own words meets no others, until it agreed to."""

from __future__ import annotations

from service.application.commands import AdoptPhrase, ChangeLanguageStage, TagReflection
from service.application.desk import Request
from service.application.loop_commands import StateAssumption, TakeDecision, TellContributors
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.place import Place
from service.domain.vocabulary import ActorRole, Channel, LanguageStage, Stance
from service.policy import Actor
from service.projections.entries import Filter
from tests.projections.test_local_words import FRAMEWORK_WORDS
from tests.support.asked_in_slack import asked_in
from tests.support.workspace import PLACE, ROSA, Workspace

WORDS = "The desk said yes on the spot."


def by_partner(slack: Workspace) -> Request:
    """The learning partner asks."""
    return Request(LEARNING_PARTNER_HERE, Channel.WEB, slack.clock())


def rosa(slack: Workspace) -> Actor:
    """Rosa, on the pages."""
    return Actor(slack.person(ROSA), ActorRole.PARTNER, frozenset({slack.place}))


def shown_to(slack: Workspace, user: str, actor: Actor) -> str:
    """All that somebody met: what we told them, their Home, and every page of theirs."""
    slack.practice.interact(type="app_home_opened", user=user)
    slack.deliver()
    reading, loops = slack.system.reading, slack.system.loops
    messages = [f"{message.text}{message.blocks}" for message in slack.told(user)]
    messages += [f"{message.text}{message.blocks}" for message in slack.posted()]
    pages = [
        reading.timeline(actor, slack.place, Filter()).model_dump_json(),
        loops.ledger(actor, slack.place, today=slack.clock().date()).model_dump_json(),
        str(reading.my_reflections(actor, slack.place)),
        str(reading.held_about(actor)),
    ]
    return "".join([*messages, str(slack.home(user)), *pages])


def framework_words_in(shown: str) -> list[str]:
    """The framework's words that stand there."""
    return [word for word in FRAMEWORK_WORDS if word in shown]


def speak_decide_and_tell(slack: Workspace) -> None:
    """Rosa says something; it is read, leads to a decision, and she hears of it."""
    system, asks = slack.system, by_partner(slack)
    phrase = AdoptPhrase(place=PLACE, phrase="Who may say yes", codes=["POW-1"])
    system.places.adopt_phrase(phrase, asks)
    slack.says(ROSA, WORDS)
    slack.deliver()
    (id,) = {post.about for post in slack.slack.bot.posts.of_person(slack.person(ROSA))}
    tag = TagReflection(code="POW-1", stance=Stance.PRESENT)
    system.tagging.tag_reflection(PLACE, str(id), tag, asks)
    belief = StateAssumption(
        place=PLACE,
        statement="Only a panel may say yes.",
        we_would_doubt_if="The desk says yes and it goes well.",
        kind="problem_frame",
        level_reason="It says who may decide.",
        basis="inferred",
        external_id="A1",
        building_block="governance",
        cites=[str(id)],
    )
    system.beliefs.state_assumption(belief, asks)
    decision = TakeDecision(
        place=PLACE,
        chosen="The desk says yes by itself.",
        why="It went well.",
        rests_on=["A1"],
        decided_by=["The board"],
        consulted=["The desk"],
        not_consulted=["Tenants"],
        building_blocks=["governance"],
        behaviours=["POW-1"],
        external_id="D1",
    )
    system.decisions.take_decision(decision, asks)
    told = TellContributors(
        what="you_said_we_did", words="You said it, and now they may.", reflections=[str(id)]
    )
    system.decisions.tell_contributors(PLACE, "D1", told, asks)
    slack.deliver()


def is_asked_and_told(slack: Workspace) -> list[str]:
    """A round begins, Rosa is asked and told what became of her words; what she got of that."""
    asked = asked_in(slack)
    asked.asks(ROSA, is_asked=True)
    before = len(slack.told(ROSA))
    asked.open_round()
    return [message.text for message in slack.told(ROSA)][before:]


def test_no_word_of_the_framework_reaches_them_until_they_agreed(slack: Workspace) -> None:
    assert framework_words_in("POW-1 stands here")
    speak_decide_and_tell(slack)
    thanked = [message.text for message in slack.told(ROSA)]
    assert any("Thank you." in text for text in thanked)
    got = is_asked_and_told(slack)
    for words in ("What have you noticed lately", "You said it, and now they may."):
        assert any(words in text for text in got), words
    seen = shown_to(slack, ROSA, rosa(slack))
    assert framework_words_in(seen) == []
    for words in (WORDS, "You said it, and now they may.", "Who may say yes"):
        assert words in seen, words
    read = slack.system.reading.timeline(LEARNING_PARTNER_HERE, PLACE, Filter())
    assert "POW-1" in [tag.code for entry in read.entries for tag in entry.tags]

    bridging = ChangeLanguageStage(
        place=PLACE,
        stage=LanguageStage.OVERT,
        reason="We talked about it.",
        agreed_with=[str(slack.person(ROSA))],
    )
    slack.system.places.change_language_stage(bridging, by_partner(slack))
    slack.deliver()
    assert "POW-1" in shown_to(slack, ROSA, rosa(slack))
    *_, agreed = slack.system.log.events.get(slack.place)
    assert isinstance(agreed, Place.LanguageStageChanged)
    assert agreed.agreed_with == (slack.person(ROSA),)
