"""The manifest: what Slack is told of the app, and what the app may do, from one file."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from service.domain.errors import Misconfigured

Json = dict[str, Any]

PLACEHOLDER = "https://YOUR-ADDRESS"
HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")


def manifest(address: str | None = None, *, socket: bool = False) -> Json:
    """The manifest for a service at this address, or for Socket Mode, which needs none."""
    text = (files("bot") / "manifest.json").read_text(encoding="utf-8")
    if address is not None:
        text = text.replace(PLACEHOLDER, _public(address))
    found: Json = json.loads(text)
    return _without_addresses(found) if socket else found


def scopes() -> list[str]:
    """What the app asks to be allowed."""
    return list(manifest()["oauth_config"]["scopes"]["bot"])


def _public(address: str) -> str:
    parts = urlsplit(address)
    is_host = HOST.fullmatch(parts.netloc) is not None
    if parts.scheme != "https" or not is_host or parts.path.strip("/") or parts.query:
        raise Misconfigured(
            f"Slack needs an address like https://learning.example.org, and {address!r} is none."
        )
    return f"https://{parts.netloc}"


def _without_addresses(found: Json) -> Json:
    """With Socket Mode the app calls Slack, and Slack needs to know no address."""
    found["settings"]["socket_mode_enabled"] = True
    del found["settings"]["event_subscriptions"]["request_url"]
    del found["settings"]["interactivity"]["request_url"]
    del found["oauth_config"]["redirect_urls"]
    for command in found["features"]["slash_commands"]:
        del command["url"]
    return found
