from __future__ import annotations

import argparse
import re
from pathlib import Path

from headspace_desktop.cli.parser import parser
from headspace_desktop.domain.model import State

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(action.choices)


def rows() -> dict[str, str]:
    return {
        match[1]: match[0] for match in re.finditer(r"`headspace (\w+)[^`]*`", PAGE.partition("## For programs")[0])
    }


def test_every_command_is_on_the_page_and_the_other_way_round() -> None:
    assert set(rows()) == set(commands())


def test_every_option_is_on_the_page_and_the_other_way_round() -> None:
    hidden = {("hooks", "--json")}
    for name, one in commands().items():
        options = {text for action in one._actions for text in action.option_strings if text.startswith("--")}
        options -= {"--help"} | {text for command, text in hidden if command == name}
        assert options == set(re.findall(r"--[a-z-]+", rows()[name])), name


def test_every_choice_is_on_the_page() -> None:
    for name, one in commands().items():
        for action in one._actions:
            for choice in action.choices or ():
                assert choice in rows()[name], (name, choice)


def test_every_state_is_on_the_page() -> None:
    assert all(f"`{state}`" in PAGE for state in State)
