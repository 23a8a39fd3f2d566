"""Every command of the program: driven by the tour, or why not. A new command must find its place here."""

from __future__ import annotations

#: By group. The tour compares this with what the program says that it ran.
DRIVEN = {
    "agent": "go allow deny rename seen why transcript dismiss start",
    "queue": "next recommended drain snooze snooze_hour snooze_tomorrow snooze_menu wake",
    "board": (
        "search show_all sort_auto sort_urgency sort_priority sort_last_active sort_name compact "
        "short_done by_state by_project by_priority"
    ),
    "view": "theme_system theme_light theme_dark theme_terminal theme_contrast",
    "page": (
        "board agent transcript search projects activity objective past logs data notices settings hooks "
        "doctor shortcuts help about refresh close next previous detach"
    ),
    "search": "focus_words",
    "projects": "add",
    "activity": "go_earlier go_later go_now",
    "objective": "begin_new save",
    "logs": "focus_words",
    "data": "go_back focus_value",
    "settings": "save_all",
    "shortcuts": "reset_all",
    "layout": "triage review focus retro save rename delete reset",
    "mute": "half_hour hour until_tomorrow end test",
    "app": "palette help board",
}
#: What only an agent in a tmux pane can do is refused to simulated ones, and the tour reads the reason.
NOT_DRIVEN = {
    "agent.reply": "refused to a simulated agent; a real one is replied to in test_story",
    "agent.terminal": "refused to a simulated agent; what the engine makes of it is in test_engine",
    "agent.interrupt": "refused to a simulated agent; what the engine makes of it is in test_engine",
    "agent.shut_down": "refused to a simulated agent; what the engine makes of it is in test_engine",
    "agent.resume": "refused to a simulated agent; what the engine makes of it is in test_engine",
    "app.quit": "the last key of the tour: the program has ended before its log is read",
}


def driven() -> set[str]:
    return {f"{group}.{name}" for group, names in DRIVEN.items() for name in names.split()}
