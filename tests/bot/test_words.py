"""What the bot can say: all of it is there and used, in words that an eleven year old can read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.words import catalogue, say
from tests.support.words import KEPT_OUT
from tests.support.workspace import manifest

LONGEST_SENTENCE = 25
OLDEST_READER = 11.0
"""Years of age at which somebody reads the catalogue as a whole with ease."""
SCHOOL_BEGINS = 5
JARGON = (
    "action_id|aggregate|backend|behaviours?|building blocks?|codebook|codes?|commands?|consent"
    "|database|double-loop|engagement|errors?|events?|expired|frameworks?|invalid"
    "|leverage|metadata|modal|outputs?|prototypes?|server|stakeholders?|synergy|systems? change"
    "|tags?|theory of change|timeout|triangulat\\w*|user|utilis\\w*|workflow"
)
"""Words of method and of machines. Nobody should need them to take part."""
NOT_BRITISH = re.compile(
    r"\b(?:(?!size|prize|seize)[a-z]+iz(?:e[ds]?|ing|ation)s?|[a-z]+yz(?:e[ds]?|ing)"
    r"|(?:behavi|col|fav|hon|lab|neighb|harb|rum)or[a-z]*|centers?|meters?|catalogs?|dialogs?"
    r"|programs?|checks? out|gotten|(?:cancel|travel|model|label)(?:ed|ing|er)|fulfills?|gray"
    r"|enrollments?|skillful|toward|moms?|zip codes?|cell ?phones?|apartments?|vacations?)\b",
    re.IGNORECASE,
)
"""How the same is spelt or called elsewhere."""


@cache
def modules() -> dict[Path, ast.Module]:
    """The bot's own code, without the practice Slack, which says nothing of this."""
    folder = Path(bot.__file__).parent
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
        if "practice" not in path.parts
    }


def nodes() -> Iterator[ast.AST]:
    """Everything in it."""
    for tree in modules().values():
        yield from ast.walk(tree)


def calls_of_say() -> Iterator[ast.Call]:
    """Each place where a sentence is taken from the catalogue."""
    for node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield node


def pattern(text: ast.JoinedStr) -> str | None:
    """What an f-string can come to, as a pattern; None where it is not a key's."""
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+"
        for part in text.values
    ]
    return "".join(parts) if "\\." in "".join(parts) and parts[0] != r"[a-z0-9_.]+" else None


