"""“Why this state?”: the rule, the deciding witness, who disagrees and what could not be seen.

GUI thread. Words from a verdict; it adds no opinion of its own.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from headspace_desktop.domain.model import Verdict
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.theme import M_PX, XS_PX
from headspace_desktop.ui.words import clock, source_word, tr


class Why(QWidget):
    """One row per fact; what is not known is said, not left out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(M_PX, 0, 0, XS_PX)
        self._grid.setHorizontalSpacing(M_PX)
        self._grid.setVerticalSpacing(XS_PX)
        self._grid.setColumnStretch(1, 1)
        self.facts = {}
        for at, (name, title) in enumerate(
            (
                ("reason", tr("Reason")),
                ("deciding", tr("Said by")),
                ("since", tr("Since")),
                ("rule", tr("Rule")),
                ("dissent", tr("Disagree")),
                ("missing", tr("Not visible")),
            )
        ):
            self._grid.addWidget(label(title, "faint", themes.prose("caption")), at, 0, Qt.AlignmentFlag.AlignTop)
            font = themes.mono("caption") if name in ("since", "rule") else themes.prose("caption")
            self.facts[name] = label("", "", font, wraps=True)
            self.facts[name].setAccessibleName(title)
            self._grid.addWidget(self.facts[name], at, 1)

    def show_verdict(self, verdict: Verdict) -> None:
        said = {
            "reason": visible(verdict.reason, 2000) or tr("No reason was given."),
            "deciding": source_word(verdict.deciding) if verdict.deciding else tr("nobody; it is an assumption"),
            "since": clock(verdict.since_at) or tr("not known"),
            "rule": visible(verdict.rule, 200) or "—",
            "dissent": _list(verdict.dissent) or tr("nobody"),
            "missing": _list(verdict.missing) or tr("nothing"),
        }
        for name, text in said.items():
            if self.facts[name].text() != text:
                self.facts[name].setText(text)


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join("• " + visible(line, 400) for line in lines[:20])
