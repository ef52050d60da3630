"""Writes the generated parts of the reference: `python -m tests.docs.write`."""

from __future__ import annotations

from tests.docs.api_reference import addresses_table
from tests.docs.cli_reference import cli_reference
from tests.docs.files_reference import kinds_table
from tests.docs.markdown import ROOT, replace_between

REFERENCE = ROOT / "docs" / "reference"


def main() -> None:
    """Write them all."""
    (REFERENCE / "cli.md").write_text(cli_reference())
    parts = {"files.md": ("kinds", kinds_table()), "api.md": ("addresses", addresses_table())}
    for name, (part, body) in parts.items():
        page = REFERENCE / name
        page.write_text(replace_between(page.read_text(), part, body))


if __name__ == "__main__":
    main()
