"""Programs that reach over the network: what they fetch, and what they send. Any thread; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from headspace_desktop.domain.permission import programs
from headspace_desktop.domain.permission.facts import Fact, Safety
from headspace_desktop.domain.permission.filters import strange
from headspace_desktop.domain.permission.grammar import Grammar
from headspace_desktop.domain.permission.judge import Feed, Judge
from headspace_desktop.domain.permission.labels import host_of
from headspace_desktop.domain.permission.places import is_credential
from headspace_desktop.domain.permission.words import HOLE, Word

#: Options of curl that write no file but those named below, and run nothing. Source: curl(1), 8.x.
_CURL = Grammar(
    "#0123446GILRSafgijklpsvNOJZq",
    "AbcdDeFHhmoPrtTuUwxXyYzEC",
    "",
    programs.words(
        "silent show-error fail fail-with-body fail-early location include head insecure verbose no-buffer "
        "no-progress-meter progress-bar compressed get http1.0 http1.1 http2 http2-prior-knowledge http3 ipv4 ipv6 "
        "tlsv1.2 tlsv1.3 ssl-reqd location-trusted tcp-nodelay no-keepalive retry-connrefused retry-all-errors "
        "path-as-is globoff raw disable parallel remote-name remote-name-all remote-header-name remote-time "
        "create-dirs version help append post301 post302 post303"
    ),
    programs.words(
        "user-agent cookie cookie-jar data data-raw data-binary data-urlencode data-ascii dump-header referer form "
        "form-string header max-time output output-dir range upload-file user request write-out connect-timeout "
        "retry retry-delay retry-max-time cacert json resolve limit-rate url-query max-redirs url trace trace-ascii "
        "stderr continue-at speed-limit speed-time max-filesize oauth2-bearer time-cond ciphers noproxy"
    ),
)
_CURL_BODY = frozenset(("-d", "-F", "-T", "--json", "--upload-file", "--form", "--form-string", "--data", "--data-raw",
                        "--data-binary", "--data-urlencode", "--data-ascii", "--url-query"))  # fmt: skip
_CURL_TARGETS = ("-o", "--output", "-D", "--dump-header", "-c", "--cookie-jar", "--trace", "--trace-ascii", "--stderr",
                 "--output-dir")  # fmt: skip
_WGET = Grammar(
    "qvcNSrpkLHEmbd46x",
    "OPoatTwUQlRADnF",
    "",
    programs.words(
        "quiet verbose no-verbose continue timestamping server-response recursive page-requisites convert-links "
        "relative span-hosts mirror no-check-certificate no-parent no-host-directories no-directories spider "
        "https-only show-progress inet4-only inet6-only no-cache no-cookies content-disposition version help no-hsts "
        "random-wait force-directories no-clobber adjust-extension"
    ),
    programs.words(
        "output-document directory-prefix output-file append-output tries timeout wait user-agent header level "
        "accept reject domains quota limit-rate max-redirect referer post-data post-file body-data body-file method "
        "retry-connrefused connect-timeout read-timeout progress user password cut-dirs compression"
    ),
)
_WGET_TARGETS = (
    "-O", "--output-document", "-o", "--output-file", "-a", "--append-output", "-P", "--directory-prefix",
)  # fmt: skip
_REMOTE_VALUED = programs.words("-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w")


def judge_curl(judge: Judge, _name: str, words: tuple[Word, ...], feed: Feed) -> None:
    """A plain fetch only looks; a body, a method or a file to write does more."""
    found, given = judge.found, _CURL.read(words)
    strange(judge, given)
    for option, value in given.options:
        if option in ("-X", "--request") and value is not None:
            _method(judge, value)
        if option in _CURL_BODY:
            found.say(Fact.SENDS, (value.text if value else option).replace(HOLE, "…"), Safety.SAFE_WRITE)
            _sent_file(judge, option, value, feed)
        elif option in ("-H", "--header") and value is not None and value.text.startswith("@"):
            _sent_file(judge, option, value, feed)
        elif option in ("-b", "--cookie") and value is not None and "=" not in value.text:
            _sent_file(judge, option, replace(value, text="@" + value.text), feed)
        if option in _CURL_TARGETS and value is not None:
            judge.touch(value, Fact.OVERWRITES)
        if option in ("-O", "-J", "--remote-name", "--remote-name-all", "--remote-header-name"):
            found.say(Fact.WRITES, ".", Safety.SAFE_WRITE)
        if option == "--url" and value is not None:
            _address(judge, value)
    for word in given.operands:
        _address(judge, word)


def _method(judge: Judge, given: Word) -> None:
    method = given.text.upper()
    if method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return
    if method == "DELETE":
        judge.found.say(Fact.DELETES, "HTTP DELETE", Safety.DESTRUCTIVE)
        judge.mark(given, Safety.DESTRUCTIVE, Fact.DELETES)
    else:
        judge.found.say(Fact.SENDS, method.replace(HOLE, "…"), Safety.UNKNOWN if HOLE in method else Safety.SAFE_WRITE)


def _sent_file(judge: Judge, option: str, given: Word | None, feed: Feed) -> None:
    """A file that leaves the machine, or what another program says, is no ordinary write."""
    if given is None or option in ("--data-raw", "--form-string"):
        return
    _sent_words(judge, given)
    path = _named_file(option, given.text)
    if path in ("-", ".", "/dev/stdin") and feed.is_piped:
        judge.found.worsen(Safety.UNKNOWN)
    if not path or path == "-":
        return
    judge.touch(replace(given, text=path), Fact.READS)
    full = judge.where.resolve(path) or path
    judge.found.worsen(Safety.DESTRUCTIVE if is_credential(full) else Safety.UNKNOWN)


def _named_file(option: str, text: str) -> str:
    """The file that an option of curl takes its text from; nothing when the words themselves are sent."""
    if option in ("-T", "--upload-file"):
        return text
    if option in ("-F", "--form"):
        pattern = r"[^=]*=[@<]([^;]*)"
    elif option in ("--data-urlencode", "--url-query"):
        pattern = r"[^=@]*@(.*)"
    else:
        pattern = r"@(.*)"
    found = re.match(pattern, text, re.DOTALL)
    return found[1] if found else ""


def _sent_words(judge: Judge, word: Word) -> None:
    """What a substitution says leaves the machine inside of this word."""
    if word.scripts:
        judge.found.say(Fact.SENDS, word.text.replace(HOLE, "…"), Safety.UNKNOWN)
        if Fact.CREDENTIALS in judge.found.kinds:
            judge.found.say(Fact.CREDENTIALS, "…", Safety.DESTRUCTIVE)


def _address(judge: Judge, word: Word) -> None:
    _sent_words(judge, word)
    host = host_of(word.text)
    judge.found.say(Fact.NETWORK, host.replace(HOLE, "…") or word.text.replace(HOLE, "…"))
    judge.mark(word, Safety.SAFE_READ, Fact.NETWORK)
    if word.text.lower().startswith("file:"):
        judge.touch(replace(word, text=word.text[7:]), Fact.READS)
    if word.may_be_option:
        judge.found.say(Fact.DYNAMIC, word.text.replace(HOLE, "…"), Safety.UNKNOWN)


def judge_wget(judge: Judge, _name: str, words: tuple[Word, ...], _feed: Feed) -> None:
    """It saves what it fetches, unless that goes to the output."""
    found, given = judge.found, _WGET.read(words)
    strange(judge, given)
    for option, value in given.options:
        if value is None:
            continue
        if option in _WGET_TARGETS:
            judge.touch(value, Fact.OVERWRITES)
        elif option in ("--post-data", "--body-data", "--post-file", "--body-file"):
            found.say(Fact.SENDS, value.text.replace(HOLE, "…"), Safety.SAFE_WRITE)
            _sent_words(judge, value)
            if option.endswith("-file"):
                found.worsen(Safety.DESTRUCTIVE if is_credential(value.text) else Safety.UNKNOWN)
        elif option == "--method":
            _method(judge, value)
    for word in given.operands:
        _address(judge, word)
    is_shown = given.has("--spider") or any(word.text == "-" for word in given.of("-O", "--output-document"))
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
        elsewhere = {word.text for word in remote}
        for word in given[:-1]:
            if word.text not in elsewhere:
                judge.touch(word, Fact.READS)
        if given[-1].text in elsewhere:
            found.say(Fact.SENDS, given[-1].text.replace(HOLE, "…"), Safety.UNKNOWN)
        else:
            judge.touch(given[-1], Fact.WRITES)
