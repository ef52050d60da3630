"""Decide: people note a decision, or a question to decide, with all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from bot.context import Bot
from bot.hand import Hand
from bot.identifying import ask_about
from bot.identity import PROVIDER, Visitor, slack_name
from bot.keeping import keepable
from bot.listeners.belief import (
    NEW,
    Filled,
    all_in,
    as_id,
    belief_in,
    beliefs,
    beside,
    filled_in,
    once,
    state,
    who_clicks,
    words_in,
)
from bot.listeners.reflect import Kept, carried, opened_for
from bot.listening import Answer, Listening
from bot.payloads import Click, MessageShortcut, Shortcut, Submission, Unreadable
from bot.telling.saved import newest_words
from bot.views import decide as view
from bot.views.belief import Choice
from bot.views.blocks import Json
from bot.words import say
from service.application.desk import Request
from service.application.loop_commands import CitationGiven, OptionGiven, PartyGiven, TakeDecision
from service.bootstrap import OPERATOR
from service.domain.assumption import Status
from service.domain.decision import REVIEW_AFTER, REVIEW_AT_MOST_AFTER
from service.domain.errors import NotFound, Refused, ReviewTooFar
from service.domain.frameworks import Item
from service.domain.reflection import Reflection, State
from service.domain.vocabulary import Channel
from service.projections.entries import Filter
from service.projections.loop_shapes import BeliefView
from service.text import MAX_LINE
from service.web import form_words
from service.web.form_fields import DROPPED
from service.web.form_refusals import Refusals
from service.web.form_visit import NotTaken

PEOPLE = ("decided_by", "consulted")
BOXES = (
    "chosen",
    "why",
    "statement",
    "we_would_doubt_if",
    "decided_by_words",
    "consulted_words",
    "not_consulted",
    "expected",
    "options",
)
Met = tuple[str, UUID | None]
"""What somebody is called in Slack, and who they are here."""
ELSEWHERE = {"rests_on": "statement", "question": "chosen"}
"""Where a sentence stands whose own field is not asked."""


def register(on: Listening) -> None:
    """Listen for the ways to the modal, and for its sending off."""
    for action in ("decide.open", "saved.decision"):
        on.click(action, clicked)
    on.shortcut("decide", asked)
    on.message_shortcut("decide_from", pointed_at)
    on.click("decide.stage", stage_chosen)
    on.submitted("decide", sent_off)


def clicked(bot: Bot, click: Click, hand: Hand) -> None:
    """The button on the Home, or under words that led to a decision."""
    visitor, reflection = _led_to_it(bot, click)
    hand.open(click.trigger_id, _modal(bot, visitor, reflection))


def asked(bot: Bot, shortcut: Shortcut, hand: Hand) -> None:
    """The shortcut."""
    visitor = bot.identity.visitor(shortcut.who, shortcut.channel)
    hand.open(shortcut.trigger_id, _modal(bot, visitor, None))


def pointed_at(bot: Bot, shortcut: MessageShortcut, hand: Hand) -> None:
    """The shortcut on a message. What somebody else said there is theirs: it is not copied."""
    visitor, who = bot.identity.visitor(shortcut.who, shortcut.channel), shortcut.who
    is_own = (shortcut.author_team or who.installed, shortcut.author) == (who.team, who.user)
    typed = {"chosen": keepable(shortcut.text)} if is_own else {}
    hand.open(shortcut.trigger_id, _modal(bot, visitor, None, typed=typed))


def stage_chosen(bot: Bot, click: Click, hand: Hand) -> None:
    """Ask for what is needed, now that they said whether it is decided."""
    if click.view is None:
        raise Unreadable("Click: view")
    visitor, typed = who_clicks(bot, click), {"chosen": words_in(click.view, "chosen")}
    reflection = carried(click.view).reflection
    is_decided = click.value != view.OPEN
    hand.update(_modal(bot, visitor, reflection, is_decided=is_decided, typed=typed))


def sent_off(bot: Bot, sent: Submission, hand: Hand) -> Answer:
    """Note it. Sending it off twice is one decision, and one belief under it."""
    visitor, _ = opened_for(bot, sent)
    try:
        ask_about(sent.view, BOXES, bot.clock())
        if sent.view.values.get("decide.stage") == view.OPEN:
            _propose(bot, visitor, sent)
        else:
            _take(bot, visitor, sent, hand)
    except NotTaken as no:
        return beside(sent.view, no.refusals, ELSEWHERE)
    return None


def _modal(
    bot: Bot,
    visitor: Visitor,
    reflection: UUID | None,
    *,
    is_decided: bool = True,
    typed: dict[str, str] | None = None,
) -> Json:
    system, place = bot.system, visitor.place
    kept = Kept(place=place.id, reflection=reflection)
    frameworks = system.desk.frameworks(place.programme_id)
    found = system.reading.prototypes(visitor.actor, place.id)
    is_shown = visitor.sees_framework_words
    return view.modal(
        view.Deciding(
            metadata=kept.model_dump_json(exclude_none=True),
            is_decided=is_decided,
            beliefs=[_cited_as(one) for one in beliefs(bot, visitor)],
            trials=[
                Choice(str(one.trial.id), one.trial.name)
                for one in found
                if one.trial.ended_on is None
            ],
            waiting=[
                Choice(str(one.id), one.question)
                for one in system.loops.proposals(visitor.actor, place.id)
            ],
            cites=_cited(bot, visitor, reflection),
            review_on=(_today(bot, visitor) + REVIEW_AFTER).isoformat(),
            behaviours=_items(frameworks.behaviours.items) if is_shown else [],
            blocks=_items(frameworks.building_blocks.items) if is_shown else [],
            typed=typed or {},
        )
    )


def _propose(bot: Bot, visitor: Visitor, sent: Submission) -> None:
    more = {"question": all_in(sent.view, "chosen")}
    filled = filled_in("decision_proposed", sent.view, more).without("options")
    lines = words_in(sent.view, "options").splitlines()
    options = [OptionGiven(text=line) for line in lines if line.strip()]
    command = filled.command(place=str(visitor.place.id), options=options)
    with filled.refusing():
        bot.system.decisions.propose_decision(command, once(bot, visitor, sent))


def _take(bot: Bot, visitor: Visitor, sent: Submission, hand: Hand) -> None:
    """What can be refused is looked at before a new belief is stated: both are noted, or none."""
    met = _everybody_in(bot, visitor, sent, hand)
    people = {name: _named(sent, met, name) for name in PEOPLE}
    words = words_in(sent.view, "statement")
    rows = {row: [who] for name, named in people.items() for row, who in named.rows(name)}
    rows["rests_on"] = [NEW] if words else []
    filled = filled_in("decision", sent.view, rows).without("kind")
    belief = _new_belief(sent) if words else None
    command = _checked(visitor, filled, belief)
    with filled.refusing():
        _check_day(command.review_on, _today(bot, visitor))
    request = once(bot, visitor, sent)
    if belief is not None:
        id = state(bot, visitor, belief, request.part(words))
        rests = [one for one in command.rests_on if one.assumption != NEW]
        rests.append(CitationGiven(assumption=str(id)))
        command = command.model_copy(update={"rests_on": rests})
    given = {name: named.given for name, named in people.items()}
    with filled.refusing():
        bot.system.decisions.take_decision(command.model_copy(update=given), request)


def _new_belief(sent: Submission) -> Filled:
    """What the decision cites and is filed under is the decision's alone."""
    return filled_in("assumption", sent.view).without("cites", "behaviours")


