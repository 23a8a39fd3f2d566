"""What the user may choose: typed, with units; read from and written to YAML.

Layers: default < file < `HEADSPACE_*` < flag. A broken file neither stops the program nor is overwritten; unknown
keys are kept. Any thread; the values are frozen.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

import yaml
from msgspec import Meta, ValidationError, convert

from headspace_desktop.troubles import SettingInvalid, SettingsUnreadable, SettingUnknown, Trouble

if TYPE_CHECKING:
    from headspace_desktop.paths import Paths

#: A settings file larger than this is somebody's mistake; the reader is pure Python and would take seconds.
LARGEST_FILE_BYTES = 256 * 1024

ENV_PREFIX = "HEADSPACE_"


_TIME = Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")

#: ``HH:MM``, or empty.
TimeOfDay = Annotated[str, _TIME]


@dataclass(frozen=True, kw_only=True)
class DatabaseSettings:
    """Each group is named after the room that it is for."""

    url: Annotated[str, Meta(title="Store", description="Where to store; empty means SQLite in the data folder.")] = (
        dataclasses.field(default="", repr=False)  # there may be a password in it
    )
    retention_days: Annotated[
        int, Meta(title="Keep the event log", ge=1, le=3650, description="How long the event log is kept.")
    ] = 30


@dataclass(frozen=True, kw_only=True)
class ClaudeSettings:
    config_dirs: Annotated[
        tuple[str, ...],
        Meta(
            title="Further configuration folders",
            description="Further Claude Code configuration folders to watch, besides ~/.claude.",
        ),
    ] = ()
    ignored_dirs: Annotated[
        tuple[str, ...], Meta(title="Folders never to watch", description="Configuration folders never to watch.")
    ] = ()
    program: Annotated[str, Meta(title="Program to start", description="The program to start for a new agent.")] = (
        "claude"
    )


@dataclass(frozen=True, kw_only=True)
class HooksSettings:
    answer_timeout_s: Annotated[
        int,
        Meta(
            title="A hook waits at most",
            ge=5,
            le=3600,
            description="How long a permission hook may wait for an answer from here.",
        ),
    ] = 600
    hold_unattended_projects: Annotated[
        tuple[str, ...],
        Meta(
            title="Projects that may wait unattended",
            description="Projects whose print-mode sessions may wait for a decision from here.",
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True)
class TmuxSettings:
    sockets: Annotated[
        tuple[str, ...], Meta(title="Further tmux sockets", description="Further tmux server sockets to look at.")
    ] = ()
    timeout_s: Annotated[
        float,
        Meta(title="Time for one tmux command", ge=0.5, le=60, description="How long one tmux command may take."),
    ] = 5.0
    sweep_interval_s: Annotated[
        float, Meta(title="List panes every", ge=0.5, le=60, description="How often panes are listed.")
    ] = 2.0
    enter_delay_ms: Annotated[
        int, Meta(title="Pause before Enter", ge=0, le=5000, description="Pause between the text and Enter.")
    ] = 120


@dataclass(frozen=True, kw_only=True)
class TerminalSettings:
    command: Annotated[
        str,
        Meta(
            title="Terminal to open",
            description="Terminal to open for an agent nobody shows; {command} is replaced. Empty: detect.",
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True)
class NotifySettings:
    enabled: Annotated[bool, Meta(title="Show notifications", description="Show notifications at all.")] = True
    needs_input: Annotated[bool, Meta(title="Needs input", description="Tell when an agent needs input.")] = True
    done: Annotated[bool, Meta(title="Finished", description="Tell when an agent has finished.")] = True
    stalled: Annotated[bool, Meta(title="Stalled", description="Tell when an agent is stalled.")] = True
    sound: Annotated[bool, Meta(title="With sound", description="Ask the desktop to play its message sound.")] = False
    away_after_s: Annotated[
        int, Meta(title="Away after", ge=5, le=3600, description="Without input for so long you count as away.")
    ] = 60
    group_from: Annotated[
        int,
        Meta(title="One bubble for all from", ge=2, le=50, description="From so many at once one bubble tells all."),
    ] = 4
    limit_per_hour: Annotated[
        int,
        Meta(
            title="At most an hour",
            ge=0,
            le=500,
            description="Further ones in an hour wait and come as one; a quarter is kept for questions. 0: no limit.",
        ),
    ] = 30
    escalate_after_s: Annotated[
        int,
        Meta(
            title="Tell again after",
            ge=0,
            le=86400,
            description="Tell again when an answer has been waited for so long, then after twice the time. 0: never.",
        ),
    ] = 900
    silent_projects: Annotated[
        tuple[str, ...],
        Meta(title="Silent projects", description="Projects, by name or folder, that never show a notification."),
    ] = ()
    quiet_from: Annotated[
        TimeOfDay,
        Meta(title="Quiet from", description="No notifications from this time of day, such as 22:00. Empty: never."),
    ] = ""
    quiet_until: Annotated[
        TimeOfDay,
        Meta(title="Quiet until", description="Until this time of day, such as 07:30; what still waits comes then."),
    ] = ""
    quiet_days: Annotated[
        Literal["every day", "weekdays", "weekends"],
        Meta(title="Quiet on", description="The days on which the quiet hours begin."),
    ] = "every day"
    desktop_quiet: Annotated[
        bool,
        Meta(title="Heed do-not-disturb", description="Hold notifications while the desktop's do-not-disturb is on."),
    ] = True
    wait_while_typing: Annotated[
        bool, Meta(title="Wait while you type", description="Wait up to 5 seconds while keys or mouse are in use.")
    ] = True


@dataclass(frozen=True, kw_only=True)
class StateSettings:
    hung_tool_after_s: Annotated[
        int,
        Meta(title="A tool hangs after", ge=30, le=86400, description="A tool older than this counts as hung."),
    ] = 1800
    no_answer_after_s: Annotated[
        int,
        Meta(
            title="Stalled after",
            ge=30,
            le=86400,
            description="Working without any sign for so long counts as stalled.",
        ),
    ] = 600


@dataclass(frozen=True, kw_only=True)
class UiSettings:
    theme: Annotated[
        Literal["system", "light", "dark", "terminal", "contrast"],
        Meta(title="Colours", description="Colours of the windows; system follows the desktop, contrast is strong."),
    ] = "system"
    language: Annotated[
        Literal["system", "en", "de"],
        Meta(title="Language", description="Language of windows and notifications; it counts from the next start."),
    ] = "system"
    autostart: Annotated[bool, Meta(title="Start at log-in", description="Start hidden when you log in.")] = False
    global_shortcut: Annotated[
        str,
        Meta(
            title="Key for who is next",
            max_length=80,
            description="Goes to the next waiting agent from anywhere, such as Ctrl+Alt+J. Empty: none. X11 only.",
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Meta(title="Log level", description="How much is logged.")
    ] = "INFO"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings."""

    database: DatabaseSettings = DatabaseSettings()
    claude: ClaudeSettings = ClaudeSettings()
    hooks: HooksSettings = HooksSettings()
    tmux: TmuxSettings = TmuxSettings()
    terminal: TerminalSettings = TerminalSettings()
    notify: NotifySettings = NotifySettings()
    state: StateSettings = StateSettings()
    ui: UiSettings = UiSettings()
    log: LogSettings = LogSettings()


