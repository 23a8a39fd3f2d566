"""Guardian of the agents' settings files: plans, installs, repairs, removes and proves our hook lines.

Any thread but the GUI's: it reads and writes small files. A guest in a file that is the person's; nothing is written
before `Plan.apply`.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from headspace_desktop import clients
from headspace_desktop.clients import Client, Version
from headspace_desktop.intake import caller, hook_text, ledger, lines, policy, settings_file
from headspace_desktop.intake.hook_text import Found, Wanted
from headspace_desktop.intake.ledger import Entry
from headspace_desktop.intake.proof import LineProof, prove
from headspace_desktop.intake.spans import Node
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import (
    AppAway,
    HooksBeyondVersion,
    HookSettingsChanged,
    HookSettingsUnreadable,
    HooksForbidden,
    HooksRemoved,
    HooksSwitchedOff,
    SpoolUnusable,
    Trouble,
)

CLAUDE = clients.by_name("claude")


class HookState(StrEnum):
    """How a settings file stands towards us."""

    ABSENT = "absent"
    INSTALLED = "installed"
    OUTDATED = "outdated"  # lines of another version of ours or of the agent program, or of another place
    PARTIAL = "partial"  # some are missing
    REMOVED = "removed"  # we installed, and another program took them away
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Status:
    """One settings file. `missing` and `left_out` name hook events; `trouble` says what to do, if anything.

    `left_out` are those that the agent program of this machine, at `version`, does not know.
    """

    root: str
    file: Path
    state: HookState
    missing: tuple[str, ...] = ()
    is_disabled: bool = False  # the person switched all hooks off in the file, or somebody else did elsewhere
    is_statusline_wrapped: bool | None = None  # None: there is no statusline
    trouble: Trouble | None = None
    version: Version | None = None
    left_out: tuple[str, ...] = ()

    @property
    def is_installed(self) -> bool:
        return self.state is HookState.INSTALLED and not self.is_disabled

    def as_json(self) -> dict[str, Any]:
        """Ready to print."""
        return {
            "root": self.root,
            "file": str(self.file),
            "state": str(self.state),
            "missing": list(self.missing),
            "is_disabled": self.is_disabled,
            "is_statusline_wrapped": self.is_statusline_wrapped,
            "version": clients.written(self.version) if self.version else "",
            "left_out": list(self.left_out),
            "detail": str(self.trouble or ""),
            "remedy": self.trouble.remedy if self.trouble else "",
        }

    def lines(self) -> list[str]:
        """The same for a person."""
        told = [f"{self.file}: {self.state}"]
        if self.state in {HookState.PARTIAL, HookState.REMOVED}:
            told.append(f"  missing: {', '.join(self.missing)}")
        if self.is_statusline_wrapped is False and self.state is HookState.INSTALLED:
            told.append("  the statusline is your own and is not read")
        if self.left_out and self.version:
            events = ", ".join(self.left_out)
            told.append(f"  left out, because {clients.written(self.version)} does not know them: {events}")
        if self.trouble:
            told += [f"  {self.trouble}", f"  {self.trouble.remedy}"]
        return told


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written. `before` or `after` None means that there is no file."""

    paths: Paths
    client: Client
    root: str
    file: Path
    before: bytes | None
    after: bytes | None
    diff: str
    entry: Entry | None  # what the ledger will say

    @property
    def new_text(self) -> str:
        return (self.after or b"").decode("utf-8")

    def apply(self) -> Path | None:
        """Write it; gives the backup, if there was something to back up.

        Raises: HookSettingsChanged, HookSettingsUnwritable, SpoolUnusable.
        """
        if self.entry is not None:
            _prepare(self.paths, self.client)
        if settings_file.read(self.file) != self.before:
            raise HookSettingsChanged(str(self.file))
        entries = ledger.load(_ledger(self.paths))
        known = entries.get(str(self.file))
        backup = None
        if self.before != self.after:
            if self.before is not None:
                backup = settings_file.back_up(self.file, self.before, self.paths.hook_dir / "backups")
            if self.entry is not None:  # noted first: a crash in between must not forget the original
                ledger.save(_ledger(self.paths), {**entries, str(self.file): self.entry})
            if self.after is None:
                settings_file.remove(self.file, self.before)
                _remove_folders(known)
            else:
                settings_file.write(self.file, self.before, self.after)
        entries.pop(str(self.file), None)
        if self.entry is not None:
            entries[str(self.file)] = self.entry
        ledger.save(_ledger(self.paths), entries)
        return backup


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Whether hooks arrive, line by line."""

    proofs: tuple[LineProof, ...]

    @property
    def is_ok(self) -> bool:
        return bool(self.proofs) and not any(proof.problem for proof in self.proofs)

    @property
    def detail(self) -> str:
        if not self.proofs:
            return "no hooks of ours are installed here"
        if problems := [f"{proof.event}: {proof.problem}" for proof in self.proofs if proof.problem]:
            return "; ".join(problems)
        heard = "the app heard them" if all(proof.is_heard_by_app for proof in self.proofs) else "their mail waits"
        return f"all {len(self.proofs)} hooks arrive, {heard}"


# -- what a person can ask for --------------------------------------------------------


def status(paths: Paths, root: str | Path, client: Client = CLAUDE, version: Version | None = None) -> Status:
    """How a configuration folder stands for an agent program of this version. Never raises for what is in its file."""
    file = file_of(root, client)
    known_events = {spec.event for spec in clients.hooks_for(client, version)}
    left_out = tuple(spec.event for spec in client.hooks if spec.event not in known_events)
    try:
        found = hook_text.find(*_parsed(settings_file.read(file), file))
    except HookSettingsUnreadable as unreadable:
        return Status(str(root), file, HookState.UNREADABLE, trouble=unreadable, version=version, left_out=left_out)
    known, want = ledger.load(_ledger(paths)).get(str(file)), _wanted(paths, client, version)
    missing = tuple(event for event, groups in want.groups.items() if _is_missing(event, groups, found))
    # What an older version of the agent program did not know was never there to be removed.
    removed = tuple(event for event in missing if known is not None and event not in known.left_out)
    beyond = tuple(dict.fromkeys(event for event, _matcher in found.commands if event in left_out))
    trouble: Trouble | None = None
    if removed:
        trouble = HooksRemoved(f"{file}: {', '.join(removed)}")
    elif beyond and version is not None:
        trouble = HooksBeyondVersion(f"{file}: {clients.written(version)} does not know {', '.join(beyond)}")
    elif found.is_disabled:
        trouble = HooksSwitchedOff(str(file))
    elif (policy_file := policy.forbidding(client)) is not None:
        trouble = HooksForbidden(str(policy_file))
    if not found.commands:
        state = HookState.ABSENT if known is None else HookState.REMOVED
    elif removed or (missing and known is None):
        state = HookState.PARTIAL
    else:
        state = HookState.INSTALLED if _has_lines(found, want) else HookState.OUTDATED
    is_wrapped = None if found.statusline is None else lines.is_ours(found.statusline)
    is_disabled = isinstance(trouble, HooksSwitchedOff | HooksForbidden)
    return Status(str(root), file, state, removed or missing, is_disabled, is_wrapped, trouble, version, left_out)


def plan_install(
    paths: Paths, root: str | Path, client: Client = CLAUDE, version: Version | None = None
) -> Plan:  # fmt: skip
    """What installing, or repairing, would write for an agent program of this version.

    Raises: HookSettingsUnreadable, SpoolUnusable.
    """
    file = file_of(root, client)
    before = settings_file.read(file)
    known = ledger.load(_ledger(paths)).get(str(file))
    text, tree = _parsed(before, file)
    found, want = hook_text.find(text, tree), _wanted(paths, client, version)
    if known is not None and _has_lines(found, want) and _is_wrapped(found, want):
        return Plan(paths, client, str(root), file, before, before, "", known)
    if known is not None and before is not None and known.written == _digest(before):
        original = known.original
        base, base_tree = _parsed(original, file)
    else:
        base = hook_text.cut(text, tree, known.origin if known else None) if found.is_any else text
        base_tree = hook_text.read(base, str(file))
        original = before if before is None or base == text else base.encode("utf-8")
    after = hook_text.add(base, base_tree, want).encode("utf-8")
    entry = Entry(
        client=client.name,
        root=str(root),
        original=original,
        written=_digest(after),
        origin=hook_text.origin(base, base_tree),
        made=tuple(map(str, settings_file.missing_folders(file))) if before is None else known.made if known else (),
        installed_at=datetime.now(UTC).isoformat(),
        left_out=tuple(spec.event for spec in client.hooks if spec.event not in want.groups),
    )
    return Plan(paths, client, str(root), file, before, after, _diff(file, before, after), entry)


def plan_uninstall(paths: Paths, root: str | Path, client: Client = CLAUDE) -> Plan:
    """What uninstalling would write: the very bytes of before, or the present ones without our entries.

    Raises: HookSettingsUnreadable.
    """
    file = file_of(root, client)
    before = settings_file.read(file)
    known = ledger.load(_ledger(paths)).get(str(file))
    after = _without_us(file, before, known)
    diff = _diff(file, before, after)
    if known is not None and not diff:
        diff = f"{file}: our lines are gone already; only our own note of them is removed\n"
    return Plan(paths, client, str(root), file, before, after, diff, None)


def self_test(paths: Paths, root: str | Path, client: Client = CLAUDE) -> SelfTest:
    """Run the lines that stand in the file as the client would, and find their mail: in the app, else in the spool.

    Blocks: a few milliseconds a line. Raises: HookSettingsUnreadable.
    """
    file = file_of(root, client)
    found = hook_text.find(*_parsed(settings_file.read(file), file))
    heard = _heard_by_app(paths)
    proofs = [
        prove(event, str(hook.get("command")), paths.spool_dir / client.name, heard)
        for (event, _matcher), hooks in found.commands.items()
        for hook in hooks
    ]
    return SelfTest(tuple(proofs))


def known_roots(paths: Paths) -> tuple[str, ...]:
    """Configuration folders in which we are installed, as far as we know."""
    return tuple(entry.root for entry in ledger.load(_ledger(paths)).values())


def file_of(root: str | Path, client: Client = CLAUDE) -> Path:
    """The settings file itself, behind all links."""
    return Path(os.path.realpath(client.settings_file(str(Path(root).expanduser()))))


def refresh_script(paths: Paths) -> None:
    """Bring the deciding hook's script up to this version, where it is installed. Raises: OSError."""
    script = paths.hook_dir / lines.ANSWER_SCRIPT
    content = _packaged_script(paths).read_bytes()
    if script.exists() and script.read_bytes() != content:
        settings_file.replace_file(script, content, 0o600)


