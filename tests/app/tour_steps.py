"""The tour of a full program, step by step: by keys alone, over a simulated fleet; what each step shows is checked.

Steps are walked in the order of `STEPS`. What a step leaves is put right by itself: the next begins at the board.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from tests.harness.atspi import Node
from tests.harness.tour import Tour

COLUMNS = ("Needs input", "Working", "Stalled", "Idle and done")
REASON = "use the staging copy instead"
OBJECTIVE = "Ship the checkout this week"
ASKS, QUESTION = "May it run this?", "It asks you"

# -- the board


def begin(tour: Tour) -> None:
    """The board fills, and has the focus."""
    tour.wait("agents are on the board", lambda: tour.one("list", "Working"))
    tour.press("mute.hour", "ctrl+m")
    tour.sees("Muted until")
    tour.wait("somebody waits", lambda: waiting(tour))
    tour.press("app.board", "ctrl+b")
    tour.picture("board")


def palette(tour: Tour) -> None:
    tour.press("app.palette", "ctrl+k")
    tour.sees("Enter does it")
    tour.picture("palette")
    tour.type("nothing is called so")
    tour.sees("Nothing is called so.")
    tour.picture("palette-empty")
    tour.key("Escape")
    tour.loses("Nothing is called so.")


def views(tour: Tour) -> None:
    """By project, by priority, ordered, compact, and back."""
    tour.press("board.by_project", "ctrl+2")
    tour.wait("columns by project", lambda: tour.one("list", "webshop"))
    tour.picture("board-by-project")
    tour.press("board.by_priority", "ctrl+3")
    tour.wait("one list by priority", lambda: tour.one("list", "All agents by priority"))
    tour.refused("board.sort_name", "This list is ordered by priority.")
    tour.picture("board-by-priority")
    tour.press("board.by_state", "ctrl+1")
    tour.wait("columns by state", lambda: tour.one("list", "Working"))
    for order in ("urgency", "priority", "last_active", "name"):
        tour.run(f"board.sort_{order}")
    tour.wait("cards are ordered by name", lambda: len(names := cards(tour, "Working")) > 1 and names == sorted(names))
    tour.run("board.sort_auto")
    for more in ("compact", "short_done"):
        tour.run(f"board.{more}")
    tour.picture("board-compact")
    for more in ("compact", "short_done"):
        tour.run(f"board.{more}")


def filters(tour: Tour) -> None:
    """Type, see fewer, see none, see all again."""
    tour.key("ctrl+b")
    tour.press("board.search", "slash")
    tour.has_focus("text Search agents")
    tour.type("ledger")
    tour.wait("only ledger is left", lambda: projects(tour) == {"ledger"})
    tour.picture("board-filtered")
    tour.type(" of another house")
    tour.wait("none is left", lambda: not projects(tour))
    tour.picture("board-nothing-found")
    tour.run("board.show_all")
    tour.wait("all are shown", lambda: len(projects(tour)) > 1)
    tour.refused("board.show_all", "All agents are shown.")


def marks(tour: Tour) -> None:
    """Several at once."""
    tour.wait("enough of them are there", lambda: len(cards(tour, "Needs input")) > 2)
    tour.key("ctrl+b", "Home", "shift+Down", "shift+Down")
    tour.sees("3 selected")
    tour.picture("board-marked")
    tour.key("Escape")
    tour.loses("3 selected")


# -- the queue


def queue(tour: Tour) -> None:
    """Who waits, one after the other: answered, put off, taken up again, seen."""
    answered = next_that(tour, QUESTION)
    tour.picture("question")
    tour.key("ctrl+b", "1")
    tour.wait("the answer has arrived", lambda: not waits(tour, answered))
    put_off = next_that(tour, ASKS)
    tour.key("ctrl+b")
    tour.press("queue.snooze_hour", "z")
    tour.sees("snoozed")
    tour.picture("snoozed")
    tour.run("queue.wake")
    tour.loses("snoozed")
    tour.refused("queue.wake", "It is not put off.")
    for until, words in (("queue.snooze", "15 minutes"), ("queue.snooze_tomorrow", "")):
        tour.run(until, words)
        tour.sees("snoozed")
        tour.run("queue.wake")
        tour.loses("snoozed")
    tour.key("ctrl+b")
    tour.press("queue.snooze_menu", "Z")
    tour.picture("snooze-menu")
    tour.key("Down", "Return")  # no reader is told what stands in a menu that came up by itself
    tour.sees("snoozed")
    tour.run("queue.wake")
    tour.loses("snoozed")
    tour.key("ctrl+b")
    tour.press("agent.seen", "s")
    tour.press("queue.next", "ctrl+j")
    tour.wait("another one is the next", lambda: current(tour) != put_off)
    tour.press("queue.recommended", "ctrl+shift+j")
    for is_on in (True, False):
        tour.run("queue.drain")
        tour.wait(f"it goes on by itself: {is_on}", lambda is_on=is_on: goes_on(tour) is is_on)


def decisions(tour: Tour) -> None:
    """Denied with a reason, reached by the Tab key; allowed; both stand in the record of decisions."""
    decide(tour, "deny", REASON)
    decide(tour, "allow")
    open_page(tour, "logs")
    tour.has_focus("page tab list Events")
    tour.key("Right", "Right", "Right")
    tour.wait("the decisions are in front", lambda: tour.one("table", "Decisions"))
    tour.sees("Allowed", "Denied")
    tour.picture("logs-decisions")
    tour.key("Left", "Left", "Left")
    tour.wait("the events are in front", lambda: tour.one("table", "Events"))
    close_page(tour, "logs")


# -- one agent


def agent(tour: Tour) -> None:
    """Renamed; why it is in its state; what cannot be done with it, and why."""
    next_that(tour, "")
    tour.run("agent.rename")
    tour.has_focus("text Name of the agent")
    tour.enter("the careful one")
    tour.wait("it has its name", lambda: tour.reads("the careful one", "label"))
    tour.key("ctrl+b")
    tour.press("agent.why", "w")
    tour.sees("Rule")
    tour.picture("why")
    tour.press("agent.go", "ctrl+g")
    tour.press("page.agent", "alt+1")
    tour.has_focus("filler Agent")
    for name, why in REFUSED.items():
        tour.refused(name, why)
    tour.press("agent.start", "ctrl+n")
    tour.sees("It runs in a tmux session of its own")
    tour.picture("start")
    tour.key("Escape")
    tour.loses("It runs in a tmux session of its own")


def ended(tour: Tour) -> None:
    """One that has ended leaves the board."""
    tour.wait("one has ended", lambda: any(one["state"] == "ended" for one in tour.agents()))
    over = next(one for one in tour.agents() if one["state"] == "ended")["session_id"]
    find(tour, over)
    tour.picture("agent-ended")
    tour.press("agent.dismiss", "Delete")
    tour.wait("it is off the board", lambda: all(one["session_id"] != over for one in tour.agents()))


def transcript(tour: Tour) -> None:
    """A word that was said, and the line where; the transcript searched, and put away."""
    tour.press("search.focus_words", "ctrl+shift+f")
    tour.wait("the page is in front", lambda: tour.panel("Search"))
    tour.picture("search-empty")
    tour.has_focus("text Search what was said")
    tour.enter("zyzzyva")
    tour.sees("Nothing with these words was found")
    tour.picture("search-nothing")
    tour.key("ctrl+a")
    tour.type("checkout")

    def is_found() -> bool:  # it may not have been said yet
        tour.key("Return")
        return tour.reads("found, the newest first")

    tour.wait("it is found", is_found)
    tour.picture("search")
    tour.tab_to("list item")
    tour.key("Return")
    tour.wait("the transcript is shown", lambda: tour.panel("Transcript") and tour.is_active)
    tour.picture("transcript-line")
    close_page(tour, "search")
    put_transcript_away(tour)
    next_that(tour, "")
    tour.key("ctrl+b")
    tour.press("agent.transcript", "t")
    tour.wait("the transcript is shown", lambda: tour.panel("Transcript") and tour.is_active)
    tour.picture("transcript")
    put_transcript_away(tour)


# -- the pages


def pages(tour: Tour) -> None:
    """Every page by its command, with what only it shows; asked anew, and closed."""
    for name, (_, words) in PAGES.items():
        open_page(tour, name)
        tour.sees(words)
        tour.picture(name)
        tour.press("page.refresh", "F5")
        close_page(tour, name)
    tour.press("page.board", "alt+0")
    tour.refused("page.close", "The board is in front: there is no page to act on.")


def page_order(tour: Tour) -> None:
    """From page to page, out of the window and back."""
    for name in ("doctor", "help"):
        open_page(tour, name)
    tour.press("page.previous", "ctrl+Prior")
    tour.wait("the page before is in front", lambda: tour.panel("Doctor"))
    tour.press("page.next", "ctrl+Next")
    tour.wait("the next page is in front", lambda: tour.panel("Help"))
    tour.press("page.detach", "ctrl+shift+u")
    tour.wait("it is a window of its own", lambda: window_of_its_own(tour, "Help"))
    alone = window_of_its_own(tour, "Help")
    tour.wait("it is active", lambda: tour.desktop.active_window() == alone)
    tour.picture("detached")
    tour.press("page.detach", "ctrl+shift+u")
    tour.wait("it is back", lambda: not window_of_its_own(tour, "Help"))
    tour.wait("the window is active", lambda: tour.is_active)
    tour.press("layout.triage", "ctrl+alt+1")
    tour.wait("both are put away", lambda: not (tour.panel("Help") or tour.panel("Doctor")))


def helped(tour: Tour) -> None:
    """F1 on a page opens the topic about it."""
    open_page(tour, "activity")
    tour.press("app.help", "F1")
    tour.wait("help is in front", lambda: tour.panel("Help"))
    tour.wait("the topic is chosen", lambda: tour.one("list item", "Activity", also=("selected",)))
    tour.picture("help-on-activity")
    close_page(tour, "help")
    open_page(tour, "activity")
    close_page(tour, "activity")


def project(tour: Tour) -> None:
    """One project: opened, edited and left; a form for another one."""
    open_page(tour, "projects")
    tour.tab_to("cell")
    tour.key("Home", "Return")
    tour.wait("the project is shown", lambda: tour.one("push button", "‹ All projects"))
    tour.picture("project")
    tour.has_focus("push button ‹ All projects")
    tour.key("space")
    tour.wait("all projects are shown", lambda: tour.one("table", "Projects"))
    tour.run("projects.add")
    tour.has_focus("text Folder")
    tour.picture("project-add")
    tour.key("Escape")
    close_page(tour, "projects")


def activity(tour: Tour) -> None:
    """Periods: another span, one earlier, one later, now; the chart as a table."""
    open_page(tour, "activity")
    tour.run("activity.go_earlier")
    tour.sees("Yesterday")
    tour.picture("activity-yesterday")
    tour.run("activity.go_later")
    tour.sees("Today")
    tour.tab_to("check box Day")
    tour.key("Right")
    tour.wait("a week is shown", lambda: tour.one("check box", "Week", also=("checked",)))
    tour.picture("activity-week")
    tour.run("activity.go_earlier")
    tour.run("activity.go_now")
    tour.tab_to("check box Turns: as a table")
    tour.key("space")
    tour.wait("the chart is a table", lambda: tour.one("table", "Turns"))
    tour.picture("activity-table")
    close_page(tour, "activity")


def objective(tour: Tour) -> None:
    """Set one: board and page show it."""
    open_page(tour, "objective")
    tour.run("objective.begin_new")
    tour.has_focus("text Objective")
    tour.type(OBJECTIVE)
    tour.run("objective.save")
    tour.tab_to("check box Order agents by how much they serve the objective")
    tour.picture("objective-set")
    close_page(tour, "objective")
    tour.wait("the board shows it", lambda: tour.reads(OBJECTIVE, "label"))


def past(tour: Tour) -> None:
    """The slider goes back by minutes."""
    open_page(tour, "past")
    tour.has_focus("slider Minute of the day")
    tour.sees("This is the past")
    before = past_words(tour)
    tour.key("Left")
    tour.wait("another minute is shown", lambda: past_words(tour) not in {"", before})
    tour.picture("past-earlier")
    close_page(tour, "past")


def data(tour: Tour) -> None:
    """A table filtered, a relation followed and gone back."""
    open_page(tour, "data")
    tour.sees("Allow edits")
    tour.has_focus("list item")
    tour.key("Home", "Down", "Down", "Return")
    tour.wait("the commands are shown", lambda: tour.one("label", "commands"))
    tour.run("data.focus_value")
    tour.has_focus("combo box All rows")  # a column is chosen first
    tour.run("data.go_back")
    close_page(tour, "data")


def log(tour: Tour) -> None:
    """Searched, and opened at one row."""
    open_page(tour, "logs")
    tour.run("logs.focus_words")
    tour.has_focus("text Search the events")
    tour.enter("zyzzyva")
    tour.wait("there is none", lambda: tour.panel("Logs") and not tour.shown("cell", within=tour.panel("Logs")))
    tour.picture("logs-nothing")
    tour.run("logs.focus_words")
    tour.has_focus("text Search the events")
    tour.key("Escape")
    tour.wait("rows are there", lambda: tour.shown("cell", within=tour.panel("Logs")))
    tour.tab_to("cell")
    tour.key("Return")
    tour.picture("logs-row")
    tour.key("Escape")
    close_page(tour, "logs")


def settings(tour: Tour) -> None:
    """One changed, refused while it is wrong, saved when it is right."""
    open_page(tour, "settings")
    tour.has_focus("text Search the settings")
    tour.type("limit")
    tour.tab_to("spin box")
    tour.key("Up")
    tour.picture("settings-changed")
    tour.press("settings.save_all", "ctrl+s")
    tour.wait("it is kept in the file", (tour.place / "settings.yaml").exists)
    tour.picture("settings-saved")
    close_page(tour, "settings")


def shortcuts(tour: Tour) -> None:
    """A command gets other keys, works by them, and gets its first ones back."""
    open_page(tour, "shortcuts")
    tour.has_focus("text Search the commands")
    tour.type("Compact cards")
    tour.tab_to("cell")
    tour.key("Return")
    tour.has_focus("text Anywhere")
    tour.key("Escape")
    tour.has_focus("cell")
    tour.key("Return")
    tour.has_focus("text Anywhere")
    tour.key("ctrl+alt+k")
    tour.wait("it has its keys", lambda: tour.one("cell", "Ctrl+Alt+K"))
    tour.key("Escape")
    tour.has_focus("cell")
    tour.picture("shortcuts-changed")
    for _ in range(2):
        tour.press("board.compact", "ctrl+alt+k")
    tour.run("shortcuts.reset_all")
    tour.wait("it has its first keys", lambda: not tour.one("cell", "Ctrl+Alt+K"))
    close_page(tour, "shortcuts")


# -- the window


def layouts(tour: Tour) -> None:
    """The four arrangements, and one of the person's own."""
    for at, name in enumerate(("triage", "review", "focus", "retro"), 1):
        tour.press(f"layout.{name}", f"ctrl+alt+{at}")
        tour.wait(f"{name} shows its panels", lambda name=name: all(tour.panel(one) for one in SHOWS[name]))
        tour.picture(f"layout-{name}")
    tour.run("layout.save")
    tour.sees("Save the layout as")
    tour.enter("Mine")
    tour.loses("Save the layout as")
    tour.run("layout.rename")
    tour.sees("Rename the layout")
    tour.enter("Ours")
    tour.loses("Rename the layout")
    tour.run("layout.delete")
    tour.sees("The layout is deleted")
    tour.picture("layout-deleted")
    tour.run("layout.reset")
    tour.press("layout.triage", "ctrl+alt+1")
    tour.refused("layout.delete", "Use a layout of your own first: the built-in ones stay.")


