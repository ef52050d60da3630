"""The catalogue's part for the rhythm: what the page says that tells when people are asked."""

from __future__ import annotations

from service.domain.vocabulary import DigestKind, QuestionKind

TITLE = "When we ask"
LEAD = "Every so often we ask people here one question. One line is plenty, and nobody has to."
NO_RHYTHM = "Nobody is asked here yet. This place has not chosen when."
PAUSED = "Nobody is asked at the moment."
PAUSED_UNTIL = "Nobody is asked until {day}."
WHEN_I_COME = "We do not ask here. People come to us when they have something to say."

EVERY: dict[str, str] = {
    "weekly": "Every week",
    "fortnightly": "Every two weeks",
    "four_weekly": "Every four weeks",
    "monthly": "Once a month",
    "when_i_come": "Only when people come to us",
}
NATIONS: dict[str, str] = {
    "england_and_wales": "England and Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}
WEEKDAYS: dict[str, str] = {
    "0": "Monday",
    "1": "Tuesday",
    "2": "Wednesday",
    "3": "Thursday",
    "4": "Friday",
}
WAYS: dict[str, str] = {"slack": "In Slack", "email": "By e-mail"}
TURNS: dict[QuestionKind, str] = {
    QuestionKind.WHAT: "What people noticed",
    QuestionKind.SO_WHAT: "What people make of it",
    QuestionKind.NOW_WHAT: "What could come next",
    QuestionKind.EXPECTED: "What came otherwise than expected",
    QuestionKind.DOUBT: "What made people doubt",
}
TURN_CHOICES = {kind.value: label for kind, label in TURNS.items()}
BY_ITSELF: dict[str, str] = {
    "no": "Somebody here reads it first and says yes",
    "yes": "It goes out by itself",
}
TELLS: dict[str, str] = {
    "yes": "Yes, once we have read it and said yes",
    "no": "No, not from this place",
}
CHOICES: dict[str, dict[str, str]] = {
    "every": EVERY,
    "nations": NATIONS,
    "weekdays": WEEKDAYS,
    "ways": WAYS,
    "turns": TURN_CHOICES,
    "by_itself": BY_ITSELF,
    "tells": TELLS,
    "asked": {"yes": "Yes, ask me", "no": "No, do not ask me"},
    "nothing": {
        "no": "Yes, if somebody would like to quote me, or something came of my words",
        "yes": "No, tell me nothing",
    },
}

NOW_OPEN = "Open now"
SINCE = "Open since {day}"
ASKED_NOBODY = "Nobody has been asked yet."
ASKED_FEW = "A few people have been asked so far."
ASKED = "{count} people have been asked so far."
NOT_COUNTED = "We do not count who answers."
NEXT = "What comes next"
NONE_AHEAD = "No round is planned."
SKIPPED = "left out this time"
MOVED = "moved from {day}"
HOLIDAY = "{day} is a day off"
AT = "{day}, {time}"
DUE = "To look at again"
NOTHING_DUE = "Nothing is due in the next two months."
KIND_DUE = {"review": "A decision", "expectation": "What we expected"}
DIGESTS = "What we tell back"
NO_DIGESTS = "Nothing has been put together yet."
DIGEST: dict[DigestKind, str] = {
    DigestKind.PLACE: "For the people here",
    DigestKind.FUNDER: "For the funder",
}
STATES = {
    "drafted": "waits for somebody here to read it",
    "agreed": "read and agreed here",
    "waits": "not from this place this time",
    "left_out": "left out this time",
    "sent": "sent",
}
QUESTIONS = "Our own questions"
NO_QUESTIONS = "We ask the questions that came with this tool."
HOW_DIGESTS = "How it goes out"
CHANGE = "Change it"
ADD_CALENDAR = "Put it in your calendar"
CALENDAR_LEAD = (
    "Your calendar can show the rounds, the decisions to look at again, and the digest days. "
    "It shows no names and nothing that people said."
)
CALENDAR_MAKE = "Make a link for my calendar"
CALENDAR_YOURS = "Your link"
CALENDAR_NOTE = (
    "Copy it now, because it is shown only once. Whoever has it sees what the calendar shows. "
    "Making a new one ends this one. It works for a year."
)
BUTTONS: tuple[tuple[str, str], ...] = (
    ("rhythm", "Change when we ask"),
    ("rhythm_paused", "Pause"),
    ("round_moved", "Move a round"),
    ("round_skipped", "Leave a round out"),
)
CHOOSE_FIRST = "Choose when people are asked"
RESUME = "Ask again"
ADD_QUESTION, DROP_QUESTION = "Add a question", "Ask one no longer"
HOW_I_AM_ASKED = "How I am asked"

SAY_DAY = "Say the first day."
SAY_TIME = "Write the time like 10:00."
SAY_QUESTION = "Write the question."

CALENDAR_NAME = "{place}: when we ask"
CALENDAR_ROUND = "{place}: a question for everybody"
CALENDAR_PLACE_DIGEST = "{place}: what we learned is put together"
CALENDAR_FUNDER_DIGEST = "{place}: what the funder will read is put together"
CALENDAR_REVIEW = "To look at again: {title}"
CALENDAR_EXPECTED = "What we expected: {title}"
