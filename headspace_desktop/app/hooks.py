"""The Hooks page: how each watched folder stands, what would be changed, and the change itself once it was seen.

Reader thread, or a process without windows. It writes only what was shown: the kept plan, never a fresh one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop import clients
from headspace_desktop.clients import Version
from headspace_desktop.domain.asks import AskHooks
from headspace_desktop.intake import install, versions
from headspace_desktop.intake.install import HookState, Plan, Status
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Settings
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.troubles import HookSettingsChanged, Trouble

Roots = Sequence[tuple[str, str]]  # (client, configuration folder)

#: What the doctor tells to do.
REMEDY = "Run `headspace hooks install`, or look at the Hooks page."


@dataclass(frozen=True, slots=True)
class HookRoot:
    """One settings file of an agent program; the diffs say what installing and uninstalling would change.

    `left_out` are the hooks that its `version` does not know.
    """

    client: str
    root: str
    file: str
    state: str  # a HookState, or "disabled"
    missing: tuple[str, ...]
    is_statusline_wrapped: bool | None
    is_learned: bool
    is_there: bool
    detail: str
    remedy: str
    install_diff: str
    uninstall_diff: str
    version: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def is_installed(self) -> bool:
        return self.state == HookState.INSTALLED


@dataclass(frozen=True, slots=True)
class HooksPage:
    """All watched folders; `told` is how the last wish ended, `undo` how to take it back."""

    roots: tuple[HookRoot, ...]
    told: str = ""
    undo: str = ""
    is_good: bool = True
    remedy: str = ""
    root: str = ""


class HookPages:
    """Answers about hooks. It keeps the plans whose differences were shown."""

    def __init__(self, paths: Paths, version_of: Callable[[str], Version | None]) -> None:
        self._paths, self._version_of = paths, version_of
        self._plans: dict[tuple[str, str], Plan] = {}  # by verb and folder, as they were shown last
        self._clients: dict[str, str] = {}

    def answer(self, ask: AskHooks, roots: Roots, learned: Roots = ()) -> HooksPage:
        """The page; first what is wished is done. A trouble on the way is part of the page.

        Blocks: a few milliseconds for each folder, and for each line of a self-test.
        """
        told = undo = remedy = ""
        is_good = True
        try:
            told, undo, is_good = self._do(ask)
        except Trouble as trouble:
            told, remedy, is_good = str(trouble), trouble.remedy, False
        self._plans.clear()
        found = [self._look(client, root, is_learned=False) for client, root in roots]
        found += [self._look(client, root, is_learned=True) for client, root in learned if (client, root) not in roots]
        return HooksPage(tuple(found), told, undo, is_good, remedy, ask.root)

    def _do(self, ask: AskHooks) -> tuple[str, str, bool]:
        if ask.do == "status":
            return "", "", True
        if ask.do == "ignore":  # the reader has put it into the settings
            return (
                f"{ask.root} is left alone from now on.",
                "Settings, Folders never to watch: take it out again.",
                True,
            )
        if ask.do == "self_test":
            tested = install.self_test(self._paths, ask.root, clients.by_name(self._clients.get(ask.root, "claude")))
            return tested.detail, "", tested.is_ok
        verb = "uninstall" if ask.do == "uninstall" else "install"
        plan = self._plans.get((verb, ask.root))
        if plan is None:
            raise HookSettingsChanged(ask.root)
        backup = plan.apply()
        if verb == "uninstall":
            return "Our lines are taken out.", f"As it was: {backup}" if backup else "", True
        return "Our lines stand in the file.", f"As it was: {backup}" if backup else "", True

    def _look(self, client_name: str, root: str, *, is_learned: bool) -> HookRoot:
        self._clients[root] = client_name
        client = clients.by_name(client_name)
        version = self._version_of(root)
        one = install.status(self._paths, root, client, version)
        diffs = {"install": "", "uninstall": ""}
        trouble = one.trouble
        plans: dict[str, Callable[[], Plan]] = {
            "install": lambda: install.plan_install(self._paths, root, client, version),
            "uninstall": lambda: install.plan_uninstall(self._paths, root, client),
        }
        for verb, plan in plans.items():
            try:
                made = plan()
            except Trouble as refused:
                trouble = trouble or refused
            else:
                self._plans[verb, root] = made
                diffs[verb] = made.diff
        return HookRoot(
            client=client_name,
            root=root,
            file=str(one.file),
            state="disabled" if one.is_disabled and one.state is HookState.INSTALLED else str(one.state),
            missing=one.missing,
            is_statusline_wrapped=one.is_statusline_wrapped,
            is_learned=is_learned,
            is_there=Path(root).is_dir(),
            detail=str(trouble) if trouble is not None else "",
            remedy=trouble.remedy if trouble is not None else "",
            install_diff=diffs["install"],
            uninstall_diff=diffs["uninstall"],
            version=clients.written(version) if version else "",
            left_out=one.left_out,
        )


def hook_findings(paths: Paths, roots: Roots, program: str) -> Iterator[Finding]:
    """The hooks as the doctor sees them: of every watched folder, and of all where we installed."""
    known = [("claude", root) for root in install.known_roots(paths)]
    for client, root in dict.fromkeys((*roots, *known)):
        known_as = clients.by_name(client)
        yield _finding(install.status(paths, root, known_as, versions.oldest(known_as, root, program)))


def _finding(one: Status) -> Finding:
    if one.is_installed:
        return Finding("hooks", "Hooks", "ok", str(one.file))
    if one.trouble is not None:
        return Finding.of("hooks", "Hooks", one.trouble, "warning")
    if one.state is HookState.ABSENT:
        return Finding(
            "hooks",
            "Hooks",
            "warning",
            f"not installed in {one.file}: states come from transcripts and the registry, later and with less detail",
            REMEDY,
        )
    return Finding("hooks", "Hooks", "warning", f"{one.file}: {one.state}", REMEDY)


def roots_of(chosen: Settings, env: Mapping[str, str] = os.environ) -> list[tuple[str, str]]:
    """(client, folder) of every configuration folder that is watched from the start."""
    home = str(Path.home())
    found: dict[tuple[str, str], None] = {}
    for client in clients.known():
        folders = [*client.config_roots(env, home)]
        if client.name == "claude":
            folders += [str(Path(folder).expanduser()) for folder in chosen.claude.config_dirs]
        for folder in folders:
            if not is_ignored(folder, chosen):
                found[client.name, folder] = None
    return list(found)


def is_ignored(folder: str, chosen: Settings) -> bool:
    """Whether the person wants this configuration folder left alone."""
    ignored = {os.path.realpath(Path(each).expanduser()) for each in chosen.claude.ignored_dirs}
    return os.path.realpath(folder) in ignored
