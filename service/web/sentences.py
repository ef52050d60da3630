"""The catalogue's second half: sentences that depend on what is shown, and on how many."""

from __future__ import annotations

from datetime import date

from service.domain.vocabulary import Perspective, SpeakingAs, Stance
from service.projections.shapes import Entry, Lane, PlaceView, Tag, Trial, Voices
from service.web import loop_kinds, words
from service.web.marks import KIND_SYMBOL, PERSPECTIVE_SYMBOL
from service.web.text import (
    ERASED,
    capital,
    clean,
    day,
    day_there,
    ended,
    listed,
    month,
    shorten,
)

FEW = 3


def empty(place: PlaceView) -> str:
    """What an empty place shows."""
    return (
        f"The first words someone writes about {clean(place.name)} will stand here, on the day "
        "they are about. One sentence about something you noticed this week is enough."
    )


def heading(place: PlaceView) -> str:
    """The title of a timeline."""
    return f"What {clean(place.name)} noticed, and what came of it"


def span(place: PlaceView, first: date, last: date) -> str:
    """Where and when, above the title."""
    name = clean(place.name)
    if (first.year, first.month) == (last.year, last.month):
        return f"{name}, {month(first)}"
    return f"{name}, {month(first)} to {month(last)}"


def symbol_label(key: str) -> str:
    """What the key says beside a mark."""
    if key == "unknown":
        return words.UNKNOWN_GROUP
    if key.startswith("revised"):
        return words.KIND["revised"]
    voices = {symbol: words.GROUP_OF[who] for who, symbol in PERSPECTIVE_SYMBOL.items()}
    kinds = {symbol: words.KIND[kind] for kind, symbol in KIND_SYMBOL.items()}
    return {**voices, **kinds, "late": words.KEY_LATE}[key]


