from __future__ import annotations

import os

import pytest

from headspace_desktop.transcripts.locate import encoded, expected, locate, search


@pytest.mark.parametrize(
    ("directory", "name"),
    [("/home/dev/project", "-home-dev-project"), ("/home/dev/my_app.v2", "-home-dev-my-app-v2"),
     ("/home/dév/ß", "-home-d-v--"), ("/x/😀", "-x---")],
)  # fmt: skip
def test_encoding(directory, name):
    assert encoded(directory) == name


def test_the_file_in_the_folder_of_its_directory(tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "link").symlink_to(project)
    projects = tmp_path / "projects"
    wanted = projects / encoded(str(project)) / "s-1.jsonl"
    assert locate(str(projects), str(tmp_path / "link"), "s-1") == str(wanted)
    wanted.parent.mkdir(parents=True)
    wanted.touch()
    assert locate(str(projects), str(project), "s-1") == str(wanted)


def test_a_session_that_began_elsewhere_is_searched(tmp_path):
    projects = tmp_path / "projects"
    for name in ("-a", "-b"):
        (projects / name).mkdir(parents=True)
        (projects / name / "s.jsonl").touch()
    os.utime(projects / "-a" / "s.jsonl", (1, 1))
    assert locate(str(projects), "/somewhere/else", "s") == str(projects / "-b" / "s.jsonl")
    assert search(str(projects), "t") is None
    assert search(str(tmp_path / "missing"), "s") is None


@pytest.mark.parametrize("session_id", ["", "../../etc/passwd", "a/b", ".hidden", "a\0b", "x" * 500])
def test_odd_session_ids_find_nothing(tmp_path, session_id):
    assert locate(str(tmp_path), "/home", session_id) is None


def test_odd_directories(tmp_path):
    assert expected(str(tmp_path), "relative", "s") is None
    assert expected(str(tmp_path), "/a\0b", "s") is None
    long = expected(str(tmp_path), "/" + "x/" * 300, "s")
    assert long is not None and len(long.split("/")[-2]) == 200
