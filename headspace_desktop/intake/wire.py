"""Private Unix sockets: one listener, its peers, their bounded buffers. Nothing in here blocks.

Intake thread. Carries bytes and lines; knows no protocol. Only this person's own processes are let in.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from headspace_desktop.paths import SOCKET_PATH_BYTES
from headspace_desktop.troubles import SocketUnusable

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

#: Who has said nothing after so long makes room. A hook or a command speaks at once.
SILENT_S = 5.0
PEER_LIMIT = 256
LINE_LIMIT_BYTES = 1 << 20
#: A peer that does not read is let go here: it would have to catch up hours.
UNSENT_LIMIT_BYTES = 4 << 20


class Peer:
    """One connection. `on_line` gets each line, `on_gone` is called once when the other side ends or misbehaves."""

    def __init__(self, wire: socket.socket, watch: Watch) -> None:
        self._wire = wire
        self._watch = watch
        self._got = bytearray()
        self._unsent = bytearray()
        self._is_ending = False
        self.is_open = True
        self.has_spoken = False
        self.since_s = time.monotonic()
        self.on_line: Callable[[Peer, bytes], None] = _ignore_line
        self.on_gone: Callable[[Peer], None] = _ignore
        watch.add(wire.fileno(), self._read)

    def send(self, data: bytes, *, is_last: bool = False) -> None:
        """Send without waiting; after the last the connection closes when all is on its way."""
        if not self.is_open or self._is_ending:
            return
        self._unsent += data
        self._is_ending = is_last
        self._write()

    def close(self) -> None:
        """End at once, without a word to `on_gone`."""
        if self.is_open:
            self.is_open = False
            self._watch.remove(self._wire.fileno())
            self._wire.close()

    def _go(self) -> None:
        if self.is_open:
            self.close()
            self.on_gone(self)

    def _read(self) -> None:
        try:
            piece = self._wire.recv(65536)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self._go()
            return
        self._got += piece
        while self.is_open and (end := self._got.find(b"\n")) >= 0:
            line = bytes(self._got[:end])
            del self._got[: end + 1]
            self.has_spoken = True
            self.on_line(self, line)
        if len(self._got) > LINE_LIMIT_BYTES:
            self._go()

    def _write(self) -> None:
        while self.is_open and self._unsent:
            try:
                sent = self._wire.send(self._unsent[:65536])
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                self._go()
                return
            del self._unsent[:sent]
        if not self.is_open:
            return
        if len(self._unsent) > UNSENT_LIMIT_BYTES:
            self._go()
        elif self._unsent:
            self._watch.add(self._wire.fileno(), self._write, is_write=True)
        elif self._is_ending:
            self._go()
        else:
            self._watch.add(self._wire.fileno(), self._read)


class Listener:
    """A socket file that only its owner may use, and the peers that came by it."""

    def __init__(self, path: Path, welcome: Callable[[Peer], None]) -> None:
        self._path = path
        self._welcome = welcome
        self._watch: Watch | None = None
        self._server: socket.socket | None = None
        self._identity: tuple[int, int] | None = None
        self._peers: list[Peer] = []

    def open(self, watch: Watch) -> None:
        """Listen. A file that nobody listens at is replaced. Raises: SocketUnusable."""
        if len(os.fsencode(self._path)) > SOCKET_PATH_BYTES:
            raise SocketUnusable(f"{self._path}: the path is longer than {SOCKET_PATH_BYTES} bytes")
        _check_folder(self._path.parent)
        if _is_answered(self._path):
            raise SocketUnusable(f"{self._path}: another program listens there")
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._path.unlink(missing_ok=True)
            before = os.umask(0o177)
            try:
                server.bind(os.fspath(self._path))
            finally:
                os.umask(before)
            self._path.chmod(0o600)
            server.listen(1024)
            server.setblocking(False)
            status = self._path.stat()
        except OSError as error:
            server.close()
            raise SocketUnusable(f"{self._path}: {error.strerror}") from error
        self._identity = (status.st_dev, status.st_ino)
        self._server, self._watch = server, watch
        watch.add(server.fileno(), self._accept)

    @property
    def is_open(self) -> bool:
        return self._server is not None

    def is_in_place(self) -> bool:
        """Whether the file by which others find us is still ours."""
        try:
            status = self._path.stat()
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._identity

    def due_s(self) -> float | None:
        silent = [peer.since_s for peer in self._peers if peer.is_open and not peer.has_spoken]
        return max(0.0, min(silent) + SILENT_S - time.monotonic()) if silent else None

    def tick(self) -> None:
        """Let go of whoever came and said nothing."""
        limit = time.monotonic() - SILENT_S
        for peer in self._peers:
            if not peer.has_spoken and peer.since_s <= limit:
                peer.close()
        self._peers = [peer for peer in self._peers if peer.is_open]

    def reopen(self, watch: Watch) -> None:
        """Listen at a file that others find, and keep the peers. Raises: SocketUnusable."""
        self._stop()
        self.open(watch)

    def close(self) -> None:
        """Stop listening, close every peer, remove our file."""
        self._stop()
        for peer in self._peers:
            peer.close()
        self._peers.clear()
        if self.is_in_place():
            self._path.unlink(missing_ok=True)

    def _stop(self) -> None:
        if self._server is not None and self._watch is not None:
            self._watch.remove(self._server.fileno())
            self._server.close()
            self._server = None

    def _accept(self) -> None:
        while self._server is not None and self._watch is not None:
            try:
                wire, _ = self._server.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError:  # out of descriptors: make room and try at the next call
                self._make_room(1)
                return
            if not is_own(wire):
                wire.close()
                continue
            wire.setblocking(False)
            self._peers = [peer for peer in self._peers if peer.is_open]
            if len(self._peers) >= PEER_LIMIT:
                self._make_room(1 + len(self._peers) - PEER_LIMIT)
            peer = Peer(wire, self._watch)
            self._peers.append(peer)
            self._welcome(peer)

    def _make_room(self, count: int) -> None:
        """Close those who said nothing, the oldest first; if all have spoken, the oldest of them goes."""
        order = sorted(self._peers, key=lambda peer: (peer.has_spoken, peer.since_s))
        for peer in order[:count]:
            peer.close()
            if peer.has_spoken:
                peer.on_gone(peer)
        self._peers = [peer for peer in self._peers if peer.is_open]


def is_own(wire: socket.socket) -> bool:
    """Whether the other side runs as this person. Source: unix(7) SO_PEERCRED; macOS unix(4) LOCAL_PEERCRED."""
    try:
        if sys.platform == "linux":
            raw = wire.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        else:  # struct xucred: version, uid, …; SOL_LOCAL is 0, LOCAL_PEERCRED is 1
            raw = wire.getsockopt(0, 1, 76)
        return bool(struct.unpack_from("I", raw, 4)[0] == os.getuid())
    except (OSError, struct.error):
        return False


def _check_folder(folder: Path) -> None:
    try:
        status = folder.lstat()
        above = folder.parent.stat()
    except OSError as error:
        raise SocketUnusable(f"{folder}: {error.strerror}") from error
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise SocketUnusable(f"{folder}: it must be a folder of yours with mode 0700")
    if above.st_uid not in (0, os.getuid()):
        raise SocketUnusable(f"{folder.parent}: it belongs to somebody else")


def _is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            try:
                probe.connect(os.fspath(path))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
            except BlockingIOError:
                raise
            except OSError:  # no socket at all: binding will tell
                return False
        return True


def _ignore(_peer: Peer) -> None:
    pass


def _ignore_line(_peer: Peer, _line: bytes) -> None:
    pass
