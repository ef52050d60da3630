"""The closed sets of words that events may carry in clear (domain language, section by section)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Perspective(StrEnum):
    """From where in the system a person speaks; the last two are partners outside the three."""

    STATUTORY = "statutory"
    NON_STATUTORY = "non_statutory"
    CITIZEN_COMMUNITY = "citizen_community"
    INTERMEDIARY = "intermediary"
    FUNDER = "funder"


SYSTEM_PERSPECTIVES = (
    Perspective.STATUTORY,
    Perspective.NON_STATUTORY,
    Perspective.CITIZEN_COMMUNITY,
)


class SpeakingAs(StrEnum):
    """For whom somebody speaks this time."""

    SELF = "self"
    FOR_ORGANISATION = "for_organisation"
    RELAYING = "relaying"


class Scope(StrEnum):
    """Who may see a reflection, narrowest first; its author chooses and may change it any time."""

    AUTHOR_AND_LP = "author_and_lp"
    PLACE_TEAM = "place_team"
    PROGRAMME = "programme"
    FUNDER_QUOTE = "funder_quote"
    PUBLIC = "public"

    def is_wider_than(self, other: Scope) -> bool:
        """True where this scope lets more people see than the other."""
        order = list(Scope)
        return order.index(self) > order.index(other)


class Stance(StrEnum):
    """What a tagger reads in a reflection about a behaviour or building block."""

    PRESENT = "present"
    ABSENT = "absent"
    GROWING = "growing"
    STRAINED = "strained"
    MIXED = "mixed"


class TagMethod(StrEnum):
    """How a tag came about: always by a person, even where a machine suggested it."""

    SELF = "self"
    PARTNER = "partner"
    SUGGESTED_CONFIRMED = "suggested_confirmed"


class CareCategory(StrEnum):
    """Why a reflection is held: the kind of care it needs, never its content."""

    THIRD_PARTY = "third_party"
    SPECIAL_CATEGORY = "special_category"
    SAFEGUARDING = "safeguarding"
    DISTRESS = "distress"


class MentionCategory(StrEnum):
    """What kind of words were left out of a reflection: never the words themselves."""

    NAME = "name"
    ADDRESS = "address"
    HEALTH = "health"
    FAMILY = "family"
    MONEY = "money"
    OTHER = "other"


class LanguageStage(StrEnum):
    """How openly a place uses the framework's words; it can go back."""

    LOCAL_ONLY = "local_only"
    BRIDGING = "bridging"
    OVERT = "overt"


class RouteIn(StrEnum):
    """Where the work entered the place."""

    WHOLE_SYSTEM_STRATEGIC = "whole_system_strategic"
    PROTOTYPE_LED = "prototype_led"
    MIXED = "mixed"


class Direction(StrEnum):
    """From where in the place the work started."""

    TOP_DOWN = "top_down"
    BOTTOM_UP = "bottom_up"
    FROM_THE_EDGE = "from_the_edge"


class Movement(StrEnum):
    """How a tension has moved; a tension is never resolved by the system."""

    SHIFTED = "shifted"
    EASED = "eased"
    SHARPENED = "sharpened"


class SeedTension(StrEnum):
    """The eight tensions that place-based work was found to hold, by code."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6 = "T6"
    T7 = "T7"
    T8 = "T8"


class Level(StrEnum):
    """Whether a belief governs what people try to do, or is a guess about what works."""

    GOVERNING = "governing"
    STRATEGY = "strategy"


class BeliefKind(StrEnum):
    """What a belief is about; all but the last govern (domain language 2.3)."""

    PURPOSE = "purpose"
    PROBLEM_FRAME = "problem_frame"
    NORM = "norm"
    RULE = "rule"
    SUCCESS_MEASURE = "success_measure"
    ROLE_POWER = "role_power"
    SYSTEM_BOUNDARY = "system_boundary"
    ACTION_HYPOTHESIS = "action_hypothesis"

    @property
    def level(self) -> Level:
        """The level that beliefs of this kind are at."""
        return Level.STRATEGY if self == BeliefKind.ACTION_HYPOTHESIS else Level.GOVERNING


class Basis(StrEnum):
    """Whether people say that they hold a belief, or somebody inferred it from what they do."""

    ESPOUSED = "espoused"
    INFERRED = "inferred"


class DecisionKind(StrEnum):
    """What was decided: to do something, to stop, to hold on purpose, or to ask."""

    ACT = "act"
    STOP = "stop"
    HOLD_ON_PURPOSE = "hold_on_purpose"
    ASK = "ask"


class ClaimedLoop(StrEnum):
    """What people say a decision changed; the log proves it, or does not, without asking them."""

    SINGLE = "single"
    DOUBLE = "double"


class Reception(StrEnum):
    """What became of an insight when others looked at it together."""

    ENDORSED = "endorsed"
    CONTESTED = "contested"
    SET_ASIDE = "set_aside"


class Agreement(StrEnum):
    """Whether somebody independent sees a change as well."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class ReviewResult(StrEnum):
    """What looking again at a decision led to."""

    KEEP = "keep"
    ADJUST = "adjust"
    REVERSE = "reverse"


