"""The catalogue of the pages about decisions; `loop_sentences` joins its parts."""

from __future__ import annotations

from service.domain.proof import Flag, LoopLevel, Missing, What
from service.domain.values import Standing
from service.domain.vocabulary import Perspective

# ---- verdicts: none sounds better than another
VERDICT: dict[LoopLevel, str] = {
    LoopLevel.UNCLASSIFIED: "Not known which belief this rests on.",
    LoopLevel.NO_LOOP: "Held as it was. No belief was looked at.",
    LoopLevel.SINGLE: "Changed what we do.",
    LoopLevel.EXAMINED_UPHELD: "Looked hard at a belief, and kept it.",
    LoopLevel.DOUBLE_INTENDED: "Changed what we believe, in words so far.",
    LoopLevel.DOUBLE_ENACTED: "Changed what we believe, and what we do.",
    LoopLevel.DOUBLE_CLOSED: "Changed what we believe, and what we do.",
}
DECIDED_DIFFERENTLY = "Decided to do something differently."
"""A change in what we do that nobody has seen yet."""
CHANGED_AND_HELD = "Changed what we believe. Held on purpose."
CHANGED_AND_ASKED = "Changed what we believe, and went to ask."
HELD, ASKED = "Held on purpose.", "Went to ask first."
HELD_AFTER_LOOKING = "Held as it was. A belief was looked at, and nothing was settled."
THEN_CHANGED = "The belief changed afterwards."
THEN_SLIPPED = "Changed what we do, then slipped back."
SLIPPED = "It has slipped back since."
LOOKED_AND_TOLD = "Looked at again, and everyone was told."
ALL_TOLD = "Everyone was told."

VERDICTS: dict[str, tuple[LoopLevel, str]] = {
    "belief-and-action-seen-through": (
        LoopLevel.DOUBLE_CLOSED,
        "Belief and action changed, looked at again, everyone told",
    ),
    "belief-and-action": (LoopLevel.DOUBLE_ENACTED, "Belief and action changed"),
    "belief-in-words": (LoopLevel.DOUBLE_INTENDED, "Belief changed, in words so far"),
    "belief-kept": (LoopLevel.EXAMINED_UPHELD, "Belief looked at, and kept"),
    "action": (LoopLevel.SINGLE, "Action changed, or decided on"),
    "held": (LoopLevel.NO_LOOP, "Held, no belief looked at"),
    "not-known": (LoopLevel.UNCLASSIFIED, "Not known which belief it rests on"),
}
"""How the address names a verdict, and how the list of choices does."""
WAITING: dict[str, str] = {
    "due": "Time to look again",
    "lapsed": "The look-back is late",
    "slipped": "Slipped back",
    "open": "Something is still open",
    "closed": "Nothing is waiting",
}

FLAGS: dict[Flag, str] = {
    Flag.RECONSTRUCTED: (
        "The old belief was first written down after the problem had started to show. "
        "That is common, and we say so."
    ),
    Flag.BELIEF_FOLLOWED_ACTION: "Doing it came first, and it changed our minds. That happens.",
    Flag.NARROW_VOICE: (
        "Few people questioned the belief: one person, or people from one side only."
    ),
    Flag.EVIDENCE_LAPSED: (
        "Some of the words it rests on were taken back since. "
        "We do not count that against the decision."
    ),
    Flag.ABOUT_LEARNING: "This one is about how we learn.",
    Flag.ORDER_AS_REPORTED: (
        "Some of it was written down later, so this is the order people told us."
    ),
    Flag.LEVEL_CONTESTED: (
        "People do not agree whether this is a belief or a way of working. That is still open."
    ),
}
MISSING: dict[Missing, str] = {
    Missing.BELIEF: "Nobody wrote down which belief it rests on.",
    Missing.GOVERNING_BELIEF: "It rests on guesses about what works, not on a deeper belief.",
    Missing.CHALLENGE: "Nobody had questioned the belief before this was decided.",
    Missing.EXAMINATION: "Nobody wrote down that other options were weighed first.",
    Missing.REVISION: "The belief was not reworded or dropped before this was decided.",
    Missing.CHANGE_SEEN: "Nobody has said yet that they can see a difference.",
    Missing.CHANGE_SEEN_BY_ANOTHER: (
        "Only people who decided it have seen a difference so far. "
        "Nobody else has said whether they see it."
    ),
    Missing.REVIEW: "It has not been looked at again with the people it affects.",
    Missing.BELIEF_STANDING: "Nobody has said how the belief stands now.",
    Missing.TELLING: "Not everyone whose words were used has been told what came of them.",
}
REWORDED_UNEXAMINED = (
    "The belief was reworded. Nobody wrote down that other options were weighed first."
)
CLAIM_PROMPT = "This is recorded as a change in what we do. Did it also change what we believe?"
CLAIMED_MORE = "Somebody said that it did. The log does not show it."
CLAIMED_LESS = "People call this a change in what we do. The log shows that a belief changed first."
CLAIMED_LESS_TOLD = "People call this a change in what we do, and say a belief changed first."

