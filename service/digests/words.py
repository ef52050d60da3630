"""Every sentence that digests say by themselves, in one place, ready to be translated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from service.domain.vocabulary import Perspective

# fmt: off
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)
# fmt: on
WHO = {
    Perspective.STATUTORY: "public services",
    Perspective.NON_STATUTORY: "charities and community groups",
    Perspective.CITIZEN_COMMUNITY: "residents",
    Perspective.INTERMEDIARY: "the learning partner",
    Perspective.FUNDER: "the funder",
}
ASK_BACK = "What did you change your mind about this month?"
LEFT_OUT = "We leave out numbers that could point to somebody."
SEVERAL = "Several people"
NO_OTHER_VIEW = "Nobody left a different view this time."
QUIET = "This was a quiet fortnight, so we only say what is still open."
THIN_MONTH = "This was a quiet month. We say what we know and leave the rest out."
TAKEN_BACK = "A quote that stood here was taken back by the person who said it."
FROM_SEVERAL = "from three organisations or more"
"""It holds for every number that may be said, and tells no more than that (ADR 16)."""
NAMES = (
    "No one is named without saying yes. Numbers that could point to somebody are left out. "
    "People without an organisation count as one."
)
STATES = {
    "changed": "This changed",
    "open": "Still open",
    "decided_not": "We decided not to, for now",
}


def day(on: date) -> str:
    """As people say it: 9 April 2026."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def days(first: date, last: date) -> str:
    """Two days and what lies between them."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def month(first: date) -> str:
    """The month that a day is in."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def joined(parts: Sequence[str]) -> str:
    """One, two and three."""
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def title(places: Sequence[str], first: date) -> str:
    """The heading of a funder's digest."""
    return f"{joined(places)}: what we learned in {month(first)}"


def tension(one: str, other: str) -> str:
    """Two things that both matter."""
    return " and ".join(f"“{pole.rstrip('.')}”" for pole in (one, other) if pole)


class _Changed(Protocol):
    @property
    def believed(self) -> str: ...
    @property
    def now_think(self) -> str: ...


def one_paragraph(minds: Sequence[_Changed]) -> str:
    """The month in two sentences, for people to put better."""
    if not minds:
        return THIN_MONTH
    first = minds[0]
    many = "one decision" if len(minds) == 1 else f"{len(minds)} decisions"
    believed, now = first.believed.rstrip("."), first.now_think.rstrip(".")
    return f"We believed: {believed}. We now think: {now}. That changed {many}."


def who(perspectives: Sequence[Perspective]) -> str:
    """From where people speak, most of them first."""
    return joined([WHO[one] for one in perspectives])


def people(number: int | None) -> str:
    """How many people, or that we do not say."""
    return SEVERAL if number is None else f"{number} people"


# ---- headings of a funder's digest, in the order in which they stand (domain language 7)
IN_ONE_PARAGRAPH = "In one paragraph"
CHANGED_MINDS = "What changed our minds"
BELIEVED, SAW, NOW_THINK, DID = "We believed", "What we saw", "We now think", "What we did"
ADJUSTED = "What we adjusted"
UNSURE = "What we are not sure about"
SLIPPED = "Where it slipped or stuck"
WHOSE_VOICES = "Whose voices"
TENSION = "A tension we are holding"
WE_WOULD_LIKE = "What we would like from you"
LAST_MONTH = "Last month you said"
NOT_HERE = "What is not here, and why"
HOW_MADE = "How this was made"
YOUR_ANSWER = "What the funder answered"
HEARD, WILL_DO, ASKS_BACK = "What we heard", "What we will do", "What we ask you"

TITLE = "Title"
TOO_LONG = "This is too long to be read. Please say it in fewer words."
SAY_IT_OR_TAKE_IT_OUT = "Please write a few words here, or take this part out."

# ---- headings of a place's digest
WHAT_PEOPLE_SAW = "What people saw"
DIFFERS = "Not everyone sees it this way"
YOU_SAID = "You said, we learned, this changed"
YOU_SAID_ROW, WE_LEARNED, THIS_CHANGED = "You said", "We learned", "This changed"
STANDS = "Where it stands"
COMES_NEXT = "What comes next"
FROM_US = "From the people who put this together"

