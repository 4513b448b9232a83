"""Pages are made in a process of their own: whoever reads what is made already shares no interpreter with it.

All servers of one data folder ask the same process, by a socket there that only they can open. Which page a number is,
all know alike: they load the same features in the same order, and a program that differs has a socket of its own.
"""

from __future__ import annotations

import hashlib
import logging
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from core.locks import is_held
from core.outcomes.entered import Part
from core.outcomes.figures import Figures
from core.private import private_file
from core.web.turns import PAGES_AT_ONCE, Turns

# Many times what the slowest page takes on a busy machine.
PATIENCE_SECONDS = 30
# It loads all that the server has loaded, on a machine that may be busy with just that.
UP_WITHIN_SECONDS = 60
_LOOKS_AGAIN_SECONDS, _SAYS_WITHIN_SECONDS, _ENDS_WITHIN_SECONDS = 0.1, 5.0, 3.0
# What each server of a machine has of its own, and no page shows.
_OF_A_SERVER = {"NYCKELTAL_METRICS_PORT"}
# All pages of one kind that are kept, 4-11 kB each as they are kept; fewer where they are for other servers to ask for.
KEPT, _KEPT_FOR_OTHERS = 2500, 1000
_ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)

Draw = Callable[[Figures, Any], bytes]
_DRAWS: list[Draw] = []


class Wanted(NamedTuple):
    """A page that is asked for: the ``number`` of what draws it, for ``key``, of figures that are no older."""

    number: int
    key: Hashable
    snapshot: str
    revision: int


class Answer(NamedTuple):
    """A page that was made, and the parts of what is entered that it is made of, each with its fact."""

    content: bytes
    of: Mapping[Part, Hashable]


def known(draw: Draw) -> int:
    """The number by which the other process knows DRAW, which is told of while features are loaded."""
    _DRAWS.append(draw)
    return len(_DRAWS) - 1


def made_here(wanted: Wanted, figures: Figures | None) -> Answer | None:
    """What the other process answers; None where its FIGURES are not those that are WANTED."""
    if figures is None or figures.snapshot.file.name != wanted.snapshot or figures.revision < wanted.revision:
        return None
    asked: set[Part] = set()
    content = figures.noting(asked).kept(_DRAWS[wanted.number], wanted.key, most=_KEPT_FOR_OTHERS)
    # The facts of its own reading: whoever asks may read later, after a save that is not in the page.
    return Answer(content, {part: figures.entered.facts(part) for part in asked})


def place_for(folder: Path) -> Path:
    """Where in FOLDER the servers of this program, with these settings, find whoever makes their pages."""
    files = (one for one in sorted((_ROOT / "core").rglob("*.*")) if "__pycache__" not in one.parts)
    program = [(str(one), one.stat().st_mtime_ns) for one in files]
    told = sorted(one for one in os.environ.items() if one[0].startswith("NYCKELTAL_") and one[0] not in _OF_A_SERVER)
    return folder / f"page-maker-{hashlib.sha256(repr((program, told)).encode()).hexdigest()[:12]}.socket"


def lock_of(place: Path) -> Path:
    """The file that is locked by whoever answers at PLACE, or is about to."""
    return place.with_suffix(".lock")


@contextmanager
def opened(place: Path) -> Iterator[tuple[socket.socket, str]]:
    """A socket, and what it is to call PLACE: by its folder, for a whole path may be longer than a socket can have."""
    with socket.socket(socket.AF_UNIX) as line:
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            short = Path(f"/proc/self/fd/{folder}")
            yield line, str((short if short.exists() else place.parent) / place.name)
        finally:
            os.close(folder)


