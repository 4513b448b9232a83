"""Every page's figures as files, in both kinds: typed, sourced, and harmless whatever anything is called."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from core.cycle.book import CycleBook
from core.documents.files import CSV_TYPE, EXCEL_TYPE, KINDS
from core.features.areas.view import area_page
from core.goals.models import Assignment, Goal
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.outcomes.kept import Lasting
from core.outcomes.lists import Show
from core.signals import Gender
from core.site.downloads import Download, download
from core.site.site import TABLES
from core.web.choices import (
    AREAS,
    ASSIGNMENTS,
    COMPARE,
    DEVIATIONS,
    INDEX,
    INDICATOR,
    LEARN,
    OVERVIEW,
    RESOURCES,
    YEAR,
    Choices,
    View,
)
from tests.conftest import STORY
from tests.cycle.loops import MENTORS, CycleInMemory
from tests.goals.chains import COUNCIL, COUNCILS_PLAN, SCHOOL_BOARD, SCHOOLS_PLAN, BooksInMemory, goal_book
from tests.shared import (
    BOTKYRKA,
    COST,
    FULL,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    PLACES,
    SAFE,
    WAIT,
    figures_of,
    plain_value,
    small_catalogue,
    small_harvest,
    workbook,
)

Rows = list[dict[str, Any]]
HERE = Choices(HUDDINGE, "grundskola", kpi=GRADES)
FORMULA = "=1+1"
STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[-−]?\d+([.,]\d+)?")
SOURCE = "Egen bearbetning av data från Kolada."
# What has no figures in it is from elsewhere.
SOURCES = {ASSIGNMENTS: "Kommunens planer och beslut", YEAR: "Samarbetets och kommunens datum"}


def csv_rows(file: Download) -> Rows:
    assert file.content.startswith(b"\xef\xbb\xbf"), "Excel in Sweden would read it as Latin-1"
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


def excel_rows(file: Download) -> Rows:
    head, *rows = workbook(file.content)["Siffror"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def about(file: Download) -> dict[str, str]:
    return dict(list(workbook(file.content)["Om uppgifterna"].iter_rows(values_only=True))[1:])


ODD_GOALS = tuple(replace(goal, title=f"={goal.title}", text=f"+{goal.text}") for goal in SCHOOLS_PLAN.goals)
ODD_TASK = Assignment("u1", LAST, COUNCIL.id, (SCHOOL_BOARD.id,), "@Räkna böckerna.", goal=ODD_GOALS[0].id)


def with_goals(figures: Figures, goals: tuple[Goal, ...], task: Assignment) -> Figures:
    """FIGURES with a chain that has these GOALS, and an assignment."""
    book = replace(goal_book(COUNCILS_PLAN, replace(SCHOOLS_PLAN, goals=goals)), assignments={task.id: task})
    held = figures.entered
    measure = replace(MENTORS, title=f"={MENTORS.title}" if task is ODD_TASK else MENTORS.title)
    cycle = CycleInMemory(CycleBook(HUDDINGE, measures={measure.id: measure}))
    entered = Entered(lambda: held.targets(HUDDINGE), lambda _: (), BooksInMemory(book), cycle=cycle)
    return replace(figures, entered=entered, lasting=Lasting())


@pytest.fixture(scope="module")
def figures(figures: Figures) -> Figures:
    return with_goals(figures, SCHOOLS_PLAN.goals, replace(ODD_TASK, text="Räkna böckerna."))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Figures where municipalities, indicators, units and groups are named like formulas."""
    harvest, plain = small_harvest(own=STORY), small_catalogue()
    titles = {m: f"{FORMULA}+{i}" for i, m in enumerate(IDS)}
    harvest = replace(
        harvest,
        municipalities=harvest.municipalities.assign(title=harvest.municipalities["id"].map(titles).fillna("@Riket")),
    )
    catalogue = small_catalogue(
        indicators=[i.model_copy(update={"name": f"@{i.name}", "unit": f"+{i.unit}"}) for i in plain.indicators],
        groups=[g.model_copy(update={"name": f"-{g.name}"}) for g in plain.groups],
        areas=[a.model_copy(update={"name": f"={a.name}"}) for a in plain.areas],
    )
    with figures_of(tmp_path_factory.mktemp("odd"), harvest=harvest, catalogue=catalogue) as made:
        yield with_goals(made, ODD_GOALS, ODD_TASK)


