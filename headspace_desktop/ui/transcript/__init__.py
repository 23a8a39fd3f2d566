"""The transcript panel: a locked-down web view, or a plain native one where that cannot be."""