def own_python() -> str:
    """The interpreter for the deciding hook's script; a bundle has none of its own."""
    if getattr(sys, "frozen", False):
        return shutil.which("python3") or "/usr/bin/python3"
    return sys.executable


# -- how it is done -------------------------------------------------------------------


def _without_us(file: Path, before: bytes | None, known: Entry | None) -> bytes | None:
    if before is None or (known is not None and known.written == _digest(before)):
        return None if before is None or known is None else known.original
    text, tree = _parsed(before, file)
    if not hook_text.find(text, tree).is_any:
        return before
    after = hook_text.cut(text, tree, known.origin if known else None)
    if known is not None and not (known.original or b"").strip() and not hook_text.read(after, str(file)).items:
        return known.original  # the file was ours, or blank
    return after.encode("utf-8")


def _wanted(paths: Paths, client: Client, version: Version | None) -> Wanted:
    specs = clients.hooks_for(client, version)
    spool = paths.spool_dir / client.name
    script, python = paths.hook_dir / lines.ANSWER_SCRIPT, own_python()
    command_of = {
        spec: lines.hook_line(spec, spool=spool, socket=paths.answer_socket, script=script, python=python)
        for spec in specs
    }
    return hook_text.wanted(specs, command_of, spool)


def _is_missing(event: str, groups: Any, found: Found) -> bool:
    return any((event, str(group.get("matcher", ""))) not in found.commands for group in groups)