@pytest.mark.parametrize(
    ("page", "stem"),
    [
        (OVERVIEW, "nyckeltal-Huddinge"),
        (AREAS, "omrade-grundskola-Huddinge"),
        (COMPARE, "jamforelse-grundskola-Huddinge"),
        (RESOURCES, "nytta-och-resurser-grundskola-Huddinge"),
        (INDEX, "resultatindex-Huddinge"),
        (LEARN, f"lar-av-{GRADES}-Huddinge"),
        (INDICATOR, f"{GRADES}-Huddinge"),
    ],
)
def test_a_files_name_says_what_and_whose_it_is(figures: Figures, page: str, stem: str) -> None:
    files = {kind: download(figures, HERE, page, kind) for kind in KINDS}
    assert {kind: file.name for kind, file in files.items()} == {"csv": f"{stem}.csv", "xlsx": f"{stem}.xlsx"}
    assert {kind: file.media_type for kind, file in files.items()} == {"csv": CSV_TYPE, "xlsx": EXCEL_TYPE}


def test_of_all_areas_the_files_name_says_so(figures: Figures) -> None:
    for page, stem in ((AREAS, "omrade-alla"), (COMPARE, "jamforelse-alla")):
        assert download(figures, Choices(HUDDINGE), page, "csv").name == f"{stem}-Huddinge.csv"


def test_a_page_without_figures_has_no_files(figures: Figures) -> None:
    with pytest.raises(KeyError):
        download(figures, HERE, "/om", "csv")


@pytest.mark.parametrize("page", TABLES)
def test_both_kinds_hold_the_same_rows_each_with_its_source(figures: Figures, page: str) -> None:
    in_csv = csv_rows(download(figures, HERE, page, "csv"))
    in_excel = excel_rows(download(figures, HERE, page, "xlsx"))
    assert len(in_csv) == len(in_excel)
    assert page == INDEX or in_csv
    for one, other in zip(in_csv, in_excel, strict=True):
        assert list(one) == list(other)
        assert one["källa"] == other["källa"] == SOURCES.get(page, SOURCE)
        for column, cell in other.items():
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                assert math.isclose(float(one[column]), cell, rel_tol=1e-14), column
            else:
                assert one[column] == ("" if cell is None else str(cell)), column


@pytest.mark.parametrize("page", TABLES)
def test_numbers_are_numbers_and_only_codes_are_text_of_figures(figures: Figures, page: str) -> None:
    for row in excel_rows(download(figures, HERE, page, "xlsx")):
        for column, cell in row.items():
            if isinstance(cell, str) and NUMBER.fullmatch(cell):
                assert column.lower() in ("kommunkod", "municipality"), (column, cell)


@pytest.mark.parametrize("page", TABLES)
def test_a_sheet_says_what_the_file_is(figures: Figures, page: str) -> None:
    choices = replace(HERE, gender=Gender.WOMEN, year=2022)
    said = about(download(figures, choices, page, "xlsx"))
    assert said["Kommun"] == "Huddinge"
    assert said["Källa"] == SOURCES.get(page, SOURCE)
    if page not in SOURCES:
        assert said["Område"] == "Grundskola"
        assert said["Kön"] == "kvinnor"
        assert said["År"] == "till och med 2022"
        assert said["Hämtat"] == "data från Kolada hämtade 2024-03-01"


