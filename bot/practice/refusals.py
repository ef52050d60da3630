"""What Slack says no with: an error code, and what some answers carry beside it."""

from __future__ import annotations

from typing import Any


class SlackRefusal(Exception):
    """`{"ok": false, "error": code, ...}`, with the HTTP status and headers that go with it."""

    def __init__(
        self,
        code: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(code)
        self.code, self.status, self.headers, self.more = code, status, headers or {}, more