def themes(tour: Tour) -> None:
    """All of them, and back to that of this tour."""
    for theme in ("system", "terminal", "contrast", "light", "dark"):
        tour.run(f"view.theme_{theme}")
        tour.picture(f"theme-{theme}")


def notifications(tour: Tour) -> None:
    """Muted for other times, told again, one to try."""
    for until in ("half_hour", "until_tomorrow"):
        tour.run(f"mute.{until}")
        tour.sees("Muted until")
    tour.run("mute.end")
    tour.loses("Muted until")
    tour.refused("mute.end", "Notifications are on.")
    tour.run("mute.test")
    tour.wait("a bubble is shown", tour.desktop.bubble_window)


def quitting(tour: Tour) -> None:
    """The program ends by its own command."""
    tour.key("ctrl+b", "ctrl+q")
    tour.ended()


STEPS: tuple[Callable[[Tour], None], ...] = (
    begin, palette, views, filters, marks, queue, decisions, agent, ended, transcript, pages, page_order, helped,
    project, activity, objective, past, data, log, settings, shortcuts, layouts, themes, notifications,
)  # fmt: skip

#: Title of a page, and words that are there once it has read what it shows.
PAGES = {
    "search": ("Search", "Search what was said"),
    "projects": ("Projects", "Pause inference"),
    "activity": ("Activity", "Time to a decision"),
    "objective": ("Objective", "History"),
    "past": ("Board of the past", "This is the past"),
    "logs": ("Logs", "Inference calls"),
    "data": ("Data", "Allow edits"),
    "notices": ("Notices", "Recent notifications"),
    "settings": ("Settings", "Revert"),
    "hooks": ("Hooks", "Settings file"),
    "doctor": ("Doctor", "It looked, and changed nothing."),
    "shortcuts": ("Keyboard shortcuts", "Press Enter on a command, then its new keys."),
    "help": ("Help", "Topics"),
    "about": ("About Headspace", "Nothing leaves this machine."),
}
#: What only an agent in a tmux pane can do; simulated ones have none, and the reason is read.
REFUSED = {
    "agent.reply": "It cannot be typed to",
    "agent.terminal": "It runs in no tmux pane.",
    "agent.interrupt": "It runs in no tmux pane.",
    "agent.shut_down": "It runs in no tmux pane.",
    "agent.resume": "It has not ended.",
}
#: Panels of the built-in layouts beside the board.
SHOWS = {
    "triage": ("Board", "Agent"),
    "review": ("Agent", "Transcript"),
    "focus": ("Board",),
    "retro": ("Activity",),
}

