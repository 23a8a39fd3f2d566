"""Projects told from directories as they really lie on a disk."""

from __future__ import annotations

import subprocess
from pathlib import Path

from headspace_desktop.projects.root import find_project


def git(folder: Path, *args: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *args], cwd=folder, check=True, capture_output=True, timeout=20)


def test_repository_top_and_branch(tmp_path: Path) -> None:
    top = tmp_path / "shop"
    deep = top / "src" / "api"
    deep.mkdir(parents=True)
    (top / "src" / "package.json").touch()
    git(top, "init", "-q")
    project = find_project(str(deep))
    assert (project.path, project.name, project.branch) == (str(top), "shop", "main")


def test_worktree_is_its_own_place_with_its_own_branch(tmp_path: Path) -> None:
    top = tmp_path / "shop"
    top.mkdir()
    git(top, "init", "-q")
    git(top, "commit", "-q", "--allow-empty", "-m", "first")
    git(top, "worktree", "add", "-q", "-b", "fix", str(tmp_path / "shop-fix"))
    project = find_project(str(tmp_path / "shop-fix"))
    assert (project.name, project.branch) == ("shop-fix", "fix")


def test_detached_head_is_told_by_its_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    git(tmp_path, "checkout", "-q", "--detach")
    branch = find_project(str(tmp_path)).branch
    assert len(branch) == 8
    assert int(branch, 16) >= 0


def test_marker_without_repository(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "pyproject.toml").touch()
    assert find_project(str(tmp_path / "lib")).path == str(tmp_path)


def test_link_leads_to_the_same_project(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    assert find_project(str(tmp_path / "link")) == find_project(str(real))


def test_missing_directory_is_its_own_project(tmp_path: Path) -> None:
    assert find_project(str(tmp_path / "gone")).name == "gone"
