"""The Terminal.app route: window and tab by tty. Source: Terminal's scripting dictionary (Terminal.sdef)."""

from __future__ import annotations

from headspace_desktop.terminals.osascript import ScriptRoute

_EACH = """on run argv
  set wanted to item 1 of argv
  if application "Terminal" is not running then return "no"
  tell application "Terminal"
    repeat with w in windows
      repeat with t in tabs of w
        if tty of t is wanted then
          {act}
          return "yes"
        end if
      end repeat
    end repeat
  end tell
  return "no"
end run"""


class TerminalAppRoute(ScriptRoute):
    """Tabs of Terminal.app."""

    name = "terminal_app"
    title = "Terminal.app"
    bundle = "com.apple.Terminal"
    has_script = _EACH.format(act="")
    raise_script = _EACH.format(
        act="set miniaturized of w to false\n          set selected of t to true\n"
        "          set index of w to 1\n          activate"
    )
    front_script = """on run argv
  if application "Terminal" is not running then return "no"
  tell application "Terminal"
    if not frontmost then return "no"
    if tty of selected tab of front window is item 1 of argv then return "yes"
  end tell
  return "no"
end run"""
    front_tty_script = """if application "Terminal" is not running then return ""
tell application "Terminal" to return tty of selected tab of front window"""
