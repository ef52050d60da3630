"""The hand: what a listener may do at once, in answer to the person who asked."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.payloads import OpenView, Who

ANSWER_SECONDS = 2
"""Slack wants its own answer within 3 s, so what we ask of it meanwhile must come sooner."""

QUICK_SECONDS = 1
"""For a question whose answer is good to have, and that something else follows."""

Json = dict[str, Any]


class Hand:
    """Opens and changes views, and tells the one person who asked. What others should see follows
    from the log instead; see `bot/delivery.py`.
    """

    def __init__(
        self,
        client: WebClient,
        *,
        who: Who | None = None,
        response_url: str | None = None,
        channel: str | None = None,
        view: OpenView | None = None,
    ) -> None:
        self.client = client
        self._who, self._url, self._channel, self._view = who, response_url, channel, view

    def open(self, trigger_id: str | None, view: Json) -> None:
        """Open a modal; on top of the one in which somebody clicked, if they did."""
        if self._view is not None and self._view.type == "modal":
            self.client.views_push(trigger_id=trigger_id, view=view)
        else:
            self.client.views_open(trigger_id=trigger_id, view=view)

    def update(self, view: Json) -> None:
        """Show another view in place of the one in which somebody clicked, if it is still there
        as it was: where a later click was quicker, that one's view stays.
        """
        if self._view is None:
            return
        try:
            self.client.views_update(view_id=self._view.id, hash=self._view.hash, view=view)
        except SlackApiError as error:
            if error.response.get("error") not in ("hash_conflict", "not_found"):
                raise

    def tell(self, text: str, blocks: list[Json] | None = None) -> None:
        """Tell only the person who asked. Where Slack gives no way to, nothing is said."""
        if self._url is not None and _is_slacks(self._url, self.client.base_url):
            WebhookClient(self._url, timeout=ANSWER_SECONDS, ssl=self.client.ssl).send(
                text=text, blocks=blocks, response_type="ephemeral", replace_original=False
            )
        elif self._channel is not None and self._who is not None:
            self._quietly(channel=self._channel, user=self._who.user, text=text, blocks=blocks)
        elif self._who is not None:
            self.client.chat_postMessage(
                channel=self._who.user,
                text=text,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
            )

    def replace(self, text: str, blocks: list[Json]) -> None:
        """Show them something else in place of what only they saw, and clicked in."""
        if self._url is not None and _is_slacks(self._url, self.client.base_url):
            WebhookClient(self._url, timeout=ANSWER_SECONDS, ssl=self.client.ssl).send(
                text=text, blocks=blocks, replace_original=True
            )

    def tell_there(
        self, channel: str, user: str, text: str, blocks: list[Json], thread_ts: str | None = None
    ) -> None:
        """Tell one person in a channel, where only they see it."""
        self._quietly(channel=channel, user=user, text=text, blocks=blocks, thread_ts=thread_ts)

    def name_of(self, user: str) -> str | None:
        """What somebody is called in Slack, asked for because it is about to be shown."""
        answer = self.client.users_info(user=user)
        told: Json = answer.get("user") or {}
        profile: Json = told.get("profile") or {}
        return profile.get("real_name") or told.get("real_name") or told.get("name")

    def team_of(self, user: str) -> str:
        """Of which workspace somebody is, asked for because an event did not say so."""
        return str(self.client.users_info(user=user)["user"]["team_id"])

    def told_of(self, users: Sequence[str]) -> dict[str, Json]:
        """What Slack says of these people, asked all at once, for somebody waits meanwhile;
        nothing of those of whom it does not say in time."""
        if not users:
            return {}
        client = WebClient(
            self.client.token, self.client.base_url, timeout=QUICK_SECONDS, ssl=self.client.ssl
        )

        def ask(user: str) -> Json:
            try:
                return client.users_info(user=user).get("user") or {}
            except (SlackClientError, URLError, TimeoutError, ConnectionError):
                return {}

        with ThreadPoolExecutor(len(users)) as at_once:
            return dict(zip(users, at_once.map(ask, users), strict=True))

    def message_at(self, channel: str, ts: str) -> Json | None:
        """The message that stands there, asked for because somebody pointed at it."""
        answer = self.client.conversations_history(
            channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1
        )
        found: list[Json] = answer.get("messages") or []
        if not found:  # A reply in a thread is not in the channel's own history.
            answer = self.client.conversations_replies(
                channel=channel, ts=ts, latest=ts, oldest=ts, inclusive=True
            )
            found = answer.get("messages") or []
        return next((message for message in found if message.get("ts") == ts), None)

    def _quietly(self, **message: Any) -> None:
        try:
            self.client.chat_postEphemeral(**message)
        except SlackApiError as error:
            if error.response.get("error") not in ("not_in_channel", "user_not_in_channel"):
                raise


def _is_slacks(url: str, base_url: str) -> bool:
    """True for an address of the Slack we talk to: words are sent nowhere else."""
    wanted, slack = urlsplit(url), urlsplit(base_url)
    if slack.netloc == "slack.com":
        return (wanted.scheme, wanted.netloc) == ("https", "hooks.slack.com")
    return (wanted.scheme, wanted.netloc) == (slack.scheme, slack.netloc)
