"""Draws the program's icon as macOS wants it: ``python packaging/icns.py app.icns``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SIZE_PX = 1024


def draw(target: Path) -> None:
    """Write the icon. Raises: OSError when Qt cannot write such a file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: PLC0415  only after the platform is chosen
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    application = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(SIZE_PX, SIZE_PX, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(Path(__file__).parents[1] / "resources" / "icons" / "app.svg")).render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target), "ICNS"):
        raise OSError(f"{target} could not be written")
    del application


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
