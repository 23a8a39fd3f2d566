"""Our entries in the text of an agent's settings file: find them, add them, cut them out again.

Pure; any thread. A guest: every foreign hook, unknown key, order, indentation and line end stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from headspace_desktop.clients import HookSpec
from headspace_desktop.intake import layout, lines, spans
from headspace_desktop.intake.layout import Edit, Layout
from headspace_desktop.intake.spans import Item, Node
from headspace_desktop.troubles import HookSettingsUnreadable


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall stand in the file: groups by event, in order, and how to wrap a statusline."""

    groups: Mapping[str, Sequence[Mapping[str, Any]]]
    spool: Path


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file held before we came, as far as cutting needs it: containers, and the blanks of empty ones."""

    has_hooks: bool = False
    events: frozenset[str] = frozenset()
    blanks: Mapping[str, str] = field(default_factory=dict)
    statusline: str | None = None  # the person's command as it was written, quotes and escapes included


@dataclass(frozen=True, slots=True)
class Found:
    """Our entries as they stand in a file."""

    commands: Mapping[tuple[str, str], tuple[Mapping[str, Any], ...]]  # by event and matcher
    is_disabled: bool
    statusline: str | None  # the command that is there, ours or theirs

    @property
    def is_any(self) -> bool:
        return bool(self.commands) or (self.statusline is not None and lines.is_ours(self.statusline))


def wanted(specs: Sequence[HookSpec], command_of: Mapping[HookSpec, str], spool: Path) -> Wanted:
    """One group for each hook, of our own: no foreign group is touched."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for spec in specs:
        hook = {"type": "command", "command": command_of[spec], "timeout": spec.timeout_s}
        group = {"matcher": spec.matcher, "hooks": [hook]} if spec.matcher else {"hooks": [hook]}
        groups.setdefault(spec.event, []).append(group)
    return Wanted(groups, spool)


def read(text: str, file: str) -> Node:
    """The root object. Raises: HookSettingsUnreadable, naming line and column."""
    try:
        root = spans.scan(text)
    except spans.NotJson as error:
        raise HookSettingsUnreadable(f"{file}: {error}") from error
    if root.kind != "object":
        raise HookSettingsUnreadable(f"{file}: {spans.place(text, root.start)}: an object must stand here")
    hooks = root.member("hooks")
    if hooks is not None:
        _must_be(text, hooks.node, "object", file)
        for item in hooks.node.items:
            _must_be(text, item.node, "array", file)
    return root


def _must_be(text: str, node: Node, kind: str, file: str) -> None:
    if node.kind != kind:
        detail = f"{file}: {spans.place(text, node.start)}: an {kind} must stand here"
        raise HookSettingsUnreadable(detail, title="The agent's settings file has an unexpected form")


def find(text: str, root: Node) -> Found:
    """Our entries."""
    commands: dict[tuple[str, str], tuple[Mapping[str, Any], ...]] = {}
    hooks = root.member("hooks")
    for event in hooks.node.items if hooks else ():
        for group in event.node.items:
            for hook in _hooks_of(group.node):
                if _is_ours(text, hook.node):
                    matcher = group.node.member("matcher")
                    key = event.key, str(matcher.node.value(text)) if matcher else ""
                    commands[key] = (*commands.get(key, ()), hook.node.value(text))
    disabled = root.member("disableAllHooks")
    command = _statusline(text, root)
    return Found(
        commands,
        is_disabled=disabled is not None and disabled.node.value(text) is True,
        statusline=command.value(text) if command else None,
    )


def origin(text: str, root: Node) -> Origin:
    """What is there before anything of ours."""
    hooks = root.member("hooks")
    blanks = {} if root.items else {"": layout.inner(text, root)}
    events: dict[str, Node] = {item.key: item.node for item in hooks.node.items} if hooks else {}
    if hooks and not events:
        blanks["hooks"] = layout.inner(text, hooks.node)
    blanks |= {f"hooks/{key}": layout.inner(text, node) for key, node in events.items() if not node.items}
    command = _statusline(text, root)
    is_theirs = command is not None and not lines.is_ours(command.value(text))
    raw = text[command.start : command.end] if command is not None and is_theirs else None
    return Origin(hooks is not None, frozenset(events), blanks, raw)


