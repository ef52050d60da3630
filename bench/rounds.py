"""Rounds: three clocks at once, killed at random, plan each prompt once."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.replicas import ask_all
from bench.support import SEED, Plan, Row, Say, Server, settings_for
from service.bootstrap import open_system

REPLICAS = 3


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """So many people in so many rounds; what was planned is counted from the log."""
    people, rounds = plan.asked_people, plan.asked_rounds
    say(f"rounds: {REPLICAS} clocks, {people} people, {rounds} rounds, kill -9 at random")
    with (
        tempfile.TemporaryDirectory() as folder,
        server.fresh() as url,
        open_system(settings_for(url)) as system,
    ):
        counted = ask_all(
            system,
            url,
            Path(folder),
            people=people,
            rounds=rounds,
            replicas=REPLICAS,
            seed=SEED,
        )
    reach = f"exactly {counted.wanted:,}"
    is_once = counted.planned == counted.different == counted.wanted
    return [
        Row("prompts planned by three clocks", counted.planned, "", "", reach, is_once),
        Row("of them planned twice", counted.planned - counted.different, "", "", "none",
            counted.planned == counted.different),
        Row("clocks killed meanwhile", counted.kills, ""),
        Row("prompts planned and answered", counted.planned / counted.seconds, "/s"),
    ]  # fmt: skip
