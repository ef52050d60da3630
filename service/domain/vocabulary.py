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


class ActorRole(StrEnum):
    """In which role somebody acts in the service."""

    PARTNER = "partner"
    LEARNING_PARTNER = "learning_partner"
    FUNDER = "funder"
    OPERATOR = "operator"


class Channel(StrEnum):
    """By which way something came in."""

    SLACK = "slack"
    WEB = "web"
    API = "api"
    WORKSHOP = "workshop"
    PHONE = "phone"
    IMPORT = "import"
    CLI = "cli"


REPORTED_LATE_AFTER = timedelta(days=14)
"""Invariant I17: backdating further than this needs a reason and shows as reported later."""
