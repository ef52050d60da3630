"""Concerns: somebody raises one beside any box, and those it goes to read it."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from bot.context import Bot
from bot.hand import Hand
from bot.keeping import keepable
from bot.listeners.belief import who_clicks
from bot.listeners.reflect import Kept, carried, opened_for
from bot.listening import Answer, Listening, refused
from bot.payloads import Click, Submission, Unreadable, chosen_as
from bot.telling import concern as telling
from bot.telling import concern_read, home
from bot.views import concern as view
from bot.views.reflect import THIS
from bot.words import say
from service.application.commands import RaiseConcern
from service.domain.errors import NotFound
from service.domain.reflection import Reflection


def register(on: Listening) -> None:
    """Listen for concerns, and for their being read."""
    on.click("concern.open", ask)
    on.click("concern.read", show)
    on.click("concern.close", close)
    on.submitted("concern", raise_it)
    on.submitted("concern_read", was_read)


def ask(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the modal, from wherever somebody is."""
    about = _reflection(click.value)
    in_modal = click.view is not None and click.view.type == "modal" and click.view.private_metadata
    if click.view is not None and click.value == THIS:
        about = carried(click.view).reflection
    visitor = who_clicks(bot, click) if in_modal else bot.identity.visitor(click.who, click.channel)
    place = visitor.place
    if about is not None:
        place = bot.system.desk.place(bot.system.desk.load(Reflection, about).place_id)
    kept = Kept(place=place.id, reflection=about).model_dump_json(exclude_none=True)
    name = bot.identity.name_of(place.id)
    hand.open(click.trigger_id, view.modal(name, kept, about_reflection=about is not None))


def raise_it(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Pass it on; what cannot be passed on is said beside the words, which stay."""
    visitor, kept = opened_for(bot, sent)
    words = keepable(str(sent.view.values.get("words") or "")).strip()
    if not words:
        return refused(sent.view, say("reflect.empty"), "words")
    command = RaiseConcern(
        place=str(visitor.place.id),
        words=words,
        reflection=None if kept.reflection is None else str(kept.reflection),
        wants_contact=view.CONTACT in (sent.view.values.get("contact") or ()),
    )
    request = visitor.request(bot.clock(), bot.system.keys.keyed(f"slack:view:{sent.view.id}"))
    receipt = bot.system.care.raise_concern(command, request)
    told = view.sent(visitor.place_name, len(receipt.routed_to))
    return {"response_action": "update", "view": told}


def show(bot: Bot, click: Click, hand: Hand) -> None:
    """Open the words for somebody to whom they went."""
    person = bot.identity.known(click.who)
    case_id = _reflection(click.value)
    if person is None or case_id is None:
        raise NotFound
    case = bot.system.care.case(case_id, person)
    place = bot.system.desk.place(case.place_id)
    when = case.raised_at.astimezone(ZoneInfo(str(place.zone)))
    hand.open(
        click.trigger_id,
        view.read_modal(
            case.words,
            f"{when:%-d %B %Y, %H:%M}",
            _how_to_reach(bot, case.raised_by),
            Kept(place=case.place_id, about=str(case_id)).model_dump_json(exclude_none=True),
            held=case.about_reflection is not None,
        ),
    )


def close(bot: Bot, click: Click, hand: Hand) -> None:  # noqa: ARG001
    """Nothing more is to be done about it here."""
    person, case_id = bot.identity.known(click.who), _reflection(click.value)
    if person is None or case_id is None:
        raise NotFound
    now = bot.clock()
    place = bot.system.desk.place(bot.system.care.case(case_id, person).place_id)
    visitor = bot.identity.in_place(click.who, person, place)
    bot.system.care.close(case_id, visitor.actor, now)
    _show(bot, case_id)


def was_read(bot: Bot, sent: Submission, hand: Hand) -> Answer:  # noqa: ARG001
    """Somebody has read it: the others who could are told, and so is who raised it."""
    visitor, _ = opened_for(bot, sent)
    case_id = chosen_as(UUID, carried(sent.view).about)
    now = bot.clock()
    case = bot.system.care.seen(case_id, visitor.actor, now)
    bot.posts.want(concern_read.wants_for(bot, case_id, case.place_id), 0, now)
    _show(bot, case_id)
    return None


def _show(bot: Bot, case_id: UUID) -> None:
    """Have its messages, and the Homes of those who may read it, show how it stands."""
    bot.posts.refresh(telling.KIND, case_id, bot.clock())
    for person in bot.system.care.routed_to(case_id):
        home.refresh(bot, person)


def _how_to_reach(bot: Bot, raiser: UUID | None) -> str | None:
    """What somebody is called, and by which name Slack finds them."""
    if raiser is None:
        return None
    found = bot.identity.slack_of(raiser)
    name = bot.identity.called(raiser)
    return name or (f"Slack member {found[0][1]}" if found else None)


def _reflection(value: str | None) -> UUID | None:
    """The id on the button; a room's name is none."""
    try:
        return UUID(value or "")
    except ValueError:
        if value and len(value) > 60:  # noqa: PLR2004 - no id and no name of a room
            raise Unreadable("Click: value") from None
        return None
