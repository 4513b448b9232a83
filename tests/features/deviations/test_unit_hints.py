"""What an analysis is pointed at among the municipality's units."""

from __future__ import annotations

from pathlib import Path

from core.features.deviations.facts import hints
from core.outcomes.suggestions import AskedFigure, row_of, suggestions
from core.web.choices import Choices
from tests.schools import schools
from tests.shared import HUDDINGE, LAST, SAFE, figures_of, small_harvest


def test_an_analysis_is_pointed_at_the_units_that_stand_out(tmp_path: Path) -> None:
    with figures_of(tmp_path, harvest=small_harvest(units=schools())) as figures:
        asked = AskedFigure(HUDDINGE, SAFE)
        row = row_of(figures, asked)
        assert row is not None
        found = {hint.key: hint for hint in hints(suggestions(figures, asked), row, Choices(HUDDINGE))}
    assert found["enheter"].text == f"Skola e 95 ({LAST}), mitten av 5 enheter är 72."
    assert found["enheter"].address.endswith("#enheter")
