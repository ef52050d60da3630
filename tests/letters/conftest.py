"""What tests of letters share: a mail server that is really there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.post import PostBox, post_box


@pytest.fixture
def box() -> Iterator[PostBox]:
    """A mail server on this machine."""
    with post_box() as found:
        yield found