class Maker:
    """The other process, one page at a time; those who ask take turns.

    Until it is up, and when it is lost, whoever asks makes the page herself. ``starts`` is how often it
    was begun or sought, ``process_id`` the last one's that answered, where the machine tells (Linux).
    """

    def __init__(self) -> None:
        self._line = Turns(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._asking: Connection | None = None
        self.is_up = False
        self.starts = 0
        self._said = ""
        self.process_id: int | None = None

    @property
    def restarts(self) -> int:
        """How often it was begun or sought again."""
        return max(self.starts - 1, 0)

    @property
    def is_idle(self) -> bool:
        """Whether it is up and makes nothing for this server."""
        return self.is_up and self._line.is_idle

    def start(self, module: str, place: Path, is_over: Event) -> None:
        """Ask whoever makes pages at PLACE; where nobody does, start MODULE for it and wait until it answers.

        Given up when IS_OVER, or it takes too long. Not on Windows.
        """
        self.end()
        if sys.platform == "win32":
            return
        self.starts += 1
        try:
            if not self._is_joined_in_time(module, place, is_over):
                self._kill()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told and tried again
            self._kill()
            self._say(f"pages are made by the server itself: no process for them could be started: {error!r}")

    def _is_joined_in_time(self, module: str, place: Path, is_over: Event) -> bool:
        """Whether somebody answers at PLACE before IS_OVER. Raises OSError where nobody will."""
        ends, lock = time.monotonic() + UP_WITHIN_SECONDS, lock_of(place)
        # Whoever makes it first, it is the folder's owner's.
        private_file(lock)
        while not self._joined(place):
            ended = self._process.poll() if self._process else 0
            if ended or time.monotonic() > ends:
                raise TimeoutError(f"it ended with {ended}" if ended else f"no answer within {UP_WITHIN_SECONDS} s")
            # Where another server's began at the same time, ours ends without a word, and that one is waited for.
            if ended == 0 and not is_held(lock):
                # By a command of its own: multiprocessing would run what Streamlit takes for the main program.
                self._process = subprocess.Popen([sys.executable, "-m", module, str(place)], cwd=_ROOT)  # noqa: S603
            if is_over.wait(_LOOKS_AGAIN_SECONDS):
                return False
        return True

    def look_after(self) -> None:
        """Let the system forget ours, where it has ended for another server's."""
        if self._process is not None and self._process.poll() is not None:
            self._process = None

    def end(self) -> None:
        """Ask it no more. It ends when nobody does."""
        self.is_up = False
        if self._asking is not None:
            self._asking.close()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_ENDS_WITHIN_SECONDS)
        self._asking = self._process = None

    def page(self, number: int, figures: Figures, key: Hashable) -> Answer | None:
        """The page that NUMBER draws for KEY; None where it cannot be made there."""
        with self._line.turn(PAGES_AT_ONCE.asker):
            asking = self._asking
            if not self.is_up or asking is None:
                return None
            try:
                asking.send(Wanted(number, key, figures.snapshot.file.name, figures.revision))
                if not asking.poll(PATIENCE_SECONDS):
                    self._kill()
                    raise TimeoutError(f"no page within {PATIENCE_SECONDS} s")  # noqa: TRY301 - told as all else
                found = asking.recv()
            except Exception as error:  # noqa: BLE001 - whatever came is no page, and the reader has hers made here
                if self.is_up:
                    self._say(f"the process that makes pages is lost, and is asked for again: {error!r}")
                self.is_up = False
                return None
            return found if isinstance(found, Answer) else None

    def _joined(self, place: Path) -> bool:
        """Whether somebody at PLACE says that it is ready, and is asked from now on."""
        with suppress(OSError, EOFError), opened(place) as (line, name):
            line.settimeout(_SAYS_WITHIN_SECONDS)
            line.connect(name)
            line.setblocking(True)
            process_id = _peer_of(line)
            asking = Connection(line.detach())
            if asking.poll(_SAYS_WITHIN_SECONDS):
                asking.recv()
                self._asking, self.is_up, self.process_id, self._said = asking, True, process_id, ""
            else:
                asking.close()
        return self.is_up

    def _kill(self) -> None:
        """Let ours go, which does not answer; another server's is that one's to mind."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _say(self, what: str) -> None:
        """Tell the log WHAT, once for as long as it is so."""
        if what != self._said:
            log.warning(what)
        self._said = what


def _peer_of(line: socket.socket) -> int | None:
    """The process at the other end of LINE, where the machine tells. Raises OSError where it is another user's.

    What it says is taken for ours: in a folder that others may write in, they could have come first.
    """
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    process_id, user, _ = struct.unpack("3i", told)
    if user != os.geteuid():
        raise PermissionError(f"the user {user} answers")
    return int(process_id)


MAKER = Maker()
