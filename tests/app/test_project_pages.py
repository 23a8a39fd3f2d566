"""Projects, objective and activity from wish to page: the real engine writes, the real reader answers, pages show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop import settings
from headspace_desktop.app.reader import Reader
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.engine.engine import Engine, utc_now
from headspace_desktop.host import this_host
from headspace_desktop.paths import Paths
from headspace_desktop.projects.root import find_folder, find_project
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from headspace_desktop.ui.pages.activity import ActivityPage
from headspace_desktop.ui.pages.objective import ObjectivePage
from headspace_desktop.ui.pages.page import Ground, Page, ProjectPlace
from headspace_desktop.ui.pages.projects import ProjectsPage
from headspace_desktop.ui.theme import Theme


class House:
    """Engine and reader in this thread; whatever a page asks or wants is answered at once."""

    def __init__(self, paths: Paths, theme: Theme) -> None:
        self.pages: list[Page] = []
        self.troubles: list[Any] = []
        host, loaded = this_host(paths.data_dir), settings.load(paths)
        self.engine = Engine(
            open_memory=lambda: Records(open_store("", paths, host_id=host.id, host_name=host.name)),
            tell=self.tell,
            ask=lambda _effect: None,
            find_project=find_project,
            find_folder=find_folder,
            root_of=lambda _client, _path: None,
        )
        self.reader = Reader(
            paths, loaded, host, self.tell, load=lambda: loaded, saved=lambda _loaded: None, roots=lambda _chosen: []
        )
        self.engine.open(None)  # type: ignore[arg-type]  # it watches nothing
        self.ground = Ground(
            theme=theme, post=lambda action: self.engine.handle([action]), ask=lambda ask: self.reader.handle([ask]),
            now=utc_now, card=lambda _uuid: None, cards=tuple, go=lambda _place: None,
        )  # fmt: skip

    def tell(self, changes: Any) -> None:
        for change in changes:
            if isinstance(change, PageReady):
                if change.trouble is not None:
                    self.troubles.append(change.trouble)
                assert any(page.take_page(change) for page in self.pages)
        for page in self.pages:
            page.take([change for change in changes if not isinstance(change, PageReady)])

    def show(self, kind: type[Page]) -> Any:
        page = kind(self.ground)
        self.pages.append(page)
        page.show()
        return page

    def close(self) -> None:
        for page in self.pages:
            page.close()
            page.deleteLater()
        self.engine.close()
        self.reader.close()


@pytest.fixture
def house(home: Path, qtbot: Any, qapp: Any) -> Iterator[House]:
    paths = Paths.from_environment()
    paths.make_private()
    made = House(paths, Theme(qapp, "light"))
    yield made
    made.close()


def test_a_project_from_its_adding_to_its_end(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "atlas"
    (folder / "brain_reboot").mkdir(parents=True)
    (folder / "brain_reboot" / "waypoint.md").write_text("# Next\n\nDraw the map\n")
    page = house.show(ProjectsPage)
    assert not page.list.nothing.isHidden()
    page.add()
    page.list.form.path.setText(str(folder))
    page.list.form.save.click()
    model = page.list.table.paged
    assert [row.name for row in model.rows] == ["atlas"]
    page.add()
    page.list.form.path.setText(str(folder))
    page.list.form.save.click()
    assert "is the project" in page.list.form.words.text()

    page.go_to(ProjectPlace(model.rows[0].id))
    assert "Draw the map" in page.project.documents.boxes["waypoint"].text.toPlainText()
    assert page.project.usage.nothing.text() == "No call was made yet."
    assert page.project.activity.tiles["turns"].value.text() == "0"
    page.project.head.pause.click()
    page.project.head.reason.setText("too dear")
    page.project.head.confirm.click()
    assert "too dear" in page.project.head.inference.text()
    page.project.head.edit.click()
    page.project.form.name.setText("Maps")
    page.project.form.save.click()
    assert page.project.head.name.text() == "Maps"
    page.project.head.delete.click()
    page.project.head.delete.click()
    assert model.rows == []
    assert (folder / "brain_reboot" / "waypoint.md").exists()
    assert house.troubles == []


def test_a_folder_that_does_not_exist_becomes_no_project_but_one_that_vanished_stays(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "atlas").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("atlas")
    page = house.show(ProjectsPage)
    form, model = page.list.form, page.list.table.paged
    for wrong in ("altas", "file"):
        page.add()
        form.path.setText(str(tmp_path / wrong))
        form.save.click()
        assert f"There is no such folder. {tmp_path / wrong}." in form.words.text()
        assert "make the folder first" in form.words.text()
        assert form.path.text() == str(tmp_path / wrong), "it is there to be corrected"
    assert model.rows == []
    form.path.setText(str(tmp_path / "link"))
    form.save.click()
    assert [row.path for row in model.rows] == [str(tmp_path / "atlas")], "a link leads to where its agents work"

    (tmp_path / "atlas").rename(tmp_path / "maps")
    page.go_to(ProjectPlace(model.rows[0].id))
    page.project.head.edit.click()
    page.project.form.name.setText("Gone")
    page.project.form.save.click()
    assert page.project.head.name.text() == "Gone"
    page.project.head.edit.click()
    page.project.form.path.setText(str(tmp_path / "mops"))
    page.project.form.save.click()
    assert "There is no such folder" in page.project.form.words.text()
    page.project.form.path.setText(str(tmp_path / "maps"))
    page.project.form.save.click()
    assert page.project.head.path.text() == str(tmp_path / "maps")


def test_a_project_that_is_not_there_is_a_trouble_of_its_files_alone(house: House) -> None:
    page = house.show(ProjectsPage)
    page.go_to(ProjectPlace(4711))
    assert not page.list.isHidden()
    assert {trouble.kind for trouble in house.troubles} == {"UnknownProject"}


def test_the_objective_and_its_history(house: House) -> None:
    page = house.show(ObjectivePage)
    page.text.setPlainText("Ship it")
    page.save()
    page.begin_new()
    page.text.setPlainText("Rest")
    page.save()
    assert [box.past.text for box in page.history] == ["Rest", "Ship it"]
    page.priority.click()
    page.refresh()
    assert not page.priority.isChecked()
    page.history[1].forget.click()
    page.history[1].forget.click()
    assert [box.past.text for box in page.history] == ["Rest"]
    again = house.show(ObjectivePage)
    assert again.text.toPlainText() == "Rest"
    assert house.troubles == []


def test_activity_of_a_fresh_store(house: House) -> None:
    page = house.show(ActivityPage)
    assert page.view.tiles["turns"].value.text() == "0"
    assert page.view.tiles["mood"].value.text() == "not measured"
    assert house.troubles == []
