from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from headspace_desktop import logs


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    level = root.level
    yield root
    for handler in list(root.handlers):
        if getattr(handler, "_is_ours", False):
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("ANTHROPIC_API_KEY=abcd1234efgh", "abcd1234efgh"),
        ('{"token": "tok-998877"}', "tok-998877"),
        ("Authorization: Bearer eyJhbGciOi", "eyJhbGciOi"),
        ("postgresql://me:hunter22@db/x", "hunter22"),
        ("the key sk-ant-api03-abcdefgh was used", "sk-ant-api03"),
        ("password = correcthorse", "correcthorse"),
    ],
)
def test_secrets_never_reach_the_log(text: str, secret: str) -> None:
    assert secret not in logs.redact(text)
    assert "***" in logs.redact(text)


def test_what_is_no_secret_stays() -> None:
    for text in ("1200 tokens were used", "http://127.0.0.1:80/x", "the token was refused", "task-list"):
        assert logs.redact(text) == text


def test_the_file_is_private_and_says_who_and_where(root: logging.Logger, tmp_path: Path) -> None:
    file = tmp_path / "state" / "headspace.log"
    logs.set_up(file, "INFO")
    logging.getLogger("headspace_desktop.test").info("hello token=abcdefgh")
    logging.getLogger("headspace_desktop.test").debug("not this")
    text = file.read_text()
    assert "INFO    MainThread  headspace_desktop.test: hello token=***" in text
    assert "not this" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_setting_up_again_replaces(root: logging.Logger, tmp_path: Path) -> None:
    before = len(root.handlers)
    logs.set_up(tmp_path / "a.log")
    logs.set_up(tmp_path / "b.log", "debug")
    assert len(root.handlers) == before + 1
    assert root.level == logging.DEBUG


def test_a_traceback_is_redacted_too(root: logging.Logger, tmp_path: Path) -> None:
    logs.set_up(tmp_path / "a.log")
    try:
        raise ValueError("password=opensesame")
    except ValueError:
        logging.getLogger("x").exception("failed")
    assert "opensesame" not in (tmp_path / "a.log").read_text()


def test_the_log_cannot_fill_the_disk(root: logging.Logger, tmp_path: Path) -> None:
    logs.set_up(tmp_path / "a.log")
    line = "x" * 20_000
    for _ in range(500):
        logging.getLogger("x").warning(line)
    assert len(list(tmp_path.iterdir())) == 3
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 6_100_000
