"""What the page of an indicator says of the units behind its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.features.indicator.entry import indicator_html
from core.features.indicator.units_view import UnitsView, units_view
from core.outcomes.figures import Figures
from core.outcomes.units import AskedUnits, Unit, unit_figures
from core.web.choices import Choices
from tests.schools import schools
from tests.shared import GRADES, HUDDINGE, LAST, SAFE, figures_of, small_harvest


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("schools"), harvest=small_harvest(units=schools())) as made:
        yield made


@pytest.fixture(scope="module")
def view(figures: Figures) -> UnitsView:
    found = units_view(figures, figures.catalogue.by_kpi[SAFE], AskedUnits(HUDDINGE, SAFE))
    assert found is not None
    return found


def test_the_title_says_between_what_the_units_lie(view: UnitsView) -> None:
    assert view.title == f"Huddinges fem enheter har mellan 70 och 95\u00a0% ({LAST})"


def test_what_stands_out_is_secret_or_gone_is_said_in_sentences(view: UnitsView) -> None:
    assert view.told == (
        "Mellan den lägsta och den högsta enheten skiljer 25\u00a0procentenheter.",
        "Skola e ligger över kommunens mitt sedan tre mätningar, mer än dubbla det vanliga avståndet i landet "
        "(4\u00a0procentenheter).",
        "En enhet har ett värde som inte får visas, för att så få personer ingår.",
        f"Saknar värde {LAST} men hade det tidigare: closed (senast {LAST - 2}).",
    )


def test_the_table_has_the_three_years_that_are_told_of_change_distance_and_those_that_are_gone(
    view: UnitsView,
) -> None:
    assert view.head == (
        *("Enhet", str(LAST), str(LAST - 1), str(LAST - 2)),
        *(f"Ändring sedan {LAST - 2}", "Mot mitten"),
    )
    assert view.rows[-2:] == (("Skola e", "95", "94", "93", "+2", "+23"), ("closed", "–", "–", "60", "–", "–"))


def test_the_other_participants_spread_stands_beside_with_how_many_are_secret_and_their_value(view: UnitsView) -> None:
    assert [row[:-1] for row in view.beside] == [
        ("Huddinge", "5", "70", "72", "95", "25", "1"),
        ("Botkyrka", "1", "66", "66", "66", "–", "0"),
    ]
    assert view.beside_head[-1] == "Kommunens värde"


def with_units(figures: Figures, monkeypatch: pytest.MonkeyPatch, *values: float, **told: object) -> UnitsView:
    """What is said of units with VALUES, TOLD changed; the last stands out where there is a typical distance."""
    found = unit_figures(figures, AskedUnits(HUDDINGE, SAFE))
    assert found is not None
    typical = told.pop("typical", None)
    units = tuple(
        Unit(f"{n}", f"Skola {n}", value, int(typical is not None and n == len(values) - 1), ((LAST, value),))
        for n, value in enumerate(values)
    )
    own = replace(found.own, units=units, **told)  # type: ignore[arg-type]
    made = replace(found, own=own, typical=typical)  # type: ignore[arg-type]
    monkeypatch.setattr("core.features.indicator.units_view.unit_figures", lambda *_: made)
    view = units_view(figures, figures.catalogue.by_kpi[SAFE], AskedUnits(HUDDINGE, SAFE))
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("values", "apart", "usual"),
    [
        # As N15643 in Huddinge was shown: +8 of 93 and 85, and twice "4" is not less than 8.
        ((92.816, 3.759), "+7,7", "3,8\u00a0procentenheter"),
        # 8 is more than twice 3 in whole numbers too.
        ((92.816, 3.4), "+8", "3\u00a0procentenheter"),
    ],
)
def test_that_a_unit_is_more_than_twice_as_far_is_seen_in_the_figures_beside_it(
    figures: Figures, monkeypatch: pytest.MonkeyPatch, values: tuple[float, float], apart: str, usual: str
) -> None:
    value, typical = values
    view = with_units(figures, monkeypatch, 79.2, 85.119, value, typical=typical)
    assert view.rows[2][-1] == apart
    assert f"({usual})" in " ".join(view.told)


def test_differences_are_those_of_the_figures_as_they_are_shown(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 80.6 and 72.3 are shown as 81 and 72, and so differ by nine.
    view = with_units(figures, monkeypatch, 72.32, 72.32, 80.647)
    assert view.rows[2][1:] == ("81", "–", "–", "–", "+9")
    assert view.beside[0][5] == "9"
    assert "skiljer 9\u00a0procentenheter" in view.told[0]


@pytest.mark.parametrize(("value", "side"), [(74.2, "under"), (60.0, "över"), (71.0, ""), (72.0, ""), (None, "")])
def test_the_municipalitys_own_value_is_drawn_and_named_beside_the_units_middle(
    figures: Figures, monkeypatch: pytest.MonkeyPatch, value: float | None, side: str
) -> None:
    view = with_units(figures, monkeypatch, 67.0, 70.0, 72.0, value=value)
    drawn = view.strips[0].rows[0]
    assert drawn.middle is not None
    assert drawn.middle[1] == "Enheternas mitt, Huddinge: 70"
    assert "medianen: 70" in view.marks
    if value is None:
        assert drawn.value is None
    else:
        assert drawn.value is not None
        assert drawn.value[1] == f"Kommunens värde, Huddinge: {value:.0f}"
        assert f"romben är kommunens eget värde ({value:.0f})" in view.marks
    said = [one for one in view.told if "väger tyngre" in one]
    assert bool(said) is bool(side)
    assert not side or f"Alla enheter som visas ligger {side} värdet för Huddinge" in said[0]


def test_a_dot_is_a_unit_and_what_is_secret_has_none(view: UnitsView) -> None:
    for drawn in view.strips:
        assert [(row.name, len(row.dots), row.is_own) for row in drawn.rows] == [
            ("Huddinge", 5, True),
            ("Botkyrka", 1, False),
        ]
        assert all(drawn.left <= x <= drawn.width for row in drawn.rows for x, _ in row.dots)


def test_the_page_has_the_section_only_where_there_are_units(figures: Figures) -> None:
    assert 'id="enheter"' in indicator_html(figures, Choices(HUDDINGE, kpi=SAFE))
    assert 'id="enheter"' not in indicator_html(figures, Choices(HUDDINGE, kpi=GRADES))
