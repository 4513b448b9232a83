"""The symbol (in assets/symbols.svg) of everything that is judged."""

from __future__ import annotations

from core.signals import Attainment, Reason, Standing, Trend

_ARROW = {Trend.UP: "arrow-up", Trend.DOWN: "arrow-down", Trend.LEVEL: "arrow-level"}
MARKS = {Standing.BEST: "mark-best", Standing.MIDDLE: "mark-middle", Standing.WORST: "mark-worst"}
_SQUARE = {Standing.BEST: "square-best", Standing.MIDDLE: "square-middle", Standing.WORST: "square-worst"}


def face(attainment: Attainment) -> str:
    """The face's."""
    return f"face-{attainment.value.replace('_', '-')}"


def arrow(trend: Trend) -> str:
    """The arrow's; '' for one that is silent."""
    return _ARROW.get(trend, "")


def square(standing: Standing, reason: Reason) -> str:
    """The square's, also of one that is not judged."""
    return "square-neutral" if reason == Reason.NO_DIRECTION else _SQUARE.get(standing, "square-none")
