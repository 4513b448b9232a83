"""Pages are made in a process of their own: whoever reads what is made already shares no interpreter with it.

Which page a number is, both processes know alike, for both load the same features in the same order.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Hashable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from core.outcomes.entered import Part
from core.outcomes.figures import Figures
from core.web.turns import PAGES_AT_ONCE, Turns

# Many times what the slowest page takes on a busy machine.
_PATIENCE_SECONDS = 30.0
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
    """A page that was made, and the parts of what is entered that it is made of."""

    content: bytes
    of: frozenset[Part]


def known(draw: Draw) -> int:
    """The number by which the other process knows DRAW, which is told of while features are loaded."""
    _DRAWS.append(draw)
    return len(_DRAWS) - 1


def made_here(wanted: Wanted, figures: Figures | None) -> Answer | None:
    """What the other process answers; None where its FIGURES are not those that are WANTED."""
    if figures is None or figures.snapshot.file.name != wanted.snapshot or figures.revision < wanted.revision:
        return None
    asked: set[Part] = set()
    content = _DRAWS[wanted.number](figures.noting(asked), wanted.key)
    return Answer(content, frozenset(asked))


class Maker:
    """The other process, one page at a time; those who ask take turns.

    Until it is up, and when it is lost, whoever asks makes the page herself.
    """

    def __init__(self) -> None:
        self._line = Turns(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._asking: Connection | None = None
        self.is_up = False

    @property
    def is_idle(self) -> bool:
        """Whether it is up and makes nothing."""
        return self.is_up and self._line.is_idle

    def start(self, module: str) -> None:
        """Have MODULE answer in a new process, and wait until it says that it is ready. Not on Windows."""
        self.end()
        if sys.platform == "win32":
            return
        self._asking, theirs = Pipe()
        # By a command of its own: multiprocessing would run once more what Streamlit takes for the main program.
        command = [sys.executable, "-m", module, str(theirs.fileno())]
        try:
            with theirs:
                self._process = subprocess.Popen(command, cwd=_ROOT, pass_fds=[theirs.fileno()])  # noqa: S603 - ours
            self._asking.recv()
        except (OSError, EOFError) as error:
            log.warning("pages are made by the server itself: no process for them could be started: %r", error)
            self.end()
            return
        self.is_up = True

    def end(self) -> None:
        """Let it go. It ends by itself where nobody asks it any more."""
        self.is_up = False
        if self._asking is not None:
            self._asking.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._asking = None

    def page(self, number: int, figures: Figures, key: Hashable) -> Answer | None:
        """The page that NUMBER draws for KEY; None where it cannot be made there."""
        with self._line.turn(PAGES_AT_ONCE.asker):
            asking = self._asking
            if not self.is_up or asking is None:
                return None
            try:
                asking.send(Wanted(number, key, figures.snapshot.file.name, figures.revision))
                if not asking.poll(_PATIENCE_SECONDS):
                    raise TimeoutError(f"no page within {_PATIENCE_SECONDS:g} s")
                found = asking.recv()
            except (OSError, EOFError) as error:
                if self.is_up:
                    log.warning("the process that makes pages is lost, and is started again: %r", error)
                self.is_up = False
                return None
            return found if isinstance(found, Answer) else None


MAKER = Maker()
