"""Renders the pages about the program, and the dialog that starts an agent, in both themes to pictures.

`python tests/ui/dialog_gallery.py FOLDER [scale]`
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])
SCALE = sys.argv[2] if len(sys.argv) > 2 else "1"
HOME = Path(tempfile.mkdtemp(prefix="gallery-"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ |= {"QT_SCALE_FACTOR": SCALE, "HOME": str(HOME), "HEADSPACE_HOME": str(HOME / "headspace")}
sys.path[:0] = [str(Path(__file__).parents[2])]

from PySide6.QtCore import QElapsedTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from headspace_desktop import settings  # noqa: E402
from headspace_desktop.app.about import about_page  # noqa: E402
from headspace_desktop.app.checkup import DoctorPage, checkup  # noqa: E402
from headspace_desktop.app.choices import SettingsPages  # noqa: E402
from headspace_desktop.app.hooks import HookPages, HooksPage  # noqa: E402
from headspace_desktop.app.launch import StartPage  # noqa: E402
from headspace_desktop.domain.asks import AskHooks  # noqa: E402
from headspace_desktop.domain.changes import PageReady  # noqa: E402
from headspace_desktop.paths import Paths  # noqa: E402
from headspace_desktop.terminals.finding import Finding  # noqa: E402
from headspace_desktop.ui.dialogs.dialog import Dialog  # noqa: E402
from headspace_desktop.ui.dialogs.start import StartDialog  # noqa: E402
from headspace_desktop.ui.pages import about as abouts  # noqa: E402
from headspace_desktop.ui.pages import doctor as doctors  # noqa: E402
from headspace_desktop.ui.pages import hooks as hookpages  # noqa: E402
from headspace_desktop.ui.pages import settings as settingpages  # noqa: E402
from headspace_desktop.ui.pages.page import Ground  # noqa: E402
from headspace_desktop.ui.pages.sheet import Sheet  # noqa: E402
from headspace_desktop.ui.theme import Theme  # noqa: E402

NOW = datetime(2026, 3, 4, 14, 20, tzinfo=UTC)
PATHS = Paths.from_environment()
PATHS.make_private()
THEIRS = {"model": "opus", "hooks": {"Stop": [{"hooks": [{"type": "command", "command": "notify-send done"}]}]}}
MORE = (
    Finding("tray", "Tray", "warning", "This desktop has no tray", "GNOME has no tray of its own. Install the "
            "AppIndicator extension (`sudo apt install gnome-shell-extension-appindicator`), log out and in."),
    Finding("route.iterm2", "Route: iTerm2", "unknown", "written from the vendor's documentation, not run here"),
    Finding("claude", "Claude Code", "missing", "The agent program is not installed: claude is not on PATH",
            "Install Claude Code, or put `claude` on your PATH."),
)  # fmt: skip


class Stage:
    def __init__(self, app: QApplication, theme: Theme) -> None:
        self.app, self.theme = app, theme
        self.asked: list[str] = []

    def ask(self, page: object) -> None:
        self.asked.append(page.ask_id)  # type: ignore[attr-defined]

    def page(self, kind: type[Sheet]) -> Any:
        """A page as it stands in its dock, beside the agent's panel."""
        ground = Ground(
            self.theme, lambda _a: None, self.ask, lambda: NOW, lambda _u: None, lambda: iter(()), lambda _p: None
        )
        made = kind(ground)
        made.resize(860, 700)
        made.show()
        return made

    def answer(self, dialog: Dialog | Sheet, page: object) -> None:
        assert dialog.take_page(PageReady(self.asked[-1], page))

    def shot(self, dialog: Dialog | Sheet, name: str) -> None:
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < 150:
            self.app.processEvents()
        dialog.grab().save(str(FOLDER / f"{name}-{self.theme.choice}-{SCALE}x.png"))


