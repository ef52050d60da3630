"""Serving sends letters beside the pages where a mail server is set, and says so where none is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from pydantic import SecretStr

from service.bootstrap import System, open_system
from service.cli.serving import letters_going
from service.domain.errors import Misconfigured
from service.settings import Settings
from tests.support.asking import NOW
from tests.support.post import PostBox, post_box


def clock() -> datetime:
    """A time that stands."""
    return NOW


@pytest.fixture
def box() -> Iterator[PostBox]:
    """A mail server on this machine."""
    with post_box() as found:
        yield found


def threads() -> set[str]:
    """What runs beside."""
    return {thread.name for thread in threading.enumerate()}


def settings_with(settings: Settings, **more: object) -> Settings:
    """The same settings and more."""
    return settings.model_copy(update=more)


def test_a_post_office_runs_beside_the_pages(settings: Settings, box: PostBox) -> None:
    url, sender = SecretStr(box.url), "learning@example.org"
    with open_system(settings_with(settings, smtp_url=url, mail_from=sender)) as opened:
        with letters_going(opened, clock):
            assert "letters" in threads()
        assert "letters" not in threads()


def test_half_a_mail_server_stops_the_start(settings: Settings) -> None:
    half = settings_with(settings, mail_from="learning@example.org")
    with (
        open_system(half) as opened,
        pytest.raises(Misconfigured, match="Letters need both"),
        letters_going(opened, clock),
    ):
        pass


def test_without_one_nothing_runs_and_only_a_real_service_says_so(
    settings: Settings, system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    with letters_going(system, clock):
        assert "letters" not in threads()
    assert capsys.readouterr().err == ""
    real = settings_with(settings, public_url="https://learning.example.org")
    with open_system(real) as opened, letters_going(opened, clock):
        assert "letters" not in threads()
    assert "No mail server is set" in " ".join(capsys.readouterr().err.split())
