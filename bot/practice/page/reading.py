"""What each person has read so far: the page's own memory, for the marks in the sidebar."""

from __future__ import annotations

from bot.practice.world import Channel, Message, User, World


class Reading:
    """The last `ts` that somebody has seen in each channel."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._until: dict[tuple[str, str], str] = {}

    def until(self, user: str, channel: str) -> str:
        """The last message that was read; before all of them where nothing was."""
        return self._until.get((user, channel), "0")

    def mark(self, user: str, channel: str, ts: str) -> bool:
        """Everything up to here is read; true where that is news."""
        with self._world.lock:
            if ts <= self.until(user, channel):
                return False
            self._until[user, channel] = ts
            self._world.touch()
            return True

    def unread(self, user: User, channel: Channel) -> int:
        """How many messages of others came since. In a channel, answers in threads do not count."""
        until = self.until(user.id, channel.id)
        return sum(
            message.ts > until
            and message.user != user.id
            and sees(user, message)
            and (channel.is_im or shown_in_channel(message))
            for message in reversed(channel.messages.values())
        )


def sees(user: User, message: Message) -> bool:
    """Is this message for everybody in the channel, or for this person only?"""
    return message.only_for in (None, user.id)


def shown_in_channel(message: Message) -> bool:
    """A message of the channel itself, or an answer that was sent to the channel too."""
    return message.thread_ts in (None, message.ts) or message.reply_broadcast