# -- what several steps need


def open_page(tour: Tour, name: str) -> None:
    title = PAGES[name][0]
    if not tour.panel(title):
        tour.run(f"page.{name}")
    tour.wait(f"the page {title!r} is in front", lambda: tour.panel(title))


def close_page(tour: Tour, name: str) -> None:
    """The page has the focus, or is the one in front of the middle."""
    tour.press("page.close", "ctrl+w")
    tour.wait(f"{name} is closed", lambda: not tour.panel(PAGES[name][0]) and tour.panel("Board"))


def put_transcript_away(tour: Tour) -> None:
    """Its key gives it the focus, and puts it away when it has that."""
    tour.press("page.transcript", "alt+2")
    tour.has_focus("filler Transcript")
    tour.press("page.transcript", "alt+2")
    tour.wait("the transcript is put away", lambda: not tour.panel("Transcript"))


def window_of_its_own(tour: Tour, title: str) -> int:
    """The number of the window with this title; 0 while there is none."""
    return next((window.id for window in tour.desktop.windows() if window.title == title), 0)


def goes_on(tour: Tour) -> bool:
    return tour.one("check box", "Go on to the next by itself", also=("checked",)) is not None


def next_that(tour: Tour, words: str) -> str:
    """Go from one that waits to the next until one is shown that wants this; its session."""

    def probe() -> bool:
        panel = tour.panel("Agent")
        if panel is not None and current(tour) and tour.reads(words, within=panel):
            return True
        tour.key("ctrl+j")
        return False

    tour.wait(f"one that says {words!r} is next", probe)
    return current(tour)