# ---- steps of an order
STEP: dict[What, str] = {
    What.STATED: "Written down",
    What.CHALLENGED: "Challenged",
    What.EXAMINED: "Examined",
    What.REVISED: "Reworded",
    What.DROPPED: "Dropped",
    What.UPHELD: "Kept",
    What.LEFT_OPEN: "Left open",
    What.DECIDED: "Decided",
    What.CHANGE_SEEN: "Change seen",
    What.CONFIRMED: "Looked at by another",
    What.CEASED: "Did not last",
    What.SLIPPED: "Slipped back",
    What.REVIEWED: "Looked at again",
    What.TOLD: "Told back",
}
STEP_MEANS: dict[What, str] = {
    What.STATED: "Someone put the belief into words.",
    What.CHALLENGED: "Something people noticed did not fit the belief.",
    What.EXAMINED: "People weighed what else they could believe.",
    What.REVISED: "New words were agreed, and the reason was written down.",
    What.DROPPED: "The belief was dropped, and the reason was written down.",
    What.UPHELD: "The belief was kept, and the reason was written down.",
    What.LEFT_OPEN: "People were still not sure of it.",
    What.DECIDED: "The decision was taken.",
    What.CHANGE_SEEN: "Somebody could see a difference.",
    What.CONFIRMED: "Somebody else was asked whether they see it too.",
    What.CEASED: "The difference did not last.",
    What.SLIPPED: "Things went back to how they were.",
    What.REVIEWED: "People went back to the decision.",
    What.TOLD: "People heard what came of their words.",
}
NEXT_SEEN, NEXT_LOOK, NEXT_TELL = "change seen", "looked at again", "told back"
NOT_YET = "Not yet"
SEE_IT, LOOK_AGAIN, TELL_PEOPLE = "See a difference", "Look at it again", "Tell people back"
WITH_AFFECTED = "With people it affects, and someone who did not decide it."
THEY_WAIT = "Some people whose words were used have not heard from us."
ORDER, STILL_TO_COME = "Order", "Still to come"

# ---- ledger
LEDGER_TITLE = "What was decided, and whether a belief changed first"
LEDGER_LEAD = (
    "Changing what we do is worth having. Changing what we believe first is a different thing. "
    "Neither is better. The little drawing shows which came first, as the log has it."
)
DECISIONS = "Decisions"
NEWEST_FIRST = "Decisions, newest first"
CHOICES = "Choose which decisions to show"
VERDICT_FIELD, WAITING_FIELD, ANY = "What changed", "What waits", "Any"
EXAMPLE = (
    "Example. Order: challenged, examined, reworded, decided, change seen, looked at again, "
    "told back."
)
HOW_TO_READ = "How to read it."
HOW_TIME = (
    "Left to right is the order in time. The decision is always in the same place, "
    "so anything to its left came first."
)
HOW_UPPER = "The upper line is what we believe:"
HOW_LOWER = "The lower line is what we do:"
HOW_NEXT = "A dotted circle has not happened yet."
UPPER_MARKS = (
    ("challenged", "challenged"),
    ("examined", "examined"),
    ("revised-2", "reworded"),
    ("kept", "kept"),
    ("dropped", "dropped"),
)
LOWER_MARKS = (
    ("decision", "decided"),
    ("seen", "change seen"),
    ("looked", "looked at again"),
    ("told", "told back"),
    ("slip", "slipped back"),
)
LEDGER_EMPTY_TITLE = "Nothing has been decided here yet"
LEDGER_EMPTY = (
    "The first decision will stand here, with what came before it. "
    "Write down what you decided, and which belief it rests on."
)
NO_MATCH_TITLE = "No decision fits these choices"
NO_MATCH = "Try another choice, or show all of them."
SHOW_ALL = "Show all"
WRITE_DECISION = "Write down a decision"
PROPOSED = "Waiting to be decided"
DECIDE = "Decide it"
NOTHING_WAITS = "Nothing waiting"
NEWER, OLDER = "Newer", "Older"
WAS = "Was"
UNQUESTIONED = "Beliefs nobody has questioned"
UNQUESTIONED_LEAD = "Hard to talk about, or simply true? Only you see this list."
OWED = "Who we owe an answer"
OWED_LEAD = "Their words were used. They have not heard what came of it."
ALL_UNQUESTIONED = "All beliefs nobody has questioned"
ALL_OWED = "Everyone we owe an answer"
WRITE_TO_THEM = "Write to them"
NONE_UNQUESTIONED = "Every belief here has been questioned at least once, or none is written down."
NONE_OWED = "Everyone whose words were used has heard what came of them."

