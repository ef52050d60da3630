"""Arguments: what a call was given, in whichever of Slack's ways it was sent."""

from __future__ import annotations

import base64
import json
from email import message_from_bytes
from email.message import Message as Part
from typing import Any
from urllib.parse import parse_qsl

from bot.practice.refusals import SlackRefusal
from bot.practice.world import Json


def arguments_of(query: str, content_type: str, body: bytes) -> Json:
    """The arguments of a call, from its query string and its form, multipart or JSON body.

    Refused: invalid_json, json_not_object, invalid_form_data.
    """
    merged: Json = dict(parse_qsl(query, keep_blank_values=True))
    kind = _kind(content_type)
    if not body.strip():
        return merged
    if kind == "application/json":
        return merged | _from_json(body)
    if kind == "application/x-www-form-urlencoded":
        return merged | dict(parse_qsl(_decoded(body), keep_blank_values=True))
    if kind == "multipart/form-data":
        return merged | {
            name: _decoded(content)
            for name, filename, content in _parts(content_type, body)
            if filename is None
        }
    return merged


def file_of(content_type: str, body: bytes) -> bytes:
    """The one file of an upload: the body itself, or the file in a form."""
    if _kind(content_type) != "multipart/form-data":
        return body
    parts = _parts(content_type, body)
    files = [content for _, filename, content in parts if filename is not None]
    return next(iter(files or [content for _, _, content in parts]), b"")


def well_formed(given: Any) -> Any:
    """The same data, where half characters (which JSON can smuggle in) are question marks."""
    written = json.dumps(given, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        return json.loads(written.encode(errors="replace"))
    return given


def bearer_of(authorization: str | None) -> str | None:
    """The token of an `Authorization` header."""
    kind, _, token = (authorization or "").strip().partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


def client_of(authorization: str | None) -> Json:
    """The `client_id` and `client_secret` of an `Authorization: Basic` header."""
    kind, _, encoded = (authorization or "").strip().partition(" ")
    if kind.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": name, "client_secret": secret}


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _from_json(body: bytes) -> Json:
    try:
        given = json.loads(body)
    except ValueError as problem:
        raise SlackRefusal("invalid_json") from problem
    if not isinstance(given, dict):
        raise SlackRefusal("json_not_object")
    sound: Json = well_formed(given)
    return sound


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as problem:
        raise SlackRefusal("invalid_form_data") from problem


def _parts(content_type: str, body: bytes) -> list[tuple[str, str | None, bytes]]:
    """The name, file name and content of every part of a form."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    whole = message_from_bytes(head + body)
    if not whole.is_multipart():
        raise SlackRefusal("invalid_form_data")
    return [_part(part) for part in whole.walk() if not part.is_multipart()]


def _part(part: Part) -> tuple[str, str | None, bytes]:
    name = part.get_param("name", header="content-disposition")
    content = part.get_payload(decode=True)
    return (
        name if isinstance(name, str) else "",
        part.get_filename(),
        content if isinstance(content, bytes) else b"",
    )
