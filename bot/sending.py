"""Sending: one wanted message becomes one call to Slack, and its answer is recorded."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.error import URLError

from pydantic_core import to_json
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.context import Bot
from bot.posts import Post, Posted
from bot.telling import Content, Document, Home, Message, Telling
from bot.views.blocks import short

MARK = "doubleloop_post"
"""Our own mark in a message's metadata: a random-looking id, and nothing that tells of anybody."""

TOO_MANY, SERVER_ERROR = 429, 500
RATE_LIMITED = "ratelimited"
LOOK_BACK = timedelta(minutes=2)
LONGEST_WAIT = timedelta(minutes=10)
MOST_TRIES = 20
"""Over about two hours: who says no for so long, in words that we do not know, means it."""
NOBODY_THERE = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "channel_is_limited_access",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "not_allowed_token_type",
        "not_enabled",
        "not_in_channel",
        "restricted_action",
        "team_access_not_granted",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""Slack's ways of saying that nobody is there to hear it; trying again would not help."""
ENDED = frozenset({"token_revoked", "invalid_auth", "account_inactive", "not_authed"})
NOT_LAID_OUT = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
NOT_TO_BE_CHANGED = frozenset({"edit_window_closed", "cant_update_message"})
"""Slack leaves the message as it is; what should stand there instead is posted anew."""
UNCLEAR = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
"""After these nobody knows whether Slack has it."""
MOST_TEXT = 4_000
"""Slack takes longer texts when a message is posted, and refuses them when it is changed."""
GONE = "message_not_found"
STAYS = "cant_delete_message"
"""Slack keeps it where it is: that is noted, for somebody there to delete it by hand."""

logger = logging.getLogger("doubleloop.bot")


class NoWorkspace(Exception):
    """The app is not installed in this workspace (any more)."""


Clients = Callable[[str], WebClient]
"""The client for a workspace; NoWorkspace where there is none."""


