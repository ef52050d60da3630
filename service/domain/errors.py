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


class UnknownStarter(Refused):
    """That is not one of the starter beliefs. `doubleloop starters` lists them."""


class NotConfirmed(Refused):
    """A machine's suggestion is not a tag. Somebody has to confirm it first."""


class Ended(Refused):
    """This trial has ended. Its learning is kept; start a new trial to go on."""


class AloneInThis(Refused):
    """An insight rests on what two people said. Cite another, or mark it as a single voice."""


class NothingToJoin(Refused):
    """Choose at least one reflection to join to this insight."""


class BothForAndAgainst(Refused):
    """A reflection cannot fit an insight and not fit it too. Leave it where it stands already."""


class NotLookedFor(Refused):
    """Say whether you looked for what does not fit. Answer yes or no."""


class NotTestable(Refused):
    """Say what would make us doubt this. What nothing could shake cannot be learned from."""


class NotChallenged(Refused):
    """Nobody has challenged this belief yet. Say first what speaks against it, and cite it."""


class NoEvidence(Refused):
    """A challenge needs evidence. Which reflections or insights do not fit this belief?"""


class OneOptionOnly(Refused):
    """Looking at a belief needs two options or more, and keeping it has to be one of them."""


class RestsOnNothing(Refused):
    """A decision needs at least one belief it rests on. What does this rest on?"""


class NobodyNamed(Refused):
    """Say who decided, who was consulted and who was not. If it was nobody, write: nobody."""


class ReviewTooFar(Refused):
    """Look at a decision again within 26 weeks. Choose an earlier day for it."""


class NobodyAffectedHeard(Refused):
    """Hear at least one person whom it affects, or say why that could not be done."""


class NotDecided(Refused):
    """This was only proposed. Take the decision first."""


class NotIndependent(Refused):
    """Somebody who neither decided this nor reported the change has to confirm it."""


class NoBlockChanged(Refused):
    """Name a decision that changed one of these building blocks. Until then it is a trial."""


class BeliefDropped(Refused):
    """This belief was dropped. State a new one, and say what is different."""


class RevisedMeanwhile(Conflict):
    """Somebody reworded this belief while you were writing. Read their words beside yours."""


class NotSignedOff(Refused):
    """Not every place in this digest has signed it off, so it cannot be sent yet."""
