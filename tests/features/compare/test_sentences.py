"""How figures that stand beside each other are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.compare.matrix import COUNTRY, COUNTY, EVERYONE, GROUP, Cell, Mean
from core.features.compare.sentences import MEANS, cell_sentence, code, mean_sentence, standing_words
from core.signals import Reason, Standing
from core.words import labels
from core.words.labels import missing_words
from tests.shared import COST, GRADES, HUDDINGE, WAIT, small_catalogue

BY_KPI = small_catalogue().by_kpi
STATUSES = ("Missing", "Privacy", "Not applicable", "Incomplete")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def cell(value: float | None = 72.4, **changes: object) -> Cell:
    """A figure of 2023 among the country's best quarter, with CHANGES."""
    whole: dict[str, object] = {"value": value, "year": 2023, "standing": Standing.BEST, "reason": Reason.NONE}
    return Cell(HUDDINGE, **(whole | {"n": 30, "place": 0.9} | changes))  # type: ignore[arg-type]


def said(found: Cell, kpi: str = GRADES) -> str:
    return plain(cell_sentence(found, BY_KPI[kpi], "Huddinge"))


def test_a_figure_is_said_with_its_year_unit_and_place() -> None:
    assert said(cell()) == "Huddinge 2023: 72,4 %, bästa 25 % i landet."
    assert said(cell(22.0, standing=Standing.WORST), WAIT) == "Huddinge 2023: 22 dagar, sämsta 25 % i landet."


def test_a_preliminary_figure_says_so() -> None:
    assert said(cell(preliminary=True)) == "Huddinge 2023: 72,4 % (prel.), bästa 25 % i landet."


def test_an_older_figure_says_why_there_is_no_newer() -> None:
    assert said(cell(later_status="Privacy")).endswith(" i landet. Senare år: sekretess.")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (10 / 29, "högre än 34 % av kommunerna i landet"),
        (0.0, "högre än 0 % av kommunerna i landet"),
        (1 / 289, "högre än 1 % av kommunerna i landet"),
        (1.0, "högre än 100 % av kommunerna i landet"),
    ],
)
def test_without_direction_a_place_is_how_many_are_lower(place: float, words: str) -> None:
    neutral = {"standing": Standing.NOT_JUDGED, "reason": Reason.NO_DIRECTION, "place": place}
    n = 290 if place == 1 / 289 else 30
    assert said(cell(104_200.0, n=n, **neutral), COST) == f"Huddinge 2023: 104 200 kr/elev, {words}."


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.OPEN_YEAR, "läget visas när fler har redovisat året"),
        (Reason.TOO_FEW, "inget läge: det är för få kommuner att jämföra med"),
        (Reason.TIES, "inget läge: de flesta har samma värde"),
        (Reason.NOT_COMPARABLE, "inget läge: måttet går inte att jämföra rakt av mellan kommuner"),
    ],
)
def test_where_no_place_is_given_the_reason_is(reason: Reason, words: str) -> None:
    assert standing_words(cell(standing=Standing.NOT_JUDGED, reason=reason), where="i landet") == words


def test_a_lone_figure_without_direction_is_higher_than_nobody() -> None:
    alone = cell(standing=Standing.NOT_JUDGED, reason=Reason.NO_DIRECTION, n=1, place=float("nan"))
    assert "högre än" not in standing_words(alone, where="i landet")
    assert "nan" not in standing_words(alone, where="i landet")


@pytest.mark.parametrize(
    ("status", "mark", "words"),
    [
        ("Missing", "–", "bortfall"),
        ("Privacy", "··", "sekretess"),
        ("Not applicable", "×", "ej tillämplig"),
        ("Incomplete", "*", "året är inte komplett"),
        ("Something new", "–", "Something new"),
        ("", "–", "inget värde"),
    ],
)
def test_each_reason_for_no_value_has_its_mark_and_words(status: str, mark: str, words: str) -> None:
    assert (code(status), missing_words(status)) == (mark, words)
    assert said(Cell(HUDDINGE, status=status)) == f"Huddinge: {words}."


def test_the_statuses_are_told_apart_by_their_marks() -> None:
    assert len({code(status) for status in STATUSES}) == len(STATUSES)
    assert set(STATUSES) == set(labels.STATUS)


OF_A_SQUARE = [Reason.NONE, Reason.NO_DIRECTION, Reason.NOT_COMPARABLE, Reason.OPEN_YEAR, Reason.TOO_FEW, Reason.TIES]


@given(
    standing=st.sampled_from(Standing),
    reason=st.sampled_from(OF_A_SQUARE),
    n=st.integers(2, 290),
    value=st.floats(0, 1e6),
    place=st.floats(0, 1),
)
def test_every_figure_is_one_whole_sentence(
    standing: Standing, reason: Reason, n: int, value: float, place: float
) -> None:
    if reason not in (Reason.NONE, Reason.NO_DIRECTION):
        place = float("nan")
    sentence = said(cell(value, standing=standing, reason=reason, n=n, place=place))
    assert sentence.startswith("Huddinge 2023: ")
    assert sentence.endswith(".")
    assert not any(word in sentence for word in ("nan", "None", "  ", ".."))


def test_each_column_of_means_has_its_name() -> None:
    assert MEANS == {GROUP: "Gruppen", COUNTY: "Länet", EVERYONE: "Landets kommuner", COUNTRY: "Riket"}


def test_a_mean_says_how_many_it_is_of_and_the_nation_that_it_is_weighted() -> None:
    grades = BY_KPI[GRADES]
    assert plain(mean_sentence(GROUP, Mean(71.25, 7), grades, 2023)) == "Gruppen 2023: 71,3 %, medel av 7."
    assert plain(mean_sentence(COUNTRY, Mean(70.0, 1), grades, 2023)) == "Riket 2023: 70,0 %, vägt."
    everyone = mean_sentence(EVERYONE, Mean(70.0, 290), grades, 2023)
    assert plain(everyone) == "Landets kommuner 2023: 70,0 %, medel av 290."


@pytest.mark.parametrize("column", [GROUP, COUNTY])
def test_a_mean_of_a_single_municipality_is_not_called_weighted(column: str) -> None:
    assert "vägt" not in mean_sentence(column, Mean(71.0, 1), BY_KPI[GRADES], 2023)


def test_where_there_is_no_mean_the_reason_is_said() -> None:
    assert mean_sentence(GROUP, Mean(of=3), BY_KPI[GRADES], 2023) == "Gruppen: färre än hälften har ett värde."