# ---- decision
ORDER_TITLE = "The order it happened in"
ORDER_LEAD = (
    "Each entry keeps the number it got when it was written down. "
    "What was written down later says so."
)
SHOWS: dict[LoopLevel, str] = {
    LoopLevel.UNCLASSIFIED: "The order does not show which belief this decision rests on.",
    LoopLevel.NO_LOOP: "The order shows a decision, and no look at a belief before it.",
    LoopLevel.SINGLE: "The order does not show that a belief changed before the decision was made.",
    LoopLevel.EXAMINED_UPHELD: "The order shows that the belief was weighed and kept before this.",
    **dict.fromkeys(
        (level for level in LoopLevel if level.is_double),
        "The order shows that the belief changed before the decision was made.",
    ),
}
SHOWS_AS_TOLD: dict[LoopLevel, str] = {
    LoopLevel.NO_LOOP: "People told us of a decision, and of no look at a belief before it.",
    LoopLevel.EXAMINED_UPHELD: "People told us that the belief was weighed and kept before this.",
    **dict.fromkeys(
        (level for level in LoopLevel if level.is_double),
        "People told us that the belief changed before the decision was made.",
    ),
}
"""What to say instead where the order is as people told it, and not as the log saw it."""
WORTH_KNOWING = "Worth knowing"
DOWNLOAD_ORDER = "Download these entries and check the order yourself"
WHAT_WE_BELIEVE, WHAT_WE_DO = "What we believe", "What we do"
LOG_ENTRY = "Log entry"
BEFORE_AFTER = "The belief, before and after"
RESTS_ON = "What it rests on"
OPEN_BELIEF = "Open this belief"
WHY_BELIEF = "Why it counts as a belief and not a way of working."
WHY_STRATEGY = "Why it counts as a way of working."
WOULD_DOUBT = "We would doubt these words if:"
REWORDED_SINCE = "It has been reworded since:"
DROPPED_HERE = "This belief was dropped, and the decision rests on that."
QUESTION, CHOSEN, WHY = "The question", "What was chosen", "Why"
EXPECTED = "What people thought would happen"
OPTIONS = "Options they weighed"
BELIEF_OPTIONS = "What they could have believed"
KEEPS = "leaving things as they are"
FOR, AGAINST = "For it", "Against it"
IN_ROOM, DISAGREED, NOT_ASKED = "Who was in the room", "Who disagreed", "Who was not asked"
WHO_LABEL = "Who was and was not part of it"
DECIDED_BY, CONSULTED = "Decided by", "Asked beforehand"
EXAMINED_BY = "Looked at the belief together"
NOBODY_NAMED = "Nobody wrote down who took part."
NO_DISSENT = "Nobody wrote down that anyone disagreed."
NOT_ASKED_UNKNOWN = "Nobody wrote down who was not asked."
WORDS_BEHIND = "The words behind it"
NO_WORDS = "Nobody has linked any words to this decision yet."
DOES_NOT_FIT = "What does not fit"
NO_MISFIT = "Nobody has written down anything that does not fit. That is worth asking about."
SEEN_TITLE = "What people could see was different"
NO_CHANGE = "Nobody has said yet that they can see a difference."
PART_PLAYED = "What part we played:"
SIGNIFICANT, WHERE, HOW_MUCH = "Why it matters:", "Where:", "How much:"
SLIPS_TITLE = "When it slipped back"
SLIPS_LEAD = "Slipping back is common. What pressed on people at the time is part of the learning."
PRESSURE = "What was pressing at the time:"
MOVEMENTS_TITLE = "What is moving"
REVIEWS_TITLE = "When it was looked at again"
SURPRISES = "What surprised us:"
AFFECTED = "People it affects who were heard:"
NOBODY_AFFECTED = "Nobody it affects was heard."
TOLD_TITLE = "What people were told"
STILL_OPEN = "Still open"
NOTHING_OPEN = "Nothing is open. It was looked at again, and everyone was told."
NOTHING_MORE = "Nothing more is asked of this decision."
STANDING: dict[Standing, str] = {
    Standing.HELD_UP: "It held up.",
    Standing.REVISED: "It had to be reworded.",
    Standing.DROPPED: "It had to be dropped.",
    Standing.UNSURE: "People are still not sure of it.",
}
FILED_UNDER = "About:"
TRIAL, TRIAL_LINK = "Part of a trial", "See the trial on the timeline"
KNOWN_LABEL = "See it as it was known on an earlier day"
KNOWN_NOW = "Show it as it is now"

REVIEW_IT = "Look at it again"
TELL_THEM = "Tell people what came of it"
SAY_CHANGE = "Say what you can see is different"
SAY_SLIP = "Say that it slipped back"
SEE_DIFFERENTLY = "Say whether you see it too"
NOT_LASTING = "Say that it did not last"
SAY_MOVEMENT = "Say what is moving"

# ---- people
HEADS: dict[Perspective, tuple[str, str]] = {
    Perspective.STATUTORY: ("1 person from public services", "people from public services"),
    Perspective.NON_STATUTORY: (
        "1 person from a voluntary or community group",
        "people from voluntary and community groups",
    ),
    Perspective.CITIZEN_COMMUNITY: ("1 resident", "residents"),
    Perspective.INTERMEDIARY: ("1 learning partner", "learning partners"),
    Perspective.FUNDER: ("1 person from the funder", "people from the funder"),
}
"""One of them, and what to say after a larger number."""
BAD_CHOICE = "We do not know one of the things you chose, so we left it out."
LATER = "Written down later."
