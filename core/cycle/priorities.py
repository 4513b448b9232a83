"""How proposals are weighed against each other: the guide's four quadrants, and what a blind vote says. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from statistics import median

from core.cycle.models import Counted, Tally

LEAST, MOST = 1, 5
# An effort or effect on the middle itself speaks against the proposal: it is a large effort, a small effect.
MIDDLE = 3
# Of so many or fewer answers no range is told: who gave what could be guessed.
FEW = 3
# Such a part at each end are of different minds.
_SPLIT_PART = 0.25


class Quadrant(StrEnum):
    """The guide's names, by effort and effect."""

    EFFECTIVE = "effektiv förändring"
    COSTLY = "resursdriven förändring"
    SMALL = "liten förändringseffekt"
    INEFFECTIVE = "ineffektiv förändring"


def quadrant_of(effort: float, effect: float) -> Quadrant:
    """Where a proposal stands. Source: SKL's guide to the steering cycle, prioritising; 1-5, the border is MIDDLE."""
    is_easy, is_large = effort < MIDDLE, effect > MIDDLE
    if is_large:
        return Quadrant.EFFECTIVE if is_easy else Quadrant.COSTLY
    return Quadrant.SMALL if is_easy else Quadrant.INEFFECTIVE


def counted(answers: Sequence[int]) -> Counted:
    """What ANSWERS (1-5, at least one) say together.

    Split where at least a quarter say 1-2 and at least a quarter 4-5; of FEW or fewer only the median is told.
    """
    if len(answers) <= FEW:
        return Counted(float(median(answers)))
    needed = len(answers) * _SPLIT_PART
    is_split = all(sum(ends) >= needed for ends in _ends(answers))
    return Counted(float(median(answers)), min(answers), max(answers), is_split)


def tallied(measures: Iterable[str], ballots: Sequence[Mapping[str, Sequence[int]]]) -> tuple[Tally, ...]:
    """What BALLOTS, each (effort, effect) by measure, say of MEASURES; those that nobody answered are left out."""
    found = {one: [ballot[one] for ballot in ballots if one in ballot] for one in measures}
    return tuple(
        Tally(one, counted([effort for effort, _ in given]), counted([effect for _, effect in given]))
        for one, given in found.items()
        if given
    )


def _ends(answers: Sequence[int]) -> tuple[list[bool], list[bool]]:
    return [one < MIDDLE for one in answers], [one > MIDDLE for one in answers]
