"""Every sentence that letters to people of a place say by themselves, in one place."""

from __future__ import annotations

from service.domain.cadence import Every
from service.domain.vocabulary import Audience, PromptPurpose

HELLO = "Hello."
SHORT = "This takes two or three minutes. Only if it helps."
SINCE = "Since last time: {what}"
ASKS = "Our question this time:"
WRITE = "Write a few words"
ONE_LINE = "One line is plenty. You can also say: nothing this time, or ask me tomorrow."
OR_LATER = "You can answer for some weeks. You need no account."
LEAVE_OUT = "Please leave out names, and details that a neighbour would know somebody by."
NOT_MONITORED = "Nobody watches this for emergencies. If someone is in danger now, call 999."
_ASKED = "You get this because you said that {place} may ask you."
_SAID = "You get this because you left words in {place}."
_TOOK_PART = "You get this because you took part in this in {place}."
WHY: dict[PromptPurpose, str] = {
    PromptPurpose.ROUND: _ASKED,
    PromptPurpose.RHYTHM: _ASKED,
    PromptPurpose.WELCOME: "You get this because somebody in {place} gave us your address.",
    PromptPurpose.REVIEW: _TOOK_PART,
    PromptPurpose.EXPECTATION: _TOOK_PART,
    PromptPurpose.TOLD_BACK: _SAID,
    PromptPurpose.QUOTE: _SAID,
}
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
WELCOME = "Would you like to be asked {often} what you noticed in {place}?"
WELCOME_THEN = (
    "It is one short question, and one line is plenty. We ask nobody who has not said yes. "
    "If you say nothing, we do not ask this again."
)
WELCOME_SAY = "Say yes or no"
OFTEN: dict[Every, str] = {
    Every.WEEKLY: "every {weekday}",
    Every.FORTNIGHTLY: "every second {weekday}",
    Every.FOUR_WEEKLY: "every fourth {weekday}",
    Every.MONTHLY: "once a month",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

REVIEW_SUBJECT = "{place}: what came of a decision?"
REVIEW = "Some time ago this was decided:"
REVIEW_ASKS = "What happened? Would you decide the same again?"
REVIEW_SAY = "Look at it again"

EXPECTATION_SUBJECT = "{place}: what came of what you expected?"
EXPECTATION = "Some time ago this was expected:"
EXPECTATION_ASKS = "What happened?"
EXPECTATION_SAY = "Say what happened"

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

HELD_SUBJECT = "What we hold about you"
HELD = (
    "You asked what we hold about you. It is in the two files of this letter. One is to read, and "
    "one is for programs. They say the same.",
    "Please look after them. Some of it may be private. Whether you raised a concern is not in it, "
    "for others may read your mail.",
    "If it was not you who asked, you need not do anything. Nobody but you was sent this.",
)
