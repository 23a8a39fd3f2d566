"""Programs that reach over the network: what they fetch, and what they send. Any thread; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.facts import Fact, Safety
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.labels import host_of
from headspace_desktop.domain.permission.places import is_credential
from headspace_desktop.domain.permission.words import HOLE, Word

#: curl's options with a value, so that the value is not taken for an address. Source: curl(1), 8.x.
_CURL_VALUED = programs.words(
    "-A -b -c -C -d -D -e -E -F -h -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z --user-agent --cookie "
    "--cookie-jar "
    "--data --data-raw --data-binary --data-urlencode --data-ascii --dump-header --referer --cert --form --header "
    "--config "
    "--max-time --output --output-dir --range --upload-file --user --proxy --request --write-out "
    "--connect-timeout --retry "
    "--cacert --key --json --resolve --interface --limit-rate --url-query --form-string --retry-delay "
    "--max-redirs --oauth2-bearer"
)
_CURL_BODY = re.compile(r"-[dFT]|--(?:data|form|json|upload-file)")
_REMOTE_VALUED = programs.words("-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w")


def judge_curl(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    """A plain fetch only looks; a body, a method or a file to write does more."""
    found, at = judge.found, 0
    while at < len(words):
        word, value = words[at], words[at + 1] if at + 1 < len(words) else None
        text = word.text
        option, joined = _split(text)
        given = replace(word, text=joined) if joined else value
        if not text.startswith("-") or text == "-":
            _address(judge, word)
            at += 1
            continue
        if option in ("-X", "--request") and given is not None:
            _method(judge, given)
        if _CURL_BODY.match(option):
            found.say(Fact.SENDS, (given.text if given else option).replace(HOLE, "…"), Safety.SAFE_WRITE)
            _sent_file(judge, option, given)
        if (
            option in ("-o", "--output", "-D", "--dump-header", "-c", "--cookie-jar", "--trace", "--trace-ascii")
            and given is not None
        ):
            judge.touch(given, Fact.OVERWRITES)
        if option in ("--remote-name", "--remote-name-all", "-J") or re.fullmatch(r"-[a-zA-Z]*O[a-zA-Z]*", text):
            found.say(Fact.WRITES, ".", Safety.SAFE_WRITE)
        if option in ("-K", "--config"):
            found.say(Fact.CODE, option, Safety.UNKNOWN)
        if option == "--url" and given is not None:
            _address(judge, given)
        at += 2 if option in _CURL_VALUED and not joined else 1


def _split(text: str) -> tuple[str, str]:
    """An option and the value that is written onto it; grouped letters end with the one that takes a value."""
    if text.startswith("--"):
        option, _, value = text.partition("=")
        return option, value
    for at, sign in enumerate(text[1:], 1):
        if "-" + sign in _CURL_VALUED:
            return "-" + sign, text[at + 1 :]
    return text, ""


def _method(judge: Judge, given: Word) -> None:
    method = given.text.upper()
    if method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return
    if method == "DELETE":
        judge.found.say(Fact.DELETES, "HTTP DELETE", Safety.DESTRUCTIVE)
        judge.mark(given, Safety.DESTRUCTIVE, Fact.DELETES)
    else:
        judge.found.say(Fact.SENDS, method.replace(HOLE, "…"), Safety.UNKNOWN if HOLE in method else Safety.SAFE_WRITE)


def _sent_file(judge: Judge, option: str, given: Word | None) -> None:
    """A file that leaves the machine is no ordinary write."""
    if given is None or option in ("--data-raw", "--form-string"):
        return
    path = (
        given.text if option in ("-T", "--upload-file") else given.text.rpartition("@")[2] if "@" in given.text else ""
    )
    if given.scripts and Fact.CREDENTIALS in judge.found.kinds:
        judge.found.say(Fact.CREDENTIALS, "…", Safety.DESTRUCTIVE)
    if not path or path == "-":
        return
    judge.touch(replace(given, text=path), Fact.READS)
    full = judge.where.resolve(path) or path
    judge.found.worsen(Safety.DESTRUCTIVE if is_credential(full) else Safety.UNKNOWN)


def _address(judge: Judge, word: Word) -> None:
    host = host_of(word.text)
    judge.found.say(Fact.NETWORK, host.replace(HOLE, "…") or word.text.replace(HOLE, "…"))
    judge.mark(word, Safety.SAFE_READ, Fact.NETWORK)
    if word.text.lower().startswith("file:"):
        judge.touch(replace(word, text=word.text[7:]), Fact.READS)
    if word.may_be_option:
        judge.found.say(Fact.DYNAMIC, word.text.replace(HOLE, "…"), Safety.UNKNOWN)


def judge_wget(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    """It saves what it fetches, unless that goes to the output."""
    found, at, is_shown = judge.found, 0, False
    while at < len(words):
        text, value = words[at].text, words[at + 1] if at + 1 < len(words) else None
        if re.fullmatch(r"-[a-zA-Z]*O-|--output-document=-|--spider", text):
            is_shown = True
        elif re.fullmatch(r"-[a-zA-Z]*O|--output-document", text) and value is not None:
            is_shown = value.text == "-"
            judge.touch(value, Fact.OVERWRITES)
            at += 1
        elif text.startswith(("--post-", "--body-", "--method")):
            what = text.partition("=")[2].replace(HOLE, "…") or text
            is_harsh = what.upper() == "DELETE"
            found.say(
                Fact.DELETES if is_harsh else Fact.SENDS, what, Safety.DESTRUCTIVE if is_harsh else Safety.SAFE_WRITE
            )
            if text.startswith(("--post-file", "--body-file")):
                found.worsen(Safety.DESTRUCTIVE if is_credential(what) else Safety.UNKNOWN)
        elif text.startswith(("-e", "--execute", "--use-askpass", "--config", "-i", "--input-file")):
            found.say(Fact.CODE, text, Safety.UNKNOWN)
        elif not text.startswith("-"):
            _address(judge, words[at])
        at += 1
    if not is_shown:
        found.say(Fact.WRITES, ".", Safety.SAFE_WRITE)


def judge_remote(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    """What runs on another machine is judged as well, and never safe: none of its files is known here."""
    found, at = judge.found, 0
    while at < len(words) and words[at].text.startswith("-"):
        text = words[at].text
        if re.match(r"-o.*(?:Command|Exec)|-o$|-F", text, re.IGNORECASE):
            value = words[at + 1].text if text == "-o" and at + 1 < len(words) else text
            if re.search(r"command|exec|include", value, re.IGNORECASE) or text.startswith("-F"):
                found.say(Fact.CODE, value.replace(HOLE, "…"), Safety.UNKNOWN)
        at += 2 if text in _REMOTE_VALUED else 1
    if at >= len(words):
        found.worsen(Safety.UNKNOWN)
        return
    host = words[at].text.rpartition("@")[2].replace(HOLE, "…")
    found.say(Fact.ELSEWHERE, host, Safety.UNKNOWN)
    found.say(Fact.NETWORK, host)
    judge.mark(words[at], Safety.UNKNOWN, Fact.NETWORK)
    code = words[at + 1 :]
    if name == "ssh" and code:
        judge.inner(" ".join(word.text.replace(HOLE, "$x") for word in code), code[0])


def judge_rsync(judge: Judge, name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    found = judge.found
    found.worsen(Safety.SAFE_WRITE)
    given = [word for word in words if not word.text.startswith("-")]
    remote = [word for word in given if re.match(r"(?:[\w.-]+@)?[\w.-]+:(?!\\)|rsync://|sftp://", word.text)]
    for word in remote:
        found.say(Fact.NETWORK, re.sub(r"^(?:rsync|sftp)://|^[^@]*@", "", word.text).split(":")[0].split("/")[0])
    if name == "sftp":
        found.worsen(Safety.UNKNOWN)
    if any(re.match(r"--del|--remove-source", word.text) for word in words):
        found.say(Fact.DELETES_TREE, given[-1].text.replace(HOLE, "…") if given else name, Safety.DESTRUCTIVE)
    if any(re.match(r"-\w*e$|--rsh|--rsync-path|-S$|-o", word.text) for word in words):
        found.say(Fact.CODE, name, Safety.UNKNOWN)
    if len(given) > 1:
        for word in given[:-1]:
            if word not in remote:
                judge.touch(word, Fact.READS)
        if given[-1] in remote:
            found.say(Fact.SENDS, given[-1].text.replace(HOLE, "…"), Safety.UNKNOWN)
        else:
            judge.touch(given[-1], Fact.WRITES)
