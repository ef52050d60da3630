"""`make pictures`: the pictures in the docs, taken of the demo's own pages in headless Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

IMAGES = Path(__file__).parent / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PORT = 8467
PATIENCE_SECONDS = 120
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--force-device-scale-factor=1",
]  # fmt: skip

PICTURES: dict[str, tuple[str, int, int]] = {
    "timeline.png": ("timeline", 1280, 1750),
    "tutorial-decisions.png": ("decisions", 1280, 1000),
    "tutorial-decision.png": ("decisions/HV-D14", 1280, 1500),
    "tutorial-beliefs.png": ("beliefs", 1280, 1000),
    "tutorial-mirror.png": ("mirror", 1280, 1000),
}
"""For each picture: the page of the demo place, and the width and height of the window."""


def main() -> None:
    """Take them all."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("There is no Chromium here. Install it (Debian: `apt install chromium`).")
    with (
        tempfile.TemporaryDirectory(prefix="doubleloop-pictures-") as folder,
        _demo(Path(folder) / "data") as place,
    ):
        for name, (page, width, height) in PICTURES.items():
            _shoot(browser, f"{place}{page}", IMAGES / name, (width, height), folder)
            print(f"docs/images/{name}")


@contextmanager
def _demo(data: Path) -> Iterator[str]:
    """The address under which the demo place's pages are, while it runs."""
    command = [f"{Path(sys.executable).parent}/doubleloop", "demo", "--port", str(PORT)]
    environment = {**os.environ, "DOUBLELOOP_DATA": str(data)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as demo:
        try:
            yield _place_of(f"http://127.0.0.1:{PORT}/")
        finally:
            demo.terminate()


def _place_of(home: str) -> str:
    """The home page leads to the only place there is, once the demo answers."""
    for _ in range(PATIENCE_SECONDS):
        try:
            with urlopen(home) as answer:
                return str(answer.url).removesuffix("timeline")
        except URLError:
            time.sleep(1)
    sys.exit("The demo did not answer in time.")


def _shoot(browser: str, url: str, file: Path, size: tuple[int, int], folder: str) -> None:
    window = [f"--user-data-dir={folder}/browser", "--window-size={},{}".format(*size)]
    command = [browser, *FLAGS, *window, f"--screenshot={file}", url]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=PATIENCE_SECONDS)


if __name__ == "__main__":
    main()
