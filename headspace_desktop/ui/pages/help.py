"""The help: topics on the left, searched as one types; the chosen one on the right, in plain Markdown of our own.

GUI thread. Nothing is loaded from anywhere; links lead to places in the window, and those to the web ask first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QGuiApplication,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.asks import AskHelp
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.page import Ground, HelpPlace, PagePlace, SettingPlace
from headspace_desktop.ui.pages.sheet import Sheet
from headspace_desktop.ui.pages.topics import topics
from headspace_desktop.ui.parts import make_clearable
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XL_PX, XS_PX
from headspace_desktop.ui.transcript.strip import Strip
from headspace_desktop.ui.words import tr

LIST_PX, LIT_MS = 240, 2000
#: A command's name in braces stands for its keys.
_KEYS = re.compile(r"\{([a-z_]+\.[a-z_0-9]+)\}")


class Texts(Protocol):
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def anchors(self) -> Mapping[str, tuple[str, ...]]: ...


class Reading(QTextBrowser):
    """One topic. It loads nothing, not even pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Topic"))
        self.setProperty("role", "reading")
        self.document().setDocumentMargin(XL_PX)

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        del kind, name


class HelpPage(Sheet):
    name = "help"
    topic = "index"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.heading.hide()
        self._texts: dict[str, str] = {}
        self._anchors: Mapping[str, tuple[str, ...]] = {}
        self._shown = ""
        self._wanted = HelpPlace("index")
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the help  ( / )"))
        self.search.setAccessibleName(tr("Search the help"))
        make_clearable(self.search)
        self.search.textChanged.connect(self._sift)
        self.search.returnPressed.connect(self._to_text)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Topics"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._picked)
        self.reading = Reading()
        self.strip = Strip()
        self.reading.anchorClicked.connect(self._followed)
        self._build()
        slash = QShortcut(QKeySequence("/"), self)
        slash.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        slash.activated.connect(self._to_search)
        self.first = self.search
        ground.theme.changed.connect(self._show_again)
        if ground.commands is not None:
            ground.commands.keys_changed.connect(self._show_again)

    @staticmethod
    @override
    def title() -> str:
        return tr("Help")

    def _build(self) -> None:
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(S_PX)
        beside.addWidget(self.search)
        beside.addWidget(self.list, 1)
        right = QWidget()
        above = QVBoxLayout(right)
        above.setContentsMargins(L_PX, 0, 0, 0)
        above.addWidget(self.strip)
        above.addWidget(self.reading, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_PX, 600])
        split.setChildrenCollapsible(False)
        box = QVBoxLayout(self.body)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(split)

    # -- what is shown ----------------------------------------------------------------

    @override
    def refresh(self) -> None:
        if not self._texts and not self.is_waiting:
            self.say(tr("Reading the help…"))
            self._post(AskHelp)

    @override
    def show_page(self, page: Texts) -> None:
        self._texts = {name: page.texts[name] for name in topics() if name in page.texts}
        self._anchors = page.anchors
        self._sift()
        self.go_to(self._wanted)

    @override
    def go_to(self, place: HelpPlace | PagePlace) -> None:
        """Show a topic, at a heading where one is named; or what the words find."""
        if isinstance(place, PagePlace):
            self.search.setText(place.words)
            return
        self._wanted = place
        if not self._texts:
            return
        self.search.clear()
        topic = place.topic if place.topic in self._texts else "index"
        self._show(topic)
        if place.anchor:
            self._light(place.anchor)
        self.reading.setFocus()

    def _show(self, topic: str) -> None:
        if topic not in self._texts:
            return
        self._shown = topic
        self.strip.hide()
        self.reading.setMarkdown(_KEYS.sub(self._keys, self._texts[topic]))
        self._dress()
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == topic:
                self.list.blockSignals(True)
                self.list.setCurrentRow(at)
                self.list.blockSignals(False)

    def _keys(self, found: re.Match[str]) -> str:
        commands = self.ground.commands
        name = found[1]
        if commands is None or name not in commands:
            return found[0]
        keys = commands.native_keys(name).split("  ")
        return tr("{keys} or {more}").format(keys=f"`{keys[0]}`", more=f"`{keys[1]}`") if keys[1:] else _key(keys[0])

    def _dress(self) -> None:
        """Type and air: Qt's own Markdown knows neither our scale nor our faces."""
        sizes = {1: themes.prose("display"), 2: themes.prose("title", is_strong=True)}
        block = self.reading.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            made = block.blockFormat()
            made.setLineHeight(118.0, 1)  # per cent, QTextBlockFormat.ProportionalHeight
            made.setTopMargin(0 if block.position() == 0 else L_PX if level else 0)
            made.setBottomMargin(S_PX)
            cursor.setBlockFormat(made)
            if level:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                face = QTextCharFormat()
                face.setFont(sizes.get(level, themes.prose(is_strong=True)))
                cursor.mergeCharFormat(face)
            block = block.next()
        for one in self.reading.document().rootFrame().childFrames():
            if isinstance(one, QTextTable):
                drawn = one.format()
                drawn.setBorderCollapse(True)
                drawn.setBorderBrush(QColor(self.ground.theme.look.line))
                drawn.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                drawn.setCellPadding(XS_PX)
                drawn.setBottomMargin(M_PX)
                one.setFormat(drawn)

    def _light(self, anchor: str) -> None:
        """Bring a heading up and mark it for a moment."""
        block = self._heading(anchor)
        if block is None:
            return
        cursor = QTextCursor(block)
        self.reading.setTextCursor(cursor)
        bar = self.reading.verticalScrollBar()
        bar.setValue(bar.value() + self.reading.cursorRect().top() - L_PX)
        lit = QTextEdit.ExtraSelection()
        lit.cursor = cursor
        lit.format.setBackground(QColor(self.ground.theme.look.selection))
        lit.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        self.reading.setExtraSelections([lit])
        QTimer.singleShot(LIT_MS, self, self._unlight)

    def _heading(self, anchor: str) -> QTextBlock | None:
        """The heading of this name, by its place: its words are in the person's language."""
        names = self._anchors.get(self._shown, ())
        left = names.index(anchor) if anchor in names else -1
        block = self.reading.document().begin()
        while block.isValid() and left >= 0:
            if block.blockFormat().headingLevel():
                if left == 0:
                    return block
                left -= 1
            block = block.next()
        return None

    @Slot()
    def _unlight(self) -> None:
        self.reading.setExtraSelections([])

    @Slot()
    def _show_again(self) -> None:
        if self._shown:
            self._show(self._shown)

    # -- what the person does -----------------------------------------------------------

    @Slot()
    def _sift(self) -> None:
        words = self.search.text().lower().split()
        titles = topics()
        self.list.blockSignals(True)
        self.list.clear()
        for name, text in self._texts.items():
            whole = f"{titles[name]} {text}".lower()
            if all(word in whole for word in words):
                item = QListWidgetItem(titles[name])
                item.setData(Qt.ItemDataRole.UserRole, name)
                if words:
                    item.setToolTip(_excerpt(text, words[0]))
                self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(tr("Nothing found"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.blockSignals(False)
        if words and self.list.item(0).data(Qt.ItemDataRole.UserRole):
            self._show(self.list.item(0).data(Qt.ItemDataRole.UserRole))
            self.reading.find(words[0])
        elif self._shown:
            self._show(self._shown)

    @Slot(int)
    def _picked(self, at: int) -> None:
        topic = self.list.item(at).data(Qt.ItemDataRole.UserRole) if at >= 0 else None
        if topic:
            self._show(topic)
            if words := self.search.text().split():
                self.reading.find(words[0])

    @Slot()
    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot()
    def _to_text(self) -> None:
        self.reading.setFocus()

    @Slot(QUrl)
    def _followed(self, link: QUrl) -> None:
        scheme, path = link.scheme(), link.path()
        match scheme:
            case "topic":
                self.go_to(HelpPlace(path, link.fragment()))
            case "setting":
                self.ground.go(SettingPlace(path))
            case "page":
                self.ground.go(PagePlace(path))
            case "https":
                self._ask_outside(link)
            case _:
                pass

    def _ask_outside(self, link: QUrl) -> None:
        def follow() -> None:
            QDesktopServices.openUrl(link)

        def copy() -> None:
            QGuiApplication.clipboard().setText(link.toString())

        said = tr("Open in the browser? %1").replace("%1", link.toString())
        self.strip.say(said, **{tr("Open"): follow, tr("Copy"): copy, tr("No"): lambda: None})


def _key(keys: str) -> str:
    return f"`{keys}`" if keys else tr("(no key)")


def _excerpt(text: str, word: str) -> str:
    at = text.lower().find(word)
    return one_line("…" + text[max(at - 50, 0) : at + 100] + "…", 150)