def legend(symbols: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The key to a picture that uses these symbols: two lines, each only with what is there."""
    speaking = [*PERSPECTIVE_SYMBOL.values(), "unknown"]
    relayed = [key for key in symbols if key.endswith("-r")]
    direct = [key for key in speaking if key in symbols or f"{key}-r" in symbols]
    who_said = [(key, symbol_label(key)) for key in direct]
    if relayed:
        who_said.append((relayed[-1], words.KEY_RELAYED))
    rest = [key for key in symbols if key not in speaking and key not in relayed]
    what = [(key, label) for label, key in {symbol_label(key): key for key in rest}.items()]
    return [(t, items) for t, items in ((words.KEY_WHO, who_said), (words.KEY_WHAT, what)) if items]


def page_title(place: PlaceView) -> str:
    """The title in a browser's tab."""
    return f"{clean(place.name)} timeline"


def as_known(when: date) -> str:
    """Said above a picture of the past."""
    return f"This is how things looked on {day(when)}. Words taken back since then stay away."


def voice(entry: Entry) -> str:
    """Who said it, as the end of a sentence: their role, and from where they speak."""
    return capital(_voice(entry))


def signed(entry: Entry) -> str:
    """The same, beginning with their name where they let readers see it."""
    if entry.author_name is None:
        return who(entry)
    return f"{clean(entry.author_name)}, {_voice(entry)}"


def _voice(entry: Entry) -> str:
    own = clean(entry.role or "") or _one_of(entry.perspective)
    if entry.is_relayed:
        return f"{own}, passing on what {_one_of(entry.relayed_perspective)} said"
    if entry.role and entry.perspective:
        group = words.GROUP_OF[entry.perspective].lower()
        if own.casefold() not in group:
            own = f"{own}, {words.FROM_GROUP.get(entry.perspective, group)}"
    if entry.speaking_as == SpeakingAs.FOR_ORGANISATION:
        own += ", for their organisation"
    return own


def who(entry: Entry) -> str:
    """Who said it, or nothing where an entry is not somebody's words."""
    return voice(entry) if entry.kind == "reflection" or entry.role else ""


def kind(entry: Entry) -> str:
    """What an entry is."""
    if entry.kind == "reflection" and entry.is_relayed:
        return words.REFLECTION_PASSED_ON
    return words.KIND[entry.kind]


def outcome(entry: Entry) -> str:
    """What was chosen from a closed set, as a sentence, else nothing."""
    return loop_kinds.OUTCOME.get((entry.kind, entry.outcome or ""), "")


def late(entry: Entry, zone: str) -> str:
    """The note on words that were written down long after, else nothing."""
    if not entry.reported_late:
        return ""
    return f"Written down later, on {day(day_there(entry.recorded_at, zone))}."


def said(entry: Entry) -> str:
    """The words of an entry in one piece, or that they are gone."""
    if entry.kind == "tension" and entry.meaning:
        return " ".join(f"{label}: {text}" for label, text in parts(entry))
    return kept(entry.text)


def parts(entry: Entry) -> list[tuple[str, str]]:
    """The two halves of a longer record, each under what it is."""
    first, second = words.PARTS.get(entry.kind, ("", ""))
    halves = ((first, entry.text), (second, entry.meaning or ""))
    return [(label, ended(kept(text))) for label, text in halves if text]


def kept(text: str) -> str:
    """Some words, or that they are gone."""
    return words.GONE if text == ERASED else clean(text)


def when(entry: Entry) -> str:
    """The day or days of an entry, in full."""
    if entry.until and entry.until != entry.occurred_on:
        return f"{day(entry.occurred_on)} to {day(entry.until)}"
    return day(entry.occurred_on)


def mark_title(entry: Entry, zone: str) -> str:
    """What a mark is called: when, who, the words in short, and whether they came later."""
    by = who(entry) if entry.kind == "reflection" else kind(entry)
    title, text = shorten(entry.title), shorten(said(entry))
    if entry.kind == "reflection" and entry.text != ERASED:
        text = f"“{text}”"
    moved = words.MOVED[entry.movement] if entry.movement else ""
    what = ": ".join(part for part in (title, text) if part)
    head = f"{when(entry)}. {by}" + (":" if what else ".")
    return " ".join(part for part in (head, what, moved, outcome(entry), late(entry, zone)) if part)


def lane_notes(voices: Voices, *, narrowed: bool = False) -> tuple[str, ...]:
    """Which voices a row lacks, in words; only within the choice where it was narrowed."""
    notes = _lacking(voices)
    if not narrowed:
        return notes
    chosen = (note.replace(words.SO_FAR, words.IN_CHOSEN) for note in notes)
    return tuple(words.NOBODY_HERE if note == words.NOBODY_YET else note for note in chosen)


def _lacking(voices: Voices) -> tuple[str, ...]:
    if not voices.missing:
        return ()
    missing = [Perspective(code) for code in voices.missing]
    spoken = [
        p for p in words.NOBODY_FROM if voices.by_perspective.get(p.value) and p not in missing
    ]
    through = [p for p in missing if voices.relayed.get(p.value)]
    if not spoken and not through:
        return (words.NOBODY_YET,)
    if len(spoken) == 1:
        notes = [words.ONLY_FROM[spoken[0]]]
    else:
        notes = [words.NOBODY_FROM[p] for p in missing if p not in through]
    return (*notes, *(words.ONLY_PASSED_ON[p] for p in through))


def fate(trial: Trial) -> str:
    """What became of a trial, under its name."""
    started, became = day(trial.started_on), words.FATE[trial.fate]
    if trial.fate == "normalised":
        on = f" on {day(trial.ended_on)}" if trial.ended_on else ""
        return f"Started on {started}, {became}{on}."
    if trial.ended_on:
        return f"{started} to {day(trial.ended_on)}, {became}."
    return f"Since {started}, {became}."


def in_words(lanes: list[Lane]) -> str:
    """The whole picture in two or three sentences, counting people."""
    heard = [lane for lane in lanes if lane.voices.contributors]
    if not heard:
        return ""
    if len(heard) == 1:
        only = heard[0]
        return (
            f"So far, people spoke only about {_quoted(only)}: {people(only.voices.contributors)}."
        )
    silent = [_quoted(lane) for lane in lanes if not lane.voices.contributors]
    quiet = ""
    if silent:
        about = listed(silent, "or") if len(silent) <= FEW else f"{len(silent)} of the rows"
        quiet = f"Nobody has spoken about {about} yet."
    return " ".join(part for part in (_most(heard), quiet, _residents(lanes)) if part)


def _most(heard: list[Lane]) -> str:
    count = max(lane.voices.contributors for lane in heard)
    most = [_quoted(lane) for lane in heard if lane.voices.contributors == count]
    if len(most) == 1:
        return f"More people spoke about {most[0]} than about anything else: {people(count)}."
    if len(most) <= FEW:
        return f"More people spoke about {listed(most, 'and')} than about anything else."
    return ""


def _quoted(lane: Lane) -> str:
    return f"“{clean(lane.name)}”"


def _residents(lanes: list[Lane]) -> str:
    citizens = Perspective.CITIZEN_COMMUNITY.value
    rows = sum(1 for lane in lanes if lane.voices.by_perspective.get(citizens))
    if not rows:
        return "No resident has spoken for themselves in any row yet."
    if rows == len(lanes):
        return "Residents speak for themselves in every row."
    return f"Residents speak for themselves in {rows} of {len(lanes)} rows."


def people(count: int) -> str:
    """A number of people."""
    return "1 person" if count == 1 else f"{count} people"


def entries(count: int) -> str:
    """A number of lines in a table."""
    return "1 entry" if count == 1 else f"{count} entries"


def rest_note(count: int) -> str:
    """How many entries stand in no row, and why that may be."""
    return f"{entries(count)}. Nobody has placed them yet, or no row fits."


def stacking(days: int) -> str:
    """How marks stand on the picture."""
    span_words = {1: "on the same day", 7: "in the same week", 13: "in the same two weeks"}
    near = span_words.get(days) or f"within about {days} days"
    return f"What people said {near} stands in one column, or side by side where there is much."


def first_words(when_: date) -> str:
    """When a row was first spoken of."""
    return f"First spoken of on {day(when_)}."


def reading(tag: Tag, name: str) -> str:
    """One person's reading of some words."""
    by = clean(tag.tagger_name) if tag.tagger_name else words.READ_BY[tag.method]
    return f"{name}: {words.STANCE[tag.stance]}. Read by {by}, {day(tag.tagged_on)}."


def differing(name: str, stances: list[Stance]) -> str:
    """That people read the same row in different ways."""
    return f"{name}: some say {', others say '.join(words.STANCE[stance] for stance in stances)}."


def disputed(name: str, count: int) -> str:
    """How many people do not agree with a reading."""
    return f"{name}: {people(count)} {'reads' if count == 1 else 'read'} this differently."


def place_line(contributors: int | None, latest_on: date | None) -> str:
    """What is said under a place's name in the list of places."""
    if not contributors:
        return words.EMPTY_TITLE + "."
    latest = f" The newest words are from {day(latest_on)}." if latest_on else ""
    verb = "has" if contributors == 1 else "have"
    return f"{people(contributors)} {verb} spoken.{latest}"


def today_label(when_: date) -> str:
    """The label of the line of today."""
    return f"{words.TODAY}, {when_.day} {month(when_).split()[0]}"


def _one_of(perspective: Perspective | None) -> str:
    return words.ONE_OF[perspective] if perspective else words.SOMEONE
