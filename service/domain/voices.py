"""Counting voices, not posts: how many people a picture rests on, and from where they speak."""

from __future__ import annotations

from collections.abc import Iterable

PLACES = 2


def effective_number(counts: Iterable[int]) -> float:
    """How many equally loud voices would sound like this: 1 / sum(share squared), to 2 decimals.

    The inverse Simpson index (Laakso and Taagepera, 1979, used it for parties). Posts of
    10, 1 and 1 sound like 1.41 voices; 4, 4 and 4 like 3. Nobody at all is 0.
    """
    present = [count for count in counts if count > 0]
    total = sum(present)
    if total == 0:
        return 0.0
    return round(total * total / sum(count * count for count in present), PLACES)
