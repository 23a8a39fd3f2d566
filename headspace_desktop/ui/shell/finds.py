"""Everything that the palette finds: commands, agents, projects, pages, settings, help. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from headspace_desktop.settings import choices
from headspace_desktop.ui.pages.page import FolderPlace, HelpPlace, Place, SettingPlace
from headspace_desktop.ui.pages.topics import topics
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.shell.commands import Command
from headspace_desktop.ui.words import short_id, state_word, tr

if TYPE_CHECKING:
    from headspace_desktop.ui.window import MainWindow


@dataclass(frozen=True, slots=True)
class Find:
    """One line of the palette. `key` names it among the recent ones; `other` is what Ctrl+Enter does."""

    key: str
    kind: str
    title: str
    run: Callable[[], object]
    detail: str = ""
    keys: str = ""
    why_not: str = ""
    other: Callable[[], object] | None = None
    text: str = field(default="", compare=False)

    @property
    def searched(self) -> str:
        return f"{self.title} {self.text} {self.detail}".lower()


def all_finds(window: MainWindow) -> list[Find]:
    """What can be found now, in the order in which it is shown while nothing is typed."""
    return [*_commands(window), *_agents(window), *_projects(window), *_settings(window), *_topics(window)]


def _commands(window: MainWindow) -> Iterator[Find]:
    for command in window.commands:
        if command.name != "app.palette":
            yield _command(window, command)


def _command(window: MainWindow, command: Command) -> Find:
    return Find(
        f"command:{command.name}",
        tr("Page") if command.group == "page" else tr("Command"),
        command.title,
        _run(window, command.name),
        command.whose,
        window.commands.native_keys(command.name),
        command.why_not(),
        text=command.name,
    )


def _agents(window: MainWindow) -> Iterator[Find]:
    for card in window.board.deck:
        name = one_line(card.name, 60)
        yield Find(
            f"agent:{card.uuid}",
            tr("Agent"),
            f"{one_line(card.project, 60)} · {name}",
            _shown(window, card.uuid),
            f"{state_word(card.verdict.state)} · {one_line(card.instruction, 80)}".rstrip(" ·"),
            other=_gone_to(window, card.uuid),
            text=f"{short_id(card)} {one_line(card.branch, 60)}",
        )


def _projects(window: MainWindow) -> Iterator[Find]:
    if "projects" in window.docks.by_name:
        names = {card.project_path: card.project for card in window.board.deck if card.project_path and card.project}
        for path, name in sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])):
            yield Find(f"project:{path}", tr("Project"), one_line(name, 80), _went(window, FolderPlace(path)))


def _settings(window: MainWindow) -> Iterator[Find]:
    for choice in choices():
        place = SettingPlace(choice.key)
        yield Find(
            f"setting:{choice.key}",
            tr("Setting"),
            tr(choice.title),
            _went(window, place),
            tr(choice.description),
            text=choice.key,
        )


def _topics(window: MainWindow) -> Iterator[Find]:
    for name, title in topics().items():
        yield Find(f"help:{name}", tr("Help"), title, _went(window, HelpPlace(name)), text=name)


def _run(window: MainWindow, name: str) -> Callable[[], object]:
    return lambda: window.commands.run(name)


def _shown(window: MainWindow, uuid: str) -> Callable[[], object]:
    return lambda: window.show_agent(uuid)


def _gone_to(window: MainWindow, uuid: str) -> Callable[[], object]:
    def go() -> None:
        if window.show_agent(uuid):
            window.commands.run("agent.go")

    return go


def _went(window: MainWindow, place: Place) -> Callable[[], object]:
    return lambda: window.go(place)
