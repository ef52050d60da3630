"""Where a refusal belongs: beside which question it stands, and in which plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from service.domain import errors as e
from service.web import form_words as w
from service.web import rhythm_words as rw
from service.web.form_fields import Data, Field, given, references

EVIDENCE = ("evidence", "cites", "against", "evidence_for", "evidence_against", "reflections")

FIELDS: dict[type[e.DoubleLoopError], tuple[str, ...]] = {
    e.RestsOnNothing: ("rests_on",),
    e.NotTestable: ("we_would_doubt_if",),
    e.NoEvidence: ("evidence",),
    e.OneOptionOnly: ("options",),
    e.NobodyNamed: ("decided_by",),
    e.NobodyAffectedHeard: ("affected_heard",),
    e.ReviewTooFar: ("review_on", "review_again_on"),
    e.NotIndependent: ("confirmed_by",),
    e.AloneInThis: ("cites",),
    e.NotLookedFor: ("looked_for_disconfirming",),
    e.NothingToJoin: ("reflections",),
    e.BothForAndAgainst: ("reflections",),
    e.NoBlockChanged: ("decisions",),
    e.NeedsReason: ("late_because",),
    e.InTheFuture: ("occurred_on",),
    e.UnknownCode: ("behaviours", "building_block", "building_blocks"),
    e.Gone: EVIDENCE,
    e.Held: EVIDENCE,
    e.RevisedMeanwhile: ("statement",),
}
"""Beside which question a refusal stands: the first of these that the form asks."""

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Say who was there", ("present",)),
    ("Choose a day after this one", ("review_on", "review_again_on")),
    ("That is the kind it is already", ("kind",)),
    ("A belief cannot be its own mirror", ("in_use",)),
    ("does not rest on that belief", ("beliefs",)),
    ("There is no reflection", EVIDENCE),
    ("There is no insight", EVIDENCE),
    ("There is no belief", ("in_use", "rests_on")),
    ("has no version", ("rests_on",)),
    ("has not been dropped", ("rests_on",)),
    ("There is no decision", ("decision", "decisions")),
    ("There is no trial", ("prototype",)),
    ("There is no session", ("session",)),
    ("There is no expectation", ("mismatch_with",)),
    ("That round has begun", ("slot",)),
    ("a day that is still to come", ("to", "until")),
    ("is not a time zone", ("zone",)),
)
"""The same for refusals that have no class of their own, by what they say."""


class Refusals(dict[str, str]):
    """What is wrong, by the name of the field; under the empty name what is about the whole."""

    @property
    def whole(self) -> str:
        """What is about the whole form."""
        return self.get("", "")


def missing(fields: Iterable[Field], data: Data, people: dict[str, str]) -> Refusals:
    """The questions that need an answer and got none, all of them at once."""
    return Refusals(
        (field.name, field.needed)
        for field in fields
        if field.needed and given(field, data, people) is None
    )


def invalid(fields: Iterable[Field], error: ValidationError) -> Refusals:
    """What the checks at the edge found, one sentence a question."""
    names = {field.name: field for field in fields}
    found = Refusals()
    for one in error.errors(include_input=False, include_url=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        place = name if name in names else ""
        found.setdefault(place, _sentence(one, names.get(name)))
    return found


def refused(fields: Iterable[Field], data: Data, error: Exception) -> Refusals:
    """What the application refused, beside the question that it is about."""
    names = {field.name: field for field in fields}
    sentence = w.NOT_KNOWN_CODE if isinstance(error, e.UnknownCode) else str(error)
    candidates = [name for name in _candidates(error) if name in names]
    quoting = [name for name in candidates if _quotes(names[name], data, sentence)]
    answered = [name for name in candidates if given(names[name], data, {}) is not None]
    for chosen in (quoting, answered, candidates):
        if chosen:
            return Refusals({chosen[0]: sentence})
    return Refusals({"": sentence})


def _candidates(error: Exception) -> tuple[str, ...]:
    for kind in type(error).__mro__:
        if kind in FIELDS:
            return FIELDS[kind]
    return next((names for start, names in SENTENCES if start in str(error)), ())


def _quotes(field: Field, data: Data, sentence: str) -> bool:
    """True where the sentence names something that was given here."""
    return any(repr(one) in sentence for one in references(field, data))


def _sentence(error: Mapping[str, Any], field: Field | None) -> str:
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing" and field is not None:
        return field.needed or w.NEEDED
    if field is not None and field.input == "day":
        return w.A_DAY
    return next(
        (sentence for start, sentence in _BY_TYPE.items() if kind.startswith(start)),
        w.NOT_UNDERSTOOD,
    )


_BY_TYPE = {
    "missing": w.NEEDED,
    "enum": w.CHOOSE_ONE,
    "bool_": w.CHOOSE_ONE,
    "int_": w.WHOLE_NUMBER,
    "greater_than_equal": w.WHOLE_NUMBER,
    "less_than_equal": w.WHOLE_NUMBER,
    "date_": w.A_DAY,
    "time_": rw.SAY_TIME,
    "too_long": w.TOO_MANY,
    "string_pattern_mismatch": w.CHOOSE_ONE,
}
"""By how the check's own name for what it found begins."""