def _has_lines(found: Found, want: Wanted) -> bool:
    expected: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for event, groups in want.groups.items():
        for group in groups:
            expected.setdefault((event, str(group.get("matcher", ""))), []).extend(group["hooks"])
    return {key: list(hooks) for key, hooks in found.commands.items()} == expected


def _is_wrapped(found: Found, want: Wanted) -> bool:
    command = found.statusline
    if command is None or not command.strip():
        return True
    original = lines.original_statusline(command)
    return original is not None and command == lines.statusline_line(original, spool=want.spool)


def _prepare(paths: Paths, client: Client) -> None:
    """The folders and the script that the lines name."""
    spool = paths.spool_dir / client.name
    try:
        for folder in (spool, spool / "tool", paths.hook_dir):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = _packaged_script(paths).read_bytes()
        settings_file.replace_file(paths.hook_dir / lines.ANSWER_SCRIPT, content, 0o600)
    except OSError as error:
        raise SpoolUnusable(f"{error.filename}: {error.strerror}") from error


def _packaged_script(paths: Paths) -> Path:
    return paths.resources_dir / "hooks" / lines.ANSWER_SCRIPT


def _ledger(paths: Paths) -> Path:
    return paths.hook_dir / "installed.json"


def _remove_folders(known: Entry | None) -> None:
    for folder in reversed(known.made if known else ()):
        with contextlib.suppress(OSError):  # not empty: somebody uses it by now
            Path(folder).rmdir()


def _heard_by_app(paths: Paths) -> Any:
    def heard(token: str) -> bool:
        try:
            return bool(caller.call(paths, "heard", {"token": token}, timeout_s=5.0)["is_heard"])
        except AppAway:
            return False

    try:
        caller.call(paths, "heard", {"token": "none"}, timeout_s=5.0)
    except AppAway:
        return None
    return heard


def _parsed(raw: bytes | None, file: Path) -> tuple[str, Node]:
    """The text and its tree; a missing or blank file counts as an empty object."""
    try:
        text = (raw or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise HookSettingsUnreadable(f"{file}: byte {error.start} is not UTF-8") from error
    if not text.strip("\ufeff \t\r\n"):
        text = "{}\n"
    return text, hook_text.read(text, str(file))


def _diff(file: Path, before: bytes | None, after: bytes | None) -> str:
    old, new = ((raw or b"").decode("utf-8", "replace").splitlines(keepends=True) for raw in (before, after))
    was, becomes = ("/dev/null" if raw is None else str(file) for raw in (before, after))
    told = difflib.unified_diff(old, new, was, becomes)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in told)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
