"""Three clocks run at once and are killed at random: everybody is asked, and nobody twice."""

from __future__ import annotations

from pathlib import Path

from bench.moved import MovedClock
from bench.replicas import Replicas, ask_all
from service.bootstrap import System
from service.verify import verify


def test_everybody_is_asked_once_in_every_round_whoever_is_killed(
    system: System, database_url: str, tmp_path: Path
) -> None:
    replicas = Replicas(database_url, MovedClock(tmp_path / "clock"), seed=7)
    counted = ask_all(system, replicas, people=120, rounds=4)
    assert counted.kills > 0
    assert counted.planned == counted.different == counted.wanted == 480
    assert counted.rounds == 4
    assert verify(system).ok
