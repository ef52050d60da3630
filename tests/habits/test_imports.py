"""Importing changes nothing: no threads, no connections, no files, no settings."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.repository import ROOT, module_names

WATCH = """
import importlib, json, os, sys, threading

seen = {"written": [], "connected": [], "started": [], "settings": 0, "failed": []}

def watch(name, args):
    if name == "open":
        path, mode, flags = args
        if isinstance(path, str) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            if path != os.devnull and not path.endswith(".pyc") and "__pycache__" not in path:
                seen["written"].append(path)
    elif name == "socket.connect":
        seen["connected"].append(str(args[1]))
    elif name in ("subprocess.Popen", "os.system", "os.fork", "os.posix_spawn"):
        seen["started"].append(str(args[0]))

import platform
platform.machine(), platform.processor()  # What others find out about this machine, found out.
import service.settings
built = service.settings.Settings.__init__

def build(self, *args, **kwargs):
    seen["settings"] += 1
    built(self, *args, **kwargs)

service.settings.Settings.__init__ = build
sys.addaudithook(watch)
handles = set(os.listdir("/dev/fd"))
for module in json.loads(sys.argv[1]):
    try:
        importlib.import_module(module)
    except Exception as error:
        seen["failed"].append(f"{module}: {error!r}")
seen["threads"] = threading.active_count()
seen["handles"] = sorted(set(os.listdir("/dev/fd")) - handles)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen() -> dict[str, object]:
    """What happened while every module was imported by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WATCH, json.dumps(module_names())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_every_module_can_be_imported(seen: dict[str, object]) -> None:
    assert seen["failed"] == []
    assert len(module_names()) > 40


@pytest.mark.parametrize("what", ["written", "connected", "started", "handles"])
def test_importing_opens_nothing(seen: dict[str, object], what: str) -> None:
    assert seen[what] == []


def test_importing_starts_no_thread(seen: dict[str, object]) -> None:
    assert seen["threads"] == 1


def test_importing_builds_no_settings(seen: dict[str, object]) -> None:
    assert seen["settings"] == 0
