"""Every page there is, in the order of the menu. The window makes a page when its dock is first opened.

GUI thread. A new page is one file and one line here.
"""

from __future__ import annotations

from headspace_desktop.ui.pages.about import AboutPage
from headspace_desktop.ui.pages.activity import ActivityPage
from headspace_desktop.ui.pages.data import DataPage
from headspace_desktop.ui.pages.doctor import DoctorPage
from headspace_desktop.ui.pages.help import HelpPage
from headspace_desktop.ui.pages.hooks import HooksPage
from headspace_desktop.ui.pages.logs import LogsPage
from headspace_desktop.ui.pages.notices import NoticesPage
from headspace_desktop.ui.pages.objective import ObjectivePage
from headspace_desktop.ui.pages.page import Page
from headspace_desktop.ui.pages.past import PastPage
from headspace_desktop.ui.pages.projects import ProjectsPage
from headspace_desktop.ui.pages.search import SearchPage
from headspace_desktop.ui.pages.settings import SettingsPage
from headspace_desktop.ui.pages.shortcuts import ShortcutsPage

PAGES: tuple[type[Page], ...] = (
    SearchPage,
    ProjectsPage,
    ActivityPage,
    ObjectivePage,
    PastPage,
    LogsPage,
    DataPage,
    NoticesPage,
    SettingsPage,
    HooksPage,
    DoctorPage,
    ShortcutsPage,
    HelpPage,
    AboutPage,
)
