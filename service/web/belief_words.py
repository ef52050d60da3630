"""The catalogue of the pages about beliefs, insights, the mirror, trials and open questions."""

from __future__ import annotations

from service.domain.assumption import Status
from service.domain.vocabulary import SignalKind

# ---- beliefs
BELIEFS_TITLE = "What people here believe"
BELIEFS_LEAD = (
    "These are beliefs that guide what people do. Anyone may question one. "
    "What it said before stays here."
)
BELIEFS = "Beliefs"
BELIEF_CHOICES = "Choose which beliefs to show"
ONLY: dict[str, str] = {
    "changed": "Reworded at least once",
    "dropped": "Dropped",
    "never_challenged": "Nobody has questioned",
}
ONLY_FIELD = "Show"
BELIEFS_EMPTY_TITLE = "No belief has been written down here yet"
BELIEFS_EMPTY = (
    "Think of something that goes without saying here. Put it into one sentence, "
    "and say what would make you doubt it."
)
NO_BELIEF_TITLE = "No belief fits this choice"
WRITE_BELIEF = "Write down a belief"
INSIGHTS_LINK = "Insights: what people see again and again"
STATUS: dict[Status, str] = {
    Status.IN_USE: "People act on it.",
    Status.CHALLENGED: "Somebody has questioned it.",
    Status.EXAMINED: "People have weighed it, and not yet said what they make of it.",
    Status.UPHELD: "People looked hard at it, and kept it.",
    Status.REVISED: "It has been reworded.",
    Status.DROPPED: "It was dropped.",
    Status.LEFT_OPEN: "People looked at it and are still not sure.",
}
CONTESTED = "People do not agree what kind of belief this is."
ABOUT_LEARNING = "It is about how we learn."
STARTER = "It was taken from a ready-made list, and may be reworded."
NEVER_QUESTIONED = "Nobody has questioned it so far."
BECAUSE = "Because:"
HELD_BY = "Who holds it:"
KIND_TITLE = "What kind of belief it is"
VERSIONS = "How the words changed"
ONE_VERSION = "These are the first words, and they have not changed."
HISTORY = "What happened to it, in order"
CITED = "Decisions that rest on it"
NOT_CITED = "No decision rests on it yet."
CHALLENGE_IT = "Say what speaks against it"
EXAMINE_IT = "Weigh what else we could believe"
REWORD_IT, KEEP_IT, DROP_IT = "Put it in new words", "Keep it as it is", "Drop it"
LEAVE_IT = "Say that we are still not sure"
OTHER_KIND = "Say it is another kind of belief"
AGREE_KIND = "Agree what kind of belief it is"
HOLD_MIRROR = "Set it beside what we seem to act on"
DISSENT = "Who disagreed:"
ABSENT = "Who was missing:"
PRESENT = "Who was there:"
READ_ON_TIMELINE = "Read it on the timeline"
FIRST_WORDS, NEW_WORDS = "First words", "New words"

# ---- insights
INSIGHTS_TITLE = "What people see again and again"
INSIGHTS_LEAD = "A pattern that named people see in what was noticed, with what does not fit it."
INSIGHTS_EMPTY_TITLE = "Nobody has written down an insight yet"
INSIGHTS_EMPTY = (
    "When several people say the same thing in their own words, write it down here. "
    "Say what does not fit as well."
)
WRITE_INSIGHT = "Write down an insight"
WRITE_SESSION = "Write down a session"
WRITE_EXPECTATION = "Write down what you expect"
NOT_TESTED = "Nobody else has looked at it yet."
NOT_LOOKED_FOR = "Nobody has looked for what does not fit."
NOTHING_FOUND = "People looked for what does not fit, and found nothing."
ONE_VOICE = "One voice says this so far."
TEST_IT = "Say how others see it"
JOIN_IT = "Join a reflection"
SEEN_BY = "Seen by:"

