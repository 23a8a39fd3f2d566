"""Files beside a project's code: bounded, by strict names, never out of the folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from headspace_desktop.projects.documents import MOST_BYTES, read_archive, read_files


@pytest.fixture
def project(tmp_path: Path) -> Path:
    top = tmp_path / "project"
    (top / "brain_reboot" / "archive").mkdir(parents=True)
    return top


def archive(project: Path, name: str, text: str = "old") -> Path:
    file = project / "brain_reboot" / "archive" / name
    file.write_text(text)
    return file


def test_nothing_written_yet(tmp_path: Path) -> None:
    page = read_files("f", str(tmp_path))
    assert (page.documents, page.archives, page.why, page.repo, page.branch) == ((), (), "", "", "")


def test_a_folder_that_is_gone_and_one_that_is_none(tmp_path: Path) -> None:
    assert read_files("f", str(tmp_path / "gone")).why == "gone"
    (tmp_path / "file").write_text("x")
    assert read_files("f", str(tmp_path / "file")).why == "no_folder"


def test_documents_with_their_moment_and_broken_text(project: Path) -> None:
    file = project / "brain_reboot" / "waypoint.md"
    file.write_bytes(b"# Next \xff\x00")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    (document,) = read_files("f", str(project)).documents
    assert (document.artefact, document.text, document.is_cut) == ("waypoint", "# Next \ufffd\x00", False)
    assert document.changed_at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_a_huge_file_is_cut_and_says_so(project: Path) -> None:
    (project / "brain_reboot" / "progress_summary.md").write_bytes(b"x" * (MOST_BYTES + 5))
    (document,) = read_files("f", str(project)).documents
    assert (len(document.text), document.is_cut) == (MOST_BYTES, True)


def test_links_pipes_and_folders_are_not_read(project: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    folder = project / "brain_reboot"
    (folder / "waypoint.md").symlink_to(secret)
    os.mkfifo(folder / "progress_summary.md")
    (folder / "brain_reboot.md").mkdir()
    assert read_files("f", str(project)).documents == ()
    other = tmp_path / "other"
    other.mkdir()
    (other / "brain_reboot").symlink_to(folder)
    archive(project, "waypoint_2026-03-01_10-00-00.md")
    assert read_archive(str(other), "waypoint_2026-03-01_10-00-00.md") is None


def test_archives_by_artefact_newest_first_and_only_by_their_strict_names(project: Path) -> None:
    for name in (
        "waypoint_2026-03-01_10-00-00.md", "waypoint_2026-03-02_10-00-00.md", "brain_reboot_2026-01-01_00-00-00.md",
        "waypoint_2026-13-01_10-00-00.md", "waypoint_2026-03-01T10:00:00.md", "notes.md",
        "waypoint_2026-03-01_10-00-00.md.bak",
    ):  # fmt: skip
        archive(project, name)
    found = read_files("f", str(project)).archives
    assert [(one.artefact, one.at.day) for one in found] == [("waypoint", 2), ("waypoint", 1), ("brain_reboot", 1)]
    assert found[0].at == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_every_listed_archive_can_be_read(project: Path) -> None:
    archive(project, "progress_summary_2026-03-01_10-00-00.md", "what was done")
    (entry,) = read_files("f", str(project)).archives
    document = read_archive(str(project), entry.name)
    assert document is not None
    assert document.text == "what was done"


@pytest.mark.parametrize(
    "name",
    [
        "../waypoint.md", "../../secret.md", "/etc/passwd", "waypoint_2026-03-01_10-00-00.md\n", "",
        "waypoint_٢٠٢٦-03-01_10-00-00.md", "waypoint_2026-03-01_10-00-00.md/../x", "gone_2026-03-01_10-00-00.md",
    ],
)  # fmt: skip
def test_a_name_leads_nowhere_else(project: Path, name: str) -> None:
    (project.parent / "secret.md").write_text("secret")
    (project / "brain_reboot" / "waypoint.md").write_text("now")
    assert read_archive(str(project), name) is None


@pytest.mark.parametrize(
    ("url", "repo"),
    [
        ("git@github.com:me/thing.git", "me/thing"), ("https://github.com/me/thing.git", "me/thing"),
        ("https://token@github.com/me/thing", "me/thing"), ("ssh://git@github.com:22/me/thing.git", "me/thing"),
        ("git@host:me/thing", "me/thing"), ("/srv/git/thing.git", ""), ("", ""), ("nonsense", ""),
    ],
)  # fmt: skip
def test_the_repository_as_its_configuration_tells(project: Path, url: str, repo: str) -> None:
    git = project / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/work\n")
    (git / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n[broken\n')
    page = read_files("f", str(project))
    assert page.branch == "work"
    (git / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n')
    assert read_files("f", str(project)).repo == repo
