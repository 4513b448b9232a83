"""``python -m bench [PART ...]``: measures, the machine named; all parts without words."""

from __future__ import annotations

import sys

from bench import deck, exercises, explore, export, goals_in_browser, in_browser, load, on_refresh, on_server
from bench.numbers import machine

PARTS = {
    "refresh": on_refresh.run,
    "server": on_server.run,
    "browser": in_browser.run,
    "goals": goals_in_browser.run,
    "explore": explore.run,
    "deck": deck.run,
    "export": export.run,
    "exercises": exercises.run,
    "load": load.run,
}


def main() -> None:
    """Run the chosen parts."""
    print(machine())
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


main()