class Sender:
    """Tells one post: posts it, brings it up to date, or takes it away."""

    def __init__(self, bot: Bot, tellings: Sequence[Telling], clients: Clients) -> None:
        self._bot, self.clients = bot, clients
        self._tellings: Mapping[str, Telling] = {one.KIND: one for one in tellings}
        self._direct: dict[tuple[str, str], str] = {}
        self.quiet_until: dict[str, datetime] = {}
        """Until when a workspace told us to wait; that holds for all that we say there."""

    def begin(self) -> None:
        """Keep to what workspaces said to who delivered before us."""
        for post, until in self._bot.posts.put_off_for(RATE_LIMITED, self._bot.clock()):
            team = post.address.team
            self.quiet_until[team] = max(until, self.quiet_until.get(team, until))

    def send(self, post: Post) -> None:
        """Tell it, or record why that did not work and when to try again."""
        try:
            self._say(self.clients(post.address.team), post)
        except NoWorkspace:
            self._bot.posts.give_up(post, "no workspace")
        except SlackApiError as error:
            self._refused(post, error)
        except (SlackClientError, URLError, TimeoutError, ConnectionError) as error:
            self._try_later(post, type(error).__name__, is_certain=False)

    def _say(self, client: WebClient, post: Post) -> None:
        """As it is laid out; in only its words, which carry the whole meaning, where Slack does
        not take the layout."""
        if post.posted is None and post.attempted_at is not None:
            # First of all, for what it says may depend on whether it is there.
            post = replace(post, posted=self._find_again(client, post, post.attempted_at))
        content = self._content(post)
        try:
            self._tell(client, post, content)
        except SlackApiError as error:
            if _code(error) not in NOT_LAID_OUT:
                raise
            logger.error("Slack refused the layout of a %s message (%s).", post.kind, _code(error))
            if not isinstance(content, Message) or not content.blocks:
                raise
            self._tell(client, post, Message(content.text, []))

    def _content(self, post: Post) -> Content | None:
        """What it should say now; of an erased person nothing, whatever it was."""
        if post.person_id is not None and self._bot.identity.is_erased(post.person_id):
            return None
        return self._tellings[post.kind].content(self._bot, post)

    def _tell(self, client: WebClient, post: Post, content: Content | None) -> None:
        now = self._bot.clock()
        if isinstance(content, Home):
            client.views_publish(user_id=post.address.user, view=content.view)
            if content.is_last:
                self._bot.posts.drop(post)
            else:
                self._bot.posts.told(post, None, None, now)
            return
        if isinstance(content, Document):
            self._hand_over(client, post, content)
            return
        posted = post.posted
        if content is None:
            if posted is not None:
                client.chat_delete(channel=posted.channel, ts=posted.ts)
            self._bot.posts.drop(post)
        elif posted is None:
            self._post(client, post, content)
        else:
            self._bring_up_to_date(client, post, posted, content)

    def _post(self, client: WebClient, post: Post, message: Message) -> None:
        channel = post.address.channel or self._direct_channel(client, post)
        self._bot.posts.attempting(post, self._bot.clock())
        answer = client.chat_postMessage(
            channel=channel,
            text=short(message.text, MOST_TEXT),
            blocks=message.blocks,
            thread_ts=post.address.thread_ts or None,
            metadata={"event_type": MARK, "event_payload": {"id": str(post.id)}},
            unfurl_links=False,
            unfurl_media=False,
            parse="none",
            link_names=False,
        )
        posted = Posted(answer["channel"], answer["ts"])
        self._bot.posts.told(post, posted, digest(message), self._bot.clock())

    def _hand_over(self, client: WebClient, post: Post, document: Document) -> None:
        """A file goes once it is there in Slack; where that is unclear it may come twice."""
        client.files_upload_v2(
            channel=self._direct_channel(client, post),
            filename=document.filename,
            title=document.filename,
            content=document.data,
            initial_comment=document.text,
        )
        self._bot.posts.told(post, None, None, self._bot.clock())

    def _bring_up_to_date(
        self, client: WebClient, post: Post, posted: Posted, message: Message
    ) -> None:
        if digest(message) != post.shown:
            try:
                self._change(client, post, posted, message)
            except SlackApiError as error:
                if _code(error) not in NOT_TO_BE_CHANGED:
                    raise
                client.chat_delete(channel=posted.channel, ts=posted.ts)
                self._bot.posts.taken_away(post)
                self._post(client, post, message)
                return
        self._bot.posts.told(post, posted, digest(message), self._bot.clock())

    def _change(self, client: WebClient, post: Post, posted: Posted, message: Message) -> None:
        client.chat_update(
            channel=posted.channel,
            ts=posted.ts,
            text=short(message.text, MOST_TEXT),
            blocks=message.blocks,
            parse="none",
            link_names=False,
            metadata={"event_type": MARK, "event_payload": {"id": str(post.id)}},
        )

    def _direct_channel(self, client: WebClient, post: Post) -> str:
        who = (post.address.team, post.address.user)
        if who not in self._direct:
            self._direct[who] = client.conversations_open(users=[post.address.user])["channel"][
                "id"
            ]
        return self._direct[who]

    def _find_again(self, client: WebClient, post: Post, since: datetime) -> Posted | None:
        """Our own message, where Slack has it though nobody could tell us."""
        channel = post.address.channel or self._direct_channel(client, post)
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{(since - LOOK_BACK).timestamp():.6f}",
            "limit": 200,
            "include_all_metadata": True,
        }
        if post.address.thread_ts:
            answer = client.conversations_replies(ts=post.address.thread_ts, **asked)
        else:
            answer = client.conversations_history(**asked)
        found: list[dict[str, Any]] = answer.get("messages") or []
        for message in found:
            metadata = message.get("metadata") or {}
            if metadata.get("event_payload", {}).get("id") == str(post.id):
                return Posted(channel, message["ts"])
        return None

    def _refused(self, post: Post, error: SlackApiError) -> None:
        """What Slack's no means: wait, or give up."""
        code = _code(error)
        if error.response.status_code == TOO_MANY or code == RATE_LIMITED:
            wait = timedelta(seconds=_retry_after(error))
            until = self._bot.clock() + wait
            self.quiet_until[post.address.team] = until
            self._bot.posts.put_off(post, until, RATE_LIMITED, is_certain=True, is_try=False)
        elif code == GONE:
            self._bot.posts.drop(post)
        elif code == STAYS or code in NOT_LAID_OUT | ENDED | NOBODY_THERE:
            self._bot.posts.give_up(post, code)
        else:
            is_certain = code not in UNCLEAR and error.response.status_code < SERVER_ERROR
            # Trouble of Slack's own passes, however long it lasts; an unknown no may not.
            if is_certain and post.attempts + 1 >= MOST_TRIES:
                logger.error("Slack refused a %s message for good (%s).", post.kind, code)
                self._bot.posts.give_up(post, code)
            else:
                self._try_later(post, code, is_certain=is_certain)

    def _try_later(self, post: Post, problem: str, *, is_certain: bool) -> None:
        wait = min(timedelta(seconds=2 ** min(post.attempts, 12)), LONGEST_WAIT)
        until = self._bot.clock() + wait
        self._bot.posts.put_off(post, until, problem, is_certain=is_certain)


def digest(message: Message) -> bytes:
    """What tells whether a message would show something else than it does."""
    return hashlib.sha256(to_json([message.text, message.blocks])).digest()


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error") or error.response.status_code)


def _retry_after(error: SlackApiError) -> float:
    headers = {name.lower(): value for name, value in dict(error.response.headers).items()}
    given = headers.get("retry-after", "1")
    value = given[0] if isinstance(given, list) else given
    return float(value) if str(value).replace(".", "", 1).isdigit() else 1.0


__all__ = ["Clients", "NoWorkspace", "Sender", "digest"]
