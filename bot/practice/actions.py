"""What people and the app do in practice Slack: each changes the world and tells what happened."""

# Every function takes the world, holds its lock, changes it, and tells the app by `world.tell` in
# the shape of Slack's published events. Where Slack would say no, it raises `SlackRefusal`.

from __future__ import annotations

from bot.practice.people import (
    arrive,
    change_user,
    install,
    new_bot_token,
    open_home,
    open_messages,
    revoke_token,
    uninstall,
)
from bot.practice.reacting import react, unreact
from bot.practice.rooms import (
    archive,
    create_channel,
    direct_messages,
    join,
    leave,
    rename,
    set_topic,
    share,
    unarchive,
    unshare,
)
from bot.practice.talking import (
    delete,
    edit,
    post,
    post_ephemeral,
    unfurl,
)
from bot.practice.windows import (
    open_modal,
    pop_modal,
    publish_home,
    push_modal,
    update_modal,
)

__all__ = [
    "archive",
    "arrive",
    "change_user",
    "create_channel",
    "delete",
    "direct_messages",
    "edit",
    "install",
    "join",
    "leave",
    "new_bot_token",
    "open_home",
    "open_messages",
    "open_modal",
    "pop_modal",
    "post",
    "post_ephemeral",
    "publish_home",
    "push_modal",
    "react",
    "rename",
    "revoke_token",
    "set_topic",
    "share",
    "unarchive",
    "unfurl",
    "uninstall",
    "unreact",
    "unshare",
    "update_modal",
]
