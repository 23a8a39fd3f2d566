"""Interpreters and database clients: what is given to them is code. Any thread; pure.

Code of a shell is taken apart like the command itself; code of any other language is not understood, so never safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.facts import Fact, Safety
from headspace_desktop.domain.permission.grammar import Grammar
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.words import HOLE, Word

_SQL_HARSH = re.compile(
    r"\b(?:drop|truncate|delete|alter|grant|revoke|reindex|vacuum|pg_terminate_backend|lo_unlink|detach)\b",
    re.IGNORECASE,
)
_SQL_RUNS = re.compile(
    r"\\!|^[^\S\n]*[.](?!tables|schema|headers|mode|databases|indexes|width|help)|\b(?:program|copy|load_extension|load_file|system"
    r"|outfile|dumpfile|attach|readfile|writefile)\b|\\(?:i|ir|o|w|g|copy)\b|edit\(",
    re.IGNORECASE | re.MULTILINE,
)
_SQL_READ = re.compile(
    r"\s*(?:select|explain|show|describe|desc|pragma\s+\w+\s*$|values|\\[dl]\w*|\.(?:tables|schema|databases|indexes))",
    re.IGNORECASE,
)


#: Functions of SQL that only reckon. Any other may write, send or end something.
_SQL_FUNCTIONS = programs.words(
    "count sum min max avg total coalesce nullif ifnull iif greatest least abs round ceil ceiling floor mod power "
    "sqrt length char_length lower upper trim ltrim rtrim substr substring replace concat concat_ws group_concat "
    "string_agg array_agg json_agg jsonb_agg json_build_object json_object json_extract json_array_length "
    "jsonb_array_length array_length unnest generate_series now date time datetime julianday strftime date_trunc "
    "date_part extract age to_char to_date to_timestamp current_date current_timestamp row_number rank dense_rank "
    "lag lead first_value last_value ntile cast typeof pg_typeof printf format hex position instr left right reverse "
    "split_part regexp_replace pg_size_pretty pg_database_size pg_total_relation_size pg_relation_size version "
    "current_database current_user percentile_cont percentile_disc stddev variance bool_and bool_or every random md5 "
    "distinct filter within over partition in values and or not exists any all some as from join on using select "
    "when then else where by having limit union except intersect between like ilike is with recursive numeric "
    "decimal varchar char lateral"
)


def _only_selects(code: str) -> bool:
    """A query that changes nothing: it begins as one, keeps nothing (``into``), and calls what only reckons."""
    plain = re.sub(r"'(?:[^']|'')*'", "''", code)
    if re.search(r"\binto\b|\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|[\"\]`]\s*\(", plain, re.IGNORECASE):
        return False
    return all(name.lower() in _SQL_FUNCTIONS for name in _called(plain))


def _called(code: str) -> Iterator[str]:
    """The names in front of parentheses, in one pass."""
    for before in code.split("(")[:-1]:
        backwards = re.match(r"[\w.]*", before.rstrip()[::-1])
        if backwards and (name := re.search(r"[A-Za-z_].*", backwards[0][::-1])):
            yield name[0]


def judge_shell(judge: Judge, name: str, words: tuple[Word, ...], feed: Feed) -> None:
    """``sh``: with ``-c`` its code, with a file a script, else whatever flows into it."""
    found, at = judge.found, 0
    while at < len(words) and re.match(r"[-+]", words[at].text) and words[at].text not in ("-", "--"):
        text = words[at].text
        if text.startswith(("--rcfile", "--init-file", "--login")):
            found.worsen(Safety.UNKNOWN)
        if re.fullmatch(r"-[A-Za-z]*c[A-Za-z]*", text):
            code = next((word for word in words[at + 1 :] if not re.match(r"[-+]\w", word.text)), None)
            _shell_code(judge, name, code)
            return
        at += 2 if text in ("-o", "+o", "-O", "+O", "--rcfile", "--init-file") else 1
    rest = words[at:]
    is_piped = any("s" in word.text for word in words[:at] if re.fullmatch(r"-[a-z]+", word.text))
    if rest and rest[0].text in ("-", "--"):
        is_piped = is_piped or len(rest) == 1
        rest = rest[1:]
    if rest and not is_piped and rest[0].text not in ("/dev/stdin", "/proc/self/fd/0"):
        _script(judge, name, rest[0])
    elif feed.body is not None:
        judge.inner(feed.body, words[0] if words else Word("", 0, 0))
    elif feed.is_piped:
        found.say(Fact.PIPED_TO_SHELL, name, Safety.DESTRUCTIVE)
    elif _flags_only(words, "--version", "--help"):
        return
    else:
        found.say(Fact.CODE, name, Safety.UNKNOWN)


def _flags_only(words: tuple[Word, ...], *wanted: str) -> bool:
    return len(words) == 1 and words[0].text in wanted


def _shell_code(judge: Judge, name: str, code: Word | None) -> None:
    if code is None:
        judge.found.say(Fact.CODE, name, Safety.UNKNOWN)
    elif HOLE in code.text:
        is_fetched = bool(code.scripts) and Fact.NETWORK in judge.found.kinds
        judge.found.say(Fact.CODE, name, Safety.UNKNOWN)
        if is_fetched:
            judge.found.say(Fact.PIPED_TO_SHELL, name, Safety.DESTRUCTIVE)
        judge.inner(code.text.replace(HOLE, "$x"), code)
    else:
        judge.inner(code.text, code)


def _script(judge: Judge, name: str, word: Word) -> None:
    """A script file: the project's own are run all day; what came from elsewhere is not known."""
    found = judge.found
    if word.scripts:
        is_fetched = Fact.NETWORK in found.kinds
        found.say(
            Fact.PIPED_TO_SHELL if is_fetched else Fact.CODE, name, Safety.DESTRUCTIVE if is_fetched else Safety.UNKNOWN
        )
        return
    judge.touch(word, Fact.READS)
    full = judge.where.resolve(word.text)
    is_own = word.is_static and full is not None and judge.where.is_inside(full)
    if full is not None:
        judge.ran(full, word.text.replace(HOLE, "…"))
    found.worsen(Safety.SAFE_WRITE if is_own else Safety.UNKNOWN)


