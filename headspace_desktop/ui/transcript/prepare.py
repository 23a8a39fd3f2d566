"""What must be set before there is an application, so that the web view can be made later.

Main thread, before QApplication. Sets environment only; imports no web engine.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

from PySide6.QtCore import QCoreApplication, Qt

#: No name resolves: the last hole (`preconnect`, DNS) that an interceptor does not see.
_NO_NAMES = '--host-resolver-rules="MAP * ~NOTFOUND"'


def prepare_web(env: MutableMapping[str, str] = os.environ) -> None:
    """Let no name resolve in the web view, and share its drawing context. Call it before QApplication."""
    flags = env.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if _NO_NAMES not in flags:
        env["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} {_NO_NAMES}".strip()
    if QCoreApplication.instance() is None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


def web_refusal(env: MutableMapping[str, str] = os.environ) -> str:
    """Why the web view cannot be used here, in one line; empty when it can. A missing engine shows on import."""
    if os.name == "posix" and os.geteuid() == 0 and env.get("QTWEBENGINE_DISABLE_SANDBOX") != "1":
        return "Plain view: the web view does not run as root."
    if _NO_NAMES not in env.get("QTWEBENGINE_CHROMIUM_FLAGS", ""):
        return "Plain view: the web view was not locked down at the start."
    return ""
