"""No text without its German, no lost placeholder, no old file: the tool of the translations is the contract."""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    made = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = made  # its dataclasses look for their module
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def found(tool: ModuleType) -> object:
    return tool.find()


def test_every_text_is_translated(tool, found) -> None:
    assert [line for language in tool.LANGUAGES for line in tool.faults(found, language)] == []
    assert tool.MADE.read_text("utf-8") == tool._templates(found)
    assert len(found.places) > 1000


@pytest.mark.parametrize(
    "case",
    [
        ("Close", "", "not translated"),
        ("{shown} of {total}", "{shown} von", "placeholders differ"),
        ("Close", None, "not in the file"),
        ("Close", "Zumachen", "is older than"),
    ],
)
def test_what_is_amiss_is_named(tool, found, tmp_path, case) -> None:
    text, form, fault = case
    for file in tool.FOLDER.glob("headspace_de.*"):
        shutil.copy(file, tmp_path)
    entries = tool.read(tmp_path / "headspace_de.ts")
    if form is None:
        del entries[text]
    else:
        entries[text].forms = [form]
    tool.write(tmp_path / "headspace_de.ts", "de", entries, found)
    said = tool.faults(found, "de", tmp_path)
    assert len(said) == 1
    assert fault in said[0]


def test_what_vanished_is_kept_and_marked(tool, tmp_path) -> None:
    first, second = tool.Found(), tool.Found()
    first.add("Old words", "a.py")
    second.add("New words", "a.py")
    entries = tool.merge({"Old words": tool.Entry(["Alte Wörter"])}, second)
    tool.write(tmp_path / "x.ts", "de", entries, second)
    kept = tool.read(tmp_path / "x.ts")
    assert kept["Old words"].is_gone
    assert tool.merge(kept, first)["Old words"] == tool.Entry(["Alte Wörter"])