@pytest.mark.parametrize(("page", "gender"), list(product(TABLES, (Gender.TOTAL, Gender.WOMEN))))
def test_nothing_in_a_file_is_run_by_a_spreadsheet(odd: Figures, page: str, gender: Gender) -> None:
    choices = replace(HERE, gender=gender)
    text = download(odd, choices, page, "csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(STARTS) and not NUMBER.fullmatch(cell)]
    # Nothing of the school's deviates for women.
    is_empty = page == INDEX or (page, gender) == (DEVIATIONS, Gender.WOMEN)
    assert is_empty or any(cell.startswith(("'=", "'@", "'+", "'-")) for cell in cells)
    book = workbook(download(odd, choices, page, "xlsx").content)
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n", "b"}


@pytest.mark.parametrize("page", TABLES)
def test_made_up_figures_say_so_in_name_and_content(tmp_path: Path, page: str) -> None:
    with figures_of(tmp_path, harvest=small_harvest(is_example=True)) as figures:
        for kind, read in (("csv", csv_rows), ("xlsx", excel_rows)):
            file = download(figures, HERE, page, kind)
            assert file.name.startswith("exempel-")
            own = SOURCES.get(page, "Exempeldata: kommuner och siffror är påhittade.")
            assert {row["källa"] for row in read(file)} <= {own}


def test_the_result_index_of_the_made_up_country_can_be_taken_away(example_figures: Figures) -> None:
    own = example_figures.catalogue.participants[0]
    rows = excel_rows(download(example_figures, Choices(own.id), INDEX, "xlsx"))
    assert len(rows) > 20
    assert {row["källa"] for row in rows} == {"Exempeldata: kommuner och siffror är påhittade."}


def test_the_comparison_holds_the_group_and_the_indicators_of_the_page(figures: Figures) -> None:
    choices = replace(HERE, group="0127.1880", gender=Gender.WOMEN)
    rows = csv_rows(download(figures, choices, COMPARE, "csv"))
    cells = [row for row in rows if row["kommunkod"]]
    assert {row["kommun"] for row in cells} == {"Huddinge", "Botkyrka", "Örebro"}
    assert {row["nyckeltal"] for row in cells} == {GRADES, SAFE, COST}
    grades = next(row for row in cells if (row["nyckeltal"], row["kommun"]) == (GRADES, "Botkyrka"))
    assert (grades["kön"], float(grades["värde"])) == ("kvinnor", plain_value(GRADES, BOTKYRKA, LAST, "K"))
    means = {row["kommun"] for row in rows if not row["kommunkod"]}
    assert means == {"Gruppen (medel)", "Länet (medel)", "Landets kommuner (medel)", "Riket (vägt)"}


def test_the_areas_file_holds_the_areas_indicators(figures: Figures) -> None:
    assert [row["kpi"] for row in csv_rows(download(figures, HERE, AREAS, "csv"))] == [GRADES, SAFE, COST]
    assert [row["kpi"] for row in csv_rows(download(figures, Choices(HUDDINGE), AREAS, "csv"))] == list(KPIS)


@pytest.mark.parametrize("changes", [{"show": Show.SUCCESSES}, {"kkik": True}], ids=["visa", "kkik"])
def test_the_areas_file_holds_the_rows_of_the_page_whatever_list_one_came_from(
    figures: Figures, changes: dict[str, Any]
) -> None:
    choices = replace(HERE, **changes)
    page = area_page(figures, choices, figures.catalogue.area_by_id["grundskola"])
    shown = {row["kpi"] for row in csv_rows(download(figures, choices, AREAS, "csv"))}
    assert shown == {row.kpi for row in page.rows}


def test_the_comparisons_sheet_says_which_group_it_is(figures: Figures) -> None:
    said = about(download(figures, replace(HERE, group="lan"), COMPARE, "xlsx"))
    assert "Länets kommuner" in said.values()


def test_the_comparisons_sheet_says_which_group_one_sees_without_having_chosen(figures: Figures) -> None:
    assert about(download(figures, HERE, COMPARE, "xlsx"))["Grupp"] == "Södertörn"


def test_the_maps_file_holds_the_municipalities_of_the_map(figures: Figures) -> None:
    choices = replace(HERE, view=View.MAP)
    rows = csv_rows(download(figures, choices, COMPARE, "csv"))
    county = comparison_group(figures, HUDDINGE, "lan", kind="")
    assert {row["kommunkod"] for row in rows if row["kommunkod"]} == set(county.members)


def test_the_small_charts_file_holds_every_year_that_is_drawn(figures: Figures) -> None:
    rows = csv_rows(download(figures, replace(HERE, view=View.PANELS, kpi=WAIT), COMPARE, "csv"))
    assert len({row.get("år") or row.get("År") for row in rows}) > 5
    assert {PLACES[m] for m in FULL} <= {cell for row in rows for cell in (*row, *row.values())}
