"""The catalogue's part for the rhythm's forms: what each asks, and the help beside it."""

from __future__ import annotations

from service.web.form_words import Questions

RHYTHM_QUESTIONS: dict[str, Questions] = {
    "rhythm": Questions(
        "When people are asked",
        "Choose what suits this place. You can change it at any time, and nobody is asked twice.",
        "It is saved when people are asked.",
        {
            "every": ("How often?", ""),
            "anchor": ("What is the first day?", "The others follow from it."),
            "at": (
                "At what time?",
                "Like 10:00. We only ask between 9:00 and 16:30. People can choose their own.",
            ),
            "nation": ("Whose bank holidays count?", "On those we wait for the next working day."),
        },
    ),
    "rhythm_paused": Questions(
        "Ask nobody for a while",
        "People can still leave words whenever they like.",
        "Nobody is asked now.",
        {"until": ("Until which day?", "Leave it empty to wait until you say so.")},
    ),
    "rhythm_resumed": Questions(
        "Ask people again",
        "Rounds that would have been in the meantime are left out.",
        "People are asked again.",
    ),
    "round_moved": Questions(
        "Have a round on another day",
        "It stays the same round, so nobody is asked twice.",
        "The round is moved.",
        {"slot": ("Which round?", ""), "to": ("To which day?", "")},
    ),
    "round_skipped": Questions(
        "Leave a round out",
        "The next one comes on its day.",
        "The round is left out.",
        {"slot": ("Which round?", "")},
    ),
    "question_adopted": Questions(
        "Ask something in our own words",
        "It is asked when it is its turn.",
        "Your question is saved.",
        {
            "kind": ("What is it about?", "These take turns."),
            "words": ("What is the question?", "One question, in words that everybody knows."),
        },
    ),
    "question_retired": Questions(
        "Ask a question no longer",
        "What people answered to it stays.",
        "That question is asked no longer.",
        {"question": ("Which question?", "")},
    ),
    "digests_chosen": Questions(
        "How what we learned goes out",
        "After each round we put together what was learned here.",
        "It is saved how it goes out.",
        {
            "posts_by_itself": ("Does somebody read it first?", ""),
            "tells_the_funder": (
                "May the funder read what was learned here?",
                "Once a month, and only what this place agreed to.",
            ),
        },
    ),
    "asking": Questions(
        "How I am asked",
        "What you leave open is done as the place does it.",
        "It is saved how we ask you.",
        {
            "is_asked": ("Would you like to be asked?", "You can change this at any time."),
            "wants_nothing": (
                "If we do not ask you, may we still tell you about your own words?",
                "If you say nothing here, we do.",
            ),
            "way": ("Where should we ask you?", ""),
            "weekday": ("On which day?", ""),
            "at": ("At what time?", "Like 10:00, between 9:00 and 16:30."),
            "zone": ("In which time zone?", "Only if it is not that of the place: Europe/London."),
            "every": ("How often?", ""),
            "paused_until": ("Not before which day?", "If you would like a break."),
        },
    ),
}
