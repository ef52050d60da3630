"""Three clocks run at once and are killed at random: everybody is asked, and nobody twice."""

from __future__ import annotations

from pathlib import Path

from bench.replicas import ask_all
from service.bootstrap import System
from service.verify import verify


def test_everybody_is_asked_once_in_every_round_whoever_is_killed(
    system: System, database_url: str, tmp_path: Path
) -> None:
    counted = ask_all(system, database_url, tmp_path, people=120, rounds=4, replicas=3, seed=7)
    assert counted.kills > 0
    assert counted.planned == counted.different == counted.wanted == 480
    assert counted.rounds == 4
    assert verify(system).ok
