"""``deviations`` and ``measures``: what is published, with drafts for who asks, as text and as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.cycle.book import ACTION_PLANS, CONCLUSIONS, DEVIATIONS, MEASURES
from core.cycle.models import Answer, Conclusion, Deviation, Measure, MeasureDecision, Way
from core.cycle.plans import ActionPlan
from core.goals.models import Decision
from core.settings import Settings
from core.state import open_state
from core.state.database import writing
from core.state.entries import save_of
from tests.cli.conftest import Run
from tests.cycle.loops import ANALYST, FROZEN, KEY, NOW, TODAY
from tests.shared import GRADES, HUDDINGE, LAST, SAFE

TAKEN_UP = Deviation("d1", *KEY, "grundskola", FROZEN, TODAY, "grundskolechef")
DECISION = MeasureDecision(Answer.YES, Decision("Grundskolenämnden", date(2020, 10, 1), "96"))
MENTORS = Measure("m1", *KEY, "grundskola", "Heltidsmentorer", Way.UP, "d1", seen_from=2022, decision=DECISION)
PROPOSED = replace(MENTORS, id="m2", title="Läxhjälp", decision=None)
DONE = ActionPlan("p1", "Heltidsmentorer", "grundskola", "m1", done_on=date(2021, 6, 1))


@pytest.fixture(autouse=True)
def _entered(filled_dir: Path) -> None:
    save, draft = save_of(ANALYST, NOW), replace(TAKEN_UP, id="d2", kpi=SAFE)
    with open_state(Settings.from_environment().database_url) as state, writing(state.engine) as session:
        DEVIATIONS.put(session, HUDDINGE, "d1", TAKEN_UP, save)
        DEVIATIONS.put(session, HUDDINGE, "d2", draft, save, is_public=False)
        CONCLUSIONS.put(session, HUDDINGE, "d1", Conclusion("Frånvaron växer.", TODAY, is_assumed=True), save)
        MEASURES.put(session, HUDDINGE, "m1", MENTORS, save)
        MEASURES.put(session, HUDDINGE, "m2", PROPOSED, save, is_public=False)
        ACTION_PLANS.put(session, HUDDINGE, "p1", DONE, save)


def found(run: Run, *words: str) -> Mapping[str, Any]:
    outcome = run(*words, "--municipality", HUDDINGE, "--json")
    assert outcome.status == 0, outcome.err
    tree: Mapping[str, Any] = json.loads(outcome.out)
    return tree


def test_deviations_are_told_with_what_was_frozen_and_concluded(run: Run) -> None:
    tree = found(run, "deviations")
    one = next(one for one in tree["deviations"] if one["kpi"] == GRADES)
    assert (tree["name"], one["year"], one["value"], one["since"]) == ("Huddinge", LAST, 62.5, 2022)
    assert one["conclusion"]["text"] == "Frånvaron växer."
    assert one["taken_up"]["frozen"]["value"] == FROZEN.value
    assert one["taken_up"]["taken_on"] == TODAY.isoformat()
    assert [measure["title"] for measure in one["measures"]] == ["Heltidsmentorer"]
    assert SAFE not in {other["kpi"] for other in tree["deviations"]}


def test_measures_are_told_with_what_the_figure_did(run: Run) -> None:
    [one] = found(run, "measures")["measures"]
    assert (one["stage"], one["plan"]["done_on"]) == ("genomförd", "2021-06-01")
    effect = one["effect"]
    assert (effect["verdict"], effect["words"]) == ("åt fel håll", "åt fel håll")
    assert (effect["before"], effect["after"]) == ({"year": 2020, "value": 70.0}, {"year": LAST, "value": 62.5})
    assert effect["after"]["value"] - effect["before"]["value"] < -effect["deadband"] < 0
    assert effect["peers"] > 0


def test_drafts_are_told_to_who_asks_for_them(run: Run) -> None:
    assert SAFE in {one["kpi"] for one in found(run, "deviations", "--drafts")["deviations"]}
    measures = found(run, "measures", "--drafts")["measures"]
    assert [(one["id"], one["stage"], one["effect"] is None) for one in measures] == [
        ("m1", "genomförd", False),
        ("m2", "förslag", True),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deviations",), "    Slutsats (antagande): Frånvaron växer.\n    Åtgärd: Heltidsmentorer\n"),
        (("deviations", "--gender", "K"), "Huddinge, kvinnor\n"),
        (("measures",), "    Beslut: ja, Grundskolenämnden 2020-10-01 § 96\n"),
    ],
)
def test_the_same_is_told_as_text(run: Run, words: tuple[str, ...], told: str) -> None:
    assert told in run(*words, "--municipality", "Huddinge").out


@pytest.mark.parametrize("command", ["deviations", "measures"])
def test_an_unknown_municipality_is_told(run: Run, command: str) -> None:
    outcome = run(command, "--municipality", "Storstad")
    assert outcome.status == 1
    assert "”Storstad”" in outcome.err


def test_who_has_nothing_is_told_so(run: Run) -> None:
    assert run("measures", "--municipality", "Botkyrka").out.endswith("  Inga åtgärder.\n")
