"""Everything that the rules find in a municipality's plans of a year, kept until figures, targets or plans change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from core.outcomes.figures import Figures
from core.outcomes.plan_facts import PlanFacts, reviewed_plans
from core.outcomes.plan_rules import Checked, Finding, Rule, review

# The participants' this year and next.
_KEPT = 20


@dataclass(frozen=True, eq=False)
class Reviewed:
    """A body's plan with what each rule says of it, in the order of the matrix."""

    facts: PlanFacts
    checks: Mapping[Rule, Checked]

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """All that is found, by key, in the order of the rules."""
        return {one.key: one for check in self.checks.values() for one in check.findings}

    def goal_title(self, goal: str) -> str:
        """What GOAL (an id) is called; '' for none."""
        mine = next((one for one in self.facts.plan.goals if one.id == goal), None) or self.facts.above.get(goal)
        return mine.title if mine else ""


def reviewed(figures: Figures, municipality: str, year: int) -> tuple[Reviewed, ...]:
    """The reviewed plans of YEAR, drafts too, in the order of the bodies. Rights are asked for by whoever asks."""
    return figures.kept(_reviewed, (municipality, year), most=_KEPT)


def _reviewed(figures: Figures, asked: tuple[str, int]) -> tuple[Reviewed, ...]:
    return tuple(Reviewed(facts, review(facts)) for facts in reviewed_plans(figures, *asked))
