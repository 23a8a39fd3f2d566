"""Whether somebody shows tray icons now: a StatusNotifier host, or an XEmbed tray on X11.

GUI thread. It asks the bus daemon and the X server only, once an icon stands: a panel that hangs must not hang us.
"""

from __future__ import annotations

import sys

from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QSystemTrayIcon

WATCHER = "org.kde.StatusNotifierWatcher"


def is_present(*, was_present: bool) -> bool:
    """Whether a tray icon is seen by anybody.

    Qt itself asks the watcher's process, and waits for it; so it is asked only until there is a host.
    """
    if was_present and is_watched():
        return True
    return QSystemTrayIcon.isSystemTrayAvailable()


def is_watched() -> bool:
    """Whether icons and menus go to the host by D-Bus."""
    if sys.platform != "linux":
        return False
    bus = QDBusConnection.sessionBus()
    return bus.isConnected() and bool(bus.interface().isServiceRegistered(WATCHER).value())
