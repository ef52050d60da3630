"""The catalogue of all that the pages say: plain British English; `sentences` joins its parts."""

from __future__ import annotations

from service.domain.vocabulary import Movement, Perspective, Scope, Stance, TagMethod
from service.web import loop_kinds

# ---- every page
PRODUCT = "doubleloop"
SKIP = "Skip to the main part"
NAV_LABEL = "Main"
FOOTER_LABEL = "More"
PLACES = "Places"
SIGN_OUT = "Sign out"
HELD = "What you hold about me"
IN_PLACE = "In this place"
PAGES: dict[str, str] = {
    "timeline": "Timeline",
    "insights": "Insights",
    "decisions": "Decisions",
    "beliefs": "Beliefs",
    "mirror": "What we say and do",
    "board": "Trials",
    "digests": "Digests",
    "record": "Write it down",
    "rhythm": "When we ask",
}
PAGES_OF_A_LEARNING_PARTNER: dict[str, str] = {
    "told-back": "Who to tell",
    "questions": "Questions",
}

# ---- who speaks
GROUP_OF: dict[Perspective, str] = {
    Perspective.STATUTORY: "Public services",
    Perspective.NON_STATUTORY: "Voluntary and community groups",
    Perspective.CITIZEN_COMMUNITY: "Residents",
    Perspective.INTERMEDIARY: "Learning partners",
    Perspective.FUNDER: "Funders",
}
ONE_OF: dict[Perspective, str] = {
    Perspective.STATUTORY: "someone from public services",
    Perspective.NON_STATUTORY: "someone from a voluntary or community group",
    Perspective.CITIZEN_COMMUNITY: "a resident",
    Perspective.INTERMEDIARY: "a learning partner",
    Perspective.FUNDER: "someone from the funder",
}
FROM_GROUP = {
    Perspective.CITIZEN_COMMUNITY: "a resident",
    Perspective.INTERMEDIARY: "a learning partner",
    Perspective.FUNDER: "the funder",
}
NOBODY_FROM: dict[Perspective, str] = {
    Perspective.STATUTORY: "So far, nobody from public services has spoken about this.",
    Perspective.NON_STATUTORY: "So far, no voluntary or community group has spoken about this.",
    Perspective.CITIZEN_COMMUNITY: "So far, no resident has spoken about this.",
}
ONLY_FROM: dict[Perspective, str] = {
    Perspective.STATUTORY: "So far, only public services have spoken about this.",
    Perspective.NON_STATUTORY: (
        "So far, only voluntary and community groups have spoken about this."
    ),
    Perspective.CITIZEN_COMMUNITY: "So far, only residents have spoken about this.",
}
ONLY_PASSED_ON: dict[Perspective, str] = {
    Perspective.STATUTORY: "Public services are heard here only through others.",
    Perspective.NON_STATUTORY: (
        "Voluntary and community groups are heard here only through others."
    ),
    Perspective.CITIZEN_COMMUNITY: "Residents are heard here only through workers.",
}
NOBODY_YET = "Nobody has spoken about this yet."
NOBODY_HERE = "Nobody spoke about this in what you chose."
SO_FAR, IN_CHOSEN = "So far, ", "In what you chose, "
UNKNOWN_GROUP = "Not known where they speak from"
SOMEONE = "someone"
PASSED_ON = "Passed on by someone else"

