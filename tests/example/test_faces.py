"""The face of every goal in the example, computed once more: plain Python from the rows that are given out as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from core.documents.files import to_csv
from core.example.chains import Chains, chains
from core.outcomes.chain import AskedChain, chain_of
from core.outcomes.export import export_frame
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals import Gender
from core.words.dates import today
from tests.example.conftest import Installed

REACHED, NEARLY, NOT_REACHED, NOT_JUDGED = "reached", "nearly", "not_reached", "not_judged"
ExportedRows = Mapping[tuple[str, str], Mapping[str, str]]


@pytest.fixture(scope="module")
def entered(installed: Installed) -> tuple[Chains, ...]:
    return chains(today(installed.snapshot.info.fetched_at))


def exported(figures: Figures, municipality: str) -> ExportedRows:
    """The lines of the three files that the command ``signals`` gives, by indicator and the gender asked for."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for gender in Gender:
        text = to_csv(export_frame(figures.rows(Choice(municipality, gender)), reference="riket"))
        found |= {(row["kpi"], gender.value): row for row in csv.DictReader(io.StringIO(text))}
    return found


def face_of_row(row: Mapping[str, str]) -> str:
    """The face of an outcome, by DESIGN.md: how far it lies from its level, and what counts as nearly."""
    if not row["value"] or not row["target_kind"] or row["category"] == "information":
        return NOT_JUDGED
    if row["target_kind"] in {"rank", "within", "increase", "decrease", "keep"}:
        return row["attainment"]  # the row has not all that they are judged by
    value = Decimal(row["value"]).quantize(Decimal(1).scaleb(-int(row["decimals"])), ROUND_HALF_EVEN)
    away = value - Decimal(row["target"])
    if row["target_kind"] == "at_most" or (row["target_kind"] != "at_least" and row["direction"] == "low"):
        away = -away
    if away >= 0:
        return REACHED
    if row["target_due"] != "True":
        return NOT_JUDGED
    return NEARLY if away >= -Decimal(row["tolerance"]) else NOT_REACHED


def face_of_parts(parts: list[str]) -> str:
    judged = [part for part in parts if part != NOT_JUDGED]
    if not judged or len(judged) < len(parts) / 2:
        return NOT_JUDGED
    if all(part == REACHED for part in judged):
        return REACHED
    good = sum(part in {REACHED, NEARLY} for part in judged)
    return NEARLY if good >= len(judged) / 2 else NOT_REACHED


def recomputed(entered: Chains, rows: ExportedRows, year: int) -> Iterator[tuple[str, str]]:
    """Each goal of YEAR with its face, from the bottom and up."""
    goals = [goal for plan in entered.plans if plan.year == year for goal in plan.goals]
    faces: dict[str, str] = {}
    for level in ("nämndmål", "fullmäktigemål", "målområde"):
        for goal in (goal for goal in goals if goal.level == level):
            mine = [] if level == "målområde" else [face_of_row(rows[one.kpi, one.gender]) for one in goal.indicators]
            below = [faces[other.id] for other in goals if other.parent == goal.id]
            faces[goal.id] = face_of_parts(mine + below)
            if goal.id in entered.overrulings:
                faces[goal.id] = entered.overrulings[goal.id].face.value
            yield goal.id, faces[goal.id]


@pytest.mark.parametrize("away", [-1, 0, 1])
def test_every_goals_face_is_what_the_exported_rows_say(
    figures: Figures, entered: tuple[Chains, ...], away: int
) -> None:
    count = 0
    for one in entered:
        years = sorted({plan.year for plan in one.plans})
        year = years[-2] + away
        shown = chain_of(figures, AskedChain(one.municipality, year, drafts=True))
        expected = dict(recomputed(one, exported(figures, one.municipality), year))
        assert {key: goal.face.value for key, goal in shown.goals.items()} == expected
        count += len(expected)
    assert count > 50


def test_storkopings_faces_are_mixed(figures: Figures, entered: tuple[Chains, ...]) -> None:
    found = entered[0]
    faces = dict(recomputed(found, exported(figures, found.municipality), sorted({p.year for p in found.plans})[1]))
    of_council = [
        faces[goal.id] for plan in found.plans if plan.body == "kf" for goal in plan.goals if goal.id in faces
    ]
    assert {REACHED, NEARLY, NOT_REACHED} <= set(of_council)
    counts = {face: list(faces.values()).count(face) for face in (REACHED, NEARLY, NOT_REACHED, NOT_JUDGED)}
    assert min(counts.values()) >= 3
