"""Rounds: three clocks and deliveries, killed at random, ask each person once in each round."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.moved import MovedClock
from bench.practice_slack import practising
from bench.replicas import BEGAN, Counted, Replicas, ask_all
from bench.support import SEED, Plan, Row, Say, Server, settings_for
from service.bootstrap import open_system

REPLICAS = 3


def measure(server: Server, plan: Plan, say: Say) -> list[Row]:
    """So many people in so many rounds; what was planned is counted from the log, and what was
    said from practice Slack's journal."""
    people, rounds = plan.asked_people, plan.asked_rounds
    say(f"rounds: {REPLICAS} replicas, {people} people, {rounds} rounds, kill -9 at random")
    with tempfile.TemporaryDirectory() as folder, server.fresh() as url:
        clock = MovedClock(Path(folder) / "clock")
        clock.move_to(BEGAN)
        with (
            practising(clock.file, people) as slack,
            open_system(settings_for(url, **slack.settings)) as system,
        ):
            replicas = Replicas(url, clock, SEED, slack)
            counted = ask_all(
                system, replicas, people=people, rounds=rounds, number=REPLICAS, say=say
            )
    killed = Row("replicas killed meanwhile", counted.kills, "")
    return [*_planned(counted), *_said(counted), killed]


def _planned(counted: Counted) -> list[Row]:
    is_once = counted.planned == counted.different == counted.wanted
    twice = counted.planned - counted.different
    reach = f"exactly {counted.wanted:,}"
    return [
        Row("prompts planned by three clocks", counted.planned, "", "", reach, is_once),
        Row("of them planned twice", twice, "", "", "none", twice == 0),
        Row("prompts planned, said and answered", counted.planned / counted.seconds, "/s"),
    ]


def _said(counted: Counted) -> list[Row]:
    marks, missing = counted.marks, counted.wanted - counted.delivered
    return [
        Row("prompts that Slack has", counted.delivered, "", "",
            f"exactly {counted.wanted:,}", missing == 0),
        Row("times that a new leader looked for a message", marks.looks, ""),
        Row("said twice though a look would have shown it", marks.seen, "", "", "none",
            marks.seen == 0),
        Row("said twice, taken by Slack after the look", marks.unseen, "", "", "as few as can be"),
    ]  # fmt: skip
