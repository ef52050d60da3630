"""The catalogue's second half: what each form asks, and the help beside each question."""

from __future__ import annotations

from service.web.form_words import COMMON, Questions
from service.web.rhythm_questions import RHYTHM_QUESTIONS
from service.web.trial_questions import TRIAL_QUESTIONS

FORMS: dict[str, Questions] = {
    "session": Questions(
        "We looked at things together",
        "A meeting where people talked about what they had noticed.",
        "The meeting is written down.",
        {
            "framing_question": ("What did you ask yourselves?", "The question you began with."),
            "present": ("Who was there?", ""),
            "missing": ("Who was missing?", "Tick the groups that nobody came from."),
            "who_was_missing": ("Who else should have been there?", "A role is enough."),
            "facilitator": ("Who led the talk?", ""),
            "method": ("How did you go about it?", "For example: in pairs, then all together."),
        },
    ),
    "expectation": Questions(
        "What we expect to happen",
        "Write it down before anyone knows, so that you can learn from what comes.",
        "What you expect is written down.",
        {
            "we_expect": ("What do you expect?", "For example: more people will ring us back."),
            "we_would_know_by": ("How would you know that it came true?", ""),
            "we_would_doubt_if": ("What would make you doubt it?", ""),
            "decision": ("Is it about a decision?", ""),
            "by_when": ("By which day?", ""),
            "stated_by": ("Who expects this?", ""),
        },
    ),
    "insight": Questions(
        "A pattern that we see",
        "Something that several people noticed, each in their own way.",
        "The pattern is written down.",
        {
            "claim": ("What is the pattern?", "Say it in a sentence or two."),
            "cites": ("Whose words show it?", "Choose two or more, from different people."),
            "looked_for_disconfirming": (
                "Did you look for what does not fit?",
                "Both answers are fine. It helps others to know.",
            ),
            "against": ("Whose words do not fit it?", ""),
            "does_not_fit": ("What else does not fit?", ""),
            "single_voice": ("Only one person says this so far", "Tick this if that is so."),
            "proposers": ("Who sees this pattern?", ""),
        },
    ),
    "insight_joined": Questions(
        "Join a reflection to a pattern",
        "Somebody noticed something that belongs to a pattern you see already.",
        "It is joined to the pattern.",
        {
            "reflections": ("Whose words are they?", "They count from now on."),
            "fits": ("How do they stand to the pattern?", "What does not fit matters as much."),
        },
    ),
    "insight_tested": Questions(
        "How others see a pattern",
        "Show it to others and write down what they said.",
        "What others said is written down.",
        {
            "result": ("What did they say?", ""),
            "dissent": ("Who sees it in another way, and how?", "Their view stays on the page."),
        },
    ),
    "assumption": Questions(
        "Something we believe",
        "A belief that guides what people do here, whether or not anyone says it out loud.",
        "The belief is written down.",
        {
            "statement": ("What is believed?", "Say it the way people here would say it."),
            "basis": ("How do you know?", ""),
            "because": ("What makes you think so?", ""),
            "we_would_doubt_if": ("What would make you doubt it?", "What you could see or hear."),
            "kind": ("Which question does this belief answer?", "Choose the nearest one."),
            "level_reason": ("Why that question?", "Others may see it in another way."),
            "held_by": ("Who believes this?", ""),
            "cites": ("Whose words show it?", ""),
            "building_block": ("What is it about?", ""),
            "about_learning": (
                "This is about how we learn together",
                "Tick this if it is about how, with whom or for whom we learn.",
            ),
        },
    ),
    "level_contested": Questions(
        "I see this belief in another way",
        "You think that this belief answers another question than was said.",
        "How you see it is written down.",
        {
            "kind": ("Which question do you think it answers?", ""),
            "reason": ("Why do you think so?", ""),
        },
    ),
    "level_settled": Questions(
        "We agree what this belief is about",
        "People saw it in different ways, and now they agree.",
        "What you agreed is written down.",
        {
            "kind": ("Which question does it answer?", ""),
            "reason": ("How did you come to agree?", ""),
        },
    ),
    "challenge": Questions(
        "Something does not fit a belief",
        "Set what people noticed beside what is believed.",
        "What does not fit is written down.",
        {
            "evidence": ("What does not fit?", "Choose what people noticed, or a pattern."),
            "voices": ("Did others say this when you met?", ""),
            "mismatch_with": ("Did something turn out other than you expected?", ""),
            "reason": ("Why does it not fit?", ""),
        },
    ),
    "examination": Questions(
        "We took a hard look at a belief",
        "You asked what else one could believe. Keeping it is one of the options.",
        "Your look at the belief is written down.",
        {
            "options": (
                "What could one believe?",
                "Write two or more. Mark the one that keeps the belief as it is.",
            ),
            "present": ("Who was there?", ""),
            "absent": ("Who should have been there?", "Write each on a line of its own."),
            "dissent": ("Who saw it in another way, and how?", "Their view stays on the page."),
        },
    ),
    "upheld": Questions(
        "We keep this belief",
        "You looked at what does not fit, and you still believe it.",
        "It is written down that you keep this belief.",
        {"reason": ("Why do you keep it?", "")},
    ),
    "revised": Questions(
        "We put this belief in new words",
        "What you believe has changed. The old words are kept too.",
        "The new words are written down.",
        {
            "statement": ("What do you believe now?", "Change the words until they are right."),
            "reason": ("Why did it change?", ""),
            "we_would_doubt_if": (
                "What would make you doubt it now?",
                "Leave this empty if it is the same as before.",
            ),
        },
    ),
    "dropped": Questions(
        "We no longer believe this",
        "It stays on record that you once did.",
        "It is written down that you no longer believe this.",
        {"reason": ("Why do you no longer believe it?", "")},
    ),
    "left_open": Questions(
        "We are not sure about this belief",
        "Not being sure is worth writing down.",
        "It is written down that you are not sure.",
        {"reason": ("What makes you unsure?", "")},
    ),
    "mirror": Questions(
        "What we say beside what we do",
        "Put what people say next to what people seem to act on.",
        "Both are set side by side.",
        {
            "in_use": ("What do people seem to act on?", ""),
            "evidence_for": ("Whose words show it?", ""),
            "evidence_against": ("Whose words do not fit it?", ""),
            "shared_with": ("Whom did you show this to?", ""),
        },
    ),
    "decision_proposed": Questions(
        "A question that we have to decide",
        "Write it down before you decide, with what could be done.",
        "The question is written down.",
        {
            "question": ("What do you have to decide?", ""),
            "options": ("What could be done?", "Mark the one that leaves things as they are."),
        },
    ),
    "decision": Questions(
        "Something we decided",
        "Say what you chose, and which beliefs it rests on.",
        "The decision is written down.",
        {
            "question": ("What was the question?", ""),
            "options": ("What could have been done?", "Mark what would have left it as it was."),
            "title": ("A short name for it", "Two to four words."),
            "chosen": ("What did you choose?", ""),
            "why": ("Why?", ""),
            "kind": ("What kind of decision is it?", ""),
            "rests_on": ("What does this rest on?", "Tick the beliefs that it needs to be right."),
            "cites": ("Whose words does it answer?", "They will be told what came of it."),
            "decided_by": ("Who decided?", ""),
            "consulted": ("Who was asked?", ""),
            "not_consulted": ("Who was not asked?", "Write each on a line of its own."),
            "expected": ("What do you expect to happen?", ""),
            "review_on": (
                "When will you look at it again?",
                "Within 26 weeks. If you leave it out, it will be in 12 weeks.",
            ),
            "claimed_loop": ("What does it change, as you see it?", ""),
            "building_blocks": ("Does it change what shapes the work?", "Tick what it changes."),
        },
    ),
    "review": Questions(
        "We looked at a decision again",
        "Set what you expected beside what happened.",
        "Your look back is written down.",
        {
            "expected_vs_actual": ("What did you expect, and what happened?", ""),
            "surprises": ("What surprised you?", ""),
            "result": ("What will you do with it?", ""),
            "reviewers": ("Who looked at it again?", ""),
            "affected_heard": ("Which of the people it affects did you hear?", ""),
            "why_nobody_affected": ("If you heard nobody, why?", ""),
            "beliefs": ("How do the beliefs stand now?", ""),
            "review_again_on": ("When will you look at it once more?", "Within 26 weeks."),
        },
    ),
    "told": Questions(
        "We told people what came of their words",
        "Say what you told them, also if nothing came of it yet.",
        "It is written down that people were told.",
        {
            "what": ("What did you tell them?", ""),
            "words": ("In which words?", ""),
            "reflections": ("Whose words were they?", "Leave this empty if it was all of them."),
            "reached": ("How many people did you reach?", "Leave this empty for all of them."),
            "channel": ("How did you tell them?", ""),
        },
    ),
    "change": Questions(
        "Something is different now",
        "A change that somebody who did not decide it can see.",
        "The change is written down.",
        {
            "who_changed": ("Who does something in another way?", "A role is enough."),
            "what": ("What is different?", ""),
            "where": ("Where?", ""),
            "scale": ("How far does it reach?", ""),
            "significance": ("Why does it matter?", ""),
            "contribution": ("What part did you play in it?", ""),
            "cites": ("Whose words show it?", ""),
        },
    ),
    "substantiated": Questions(
        "Does somebody else see this change?",
        "Ask somebody who did not decide it and did not report it.",
        "What they see is written down.",
        {
            "agrees": ("Do they see it too?", ""),
            "confirmed_by": ("Who says so?", "Leave this empty if it is you."),
            "note": ("What do they see?", ""),
        },
    ),
    "ceased": Questions(
        "A change did not last",
        "That happens. It is worth knowing.",
        "It is written down that the change did not last.",
        {"why": ("What happened?", "")},
    ),
    "slip": Questions(
        "Things went back to how they were",
        "Nobody is to blame. Say what people were up against.",
        "What you saw is written down.",
        {
            "what": ("What went back?", ""),
            "pressure": ("What were people up against?", "For example: three people were ill."),
        },
    ),
    "movement": Questions(
        "Something is moving",
        "However small it is.",
        "What you saw is written down.",
        {"what": ("What is moving?", "")},
    ),
    "left_out": Questions(
        "Leave out what tells who somebody is",
        "The words are taken out for good, for everybody. Notes beside them go as well.",
        "The words are left out.",
        {
            "reflection": ("Where do they stand?", ""),
            "words": ("Which words?", "Copy them exactly as they stand there."),
            "category": ("What do they tell?", ""),
            "about": ("Who is it about?", "So that we find it when they ask us one day."),
        },
    ),
    **TRIAL_QUESTIONS,
    **RHYTHM_QUESTIONS,
}


def questions(kind: str, name: str) -> tuple[str, str]:
    """Label and help of a field."""
    return FORMS[kind].asked.get(name) or COMMON[name]


def saved_note(kind: str) -> str:
    """What the page after saving says; nothing for a kind that is not known."""
    return FORMS[kind].saved if kind in FORMS else ""