# ---- mirror
MIRROR_TITLE = "What we say, and what we seem to act on"
MIRROR_LEAD = (
    "Most of us say one thing and act on another at times. "
    "This page sets the two side by side so that they can be talked about."
)
SAID_TITLE, DONE_TITLE = "What we say", "What we seem to act on"
NOTHING_SAID = "Nobody has written down what we say about this."
NOTHING_DONE = "Nobody has written down what we seem to act on."
MIRROR_EMPTY_TITLE = "There is nothing to set side by side yet"
MIRROR_EMPTY = (
    "Write down one thing that people here say they believe. "
    "Then write down what they seem to act on, as kindly as you can."
)
SPEAKS_FOR, SPEAKS_AGAINST = "What speaks for it", "What speaks against it"
SPOKE_BEFORE = "What spoke against its earlier words"
NOT_HELD_UP = "Nobody has looked at these two together yet."
MIRROR_IT = "Look at the two together"

# ---- board
BOARD_TITLE = "What each trial taught us about what shapes the work"
BOARD_LEAD = (
    "A trial is a small new way of working, run to learn from. "
    "Read down to see what one trial taught. There are no totals, and no trial is ahead."
)
BOARD_EMPTY_TITLE = "There is no trial here yet"
BOARD_EMPTY = "When a trial starts, what it teaches will stand here."
BLOCK = "What shapes the work"
WAS_EXPECTED = "People thought it might change this."
IS_CHANGED = "This has changed."
BY_DECISION = "Open the decision"
AROUND = "What is missing around it"
NOTHING_THERE = "Nothing yet"
LOCAL_BOARD = (
    "This place uses its own words. The learning partner can show this page in more detail."
)

START_TRIAL = "Start a trial"
ABOUT_TRIALS: dict[str, str] = {
    "plan_do_review": "Look at a trial: plan, do, review",
    "prototype_learning": "Say what a trial taught us",
    "at_the_margins": "Say what is missing around a trial",
    "normalised": "Say that a trial is how things are done now",
    "prototype_ended": "Say that a trial has ended",
}
"""What can be written down about a trial, by its form."""

# ---- who to tell
TELL_TITLE = "Who we owe an answer"
TELL_LEAD = (
    "Their words were used in a decision. They have not heard what came of it. "
    "Only you can see this page."
)
TELL_EMPTY_TITLE = "Nobody is waiting for an answer"
TELL_EMPTY = "When words feed a decision, the people who said them will stand here until told."
TELL_MORE = (
    "These are the newest decisions, and not all of them. "
    "Once people have been told, the next ones stand here."
)
THROUGH = "Their words were passed on. The person to tell is the one who passed them on."
PERSON, FROM_WHERE, FIRST_USED = "Who", "Speaks from", "Words first used"
WITHOUT_NAME = "Somebody whose name is not kept"

# ---- questions
QUESTIONS_TITLE = "Questions for you"
QUESTIONS_LEAD = (
    "Each of these may mean something, or nothing. They are questions and not findings. "
    "Only you can see them, and none is about a person."
)
QUESTIONS_EMPTY_TITLE = "There are no questions just now"
QUESTIONS_EMPTY = "When the log shows something worth asking about, it will stand here."
RAISE, NOT_NOW = "Raise it", "Not now"
ASK: dict[SignalKind, str] = {
    SignalKind.NEVER_CHALLENGED: "Hard to talk about, or simply true?",
    SignalKind.BLOCKED_WITHOUT_DECISION: "What keeps this from being decided?",
    SignalKind.ONE_OPTION: "Was there really only one way?",
    SignalKind.WENT_QUIET: "How are they? A call may be kinder than a message.",
    SignalKind.ONLY_GOOD_NEWS: "What would people say if nobody outside were reading?",
    SignalKind.SAID_AND_DONE_DIFFER: "What would happen if these two were laid side by side?",
}
OPEN_IT = {
    "beliefs": "Open the belief",
    "decisions": "Open the decision",
    "timeline": "Open the timeline",
    "mirror": "See the two side by side",
}
