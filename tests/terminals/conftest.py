from tests.harness.desktop import desktop, new_desktop, shared_desktop  # noqa: F401  fixtures
