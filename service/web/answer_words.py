"""The catalogue's part for who answers from a letter: plain words for people without an account."""

from __future__ import annotations

from service.domain.vocabulary import Audience, PromptPurpose, Scope

TITLES: dict[PromptPurpose, str] = {
    PromptPurpose.ROUND: "A few words from you",
    PromptPurpose.RHYTHM: "Is this still the right rhythm?",
    PromptPurpose.WELCOME: "May we ask you now and then?",
    PromptPurpose.REVIEW: "What came of it?",
    PromptPurpose.EXPECTATION: "What came of it?",
    PromptPurpose.TOLD_BACK: "What came of your words",
    PromptPurpose.QUOTE: "May we quote you?",
}
REVIEW_LEAD = "This was decided:"
EXPECTATION_LEAD = "This was expected:"
REVIEW_ASKS = "What happened? Would you decide the same again?"
EXPECTATION_ASKS = "What happened?"
BOX = "What did you notice?"
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
NOTHING = "Nothing this time"
ASKING = "Change how we ask you, or stop it"

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
STILL = "If something comes to mind after all, you can write it here."
CLOSED = "That round is over. Your words are welcome all the same."

KEEP_RHYTHM, FEWER, WHEN_I_COME = "Keep it", "Every four weeks", "Only when I come to you"
RHYTHM_LEAD = "You were busy the last times that we asked. That is fine. What suits you?"
WELCOME_LEAD = "Would you like us to ask you one short question every so often?"
YES, NO, NOT_NOW = "Yes", "No", "Not now"
THANKS = "Thank you. It is saved."
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
BREAK_HELP = "If you would like a break. Write it like 14/3/2026."
LEFT_OPEN = "As the place does it"
STOP = "Do not ask me any more"
STOPPED = "We do not ask you any more. You can change that here at any time."
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