class Answer(StrEnum):
    """What contributors were told: that something came of their words, or why nothing did."""

    YOU_SAID_WE_DID = "you_said_we_did"
    WE_DID_NOT_BECAUSE = "we_did_not_because"


class SignalKind(StrEnum):
    """What may be a sign that something cannot be talked about; always only a question."""

    NEVER_CHALLENGED = "never_challenged"
    BLOCKED_WITHOUT_DECISION = "blocked_without_decision"
    ONE_OPTION = "one_option"
    WENT_QUIET = "went_quiet"
    ONLY_GOOD_NEWS = "only_good_news"
    SAID_AND_DONE_DIFFER = "said_and_done_differ"


class SignalAnswer(StrEnum):
    """What a learning partner did with the question."""

    RAISED = "raised"
    NOT_NOW = "not_now"


class PlaceRole(StrEnum):
    """What somebody looks after in a place."""

    COORDINATOR = "coordinator"
    LEARNING_PARTNER = "learning_partner"
    SAFEGUARDING_LEAD = "safeguarding_lead"


class QuestionKind(StrEnum):
    """What a round's question asks for; they take turns."""

    WHAT = "what"
    SO_WHAT = "so_what"
    NOW_WHAT = "now_what"
    EXPECTED = "expected"
    DOUBT = "doubt"


class PromptPurpose(StrEnum):
    """What the service says something for, without being asked."""

    WELCOME = "welcome"
    ROUND = "round"
    RHYTHM = "rhythm"
    REVIEW = "review"
    EXPECTATION = "expectation"
    TOLD_BACK = "told_back"
    QUOTE = "quote"


class PromptAnswer(StrEnum):
    """How somebody answered a prompt."""

    WROTE = "wrote"
    NOTHING_THIS_TIME = "nothing_this_time"
    YES = "yes"
    NO = "no"


class Audience(StrEnum):
    """Before whom somebody's exact words may be quoted."""

    PLACE = "place"
    FUNDER = "funder"
    PUBLIC = "public"


class QuoteStanding(StrEnum):
    """Whether words may be quoted."""

    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    ERASED = "erased"


class DigestKind(StrEnum):
    """For whom a digest is."""

    PLACE = "place"
    FUNDER = "funder"


class RemarkKind(StrEnum):
    """What somebody says about a digest."""

    MISSING = "missing"
    NOT_RIGHT = "not_right"


class ActorRole(StrEnum):
    """In which role somebody acts in the service."""

    PARTNER = "partner"
    COORDINATOR = "coordinator"
    LEARNING_PARTNER = "learning_partner"
    FUNDER = "funder"
    OPERATOR = "operator"
    CLOCK = "clock"
    """The service itself, when something is due."""


class Channel(StrEnum):
    """By which way something came in."""

    SLACK = "slack"
    WEB = "web"
    API = "api"
    WORKSHOP = "workshop"
    PHONE = "phone"
    IMPORT = "import"
    EMAIL = "email"
    CLOCK = "clock"
    CLI = "cli"


REPORTED_LATE_AFTER = timedelta(days=14)
"""Invariant I17: backdating further than this needs a reason and shows as reported later."""