#: Options before the script that neither carry code nor load any. Those of any other interpreter are not known.
_QUIET = {
    "python": Grammar("bBdEIOPqsSuvxVh", "cmWX", "", stops=True),
    "node": Grammar(
        "ch",
        "",
        "",
        programs.words(
            "test test-only watch enable-source-maps no-warnings trace-warnings trace-uncaught trace-deprecation "
            "check use-strict expose-gc no-deprecation experimental-strip-types experimental-vm-modules "
            "preserve-symlinks version"
        ),
        programs.words("max-old-space-size stack-size stack-trace-limit test-reporter test-name-pattern"),
        stops=True,
    ),
    "java": Grammar("", "", "DXj", stops=True),
    "dotnet": Grammar(stops=True),
}
_QUIET |= {"pypy": _QUIET["python"], "nodejs": _QUIET["node"], "tsx": _QUIET["node"]}
_NO_OPTIONS = Grammar(stops=True)
_DOTNET_VERBS = programs.words("build run test restore format clean")


def judge_code(judge: Judge, name: str, words: tuple[Word, ...], feed: Feed) -> None:
    """An interpreter: inline code, a module, a script, or whatever flows into it."""
    found = judge.found
    bare = re.sub(r"[\d.]+$", "", name) or name
    if len(words) == 1 and words[0].text in ("--version", "-V", "-v", "--help", "-version", "-h"):
        return
    given = _QUIET.get(bare, _NO_OPTIONS).read(words)
    if modules := given.of("-m"):
        _module(judge, (modules[0], *given.operands), feed)
        return
    if given.strange or (given.has("-c") and bare in ("python", "pypy")):
        found.say(Fact.CODE, name, Safety.UNKNOWN)
        if any(programs.HARSH_CODE.search(word.text) for word in words):
            found.say(Fact.DELETES, name, Safety.DESTRUCTIVE)
        return
    script = next((word for word in given.operands[:1] if word.text not in ("-", "/dev/stdin")), None)
    if script is not None and bare == "dotnet" and script.text in _DOTNET_VERBS:
        found.worsen(Safety.SAFE_WRITE)
    elif script is not None and bare == "deno":
        found.worsen(Safety.UNKNOWN)
    elif script is not None:
        _script(judge, name, script)
    elif feed.is_piped:
        found.say(Fact.PIPED_TO_SHELL, name, Safety.DESTRUCTIVE)
    else:
        found.say(Fact.CODE, name, Safety.UNKNOWN)
        if feed.body and programs.HARSH_CODE.search(feed.body):
            found.say(Fact.DELETES, name, Safety.DESTRUCTIVE)


def _module(judge: Judge, words: tuple[Word, ...], feed: Feed) -> None:
    if not words or not words[0].is_static:
        judge.found.worsen(Safety.UNKNOWN)
    elif words[0].text in ("pip", "pip3", "pipx", "uv"):
        judge.run(words, feed)
    elif words[0].text in programs.MODULES_READ:
        given = [word for word in words[1:] if not word.text.startswith("-")]
        for at, word in enumerate(given[:2]):
            judge.touch(word, Fact.OVERWRITES if at else Fact.READS)
    elif words[0].text in programs.MODULES_WRITE:
        judge.found.worsen(Safety.SAFE_WRITE)
    else:
        judge.found.say(Fact.CODE, words[0].text, Safety.UNKNOWN)


def judge_sql(judge: Judge, name: str, words: tuple[Word, ...], feed: Feed) -> None:
    """A database client: a query that only selects is a look."""
    found = judge.found
    codes = [
        words[at + 1].text
        for at, word in enumerate(words[:-1])
        if word.text in ("-c", "-e", "--command", "--execute", "-cmd")
    ]
    codes += [word.text.partition("=")[2] for word in words if word.text.startswith(("--command=", "--execute="))]
    codes += [word.text[2:] for word in words if re.match(r"-[ce][^ ]", word.text) and name != "sqlite3"]
    if name in ("sqlite3", "duckdb"):
        codes += [word.text for word in words if not word.text.startswith("-")][1:]
    if feed.body is not None:
        codes.append(feed.body)
    elif feed.is_piped:
        found.say(Fact.DYNAMIC, name, Safety.UNKNOWN)
    if any(word.text in ("-h", "--host") or word.text.startswith(("--host=", "postgres")) for word in words):
        found.say(Fact.NETWORK, name)
    if any(word.text in ("-f", "--file", "-init", "-o", "--output") for word in words):
        found.say(Fact.CODE, name, Safety.UNKNOWN)
    for code in codes:
        if found_words := _SQL_HARSH.findall(code):
            found.say(Fact.DATABASE, ", ".join(dict.fromkeys(word.upper() for word in found_words)), Safety.DESTRUCTIVE)
        elif (
            HOLE in code
            or _SQL_RUNS.search(code)
            or not all(_SQL_READ.match(part) and _only_selects(part) for part in code.split(";") if part.strip())
        ):
            found.say(Fact.CODE, "SQL", Safety.UNKNOWN)
    if not codes and "-l" not in [word.text for word in words] and "--version" not in [word.text for word in words]:
        found.worsen(Safety.UNKNOWN)
