"""`make pictures`: the pictures in the docs, taken of the running demo in headless Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from service.demo.people import personas

IMAGES = Path(__file__).parent / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PORT = 8467
PATIENCE_MS = 30_000
TOGETHER = (780, 860)
"""The size of each of two windows that stand side by side."""

PICTURES: dict[str, tuple[str, int, int]] = {
    "timeline.png": ("timeline", 1280, 1750),
    "tutorial-decisions.png": ("decisions", 1280, 1000),
    "tutorial-decision.png": ("decisions/HV-D14", 1280, 1500),
    "tutorial-beliefs.png": ("beliefs", 1280, 1000),
    "tutorial-mirror.png": ("mirror", 1280, 1000),
}
"""For each picture: the page of the demo place, and the width and height of the window."""

SAID = "Nobody in the queue looked at the floor today. I noticed because I usually do."
BESIDE = """<style>body { margin: 0; display: flex; gap: 24px; padding: 24px; background: #d8d8d2; }
img { border: 1px solid #767a82; border-radius: 6px; }</style>"""


@dataclass(frozen=True)
class Demo:
    """Where the demo is, while it runs."""

    pages: str
    slack: str


def main() -> None:
    """Take them all."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit("There is no Chromium here. Install it (Debian: `apt install chromium`).")
    with (
        tempfile.TemporaryDirectory(prefix="doubleloop-pictures-") as folder,
        _demo(Path(folder)) as demo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        place = _opened(browser, demo.pages, (1280, 900)).url.removesuffix("timeline")
        for name, (page, width, height) in PICTURES.items():
            _save(_opened(browser, f"{place}{page}", (width, height)), name)
        _save(_slack_beside_the_timeline(browser, demo), "slack.png")
        browser.close()


@contextmanager
def _demo(data: Path) -> Iterator[Demo]:
    """The demo, on data of its own."""
    command = [f"{Path(sys.executable).parent}/doubleloop", "demo", "--port", str(PORT)]
    environment = {**os.environ, "DOUBLELOOP_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        try:
            told = demo.stdout.readline() + demo.stdout.readline()
            found = re.findall(r"http://127\.0\.0\.1:\d+", told)
            if not found:
                sys.exit("The demo did not start.")
            pages, slack = found
            yield Demo(pages, slack)
        finally:
            demo.terminate()


def _slack_beside_the_timeline(browser: Browser, demo: Demo) -> Page:
    """Somebody's words, in Slack where they typed them and on the timeline at once."""
    person = personas()[0]
    timeline = _opened(browser, demo.pages, TOGETHER)
    slack = _opened(browser, f"{demo.slack}/as/{person.user}#/app", TOGETHER)
    slack.locator("#composer").fill(SAID)
    slack.locator("#composer").press("Enter")
    for page, words in ((slack, "Saved. Thank you."), (timeline, SAID[:40])):
        page.get_by_text(words).first.wait_for(timeout=PATIENCE_MS)
    mark = timeline.locator(".chart a.new").last
    mark.evaluate("one => one.scrollIntoView({ block: 'center', inline: 'end' })")
    both = [b64encode(page.screenshot()).decode() for page in (slack, timeline)]
    width, height = TOGETHER
    page = browser.new_page(viewport={"width": 2 * width + 76, "height": height + 50})
    page.set_content(BESIDE + "".join(f'<img src="data:image/png;base64,{one}">' for one in both))
    return page


def _opened(browser: Browser, url: str, size: tuple[int, int]) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(url, wait_until="load", timeout=PATIENCE_MS)
    return page


def _save(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / name)
    page.close()
    print(f"docs/images/{name}")


if __name__ == "__main__":
    main()
