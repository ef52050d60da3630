"""The catalogue of what the pages around digests say; digests themselves have their own words."""

from __future__ import annotations

from service.domain.suppression import Reason
from service.domain.vocabulary import DigestKind, RemarkKind

OPTIONAL = "you can leave this out"
TITLE = "Digests"
LEAD = "What was learned here, told back to the people of the place and to the funder."
FUNDER_LEAD = "What the places learned, written with them and agreed by them before you read it."
EMPTY_TITLE = "There is no digest yet"
EMPTY = "The first one is drafted when a round of questions is over, or a month."
FUNDER_EMPTY = "You will get a letter when the places have agreed to the first one."
KIND = {
    DigestKind.PLACE: "For the people of the place",
    DigestKind.FUNDER: "For the funder",
}
STATE = {
    "draft": "A draft. It has not gone out.",
    "sent": "Sent on {day}.",
    "left_out": "Left out this time.",
}
WHICH, DAYS, WHERE_IT_IS = "Digest", "Days", "Where it is"
DRAFT_NOTE = "This is a draft. It shows what would be sent, as things stand now."
FUNDER_DRAFT_NOTE = "This is what the funder will read, before they do."
PDF = "Save it as PDF"
EDIT = "Put it better or agree to it"
READ_IT = "Read it as it would be sent"

WHO_SAW_IT = "Who saw it first"
DRAFTED = "The first draft was made on {day}."
AGREED = "{places} agreed to it on {day}."
BEFORE_THE_FUNDER = "The people of these places could read it before it went to the funder."
WENT_OUT = "It was sent on {day}."
CORRECTED = "A quote was taken back after that, so it is not here any more."
WHERE_IT_WENT = "Where it has gone"
ON_THE_WEB = "It is on this page, for those who may read it."
LETTERS = {0: "No letters were sent.", 1: "One letter was sent."}
SOME_LETTERS = "{number} letters were sent."
CHANNELS = {0: "It was not told in Slack.", 1: "It was told in one Slack channel."}
SOME_CHANNELS = "It was told in {number} Slack channels."

ANSWER = "Your answer"
ANSWER_LEAD = "The people who put this together read it, and pass it on to the places."
HEARD = "What did you hear?"
WILL_DO = "What will you do?"
ASK_BACK = "What would you like to ask them?"
SEND_ANSWER = "Send your answer"
ANSWERED = "You answered on {day}. You may answer again; your newest answer counts."
SHARE = "The funder has answered"
SHARE_LEAD = "Only you and your colleagues who write digests can see it. Pass it on to the places."
SHARE_IT = "Pass it on"
SHARED = "It was passed on to the places on {day}."

DRAFT_TITLE = "Put it better"
DRAFT_LEAD = "Change what you like. Numbers are set by the log and cannot be changed."
EDIT_AGAIN = "When you save, places that agreed before are asked to agree again."
SAVE = "Save"
TAKE_OUT = "Take this part out"
A_LINE_EACH = "Write each on a line of its own."
PART = "part {number}"
AGREE_TITLE = "Is it ready to go?"
AGREE_LEAD = "It goes out when every place in it has agreed. Read it as it would be sent first."
AGREE = "We agree"
WAIT = "We wait this time"
LEAVE_OUT = "Leave it out this time"
LEAVE_OUT_LEAD = "Then nothing goes out for these days. You can say it in the next one."
AGREED_NOW = "agreed"
WAITS_NOW = "waits this time. Nobody is asked why."
OPEN_NOW = "has not said yet"
NUMBERS_TITLE = "Numbers that will be left out"
NUMBERS_LEAD = "Readers are only told that we leave out numbers that could point to somebody."
ALL_NUMBERS = "Every number in it may be said."
EVERYBODY = "How many people spoke"
WHY = {
    Reason.FEW_PEOPLE: "Too few people spoke about it.",
    Reason.FEW_ORGANISATIONS: "The people come from too few organisations.",
    Reason.SAID_OTHERWISE: "Another number was sent about the same people before.",
    Reason.GIVES_AWAY: "Next to numbers that were sent before, it could point to somebody.",
}
QUOTES_TITLE = "Quotes"
QUOTES_LEAD = "A quote stands here only if its speaker says yes to the exact words."
QUOTE_GIVEN = "Given. It will stand here."
QUOTE_WAITS = "We have asked. It stands here once its speaker says yes."
QUOTE_GONE = "It is not given, so it will not stand here."
ASK_FOR = "Ask for a quote"
WHOSE = "Whose words?"
EXACT = "Which words, exactly?"
EXACT_HELP = "Copy them from what they wrote. They are asked whether you may quote them."
ASK = "Ask them"
NOTHING_TO_QUOTE = "Nobody's own words that you may read stand behind this."

PROBLEM_TITLE = "There is something to put right"
MEANWHILE = (
    "Somebody else changed this while you were writing. Your words are kept below. "
    "Read theirs on the digest's page before you save."
)
SAVED = {
    "edited": "Saved.",
    "agreed": "Thank you. It is noted that you agree.",
    "waits": "It is noted that you wait this time.",
    "back": "You take part again. Read it with what you say in it, and then agree.",
    "left-out": "It is left out this time.",
    "asked": "We will ask them.",
    "answered": "Thank you. Your answer is saved.",
    "shared": "Passed on.",
}


def letters(number: int) -> str:
    """How many letters were sent."""
    return LETTERS.get(number, SOME_LETTERS.format(number=number))


def channels(number: int) -> str:
    """In how many channels it was told."""
    return CHANNELS.get(number, SOME_CHANNELS.format(number=number))


REMARKS = "What people said about it"
REMARK_KINDS = {RemarkKind.MISSING: "This is missing", RemarkKind.NOT_RIGHT: "This is not right"}
