"""Every sentence that letters to people of a place say by themselves, in one place."""

from __future__ import annotations

from service.domain.vocabulary import Audience

HELLO = "Hello."
SHORT = "This takes two or three minutes. Only if it helps."
SINCE = "Since last time: {what}"
ASKS = "Our question this time:"
WRITE = "Write a few words"
ONE_LINE = "One line is plenty. You can also say: nothing this time."
OR_LATER = "You can answer for some weeks. You need no account."
LEAVE_OUT = "Please leave out names, and details that a neighbour would know somebody by."
NOT_MONITORED = "Nobody watches this for emergencies. If someone is in danger now, call 999."
WHY = "You get this because you said that {place} may ask you."
WHY_TOLD = "You get this because you left words in {place}."
CHANGE = "Change how we ask you, or stop it"

ROUND_SUBJECT = "{place}: one question"
REMINDER_SUBJECT = "{place}: there is still time for a line"
REMINDER = "We asked you this some days ago. If you have nothing to say, that is fine."
LAST_REMINDER = "We only remind you once."
AGAIN_SUBJECT = "{place}: you asked us to come back"
AGAIN = "You asked us to come back with this."

RHYTHM_SUBJECT = "{place}: shall we ask you less often?"
RHYTHM = "You were busy the last times that we asked. That is fine. Is this still the right rhythm?"
RHYTHM_SAY = "Tell us what suits you"
RHYTHM_THEN = "If you say nothing, we leave you in peace and do not ask this again."

WELCOME_SUBJECT = "{place}: may we ask you now and then?"
WELCOME = "Would you like us to ask you one short question every so often?"
WELCOME_SAY = "Say yes or no"

REVIEW_SUBJECT = "{place}: what came of a decision?"
REVIEW = "Some time ago this was decided:"
REVIEW_ASKS = "What happened? Would you decide the same again?"

EXPECTATION_SUBJECT = "{place}: what came of what you expected?"
EXPECTATION = "Some time ago this was expected:"
EXPECTATION_ASKS = "What happened?"

TOLD_SUBJECT = "{place}: what came of your words"
TOLD = "You left some words. This is what came of them."
TOLD_SEE = "Read it, and say how we may ask you"

QUOTE_SUBJECT = "{place}: may we quote you?"
QUOTE = "May we quote these words of yours, exactly like this?"
QUOTE_FOR: dict[Audience, str] = {
    Audience.PLACE: "They would be read by the people in {place}.",
    Audience.FUNDER: "They would be read by the funder, and by the people in {place}.",
    Audience.PUBLIC: "Anybody could read them.",
}
QUOTE_SAY = "Say yes or no"
QUOTE_THEN = "You choose how you are named. If you say nothing, we do not quote you."
QUOTED_BY = "What you said"
