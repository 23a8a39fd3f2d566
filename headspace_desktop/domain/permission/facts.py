"""What is said of a request: how safe it is, and the facts behind that. Any thread; values only, no wording."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Safety(StrEnum):
    """Worse comes later: the worst part of a request decides. Unknown is never safe."""

    SAFE_READ = "safe_read"
    SAFE_WRITE = "safe_write"
    UNKNOWN = "unknown"
    DESTRUCTIVE = "destructive"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {safety: rank for rank, safety in enumerate(Safety)}


class Fact(StrEnum):
    """What a person should know before deciding. The surfaces put each into words."""

    RUNS = "runs"
    READS = "reads"
    WRITES = "writes"
    OVERWRITES = "overwrites"
    DELETES = "deletes"
    DELETES_TREE = "deletes_tree"
    OUTSIDE = "outside"
    SYSTEM = "system"
    CREDENTIALS = "credentials"
    STARTUP = "startup"  # a file that other programs run or obey
    NETWORK = "network"
    SENDS = "sends"
    INSTALLS = "installs"
    PUBLISHES = "publishes"
    GIT_READS = "git_reads"
    GIT_WRITES = "git_writes"
    GIT_FORCES = "git_forces"  # rewrites history, or throws work away
    PIPED_TO_SHELL = "piped_to_shell"
    CODE = "code"  # inline code of another language, or code known only when it runs
    AS_ROOT = "as_root"
    UNSANDBOXED = "unsandboxed"  # the call itself asks to leave the agent program's sandbox
    ELSEWHERE = "elsewhere"  # on another machine, in a container
    DISK = "disk"
    ENDS_PROCESSES = "ends_processes"
    DATABASE = "database"  # takes data or tables away
    ENVIRONMENT = "environment"
    UNKNOWN_PROGRAM = "unknown_program"
    DYNAMIC = "dynamic"  # known only to the shell, when it runs
    HIDDEN_SIGNS = "hidden_signs"
    UNPARSED = "unparsed"
    NOT_WHOLE = "not_whole"
    BACKGROUND = "background"


#: Facts for which a person should stop and read, in the order in which they are told.
DANGERS = (
    Fact.PIPED_TO_SHELL, Fact.DISK, Fact.DELETES_TREE, Fact.DELETES, Fact.GIT_FORCES, Fact.DATABASE, Fact.PUBLISHES,
    Fact.CREDENTIALS, Fact.STARTUP, Fact.SYSTEM, Fact.ENDS_PROCESSES, Fact.AS_ROOT, Fact.UNSANDBOXED, Fact.SENDS,
    Fact.ELSEWHERE,
    Fact.HIDDEN_SIGNS, Fact.NOT_WHOLE, Fact.UNPARSED, Fact.CODE, Fact.DYNAMIC, Fact.ENVIRONMENT,
    Fact.UNKNOWN_PROGRAM,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the text and how safe it is. `fact` tells what it is marked for."""

    start: int
    end: int
    safety: Safety
    fact: Fact


@dataclass(frozen=True, slots=True)
class Facts:
    """Each fact with what it is about, in the order of the text."""

    said: tuple[tuple[Fact, str], ...] = ()
    marks: tuple[Mark, ...] = ()

    def of(self, *wanted: Fact) -> tuple[str, ...]:
        """What these facts are about, each once."""
        return tuple(dict.fromkeys(what for fact, what in self.said if fact in wanted))

    def has(self, fact: Fact) -> bool:
        return any(each is fact for each, _ in self.said)

    @property
    def programs(self) -> tuple[str, ...]:
        return self.of(Fact.RUNS)

    @property
    def hosts(self) -> tuple[str, ...]:
        return self.of(Fact.NETWORK)

    @property
    def files(self) -> tuple[str, ...]:
        return self.of(Fact.READS, Fact.WRITES, Fact.OVERWRITES, Fact.DELETES, Fact.DELETES_TREE)

    @property
    def outside(self) -> tuple[str, ...]:
        """Files that lie outside the project."""
        return self.of(Fact.OUTSIDE)

    @property
    def dangers(self) -> tuple[tuple[Fact, str], ...]:
        """What to stop at, the gravest first."""
        found = dict.fromkeys(self.said)
        return tuple(each for fact in DANGERS for each in found if each[0] is fact)


@dataclass(frozen=True, slots=True)
class Summary:
    """A request in a few words: `label` has at most 60 characters and is untrusted text."""

    label: str
    safety: Safety
    facts: Facts


@dataclass(slots=True)
class Findings:
    """Facts in the making."""

    safety: Safety = Safety.SAFE_READ
    said: list[tuple[Fact, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[tuple[Safety, str]] = field(default_factory=list)
    kinds: set[Fact] = field(default_factory=set)
    written: set[str] = field(default_factory=set)  # files, by their whole path

    def say(self, fact: Fact, what: str = "", safety: Safety = Safety.SAFE_READ) -> None:
        self.worsen(safety)
        self.said.append((fact, what))
        self.kinds.add(fact)

    def worsen(self, safety: Safety) -> None:
        if safety.rank > self.safety.rank:
            self.safety = safety

    def facts(self) -> Facts:
        return Facts(tuple(dict.fromkeys(self.said)), tuple(sorted(self.marks, key=lambda mark: mark.start)))
