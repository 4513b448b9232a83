"""Which decided goals an indicator serves, as a row or a page tells it."""

from __future__ import annotations

from collections.abc import Mapping

from core.outcomes.chain import served_goals
from core.outcomes.figures import Figures
from core.web.choices import GOAL, Choices, link
from core.words.formats import first_upper

_SHOWN = 2


def served(figures: Figures, choices: Choices) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """The goals of the chosen municipality that each indicator (id) serves: what it is, its title, and its page.

    Committee goals first ("Nämndmål"), two at most.
    """
    return {
        kpi: tuple(
            (first_upper(goal.level.value), goal.title, link(GOAL, choices, goal=goal.id, body=None))
            for goal in goals[:_SHOWN]
        )
        for kpi, goals in served_goals(figures, choices.choice.municipality).items()
    }