Kind = Literal["switch", "choice", "list", "whole", "number", "text"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting as label, tooltip, sample and reference show it. `values` are those of a ``choice``."""

    key: str
    default: Any
    bounds: str
    description: str
    title: str = ""
    kind: Kind = "text"
    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    @property
    def env_name(self) -> str:
        return ENV_PREFIX + self.key.replace(".", "__").upper()

    @property
    def unit(self) -> str:
        """``s``, ``ms``, ``min``, ``days`` or nothing; every number has it in its name."""
        last = self.key.rpartition("_")[2]
        return last if last in ("s", "ms", "min", "days") else ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, who set each (``default``, ``file``, ``env NAME`` or ``flag``), and what is wrong."""

    settings: Settings
    origins: Mapping[str, str]
    troubles: tuple[Trouble, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()  # (key, nearest known key or "")


def choices() -> tuple[Choice, ...]:
    """Every setting there is, in the order of the model."""
    return tuple(choice for choice, _ in _known().values())


def load(paths: Paths, env: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None) -> Loaded:
    """Lay file, environment (default: the process's) and flags over the defaults; never raises for their content.

    Shape: `flags` has dotted keys, such as ``{"database.url": "…"}``.
    Blocks: reads one small file.
    """
    troubles: list[Trouble] = []
    try:
        tree = _tree(_text(paths.settings_file), paths.settings_file)
    except SettingsUnreadable as trouble:
        troubles.append(trouble)
        tree = {}
    layers = list(_from_tree(tree, troubles))
    layers += _from_env(os.environ if env is None else env)
    layers += [(key, value, "flag") for key, value in (flags or {}).items() if value is not None]
    loaded = _lay(layers, troubles)
    if loaded.origins["database.url"] == "file" and re.search(r"://[^/@\s]*:[^/@\s]+@", loaded.settings.database.url):
        troubles.append(
            SettingInvalid(
                "database.url contains a password",
                title="A password stands in the settings file",
                remedy="Move it to ~/.pgpass (mode 0600) and take it out of `database.url`; until then it is used.",
            )
        )
    return Loaded(loaded.settings, loaded.origins, tuple(troubles), loaded.unknown)


def save(paths: Paths, changes: Mapping[str, Any]) -> None:
    """Write these settings into the file; comments, order and unknown keys stay. None takes a setting out.

    Shape: dotted keys. Changes: the file, replaced as a whole, 0600; a link is followed.
    Raises: SettingInvalid, SettingsUnreadable (the file is left as it is).
    """
    from ruamel.yaml import YAML  # noqa: PLC0415  only needed when saving
    from ruamel.yaml.comments import CommentedMap  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415
    from ruamel.yaml.util import load_yaml_guess_indent  # noqa: PLC0415

    checked = {key: None if value is None else check(key, value) for key, value in changes.items()}
    text = _text(paths.settings_file)
    _tree(text, paths.settings_file)
    writer = YAML()
    writer.preserve_quotes = True
    writer.width = 4096
    try:
        _, indent, offset = load_yaml_guess_indent(text or "a: 1\n")
        tree = writer.load(text)
    except (YAMLError, RecursionError) as error:
        raise SettingsUnreadable(f"{paths.settings_file}: {_where(error)}") from error
    if indent:
        writer.indent(mapping=2, sequence=indent, offset=offset or 0)
    head = ""
    if tree is None:  # nothing but comments: the library would lose them
        head, tree = text if not text or text.endswith("\n") else text + "\n", CommentedMap()
    for key, value in checked.items():
        section, _, field = key.partition(".")
        if not isinstance(tree.get(section), dict):
            if value is None:
                continue
            tree[section] = CommentedMap()
        if value is None:
            tree[section].pop(field, None)
        else:
            tree[section][field] = list(value) if isinstance(value, tuple) else value
    out = StringIO()
    if tree:
        writer.dump(tree, out)
    _replace(paths.settings_file, head + out.getvalue())


def sample() -> str:
    """A settings file with every setting, its meaning and its default, all commented out."""
    lines = ["# Settings of Headspace Desktop. Take the # away from what you want to change (and from its group)."]
    group = ""
    for choice in choices():
        section, _, field = choice.key.partition(".")
        if section != group:
            lines += ["", f"# {section}:"]
            group = section
        lines += [
            f"#   # {choice.description} ({choice.bounds.replace('`', '')})",
            f"#   {field}: {_plain(choice.default)}",
        ]
    return "\n".join(lines) + "\n"


def reference() -> str:
    """The page docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "<!-- Made by `python -m headspace_desktop.settings --reference`; a test compares it with the program. -->",
        "",
        "Every setting has a good default; nothing has to be set. `headspace settings path` tells where the file is,",
        "`headspace settings sample` prints one to start from, `headspace settings show` what is in force and why.",
        "",
        "A flag wins over the environment, the environment over the file, the file over the default. A list in the",
        "environment is separated by commas. A value that is out of bounds is named and not used, an unknown key is",
        "named and kept, and a file that cannot be read is left as it is while the defaults are used.",
    ]
    group = ""
    for choice in choices():
        section, _, field = choice.key.partition(".")
        if section != group:
            lines += ["", f"## {section}", "", "| setting | default | allowed | what it does |", "|---|---|---|---|"]
            group = section
        default, bounds = _plain(choice.default), choice.bounds.replace("|", "\\|")
        lines.append(f"| `{field}`<br>`{choice.env_name}` | `{default}` | {bounds} | {choice.description} |")
    return "\n".join(lines) + "\n"


def _groups() -> dict[str, type]:
    return get_type_hints(Settings)


@cache
def _known() -> dict[str, tuple[Choice, Any]]:
    """Every setting by its key, with the type that its values are of."""
    found = {}
    for name, group in _groups().items():
        kinds = get_type_hints(group, include_extras=True)
        for each in dataclasses.fields(group):
            key, kind = f"{name}.{each.name}", kinds[each.name]
            found[key] = (
                Choice(
                    key,
                    each.default,
                    _bounds(kind),
                    _told(kind, "description") or "",
                    title=_told(kind, "title") or each.name,
                    kind=_kind(kind),
                    values=tuple(map(str, get_args(_bare(kind)))) if get_origin(_bare(kind)) is Literal else (),
                    least=_told(kind, "ge"),
                    most=_told(kind, "le"),
                ),
                kind,
            )
    return found


def _bare(kind: Any) -> Any:
    return get_args(kind)[0]  # of Annotated


def _told(kind: Any, name: str) -> Any:
    """What the notes beside a type say of this, such as a limit."""
    told = (getattr(note, name) for note in get_args(kind)[1:])
    return next((value for value in told if value is not None), None)


def _kind(kind: Any) -> Kind:
    if get_origin(_bare(kind)) is Literal:
        return "choice"
    if get_origin(_bare(kind)) is tuple:
        return "list"
    kinds: dict[Any, Kind] = {bool: "switch", int: "whole", float: "number"}
    return kinds.get(_bare(kind), "text")


def _bounds(kind: Any) -> str:
    """What is allowed, for the reference."""
    match _kind(kind):
        case "choice":
            return ", ".join(f"`{value}`" for value in get_args(_bare(kind)))
        case "switch":
            return "`true`, `false`"
        case "whole" | "number":
            return f"{_told(kind, 'ge')} to {_told(kind, 'le')}"
        case "list":
            return "list"
        case "text":
            return "text"


def _expected(kind: Any) -> str:
    """What is allowed, for whoever wrote something else."""
    least, most, longest = _told(kind, "ge"), _told(kind, "le"), _told(kind, "max_length")
    values = ", ".join(map(str, get_args(_bare(kind))))
    match _kind(kind):
        case "choice":
            reason = f"one of these is expected: {values}"
        case "switch":
            reason = "true or false is expected"
        case "whole":
            reason = f"a whole number from {least} to {most} is expected"
        case "number":
            reason = f"a number from {least} to {most} is expected"
        case "list":
            reason = "a list of texts is expected"
        case "text" if _TIME in get_args(kind):
            reason = "a time of day such as 22:00 is expected"
        case "text" if longest is not None:
            reason = f"a text of at most {longest} characters is expected"
        case "text":
            reason = "a text is expected"
    return reason


def _meant(kind: Any, value: Any) -> Any:
    """What was written, as it is meant: the environment has only text, and YAML ideas of its own about times."""
    if _TIME in get_args(kind):
        if isinstance(value, int) and not isinstance(value, bool):  # YAML's 22:00 is a number of minutes
            return f"{value // 60:02}:{value % 60:02}"
        return re.sub("^(?=[0-9]:)", "0", value.strip()) if isinstance(value, str) else value
    if not isinstance(value, str):
        return value
    match _kind(kind):
        case "list":
            return tuple(part.strip() for part in value.split(",") if part.strip())
        case "switch":
            return _SWITCH.get(value.strip().lower(), value)
        case "whole" | "number":
            return value.strip()
        case _:
            return value


_SWITCH = {"yes": True, "on": True, "true": True, "1": True, "no": False, "off": False, "false": False, "0": False}


def _plain(value: Any) -> str:
    return (
        yaml.safe_dump(list(value) if isinstance(value, tuple) else value, default_flow_style=True, width=4096)
        .replace("\n...", "")
        .strip()
    )


def _from_tree(tree: dict[Any, Any], troubles: list[Trouble]) -> Iterator[tuple[str, Any, str]]:
    known = _groups()
    for name, group in tree.items():
        if name in known and not isinstance(group, dict):
            if group is not None:
                troubles.append(SettingInvalid(f"{name}: a group of settings is expected here"))
        elif name in known:
            yield from ((f"{name}.{field}", value, "file") for field, value in group.items())
        else:
            yield str(name), group, "file"


def _from_env(env: Mapping[str, str]) -> Iterator[tuple[str, Any, str]]:
    for name in sorted(env):
        if name.startswith(ENV_PREFIX) and "__" in name:
            yield name.removeprefix(ENV_PREFIX).lower().replace("__", ".", 1), env[name], f"env {name}"


def _lay(layers: list[tuple[str, Any, str]], troubles: list[Trouble]) -> Loaded:
    known = [choice.key for choice in choices()]
    values: dict[str, Any] = {}
    origins = dict.fromkeys(known, "default")
    unknown: list[tuple[str, str]] = []
    for key, value, origin in layers:
        if key not in origins:
            nearest = _nearest(key, known)
            unknown.append((key, nearest))
            meant = f"; did you mean {nearest}?" if nearest else ""
            troubles.append(SettingUnknown(f"{_short(key)} ({origin}){meant}"))
            continue
        try:
            values[key] = check(key, value)
            origins[key] = origin
        except SettingInvalid as trouble:
            troubles.append(SettingInvalid(f"{trouble.detail} ({origin})"))
    tree: dict[str, dict[str, Any]] = {name: {} for name in _groups()}
    for key, value in values.items():
        group, _, name = key.partition(".")
        tree[group][name] = value
    chosen = Settings(**{name: group(**tree[name]) for name, group in _groups().items()})
    return Loaded(chosen, origins, (), tuple(unknown))


def check(key: str, value: Any) -> Any:
    """The value as it would be used. Raises: SettingInvalid, naming the setting."""
    if key not in _known():
        raise SettingInvalid(f"{_short(key)} is not a setting", remedy="See `headspace settings sample`.")
    _, kind = _known()[key]
    try:
        checked = convert(_meant(kind, value), kind, strict=False)
    except ValidationError as error:
        raise SettingInvalid(f"{key}: {_expected(kind)}") from error
    if not all(text.isprintable() for text in (checked if isinstance(checked, tuple) else [str(checked)])):
        raise SettingInvalid(f"{key}: it contains a character that cannot be printed")
    return checked


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.7)
    if not near:  # right name, wrong group
        last = key.rpartition(".")[2]
        near = [name for name in known if name.rpartition(".")[2] == last]
    if not near and "." not in key:
        near = difflib.get_close_matches(key, list(_groups()), n=1, cutoff=0.7)
    return near[0] if near else ""


def _short(text: str) -> str:
    return ascii(text)[1:-1][:80]


def _text(file: Path) -> str:
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:  # a pipe must not hold us
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise SettingsUnreadable(f"{file} is not a file")
            raw = stream.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsUnreadable(f"{file}: {error.strerror}") from error
    if len(raw) > LARGEST_FILE_BYTES:
        raise SettingsUnreadable(f"{file} is larger than {LARGEST_FILE_BYTES // 1024} KiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SettingsUnreadable(f"{file}, line {line}: it is not UTF-8 text") from error


def _tree(text: str, file: Path) -> dict[Any, Any]:
    try:
        tree = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise SettingsUnreadable(f"{file}{_where(error)}") from error
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise SettingsUnreadable(f"{file}, line 1: groups of settings are expected, such as `notify:`")
    return tree


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "reason", None)
    if isinstance(error, RecursionError):
        why = "it is nested too deeply"
    return f"{f', line {mark.line + 1}' if mark else ''}: {why or error}"


def _replace(file: Path, text: str) -> None:
    target = Path(os.path.realpath(file))
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # 0600
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise SettingsUnreadable(
            f"{file}: {error.strerror}",
            title="The settings file cannot be written",
            remedy="Check the permissions of the file and its folder, and the space on the disk; the old file is kept.",
        ) from error


if __name__ == "__main__":
    sys.stdout.write(sample() if "--sample" in sys.argv else reference())
