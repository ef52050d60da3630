"""How the arguments of a call are read from its query, form or JSON."""

from __future__ import annotations

import pytest

from bot.practice.arguments import arguments_of, client_of, file_of
from bot.practice.refusals import SlackRefusal

FORM = "application/x-www-form-urlencoded"


def form(*parts: tuple[str, bytes], boundary: str = "xyz") -> tuple[str, bytes]:
    """A multipart form of these head lines and contents."""
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for head, content in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def test_arguments_come_in_every_way_that_clients_send_them() -> None:
    assert arguments_of("channel=C1&text=", "", b"") == {"channel": "C1", "text": ""}
    assert arguments_of("a=1", FORM, b"b=2&text=%26+%C3%A9") == {"a": "1", "b": "2", "text": "& é"}
    assert arguments_of("a=1", "application/json; charset=utf-8", b'{"b": [2]}') == {
        "a": "1",
        "b": [2],
    }
    assert arguments_of("", "application/json", b"") == {}
    kind, body = form(('name="a"', b"1"), ('name="f"; filename="f.txt"', b"2"))
    assert arguments_of("", kind, body) == {"a": "1"}


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        (FORM, b"\xff", "invalid_form_data"),
        ("multipart/form-data", b"nothing", "invalid_form_data"),
    ],
)
def test_arguments_that_cannot_be_read_are_refused(kind: str, body: bytes, code: str) -> None:
    with pytest.raises(SlackRefusal) as refusal:
        arguments_of("", kind, body)
    assert refusal.value.code == code


def test_a_file_comes_through_unharmed_as_itself_or_in_a_form() -> None:
    content = bytes(range(256)) + b"\r\n\n\r--xy\x00\r\n"
    assert file_of("application/octet-stream", content) == content
    kind, body = form(('name="file"; filename="f.bin"', content))
    assert file_of(kind, body) == content


def test_a_client_may_name_itself_in_the_header() -> None:
    assert client_of("Basic YTpiOmM=") == {"client_id": "a", "client_secret": "b:c"}
    assert client_of("Basic *") == client_of("Bearer x") == client_of(None) == {}
