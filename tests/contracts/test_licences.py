"""Nothing that only the GPL allows: of Qt's modules those under the LGPL, and none of the others even by name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Source: SPDX lines of the public headers; desktop notes, section 9.
GPL_ONLY = re.compile(
    r"Qt(Charts|Graphs\w*|HttpServer|NetworkAuth|DataVisualization|CanvasPainter|QuickTimeline|WaylandCompositor"
    r"|VirtualKeyboard|Quick3D\w*|Lottie\w*|Mqtt|Coap|OpcUa)"
)


def imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("PySide6."):
            names.add(node.value)  # import_module("PySide6.…")
    return {name for name in names if name.startswith("PySide6")}


def gpl_only(source: str) -> set[str]:
    return {name for name in imports(ast.parse(source)) if GPL_ONLY.search(name)}


def test_it_would_be_noticed() -> None:
    assert gpl_only("from PySide6.QtCharts import QChart")
    assert gpl_only("import importlib\nimportlib.import_module('PySide6.QtHttpServer')")
    assert gpl_only("from PySide6 import QtGraphs")
    assert not gpl_only("from PySide6.QtWidgets import QGraphicsView\nfrom PySide6.QtCore import Qt")


def test_no_module_of_qt_is_gpl_only() -> None:
    found = {}
    for folder in ("headspace_desktop", "benchmarks", "packaging"):
        for file in (ROOT / folder).rglob("*.py"):
            if names := gpl_only(file.read_text(encoding="utf-8")):
                found[str(file)] = names
    assert found == {}


def test_the_bundle_leaves_them_out() -> None:
    spec = (ROOT / "packaging" / "headspace.spec").read_text(encoding="utf-8")
    dropped = re.compile(re.findall(r'r"(libQt6\(.*?)",\n', spec.replace('"\n    r"', ""), flags=re.DOTALL)[0])
    for name in (
        "Charts", "DataVisualization", "Graphs", "HttpServer", "NetworkAuth", "Quick3DCore", "VirtualKeyboard",
        "QuickTimeline", "WaylandCompositor", "CanvasPainter",
    ):  # fmt: skip
        assert dropped.search(f"PySide6/Qt/lib/libQt6{name}.so.6"), name
    for name in ("Core", "Gui", "Widgets", "DBus", "Network", "Svg", "WebEngineCore", "WebChannel", "WaylandClient"):
        assert not dropped.search(f"PySide6/Qt/lib/libQt6{name}.so.6"), name
