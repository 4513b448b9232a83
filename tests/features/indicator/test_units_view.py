"""What the page of an indicator says of the units behind its value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.features.indicator.entry import indicator_html
from core.features.indicator.units_view import UnitsView, units_view
from core.outcomes.figures import Figures
from core.outcomes.units import AskedUnits
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
    assert view.title == f"Huddinges fem enheter har mellan 70 och 95 % ({LAST})"


def test_what_stands_out_is_secret_or_gone_is_said_in_sentences(view: UnitsView) -> None:
    assert view.told == (
        "Mellan den lägsta och den högsta enheten skiljer 25\u00a0procentenheter.",
        "Skola e ligger över kommunens mitt sedan tre mätningar, mer än dubbla det vanliga avståndet i landet "
        "(4\u00a0procentenheter).",
        "En enhet har ett värde som inte får visas, för att så få personer ingår.",
        f"Har värde tidigare år men inte {LAST}: closed (senast {LAST - 2}).",
    )


def test_the_table_has_each_units_value_change_and_distance_from_the_middle(view: UnitsView) -> None:
    assert view.head == ("Enhet", str(LAST), str(LAST - 2), "Ändring", "Mot mitten")
    assert view.rows[-1] == ("Skola e", "95", "93", "+2", "+23")


def test_the_other_participants_spread_stands_beside_with_how_many_are_secret(view: UnitsView) -> None:
    assert view.beside == (
        ("Huddinge", "5", "70", "72", "95", "25", "1"),
        ("Botkyrka", "1", "66", "66", "66", "–", "0"),
    )


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
