from tests.notify.notify_stage import bare_desktop, stages

__all__ = ["bare_desktop", "stages"]
