"""What the client makes of Kolada's units and their rows."""

from __future__ import annotations

import pytest

from core.kolada import Batch, KoladaClient, KoladaProtocol, Observation
from tests.kolada.fakes import in_turn, page, rig, value

SCHOOL, HOME = "V15E0126001", "V21E0126001"


def unit_row(unit: str, *values: object, kpi: str = "N15643", year: int = 2022) -> dict[str, object]:
    return {"values": list(values), "kpi": kpi, "period": year, "ou": unit}


def test_a_question_about_units_is_asked_for_their_ids() -> None:
    it = rig(in_turn(page(unit_row(SCHOOL, value("T", 81.0)))))
    found = it.client.fetch
    kept: list[Observation] = []
    batches = KoladaClient.observation_batches(["N15643"], [SCHOOL], [2022], of_units=True)
    found(batches, lambda _, answer: kept.extend(answer if isinstance(answer, list) else []))
    assert kept == [Observation("N15643", SCHOOL, 2022, "T", 81.0, "", 1)]
    assert (it.kolada.requests[0].url or "").endswith(f"/oudata/kpi/N15643/ou/{SCHOOL}/year/2022")


def test_a_question_about_all_units_takes_whatever_unit_comes() -> None:
    it = rig(in_turn(page(unit_row(SCHOOL, value("T", 81.0)), unit_row(HOME, value("T", 70.0)))))
    kept: list[Observation] = []
    it.client.fetch(
        [Batch(("N15643",), (), (2022,), of_units=True)],
        lambda _, answer: kept.extend(answer if isinstance(answer, list) else []),
    )
    assert {one.municipality for one in kept} == {SCHOOL, HOME}
    assert (it.kolada.requests[0].url or "").endswith("/oudata/kpi/N15643/year/2022")


def test_all_units_come_by_id_with_one_line_titles() -> None:
    rows = [
        {"id": HOME, "title": "Boendet\u00a0 1 ", "municipality": "0126"},
        {"id": SCHOOL, "title": "Skolan", "municipality": "0126"},
    ]
    found = rig(in_turn(page(*rows))).client.units()
    assert [(unit.id, unit.title) for unit in found] == [(SCHOOL, "Skolan"), (HOME, "Boendet 1")]


def test_a_row_without_a_unit_is_named() -> None:
    broken = {"values": [value("T", 1.0)], "kpi": "N15643", "period": 2022, "municipality": "0126"}
    answers: list[object] = []
    rig(in_turn(page(broken))).client.fetch(
        [Batch(("N15643",), (SCHOOL,), (2022,), of_units=True)], lambda _, answer: answers.append(answer)
    )
    assert isinstance(answers[0], KoladaProtocol)


@pytest.mark.parametrize("size", [1, 26])
def test_units_are_asked_for_in_lists_that_kolada_takes(size: int) -> None:
    batches = KoladaClient.observation_batches(["N15643"], [f"V{n}" for n in range(size)], [2022], of_units=True)
    assert all(batch.of_units and len(batch.areas) <= 25 for batch in batches)
    assert sum(len(batch.areas) for batch in batches) == size