def _checked(visitor: Visitor, filled: Filled, belief: Filled | None) -> TakeDecision:
    """The decision, where it and its new belief are in order; else all that is not, at once."""
    problems, command = Refusals(), None
    try:
        command = filled.command(place=str(visitor.place.id))
    except NotTaken as no:
        problems.update(no.refusals)
    try:
        if belief is not None:
            belief_in(visitor, belief)
    except NotTaken as no:
        problems.update(no.refusals)
    if not isinstance(command, TakeDecision) or problems:
        raise NotTaken(problems)
    if command.decision is not None:  # The question stays as it was put, and so does its trial.
        return command.model_copy(update={"prototype": None})
    return command


def _check_day(wanted: date | None, today: date) -> None:
    if wanted is not None and wanted > today + REVIEW_AT_MOST_AFTER:
        raise ReviewTooFar
    if wanted is not None and wanted <= today:
        raise Refused(say("decide.past_day"))


@dataclass
class Named:
    """Who was named in answer to a question: people of Slack first, then others in words."""

    called: list[str] = field(default_factory=list)
    given: list[PartyGiven] = field(default_factory=list)

    def rows(self, name: str) -> Iterable[tuple[str, str]]:
        """The same as the rows of a form."""
        return ((f"{name}-{number}-who", called) for number, called in enumerate(self.called))

    def add(self, called: str, person: UUID | None = None) -> None:
        """One more; known as a person to whoever may be told so, and in words to others."""
        self.called.append(called)
        short = " ".join(called.split())[:MAX_LINE]
        self.given.append(PartyGiven(who=short, person=str(person) if person else None))


