"""Projects that are called the same are told apart by the folders above them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.domain.naming import told_apart


def test_a_name_of_its_own_stays() -> None:
    assert told_apart({1: ("api", "/w/api"), 2: ("web", "/w/web")}) == {1: "api", 2: "web"}


def test_the_folder_above_leads_and_further_ones_where_it_must() -> None:
    assert told_apart({1: ("api", "/home/me/work/api"), 2: ("API", "/home/me/play/api")}) == {
        1: "work/api",
        2: "play/API",
    }
    assert told_apart({1: ("api", "/one/src/api"), 2: ("api", "/two/src/api"), 3: ("api", "/api")}) == {
        1: "one/src/api",
        2: "two/src/api",
        3: "api",
    }


def test_the_same_folder_twice_is_one_project() -> None:
    assert told_apart({1: ("api", "/w/api"), 2: ("api", "/w/api")}) == {1: "api", 2: "api"}


_PATHS = st.lists(st.sampled_from(["a", "b", "api"]), min_size=1, max_size=9).map(lambda parts: "/" + "/".join(parts))


@given(st.sets(_PATHS, max_size=6))
def test_no_two_are_called_the_same(paths: set[str]) -> None:
    said = told_apart({path: ("api", path) for path in paths})
    assert len(set(said.values())) == len(paths)
