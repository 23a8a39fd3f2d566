"""For every test: a home of its own, no warning unheard, the shared fixtures of tests/harness."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.geteuid() == 0:  # Chromium refuses root with its sandbox; in tests only
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")

_HARNESS = Path(__file__).parent / "harness"
pytest_plugins = [
    f"tests.harness.{file.stem}"
    for file in sorted(_HARNESS.glob("*.py"))
    if "@pytest.fixture" in file.read_text(encoding="utf-8")
]
pytest.register_assert_rewrite(*(f"tests.harness.{file.stem}" for file in sorted(_HARNESS.glob("*.py"))))

#: What would let a test touch the person's own set-up, or the agent or terminal that happens to run the tests.
_FOREIGN = ("XDG_", "TMUX", "CLAUDE", "ANTHROPIC_", "HEADSPACE_", "DBUS_SESSION_BUS_ADDRESS", "WINDOWID")
_WANTED = ("HEADSPACE_TEST_",)

_count = itertools.count()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for this test; HEADSPACE_HOME lies in it."""
    folder = tmp_path_factory.getbasetemp() / f"home{next(_count)}"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith(_FOREIGN) and not name.startswith(_WANTED):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("HEADSPACE_HOME", str(folder / "headspace"))
    return folder


@pytest.fixture(autouse=True)
def no_bugs(request: pytest.FixtureRequest) -> Iterator[None]:
    """A bug that a guard caught fails the test, unless it is marked `bugs_expected`."""
    bugs: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.name == "headspace_desktop.crash" and record.levelno >= logging.ERROR:
                bugs.append(logging.Formatter().format(record))

    listener = Listener()
    logging.getLogger("headspace_desktop.crash").addHandler(listener)
    yield
    logging.getLogger("headspace_desktop.crash").removeHandler(listener)
    if bugs and "bugs_expected" not in request.keywords:
        pytest.fail("a guard reported a bug:\n" + "\n".join(bugs))
