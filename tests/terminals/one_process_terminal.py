"""A little terminal program: one process, several windows or tabs, each with a pty and a child; no WINDOWID.

usage: one_process_terminal.py windows|tabs COMMAND…   (each COMMAND is a shell line)
Titles follow OSC 2, with the title stack unless NO_STACK is set. With `tabs` there is one window; its last tab is in
front.
"""

from __future__ import annotations

import os
import pty
import re
import selectors
import sys
from typing import Any

from Xlib import X
from Xlib.display import Display

TITLES = re.compile(rb"\x1b\]2;([^\x07]*)\x07|\x1b\[(2[23]);2t")


def main() -> None:
    kind, commands = sys.argv[1], sys.argv[2:]
    display = Display()
    selector = selectors.DefaultSelector()
    window: Any = None
    for number, command in enumerate(commands):
        if window is None or kind == "windows":
            window = make_window(display, f"window {number}")
        pid, fd = pty.fork()
        if pid == 0:
            os.environ.pop("WINDOWID", None)
            os.execvpe("sh", ["sh", "-c", command], {**os.environ, "TERM": "xterm"})
        is_shown = kind == "windows" or number == len(commands) - 1
        selector.register(fd, selectors.EVENT_READ, (window if is_shown else None, [f"window {number}"]))
    while True:
        for key, _ in selector.select():
            try:
                text = os.read(key.fd, 65536)
            except OSError:
                sys.exit(0)
            window, titles = key.data
            for match in TITLES.finditer(text):
                change(titles, match)
                if window is not None:
                    window.change_text_property(
                        display.intern_atom("_NET_WM_NAME"), display.intern_atom("UTF8_STRING"), titles[-1]
                    )
            display.sync()


def change(titles: list[str], match: re.Match[bytes]) -> None:
    if match[2] and "NO_STACK" in os.environ:
        return
    if match[2] == b"22":
        titles.append(titles[-1])
    elif match[2] == b"23":
        if len(titles) > 1:
            titles.pop()
    else:
        titles[-1] = match[1].decode()


def make_window(display: Any, title: str) -> Any:
    window = display.screen().root.create_window(50, 50, 400, 300, 1, X.CopyFromParent)
    window.set_wm_name(title)
    window.set_wm_class("many", "Many")
    window.change_property(display.intern_atom("_NET_WM_PID"), display.intern_atom("CARDINAL"), 32, [os.getpid()])
    window.set_wm_hints(flags=1, input=1)
    window.map()
    display.sync()
    return window


main()