def add(text: str, root: Node, want: Wanted) -> str:
    """The text with all our entries; it must hold none yet."""
    style = Layout.of(text, root)
    edits: list[Edit] = []
    hooks = root.member("hooks")
    if hooks is None:
        edits.append(layout.added(text, root, [("hooks", want.groups)], style))
    else:
        missing = [(event, groups) for event, groups in want.groups.items() if hooks.node.member(event) is None]
        if missing:
            edits.append(layout.added(text, hooks.node, missing, style))
        for event, groups in want.groups.items():
            if (there := hooks.node.member(event)) is not None:
                edits.append(layout.added(text, there.node, list(groups), style))
    command = _statusline(text, root)
    if command is not None:
        theirs = command.value(text)
        if theirs.strip():
            wrapped = lines.statusline_line(theirs, spool=want.spool)
            edits.append(Edit(command.start, command.end, json.dumps(wrapped, ensure_ascii=False)))
    return layout.apply(text, edits)


def cut(text: str, root: Node, before: Origin | None) -> str:
    """The text without our entries and without the containers that we made.

    Without knowledge of what was `before`, containers that our entries leave empty count as made by us.
    """
    edits: list[Edit] = []
    blanks = before.blanks if before else {}
    gone_members: set[int] = set()
    for hooks_at, hooks in enumerate(root.items):
        if hooks.key != "hooks" or hooks.node.kind != "object":
            continue
        gone_events: set[int] = set()
        for index, event in enumerate(hooks.node.items):
            if event.node.kind != "array":
                continue
            inside, is_emptied = _cut_event(text, event, blanks.get(f"hooks/{event.key}", ""))
            if is_emptied and (before is None or event.key not in before.events):
                gone_events.add(index)
            else:
                edits += inside
        if gone_events and len(gone_events) == len(hooks.node.items) and (before is None or not before.has_hooks):
            gone_members.add(hooks_at)
        else:
            edits += layout.cut(hooks.node, gone_events, blanks.get("hooks", ""))
    edits += layout.cut(root, gone_members, blanks.get("", ""))
    edits += _unwrap(text, root, before)
    return layout.apply(text, edits)


def _cut_event(text: str, event: Item, blank: str) -> tuple[list[Edit], bool]:
    edits: list[Edit] = []
    gone: set[int] = set()
    for index, group in enumerate(event.node.items):
        hooks = _hooks_of(group.node)
        ours = {at for at, hook in enumerate(hooks) if _is_ours(text, hook.node)}
        if ours and len(ours) == len(hooks):
            gone.add(index)
        elif ours and (there := group.node.member("hooks")) is not None:
            edits += layout.cut(there.node, ours)
    return edits + layout.cut(event.node, gone, blank), bool(gone) and len(gone) == len(event.node.items)


def _unwrap(text: str, root: Node, before: Origin | None) -> list[Edit]:
    command = _statusline(text, root)
    if command is None or (original := lines.original_statusline(command.value(text))) is None:
        return []
    raw = before.statusline if before else None
    is_same = raw is not None and json.loads(raw) == original
    return [Edit(command.start, command.end, raw if raw and is_same else json.dumps(original, ensure_ascii=False))]


def _statusline(text: str, root: Node) -> Node | None:
    """The command of the statusline, if it is one that we know how to wrap."""
    line = root.member("statusLine")
    kind, command = (line.node.member("type"), line.node.member("command")) if line else (None, None)
    if kind is None or command is None or command.node.kind != "string" or kind.node.value(text) != "command":
        return None
    return command.node


def _hooks_of(group: Node) -> tuple[Item, ...]:
    hooks = group.member("hooks") if group.kind == "object" else None
    return hooks.node.items if hooks is not None and hooks.node.kind == "array" else ()


def _is_ours(text: str, hook: Node) -> bool:
    command = hook.member("command") if hook.kind == "object" else None
    return command is not None and command.node.kind == "string" and lines.is_ours(command.node.value(text))
