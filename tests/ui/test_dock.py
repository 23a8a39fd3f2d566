"""Without a Dock icon, shown with a stand-in for the Objective-C bridge (rubicon's documented calls)."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from headspace_desktop.ui import dock


class Bridge:
    """Records; `sharedApplication` is a property only after it was declared, as rubicon's class properties are."""

    def __init__(self, *, has_class: bool = True, has_library: bool = True) -> None:
        self.calls: list[Any] = []
        self._has_class, self._has_library = has_class, has_library
        self.runtime = SimpleNamespace(load_library=self._load)

    def _load(self, name: str) -> None:
        if not self._has_library:
            raise ValueError(f"Library {name!r} not found")
        self.calls.append(("load", name))

    def ObjCClass(self, name: str) -> Any:
        if not self._has_class:
            raise NameError(f"ObjC Class {name!r} couldn't be found.")
        kind = SimpleNamespace()

        def declare(prop: str) -> None:
            setattr(
                kind, prop, SimpleNamespace(setActivationPolicy=self._policy, activateIgnoringOtherApps=self._front)
            )

        kind.declare_class_property = declare
        return kind

    def _policy(self, policy: int) -> bool:
        self.calls.append(("policy", policy))
        return True

    def _front(self, flag: bool) -> None:
        self.calls.append(("front", flag))


def test_the_icon_leaves_the_dock() -> None:
    bridge = Bridge()
    assert dock.leave_dock(bridge)
    assert bridge.calls == [("load", "AppKit"), ("policy", 1)]


def test_a_window_comes_in_front_of_other_applications() -> None:
    bridge = Bridge()
    dock.come_forward(bridge)
    assert bridge.calls == [("load", "AppKit"), ("front", True)]


@pytest.mark.parametrize("bridge", [Bridge(has_class=False), Bridge(has_library=False)])
def test_a_system_without_it_goes_on(bridge: Bridge) -> None:
    assert not dock.leave_dock(bridge)
    dock.come_forward(bridge)


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rubicon.objc", None)  # importing it would fail
    assert not dock.leave_dock()
    monkeypatch.setattr(dock, "IS_MACOS", True)
    assert not dock.leave_dock()
    dock.come_forward()
