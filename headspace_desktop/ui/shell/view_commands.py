"""What can be done with the window, the notifications and the program itself. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, get_args

from headspace_desktop.domain.actions import Mute, TestBubble
from headspace_desktop.domain.changes import TroubleShown
from headspace_desktop.domain.local_time import next_morning
from headspace_desktop.ui.banner import Offer
from headspace_desktop.ui.board.order import Grouping
from headspace_desktop.ui.pages.page import HelpPlace, PagePlace
from headspace_desktop.ui.pages.topics import topic_of_dock
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.shell.commands import Command
from headspace_desktop.ui.shell.layouts import LAYOUTS, Layouts, layout_title
from headspace_desktop.ui.theme import Choice
from headspace_desktop.ui.words import tr

if TYPE_CHECKING:
    from headspace_desktop.ui.window import MainWindow

#: The person's own layouts are commands by this and their name.
OWN = "layout.own "

#: Keys of docks and pages by their names; the others have none until the person gives them some.
_PAGE_KEYS = {
    "board": "Alt+0",
    "agent": "Alt+1",
    "transcript": "Alt+2",
    "logs": "Alt+3",
    "projects": "Alt+4",
    "activity": "Alt+5",
    "objective": "Alt+6",
    "data": "Alt+7",
    "notices": "Alt+9",
    "settings": "Ctrl+,",
    "doctor": "F2",
    "shortcuts": "Shift+F1",
}


def theme_word(name: str) -> str:
    return {"system": tr("Colours of the system"), "light": tr("Light"), "dark": tr("Dark")}.get(
        name, name.replace("_", " ").capitalize()
    )


def theme_names() -> tuple[Choice, ...]:
    return get_args(Choice)


def page_commands(window: MainWindow) -> tuple[Command, ...]:
    """One for every dock, and what the pages themselves can do."""
    made = []
    for name, dock in window.docks.by_name.items():
        toggled = window.to_board if name == "board" else dock.toggle
        is_on = None if name == "board" else _shown(window, name)
        made.append(Command(f"page.{name}", dock.windowTitle(), toggled, _PAGE_KEYS.get(name, ""), is_on=is_on))
    for kind in window.docks.kinds:
        made += [
            Command(
                f"{kind.name}.{deed.name}",
                deed.title(),
                _deed(window, kind.name, deed.name),
                deed.keys,
                of=kind.title(),
            )
            for deed in kind.deeds
        ]
    made += [
        Command("page.refresh", tr("Look again"), window.docks.refresh, "F5", why_not=window.docks.no_page),
        Command("page.close", tr("Close the page"), window.docks.close_page, "Ctrl+W", why_not=window.docks.no_page),
        Command("page.next", tr("Next page"), window.docks.next_page, "Ctrl+PgDown"),
        Command("page.previous", tr("Previous page"), window.docks.previous_page, "Ctrl+PgUp"),
        Command("page.detach", tr("Detach or put back"), window.docks.detach, "Ctrl+Shift+U"),
    ]
    return tuple(made)


def view_commands(window: MainWindow) -> tuple[Command, ...]:
    """How the board is ordered, and the colours."""
    groupings = {
        Grouping.STATE: tr("Columns by state"),
        Grouping.PROJECT: tr("Columns by project"),
        Grouping.PRIORITY: tr("One list by priority"),
    }
    made = [
        Command(f"board.by_{grouping}", word, _group(window, grouping), f"Ctrl+{at}", is_on=_grouped(window, grouping))
        for at, (grouping, word) in enumerate(groupings.items(), 1)
    ]
    made += [
        Command(f"view.theme_{name}", theme_word(name), _theme(window, name), is_on=_has_theme(window, name))
        for name in theme_names()
    ]
    return tuple(made)


def layout_commands(window: MainWindow) -> tuple[Command, ...]:
    """The built-in arrangements, the person's own, and how to keep one."""
    layouts = window.layouts

    def save() -> None:
        window.palette_box.prompt(tr("Save the layout as"), layouts.current, layouts.save)

    def rename() -> None:
        current = layouts.current
        window.palette_box.prompt(tr("Rename the layout"), current, lambda name: layouts.rename(current, name))

    def delete() -> None:
        name = layouts.current
        put_back = layouts.delete(name)
        if put_back is not None:
            told = TroubleShown("layout", "Bubble", tr("The layout is deleted"), name, "", window.ground.now())

            def undo() -> None:
                put_back()
                window.banner.forget("layout")

            window.banner.show_trouble(told, Offer(tr("Put it back"), undo))

    return (
        *(
            Command(
                f"layout.{name}",
                layout_title(name),
                _layout(window, name),
                f"Ctrl+Alt+{at}",
                is_on=_stands(layouts, name),
            )
            for at, name in enumerate(LAYOUTS, 1)
        ),
        *own_layouts(window),
        Command("layout.save", tr("Save the layout as…"), save),
        Command("layout.rename", tr("Rename this layout…"), rename, why_not=layouts.not_own),
        Command("layout.delete", tr("Delete this layout"), delete, why_not=layouts.not_own),
        Command("layout.reset", tr("Everything back in its place"), layouts.reset),
    )


