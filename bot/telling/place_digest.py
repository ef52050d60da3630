"""Place digest: what a place learned is told in its channels, and corrected where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from bot.context import Bot
from bot.posts import Address, Post, Want
from bot.telling import Message
from bot.telling.decision import reader
from bot.views import place_digest as view
from service.digests import words as w
from service.digests.content import PlaceContent
from service.digests.reading import DigestReading
from service.digests.views import DigestView, QuoteShown
from service.domain.base import Event
from service.domain.digest import Digest
from service.domain.errors import Gone, NotFound
from service.domain.vocabulary import DigestKind

KIND = "place_digest"
FOLLOWS: tuple[type[Event], ...] = (Digest.Sent, Digest.Corrected)


def wants(bot: Bot, event: Event) -> Iterable[Want]:
    """Each open channel of its place; what is corrected later, wherever it stands."""
    id = event.originator_id
    if isinstance(event, Digest.Corrected):
        for post in bot.posts.about(KIND, id):
            yield Want(KIND, id, post.place_id, post.address)
        return
    digest = bot.system.desk.load(Digest, id)
    if digest.kind is DigestKind.PLACE:
        place = digest.places[0]
        for channel in bot.channels.for_place(place):
            yield Want(KIND, id, place, Address(channel.team_id, channel.channel_id))


def content(bot: Bot, post: Post) -> Message | None:
    """The digest as it went out, with the quotes that still stand."""
    try:
        found = DigestReading(bot.system).one(reader(post.place_id), post.about)
    except (NotFound, Gone):
        return None
    if not isinstance(found.content, PlaceContent):
        return None
    return Message(*view.message(_shown(bot, post, found, found.content)))


def _shown(bot: Bot, post: Post, found: DigestView, content: PlaceContent) -> view.Digest:
    name = bot.identity.name_of(post.place_id)
    address = bot.system.settings.public_url
    return view.Digest(
        id=found.id,
        title=w.place_title(name, found.from_on, found.to_on),
        content=content,
        quotes={id: _quoted(quote) for id, quote in found.quotes.items()},
        page=address and f"{address.rstrip('/')}/digests/{found.id}",
    )


def _quoted(quote: QuoteShown) -> view.Quoted | None:
    if quote.standing != "given" or quote.words is None:
        return None
    return view.Quoted(quote.words, quote.credit or "")
