"""The kqueue side of macOS, shown with a stand-in for the kernel's queue and real files."""

from __future__ import annotations

import os
import resource
import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from headspace_desktop.kernel import folder_events, kqueue
from headspace_desktop.kernel.inotify import (
    IN_CLOSE_WRITE,
    IN_CREATE,
    IN_DELETE,
    IN_DELETE_SELF,
    IN_IGNORED,
    IN_MODIFY,
    IN_MOVE_SELF,
    IN_MOVED_TO,
    IN_ONLYDIR,
    Inotify,
)
from headspace_desktop.kernel.kqueue import Exits, KqueueFolders
from tests.harness import fake_kqueue as k
from tests.harness.fake_kqueue import FakeSelect


@pytest.fixture
def kernel() -> FakeSelect:
    return FakeSelect()


@pytest.fixture
def folders(kernel: FakeSelect) -> Iterator[KqueueFolders]:
    one = KqueueFolders(kernel)
    yield one
    one.close()


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


# -- processes


def test_the_exit_of_a_process_is_told_once(kernel: FakeSelect) -> None:
    gone: list[int] = []
    exits = Exits(gone.append, kernel)
    assert exits.add(10) and exits.add(11)
    assert not select.select([exits.fileno()], [], [], 0)[0]
    kernel.ends(11)
    assert select.select([exits.fileno()], [], [], 0)[0]
    exits.ready()
    assert gone == [11]
    kernel.ends(11)
    exits.ready()
    assert gone == [11]
    assert not select.select([exits.fileno()], [], [], 0)[0]
    exits.close()


def test_a_process_that_cannot_be_watched_says_so(kernel: FakeSelect) -> None:
    kernel.refused = {10}
    exits = Exits(lambda _pid: None, kernel)
    assert not exits.add(10)
    exits.close()


@pytest.mark.parametrize("kind", [lambda: Exits(lambda _pid: None), KqueueFolders])
@pytest.mark.skipif(hasattr(select, "kqueue"), reason="there is one here")
def test_where_there_is_none_it_says_so(kind) -> None:
    with pytest.raises(OSError, match="kqueue"):
        kind()


# -- folders


