from __future__ import annotations

import os
import select

import pytest

from headspace_desktop.kernel import inotify
from headspace_desktop.kernel.inotify import IN_CREATE, IN_IGNORED, IN_MOVED_TO, IN_ONLYDIR, Inotify


@pytest.fixture
def watcher():
    one = Inotify()
    yield one
    one.close()


def test_names_in_a_folder_are_told_in_order(watcher, tmp_path):
    number = watcher.add(str(tmp_path), IN_CREATE | IN_MOVED_TO)
    (tmp_path / "a").touch()
    (tmp_path / "a").rename(tmp_path / "ü")
    (tmp_path / os.fsdecode(b"\xff")).touch()
    assert select.select([watcher.fileno()], [], [], 5)[0]
    assert watcher.read() == [
        (number, IN_CREATE, "a"), (number, IN_MOVED_TO, "ü"), (number, IN_CREATE, os.fsdecode(b"\xff")),
    ]  # fmt: skip
    assert watcher.read() == []


def test_removing_ends_it(watcher, tmp_path):
    number = watcher.add(str(tmp_path), IN_CREATE)
    watcher.remove(number)
    watcher.remove(number)
    (tmp_path / "a").touch()
    assert watcher.read() == [(number, IN_IGNORED, "")]


@pytest.mark.parametrize("name", ["missing", "file", "a\0b"])
def test_what_cannot_be_watched_is_an_os_error(watcher, tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        watcher.add(f"{tmp_path}/{name}", IN_CREATE | IN_ONLYDIR)


def test_it_is_not_inherited(watcher):
    assert os.get_inheritable(watcher.fileno()) is False


def test_elsewhere_it_says_so(monkeypatch):
    monkeypatch.setattr(inotify.sys, "platform", "darwin")
    with pytest.raises(OSError, match="darwin"):
        Inotify()
