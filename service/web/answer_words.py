"""The catalogue's part for who answers from a letter: plain words for people without an account."""

from __future__ import annotations

from service.domain.identifying import Identifier
from service.domain.vocabulary import Audience, PromptPurpose, ReviewResult, Scope

TITLES: dict[PromptPurpose, str] = {
    PromptPurpose.ROUND: "A few words from you",
    PromptPurpose.RHYTHM: "Is this still the right rhythm?",
    PromptPurpose.WELCOME: "May we ask you now and then?",
    PromptPurpose.REVIEW: "What came of it?",
    PromptPurpose.EXPECTATION: "What came of it?",
    PromptPurpose.TOLD_BACK: "What came of your words",
    PromptPurpose.QUOTE: "May we quote you?",
}
EXPECTATION_LEAD = "This was expected:"
BOX, HAPPENED = "What did you notice?", "What happened?"
ONE_LINE = "One line is plenty."
MEANING = "What do you make of it?"
OPTIONAL = "you can leave this out"
WHO_SEES = "Who can see it?"
SCOPES: dict[Scope, str] = {
    Scope.AUTHOR_AND_LP: "Only me and the learning partner",
    Scope.PLACE_TEAM: "People in {place}",
    Scope.PROGRAMME: "People in all our places",
}
LEAVE_OUT = "Please leave out names, and details that a neighbour would know somebody by."
NOT_MONITORED = "Nobody watches this for emergencies. If someone is in danger now, call 999."
NAME_NOT_SHOWN = "Your name is not shown beside it."
CONCERN = "Raise a concern"
SAVE = "Save it"
NOTHING, TOMORROW = "Nothing this time", "Ask me tomorrow"
ASKING = "Change how we ask you, or stop it"
ASKING_DAY, ASKING_BREAK = "Change my day or time", "Pause until a day"

SAVED = "Saved. Thank you."
CHANGED = "Changed. Thank you."
SAVED_CAREFULLY = (
    "Your words may tell who somebody is. So only you and the learning partner can see them. "
    "You can change that below."
)
KEPT = "This is what you said"
CHANGE = "Change it"
REMOVE = "Remove it"
REMOVED = "It is removed. It shows nowhere any more."
NOTHING_KEPT = "Thank you. That is an answer like any other."
PUT_OFF = "We will ask you again on {day}. You can also answer now."
STILL = "If something comes to mind after all, you can write it here."
CLOSED = "That round is over. Your words are welcome all the same."

KEEP_RHYTHM, FEWER, WHEN_I_COME = "Keep it", "Every four weeks", "Only when I come to you"
RHYTHM_LEAD = "You were busy the last times that we asked. That is fine. What suits you?"
WELCOME_THEN = "It is one question, and one line is plenty. We ask nobody who has not said yes."
WELCOME_YES, WELCOME_NO = "Yes, ask me", "Not now"
WELCOMED = "Thank you. We will ask you {often}. You can change that here at any time."
NOT_WELCOMED = "We will not ask you. You can change your mind here at any time."
THANKS = "Thank you. It is saved."

REVIEW_DECIDED, REVIEW_EXPECTED = "This was decided", "We thought this would happen"
REVIEW_ASKED: dict[str, tuple[str, str]] = {
    "expected_vs_actual": (HAPPENED, ONE_LINE),
    "result": ("Would you decide the same again?", ""),
    "beliefs": ("What do we now believe?", "This is what it rested on. Say how it stands now."),
    "affected_heard": (
        "Who did you hear that it affects?",
        "We note one person for each that you tick. If it was nobody, say why below.",
    ),
    "why_nobody_affected": ("If it was nobody, why?", ""),
    "others": ("Who else looked at it with you?", "A role is enough. Write each on its own line."),
    "review_again_on": ("When will you look at it again?", "Within 26 weeks, or leave it open."),
    "as_it_is": ("Save it all the same", ""),
}
REVIEW_RESULTS: dict[str, str] = {
    ReviewResult.KEEP: "Yes, we keep it",
    ReviewResult.ADJUST: "Yes, for another reason or with changes",
    ReviewResult.REVERSE: "No, we take it back",
}
REVIEWED = "Thank you. It is written down."
REVIEW_GONE = "This decision cannot be read here any more. There is nothing that you need to do."
MAY_IDENTIFY = (
    "This may tell who someone is: it holds {found}. "
    "Leave that out, or tick the last box to save it all the same."
)
IDENTIFIERS: dict[str, str] = {
    Identifier.PHONE: "a phone number",
    Identifier.POSTCODE: "a postcode",
    Identifier.NHS_NUMBER: "an NHS number",
    Identifier.DATE_OF_BIRTH: "a date of birth",
    Identifier.EMAIL: "an e-mail address",
}

TOLD_LEAD = "You left some words. This is what came of them."
NOTHING_TO_TELL = "There is nothing here to read any more."

QUOTE_LEAD = "May we quote these words of yours, exactly like this?"
QUOTE_FOR: dict[Audience, str] = {
    Audience.PLACE: "They would be read by the people in {place}.",
    Audience.FUNDER: "They would be read by the funder, and by the people in {place}.",
    Audience.PUBLIC: "Anybody could read them.",
}
CREDIT = "How shall we name you?"
CREDIT_HELP = 'For example your name, your role, or "somebody in the partnership".'
CREDIT_NEEDED = "Say how you want to be named."
QUOTE_YES, QUOTE_NO, QUOTE_BACK = "Yes, quote me", "No, do not quote me", "Take it back"
QUOTE_GIVEN = "You said yes. You can take it back at any time."
QUOTE_DECLINED = "You are not quoted. You can still change your mind."
QUOTE_GONE = "These words are gone, so there is nothing to quote."

ASKING_TITLE = "How we ask you"
ASKING_LEAD = "What you leave open is done as {place} does it."
DAY, TIME, OFTEN, BREAK = "On which day?", "At what time?", "How often?", "Not before which day?"
TIME_HELP = "Like 10:00, between 9:00 and 16:30."
BREAK_PAST = "Choose a day that is still to come."
BREAK_HELP = "If you would like a break. Write it like 14/3/2026."
LEFT_OPEN = "As the place does it"
NOT_ASKED = "You told us not to ask you. Save this only if you would like to be asked again."
ASK_AGAIN = "Ask me again, like this"
STOP = "Write to me no more"
STOPPED = "We do not write to you any more. You can change that here at any time."
ASKING_SAVED = "Saved. We ask you like this from now on."

CONCERN_TITLE = "Raise a concern"
CONCERN_LEAD = (
    "This goes only to the people who look after safety in {place}. Nobody else is shown it."
)
CONCERN_BOX = "What are you worried about?"
CONCERN_CONTACT = "They may come back to me about this"
CONCERN_SEND = "Pass it on"
CONCERN_SENT = "Thank you for telling us. It has been passed on."
BACK = "Back to the question"

BAD_TITLE = "This link does not work"
BAD = "It may not be whole. Please copy it again from the letter, or press the one in it."
OLD_TITLE = "This link is too old"
OLD = "You can answer for some weeks. If we write again, there is a new link in that letter."
WRITE_SOMETHING = "Please write a few words."
PROBLEM = "Something is missing"
