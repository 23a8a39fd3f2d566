"""A button that does harm only when it is pressed twice: at first it asks, for three seconds. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton

from headspace_desktop.ui.words import tr

ASKS_MS = 3000


class SureButton(QPushButton):
    """`sure` when it was pressed again while it asked."""

    sure = Signal()

    def __init__(self, text: str, name: str, kind: str = "danger") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._text, self._name = text, name
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASKS_MS)
        self._timer.timeout.connect(self.calm)
        self.clicked.connect(self._pressed)

    @property
    def is_asking(self) -> bool:
        return self._timer.isActive()

    @Slot()
    def calm(self) -> None:
        """Ask no more."""
        self._timer.stop()
        self.setText(self._text)
        self.setAccessibleName(self._name)

    @Slot()
    def _pressed(self) -> None:
        if self.is_asking:
            self.calm()
            self.sure.emit()
            return
        self.setText(tr("Sure?"))
        self.setAccessibleName(tr("{name}: sure? Press again").format(name=self._name))
        self._timer.start()