def doctor(stage: Stage) -> None:
    dialog = stage.page(doctors.DoctorPage)
    stage.shot(dialog, "doctor-waiting")
    found = (
        *MORE,
        *(one for one in checkup(PATHS, settings.load(PATHS)).findings if one.key not in ("tray", "claude")),
    )
    stage.answer(dialog, DoctorPage(found))
    stage.shot(dialog, "doctor")
    dialog.close()


def hooks(stage: Stage) -> None:
    root, learned = HOME / ".claude", HOME / "work/.claude"
    for folder in (root, learned):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.json").write_text(json.dumps(THEIRS, indent=2) + "\n")
    pages = HookPages(PATHS, lambda _root: None)

    def page(do: str = "status") -> HooksPage:
        where = str(root) if do != "status" else ""
        return pages.answer(AskHooks("", do, where), [("claude", str(root))], [("claude", str(learned))])  # type: ignore[arg-type]

    dialog = stage.page(hookpages.HooksPage)
    stage.answer(dialog, page())
    stage.shot(dialog, "hooks-absent")
    dialog.install.click()
    stage.answer(dialog, page("install"))
    stage.shot(dialog, "hooks-installed")
    dialog.self_test.click()
    stage.answer(dialog, page("self_test"))
    stage.shot(dialog, "hooks-tested")
    dialog.uninstall.click()
    stage.shot(dialog, "hooks-uninstall")
    (root / "settings.json").write_text("{}")
    dialog.take_out.click()
    stage.answer(dialog, page("uninstall"))
    stage.shot(dialog, "hooks-changed")
    dialog.close()
    pages.answer(AskHooks("", "uninstall", str(root)), [("claude", str(root))])


def choices(stage: Stage) -> None:
    PATHS.settings_file.parent.mkdir(parents=True, exist_ok=True)
    PATHS.settings_file.write_text("notify:\n  sound: true\nclaude:\n  config_dirs: [~/work/.claude]\n  cloudy: 1\n")
    pages = SettingsPages(PATHS, lambda: settings.load(PATHS, env={"HEADSPACE_LOG__LEVEL": "DEBUG"}), lambda _l: None)
    dialog = stage.page(settingpages.SettingsPage)
    stage.answer(dialog, pages.answer({}))
    stage.shot(dialog, "settings")
    stage.shot(dialog, "settings")
    dialog.fields["claude.program"].editor.setText("cl\tude")  # type: ignore[attr-defined]
    dialog.save.click()
    stage.answer(dialog, pages.answer({"claude.program": "cl\tude"}))
    stage.shot(dialog, "settings-error")
    bar = dialog.sheet.verticalScrollBar()
    bar.setValue(bar.maximum())
    stage.shot(dialog, "settings-end")
    dialog.close()


def start(stage: Stage) -> None:
    dialog = StartDialog(stage.theme, stage.ask, lambda _a: None)
    dialog.open_up()
    projects = (
        ("webshop", "/home/dev/webshop"),
        ("atlas-api", "/home/dev/work/" + "a-folder-with-a-long-name/" * 5 + "atlas-api"),
    )
    stage.answer(dialog, StartPage(projects, (), "claude"))
    stage.shot(dialog, "start")
    dialog.close()
    dialog.open_up()
    trouble = ("tmux is not installed", "Install it with `sudo apt install tmux` (macOS: `brew install tmux`).")
    stage.answer(dialog, StartPage((), (trouble,), "claude"))
    dialog.folder.setText("project")
    stage.shot(dialog, "start-refused")
    dialog.close()


def about(stage: Stage) -> None:
    dialog = stage.page(abouts.AboutPage)
    stage.answer(dialog, about_page())
    stage.shot(dialog, "about")
    dialog.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    theme = Theme(app, "light")
    for name in ("light", "dark"):
        theme.choose(name)  # type: ignore[arg-type]
        for scene in (doctor, hooks, choices, start, about):
            scene(Stage(app, theme))


if __name__ == "__main__":
    main()
