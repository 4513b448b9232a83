"""Files of goals as people write them, and what is read of one in a small chain with targets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.access.people import Person, Role
from core.features.planning.file_levels import level_words
from core.features.planning.goal_export import Exported, exported
from core.features.planning.goal_file import GoalFile, Proposal, read_goal_file
from core.goals.planning import Planning
from core.signals import TargetKind
from core.state import State
from core.targets.models import Target
from core.targets.setting import TargetSetting
from core.targets.store import replace_targets
from tests.goals.chains import KNOWLEDGE, LEARNING, NOW, SCHOOL_BOARD
from tests.goals.chains import put_chain as put
from tests.shared import GRADES, HUDDINGE, LAST, PLACES, SAFE, WAIT, small_catalogue

CILLA = Person(2, "cilla", "Cilla", Role.MANAGER, HUDDINGE, ("grundskola",))
EVA = replace(CILLA, id=5, login="eva", name="Eva", areas=())
GUN = Person(7, "gun", "Gun", Role.CONVENOR, HUDDINGE, ("grundskola",))
HEAD = (
    "Målområde",
    "Fullmäktigemål",
    "Organ",
    "Nämndmål",
    "Måltext",
    "Indikator",
    "Kön",
    str(LAST),
    f"Slutmål {LAST + 4}",
)
UNDER = (LEARNING.title, KNOWLEDGE.title, SCHOOL_BOARD.name)
BOARD = SCHOOL_BOARD.name
GRADE, WAITING = "Behöriga till gymnasiet", "Väntetid till särskilt boende"


def target(kpi: str, year: int, value: float, **more: object) -> Target:
    return Target(HUDDINGE, kpi, None, year, TargetKind.AT_LEAST, value, **more)  # type: ignore[arg-type]


HELD = (
    target(GRADES, LAST, 88.5, tolerance=1.0, decided_by="Nämnden"),
    target(GRADES, LAST + 4, 95, is_final=True),
    Target(HUDDINGE, WAIT, None, LAST, TargetKind.WITHIN, 10, 30),
    Target(HUDDINGE, SAFE, "K", LAST + 1, TargetKind.BEST_QUARTER),
)


@pytest.fixture
def chain(state: State) -> State:
    put(state.engine)
    replace_targets(state.engine, HELD, by="x")
    return state


def planning(state: State, by: Person = EVA) -> Planning:
    return Planning(state.engine, HUDDINGE, by, NOW, small_catalogue())


def setting(state: State) -> TargetSetting:
    return TargetSetting(state, small_catalogue(), PLACES)


def csv_of(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([head, *rows])
    return text.getvalue().encode()


def read(state: State, *rows: Sequence[str], by: Person = EVA, head: Sequence[str] = HEAD, **how: bool) -> GoalFile:
    return read_goal_file(csv_of(rows, head), planning(state, by), setting(state), LAST, **how)


def proposal_of(found: GoalFile) -> Proposal:
    assert found.faults == ()
    assert found.proposal is not None
    return found.proposal


def targets_of(proposal: Proposal, state: State) -> list[tuple[str, int, str]]:
    changed = [one.target for one in proposal.targets if one.target]
    return [(one.kpi, one.year, level_words(one, setting(state))) for one in changed]


def written(state: State) -> Exported:
    return exported(planning(state), setting(state), LAST)
