"""The agent panel while no card is chosen: what it is for, and the keys that lead on. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import label, row
from headspace_desktop.ui.theme import L_PX, M_PX, XL_PX, XS_PX
from headspace_desktop.ui.words import tr


class Nobody(QWidget):
    """Keys are shown as they are bound now; a command without any is left out."""

    def __init__(self) -> None:
        super().__init__()
        said = label(tr("Choose a card on the board to see its agent here."), "soft", wraps=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._keys = QGridLayout()
        self._keys.setHorizontalSpacing(M_PX)
        self._keys.setVerticalSpacing(XS_PX)
        box = QVBoxLayout(self)
        box.setContentsMargins(XL_PX, XL_PX, XL_PX, XL_PX)
        box.setSpacing(L_PX)
        box.addStretch(2)
        box.addWidget(said)
        box.addLayout(row(None, self._grid(), None))
        box.addStretch(3)

    def _grid(self) -> QWidget:
        made = QWidget()
        made.setLayout(self._keys)
        return made

    def show_keys(self, commands: Sequence[tuple[str, str]]) -> None:
        """(keys, what they do), one line each."""
        while (item := self._keys.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, (keys, title) in enumerate((keys, title) for keys, title in commands if keys):
            self._keys.addWidget(label(keys, "soft", themes.mono("caption")), at, 0, Qt.AlignmentFlag.AlignRight)
            self._keys.addWidget(label(title, "faint", themes.prose("caption")), at, 1)
