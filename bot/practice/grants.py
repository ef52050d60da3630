"""Grants: the codes with which an app is installed, and the tokens that renew others."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.practice.refusals import SlackRefusal


@dataclass
class Grant:
    """What somebody allowed: to install the app in their workspace."""

    team: str
    installer: str
    redirect_uri: str | None = None
    scopes: frozenset[str] | None = None
    """What the app asked for; None where nobody was asked: then all that its manifest names."""
    used: bool = False


class Grants:
    """Codes that can be exchanged once, and refresh tokens that are replaced when used."""

    def __init__(self) -> None:
        self._codes: dict[str, Grant] = {}
        self._refresh: dict[str, tuple[str, str]] = {}

    def new_code(
        self,
        team: str,
        installer: str,
        redirect_uri: str | None = None,
        scopes: frozenset[str] | None = None,
    ) -> str:
        """A code as Slack hands it back to the app when somebody said yes."""
        code = f"{secrets.randbelow(10**12):012d}.{secrets.token_hex(24)}"
        self._codes[code] = Grant(team, installer, redirect_uri, scopes)
        return code

    def use_code(self, code: str, redirect_uri: str | None = None) -> Grant:
        """What a code allows. Refused: invalid_code, code_already_used, bad_redirect_uri."""
        grant = self._codes.get(code)
        if grant is None:
            raise SlackRefusal("invalid_code")
        if grant.used:
            raise SlackRefusal("code_already_used")
        if grant.redirect_uri and redirect_uri != grant.redirect_uri:
            raise SlackRefusal("bad_redirect_uri")
        grant.used = True
        return grant

    def new_refresh_token(self, team: str, token: str) -> str:
        """A token that renews this bot token."""
        refresh = f"xoxe-1-{secrets.token_hex(32)}"
        self._refresh[refresh] = (team, token)
        return refresh

    def use_refresh_token(self, refresh: str) -> tuple[str, str]:
        """The workspace and the token to be renewed. Refused: invalid_refresh_token."""
        found = self._refresh.pop(refresh, None)
        if found is None:
            raise SlackRefusal("invalid_refresh_token")
        return found

    def unused_code(self, team: str) -> str | None:
        """A code for this workspace that nobody has exchanged yet."""
        unused = (c for c, grant in self._codes.items() if grant.team == team and not grant.used)
        return next(unused, None)
