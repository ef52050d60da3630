"""Every reason for saying no: one tree, where a class's docstring is its plain sentence."""

from __future__ import annotations


class DoubleLoopError(Exception):
    """Something went wrong."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or " ".join((type(self).__doc__ or "").split()))


class Refused(DoubleLoopError):
    """That cannot be done as asked. Check what you sent and try again."""


class NotFound(DoubleLoopError):
    """There is nothing here by that name, or it is not yours to see."""


class NotAllowed(DoubleLoopError):
    """You may not do that here. Ask the person who gave you access."""


class NotSignedIn(DoubleLoopError):
    """Please sign in first."""


class Conflict(DoubleLoopError):
    """Somebody else changed this at the same moment. Look at it again and try once more."""


class AlreadyRecordedDifferently(Conflict):
    """This is already recorded with other words. To change it, amend it."""


class Unavailable(DoubleLoopError):
    """The database did not answer in time. Please try again: trying twice is safe."""


class Misconfigured(DoubleLoopError):
    """The service is not set up correctly."""


class NotTheAuthor(NotAllowed):
    """Only the person who said this may change it, take it back, or let more people see it."""


class Gone(Refused):
    """This was taken back or erased, so nothing more can be added to it."""


class Held(Refused):
    """This is being held with care. It has to be released first."""


class NeedsReason(Refused):
    """This happened more than 14 days ago. Say why it is only being written down now."""


class InTheFuture(Refused):
    """This date is in the future. Write down only what has already happened."""


class UnknownCode(Refused):
    """That code is not in the framework this programme uses."""


class NotConfirmed(Refused):
    """A machine's suggestion is not a tag. Somebody has to confirm it first."""


class Ended(Refused):
    """This trial has ended. Its learning is kept; start a new trial to go on."""