# ---- what kind of thing
KIND: dict[str, str] = {
    "reflection": "Reflection",
    "context": "Going on around us",
    "tension": "Tension",
    "tension_revisited": "Tension, looked at again",
    "prototype_started": "Trial started",
    "plan_do_review": "Plan, do, review",
    "prototype_learning": "Learning from a trial",
    "at_the_margins": "Still at the margins",
    "normalised": "Became normal",
    "prototype_ended": "Trial ended, with learning",
    **loop_kinds.KIND,
}
REFLECTION_PASSED_ON = "Reflection, passed on"
FATE: dict[str, str] = {
    "running": "still running",
    "at_the_margins": "running at the margins",
    "normalised": "became normal",
    "ended": "ended with learning",
}
MOVED: dict[Movement, str] = {
    Movement.SHIFTED: "It has shifted.",
    Movement.EASED: "It has eased.",
    Movement.SHARPENED: "It has sharpened.",
}
STANCE: dict[Stance, str] = {
    Stance.PRESENT: "it is there",
    Stance.ABSENT: "it is missing",
    Stance.GROWING: "it is growing",
    Stance.STRAINED: "it is under strain",
    Stance.MIXED: "some of both",
}
READ_BY: dict[TagMethod, str] = {
    TagMethod.SELF: "the person who said it",
    TagMethod.PARTNER: "a learning partner",
    TagMethod.SUGGESTED_CONFIRMED: "someone who agreed with a suggestion from the tool",
}
WHO_CAN_SEE: dict[Scope, str] = {
    Scope.AUTHOR_AND_LP: "Only the person who said it and the learning partner can see this.",
    Scope.PLACE_TEAM: "The place team can see this.",
    Scope.PROGRAMME: "Everyone in the programme can see this.",
    Scope.FUNDER_QUOTE: "This may be quoted to the funder.",
    Scope.PUBLIC: "Anyone may see this.",
}

# ---- places
PLACES_TITLE = "Places you can see"
PLACES_LEAD = "Open a place to read what people there noticed, and what came of it."
PLACES_EMPTY_TITLE = "There is no place here for you yet"
PLACES_EMPTY = (
    "When someone adds you to a place, it will appear on this page. "
    "If you expected to see one, ask the person who invited you."
)

# ---- signing in and out, and errors
SIGN_IN_TITLE = "Sign in"
SIGN_IN_LEAD = "Press the button to go in. This link works once, so please do not pass it on."
SIGN_IN_BUTTON = "Go in"
SIGN_IN_NOTE = "If it was not you who asked for this link, you can close this page."
SIGNED_OUT_TITLE = "You are signed out"
SIGNED_OUT = "To come back, ask for a new link in the same way as last time."
NOT_SIGNED_IN = "Ask for a link to come in. It works once."
LINK_IS_OVER = "This link has been used, or it is too old. Please ask for a new one."
ERROR_TITLES = {
    401: "Please sign in first",
    403: "You may not open this page",
    404: "We could not find that page",
    410: "This link has been used",
    503: "Not available just now",
}
ERROR_TITLE = "Something went wrong"
ERROR_BACK = "Back to the start"

# ---- timeline: head and choices
CHOICES_LABEL = "Choose what the timeline shows"
FROM, TO, ABOUT, SHOW = "From", "To", "About", "Show"
MONTH_EXAMPLE = "2026-01"
EVERYTHING = "Everything"
ALL_OF = "All of"
WHOSE_WORDS = "Whose words"
WHOSE: dict[str, str] = {
    "services": "Public services",
    "voluntary": "Voluntary and community groups",
    "residents": "Residents",
    "passed-on": "Passed on by someone else",
}
MORE_CHOICES = "More choices"
ROWS = "Rows"
BY: dict[str, str] = {"behaviours": "How people act", "blocks": "What shapes it"}
KNOWN = "As we knew it on"
TRIAL, ANY_TRIAL = "Trial", "Any trial"
START_AGAIN = "Show everything"
A_ROW = "The row you chose"

# ---- timeline: what could not be understood
PROBLEMS_TITLE = "We could not use everything you chose"
BAD_FROM = "We could not read the month after “From”. Write it like 2026-01."
BAD_TO = "We could not read the month after “To”. Write it like 2026-06."
BACK_TO_FRONT = "“From” is later than “To”, so we show all months."
BAD_ABOUT = "We do not know the row you asked for, so we show all of them."
BAD_WHO = "We do not know whose words you asked for, so we show the words of everyone."
BAD_TRIAL = "We do not know the trial you asked for, so we show all of them."
BAD_KNOWN = "We could not read the date after “As we knew it on”. Write it like 2026-06-23."
BAD_BY = "We do not know how to make rows of that, so we show how people act."
BAD_ITEM = "We could not find what you picked. It may have been taken back since."

