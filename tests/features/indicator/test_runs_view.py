"""What the page of an indicator that is measured by month says of it."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest

from core.features.indicator.entry import indicator_html
from core.features.indicator.runs_view import RunsView, runs_view
from core.outcomes.figures import Figures
from core.site.downloads import download
from core.web.choices import INDICATOR, Choices
from tests.outcomes.own import SICK_DAYS, published, sick_days, with_own
from tests.outcomes.test_run_series import QUIET, months
from tests.shared import HUDDINGE, LAST

SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def monthly(figures: Figures) -> Figures:
    """Two years: one month far off, one withheld."""
    values = [*QUIET, 25.0, *QUIET[:6], None, *QUIET[:3]]
    return with_own(figures, published((sick_days(), months(values))))


def view_of(figures: Figures, kpi: str) -> RunsView:
    found = runs_view(figures, figures.catalogue.by_kpi[kpi], HUDDINGE, "T")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def view(monthly: Figures) -> RunsView:
    return view_of(monthly, "E00001")


def test_the_title_compares_with_the_same_month_last_year(view: RunsView) -> None:
    assert view.title == f"November {LAST}: 11{SPACE}dagar, lika med november {LAST - 1}"


def test_limits_are_told_with_their_rule_and_what_is_outside_with_its_name(view: RunsView) -> None:
    assert view.whole_title == "En utanför gränserna"
    assert view.told[0].startswith("Över övre gränsen (")
    assert view.told[0].endswith(f": januari {LAST} (25).")
    assert "2,66 gånger den genomsnittliga skillnaden mellan två månader i rad (XmR)" in view.told[1]
    assert view.told[2].startswith("En månad har ett värde som inte får visas.")
    assert (f"januari {LAST}", "25", "10", "+15", "över övre gränsen") in view.rows
    assert (f"augusti {LAST}", "sekretess", "", "", "") in view.rows


def test_a_short_series_has_no_limits_and_says_why(figures: Figures) -> None:
    tertials = view_of(with_own(figures), SICK_DAYS)
    assert "Gränser för vanlig variation räknas från 12 tertial med värde; här är 8." in tertials.told
    assert not tertials.has_limits
    assert all(not drawn.levels for drawn in tertials.whole)


def test_every_month_with_a_value_is_a_dot_and_the_withheld_none(view: RunsView) -> None:
    for drawn in view.whole:
        [line] = drawn.lines
        assert (len(line.dots), len(line.outside)) == (22, 1)
        # Broken where a month is withheld.
        assert len(re.findall("M", line.path)) == 2
        assert [level.kind for level in drawn.levels][:2] == ["limit", "mean"]
        assert all(drawn.left <= x <= drawn.right and 0 < y < drawn.height for x, y in line.dots)
    for drawn in view.years:
        assert [len(line.dots) for line in drawn.lines] == [10, 12]


def test_the_files_have_a_row_a_month_and_no_withheld_value(monthly: Figures) -> None:
    file = download(monthly, Choices(HUDDINGE, kpi="E00001"), INDICATOR, "csv")
    table = pd.read_csv(io.BytesIO(file.content), keep_default_na=False)
    parts = table[table["Period"] != ""]
    assert len(parts) == 23
    [hidden] = parts[parts["Period"].eq("M08") & parts["År"].eq(LAST)].to_dict("records")
    assert (hidden["Huddinge"], hidden["Anmärkning"]) == ("", "sekretess")


def test_the_page_draws_it(monthly: Figures) -> None:
    html = indicator_html(monthly, Choices(HUDDINGE, kpi="E00001"))
    assert 'class="run-out"' in html
    assert f"{0}:januari {LAST - 1}=10" in html
