"""Git look-ups with the real git, and the room that remembers them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from headspace_desktop.domain.asks import AskGit
from headspace_desktop.domain.changes import PageReady, TroubleShown
from headspace_desktop.domain.git_state import GitState
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.projects.git import read_git
from headspace_desktop.projects.room import KEPT_COUNT, ProjectsRoom
from headspace_desktop.troubles import GitSilent


def git(folder: Path, *words: str) -> str:
    env = {"PATH": os.environ["PATH"], "HOME": str(folder.parent), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
           "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a",
           "GIT_COMMITTER_EMAIL": "a@b"}  # fmt: skip
    done = subprocess.run(["git", "-C", str(folder), *words], env=env, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = tmp_path / "atlas"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "a.txt").write_text("a\n", encoding="utf-8")
    git(folder, "add", "a.txt")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def test_a_clean_branch(repo: Path) -> None:
    state = read_git(str(repo))
    assert (state.is_repository, state.branch, state.dirty_count) == (True, "main", 0)
    assert (state.ahead, state.behind, state.upstream) == (None, None, "")
    assert git(repo, "rev-parse", "HEAD").startswith(state.head)


def test_what_is_not_committed_is_counted(repo: Path) -> None:
    (repo / "a.txt").write_text("b\n", encoding="utf-8")
    (repo / "new one\nwith a line.txt").write_text("x", encoding="utf-8")
    (repo / "b.txt").write_text("b\n", encoding="utf-8")
    git(repo, "add", "b.txt")
    state = read_git(str(repo))
    assert (state.changed_count, state.untracked_count, state.dirty_count) == (2, 1, 3)


def test_a_rename_is_one_change(repo: Path) -> None:
    git(repo, "mv", "a.txt", "? b.txt")
    assert read_git(str(repo)).dirty_count == 1


def test_ahead_and_behind_of_its_upstream(repo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repo), str(tmp_path / "far.git"))
    git(repo, "remote", "add", "origin", str(tmp_path / "far.git"))
    git(repo, "fetch", "-q")
    git(repo, "branch", "-u", "origin/main")
    git(repo, "commit", "-q", "--allow-empty", "-m", "second")
    state = read_git(str(repo))
    assert (state.upstream, state.ahead, state.behind) == ("origin/main", 1, 0)
    git(repo, "push", "-q")
    git(repo, "reset", "-q", "--hard", "HEAD~1")
    assert (read_git(str(repo)).ahead, read_git(str(repo)).behind) == (0, 1)


def test_a_detached_head_and_an_empty_repository(repo: Path, tmp_path: Path) -> None:
    git(repo, "checkout", "-q", "--detach")
    assert read_git(str(repo)).branch == ""
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q", "-b", "trunk")
    state = read_git(str(empty))
    assert (state.is_repository, state.branch, state.head) == (True, "trunk", "")


def test_a_conflict_is_told(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "other")
    (repo / "a.txt").write_text("other\n", encoding="utf-8")
    git(repo, "commit", "-q", "-am", "other")
    git(repo, "checkout", "-q", "main")
    (repo / "a.txt").write_text("main\n", encoding="utf-8")
    git(repo, "commit", "-q", "-am", "main")
    with pytest.raises(subprocess.CalledProcessError):
        git(repo, "merge", "-q", "other")
    assert read_git(str(repo)).conflict_count == 1


def test_no_repository_and_no_folder(tmp_path: Path) -> None:
    assert not read_git(str(tmp_path)).is_repository
    assert not read_git(str(tmp_path / "none")).is_repository
    assert not read_git("a\nb").is_repository


def test_nothing_that_the_repository_names_is_run(repo: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "monitor.sh"
    script.write_text(f"#!/bin/sh\ntouch '{ran}'\n", encoding="utf-8")
    script.chmod(0o755)
    git(repo, "config", "core.fsmonitor", str(script))
    subprocess.run(["git", "-C", str(repo), "status"], capture_output=True, check=False, timeout=60)
    assert ran.exists(), "a plain status does run it"
    ran.unlink()
    read_git(str(repo))
    assert not ran.exists()


def test_it_takes_no_lock_and_does_not_rewrite_the_index(repo: Path) -> None:
    os.utime(repo / "a.txt", (1, 1))
    before = (repo / ".git" / "index").read_bytes()
    (repo / ".git" / "index.lock").write_bytes(b"")
    assert read_git(str(repo)).is_repository
    assert (repo / ".git" / "index").read_bytes() == before


def test_a_git_that_hangs_or_is_missing(tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 600 &\nsleep 600\n", encoding="utf-8")
    slow.chmod(0o755)
    with pytest.raises(GitSilent, match="no answer"):
        read_git(str(tmp_path), program=str(slow), timeout_s=0.2)
    with pytest.raises(GitSilent, match="cannot be run"):
        read_git(str(tmp_path), program=str(tmp_path / "none"))


class Desk:
    def __init__(self) -> None:
        self.told: list[PageReady] = []
        self.looked: list[str] = []
        self.is_broken = False
        self.room = ProjectsRoom(
            self.told.append,
            lambda trouble: TroubleShown("", trouble.kind, trouble.title, trouble.detail, trouble.remedy, utc_now()),
            self.look,
        )

    def look(self, path: str) -> GitState:
        self.looked.append(path)
        if self.is_broken:
            raise GitSilent(path)
        return GitState(path, is_repository=True)


def test_one_look_serves_all_who_ask_within_a_while() -> None:
    desk = Desk()
    desk.room.handle([AskGit("1", "/a"), AskGit("2", "/a"), AskGit("3", "/b")])
    desk.room.handle([AskGit("4", "/a"), AskGit("5", "/a", is_anew=True)])
    assert desk.looked == ["/a", "/b", "/a"]
    assert [ready.ask_id for ready in desk.told] == ["1", "2", "3", "4", "5"]
    assert all(ready.page.is_repository for ready in desk.told)


def test_a_silent_git_is_asked_once_a_batch_and_told_as_a_trouble() -> None:
    desk = Desk()
    desk.is_broken = True
    desk.room.handle([AskGit("1", "/a"), AskGit("2", "/a")])
    assert desk.looked == ["/a"]
    assert [ready.trouble.kind for ready in desk.told if ready.trouble] == ["GitSilent", "GitSilent"]
    desk.is_broken = False
    desk.room.handle([AskGit("3", "/a")])
    assert desk.told[-1].page.path == "/a"


def test_it_remembers_a_bounded_number() -> None:
    desk = Desk()
    desk.room.handle([AskGit(str(n), f"/{n}") for n in range(KEPT_COUNT + 5)])
    assert len(desk.room._known) == KEPT_COUNT
