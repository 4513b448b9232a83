"""A room as its screen is told of it: little at a time, for it is asked for twice a second."""

from __future__ import annotations

from typing import Any

from core.cycle.rooms import HEADINGS, PLACED, Board
from core.words.formats import counted


def screen_state(board: Board, mark: str, *, leader: str) -> dict[str, Any]:
    """BOARD for a screen that knows it as MARK, in the script's own words; LEADER is who asks."""
    found: dict[str, Any] = {
        "fas": board.state.phase.value,
        "stangd": str(board.run.closed_on or ""),
        "marke": board.mark,
        "sedan": board.counts.change,
        "lappar": [(one.key, one.field, one.text, one.part) for one in board.notes],
        "telefoner": board.phones,
        "rostat": board.voted,
    }
    if mark == board.mark:
        return found
    dots = board.state.dots
    return found | {
        "rubriker": [
            (key, one.field, one.name, dots.get(key, 0) if dots else None)
            for field in dict.fromkeys(one.field for one in board.headings.values())
            for key, one in board.ordered(field)
        ],
        "plats": {key: (one.heading, one.is_hidden) for key, one in board.placed.items()},
        "sagt": board.said,
        "angra": _step(board, leader),
    }


def _step(board: Board, leader: str) -> dict[str, str] | None:
    """What can be taken back, and in words what it was."""
    if board.step is None:
        return None
    told = [
        counted(board.step.counts[kind], one, many)
        for kind, one, many in ((HEADINGS.kind, "en rubrik", "rubriker"), (PLACED.kind, "en lapp", "lappar"))
        if kind in board.step.counts
    ]
    by = "" if board.step.by == leader else f", {board.step.by}"
    return {"nyckel": board.step.batch, "vad": f"{' och '.join(told)}{by}"}