def _named(sent: Submission, met: Mapping[str, Met], name: str) -> Named:
    found = Named()
    for user in all_in(sent.view, name):
        found.add(*met[user])
    for line in words_in(sent.view, f"{name}_words").splitlines():
        if line.strip():
            found.add(line)
    return found


def _everybody_in(bot: Bot, visitor: Visitor, sent: Submission, hand: Hand) -> dict[str, Met]:
    """All who were chosen, as they are called and who they are here. Slack is asked only about
    those whom we do not know; of whom it says nothing, they were chosen in this workspace."""
    here, keys = visitor.who.installed, bot.system.keys
    chosen = dict.fromkeys(user for name in PEOPLE for user in all_in(sent.view, name))
    known = {user: keys.find_person(PROVIDER, slack_name(here, user)) for user in chosen}
    told = hand.told_of([user for user, person in known.items() if person is None])
    met: dict[str, Met] = {}
    for user in chosen:
        said = told.get(user) or {}
        team = said.get("team_id") or here
        name = (said.get("profile") or {}).get("real_name") or said.get("name")
        if said.get("is_bot") or team != here:
            person = keys.find_person(PROVIDER, slack_name(team, user))
        else:
            person = _met(bot, visitor, slack_name(here, user))
        met[user] = (name or say("common.somebody"), person)
    return met


def _met(bot: Bot, visitor: Visitor, name: str) -> UUID:
    key = bot.system.keys.keyed(f"slack:{name.replace('/', ':')}")
    welcome = Request(OPERATOR, Channel.SLACK, bot.clock(), key)
    return bot.system.people.meet(visitor.place, PROVIDER, name, welcome)


def _led_to_it(bot: Bot, click: Click) -> tuple[Visitor, UUID | None]:
    """Who clicks, and the words that led to it, in the place where those were said."""
    id, person = as_id(click.value), bot.identity.known(click.who)
    try:
        said = None if id is None else bot.system.desk.load(Reflection, id)
    except NotFound:
        said = None
    if said is not None and person == said.author:
        place = bot.system.desk.place(said.place_id)
        return bot.identity.in_place(click.who, person, place), id
    visitor = bot.identity.visitor(click.who, click.channel)
    return visitor, id if said is not None and said.place_id == visitor.place.id else None


def _cited(bot: Bot, visitor: Visitor, id: UUID | None) -> list[Choice]:
    """The words that led to it, for whoever may read them."""
    said = None if id is None else bot.system.desk.load(Reflection, id)
    if id is None or said is None or said.state != State.AVAILABLE:
        return []
    if said.author == visitor.person:
        return [Choice(str(id), newest_words(bot, id)[0])]
    wanted = Filter(ids=frozenset([id]), kinds=frozenset({"reflection"}))
    _, found, _ = bot.system.reading.entries(visitor.actor, visitor.place.id, wanted)
    return [Choice(str(one.id), one.text) for one in found]


def _cited_as(belief: BeliefView) -> Choice:
    """A belief in the words that are read here, so that nobody rests on others unread."""
    if belief.status == Status.DROPPED:
        note = form_words.NO_LONGER_BELIEVED
        return Choice(f"{belief.id}@{DROPPED}", belief.statement, note)
    return Choice(f"{belief.id}@{belief.version}", belief.statement)


def _items(items: Iterable[Item]) -> list[Choice]:
    return [Choice(one.code, one.wording) for one in items]


def _today(bot: Bot, visitor: Visitor) -> date:
    return bot.clock().astimezone(visitor.place.zone).date()
