"""Words: every sentence that the bot can say comes from one catalogue, `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def say(key: str, **facts: object) -> str:
    """The sentence under this key, as `saved.title`, with the facts put in. KeyError if none."""
    return catalogue()[key].format(**facts)


@cache
def catalogue() -> dict[str, str]:
    """All sentences, by section and name."""
    sections = tomllib.loads((files("bot") / "words.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": sentence
        for section, sentences in sections.items()
        for name, sentence in sentences.items()
    }
