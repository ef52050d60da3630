"""Identity: a Slack person is a team and a user; the vault alone joins that to a person here."""

from __future__ import annotations


def slack_name(team: str, user: str) -> str:
    """The outside name under which the vault keeps a Slack person, as `T012/U345`."""
    return f"{team}/{user}"
