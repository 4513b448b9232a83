"""The example's drafts are reviewed: every rule finds something."""

from __future__ import annotations

from core.catalogue import Catalogue
from core.goals.book import GoalBooks
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.plan_review import reviewed
from core.outcomes.plan_rules import Rule
from core.targets.store import held_targets
from tests.example.conftest import LAST_YEAR, Installed

STORKOPING, NEXT = "9001", LAST_YEAR + 2


def test_the_drafts_of_next_year_break_every_rule(installed: Installed, view: Catalogue) -> None:
    engine = installed.state.engine
    entered = Entered(lambda: held_targets(engine), lambda _: (), GoalBooks(engine))
    plans = reviewed(Figures(installed.snapshot, view, entered, 0), STORKOPING, NEXT)
    assert len(plans) == 7
    assert {finding.rule for plan in plans for finding in plan.findings.values()} == set(Rule)
    keys = [(plan.facts.body.id, key) for plan in plans for key in plan.findings]
    found = sum(len(check.findings) for plan in plans for check in plan.checks.values())
    assert len(keys) == len(set(keys)) == found, "each finding has a key of its own, by which it is answered"
