"""Keep the translations complete: `make translations` finds every text, merges it into the .ts files and compiles them.

    python packaging/translations.py           find, merge, compile; name what has no translation yet
    python packaging/translations.py --check   change nothing; fail where something is missing, differs or is old

A text is found where it stands in `tr("…")`, in a family of texts that is shown by its variable
(settings, troubles), or where the program makes a sentence from it (`f"{tool} runs long"`): such a template is
listed in made.txt too, so that the finished sentence is recognised when it is shown. Translators change the .ts alone.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PACKAGE = ROOT / "headspace_desktop"
FOLDER = ROOT / "resources" / "i18n"
MADE = FOLDER / "made.txt"
CONTEXT = "Headspace"
#: Besides English, in which the texts are written.
LANGUAGES = ("de",)

#: Called with a literal: the text is shown.
SPEAKERS = {"tr"}

#: Tables and functions whose literals reach `tr` by a variable.
FAMILIES = {
    "ui/dialogs/field.py": {"_VALUES"},
    "domain/priority.py": {"_STATE_WORDS", "_next_up"},
    "domain/attention.py": {"_groups"},
    "ui/tray_menu.py": {"tooltip"},
    "terminals/terminal_findings.py": {"NOT_RUN"},
    "ui/transcript/prepare.py": {"web_refusal"},
    "ui/transcript/panel.py": {"_make_view"},
}

#: Rooms without Qt that make sentences; what of them is shown goes through `told`.
MAKERS = (
    "domain/evidence.py",
    "domain/priority.py",
    "domain/attention.py",
    "terminals",
    "app",
    "notify",
    "troubles.py",
    "tmux",
    "engine",
    "store",
    "intake",
    "projects",
    "transcripts",
    "workers.py",
    "settings.py",
    "autostart.py",
)
#: Arguments and names there that hold what a person reads.
SHOWN = {"title", "remedy", "reason", "words", "what", "note"}
SHOWN_CALLS = {"Finding": slice(1, None), "Part": slice(2, None)}

_WORDS = re.compile(r"[a-z].* |%n|^[A-Z][a-z]|^works$")
_FIELD = re.compile(r"%n|%\d|\{\w*\}")


@dataclass
class Found:
    """Every text by its source: where it stands, and whether it counts something."""

    places: dict[str, str] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)

    def add(self, text: str, place: str, *, is_counted: bool = False, is_made: bool = False) -> None:
        if not re.search(r"[^\W\d_]", _FIELD.sub("", text)):
            return
        self.places.setdefault(text, place)
        if is_counted:
            self.counted.add(text)
        if is_made and "{" in text and len(re.sub(r"[\W\d_]", "", _FIELD.sub("", text))) >= 4:
            self.made.add(text)


# -- finding -------------------------------------------------------------------


def find() -> Found:
    """Every text of the program that a person may see."""
    found = Found()
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(("cli/", "app/fleet/")):
            continue  # the command line stays English, the simulated fleet's words are its agents'
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in SPEAKERS and node.args:
                counted = len(node.args) > 1 and "%n" in ast.unparse(node.args[0])
                for text in _texts(node.args[0]):
                    found.add(text, name, is_counted=counted)
            if _named(node) & FAMILIES.get(name, set()):
                for text in _literals(node):
                    found.add(text, name, is_counted="%n" in text)
        if name.startswith(MAKERS):
            for text in _made(tree):
                found.add(text, name, is_made=True)
    _imported(found)
    return found


def _imported(found: Found) -> None:
    """What is shown by a variable and known when the modules are loaded."""
    from headspace_desktop import settings, troubles  # noqa: PLC0415  from here, not from an installed one
    from headspace_desktop.ui.words import family  # noqa: PLC0415

    for kind in family(troubles.Trouble).values():
        for text in (kind.title, kind.remedy):
            found.add(text, "troubles.py")
    for choice in settings.choices():
        for text in (choice.title, choice.description, choice.unit, *choice.values):
            found.add(text, "settings.py")


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _named(node: ast.AST) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {node.target.id} if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else set()


def _literals(node: ast.AST) -> Iterator[str]:
    body = node.body[1:] if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) else [node]
    for part in body:
        for one in ast.walk(part):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and _WORDS.search(one.value):
                yield one.value


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be: literals, choices between them, tables, f-strings as templates."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            count, text = 0, ""
            for part in parts:
                if isinstance(part, ast.Constant):
                    text += str(part.value)
                else:
                    count += 1
                    text += f"{{{count}}}"
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _texts(value)
        case ast.Subscript(value=value):
            yield from _texts(value)
        case ast.Dict(values=values):
            for value in values:
                yield from _texts(value)
        case ast.Tuple(elts=values):
            for value in values:
                yield from _texts(value)


def _made(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for argument in node.args[SHOWN_CALLS.get(_called(node), slice(0, 0))]:
                yield from _sentences(argument)
            for keyword in node.keywords:
                if keyword.arg in SHOWN:
                    yield from _sentences(keyword.value)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                pairs = (
                    zip(target.elts, node.value.elts, strict=False)
                    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                    else [(target, node.value)]
                )
                for name, value in pairs:
                    if isinstance(name, ast.Name) and name.id.lower().strip("_") in SHOWN:
                        yield from _sentences(value)


def _sentences(node: ast.expr) -> Iterator[str]:
    """Only what reads as words: two of them, or one with a capital."""
    for text in _texts(node):
        if re.search(r"[^\W\d_]{2}.* |^[A-Z][a-z]", text):
            yield text


# -- the .ts files -----------------------------------------------------------------


@dataclass
class Entry:
    """One message of a .ts file. `is_gone`: the program does not say it any more."""

    forms: list[str]
    is_gone: bool = False


def read(path: Path) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    if path.exists():
        for message in ET.parse(path).getroot().iter("message"):  # noqa: S314  our own file
            said = message.find("translation")
            assert said is not None
            forms = [form.text or "" for form in said.iter("numerusform")] or [said.text or ""]
            entries[message.findtext("source", "")] = Entry(forms, said.get("type") == "vanished")
    return entries


def merge(entries: dict[str, Entry], found: Found) -> dict[str, Entry]:
    """What was translated stays; what vanished is marked and kept, should it come back."""
    merged = {}
    for text in sorted(found.places, key=lambda text: (found.places[text], text)):
        forms = entries[text].forms if text in entries else [""]
        wanted = 2 if text in found.counted else 1
        merged[text] = Entry((forms * 2)[:wanted] if len(forms) < wanted else forms[:wanted])
    gone = {
        text: Entry(entry.forms, True) for text, entry in entries.items() if text not in merged and any(entry.forms)
    }
    return merged | dict(sorted(gone.items()))


def write(path: Path, language: str, entries: dict[str, Entry], found: Found) -> None:
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text, entry in entries.items():
        is_counted = text in found.counted or len(entry.forms) > 1
        message = ET.SubElement(context, "message", {"numerus": "yes"} if is_counted else {})
        if text in found.places:
            ET.SubElement(message, "location", filename=found.places[text])
        ET.SubElement(message, "source").text = text
        said = ET.SubElement(message, "translation")
        if entry.is_gone:
            said.set("type", "vanished")
        elif not all(entry.forms):
            said.set("type", "unfinished")
        if is_counted:
            for form in entry.forms:
                ET.SubElement(said, "numerusform").text = form
        else:
            said.text = entry.forms[0]
    ET.indent(root, " ")
    body = ET.tostring(root, "unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def compile_ts(path: Path, into: Path) -> None:
    """Blocks: starts Qt's own compiler."""
    program = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent)) or "pyside6-lrelease"
    subprocess.run([program, "-silent", str(path), "-qm", str(into)], check=True, timeout=120)


