"""The example has a series by month: with a step, months that may not be seen, and one that nobody reported."""

from __future__ import annotations

from pathlib import Path

from core.catalogue import default_catalogue
from core.example import example_catalogue
from core.features.own_indicators.example import install_own_example
from core.features.own_indicators.other_series import OwnSeries
from core.signals.run_chart import Limits, long_runs, process_limits
from core.state import open_state
from tests.features.own_indicators.stored import NOW


def test_the_examples_months_have_a_step_withheld_ones_and_a_gap_and_are_made_once(tmp_path: Path) -> None:
    catalogue = example_catalogue(default_catalogue())
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as state:
        for _ in range(2):
            install_own_example(catalogue, state, NOW.replace(month=11))
        series = OwnSeries(state.engine)()
    assert [one.name for one in series.indicators] == ["Personer som väntar på särskilt boende"]
    parts = series.parts
    # Two whole years and the months of this one that are over.
    months = parts.groupby("municipality").size()
    assert (months.max(), months.min()) == (34, 33)
    assert parts.loc[parts["value"] < 5, "value"].empty
    assert set(parts.loc[parts["value"].isna(), "status"]) == {"Privacy"}
    home = catalogue.participants[0].id
    values = parts[parts["municipality"] == home].sort_values(["year", "period"])["value"].tolist()
    limits = process_limits(values)
    assert isinstance(limits, Limits)
    assert long_runs(values, limits.mean)
