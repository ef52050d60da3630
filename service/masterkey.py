"""The master key: from the environment, a file, or made here for the embedded PostgreSQL."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from service.domain.errors import Misconfigured
from service.sealing import KEY_BYTES
from service.settings import Settings


def master_key(settings: Settings) -> bytes:
    """The master key from the environment, a file, or (embedded only) one made here, mode 0600."""
    if settings.master_key is not None:
        return _decoded(settings.master_key.get_secret_value(), "DOUBLELOOP_MASTER_KEY")
    if settings.master_key_file is not None:
        return _read_key(settings.master_key_file)
    if settings.database_url is not None:
        raise Misconfigured(
            "No master key is set. Make one with `doubleloop master-key` and give it as "
            "DOUBLELOOP_MASTER_KEY_FILE. Keep a copy elsewhere: without it nothing can be read."
        )
    path = settings.data / "master.key"
    if not path.exists():
        _make_key_file(path)
    return _read_key(path)


def new_master_key() -> str:
    """A fresh master key, as base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _make_key_file(path: Path) -> None:
    making = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(new_master_key() + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(making, path)  # Only one of several processes makes it; none overwrites it.
    except FileExistsError:
        pass
    finally:
        making.unlink()


def _read_key(path: Path) -> bytes:
    try:
        return _decoded(path.read_text().strip(), str(path))
    except OSError as error:
        raise Misconfigured(f"The master key file {path} cannot be read.") from error


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Misconfigured(f"The master key in {where} is not base64.") from error
    if len(key) != KEY_BYTES:
        raise Misconfigured(f"The master key in {where} must be {KEY_BYTES} bytes, as base64.")
    return key
