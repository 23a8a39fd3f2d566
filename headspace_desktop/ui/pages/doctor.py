"""The Doctor: what works here and what does not, each with its remedy. GUI thread; it only shows what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.asks import AskDoctor
from headspace_desktop.domain.changes import TroubleShown
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.dialogs.marks import Mark, mark_word
from headspace_desktop.ui.dialogs.rows import Rows, words
from headspace_desktop.ui.dialogs.shapes import Checkup, FindingRow
from headspace_desktop.ui.pages.page import Ground
from headspace_desktop.ui.pages.sheet import Sheet
from headspace_desktop.ui.parts import button, label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.words import told, tr

#: What is not well stands first.
_ORDER = {"missing": 0, "warning": 1, "unknown": 2, "ok": 3}


class DoctorPage(Sheet):
    name = "doctor"
    topic = "troubleshooting"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._findings: tuple[FindingRow, ...] = ()
        self.table = Rows((tr("State"), tr("Topic"), tr("Details"), tr("Remedy")), (0, 0, 3, 3), tr("Findings"))
        box = QVBoxLayout(self.body)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)
        self.again = button(tr("Look again"), tip=tr("Looks at everything anew"))
        self.copy_text = button(tr("Copy as text"), "quiet", tr("For a bug report"))
        self.again.clicked.connect(self.refresh)
        self.copy_text.clicked.connect(self._copy)
        self.copy_text.setEnabled(False)
        self.head.addWidget(self.copy_text)
        self.head.addWidget(self.again)
        self.told = label("", "faint", themes.prose("caption"))
        self.foot.insertWidget(0, self.told)
        self._head_line(tr("Doctor"))

    @staticmethod
    @override
    def title() -> str:
        return tr("Doctor")

    @Slot()
    @override
    def refresh(self) -> None:
        if self.is_waiting:
            return
        self.again.setEnabled(False)
        if self._findings:
            self.told.setText(tr("Looking again…"))
        else:
            self.say(tr("Looking at this desktop…"))
        self._post(AskDoctor)

    @override
    def show_page(self, page: Checkup) -> None:
        self.again.setEnabled(True)
        self.copy_text.setEnabled(True)
        self.told.setText(tr("It looked, and changed nothing."))
        self._findings = tuple(sorted(page.findings, key=lambda one: _ORDER.get(one.state, 2)))
        self._head_line(summary(self._findings))
        self.table.fill([self._row(one) for one in self._findings])

    @override
    def fail(self, trouble: TroubleShown) -> None:
        self.again.setEnabled(True)
        super().fail(trouble)

    def _row(self, one: FindingRow) -> list[QWidget]:
        mark = Mark(self.ground.theme, one.state)
        title, detail = told(one.title), told(one.detail)
        remedy = told(one.remedy) if one.state != "ok" else ""
        mark.setAccessibleDescription(one_line(f"{title}. {detail}. {remedy}", 600))
        topic = label(one_line(title, 60), font=themes.prose(is_strong=one.state != "ok"))
        return [mark, topic, words(detail, "soft"), words(remedy)]

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._findings))
        self.told.setText(tr("Copied."))


def summary(findings: Sequence[FindingRow]) -> str:
    """How it stands, in one line."""
    counts = Counter(one.state for one in findings)
    if not counts["missing"] and not counts["warning"]:
        return tr("Everything works that could be looked at")
    parts = (
        tr("%n missing", counts["missing"]) if counts["missing"] else "",
        tr("%n limited", counts["warning"]) if counts["warning"] else "",
        tr("%n in order", counts["ok"]),
    )
    return ", ".join(part for part in parts if part)


def as_text(findings: Sequence[FindingRow]) -> str:
    """The table as text for a bug report."""
    lines = []
    for one in findings:
        lines.append(f"{mark_word(one.state):<10} {one_line(one.title, 60)}: {one_line(one.detail, 600)}".rstrip(": "))
        if one.remedy and one.state != "ok":
            lines.append(f"{'':<10} → {one_line(one.remedy, 600)}")
    return "\n".join(lines) + "\n"