NOT_EVERYONE = "Not everyone agrees."
NOTHING_DOUBTED = (
    "Nobody wrote down a doubt or a slip this month. There is usually more than that to say."
)
A_QUOTE_WAITS = "A quote that waits for its speaker may stand here."
WHAT_CAME_OF_IT = "What came of it"
WHAT_HAPPENED = "What happened? We will pass your answer on in your words."
NOT_COUNTED = "We do not say how many people this rests on. It could point to somebody."
NOT_COUNTED_IN_ALL = "We do not say how many people spoke. It could point to somebody."
BARS = (
    "How much was heard from where. The bars have three set lengths, so that nobody can be "
    "counted from them. What was passed on by others is left out."
)
LENGTHS = {3: "The largest group", 2: "A smaller group", 1: "A small group"}
NUMBERS = "In numbers, as far as we may say them"
FROM_WHERE, HOW_MANY, EVERYBODY = "From where", "How many people", "Everybody"
NOT_SAID = "Not said"
REFLECTIONS_STAY = "What single people wrote. It belongs to them."
UNDER_CARE = "Anything that is looked after with care."
NUMBERS_LEFT_OUT = "Numbers that could point to somebody."
WHO_AGREED = "Whoever is quoted said yes to these words for you."
SAW_IT_FIRST = "The people of these places could read all of this before you."
TAKEN_BACK_BELOW = "A quote was taken back after this was sent. Please delete older copies."
READ_IT_HERE = "Read it on its page, or write an answer there"
CORRECTION = "Please remove a quote"
PLEASE_REMOVE = (
    "Somebody took back a quote after you had this digest. Please delete the copies that you "
    "have, and do not use the quote."
)
NEW_COPY = "A new copy without the quote comes with this letter."


def heard_from(perspectives: Sequence[Perspective]) -> str:
    """Who spoke, the largest group first, in words."""
    first, *others = [WHO[one] for one in perspectives]
    if not others:
        return f"Those who spoke come from {first}."
    return f"More people spoke from {first} than from anywhere else. Then come {joined(others)}."


def missing(perspectives: Sequence[Perspective]) -> str:
    """From where nobody was heard."""
    return f"Not heard directly this time: {joined([WHO[one] for one in perspectives])}."


def rests_on(number: int | None, perspectives: Sequence[Perspective]) -> str:
    """What a claim rests on, as far as it may be said."""
    if number is None:
        return NOT_COUNTED
    if not perspectives:
        return f"This rests on what {number} people {FROM_SEVERAL} told us."
    spread = f"{number} people {FROM_SEVERAL}"
    return f"This rests on what {spread} told us. They speak from {who(perspectives)}."


def in_all(number: int | None) -> str:
    """How many people spoke."""
    if number is None:
        return NOT_COUNTED_IN_ALL
    return f"{number} people {FROM_SEVERAL} spoke for themselves."


def did(what: str, on: date) -> str:
    """What was decided, and when."""
    return f"{ended(what)} We decided this on {day(on)}."


def looked_at_again(on: date) -> str:
    """When a decision is looked at again."""
    return f"We will look at it again on {day(on)}."


def told(state: str, until: date | None) -> str:
    """Where something stands, and when it is looked at again."""
    return STATES[state] if until is None else f"{STATES[state]}. {looked_at_again(until)}"


def coming(what: str, on: date) -> str:
    """Something that comes next."""
    return f"{day(on)}: we look again at “{what.rstrip('.')}”."


def not_cleared(number: int) -> str:
    """Quotes that have no yes."""
    if number == 1:
        return "One quote, as its speaker has not said yes to it."
    return f"{number} quotes, as their speakers have not said yes to them."


def waits(place: str) -> str:
    """A place that is not in it; nobody says why."""
    return f"Nothing from {place} this month."


def made(signed_off: date | None) -> str:
    """How a digest came about."""
    first = "The first draft came from the learning log. People in the places put it better."
    agreed = "" if signed_off is None else f" They agreed to it on {day(signed_off)}."
    return f"{first}{agreed} {WHO_AGREED}"


def place_title(place: str, first: date, last: date) -> str:
    """The heading of a place's digest."""
    return f"{place}: what we learned, {days(first, last)}"


def ended(text: str) -> str:
    """The same, ending as a sentence does."""
    return text if not text or text[-1] in ".?!…" else f"{text}."
