"""Every picture of the galleries on sheets, one for each look: `python tests/ui/contact_sheet.py FOLDER INTO`.

Pictures are called `name-look-scale.png`, as the galleries call them.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

COLUMNS, WIDTH_PX, HEIGHT_PX, TITLE_PX, GAP_PX = 6, 400, 270, 22, 12
QUALITY = 62
_NAME = re.compile(r"(?P<name>.+)-(?P<look>light|dark|terminal|contrast)-(?P<scale>[12])x?\.png")


def sheet(pictures: list[tuple[str, Path]]) -> QImage:
    """All of them in rows, each under its name, as large as its place allows."""
    rows = -(-len(pictures) // COLUMNS)
    step_x, step_y = WIDTH_PX + GAP_PX, HEIGHT_PX + TITLE_PX + GAP_PX
    made = QImage(QSize(COLUMNS * step_x + GAP_PX, rows * step_y + GAP_PX), QImage.Format.Format_RGB32)
    made.fill(QColor("#7a7f84"))
    painter = QPainter(made)
    painter.setFont(QFont("sans-serif", 9))
    painter.setPen(QColor("white"))
    for at, (name, path) in enumerate(pictures):
        x, y = GAP_PX + at % COLUMNS * step_x, GAP_PX + at // COLUMNS * step_y
        painter.drawText(QRectF(x, y, WIDTH_PX, TITLE_PX), int(Qt.AlignmentFlag.AlignVCenter), name)
        small = QImage(str(path)).scaled(
            WIDTH_PX, HEIGHT_PX, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(QPointF(x, y + TITLE_PX), small)
    painter.end()
    return made


def main(folder: Path, into: Path) -> None:
    app = QGuiApplication([])
    looks: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for path in sorted(folder.glob("*.png")):
        if (found := _NAME.fullmatch(path.name)) is not None:
            scale = "-200" if found["scale"] == "2" else ""
            looks[f"contact-{found['look']}{scale}"].append((found["name"], path))
    for name, pictures in looks.items():
        assert sheet(pictures).save(str(into / f"{name}.webp"), quality=QUALITY), name
        sys.stdout.write(f"{name}: {len(pictures)} pictures, {(into / f'{name}.webp').stat().st_size // 1000} kB\n")
    app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