# ---- timeline: the picture
CHART_TITLE = "The timeline as a picture"
CHART_LABEL = (
    "Timeline chart. It slides sideways on small screens. The same entries are in tables below."
)
KEY_WHO, KEY_WHAT = "Who said it", "What else happened"
KEY_RELAYED = "Broken outline: passed on by someone else"
KEY_LATE = "Small clock: written down later"
SKIP_CHART = "Skip to the tables"
CONTEXT_ROW = KIND["context"]
TRIALS_GROUP, TRIALS_GLOSS = "Trials", "small new ways of working, run to learn from"
TENSION_ROW = "Tensions"
LANES_GROUP = "What people spoke about"
REST_ROW = "Not in a row above"
PLACE_ROW = "About the whole place"
BELOW_THE_LINE = (
    "What people said is on top, and what followed is below. "
    "A belief is a thin line, and a double line once it has changed."
)
MOSTLY_LATE = "Most of this was written down later. Pick a mark to see when."
TODAY = "Today"
IN_WORDS = "In words:"

# ---- timeline: the picked entry
PICKED = "You picked"
MEANING = "What they make of it"
YOURS = "You wrote this."
READINGS = "How people read it"
DIFFER = "Where readings differ"
DIFFER_LEAD = "People do not read this in the same way. All readings are kept."
STANDS_IN = "Stands in the row"
NO_READINGS = "Nobody has said yet which row this belongs to."
PART_OF = "Part of the trial"
TRIAL_FOR = "What it is for"
TRIAL_EXPECTED = "What people thought would happen"
TRIAL_MIGHT_CHANGE = "What it might change"
TRIAL_MISSING = "What is missing around it"
ONLY_TRIAL = "Show only this trial"
CLOSE = "Close"
NEWS_ONE = "New"
NEWS_SEVERAL = "{count} new, the latest"
NEWS_WAITS = "Something new came in."
NEWS_SHOW = "Show it"
GONE = "These words were taken back, so they are no longer kept."
PARTS: dict[str, tuple[str, str]] = {
    "tension": ("On one side", "On the other"),
    "prototype_started": ("What people thought would happen", "What it is for"),
    "plan_do_review": ("What we learned", "What we do next"),
    "at_the_margins": ("What is missing around it", ""),
    "prototype_ended": ("What we keep", "What remains"),
    **loop_kinds.PARTS,
}
AND = "and"
UNNAMED_ROW = "another row"

OPEN_DECISION, OPEN_BELIEF = "Open the decision", "Open the belief"
OPEN_INSIGHTS = "Open the insights"

# ---- timeline: tables, tensions, files
TABLES_TITLE = "The same thing as tables"
TABLES_LEAD = "Every mark on the picture is one line here, oldest first. Open a row to read it."
DATE, WHAT, WHO, WORDS = "Date", "What it is", "Who", "Words"
TENSIONS_TITLE = "Tensions people are holding"
TENSIONS_LEAD = "Nobody has to win these. They are here so that they can be talked about."
FILES_TITLE = "Take it with you"
FILES = {
    "csv": "Download as a spreadsheet (CSV)",
    "png": "Download the picture (PNG)",
    "vl.json": "Download for analysts (Vega-Lite)",
}
WHOLE_TITLE = "Take the whole place with you"
WHOLE_LEAD = "Each file holds all that you may read here, as it is now."
WHOLE_FILES = {
    "qdpx": "For programs that sort words, such as NVivo or MAXQDA (QDPX)",
    "qdc": "Only the list of codes (QDC)",
    "csv.zip": "As spreadsheets (CSV, zipped)",
    "jsonl": "For other programs (JSONL)",
}
"""The files with a whole place, by how their names end."""
COLUMNS = (
    "Date",
    "Until",
    "Written down on",
    "What it is",
    "Role",
    "Speaks from",
    "Passed on from",
    "Title",
    "Words",
    "What they make of it",
    "About",
    "Trial",
    "Movement",
    "What came of it",
    "Version",
    "Entry",
)
EMPTY_TITLE = "Nothing has been written here yet"
NO_MATCH_TITLE = "Nothing fits all of these choices"
NO_MATCH = "Try a longer time, or fewer choices."