# -- checking --------------------------------------------------------------------


def faults(found: Found, language: str, folder: Path = FOLDER) -> list[str]:
    """What is wrong with one language, a line each."""
    path = folder / f"headspace_{language}.ts"
    entries = read(path)
    said = [f"{language}: not in the file: {text!r}" for text in found.places if text not in entries]
    for text, entry in entries.items():
        if entry.is_gone or text not in found.places:
            continue
        if not all(entry.forms):
            said.append(f"{language}: not translated: {text!r}")
            continue
        if text in found.counted and len(entry.forms) < 2:
            said.append(f"{language}: no plural: {text!r}")
        for number, form in enumerate(entry.forms):
            lost = set(_FIELD.findall(text)) ^ set(_FIELD.findall(form))
            if lost - ({"%n"} if len(entry.forms) > 1 and number == 0 else set()):
                said.append(f"{language}: placeholders differ: {text!r}: {form!r}")
            if (text[:1].isspace(), text[-1:].isspace()) != (form[:1].isspace(), form[-1:].isspace()):
                said.append(f"{language}: spaces at the ends differ: {text!r}: {form!r}")
    if not said:
        said += _old(path, path.with_suffix(".qm"))
    return said


def _old(source: Path, compiled: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, compiled.name)
        compile_ts(source, fresh)
        if compiled.exists() and fresh.read_bytes() == compiled.read_bytes():
            return []
    return [f"{compiled.name} is older than {source.name}: run `make translations`"]


def _templates(found: Found) -> str:
    """Longest fixed part first: the first that fits a sentence is the most exact."""
    ordered = sorted(found.made, key=lambda text: (-len(_FIELD.sub("", text)), text))
    return "".join(text.replace("\n", "\\n") + "\n" for text in ordered)


def main(argv: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(description="Find the texts of the program and keep their translations.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail where something is amiss")
    options = parser.parse_args(list(argv))
    found = find()
    said: list[str] = []
    if options.check:
        if not MADE.exists() or MADE.read_text("utf-8") != _templates(found):
            said.append("made.txt is old: run `make translations`")
    else:
        MADE.write_text(_templates(found), "utf-8")
    for language in LANGUAGES:
        path = FOLDER / f"headspace_{language}.ts"
        if not options.check:
            write(path, language, merge(read(path), found), found)
            compile_ts(path, path.with_suffix(".qm"))
        said += faults(found, language)
    for line in said:
        print(line)
    print(f"{len(found.places)} texts, {len(said)} faults")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
