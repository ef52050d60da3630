"""Settings: read in one place, each explained, and the page about them made from the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from service.settings import Settings
from tests.support.catalogue import SETTINGS, settings_markdown
from tests.support.repository import PACKAGES, name_of, sources

READS_THE_ENVIRONMENT = {"service/settings.py"}


def test_the_settings_page_is_the_one_made_from_the_code() -> None:
    assert SETTINGS.read_text() == settings_markdown()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    assert (Settings.model_fields[name].description or "").endswith((".", ").", "address."))


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    names = [
        name
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    ]
    assert len(names) >= 4
    settings = Settings(**dict.fromkeys(names, SecretStr("canary")))  # type: ignore[arg-type]
    assert "canary" not in repr(settings)
    assert "canary" not in settings.model_dump_json()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://here")
    monkeypatch.setenv("DOUBLELOOP_PORT", "9000")
    settings = Settings()
    assert settings.database_url == SecretStr("postgresql://here")
    assert settings.port == 9000


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("file", sources(*PACKAGES), ids=name_of)
def test_only_the_settings_read_the_environment(file: Path) -> None:
    reads = [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"))
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and names_environ(node))
    ]
    assert reads == [] or name_of(file) in READS_THE_ENVIRONMENT


def names_environ(node: ast.ImportFrom) -> bool:
    """True where an import brings the environment in by name."""
    return any(alias.name in ("environ", "getenv") for alias in node.names)