def test_what_comes_and_goes_is_named(kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    number = folders.add(str(tmp_path), IN_CREATE | IN_MOVED_TO | IN_DELETE)
    assert folders.read() == []
    for place, name in enumerate(("b", "a")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, ns=(place, place))
    (tmp_path / "there").unlink()
    assert kernel.stirs(tmp_path, k.KQ_NOTE_WRITE)
    came = IN_CREATE | IN_MOVED_TO
    assert folders.read() == [(number, came, "b"), (number, came, "a"), (number, IN_DELETE, "there")]
    assert folders.read() == []


def test_a_file_that_is_replaced_came_anew(kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    number = folders.add(str(tmp_path), IN_MOVED_TO)
    (tmp_path / "new").write_text("new")
    (tmp_path / "new").replace(tmp_path / "a")
    kernel.stirs(tmp_path, k.KQ_NOTE_WRITE)
    assert folders.read() == [(number, IN_MOVED_TO, "a")]


def test_writing_into_a_young_file_is_told(kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.touch()
    number = folders.add(str(tmp_path), IN_MODIFY | IN_CREATE)
    file.write_text("more\n")
    assert kernel.stirs(file, k.KQ_NOTE_WRITE | k.KQ_NOTE_EXTEND)
    assert folders.read() == [(number, IN_MODIFY, "a.jsonl")]
    late = tmp_path / "late.jsonl"
    late.touch()
    kernel.stirs(tmp_path, k.KQ_NOTE_WRITE)
    assert (number, IN_CREATE, "late.jsonl") in folders.read()
    assert kernel.stirs(late, k.KQ_NOTE_WRITE)
    assert folders.read() == [(number, IN_MODIFY, "late.jsonl")]


def test_who_wants_names_only_costs_one_descriptor(kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}").touch()
    before = descriptors()
    folders.add(str(tmp_path), IN_CREATE)
    assert descriptors() == before + 1
    folders.add(str(tmp_path), IN_CREATE | IN_MODIFY)
    assert descriptors() == before + 1 + kqueue.HOT_FILES
    folders.add(str(tmp_path), IN_CREATE)
    assert descriptors() == before + 1


def test_the_youngest_files_are_the_watched_ones(kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path) -> None:
    for number in range(kqueue.HOT_FILES + 1):
        (tmp_path / f"{number}").touch()
        os.utime(tmp_path / f"{number}", ns=(number + 1, number + 1))
    number = folders.add(str(tmp_path), IN_MODIFY)
    assert not kernel.stirs(tmp_path / "0", k.KQ_NOTE_WRITE)
    (tmp_path / "0").write_text("young again")
    assert folders.add(str(tmp_path), IN_MODIFY) == number  # whoever follows it asks again
    kernel.stirs(tmp_path / "0", k.KQ_NOTE_WRITE)
    assert folders.read() == [(number, IN_MODIFY, "0")]
    assert not kernel.stirs(tmp_path / "1", k.KQ_NOTE_WRITE)


def test_a_change_that_was_not_heard_is_found_with_the_next(
    kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path
) -> None:
    (tmp_path / "a").touch()
    number = folders.add(str(tmp_path), IN_CLOSE_WRITE)
    (tmp_path / "a").write_text("unheard")
    kernel.stirs(tmp_path, k.KQ_NOTE_WRITE)
    assert folders.read() == [(number, IN_CLOSE_WRITE, "a")]


def test_what_is_written_before_the_kernel_listens_is_told(
    kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = folders.add(str(tmp_path), IN_MODIFY)
    listen = folders._listen

    def written_first(fd: int) -> None:
        (tmp_path / "a").write_text("just before")
        listen(fd)

    monkeypatch.setattr(folders, "_listen", written_first)
    (tmp_path / "a").touch()
    kernel.stirs(tmp_path, k.KQ_NOTE_WRITE)
    assert folders.read() == [(number, IN_MODIFY, "a")]


def test_links_pipes_and_folders_are_not_opened_for_writing(
    kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    before = descriptors()
    folders.add(str(tmp_path), IN_MODIFY)
    assert descriptors() == before + 1


def test_a_folder_that_goes_is_told_and_forgotten(kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    before = descriptors()
    number = folders.add(str(folder), IN_MODIFY)
    kernel.stirs(folder, k.KQ_NOTE_RENAME)
    assert folders.read() == [(number, IN_MOVE_SELF, "")]
    kernel.stirs(folder, k.KQ_NOTE_DELETE)
    folder.rmdir()
    assert folders.read() == [(number, IN_DELETE_SELF, ""), (number, IN_IGNORED, "")]
    assert descriptors() == before
    folders.remove(number)
    folder.mkdir()
    assert folders.add(str(folder), IN_MODIFY) != number


def test_removing_gives_every_descriptor_back(kernel: FakeSelect, tmp_path: Path) -> None:
    before = descriptors()
    folders = KqueueFolders(kernel)
    (tmp_path / "a").touch()
    number = folders.add(str(tmp_path), IN_MODIFY)
    folders.remove(number)
    assert not kernel.stirs(tmp_path, k.KQ_NOTE_WRITE)
    folders.add(str(tmp_path), IN_MODIFY)
    folders.close()
    assert descriptors() == before


@pytest.mark.parametrize("name", ["missing", "file", "file/below", "a\0b"])
def test_what_cannot_be_watched_is_an_os_error(folders: KqueueFolders, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    before = descriptors()
    with pytest.raises(OSError):
        folders.add(f"{tmp_path}/{name}", IN_CREATE | IN_ONLYDIR)
    assert descriptors() == before


def test_nothing_is_inherited(kernel: FakeSelect, folders: KqueueFolders, tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    folders.add(str(tmp_path), IN_MODIFY)
    assert kernel.queue is not None
    assert not any(os.get_inheritable(ident) for ident, _kind in kernel.queue.watched)


# -- which one


def test_each_system_gets_its_own(monkeypatch: pytest.MonkeyPatch, kernel: FakeSelect) -> None:
    events = folder_events.folder_events("linux")
    assert isinstance(events, Inotify)
    events.close()
    monkeypatch.setattr(kqueue, "_select", kernel)
    monkeypatch.setattr(folder_events, "KqueueFolders", lambda: KqueueFolders(kernel))
    events = folder_events.folder_events("darwin")
    assert isinstance(events, KqueueFolders)
    events.close()


@pytest.mark.parametrize(("soft", "expected"), [(256, 1024), (4096, 4096)])
def test_there_are_enough_descriptors(kernel: FakeSelect, soft: int, expected: int) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, before[1]))
    try:
        KqueueFolders(kernel).close()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (expected, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
