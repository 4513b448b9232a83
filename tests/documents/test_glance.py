"""The table of all municipalities has the outcomes and squares that the overview and the stories have."""

from __future__ import annotations

from core.catalogue import Direction
from core.documents.deck import GlanceCell, Signal
from core.documents.glance import GlanceLine, _why_without, glance_lines, glance_message, glance_order, weakest
from core.outcomes.figures import Figures
from core.outcomes.indicator import Line, taking_part
from core.outcomes.rows import Choice
from core.signals import Reason, TargetKind
from core.words.formats import THOUSANDS, number
from core.words.sentences import Row
from tests.shared import FALLS, GRADES, HUDDINGE, LAST, WAIT, HeldTargets, target

AREA = "grundskola"


def test_each_cell_is_the_outcome_of_the_overview_with_its_own_year(figures: Figures) -> None:
    names, lines = glance_lines(figures, AREA)
    members = taking_part(figures, AREA)
    assert names == tuple(figures.snapshot.municipalities[one] for one in members)
    assert [line.indicator for line in lines] == [i for i in figures.catalogue.indicators if i.area == AREA]
    for line in lines:
        for municipality, cell in zip(members, line.cells, strict=True):
            row = next(r for r in figures.records(Choice(municipality)) if r["kpi"] == line.indicator.kpi)
            if row["value"] == row["value"]:
                assert cell.value == number(row["value"], row["decimals"])
                assert int(cell.year or line.year or 0) == row["year"]


def test_a_row_stands_in_the_year_that_most_have(figures: Figures) -> None:
    _, lines = glance_lines(figures, AREA)
    for line in lines:
        without_year = [cell for cell in line.cells if not cell.year and cell.square]
        assert len(without_year) * 2 >= len([cell for cell in line.cells if cell.square])


def test_faces_are_shown_where_there_is_a_target_and_only_there(figures: Figures) -> None:
    held = HeldTargets(target(GRADES, 2023, TargetKind.AT_LEAST, value=1.0))
    with_target = Figures(figures.snapshot, figures.catalogue, held, 99)
    _, lines = glance_lines(with_target, AREA)
    place = taking_part(figures, AREA).index(HUDDINGE)
    grades = next(line for line in lines if line.indicator.kpi == GRADES)
    assert [cell.face is not None for cell in grades.cells] == [n == place for n in range(len(grades.cells))]


def test_an_area_that_nobody_takes_part_in_has_no_rows(figures: Figures) -> None:
    assert glance_lines(figures, "finns-inte")[1] == ()
    assert {line.indicator.kpi for line in glance_lines(figures, "aldreomsorg")[1]} == {WAIT, FALLS}


def test_the_title_is_a_message_about_the_first_row_and_the_worst_come_first(figures: Figures) -> None:
    names, lines = glance_lines(figures, AREA)
    ordered = sorted(lines, key=glance_order)
    reds = [-glance_order(line)[0] for line in ordered]
    assert reds == sorted(reds, reverse=True)
    message = glance_message(ordered[0], names)
    assert message.startswith(f"{ordered[0].indicator.name}: ")
    assert "bland landets sämsta 25" in message


def test_figures_that_are_neither_good_nor_bad_are_told_as_where_they_lie(figures: Figures) -> None:
    _, [first, *_] = glance_lines(figures, AREA)
    plain = GlanceCell(value="1", year="", square=None)
    line = GlanceLine(first.indicator, LAST, (plain, plain, plain), (2.3, None, 10.5))
    unit = "\N{NO-BREAK SPACE}%"
    assert glance_message(line, ("A", "B", "C")) == f"{first.indicator.name}: från 2,3 (A) till 10,5{unit} (C)"


def test_a_tables_title_counts_those_that_are_judged(figures: Figures) -> None:
    """'4 av 6' of which two are not judged: all that are."""
    _, [first, *_] = glance_lines(figures, AREA)
    bad, good, none = (Signal(symbol="x", tone=tone, words="", sentence="") for tone in ("bad", "good", "none"))

    def message(*squares: Signal | None) -> str:
        cells = tuple(GlanceCell(value="1", year="", square=one) for one in squares)
        return glance_message(GlanceLine(first.indicator, LAST, cells, (1.0,) * len(cells)), "ABCDEF")

    assert f": alla{THOUSANDS}4 som bedöms bland landets" in message(bad, bad, None, bad, none, bad)
    assert f": 3{THOUSANDS}av{THOUSANDS}4 bland landets" in message(bad, bad, None, bad, none, good)


def test_who_stands_weakest_in_the_told_year_is_named_beside_whoever_is_told_of(figures: Figures) -> None:
    low = figures.catalogue.by_kpi[WAIT].model_copy(update={"direction": Direction.LOW})
    lines = (
        Line("own", "Huddinge", ((2021, 38.0),)),
        Line("other", "Nynäshamn", ((2020, 64.0), (2021, 44.0))),
        Line("other", "Salem", ((2020, 99.0),)),
        Line("other", "Tyresö", ((2021, 40.0), (2022, 80.0))),
    )
    assert weakest(low, lines, "Huddinge", 2021).startswith("svagast av 3: Nynäshamn 44")
    assert weakest(low, lines, "Nynäshamn", 2021) == "svagast av 3"
    assert weakest(low, lines, "Tyresö", 2022) == ""
    none = low.model_copy(update={"direction": Direction.NONE})
    assert weakest(none, lines, "Huddinge", 2021) == ""


def test_a_row_has_squares_or_says_why_not_and_none_where_nothing_is_good_in_itself(figures: Figures) -> None:
    """Soliditet 2025, which few have reported, had no squares and said nothing; costs had a row of empty ones."""
    lines = [line for area in figures.catalogue.areas for line in glance_lines(figures, area.id)[1]]
    undirected = [line for line in lines if line.indicator.direction is Direction.NONE and line.year]
    assert undirected
    assert all(cell.square is None for line in undirected for cell in line.cells)
    assert {line.without for line in undirected} <= {"", "för få har redovisat"}
    first: Row = {**figures.records(Choice(HUDDINGE))[0], "value": 1.0}
    assert _why_without([first | {"standing_reason": Reason.OPEN_YEAR}] * 2) == "för få har redovisat"
    assert _why_without([first | {"standing_reason": one} for one in (Reason.OPEN_YEAR, Reason.NONE)]) == ""
