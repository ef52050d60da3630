"""Stories that are lived in Slack get a workspace of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.settings import Settings
from tests.support.workspace import Workspace, workspace


@pytest.fixture
def slack(settings: Settings) -> Iterator[Workspace]:
    """Harrow Vale in practice Slack."""
    with workspace(settings) as found:
        yield found
