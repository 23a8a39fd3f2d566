"""What help there is: the topics by name, and which one tells about a page or a group of settings. Words only.

GUI thread. The texts lie in `resources/help`, one file a topic, and are read by the reader.
"""

from __future__ import annotations

import re

from headspace_desktop.ui.words import tr


def slug(heading: str) -> str:
    """A heading as the end of a link names it."""
    return "-".join(re.findall(r"\w+", heading.lower()))


def topics() -> dict[str, str]:
    """The titles by name, in reading order."""
    return {
        "index": tr("What Headspace does"),
        "getting-started": tr("Getting started"),
        "board": tr("The board"),
        "attention": tr("Who waits, and notifications"),
        "approvals": tr("Permissions and plans"),
        "replies": tr("Replies and answers"),
        "agent": tr("The agent panel"),
        "terminals": tr("Going to a terminal"),
        "transcripts": tr("Transcripts"),
        "search": tr("Searching the history"),
        "projects": tr("Projects"),
        "activity": tr("Activity"),
        "objective": tr("Objective and priority"),
        "logs": tr("Logs"),
        "data": tr("Data browser"),
        "layouts": tr("Layouts, commands and shortcuts"),
        "settings": tr("Settings"),
        "hooks": tr("Hooks and their guardian"),
        "privacy": tr("Privacy"),
        "time-machine": tr("Time machine"),
        "troubleshooting": tr("When something does not work"),
    }


#: The topic of a dock where it is not called as the dock is.
DOCK_TOPICS = {
    "transcript": "transcripts",
    "log": "logs",
    "notices": "attention",
    "past": "time-machine",
    "shortcuts": "layouts",
    "doctor": "troubleshooting",
    "about": "privacy",
    "help": "index",
}

#: Where a group of settings is told about: topic and heading.
SETTING_TOPICS = {
    "ui": ("settings", "windows"),
    "notify": ("attention", "settings"),
    "state": ("settings", "states"),
    "claude": ("settings", "claude-code"),
    "hooks": ("hooks", "settings"),
    "terminal": ("terminals", "settings"),
    "tmux": ("terminals", "settings"),
    "database": ("settings", "store"),
    "log": ("settings", "log"),
}


def topic_of_dock(name: str, topic: str = "") -> str:
    """The topic about a dock; the first page of the help where there is none."""
    found = topic or DOCK_TOPICS.get(name, name)
    return found if found in topics() else "index"


def topic_of_setting(key: str) -> tuple[str, str]:
    """(topic, heading) about a setting or a group."""
    return SETTING_TOPICS.get(key.partition(".")[0], ("settings", ""))
