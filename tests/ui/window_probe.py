"""Puts the first web view into a window while somebody types there, and prints what came of both."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

if os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from headspace_desktop.ui.transcript.prepare import prepare_web


def main() -> None:
    prepare_web()
    app = QApplication(sys.argv[:1])
    window = QWidget()
    box, line = QVBoxLayout(window), QLineEdit()
    box.addWidget(line)
    window.show()
    before = window.winId()
    while len(line.text()) < 10:
        app.processEvents()

    from headspace_desktop.ui.transcript.web import WebView

    view = WebView(window)
    box.addWidget(view.widget)
    ended: list[None] = []
    line.returnPressed.connect(lambda: ended.append(None))
    while not (ended and view.is_loaded):
        app.processEvents()
    said = {"text": line.text(), "is same window": window.winId() == before, "has loaded": view.is_loaded}
    print(json.dumps(said), flush=True)
    view.shut()
    os._exit(0)


if __name__ == "__main__":
    main()
