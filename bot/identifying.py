"""Identifying: words in a modal may tell who somebody is, so who typed them is asked first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.keeping import keepable
from bot.payloads import OpenView
from bot.views.identifying import AS_IT_IS, in_words
from bot.words import say
from service.domain.identifying import Identifier, found_in
from service.web.form_refusals import Refusals
from service.web.form_visit import NotTaken


def ask_about(
    opened: OpenView,
    boxes: Iterable[str],
    now: datetime,
    *,
    known: frozenset[Identifier] = frozenset(),
    sentence: str = "identifying.in_box",
) -> None:
    """NotTaken, beside each box that may tell who somebody is, unless its writer said to go on.

    What is `known` they were asked about before.
    """
    if AS_IT_IS in (opened.values.get("identifying") or ()):
        return
    found = {box: found_in(_typed(opened, box), now.date()) - known for box in boxes}
    asked = {box: say(sentence, found=in_words(kinds)) for box, kinds in found.items() if kinds}
    if asked:
        raise NotTaken(Refusals(asked))


def _typed(opened: OpenView, box: str) -> str:
    return keepable(str(opened.values.get(box) or ""))
