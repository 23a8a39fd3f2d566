"""Life in the menu bar of macOS: no icon in the Dock, and a window that still comes to the front. GUI thread.

Elsewhere it does nothing. The bundle says the same in its Info.plist; from a checkout Qt would show a Dock icon.
"""

from __future__ import annotations

import importlib
import logging
import sys
from typing import Any

log = logging.getLogger(__name__)

IS_MACOS = sys.platform == "darwin"

#: Source: AppKit, NSRunningApplication.h, NSApplicationActivationPolicyAccessory.
ACCESSORY = 1


def leave_dock(objc: Any = None) -> bool:
    """Become an application without a Dock icon; whether that was done. Call it once there is a QApplication.

    `objc` stands in for the module `rubicon.objc` in tests. Source: Apple, NSApplication setActivationPolicy.
    """
    application = _application(objc)
    return application is not None and bool(application.setActivationPolicy(ACCESSORY))


def come_forward(objc: Any = None) -> None:
    """Make this the active application: without a Dock icon a raised window stays behind those of others."""
    application = _application(objc)
    if application is not None:
        application.activateIgnoringOtherApps(True)


def _application(objc: Any) -> Any:
    if objc is None:
        if not IS_MACOS:
            return None
        try:
            objc = importlib.import_module("rubicon.objc")
        except ImportError as error:
            log.info("no Objective-C bridge: %s", error)
            return None
    try:
        objc.runtime.load_library("AppKit")
        kind = objc.ObjCClass("NSApplication")
    except (NameError, ValueError) as error:  # what rubicon raises for a class and a library that are not there
        log.warning("macOS has no NSApplication: %s", error)
        return None
    kind.declare_class_property("sharedApplication")
    return kind.sharedApplication
