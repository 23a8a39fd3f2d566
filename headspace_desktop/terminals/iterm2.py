"""The iTerm2 route: window, tab and session by tty. Source: iterm2.com/documentation-scripting.html."""

from __future__ import annotations

from headspace_desktop.terminals.osascript import ScriptRoute

_EACH = """on run argv
  set wanted to item 1 of argv
  if application "iTerm2" is not running then return "no"
  tell application "iTerm2"
    repeat with w in windows
      repeat with t in tabs of w
        repeat with s in sessions of t
          if tty of s is wanted then
            {act}
            return "yes"
          end if
        end repeat
      end repeat
    end repeat
  end tell
  return "no"
end run"""


class ITerm2Route(ScriptRoute):
    """Sessions of iTerm2."""

    name = "iterm2"
    title = "iTerm2"
    bundle = "com.googlecode.iterm2"
    has_script = _EACH.format(act="")
    raise_script = _EACH.format(act="select w\n            select t\n            select s\n            activate")
    front_script = """on run argv
  if application "iTerm2" is not running then return "no"
  tell application "iTerm2"
    if not frontmost then return "no"
    if tty of current session of current window is item 1 of argv then return "yes"
  end tell
  return "no"
end run"""
    front_tty_script = """if application "iTerm2" is not running then return ""
tell application "iTerm2" to return tty of current session of current window"""
