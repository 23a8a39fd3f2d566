"""What the operating system's kernel tells by itself: changes in folders, ends of processes. One thread at a time.

`folder_events` picks; `inotify` is Linux's, `kqueue` macOS's. Nothing here reads a file or signals a process.
"""
