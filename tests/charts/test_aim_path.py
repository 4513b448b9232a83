"""The way to a final target: what was measured, then rings up to a filled square."""

from __future__ import annotations

from core.charts.aim_path import HEIGHT, WIDTH, aim_path, path_years
from core.outcomes.aims import Aim
from core.signals import TargetKind

SERIES = [(2021, 80.0), (2022, 82.0), (2023, 84.0)]
AIMS = [
    Aim(2023, TargetKind.AT_LEAST, "minst 83", 83.0, is_final=False),
    Aim(2024, TargetKind.AT_LEAST, "minst 86", 86.0, is_final=False),
    Aim(2026, TargetKind.AT_LEAST, "minst 92", 92.0, is_final=True),
]


def test_drawings_that_are_compared_reach_from_the_first_outcome_to_the_last_target() -> None:
    assert path_years([SERIES, [(2019, 1.0)]], [AIMS, []]) == (2019, 2026)
    assert path_years([[]], [[]]) is None
    assert path_years([SERIES], [[Aim(2030, TargetKind.AS_GROUP, "som länet", None, is_final=True)]]) == (2021, 2023)


def test_the_way_leads_from_the_outcome_by_the_milestones_to_the_final_target() -> None:
    drawn = aim_path(SERIES, AIMS, (2021, 2026))
    assert drawn is not None
    assert drawn.now is not None
    assert drawn.final is not None
    assert drawn.way == f"M{drawn.now[0]:g} {drawn.now[1]:g}" + "".join(
        f"L{x:g} {y:g}" for x, y in (drawn.milestones[1], drawn.final)
    )
    # What is asked for in the outcome's year stands beside it; what is ahead lies to the right.
    assert drawn.milestones[0][0] == drawn.now[0] == drawn.ahead < drawn.milestones[1][0] < drawn.final[0]
    places = [*drawn.milestones, drawn.now, drawn.final]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)
    # Higher is up.
    assert drawn.final[1] < drawn.now[1] < drawn.milestones[0][1]


def test_without_targets_there_is_a_line_and_without_outcomes_a_way() -> None:
    line, way = aim_path(SERIES, [], (2021, 2023)), aim_path([], AIMS, (2023, 2026))
    assert line is not None
    assert way is not None
    assert (line.way, line.final, line.milestones) == ("", None, ())
    assert (way.measured, way.now, len(way.milestones)) == ("", None, 2)
    assert aim_path([], [], (2021, 2023)) is None


def test_what_counts_as_unchanged_never_plunges() -> None:
    flat, steep = (aim_path(SERIES, [], (2021, 2023), deadband=band) for band in (20.0, 0.1))
    assert flat is not None
    assert steep is not None
    rise = [
        float(drawn.measured.split("L")[0].split()[1]) - float(drawn.measured.split()[-1]) for drawn in (flat, steep)
    ]
    assert rise[0] < 5 < rise[1]
