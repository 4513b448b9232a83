"""``python -m bench [PART ...]``: measures, the machine named; all parts without words.

``python -m bench PART --option …``: one part with its options (load, peers, scale, scale-out, phone; ``--help`` tells).
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping

from bench import (
    deck,
    exercises,
    explore,
    export,
    goals_in_browser,
    in_browser,
    load,
    on_refresh,
    on_server,
    phone,
    rooms,
    scale,
    scale_out,
)
from bench.numbers import machine
from bench.peers import measured

PARTS: Mapping[str, Callable[[], None]] = {
    "refresh": on_refresh.run,
    "server": on_server.run,
    "browser": in_browser.run,
    "goals": goals_in_browser.run,
    "explore": explore.run,
    "deck": deck.run,
    "export": export.run,
    "exercises": exercises.run,
    "rooms": rooms.run,
    "load": load.run,
}
# What takes long, or needs what the others do not: only when asked for by name.
OTHERS: Mapping[str, Callable[[list[str]], None]] = {
    "load": load.command,
    "scale-out": scale_out.command,
    "peers": measured.command,
    "scale": scale.command,
    "phone": phone.command,
}


def main() -> None:
    """Run the chosen parts."""
    words = sys.argv[1:]
    # Told to end, it stops what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    print(machine(), flush=True)
    if words and words[0] in OTHERS and (words[0] not in PARTS or len(words) > 1):
        OTHERS[words[0]](words[1:])
        return
    for name in words or PARTS:
        PARTS[name]()


main()
