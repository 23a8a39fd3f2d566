"""The drawings: each state another picture, in every size, also without colour; every icon file draws something."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from headspace_desktop import paths
from headspace_desktop.domain.model import State
from headspace_desktop.ui import icons
from headspace_desktop.ui.looks import contrast
from headspace_desktop.ui.tray_icon import AMBER, BLUE, GREY, INK, RED, SIZES_PX, Face, Shape, tray_icon, tray_pixmap

FACES = [
    Face(shape, count, is_muted)
    for (shape, counts), is_muted in product(
        [
            (Shape.NEEDS_INPUT, (1, 2, 9, 10)),
            (Shape.STALLED, (1, 2, 10)),
            (Shape.WORKING, (0,)),
            (Shape.IDLE, (0,)),
            (Shape.NONE, (0,)),
            (Shape.UNKNOWN, (0,)),
        ],
        (False, True),
    )
    for count in counts
]


def dots(picture: QPixmap) -> bytes:
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)  # it must outlive its bits
    return bytes(image.constBits())


@pytest.mark.parametrize("size_px", SIZES_PX)
@pytest.mark.parametrize("is_template", [False, True])
def test_every_face_is_another_picture(qapp: QApplication, size_px: int, is_template: bool) -> None:
    drawn = {face: dots(tray_pixmap(face, size_px, is_template=is_template)) for face in FACES}
    assert len(set(drawn.values())) == len(FACES)
    assert all(any(picture) for picture in drawn.values())


def test_a_template_has_only_one_colour(qapp: QApplication) -> None:
    for face in FACES:
        image = tray_pixmap(face, 44, is_template=True).toImage()
        for x, y in product(range(0, 44, 3), repeat=2):
            color = image.pixelColor(x, y)
            assert color.alpha() == 0 or (color.red(), color.green(), color.blue()) == (0, 0, 0)
    assert tray_icon(FACES[0], is_template=True).isMask()
    assert not tray_icon(FACES[0]).isMask()


def test_the_number_is_cut_out_of_a_template(qapp: QApplication) -> None:
    image = tray_pixmap(Face(Shape.NEEDS_INPUT, 1), 64, is_template=True).toImage()
    assert image.pixelColor(32, 34).alpha() == 0
    assert image.pixelColor(10, 32).alpha() == 255


def test_all_sizes_are_offered(qapp: QApplication) -> None:
    assert {size.width() for size in tray_icon(FACES[0]).availableSizes()} == set(SIZES_PX)


@pytest.mark.parametrize("color", [AMBER, BLUE, RED, GREY])
def test_colours_stand_out_on_light_and_dark_panels(color: str) -> None:
    assert contrast(color, "#000000") > 3
    assert contrast(color, "#232629") > 3
    if color != AMBER:  # its ink tells it apart on white
        assert contrast(color, "#ffffff") > 3
    assert contrast(AMBER, INK) > 7


def test_every_state_has_an_icon() -> None:
    assert {state.value for state in State} <= set(icons.names())


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    text = (paths.packaged()[0] / "icons" / f"{name}.svg").read_text()
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert QSvgRenderer(text.encode()).isValid()
    if name != "app":
        assert 'viewBox="0 0 24 24"' in text
        image = icons.pixmap(name, "#ff00ff", 48).toImage()
        seen = {
            image.pixelColor(x, y).name()
            for x, y in product(range(48), repeat=2)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert seen == {"#ff00ff"}


def test_an_icon_is_drawn_once(qapp: QApplication) -> None:
    assert icons.icon("go", "#123456", 20) is icons.icon("go", QColor("#123456"), 20)
    assert icons.icon("go").availableSizes()
    with pytest.raises(FileNotFoundError):
        icons.icon("no such icon")
