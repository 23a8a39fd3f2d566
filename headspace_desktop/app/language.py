"""The language of windows and notifications: which one, our texts and Qt's own. Main thread, before any window.

What is written down or sent stays English: the log, the store, the command line.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from headspace_desktop.domain.changes import BoardStale, PageReady, TroubleShown
from headspace_desktop.ui.words import know, told

#: Besides English, which needs no file.
LANGUAGES = ("de",)


class _Spoken:
    language = "en"


def spoken() -> str:
    """The language that is spoken now. Any thread."""
    return _Spoken.language


def speak(chosen: str, resources: Path) -> str:
    """Speak the chosen language, or for ``system`` that of the desktop as far as there is one of ours; returns which.

    Blocks: reads two or three small files.
    """
    own = QLocale.system()
    language = _of_system(own) if chosen == "system" else chosen
    if chosen != "system":
        chosen_locale = QLocale(chosen)
        QLocale.setDefault(own if own.language() == chosen_locale.language() else chosen_locale)
    qt = QCoreApplication.instance()
    assert qt is not None
    _Spoken.language = language if language in LANGUAGES else "en"
    if language not in LANGUAGES:
        know(())
        return "en"
    folder = resources / "i18n"
    for place, name in (
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{language}"),
        (str(folder), f"headspace_{language}"),
    ):
        translator = QTranslator(qt)
        translator.setObjectName(name)
        if translator.load(name, place):
            qt.installTranslator(translator)
    try:
        know((folder / "made.txt").read_text("utf-8").splitlines())
    except OSError:
        know(())  # sentences of the rooms stay English then
    return language


def hush() -> None:
    """Back to English: take every translator away that `speak` has installed."""
    qt = QCoreApplication.instance()
    assert qt is not None
    for translator in qt.findChildren(QTranslator):
        qt.removeTranslator(translator)
        translator.deleteLater()
    know(())
    _Spoken.language = "en"
    QLocale.setDefault(QLocale.system())


def in_words(change: Any) -> Any:
    """A change with its trouble in the person's language; details stay as the system gave them."""
    match change:
        case TroubleShown():
            return replace(change, title=told(change.title), remedy=told(change.remedy), detail=told(change.detail))
        case BoardStale():
            return replace(change, reason=told(change.reason))
        case PageReady(trouble=TroubleShown() as trouble):
            return replace(change, trouble=in_words(trouble))
        case _:
            return change


def _of_system(own: QLocale) -> str:
    for wanted in own.uiLanguages():
        language = wanted.partition("-")[0]
        if language in (*LANGUAGES, "en", "C"):
            return language
    return "en"