def own_layouts(window: MainWindow) -> tuple[Command, ...]:
    """One for each layout of the person's own; its name is the layout's, so that its keys stay with it."""
    return tuple(
        Command(
            f"{OWN}{name}",
            tr("Layout: {name}").format(name=one_line(name, 60)),
            _layout(window, name),
            is_on=_stands(window.layouts, name),
        )
        for name in window.layouts.own()
    )


def app_commands(window: MainWindow) -> tuple[Command, ...]:
    """The program: notifications, palette, help, quit."""

    def until(minutes: int) -> Callable[[], None]:
        return lambda: window.ground.post(Mute(window.ground.now() + timedelta(minutes=minutes)))

    def until_tomorrow() -> None:
        window.ground.post(Mute(next_morning(window.ground.now())))

    def not_muted() -> str:
        return "" if window.is_muted else tr("Notifications are on.")

    def help_here() -> None:
        name = window.docks.focused().objectName()
        kind = next((one for one in window.docks.kinds if one.name == name), None)
        window.go(HelpPlace(topic_of_dock(name, kind.topic if kind is not None else "")))

    return (
        Command("mute.half_hour", tr("Mute for 30 minutes"), until(30)),
        Command("mute.hour", tr("Mute for 1 hour"), until(60), "Ctrl+M"),
        Command("mute.until_tomorrow", tr("Mute until tomorrow"), until_tomorrow),
        Command("mute.end", tr("Tell me again"), lambda: window.ground.post(Mute(None)), why_not=not_muted),
        Command("mute.test", tr("Show a test notification"), lambda: window.ground.post(TestBubble())),
        Command("app.palette", tr("Find a command…"), window.palette_box.open, "Ctrl+K"),
        Command("app.help", tr("Help on this"), help_here, "F1"),
        Command("app.board", tr("To the board"), window.to_board, "Ctrl+B"),
        Command("app.quit", tr("Quit"), window.calls.quit, "Ctrl+Q"),
    )


def _deed(window: MainWindow, page: str, method: str) -> Callable[[], None]:
    def do() -> None:
        if window.docks.focused().objectName() != page:
            window.go(PagePlace(page))
        found = window.docks.page(page)
        if found is not None:
            getattr(found, method)()

    return do


def _shown(window: MainWindow, name: str) -> Callable[[], bool]:
    return lambda: not window.docks.by_name[name].isHidden()


def _group(window: MainWindow, grouping: Grouping) -> Callable[[], None]:
    return lambda: window.group(grouping)


def _grouped(window: MainWindow, grouping: Grouping) -> Callable[[], bool]:
    return lambda: window.board.deck.grouping is grouping


def _layout(window: MainWindow, name: str) -> Callable[[], object]:
    return lambda: window.layouts.use(name)


def _stands(layouts: Layouts, name: str) -> Callable[[], bool]:
    return lambda: layouts.current == name


def _theme(window: MainWindow, name: Choice) -> Callable[[], None]:
    def choose() -> None:
        window.theme.choose(name)
        if window.calls.theme_chosen is not None:
            window.calls.theme_chosen(name)

    return choose


def _has_theme(window: MainWindow, name: str) -> Callable[[], bool]:
    return lambda: window.theme.choice == name
