"""The official Python client, as it is, against practice Slack over HTTP."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.models.views import View

from bot.practice import actions, seeds
from bot.practice.server import Practice, running
from tests.practice.told import COUNCIL, GONE, HOUSING, SHARED, UNJOINED, VALE, modal, section


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    """A practice Slack that serves for this module."""
    with running() as practice:
        yield practice


@pytest.fixture
def client(practice: Practice) -> WebClient:
    """The official client, with nothing changed but its address."""
    return WebClient(practice.credentials.bot_token, base_url=practice.base_url)


def code_of(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    """The error code of a refused call."""
    return str(refused.value.response["error"])


def test_who_am_i(client: WebClient, practice: Practice) -> None:
    answer = client.auth_test()
    install = practice.world.installs[seeds.HARROW]
    assert (answer["user_id"], answer["bot_id"]) == (install.bot_user, install.bot_id)
    assert "chat:write" in answer.headers["x-oauth-scopes"]
    assert client.api_test(foo="bar")["args"]["foo"] == "bar"
    with pytest.raises(SlackApiError) as refused:
        WebClient("xoxb-none", base_url=practice.base_url).auth_test()
    assert code_of(refused) == "invalid_auth"


def test_messages(client: WebClient) -> None:
    blocks = [section("*Hello*", block_id="hello")]
    metadata = {"event_type": "prompt", "event_payload": {"id": "p1"}}
    sent = client.chat_postMessage(channel=VALE, text="Hello", blocks=blocks, metadata=metadata)
    assert sent["message"]["blocks"] == blocks
    found = client.conversations_history(
        channel=VALE, include_all_metadata=True, latest=sent["ts"], inclusive=True, limit=1
    )
    assert found["messages"][0]["metadata"] == metadata
    client.chat_postMessage(channel=VALE, text="In the thread", thread_ts=sent["ts"])
    thread = client.conversations_replies(channel=VALE, ts=sent["ts"])["messages"]
    assert [message["text"] for message in thread] == ["Hello", "In the thread"]
    changed = client.chat_update(channel=VALE, ts=sent["ts"], text="Changed", blocks=[])
    assert "blocks" not in changed["message"]
    assert client.chat_getPermalink(channel=VALE, message_ts=sent["ts"])["permalink"]
    assert client.chat_postEphemeral(channel=VALE, user=HOUSING, text="Saved")["message_ts"]
    client.reactions_add(channel=VALE, timestamp=sent["ts"], name="seedling")
    shown = client.reactions_get(channel=VALE, timestamp=sent["ts"])["message"]
    assert shown["reactions"][0]["name"] == "seedling"
    client.reactions_remove(channel=VALE, timestamp=sent["ts"], name="seedling")
    client.chat_delete(channel=VALE, ts=sent["ts"])
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=UNJOINED, text="x")
    assert code_of(refused) == "not_in_channel"


def test_direct_messages(client: WebClient) -> None:
    opened = client.conversations_open(users=[HOUSING])["channel"]["id"]
    assert client.chat_postMessage(channel=HOUSING, text="x")["channel"] == opened
    assert client.conversations_info(channel=opened)["channel"]["user"] == HOUSING
    for user, code in ((GONE, "user_disabled"), (COUNCIL, "user_not_found")):
        with pytest.raises(SlackApiError) as refused:
            client.conversations_open(users=user)
        assert code_of(refused) == code


def test_lists_page_by_page(client: WebClient) -> None:
    people = [user["id"] for page in client.users_list(limit=4) for user in page["members"]]
    assert len(people) == len(set(people)) == 10
    members = [
        user
        for page in client.conversations_members(channel=VALE, limit=4)
        for user in page["members"]
    ]
    assert HOUSING in members
    channels = client.conversations_list(types="public_channel,private_channel", limit=50)
    assert {VALE, SHARED, UNJOINED} <= {channel["id"] for channel in channels["channels"]}
    assert client.users_conversations(user=HOUSING)["channels"]
    assert client.users_info(user=HOUSING, include_locale=True)["user"]["locale"] == "en-GB"
    found = client.users_lookupByEmail(email="rosa@harrowvale.example")
    assert found["user"]["id"] == HOUSING
    assert client.team_info()["team"]["id"] == seeds.HARROW
    assert client.bots_info()["bot"]["user_id"] == client.auth_test()["user_id"]
    assert client.dnd_info(user=HOUSING)["snooze_enabled"] is False


def test_views(client: WebClient, practice: Practice) -> None:
    click = practice.world.triggers.new(seeds.HARROW, HOUSING)
    view = client.views_open(trigger_id=click, view=modal(section("one")))["view"]
    changed = client.views_update(
        view_id=view["id"], hash=view["hash"], view=View(**modal(section("two")))
    )["view"]
    assert changed["blocks"][0]["text"]["text"] == "two"
    click = practice.world.triggers.new(seeds.HARROW, HOUSING)
    pushed = client.views_push(trigger_id=click, view=modal(section("three")))["view"]
    assert pushed["root_view_id"] == view["id"]
    home = {"type": "home", "blocks": [section("Hello")]}
    assert client.views_publish(user_id=HOUSING, view=home)["view"]["type"] == "home"
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=click, view=modal(section("again")))
    assert code_of(refused) == "exchanged_trigger_id"


def test_a_file(client: WebClient) -> None:
    content = bytes(range(256))
    sent = client.files_upload_v2(
        filename="all.bin", title="All bytes", content=content, channel=VALE, initial_comment="Here"
    )
    file = client.files_info(file=sent["file"]["id"])["file"]
    assert (file["size"], file["title"]) == (256, "All bytes")
    assert VALE in file["shares"]["public"]
    asked = urllib.request.Request(
        file["url_private_download"], headers={"Authorization": f"Bearer {client.token}"}
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:
        assert answer.read() == content


def test_a_client_that_is_told_to_wait_does(practice: Practice) -> None:
    client = WebClient(practice.credentials.bot_token, base_url=practice.base_url)
    practice.faults.add("chat.postMessage", "ratelimited", retry_after=0, times=2)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=VALE, text="x")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["retry-after"] == "0"
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    assert client.chat_postMessage(channel=VALE, text="x")["ok"] is True


def test_installing_elsewhere() -> None:
    with running() as practice:
        app, keys = practice.world.app, practice.credentials
        client = WebClient(base_url=practice.base_url)
        granted = client.oauth_v2_access(
            client_id=app.client_id, client_secret=app.client_secret, code=keys.oauth_code
        )
        assert granted["team"]["id"] == seeds.NORTHSIDE
        other = WebClient(granted["access_token"], base_url=practice.base_url)
        assert other.conversations_open(users=COUNCIL)["channel"]["id"].startswith("D")
        other.apps_uninstall(client_id=app.client_id, client_secret=app.client_secret)
        with pytest.raises(SlackApiError) as refused:
            other.auth_test()
        assert code_of(refused) == "account_inactive"
        spare = WebClient(keys.spare_token, base_url=practice.base_url)
        spare.auth_revoke()
        with pytest.raises(SlackApiError) as refused:
            spare.auth_test()
        assert code_of(refused) == "token_revoked"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_asynchronous_clients_way_of_asking(practice: Practice, method: str) -> None:
    """It sends arguments in the query string alone, by GET and by POST."""
    asked = urllib.request.Request(
        f"{practice.base_url}conversations.open?users={HOUSING}&return_im=1",
        headers={"Authorization": f"Bearer {practice.credentials.bot_token}"},
        method=method,
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:
        assert json.load(answer)["channel"]["user"] == HOUSING


def test_what_people_said_is_read_back(client: WebClient, practice: Practice) -> None:
    message = actions.post(practice.world, SHARED, COUNCIL, "Bins & benches")
    found = client.conversations_history(channel=SHARED, oldest=message.ts, inclusive=True)
    (said,) = found["messages"]
    assert (said["text"], said["team"]) == ("Bins &amp; benches", seeds.NORTHSIDE)