@cache
def mentioned() -> tuple[frozenset[str], frozenset[str]]:
    """The keys that stand in the code as they are, and the patterns of those put together."""
    keys = frozenset(
        node.value
        for node in nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    found = [pattern(node) for node in nodes() if isinstance(node, ast.JoinedStr)]
    return keys, frozenset(one for one in found if one is not None)


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that can be said, by key, with something plain in the place of the facts."""
    for key, text in catalogue().items():
        filled = re.sub(r"\{\w+\}", "Harrow", text)
        for sentence in re.split(r"(?<=[.?:])\s+", filled):
            if words_in(sentence):
                yield key, sentence


def words_in(sentence: str) -> list[str]:
    """Its words; numbers and dots are none."""
    return re.findall(r"[A-Za-z][A-Za-z'\u2019-]*", sentence)


def syllables(word: str) -> int:
    """About how many, by the vowels that are heard."""
    plain = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]{1,2}", plain)))


def reading_age(texts: list[str]) -> float:
    """Flesch-Kincaid's grade, as years of age."""
    words = [word for text in texts for word in words_in(text)]
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(texts) + 11.8 * per_word - 15.59 + SCHOOL_BEGINS


def test_every_key_that_is_said_is_there() -> None:
    missing = []
    for call in calls_of_say():
        (first, *_) = call.args
        if isinstance(first, ast.Constant) and first.value not in catalogue():
            missing.append(str(first.value))
        elif isinstance(first, ast.JoinedStr):
            wanted = pattern(first)
            if wanted is None or not any(re.fullmatch(wanted, key) for key in catalogue()):
                missing.append(ast.unparse(first))
    assert missing == []


def test_every_sentence_is_said_somewhere() -> None:
    keys, patterns = mentioned()
    unused = [
        key
        for key in catalogue()
        if key not in keys and not any(re.fullmatch(one, key) for one in patterns)
    ]
    assert unused == []


def test_every_fact_that_a_sentence_needs_is_given() -> None:
    wrong = []
    for call in calls_of_say():
        first = call.args[0]
        given = {one.arg for one in call.keywords}
        if isinstance(first, ast.Constant) and None not in given:
            text = catalogue()[str(first.value)]
            needed = {name for _, name, _, _ in Formatter().parse(text) if name}
            if needed != given:
                wrong.append((first.value, needed, given))
    assert wrong == []


def test_nobody_is_shouted_at() -> None:
    assert [key for key, text in catalogue().items() if "!" in text] == []


def test_no_sentence_is_long() -> None:
    long = [(key, one) for key, one in sentences() if len(words_in(one)) > LONGEST_SENTENCE]
    assert long == []


def test_an_eleven_year_old_can_read_it() -> None:
    assert reading_age([sentence for _, sentence in sentences()]) <= OLDEST_READER


def test_each_longer_text_can_be_read_too() -> None:
    texts: dict[str, list[str]] = {}
    for key, sentence in sentences():
        texts.setdefault(key.partition(".")[0], []).append(sentence)
    hard = {name: round(reading_age(found), 1) for name, found in texts.items() if len(found) > 9}
    assert {name: age for name, age in hard.items() if age > OLDEST_READER + 1} == {}


def test_it_has_no_words_of_method_or_machines() -> None:
    found = [
        (key, match[0])
        for key, text in catalogue().items()
        for match in re.finditer(rf"\b(?:{JARGON})\b", re.sub(r"\{\w+\}", "", text), re.IGNORECASE)
    ]
    assert found == []


def shown() -> dict[str, str]:
    """All that people read of ours: the catalogue, and what Slack shows of the manifest."""
    found = manifest()
    features = found["features"]
    offered = [*features["shortcuts"], *features["slash_commands"]]
    texts = [text for one in offered for text in (one.get("name", ""), one["description"])]
    texts += list(found["display_information"].values())
    return {**catalogue(), **{f"manifest: {text[:30]}": text for text in texts}}


def test_it_has_no_words_that_are_kept_out() -> None:
    assert {key: text for key, text in shown().items() if KEPT_OUT.search(text)} == {}


def test_it_is_spelt_as_in_britain() -> None:
    found = {key: match[0] for key, text in shown().items() if (match := NOT_BRITISH.search(text))}
    assert found == {}


@pytest.mark.parametrize(
    "text", ["a color", "organize it", "Analyzed", "my neighbor", "the program", "canceled"]
)
def test_other_spellings_are_found(text: str) -> None:
    assert NOT_BRITISH.search(text)


@pytest.mark.parametrize("text", ["the size", "a prize", "a programme", "colour", "recognise it"])
def test_british_spellings_are_left_alone(text: str) -> None:
    assert not NOT_BRITISH.search(text)


@pytest.mark.parametrize(
    "text", ["It is anonymous.", "Hard to reach", "a score", "RAG", "Maturity"]
)
def test_words_that_are_kept_out_are_found(text: str) -> None:
    assert KEPT_OUT.search(text)


@pytest.mark.parametrize("text", ["doubleloop", "Underscore it.", "rag and bone"])
def test_other_words_may_stay(text: str) -> None:
    assert not KEPT_OUT.search(text)


def test_texts_are_tidy() -> None:
    untidy = [
        key
        for key, text in catalogue().items()
        if text != text.strip() or "  " in text or not text or "..." in text or " ," in text
    ]
    assert untidy == []


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [
        ("The cat sat. The dog ran. We go home now.", 2, 7),
        (
            "Interdepartmental collaboration necessitates comprehensive stakeholder engagement "
            "and considerable organisational transformation.",
            18,
            60,
        ),
    ],
)
def test_the_measure_tells_easy_from_hard(text: str, youngest: float, oldest: float) -> None:
    found = [one for one in re.split(r"(?<=\.)\s+", text) if one]
    assert youngest <= reading_age(found) <= oldest


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("nowhere.at_all")
