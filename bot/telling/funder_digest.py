"""Funder digest: what went out to a funder is told in its channels, and corrected there."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.views import funder_digest as view
from service.digests.content import FunderContent
from service.digests.reading import DigestReading
from service.domain.base import Event, natural_id
from service.domain.digest import Digest
from service.domain.errors import Gone, NotFound
from service.domain.vocabulary import ActorRole, DigestKind
from service.policy import Actor


class FunderDigest:
    """The digest itself. Where it says `place_id`, this room keeps the programme."""

    KIND: str = "funder_digest"
    FOLLOWS: tuple[type[Event], ...] = (Digest.Sent, Digest.Corrected)

    def wants(self, bot: Bot, event: Event) -> Iterable[Want]:
        """Each channel of its funder; what is corrected later, wherever it stands."""
        id = event.originator_id
        if isinstance(event, Digest.Corrected):
            for post in bot.posts.about(self.KIND, id):
                yield Want(self.KIND, id, post.place_id, post.address)
            return
        digest = bot.system.desk.load(Digest, id)
        if digest.kind is DigestKind.FUNDER:
            for one in bot.channels.for_funder(digest.programme_id):
                address = Address(one.team_id, one.channel_id)
                yield Want(self.KIND, id, digest.programme_id, address)

    def content(self, bot: Bot, post: Post) -> Message | None:
        """As a funder reads it now. Where it stands it is kept true, whatever the channel is for;
        new it comes only to a channel in which nobody reads whom nobody let in."""
        if post.posted is None and not _is_for_them(bot, post):
            return None
        try:
            found = DigestReading(bot.system).one(_reader(post.place_id), post.about)
        except (NotFound, Gone):
            return None
        if not isinstance(found.content, FunderContent):
            return None
        address = bot.system.settings.public_url
        page = address and f"{address.rstrip('/')}/digests/{found.id}"
        return Message(*view.message(found, found.content, page))


class TakenBack:
    """A line under a digest that stands in Slack: a quote in it was taken back."""

    KIND: str = "funder_digest_quote"
    FOLLOWS: tuple[type[Event], ...] = (Digest.Corrected,)

    def wants(self, bot: Bot, event: Event) -> Iterable[Want]:
        """One under each that stands, for each quote."""
        assert isinstance(event, Digest.Corrected)
        about = natural_id("taken-back", event.originator_id, event.quote_id)
        for post in bot.posts.about(DIGEST.KIND, event.originator_id):
            if post.posted is not None:
                address = Address(post.address.team, post.posted.channel, thread_ts=post.posted.ts)
                yield Want(self.KIND, about, post.place_id, address)

    def content(self, bot: Bot, post: Post) -> Message | None:  # noqa: ARG002
        """It asks to delete copies, and never says the words."""
        return Message(*view.taken_back())


DIGEST, TAKEN_BACK = FunderDigest(), TakenBack()


def is_the_funders(bot: Bot, team: str, channel: str) -> bool:
    """True for a channel that is for a funder, or was and shows it: no place is told of there."""
    return any(
        bot.channels.of_funder(one, channel) is not None
        or DIGEST.KIND in bot.posts.kinds_in(one, channel)
        for one in {team, *bot.channels.teams_of(channel)}  # A shared one is the same in each.
    )


def _is_for_them(bot: Bot, post: Post) -> bool:
    here = bot.channels.of_funder(post.address.team, post.address.channel)
    return here is not None and here.is_open and here.programme_id == post.place_id


def _reader(programme: UUID) -> Actor:
    """Anybody of the funder: what they may not read never stands in their channel."""
    return Actor(natural_id("the-funder-of", programme), ActorRole.FUNDER, frozenset([programme]))
