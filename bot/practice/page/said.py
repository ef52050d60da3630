"""What Slack's error codes mean, in plain sentences that the page can show."""

from __future__ import annotations

from bot.practice.refusals import SlackRefusal

SENTENCES = {
    "account_inactive": "This person is deactivated and cannot do anything here.",
    "already_reacted": "You have already added this emoji.",
    "cant_delete_message": "You can only delete your own messages.",
    "cant_update_message": "You can only edit your own messages.",
    "channel_not_found": "You cannot see this channel.",
    "expired_trigger_id": "That took the app longer than three seconds. Please try again.",
    "invalid_name": "There is no emoji of this name.",
    "is_archived": "This channel is archived. Nothing new can be posted in it.",
    "message_not_found": "This message is no longer there.",
    "msg_too_long": "This message is too long. Please shorten it.",
    "no_reaction": "This emoji has already been taken away.",
    "no_text": "A message needs some words.",
    "not_found": "This is no longer there.",
    "not_in_channel": "You are not in this channel.",
    "thread_not_found": "The message that you are answering is no longer there.",
    "user_not_found": "There is nobody of this id.",
    "view_not_found": "This window is already closed.",
}


def sentence(refusal: SlackRefusal) -> str:
    """What to tell the person."""
    return SENTENCES.get(refusal.code) or f"Slack refused this ({refusal.code})."
