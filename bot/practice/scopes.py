"""Scopes: what an app asks to be allowed, in plain words."""

from __future__ import annotations

WORDS = {
    "app_mentions:read": "Hear when somebody mentions it",
    "channels:history": "Read messages in public channels that it is in",
    "channels:join": "Join public channels",
    "channels:manage": "Make and change public channels",
    "channels:read": "See which public channels there are",
    "chat:write": "Send messages as itself",
    "commands": "Offer shortcuts and commands",
    "dnd:read": "See when somebody does not want to be disturbed",
    "emoji:read": "See the workspace's own emoji",
    "files:read": "See files in conversations that it is in",
    "files:write": "Add, change and delete files as itself",
    "groups:history": "Read messages in private channels that it is in",
    "groups:read": "See the private channels that it is in",
    "groups:write": "Make and change private channels",
    "im:history": "Read messages that people send it directly",
    "im:read": "See who it has direct messages with",
    "im:write": "Begin direct messages with people",
    "links:read": "See links to its own pages in messages",
    "links:write": "Show previews of links",
    "mpim:history": "Read group messages that it is in",
    "mpim:read": "See which group messages it is in",
    "mpim:write": "Begin group messages",
    "reactions:read": "See emoji that people add to messages",
    "reactions:write": "Add emoji to messages",
    "team:read": "See the name and address of the workspace",
    "users.profile:read": "See what people tell about themselves in their profile",
    "users:read": "See who is in the workspace",
    "users:read.email": "See people's email addresses",
}


def in_words(scope: str) -> str:
    """What a scope lets an app do; one that we have no words for is told as Slack names it."""
    return WORDS.get(scope, "Do what Slack calls")
