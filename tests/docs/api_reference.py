"""The table of the API's addresses, made from the routes themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from fastapi import FastAPI

from service.api import health, routes
from service.bootstrap import System


def addresses_table() -> str:
    """One row for every method and address, in the order of the code."""
    no_system = cast(System, None)  # Describing the routes asks nothing of it.
    app = FastAPI()
    routes.join(app, no_system, lambda: datetime.now(UTC))
    app.include_router(health.router(no_system))
    rows = ["| Method | Address | What it does |\n|---|---|---|\n"]
    for address, methods in app.openapi()["paths"].items():
        for method, told in methods.items():
            sentence = " ".join(told["description"].split("\n\n")[0].split())
            rows.append(f"| {method.upper()} | `{address}` | {sentence} |\n")
    return "".join(rows)
