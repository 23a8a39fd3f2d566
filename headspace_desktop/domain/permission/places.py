"""Where a path of a command leads: inside the project, to a file that others obey, to the system. Any thread; pure.

It never looks at the disk; a link inside the project that leads out of it is not seen here.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace

from headspace_desktop.domain.permission.facts import Fact, Findings, Safety
from headspace_desktop.domain.permission.words import HOLE, Word

_HARMLESS = re.compile(r"/dev/(?:null|zero|full|u?random|std(?:in|out|err)|tty|fd/\d+)$")
_TEMPORARY = ("/tmp/", "/var/tmp/", "/private/tmp/", "/private/var/tmp/", "/dev/shm/")  # noqa: S108  only compared
_SYSTEM = (
    "/etc/", "/usr/", "/bin/", "/sbin/", "/lib", "/boot/", "/dev/", "/proc/", "/sys/", "/var/", "/opt/", "/System/",
    "/Library/", "/Applications/", "/private/etc/",
)  # fmt: skip
#: No system has longer paths. Source: PATH_MAX of Linux.
_LONGEST = 4096
_HOME = re.compile(r"(?:/home/[^/]+|/Users/[^/]+|/root)(?=/|$)")
_CREDENTIALS = re.compile(
    r"(?:^|/)(?:\.ssh|\.gnupg|\.aws|\.azure|\.kube|\.docker/config\.json|\.config/gcloud|\.config/gh|\.netrc|_netrc"
    r"|\.pgpass|\.my\.cnf|\.npmrc|\.pypirc|\.git-credentials|\.env(?:\.(?!example|sample|template)[\w.-]+)?|\.vault-token"
    r"|\.password-store|\.claude/\.credentials\.json|credentials(?:\.json|\.ya?ml)?|secrets?\.(?:json|ya?ml|toml|env)"
    r"|id_(?:rsa|dsa|ecdsa|ed25519)|keychains?|shadow|gshadow|[^/]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx))(?:$|/)",
    re.IGNORECASE,
)
#: Inside a project: files that a program obeys or runs without being asked.
_OBEYED = re.compile(
    r"(?:^|/)(?:\.git(?:$|/)|\.husky/|\.claude/|\.envrc$|\.mcp\.json$|\.vscode/(?:tasks|settings|launch)\.json$"
    r"|\.gitmodules$|\.pre-commit-config\.ya?ml$|\.github/workflows/|\.gitlab-ci\.yml$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Where:
    """The project, and the folder that relative paths start from; `cwd` None when only the shell will know it.

    `start` is the folder that the agent is in, wherever that lies.
    """

    project: str
    cwd: str | None
    home: str = ""
    start: str | None = None

    @property
    def is_astray(self) -> bool:
        """Whether a ``cd`` led out of the project."""
        return self.cwd != self.start and (self.cwd is None or not self.is_inside(self.cwd))

    def moved(self, path: str) -> Where:
        if not path or HOLE in path or path == "-":
            return replace(self, cwd=None)
        cwd = self.resolve(path)
        return replace(self, cwd=cwd if cwd is not None and len(cwd) <= _LONGEST else None)

    def resolve(self, path: str) -> str | None:
        """The path from the root (or from ``~``), or None when it cannot be told."""
        if HOLE in path.split("/", 1)[0] or (HOLE in path and ".." in path):
            return None
        if path.startswith("~") and self.home and path[1:2] in ("", "/"):
            path = self.home + path[1:]
        if path.startswith(("/", "~")):
            return posixpath.normpath("/" + path.lstrip("/")) if path[0] == "/" else posixpath.normpath(path)
        return None if self.cwd is None else posixpath.normpath(posixpath.join(self.cwd, path))

    def is_inside(self, path: str) -> bool:
        top = self.project.rstrip("/")
        return bool(top) and (path == top or path.startswith(top + "/"))


def where_of(project: str, cwd: str = "") -> Where:
    """A place to judge paths from. The home folder is told by the project's own path."""
    found = _HOME.match(project)
    top = posixpath.normpath(project) if project else ""
    start = posixpath.normpath(cwd) if cwd else top or None
    return Where(top, start, found[0] if found else "", start)


def is_credential(path: str) -> bool:
    return _CREDENTIALS.search(path) is not None


def touch(found: Findings, where: Where, path: str, fact: Fact) -> None:
    """Say that a file is read, written or deleted, and how grave that is because of where it lies."""
    if _HARMLESS.match(path) or path == "-":
        return
    full = where.resolve(path)
    shown = path.replace(HOLE, "…")
    if fact is Fact.READS:
        found.say(fact, shown)
        if is_credential(full or path):
            found.say(Fact.CREDENTIALS, shown, Safety.UNKNOWN)
        if full is not None and not where.is_inside(full):
            found.say(Fact.OUTSIDE, shown)
        if full is not None and full.startswith(("/dev/tcp/", "/dev/udp/")):
            found.say(Fact.NETWORK, full.split("/")[3], Safety.UNKNOWN)
        return
    found.say(fact, shown, Safety.SAFE_WRITE)
    if full is None:
        found.say(Fact.DYNAMIC, shown, Safety.UNKNOWN)
        return
    _weigh_write(found, where, full, shown)


def roam(found: Findings, where: Where, words: tuple[Word, ...]) -> None:
    """Programs that run what a folder holds are known in the project alone: elsewhere it is somebody else's code."""
    if where.is_astray:
        found.say(Fact.OUTSIDE, where.cwd or "…", Safety.UNKNOWN)
    for word in words:
        path = word.text.partition("=")[2] or word.text
        if path.startswith(("/", "~", "..")) and not _HARMLESS.match(path):
            full = where.resolve(path)
            if full is None or not where.is_inside(full):
                found.say(Fact.OUTSIDE, path.replace(HOLE, "…"), Safety.UNKNOWN)


def _weigh_write(found: Findings, where: Where, full: str, shown: str) -> None:
    inside = where.is_inside(full)
    if full.startswith(("/dev/tcp/", "/dev/udp/")):
        found.say(Fact.NETWORK, full.split("/")[3], Safety.UNKNOWN)
        found.say(Fact.SENDS, shown)
        return
    if not inside:
        found.say(Fact.OUTSIDE, shown)
    home = _HOME.match(full)
    in_home = full[home.end() :] if home else full[1:] if full.startswith("~") else None
    if is_credential(full):
        found.say(Fact.CREDENTIALS, shown, Safety.UNKNOWN if inside else Safety.DESTRUCTIVE)
    elif inside and _OBEYED.search(full[len(where.project) :]):
        found.say(Fact.STARTUP, shown, Safety.UNKNOWN)
    elif in_home is not None and in_home.startswith("/.") and (not inside or where.project in ("/", home and home[0])):
        found.say(Fact.STARTUP, shown, Safety.DESTRUCTIVE)
    elif inside or full.startswith(_TEMPORARY):
        return
    elif home is None and (full + "/").startswith(_SYSTEM):
        found.say(Fact.SYSTEM, shown, Safety.DESTRUCTIVE)
    else:
        found.worsen(Safety.UNKNOWN)