def find(tour: Tour, session: str) -> None:
    """Make this agent the current one, by the palette."""
    tour.key("ctrl+k")
    tour.type(session[:8])
    tour.wait("the palette finds it", lambda: tour.one("list item", "", within=tour.panel("Command palette")))
    tour.key("Return")
    tour.wait("it is the current one", lambda: current(tour) == session)


def decide(tour: Tour, decision: str, reason: str = "") -> None:
    """Allow or deny what an agent asks, and find just that in the record.

    The imagined person of the demo decides too, 15 s after an ask at the earliest: the newest ask is taken, and
    another one where that person was first, as the record tells.
    """
    keys = {"allow": "ctrl+shift+a", "deny": "ctrl+shift+d"}[decision]
    kept = "SELECT decision, message, surface FROM decisions WHERE agent_uuid = ? AND ask_key = ?"

    def is_mine() -> bool:
        tour.wait("a permission is asked for", lambda: permissions(tour))
        asked = max(permissions(tour), key=lambda one: str(one["ask"]["asked_at"]))
        session, values = str(asked["session_id"]), (str(asked["agent"]), str(asked["ask"]["key"]))
        find(tour, session)
        tour.picture("approval")
        tour.key("ctrl+b")
        if reason:
            tour.tab_to("text Reason (optional)", unless=lambda: not waits(tour, session))
            if waits(tour, session):
                tour.type(reason)
        tour.key(keys)
        tour.wait("it is on record how it was decided", lambda: stored(tour, kept, *values))
        return (decision, reason, "board") in stored(tour, kept, *values)

    tour.wait(f"this is on record: {decision}", is_mine)


