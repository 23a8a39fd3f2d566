"""Every page there is, in the order of the menu. The window makes a page when its dock is first opened.

GUI thread. A new page is one file and one line here.
"""

from __future__ import annotations

from headspace_desktop.ui.pages.page import Page

PAGES: tuple[type[Page], ...] = ()
