"""What people type to the bot is kept once, and follows their edits in whatever order they come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.keeping import keepable
from bot.practice import outbound
from bot.words import say
from service.domain.vocabulary import Scope
from service.projections.shapes import Entry
from tests.bot.looking import (
    calls,
    database_away,
    delivered,
    direct,
    entries,
    facts,
    from_harrow,
    last_number,
    query,
    texts,
)
from tests.bot.payload_messages import PHOTO, message
from tests.bot.payload_samples import Sample, around, said
from tests.support.postgres import Postgres
from tests.support.town import join
from tests.support.workspace import (
    AMINA,
    COLIN,
    HARROW,
    JOAN,
    MINA,
    ROSA,
    SHARED,
    VALE,
    Workspace,
)

WORDS = "The desk said yes on the spot."
ANSWER_WITHIN = 3.0


def edit_payload(text: str, at: str, ts: str = "1795420800.000200") -> Sample:
    """That a message of Rosa's was changed, at a moment of Slack's."""
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": said(text, ts=ts, edited={"user": ROSA, "ts": at}),
        "previous_message": said("Before.", ts=ts),
        "channel": "D0HOUSE001",
        "channel_type": "im",
        "hidden": True,
        "ts": at,
        "event_ts": at,
    }
    return Sample(f"edited at {at}", "", around(event))


def test_a_line_is_kept_for_whom_its_writer_usually_chooses(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    (entry,) = entries(slack)
    assert (entry.text, entry.scope, entry.author_name) == (WORDS, Scope.AUTHOR_AND_LP, None)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<@U0HOUSE001> asked <@U0COMMU001|amina>.", "@somebody asked @somebody."),
        ("It is in <#C0HARROW01|harrow-vale>, not <#C0SHARED01>.", "It is in #harrow-vale, not "),
        ("<!here> or <!subteam^S123|@readers>, by <!date^1|noon>", "@here or @readers, by noon"),
        ("See <http://example.org|example.org>.", "See example.org."),
        ("See <https://example.org/?a=1&amp;b=2>.", "See https://example.org/?a=1&b=2."),
        ("See <https://example.org/p|the page>.", "See the page (https://example.org/p)."),
        ("Ask <mailto:desk@example.org|desk@example.org>.", "Ask desk@example.org."),
        ("1 &lt; 2 &amp; 3 &gt; 2, R&amp;D", "1 < 2 & 3 > 2, R&D"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_slacks_marks_are_kept_as_people_read_them(sent: str, kept: str) -> None:
    assert keepable(sent).startswith(kept)
    assert "<@" not in keepable(sent)


def test_a_photo_alone_is_answered_and_with_words_the_words_are_kept(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    photo = {"subtype": "file_share", "files": [PHOTO], "channel": direct(slack, ROSA)}
    before = len(slack.told(ROSA))
    alone = Sample("photo", "", around(message("", ts="1795420801.000200", **photo)))
    assert send_to(slack, alone) == 200
    assert [one.text for one in slack.told(ROSA)][before:] == [say("capture.only_files")]
    beside = Sample("words", "", around(message("The door.", ts="1795420802.000200", **photo)))
    for _ in range(2):
        assert send_to(slack, beside) == 200
    told = [one.text for one in slack.told(ROSA)][before + 1 :]
    assert told == [say("capture.without_files")]
    assert sorted(texts(slack)) == ["The desk said yes on the spot.", "The door."]


def test_what_somebody_says_of_themselves_is_kept(slack: Workspace) -> None:
    line = message("is glad of the key.", subtype="me_message")
    assert send_to(slack, Sample("me", "", around(line))) == 200
    assert texts(slack) == ["is glad of the key."]


def test_who_is_in_two_places_stays_where_they_were_met_until_they_choose(
    slack: Workspace,
) -> None:
    slack.says(ROSA, WORDS)
    elsewhere = join(slack.system, "Aldermoor", slack.clock())  # By name it comes first.
    slack.system.people.meet(
        slack.system.desk.place("Aldermoor"), "slack", from_harrow(ROSA), slack.request()
    )
    slack.slack.bot.channels.link(HARROW, SHARED, elsewhere.id, "place", slack.clock())
    slack.says(ROSA, "And again.")
    slack.deliver()
    assert sorted(texts(slack)) == ["And again.", WORDS]
    assert "This is for Harrow Vale." in str(slack.told(ROSA)[-1].blocks)


def test_who_is_in_one_place_is_not_told_which(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.deliver()
    assert "This is for" not in str(slack.told(ROSA)[-1].blocks)


def test_a_guest_and_a_single_channel_guest_are_heard_as_everybody(slack: Workspace) -> None:
    slack.says(COLIN, "From a guest.")
    slack.says(MINA, "From another.")
    assert sorted(texts(slack)) == ["From a guest.", "From another."]


def test_an_edit_amends_and_a_deletion_takes_back(slack: Workspace) -> None:
    ts = slack.says(ROSA, WORDS)
    slack.practice.edit(ROSA, "im", ts, "The desk said yes.")
    slack.practice.settle()
    assert texts(slack) == ["The desk said yes."]
    slack.practice.delete(ROSA, "im", ts)
    slack.practice.settle()
    assert texts(slack) == []
    assert facts(slack)["reflection.withdrawn"] == 1


def test_an_edit_that_overtakes_its_message_is_one_reflection_with_the_new_words(
    slack: Workspace,
) -> None:
    slack.practice.fail("events", "out_of_order")
    ts = slack.practice.message(ROSA, "im", "Old words.")["ts"]
    slack.practice.edit(ROSA, "im", ts, "New words.")
    slack.practice.settle()
    slack.practice.clock(5)
    slack.practice.settle()
    assert texts(slack) == ["New words."]
    assert facts(slack)["reflection.recorded"] == 1


def test_a_deletion_that_overtakes_its_message_leaves_nothing(slack: Workspace) -> None:
    slack.practice.fail("events", "out_of_order")
    ts = slack.practice.message(ROSA, "im", "Never mind.")["ts"]
    slack.practice.delete(ROSA, "im", ts)
    slack.practice.settle()
    slack.practice.clock(5)
    slack.practice.settle()
    assert len(delivered(slack, "message")) >= 3  # Held back, the deletion, and then the message.
    assert texts(slack) == []
    assert facts(slack)["reflection.recorded"] == 0


def test_of_two_edits_the_newer_one_stands_whichever_comes_first(slack: Workspace) -> None:
    send_in = [
        Sample("message", "", around(message("First."))),
        edit_payload("Third.", "1795420990.000000"),
        edit_payload("Second.", "1795420950.000000"),
    ]
    for sample in send_in:
        assert send_to(slack, sample) == 200
    assert texts(slack) == ["Third."]


def test_two_edits_within_a_second_are_both_followed(slack: Workspace) -> None:
    ts = slack.says(ROSA, "First.")
    for words in ("Second.", "Third."):
        slack.practice.edit(ROSA, "im", ts, words)
        slack.practice.settle()
    assert texts(slack) == ["Third."]


def test_what_only_slack_changes_in_a_message_amends_nothing(slack: Workspace) -> None:
    ts = "1795420800.000200"
    words = "See https://example.org/page for it."
    assert send_to(slack, Sample("message", "", around(message(words)))) == 200
    preview = edit_payload(words, "1795420801.000000")
    preview.body["event"]["previous_message"] = said(words, ts=ts)
    assert send_to(slack, preview) == 200
    assert facts(slack)["reflection.amended"] == 0


def test_the_same_edit_twice_amends_once(slack: Workspace) -> None:
    assert send_to(slack, Sample("message", "", around(message("First.")))) == 200
    for _ in range(2):
        assert send_to(slack, edit_payload("Second.", "1795420950.000000")) == 200
    assert texts(slack) == ["Second."]
    assert facts(slack)["reflection.amended"] == 1


def test_a_lost_answer_and_a_duplicate_delivery_are_one_reflection(slack: Workspace) -> None:
    slack.practice.fail("events", "drop_ack")
    slack.practice.fail("events", "duplicate")
    slack.says(ROSA, "Once.")
    slack.practice.clock(1)
    slack.practice.settle()
    assert len(delivered(slack, "message")) >= 2
    assert texts(slack) == ["Once."]


def test_what_is_said_in_the_channel_and_not_to_the_bot_is_not_kept(slack: Workspace) -> None:
    slack.says(ROSA, "Just among us.", channel=VALE)
    ts = slack.says(AMINA, "A thread of our own.", channel=VALE)
    slack.says(ROSA, "Yes.", channel=VALE, thread_ts=ts)
    slack.deliver()
    assert texts(slack) == []
    assert query(slack, "SELECT 1 FROM slack.asks") == []
    assert slack.posted() == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ring her on 07700 900123 after four.", "a phone number"),
        ("She lives near SW1A 1AA now.", "a postcode"),
    ],
)
def test_what_may_identify_begins_narrow_and_is_asked_about(
    slack: Workspace, words: str, found: str
) -> None:
    _usually_shares(slack, ROSA)
    slack.says(ROSA, words)
    slack.deliver()
    assert _of(slack, words).scope == Scope.AUTHOR_AND_LP
    told = slack.told(ROSA)[-1]
    assert found in str(told.blocks)
    slack.clicks(ROSA, "saved.as_usual", told)
    slack.deliver()
    assert _of(slack, words).scope == Scope.PLACE_TEAM
    assert found not in str(slack.told(ROSA)[-1].blocks)


def test_an_edit_that_brings_in_what_may_identify_is_narrowed_and_asked_about(
    slack: Workspace,
) -> None:
    _usually_shares(slack, ROSA)
    ts = slack.says(ROSA, "Ring her.")
    slack.deliver()
    assert _of(slack, "Ring her.").scope == Scope.PLACE_TEAM
    slack.practice.edit(ROSA, "im", ts, "Ring her on 07700 900123.")
    slack.deliver()
    assert _of(slack, "Ring her on 07700 900123.").scope == Scope.AUTHOR_AND_LP
    told = slack.told(ROSA)[-1]
    assert "a phone number" in str(told.blocks)
    slack.clicks(ROSA, "saved.as_usual", told)
    slack.practice.edit(ROSA, "im", ts, "Do ring her on 07700 900123.")
    slack.deliver()
    assert _of(slack, "Do ring her on 07700 900123.").scope == Scope.PLACE_TEAM


def test_a_name_is_asked_of_slack_only_when_it_is_to_be_shown(slack: Workspace) -> None:
    before = last_number(slack)
    slack.says(ROSA, WORDS)
    slack.deliver()
    assert calls(slack, "users.info", before) == []
    slack.clicks(ROSA, "saved.show_name", slack.told(ROSA)[0])
    assert entries(slack)[0].author_name == "Rosa Lindqvist"
    assert len(calls(slack, "users.info", before)) == 1


def test_whoever_left_the_workspace_is_not_written_to(slack: Workspace) -> None:
    slack.says(AMINA, WORDS)
    slack.practice.user(AMINA, deleted=True)
    slack.practice.settle()
    slack.deliver()
    assert slack.told(AMINA) == []
    assert texts(slack) == [WORDS]
    assert slack.slack.bot.posts.waiting() == 0


def test_with_the_database_away_a_line_is_refused_in_time_and_comes_again(
    slack: Workspace, postgres: Postgres, database_url: str
) -> None:
    slack.says(JOAN, "Before.")
    before = last_number(slack)
    with database_away(postgres, database_url):
        slack.practice.message(ROSA, "im", WORDS)
        slack.practice.settle()
    refused = delivered(slack, "message", before)
    assert {one["status"] for one in refused} == {503}
    assert all(one["took"] < ANSWER_WITHIN for one in refused)
    slack.practice.clock(61)
    slack.practice.settle()
    slack.practice.clock(301)
    slack.practice.settle()
    assert sorted(texts(slack)) == ["Before.", WORDS]


def test_with_the_database_away_a_modal_keeps_the_words_and_says_so(
    slack: Workspace, postgres: Postgres, database_url: str
) -> None:
    slack.practice.interact(type="shortcut", user=ROSA, callback_id="reflect")
    with database_away(postgres, database_url):
        told = slack.practice.interact(
            type="view_submission",
            user=ROSA,
            view_id=slack.modal(ROSA).id,
            values={"words": WORDS},
        )
    assert "Your words are still here." in str(told.get("errors")), told
    assert slack.has_modal(ROSA)
    for _ in range(3):  # The first tries may still meet connections that died.
        if slack.has_modal(ROSA):
            slack.practice.interact(
                type="view_submission", user=ROSA, view_id=slack.modal(ROSA).id, values={}
            )
    assert texts(slack) == [WORDS]


def test_an_old_line_keeps_its_own_time(slack: Workspace) -> None:
    slack.says(ROSA, WORDS)
    slack.clock.go_on(timedelta(days=3))
    slack.deliver()
    (entry,) = entries(slack)
    assert (slack.clock().date() - entry.occurred_on).days == 3


def send_to(slack: Workspace, sample: Sample) -> int:
    """Post it to the bot's own port."""
    body, kind = sample.encoded()
    secret, url = slack.practice.world.app.signing_secret, slack.practice.deliveries.url
    reply = outbound.post(url or "", body.encode(), kind, secret, patience=3)
    assert reply.status is not None
    return reply.status


def _usually_shares(slack: Workspace, user: str) -> None:
    slack.practice.interact(type="shortcut", user=user, callback_id="reflect")
    slack.submits(user, words="Something else.", scope="place_team")
    slack.deliver()


def _of(slack: Workspace, words: str) -> Entry:
    return next(entry for entry in entries(slack) if entry.text == words)
