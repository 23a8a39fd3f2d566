"""The doctor's look at the desktop: screen, tray host, notification server. Any thread without an asyncio loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from headspace_desktop.terminals.finding import Finding
from headspace_desktop.terminals.session_bus import NOTIFICATIONS, WATCHER, BusFacts, bus_facts
from headspace_desktop.troubles import NoDisplay, NoNotifications, NoTrayHost, ShortcutImpossible, Trouble

#: How a tray comes to each desktop. Keys are parts of XDG_CURRENT_DESKTOP, in the order in which they are tried.
TRAY_REMEDIES = (
    (
        "ubuntu",
        "Run `sudo apt install gnome-shell-extension-appindicator`, log out and in, then "
        "`gnome-extensions enable ubuntu-appindicators@ubuntu.com`.",
    ),
    (
        "gnome",
        "GNOME has no tray of its own. Install the AppIndicator extension (`sudo apt install "
        "gnome-shell-extension-appindicator`, or from extensions.gnome.org), log out and in, then "
        "`gnome-extensions enable appindicatorsupport@rgcjonas.gmail.com`.",
    ),
    ("sway", 'Add `tray_output *` to the `bar` block of your sway config, or "tray" to a module list of waybar.'),
    ("i3", "Add `tray_output primary` to the `bar` block of your i3 config."),
    ("hyprland", 'Add "tray" to a module list of waybar.'),
    ("xfce", 'Add "Status Tray Plugin" to the panel (right click on it, Panel, Add New Items).'),
    ("kde", 'Add the "System Tray" widget to the panel (right click on it, Add Widgets).'),
    ("mate", 'Add "Notification Area" to the panel (right click on it, Add to Panel).'),
    ("lxqt", 'Add "Status Notifier" to the panel (right click on it, Manage Widgets).'),
)
ANY_TRAY = "Start a panel with a tray, such as `xfce4-panel` or `tint2`, or waybar with its tray module on Wayland."

WANTED = {
    "actions": "buttons in notifications",
    "body": "the text of notifications",
    "persistence": "notifications that stay until they are read",
    "inline-reply": "a reply typed into a notification",
    "sound": "sounds",
}


def desktop_findings(env: Mapping[str, str], *, is_macos: bool) -> Iterator[Finding]:
    """Screen, tray and notifications; each remedy names what to type on this desktop."""
    if is_macos:
        yield Finding("screen", "Screen", "ok", "macOS")
        note = "written from Apple's documentation, not run on the real system: see docs/macos.md"
        yield Finding("tray", "Menu bar", "unknown", note)
        yield Finding("notifications", "Notifications", "unknown", note)
        return
    yield _screen(env)
    facts = bus_facts(env)
    if facts.error:
        remedy = "Start it from your desktop session, or with `dbus-run-session -- headspace-desktop`."
        yield Finding("bus", "Session bus", "missing", facts.error, remedy)
    yield _tray(env, facts)
    yield _notifications(env, facts)
    yield _shortcut(env)


def session_kind(env: Mapping[str, str]) -> str:
    """``x11``, ``wayland`` or nothing."""
    if env.get("WAYLAND_DISPLAY") or env.get("XDG_SESSION_TYPE") == "wayland":
        return "wayland"
    return "x11" if env.get("DISPLAY") else ""


def _screen(env: Mapping[str, str]) -> Finding:
    kind = session_kind(env)
    if not kind:
        return Finding.of("screen", "Screen", NoDisplay())
    desktop = env.get("XDG_CURRENT_DESKTOP", "") or "unnamed desktop"
    if kind == "wayland":
        return Finding("screen", "Screen", "ok", f"Wayland {env.get('WAYLAND_DISPLAY', '')}, {desktop}")
    from headspace_desktop.terminals.x11 import X11Route  # noqa: PLC0415  python-xlib is there on Linux only

    route = X11Route(env)
    try:
        manager = route.window_manager()
    except Trouble as trouble:
        return Finding("screen", "Screen", "missing", trouble.detail, NoDisplay.remedy)
    finally:
        route.close()
    if not manager:
        remedy = "Start a window manager that keeps EWMH, such as openbox; without one no window can be raised."
        return Finding("screen", "Screen", "warning", f"X11 {env['DISPLAY']} without a window manager", remedy)
    return Finding("screen", "Screen", "ok", f"X11 {env['DISPLAY']}, {manager}, {desktop}")


def _shortcut(env: Mapping[str, str]) -> Finding:
    """Whether `ui.global_shortcut` can work here."""
    key, title = "shortcut", "Key for who is next"
    if session_kind(env) == "x11":
        return Finding(key, title, "ok", "none is set; choose any in the settings (`ui.global_shortcut`)")
    return Finding.of(key, title, ShortcutImpossible("it is no X11 session"), "unknown")


def _tray(env: Mapping[str, str], facts: BusFacts) -> Finding:
    if facts.has_tray_host:
        return Finding("tray", "Tray", "ok", "a StatusNotifier host is there")
    if session_kind(env) == "x11" and _has_older_tray(env):
        return Finding("tray", "Tray", "ok", "an X11 system tray is there")
    words = "a StatusNotifier watcher without a host" if WATCHER in facts.names else NoTrayHost.title
    return Finding("tray", "Tray", "warning", words, tray_remedy(env.get("XDG_CURRENT_DESKTOP", "")))


def tray_remedy(desktop: str) -> str:
    """What to do for a tray on the desktop with this XDG_CURRENT_DESKTOP."""
    names = desktop.lower()
    return next((remedy for name, remedy in TRAY_REMEDIES if name in names), ANY_TRAY)


def _has_older_tray(env: Mapping[str, str]) -> bool:
    from headspace_desktop.terminals.x11 import X11Route  # noqa: PLC0415

    route = X11Route(env)
    try:
        return route.owns_tray()
    except Trouble:
        return False
    finally:
        route.close()


def _notifications(env: Mapping[str, str], facts: BusFacts) -> Finding:
    key, title = "notifications", "Notifications"
    if NOTIFICATIONS not in facts.names:
        if NOTIFICATIONS in facts.startable:
            return Finding(key, title, "ok", "a server starts when it is needed")
        package = "mako-notifier" if session_kind(env) == "wayland" else "dunst"
        remedy = f"Install a server with `sudo apt install {package}`; until then tray and window tell you."
        return Finding(key, title, "warning", NoNotifications.title, remedy)
    lacking = [words for name, words in WANTED.items() if name not in facts.capabilities]
    detail = f"{facts.server or 'a server'} ({', '.join(sorted(facts.capabilities)) or 'tells no capabilities'})"
    if "actions" not in facts.capabilities:
        remedy = "It shows no buttons, so a click cannot bring you there: use dunst, mako or your desktop's own server."
        return Finding(key, title, "warning", detail, remedy)
    return Finding(key, title, "ok", f"{detail}; without {', '.join(lacking)}" if lacking else detail)
