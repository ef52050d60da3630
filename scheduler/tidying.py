"""Tidying: what hangs on something erased is erased as well, whoever erased it and however."""

from __future__ import annotations

from service.application.desk import Request
from service.bootstrap import System
from service.erasing import erase_mentions, erase_quotes


def tidy(system: System, request: Request) -> None:
    """Destroy the quotes of words that are gone, and what was left out of them."""
    if erase_quotes(system, request) + erase_mentions(system, request):
        system.runner.catch_up()
