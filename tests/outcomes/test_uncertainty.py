"""How sure an outcome is: Kolada's own number where there is one, else by how many answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

from core.charts.row_view import row_view
from core.outcomes.export import export_frame
from core.outcomes.indicator import figure_table, indicator_figures
from core.outcomes.rows import Choice
from core.signals.uncertainty import of_share
from core.words.sentences import Row
from tests.shared import (
    GRADES,
    HUDDINGE,
    KPIS,
    LAST,
    SAFE,
    UNCERTAINTY,
    figures_of,
    frame_of,
    indicators_with,
    kpi_rows,
    plain_value,
    small_catalogue,
    small_harvest,
)

ANSWERS = "N00528"


def row_of(
    folder: Path,
    kpi: str,
    beside: Mapping[tuple[str, int, str], float],
    gender: str = "T",
    **changes: Any,
) -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]:
    """The row of KPI with what stands BESIDE it (by KPI, year and gender), its line of the file and its table."""
    rows = frame_of([(other, HUDDINGE, year, sex, value, "", 1) for (other, year, sex), value in beside.items()])
    plain = small_harvest()
    harvest = replace(
        plain, kpis=kpi_rows([*KPIS, UNCERTAINTY, ANSWERS]), values=pd.concat([plain.values, rows], ignore_index=True)
    )
    catalogue = small_catalogue(indicators=indicators_with(kpi, **changes))
    with figures_of(folder, harvest=harvest, catalogue=catalogue) as figures:
        choice = Choice(HUDDINGE, gender)
        row = next(row for row in figures.records(choice) if row["kpi"] == kpi)
        exported = export_frame(figures.rows(choice), reference="landet").set_index("kpi").loc[[kpi]]
        return dict(row), exported, figure_table(indicator_figures(figures, choice, kpi))


def test_koladas_number_counts_before_the_number_of_answers(tmp_path: Path) -> None:
    beside = {(UNCERTAINTY, LAST, "T"): 3.5, (ANSWERS, LAST, "T"): 400.0, (ANSWERS, LAST - 2, "T"): 100.0}
    row, _, table = row_of(tmp_path, SAFE, beside, answers_kpi=ANSWERS)
    assert (row["uncertainty"], pd.isna(row["answers"])) == (3.5, True)
    before = of_share(pd.Series([plain_value(SAFE, HUDDINGE, LAST - 2)]), pd.Series([100.0]))[0]
    assert row["trend_uncertainty"] == pytest.approx((3.5**2 + before**2) ** 0.5)
    assert table["Osäkerhet ±"].dropna().tolist() == pytest.approx([3.5, before])


def test_a_share_without_koladas_number_is_reckoned_from_who_answered(tmp_path: Path) -> None:
    row, _, _ = row_of(tmp_path, GRADES, {(ANSWERS, LAST, "T"): 400.0}, answers_kpi=ANSWERS)
    share = pd.Series([plain_value(GRADES, HUDDINGE, LAST)])
    assert row["uncertainty"] == pytest.approx(of_share(share, pd.Series([400.0]))[0])
    assert row["answers"] == 400


@pytest.mark.parametrize(
    ("beside", "gender", "changes"),
    [
        ({}, "T", {}),
        ({(ANSWERS, LAST - 1, "T"): 400.0}, "T", {}),
        # How many women answered is told nowhere.
        ({(ANSWERS, LAST, "T"): 400.0}, "K", {}),
        # A mean has a spread that nobody tells.
        ({(ANSWERS, LAST, "T"): 400.0}, "T", {"unit": "dagar"}),
        ({(ANSWERS, LAST, "T"): 0.0}, "T", {}),
    ],
)
def test_what_is_not_known_is_not_guessed(
    tmp_path: Path, beside: dict[tuple[str, int, str], float], gender: str, changes: dict[str, Any]
) -> None:
    row, exported, table = row_of(tmp_path, GRADES, beside, gender, answers_kpi=ANSWERS, **changes)
    assert pd.isna(row["uncertainty"])
    assert not row["standing_uncertain"]
    assert not row["trend_uncertain"]
    assert exported["uncertainty"].isna().all()
    assert LAST not in set(table.get("Osäkerhet ±", pd.Series(dtype="float64")).dropna().index)
    assert "Osäker" not in row["standing_text"] + row["trend_text"]


def test_a_signal_that_could_be_another_is_marked_with_its_reason_wherever_it_is_told(tmp_path: Path) -> None:
    beside = {(UNCERTAINTY, year, "T"): 30.0 for year in (LAST, LAST - 2)}
    sure, _, _ = row_of(tmp_path, SAFE, {})
    row, exported, table = row_of(tmp_path, SAFE, beside)
    # The signals are what they were.
    for column in ("standing", "trend", "trend_verdict", "standing_words", "attainment"):
        assert row[column] == sure[column]
    assert row["standing_text"] == (
        f"{sure['standing_text']} Osäker: några, inte alla, har svarat, så värdet är säkert bara inom "
        "± 30 procentenheter. Gränsen till en annan ruta är närmare."
    ).replace("± 30 p", "±\N{NO-BREAK SPACE}30\N{NO-BREAK SPACE}p")
    assert row["trend_text"].startswith(f"{sure['trend_text']} Osäker: ändringen är säker bara inom ")
    assert row["trend_text"].endswith("kan lika gärna vara en ändring som räknas.")
    view = row_view(cast("Row", row), "/", "Grundskola")
    assert (view.arrow.is_unsure, view.square.is_unsure) == (True, True)
    assert view.summary.count("(osäker)") == 2
    assert exported[["trend_uncertain", "standing_uncertain"]].to_numpy().all()
    assert exported["uncertainty"].tolist() == [30.0]
    remark = str(table["Anmärkning"].iloc[0])
    assert remark.startswith("Pilen är osäker, ändringen ±")
    assert "; rutan är osäker, värdet ±" in remark
