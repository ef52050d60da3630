"""The catalogue of the forms: what their pages say, in plain words; `form_questions` asks."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.domain.values import Standing
from service.domain.vocabulary import (
    Agreement,
    Answer,
    Basis,
    BeliefKind,
    Channel,
    ClaimedLoop,
    DecisionKind,
    MentionCategory,
    Perspective,
    Reception,
    ReviewResult,
)

Asked = dict[str, tuple[str, str]]
"""Label and help, by the name of the field."""


@dataclass(frozen=True)
class Questions:
    """What one form says."""

    title: str
    lead: str
    saved: str
    """Said on the page that follows."""
    asked: Asked = field(default_factory=dict)


# ---- the page that lists what can be recorded
RECORD_TITLE = "What would you like to write down?"
RECORD_LEAD = "Start anywhere. The list goes from noticing to looking back."
RECORD_CRUMB = "Write something down"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Looking at it together",
        ("session", "insight", "insight_joined", "insight_tested", "expectation"),
    ),
    ("What we believe", ("assumption", "mirror", "level_contested", "level_settled")),
    ("When a belief does not fit", ("challenge", "examination")),
    ("What became of a belief", ("upheld", "revised", "dropped", "left_open")),
    ("Deciding", ("decision_proposed", "decision")),
    (
        "Trying something out",
        (
            "prototype",
            "plan_do_review",
            "prototype_learning",
            "at_the_margins",
            "normalised",
            "prototype_ended",
        ),
    ),
    ("What came of it", ("change", "substantiated", "ceased", "slip", "movement")),
    ("Looking back", ("review", "told")),
    ("Looking after people", ("left_out",)),
    (
        "When people are asked",
        (
            "asking",
            "rhythm",
            "rhythm_paused",
            "rhythm_resumed",
            "round_moved",
            "round_skipped",
            "question_adopted",
            "question_retired",
            "digests_chosen",
        ),
    ),
)

# ---- every form
OPTIONAL = "you can leave this out"
SAVE = "Save it"
GO_ON = "Go on"
MORE = "Add three more rows"
CANCEL = "Back to the list"
ANOTHER = "Choose another"
WHICH = "Which one is it about?"
NOTHING_TO_CHOOSE = "There is nothing here yet that this could be about."
PICK_NONE = "None"
PICK_ONE = "Please choose"
NOTHING_OFFERED = "There is nothing to choose from yet."
BELIEF_FIRST = "Write down a belief first (this opens in another tab)"
NEWEST = "You see the newest {count} that you may read."
OTHERS = "Others, by the name or number they have here"
OTHERS_HELP = "Put commas between them, or write each on a line of its own."
WHEN = "When it happened"
ROW, OPTION_ROW = "Row {number}", "Option {number}"
WHO, FROM_WHERE = "Name or role", "Speaks from"
NOT_SAID = "Not said"
WHO_HELP = "Write “me” for yourself."
OPTION, SPEAKS_FOR, SPEAKS_AGAINST = "What could be", "What speaks for it", "What speaks against it"
KEEPS = "This one leaves it as it is"
KEEPS_NONE = "None of these leaves it as it is"
PEOPLE = "Say how many people there were from each. Leave empty what nobody counted."
YES, NO = "Yes", "No"
READ_FIRST = "What this is about"
WOULD_DOUBT = "We would doubt it if"
BECAUSE = "Because"
OPTIONS_SEEN = "What could be done"
TRIAL_EXPECTED, TRIAL_FOR = "What people thought would happen", "What it is for"
REWORDED_TITLE = "Somebody put this in other words while you were writing"
REWORDED = (
    "Their words are below. What you wrote is still here. "
    "If you send it again, yours become the newest words, and theirs are kept too."
)
REWORDED_REASON = "They gave this reason"

# ---- questions that wait, and starters
WAITING_TITLE = "Is it one of these questions that are waiting?"
STARTERS_TITLE = "Or begin with a belief that many places know"
STARTERS_LEAD = "Choose one and put it in your own words. You can change all of it."
STARTER_SIDES = {
    Basis.INFERRED: "What people often seem to act on",
    Basis.ESPOUSED: "What people often say",
}
STARTER_USED = "This began as a belief that many places know. Change it until it is yours."

# ---- when something is not right yet
PROBLEM_TITLE = "This is not saved yet"
PROBLEM_LEAD = "Nothing you wrote is lost. Please look at this:"
TITLE_PREFIX = "Not saved yet: "
NEEDED = "Please fill this in."
CHOOSE_ONE = "Please choose one of these."
CHOOSE_SOME = "Please tick at least one of these."
WHOLE_NUMBER = "Write a whole number, like 3. It can be 0 or more."
A_DAY = "Write the day like 14/3/2026."
TOO_MANY = "These are too many. Please keep the ones that matter most."
NOT_UNDERSTOOD = "We could not use this. Please write it in another way."
NOT_KNOWN_CODE = "Please choose from the list. What was chosen is not in it."
FORGED = (
    "This page was opened by somebody else, or it was sent from another site. "
    "Please open the form again. What was typed stands below, so that you can copy it."
)
KEPT_TITLE = "This is not saved yet, and your words are still here"
KEPT_SIGN_IN = (
    "You have been signed out since you opened the page. Sign in again in another tab, "
    "keep this one open, and then press the button."
)
KEPT_AGAIN = "Send it again"
KEPT_HEADING = "What you wrote"

# ---- groups and closed choices
PERSPECTIVES: dict[str, str] = {
    Perspective.STATUTORY: "Public services",
    Perspective.NON_STATUTORY: "Voluntary and community groups",
    Perspective.CITIZEN_COMMUNITY: "Residents",
    Perspective.INTERMEDIARY: "Learning partner",
    Perspective.FUNDER: "Funder",
}
KINDS: dict[str, str] = {
    BeliefKind.PURPOSE: "What are we for?",
    BeliefKind.PROBLEM_FRAME: "What kind of problem is this?",
    BeliefKind.NORM: "What counts as proper here?",
    BeliefKind.RULE: "Which rule is treated as fixed?",
    BeliefKind.SUCCESS_MEASURE: "What counts as going well?",
    BeliefKind.ROLE_POWER: "Who decides?",
    BeliefKind.SYSTEM_BOUNDARY: "Who is part of the answer?",
    BeliefKind.ACTION_HYPOTHESIS: "A guess about what works",
}
BASES: dict[str, str] = {
    Basis.ESPOUSED: "People say this",
    Basis.INFERRED: "It shows in what we do",
}
RECEPTIONS: dict[str, str] = {
    Reception.ENDORSED: "They see it too",
    Reception.CONTESTED: "Some see it in another way",
    Reception.SET_ASIDE: "We put it aside for now",
}
DECISION_KINDS: dict[str, str] = {
    DecisionKind.ACT: "To do something",
    DecisionKind.STOP: "To stop something",
    DecisionKind.HOLD_ON_PURPOSE: "To wait, on purpose",
    DecisionKind.ASK: "To ask others first",
}
CLAIMED: dict[str, str] = {
    ClaimedLoop.SINGLE: "It changes what we do",
    ClaimedLoop.DOUBLE: "It changes what we believe, and what we do",
}
REVIEW_RESULTS: dict[str, str] = {
    ReviewResult.KEEP: "Keep it as it is",
    ReviewResult.ADJUST: "Keep it and change some of it",
    ReviewResult.REVERSE: "Take it back",
}
STANDINGS: dict[str, str] = {
    Standing.HELD_UP: "It held up",
    Standing.REVISED: "It has new words",
    Standing.DROPPED: "We no longer believe it",
    Standing.UNSURE: "We are still not sure",
}
STANDING_NOT_SAID = "Not talked about"
ANSWERS: dict[str, str] = {
    Answer.YOU_SAID_WE_DID: "You said this, and we did that",
    Answer.WE_DID_NOT_BECAUSE: "We did not do it, and this is why",
}
CHANNELS: dict[str, str] = {
    Channel.WORKSHOP: "When we met",
    Channel.PHONE: "On the phone",
    Channel.SLACK: "In Slack",
    Channel.WEB: "Somewhere else",
}
AGREEMENTS: dict[str, str] = {
    Agreement.YES: "Yes",
    Agreement.PARTLY: "In part",
    Agreement.NO: "No",
}
LOOKED: dict[str, str] = {"yes": YES, "no": NO}
FITTING: dict[str, str] = {"yes": "They show it too", "no": "They do not fit it"}
MENTION_CATEGORIES: dict[str, str] = {
    MentionCategory.NAME: "A name",
    MentionCategory.ADDRESS: "Where somebody lives",
    MentionCategory.HEALTH: "Their health",
    MentionCategory.FAMILY: "Their family",
    MentionCategory.MONEY: "Their money",
    MentionCategory.OTHER: "Something else",
}
CHOICES: dict[str, dict[str, str]] = {
    "perspectives": PERSPECTIVES,
    "kinds": KINDS,
    "bases": BASES,
    "receptions": RECEPTIONS,
    "decision_kinds": DECISION_KINDS,
    "claimed": CLAIMED,
    "review_results": REVIEW_RESULTS,
    "standings": STANDINGS,
    "answers": ANSWERS,
    "channels": CHANNELS,
    "agreements": AGREEMENTS,
    "looked": LOOKED,
    "fitting": FITTING,
    "mention_categories": MENTION_CATEGORIES,
}
"""The closed choices, by the name under which fields ask for them."""

NEW_WORDS = "This has new words since you ticked it. Please read them."
NO_LONGER_BELIEVED = "No longer believed"
INSIGHTS, REFLECTIONS = "Patterns that people see", "What people noticed, newest first"
WITHOUT_WORDS = "(no words)"

# ---- what is missing, field by field
SAY_BELIEF = "Say in a sentence what is believed."
SAY_KIND = "Choose the question that this belief answers."
SAY_LEVEL = "Say why you chose that question."
SAY_BASIS = "Say whether people say this, or whether it shows in what we do."
SAY_REASON = "Please say why. A short sentence is enough."
SAY_DECIDED = "Say who decided. If it was nobody, write: nobody."
SAY_CONSULTED = "Say who was asked. If it was nobody, write: nobody."
SAY_NOT_CONSULTED = "Say who was not asked. If it was nobody, write: nobody."
SAY_CHOSEN = "Say what was chosen."
SAY_PRESENT = "Say who was there: how many people from which group."
SAY_REVIEWERS = "Say who looked at it again."
SAY_MIRROR = "Choose what people seem to act on."
SAY_WHO_CHANGED = "Say who does something in another way now."
SAY_WHAT = "Please say what you saw."
SAY_CONDITIONS = "Say what is missing around this trial."

# ---- questions that several forms ask
COMMON: Asked = {
    "occurred_on": ("Which day was it?", "If you are not sure, give the day that comes nearest."),
    "late_because": (
        "Why are you only writing it down now?",
        "We ask this if it was more than 14 days ago.",
    ),
    "behaviours": ("Which of these is it about?", "Tick as many as you need."),
    "building_blocks": ("What shapes it?", "Tick as many as you need."),
    "session": ("Did this come up at a meeting?", ""),
    "decision": ("Did it come of a decision?", ""),
    "prototype": ("Is it about a trial?", ""),
    "seen_by": ("Who saw it?", "Leave this empty if it was you."),
}
