"""Apart: what goes wrong with one thing that is due keeps no other from being done."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from service.database import AWAY

logger = logging.getLogger("doubleloop.scheduler")


@contextmanager
def apart(what: str, about: UUID) -> Iterator[None]:
    """Go on after an error, and try again at the next tick; a database that is away ends it all."""
    try:
        yield
    except AWAY:
        raise
    except Exception as error:  # noqa: BLE001 - of it only its kind: its text could hold words
        logger.error("%s failed for %s: %s", what, about, type(error).__name__)