def permissions(tour: Tour) -> list[dict[str, Any]]:
    """Agents that ask for what only reads, and so is allowed by its key alone."""
    return [one for one in waiting(tour) if one["can_answer"] and one["ask"] and one["ask"]["tool"] == "WebFetch"]


def current(tour: Tour) -> str:
    """The session of the agent in the panel; empty while there is none."""
    panel = tour.panel("Agent")
    labels = [node.name for node in tour.shown("label", within=panel)] if panel is not None else []
    sessions = [str(one["session_id"]) for one in tour.agents()]
    return next((one for one in sessions if any(one[:8] in words for words in labels)), "")


def waiting(tour: Tour) -> list[dict[str, Any]]:
    return [one for one in tour.agents() if one["state"] == "needs_input"]


def waits(tour: Tour, session: str) -> bool:
    return any(one["session_id"] == session for one in waiting(tour))


def cards(tour: Tour, column: str) -> list[str]:
    """Names of the agents in one column, from the top, as far as they are seen."""
    there = tour.one("list", column)
    return [node.name.split(". ")[1] for node in tour.shown("list item", within=there)] if there is not None else []


def projects(tour: Tour) -> set[str]:
    lists: list[Node] = [node for node in tour.shown("list") if node.name in COLUMNS]
    return {item.name.partition(".")[0] for one in lists for item in tour.shown("list item", within=one)}


def past_words(tour: Tour) -> str:
    return next((node.name for node in tour.shown("label") if node.name.startswith("This is the past")), "")


def stored(tour: Tour, words: str, *values: str) -> list[tuple[Any, ...]]:
    """Rows of the program's store, read beside it."""
    with closing(sqlite3.connect(tour.place / "data/headspace.sqlite3")) as store:
        return store.execute(words, values).fetchall()
