"""Decision: the people of a place see what was decided in their channel, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import decision_card as view
from service.bootstrap import LEARNING_PARTNER_HERE
from service.domain.base import Event, natural_id
from service.domain.change import Change
from service.domain.decision import Decision
from service.domain.errors import NotFound
from service.domain.person import Person
from service.domain.vocabulary import ActorRole, Channel, ReviewResult
from service.policy import Actor
from service.projections.loop_shapes import DecisionView, PartyView

KIND = "decision"
FOLLOWS: tuple[type[Event], ...] = (
    Decision.Proposed,
    Decision.Taken,
    Decision.Reviewed,
    Decision.ContributorsTold,
    Change.Observed,
    Change.Ceased,
    Person.Erased,
)

AS_THEY_HAPPEN = (Channel.SLACK, Channel.WEB, Channel.API)
"""What comes through these has just been decided; old records that are imported are not news."""
FEWEST_PEOPLE = 3
"""Where fewer people's words fed a decision, it is not said how many reflections there were."""


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """Each open channel of the place; for what comes later, wherever the card stands."""
    if isinstance(event, Decision.Proposed | Decision.Taken):
        if event.envelope.channel in AS_THEY_HAPPEN:
            yield from _cards(bot, event.originator_id)
        return
    if isinstance(event, Person.Erased):
        yield from _that_may_name(bot, event.originator_id)
        return
    id = _about(bot, event)
    for post in [] if id is None else bot.posts.about(KIND, id):
        yield Want(KIND, post.about, post.place_id, post.address, post.person_id)


def content(bot: Bot, post: Post) -> Message | None:
    """The decision as it stands, as all people of the place may see it."""
    card = card_of(bot, post.place_id, post.about, post.address.team)
    return None if card is None else Message(*view.message(card))


def card_of(bot: Bot, place: UUID, id: UUID, team: str) -> view.Card | None:
    """What the card shows in a workspace; None where there is no such decision (any more)."""
    today = bot.clock().astimezone(bot.system.desk.place(place).zone).date()
    try:
        found = bot.system.loops.decision(reader(place), place, id, today=today)
    except NotFound:
        return _proposed(bot, place, id)
    return view.Card(
        id=id,
        chosen=found.loop.chosen,
        standing=_standing(found),
        why=found.why,
        rests_on=found.rests_on,
        decided_by=[_somebody(bot, one, team) for one in found.decided_by],
        look_again_on=found.loop.review_on,
        reflections=_how_many(bot, place, found),
        review=_last_review(found),
        changes=[one.what for one in found.changes if one.ceased_on is None],
        told=found.tellings[-1].words if found.tellings else None,
        page=_page(bot, place, id),
    )


def reader(place: UUID) -> Actor:
    """Anybody of the place: what is kept for the learning partner never stands in a channel."""
    return Actor(natural_id("anybody-in", place), ActorRole.PARTNER, frozenset([place]))


def _cards(bot: Bot, id: UUID) -> Iterable[Want]:
    place = bot.system.desk.load(Decision, id).place_id
    for channel in bot.channels.for_place(place):
        yield Want(KIND, id, place, Address(channel.team_id, channel.channel_id))


def _that_may_name(bot: Bot, person: UUID) -> Iterable[Want]:
    """All cards of somebody's places: where a card does not change, Slack is not called."""
    for place in bot.identity.places_of(person):
        for post in bot.posts.in_place(KIND, place):
            yield Want(KIND, post.about, place, post.address, post.person_id)


def _about(bot: Bot, event: Event) -> UUID | None:
    """The decision that a fact is about."""
    if isinstance(event, Change.Event):
        return bot.system.desk.load(Change, event.originator_id).decision_id
    return event.originator_id


def _proposed(bot: Bot, place: UUID, id: UUID) -> view.Card | None:
    waiting = bot.system.loops.proposals(reader(place), place)
    found = next((one for one in waiting if one.id == id), None)
    if found is None:
        return None
    options = [one.text for one in found.options]
    return view.Card(id=id, chosen=found.question, is_decided=False, options=options)


def _somebody(bot: Bot, party: PartyView, team: str) -> view.Somebody:
    """As they are called here, else as Slack knows them in this workspace."""
    known = [] if party.person is None else bot.identity.slack_of(party.person)
    slack = next((user for where, user in known if where == team), None)
    return view.Somebody(party.name, slack)


def _how_many(bot: Bot, place: UUID, found: DecisionView) -> view.Some:
    """Counted over all words behind it, and told only where that gives nobody away."""
    if not found.words_behind and not found.not_yours_to_read:
        return "none"
    today = bot.clock().date()
    whole = bot.system.loops.decision(LEARNING_PARTNER_HERE, place, found.loop.id, today=today)
    people = whole.loop.contributors or 0
    return len(whole.words_behind) if people >= FEWEST_PEOPLE else "some"


def _standing(found: DecisionView) -> view.Standing:
    """As its reviews and the changes that were seen tell: nobody sets it."""
    if found.reviews:
        return _STANDINGS[found.reviews[-1].result]
    is_in_place = any(one.ceased_on is None for one in found.changes)
    return "in_place" if is_in_place else "agreed"


_STANDINGS: dict[ReviewResult, view.Standing] = {
    ReviewResult.KEEP: "keep",
    ReviewResult.ADJUST: "adjust",
    ReviewResult.REVERSE: "reverse",
}


def _last_review(found: DecisionView) -> view.Review | None:
    if not found.reviews:
        return None
    last = found.reviews[-1]
    return view.Review(last.on, last.result, last.expected_vs_actual)


def _page(bot: Bot, place: UUID, id: UUID) -> str | None:
    address = bot.system.settings.public_url
    return address and f"{address.rstrip('/')}/places/{place}/decisions/{id}"
