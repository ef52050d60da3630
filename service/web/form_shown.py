"""A form as it is shown: each question with what was typed, what can be chosen, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from service.projections.loop_shapes import BeliefView, OptionView, Proposal
from service.projections.shapes import Entry
from service.web import form_words as w
from service.web.form_choices import NEWEST, Choice, Offers
from service.web.form_fields import Data, Field, references, row_numbers
from service.web.form_questions import questions
from service.web.form_refusals import Refusals

FEW_ENOUGH_FOR_RADIOS = 7
FIELDSETS = frozenset(
    {"choice", "radios", "several", "people", "party", "parties", "options", "picks", "evidence"}
    | {"citations", "standings"}
)
"""Inputs with several controls, which a legend names."""

IN_A_ROW = ("who", "perspective", "text", "for", "against")
Row = dict[str, str]


@dataclass(frozen=True)
class Shown:
    """One question on the page."""

    name: str
    input: str
    label: str
    help: str = ""
    error: str = ""
    needed: bool = True
    value: str = ""
    values: frozenset[str] = frozenset()
    groups: list[tuple[str, list[Choice]]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    given: Row = field(default_factory=dict)
    """What was typed under names that begin with this one."""
    other: str = ""
    note: str = ""
    is_focus: bool = False
    """True where the first new row takes the cursor."""

    @property
    def id(self) -> str:
        """The id of its first control, to which the summary of problems links."""
        return f"f-{self.name}"

    @property
    def in_fieldset(self) -> bool:
        """True where several controls stand under one legend."""
        return self.input in FIELDSETS

    @property
    def described_by(self) -> str:
        """The ids of what else is said about it."""
        said = [(self.help, "help"), (self.error, "error")]
        return " ".join(f"{self.id}-{end}" for words, end in said if words)


@dataclass(frozen=True)
class About:
    """What a record is about, in the words that are known."""

    words: str
    lines: tuple[tuple[str, str], ...] = ()
    options: tuple[OptionView, ...] = ()
    another: str = ""
    """The address at which to choose something else."""


def shown(
    kind: str, fields: Iterable[Field], data: Data, offers: Offers, refusals: Refusals
) -> list[Shown]:
    """Every question of a form, but for what is hidden."""
    return [
        _shown(kind, one, data, offers, refusals.get(one.name, ""))
        for one in fields
        if one.input != "hidden"
    ]


def choosing(name: str, choices: list[Choice], error: str) -> Shown:
    """The question what a record is about."""
    return Shown(name, _pick_input(choices), w.WHICH, error=error, groups=_grouped(choices))


def about_belief(belief: BeliefView, another: str = "") -> About:
    """A belief with what would make people doubt it."""
    because = [(w.BECAUSE, belief.because)] if belief.because else []
    lines = (*because, (w.WOULD_DOUBT, belief.we_would_doubt_if))
    return About(belief.statement, (*lines, (w.KINDS[belief.kind], "")), another=another)


def about_proposal(proposal: Proposal) -> About:
    """A question with the options that were seen."""
    return About(proposal.question, options=tuple(proposal.options))


def about_change(change: Entry, another: str) -> About:
    """Something that is different."""
    lines = ((change.meaning, ""),) if change.meaning else ()
    return About(change.text, lines, another=another)


def about_trial(trial: Entry, another: str) -> About:
    """A trial with what people thought would come of it."""
    purpose = [(w.TRIAL_FOR, trial.meaning)] if trial.meaning else []
    return About(trial.title, ((w.TRIAL_EXPECTED, trial.text), *purpose), another=another)


def _shown(kind: str, one: Field, data: Data, offers: Offers, error: str) -> Shown:
    label, help = questions(kind, one.name)
    plain = Shown(one.name, one.input, label, help, error, bool(one.needed), data.one(one.name))
    match one.input:
        case "choice" | "several":
            return replace(plain, values=_values(one, data), groups=_grouped(_offered(one, offers)))
        case "pick":
            choices = offers.choices(one.offers)
            known = {choice.value for choice in choices}
            kept = [Choice(plain.value, plain.value)] if plain.value not in {"", *known} else []
            return replace(
                plain,
                input=_pick_input(choices),
                values=_values(one, data),
                groups=_grouped([*choices, *kept]),
            )
        case "picks" | "evidence":
            return _picks(plain, one, data, offers.choices(one.offers))
        case "citations":
            return _citations(plain, one, data, offers.choices(one.offers))
        case "standings":
            choices = offers.choices(one.offers)
            return replace(plain, groups=_grouped(choices), given=data.under(f"{one.name}-"))
        case "people":
            return replace(plain, given=data.under(f"{one.name}-"))
        case "party" | "parties" | "options":
            return _rows(plain, one, data)
        case _:
            return plain


def _offered(one: Field, offers: Offers) -> list[Choice]:
    choices = offers.choices(one.offers)
    if one.input == "choice" and not one.needed:
        return [*choices, Choice("", w.NOT_SAID)]
    return choices


def _picks(plain: Shown, one: Field, data: Data, choices: list[Choice]) -> Shown:
    """What was picked stands first in its group; what is not offered is kept as typed."""
    chosen = frozenset(references(one, data))
    known = {choice.value for choice in choices}
    sorted_ = sorted(choices, key=lambda choice: choice.value not in chosen)
    in_order = [c for group in _order(choices) for c in sorted_ if c.group == group]
    said = sum(choice.said for choice in choices)
    return replace(
        plain,
        values=chosen & known,
        groups=_grouped(in_order),
        other="\n".join(dict.fromkeys(v for v in references(one, data) if v not in known)),
        note=w.NEWEST.format(count=NEWEST) if said == NEWEST else "",
    )


def _citations(plain: Shown, one: Field, data: Data, choices: list[Choice]) -> Shown:
    """A belief that was reworded since it was ticked stays ticked, with a word about it."""
    given = data.all(one.name)
    ids = {value.partition("@")[0]: value for value in given}
    marked = [
        replace(choice, note=w.NEW_WORDS) if _is_older(choice, ids) else choice
        for choice in choices
    ]
    chosen = frozenset(c.value for c in choices if c.value.partition("@")[0] in ids)
    return replace(plain, values=chosen, groups=_grouped(marked))


def _is_older(choice: Choice, ids: dict[str, str]) -> bool:
    ticked = ids.get(choice.value.partition("@")[0], "")
    return "@" in ticked and ticked != choice.value


def _rows(plain: Shown, one: Field, data: Data) -> Shown:
    numbers = range(1) if one.input == "party" else row_numbers(one.name, data)
    rows = [dict.fromkeys(IN_A_ROW, "") | data.under(f"{one.name}-{number}-") for number in numbers]
    keeps = data.one(f"{one.name}-keeps")
    return replace(plain, rows=rows, value=keeps, is_focus=data.one("more") == one.name)


def _values(one: Field, data: Data) -> frozenset[str]:
    return frozenset(data.all(one.name)) or frozenset({""})


def _pick_input(choices: list[Choice]) -> str:
    return "radios" if len(choices) <= FEW_ENOUGH_FOR_RADIOS else "select"


def _order(choices: list[Choice]) -> list[str]:
    return list(dict.fromkeys(choice.group for choice in choices))


def _grouped(choices: list[Choice]) -> list[tuple[str, list[Choice]]]:
    return [(group, list(those)) for group, those in groupby(choices, key=lambda one: one.group)]
