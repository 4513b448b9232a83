"""The page of one indicator: why, how sure, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest

from core.cache import Snapshot
from core.cache.harvest import Harvest
from core.catalogue import Influence, Origin
from core.charts.charts import DrawnChart
from core.features.indicator.view import IndicatorPage, headline, indicator_page
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals import Attainment, Gender, TargetKind, Trend
from core.targets.models import Target
from core.web.choices import Choices
from core.words.sentences import Row, trend_sentence
from tests.shared import (
    COST,
    FALLS,
    GRADES,
    HUDDINGE,
    IDS,
    KPIS,
    LAST,
    PEOPLE,
    SAFE,
    UNCERTAINTY,
    WAIT,
    YEARS,
    HeldTargets,
    built,
    frame_of,
    indicators_with,
    kpi_rows,
    opened,
    small_catalogue,
    small_harvest,
    target,
)
from tests.web.html import as_lines


def page_of(figures: Figures, kpi: str, gender: Gender = Gender.TOTAL) -> IndicatorPage:
    return indicator_page(figures, Choices(HUDDINGE, kpi=kpi, gender=gender), kpi)


class World:
    """Pages of the plain snapshot, or of one made of another harvest."""

    def __init__(self, folder: Path, plain_snapshot: Snapshot) -> None:
        self._folder = folder
        self._plain = plain_snapshot

    def page(self, kpi: str, *targets: Target, harvest: Harvest | None = None, **changes: Any) -> IndicatorPage:
        """The page of KPI, with TARGETS, HARVEST and CHANGES of the indicator (none that signals depend on)."""
        catalogue = small_catalogue(indicators=indicators_with(kpi, **changes))
        with ExitStack() as stack:
            snapshot = self._plain
            if harvest:
                snapshot = stack.enter_context(opened(built(self._folder / f"{uuid4().hex}.duckdb", harvest)))
            # Never the same revision, since what is kept is kept by it.
            revision = int(uuid4())
            return page_of(Figures(snapshot, catalogue, HeldTargets(*targets), revision), kpi)


@pytest.fixture
def world(tmp_path: Path, small_snapshot: Snapshot) -> World:
    return World(tmp_path, small_snapshot)


def facts(page: IndicatorPage) -> Mapping[str, str]:
    return dict(page.facts)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_heading_says_which_indicator_where_for_whom_and_when(figures: Figures) -> None:
    page = page_of(figures, WAIT)
    assert page.title == "Väntetid till särskilt boende"
    assert page.subtitle == "Huddinge · totalt · dagar · 2023"
    assert (page.area_name, page.area_address) == ("Äldreomsorg", "/omraden?kommun=0126&omrade=aldreomsorg")
    assert page.tags == ("resultat", "lågt är bra")
    assert page_of(figures, GRADES).tags == ("resultat", "högt är bra", "KKiK")


def test_the_three_signals_are_those_of_the_overview_with_their_reasons(figures: Figures) -> None:
    page = page_of(figures, GRADES)
    assert page.face is not None
    words = (page.face.words, page.arrow.words, plain(page.square.words))
    assert words == ("nås inte", "försämras", "Sämsta 25 %")
    for sentence in (page.face.sentence, page.arrow.sentence, page.square.sentence):
        assert sentence.endswith(".")
    assert page.pace.startswith("Åt fel håll: ")


def test_without_a_target_there_is_no_face(figures: Figures) -> None:
    assert page_of(figures, SAFE).face is None
    assert page_of(figures, COST).face is not None


@pytest.mark.parametrize(
    ("kpi", "headline"),
    [
        (GRADES, "Ner 5,5 procentenheter sedan 2021, 17,5 procentenheter från målet"),
        (WAIT, "Ner 18 dagar sedan 2021, och målet nås"),
        (SAFE, "Oförändrat sedan 2019"),
        (COST, "Oförändrat sedan 2021"),
    ],
)
def test_the_chart_has_its_message_as_heading(figures: Figures, kpi: str, headline: str) -> None:
    assert plain(page_of(figures, kpi).headline) == headline


def test_what_is_called_unchanged_says_how_much_it_has_moved_and_up_to_how_much_that_is_said(figures: Figures) -> None:
    row = next(r for r in figures.records(Choice(HUDDINGE)) if r["kpi"] == WAIT)
    moved: Row = {
        **row,
        "attainment": Attainment.NOT_JUDGED,
        "trend": Trend.LEVEL,
        "trend_change": 23.0,
        "trend_deadband": 36.0,
        "trend_from_year": 2019.0,
    }
    assert (
        plain(headline(moved)) == "Räknas som oförändrat sedan 2019: +23 dagar (vanlig variation är upp till 36 dagar)"
    )
    assert "Ändringar upp till 36 dagar räknas som oförändrat." in plain(trend_sentence(moved))


def test_a_silent_arrow_gives_the_value_as_heading(world: World) -> None:
    own = {(COST, HUDDINGE, "T"): {2020: None, 2021: None}}
    assert plain(world.page(COST, harvest=small_harvest(kpis=[COST], own=own)).headline) == "104 200 kr/elev år 2023"


def test_without_a_value_the_heading_says_so(world: World) -> None:
    own = {(COST, HUDDINGE, "T"): dict.fromkeys(YEARS)}
    page = world.page(COST, harvest=small_harvest(kpis=[COST], own=own))
    assert page.headline == "Inget värde att visa"
    assert page.subtitle == "Huddinge · totalt · kr/elev"


def test_a_rank_that_is_missed_is_counted_in_places_and_not_in_the_unit(world: World) -> None:
    page = world.page(WAIT, target(WAIT, LAST, TargetKind.RANK, group="sodertorn", rank=1))
    assert "från målet" not in page.headline
    assert page.face is not None
    assert "platser ifrån" in page.face.sentence


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": TargetKind.AT_LEAST, "value": 80.0},
        {"kind": TargetKind.WITHIN, "value": 70.0, "value2": 80.0},
        {"kind": TargetKind.AS_GROUP, "group": "sodertorn"},
        {"kind": TargetKind.BEST_QUARTER},
        {"kind": TargetKind.RANK, "group": "sodertorn", "rank": 1},
        {"kind": TargetKind.INCREASE, "base_year": 2020},
    ],
    ids=lambda fields: str(fields["kind"]),
)
def test_the_decision_that_a_target_rests_on_is_told_whatever_it_asks_for(world: World, fields: dict[str, Any]) -> None:
    page = world.page(GRADES, target(GRADES, LAST, decision="KF § 12", link="https://example.se/12", **fields))
    assert (page.decision, page.decision_link) == ("KF § 12", "https://example.se/12")


def test_the_decision_is_that_of_the_target_that_holds(world: World) -> None:
    goals = [
        target(GRADES, LAST - 1, TargetKind.AT_LEAST, value=70.0, decision="förra"),
        target(GRADES, LAST, TargetKind.AT_LEAST, value=80.0, decision="årets"),
        target(GRADES, LAST + 1, TargetKind.AT_LEAST, value=90.0, decision="nästa"),
    ]
    assert world.page(GRADES, *goals).decision == "årets"


def test_it_says_where_the_figure_comes_from_and_how_many_have_reported(figures: Figures) -> None:
    told = facts(page_of(figures, WAIT))
    assert told["Uppgiften kommer från"] == "Register eller officiell statistik"
    assert told["Redovisat"] == "30 av 30 kommuner 2023"
    assert told["Värdet är"] == "slutligt så vitt Kolada anger"
    assert told["Kommunen kan påverka"] == "i viss grad"
    assert told["Fråga"] == figures.catalogue.cooperation.contact
    assert told["Källa"] == f"Kolada, nyckeltal {WAIT}: Titel i Kolada"
    assert told["Nästa publicering"] == "2024-06-01"


@pytest.mark.parametrize("origin", Origin)
def test_every_origin_has_its_words(world: World, origin: Origin) -> None:
    assert facts(world.page(COST, origin=origin))["Uppgiften kommer från"]


@pytest.mark.parametrize("influence", Influence)
def test_every_degree_of_influence_has_its_words(world: World, influence: Influence) -> None:
    assert facts(world.page(COST, influence=influence))["Kommunen kan påverka"] in (
        *("i stor grad", "i viss grad", "i liten grad"),
    )


def test_breaks_odd_years_and_notes_are_told(world: World) -> None:
    told = facts(world.page(COST, break_years=(2015, 2019), exceptional_years=(2020,), quality_note="Räknas olika."))
    assert told["Metodbyte"] == "2015, 2019"
    assert told["Undantagsår"] == "2020"
    assert told["Att tänka på"] == "Räknas olika."


def test_what_is_not_so_is_not_told(figures: Figures) -> None:
    told = facts(page_of(figures, WAIT))
    absent = {
        "Metodbyte",
        "Undantagsår",
        "Att tänka på",
        "Osäkerhetstal",
        "Slump",
        "Liten grupp",
        "Inaktuellt",
        "Nyare år",
    }
    assert not absent & set(told)


def test_a_preliminary_value_is_said_to_be_so(world: World) -> None:
    dates = {"prel_publication_date": date(2024, 2, 1), "publication_date": date(2024, 6, 1), "publ_period": LAST}
    page = world.page(COST, harvest=replace(small_harvest(kpis=[COST]), kpis=kpi_rows([COST], **dates)))
    assert facts(page)["Värdet är"] == "preliminärt"


def test_a_year_that_is_not_closed_is_said_to_be_so(world: World) -> None:
    own = {(COST, m, "T"): {LAST: None} for m in IDS[10:]}
    told = facts(world.page(COST, harvest=small_harvest(kpis=[COST], own=own)))
    assert told["Redovisat"] == "10 av 30 kommuner 2023 (året är inte klart)"
    assert told["Liten grupp"] == "Få kommuner har värde: jämför med försiktighet"


def test_a_newer_year_without_a_value_is_told(figures: Figures) -> None:
    assert facts(page_of(figures, SAFE))["Nyare år"] == "2023: bortfall"


def test_a_survey_has_its_uncertainty_or_a_warning(world: World) -> None:
    assert facts(world.page(SAFE, origin=Origin.SURVEY))["Slump"].startswith("Enkätsvar")
    rows = frame_of([(UNCERTAINTY, HUDDINGE, LAST, "T", 3.25, "", 1)])
    harvest = small_harvest(kpis=[SAFE])
    harvest = replace(
        harvest,
        kpis=kpi_rows([SAFE, UNCERTAINTY]),
        values=pd.concat([harvest.values, rows], ignore_index=True),
    )
    told = facts(world.page(SAFE, harvest=harvest, origin=Origin.SURVEY))
    assert told["Osäkerhetstal"] == "± 3,3 enligt Kolada"
    answers = frame_of([("N00528", HUDDINGE, LAST, "T", 400.0, "", 1)])
    counted = replace(harvest, values=pd.concat([small_harvest(kpis=[SAFE]).values, answers]))
    counted = replace(counted, kpis=kpi_rows([SAFE, "N00528"]))
    page = world.page(SAFE, harvest=counted, origin=Origin.SURVEY, answers_kpi="N00528")
    assert facts(page)["Osäkerhet"] == "± 4,0, räknat på 400 svar"
    own = [line for chart in page.charts if isinstance(chart, DrawnChart) for line in chart.lines if line.key == "own"]
    # One whisker, in the last year, on the page's two drawings; and one where it lies among the others.
    assert [line.unsure.count("V") for line in own] == [1, 1]
    assert all("streck" in str(chart.plan.notes) for chart in page.charts if isinstance(chart, DrawnChart))
    assert [view.unsure.count("M") for view in page.strips] == [3, 3]
    without = world.page(SAFE, origin=Origin.SURVEY)
    assert {view.unsure for view in without.strips} == {""}
    assert page.unsure == "±\N{NO-BREAK SPACE}4\N{NO-BREAK SPACE}procentenheter"
    assert "Slump" not in told


def test_a_publication_that_has_been_is_not_the_next(world: World) -> None:
    harvest = replace(small_harvest(kpis=[COST]), kpis=kpi_rows([COST], publication_date=date(2024, 2, 1)))
    assert "Nästa publicering" not in facts(world.page(COST, harvest=harvest))


def test_an_indicator_that_kolada_does_not_have_has_its_page(world: World) -> None:
    page = world.page(COST, harvest=small_harvest(kpis=[GRADES]))
    assert (page.charts, page.strips, page.gender_charts, page.table_rows, page.definition) == ((), (), (), (), ())
    assert facts(page)["Källa"] == f"Kolada, nyckeltal {COST}"


def test_the_definition_is_told_in_paragraphs(figures: Figures) -> None:
    assert page_of(figures, PEOPLE).definition == ("Första stycket.", "Andra stycket.")


def test_the_table_has_a_column_a_line_and_swedish_numbers(figures: Figures) -> None:
    page = page_of(figures, WAIT)
    assert page.table_head[:2] == ("År", "Huddinge")
    assert len(page.table_rows) == len(YEARS)
    assert page.table_rows[0][:2] == ("2023", "22")
    assert all(len(row) == len(page.table_head) for row in page.table_rows)
    assert page_of(figures, SAFE).table_rows[0][1] == "–"


def test_charts_are_drawn_for_two_widths_and_women_and_men_apart(figures: Figures) -> None:
    divided, whole = page_of(figures, WAIT), page_of(figures, COST)
    assert [as_lines(x).plan.wide for x in divided.charts] == [as_lines(x).plan.wide for x in divided.gender_charts]
    assert len(divided.charts) == len(divided.strips) == 2
    assert whole.gender_charts == ()
    assert [x.key for x in as_lines(divided.gender_charts[0]).lines] == ["women", "men"]


def test_the_target_is_drawn_in_the_chart(figures: Figures) -> None:
    chart = as_lines(page_of(figures, GRADES).charts[0])
    assert chart.aim_label is not None
    assert (len(chart.aim_dots), chart.aim_label.text) == (2, "mål 2026: 85,0")
    assert as_lines(page_of(figures, FALLS).charts[0]).aim_label is None


def test_the_strip_says_among_how_many_and_when(figures: Figures) -> None:
    assert page_of(figures, WAIT).strip_title == "Så ligger Huddinge bland 30 kommuner med värde 2023"
    assert page_of(figures, SAFE).strip_title == "Så ligger Huddinge bland 30 kommuner med värde 2021"


def test_the_filters_lead_back_to_the_same_indicator(figures: Figures) -> None:
    page = page_of(figures, WAIT, Gender.WOMEN)
    assert [menu.label for menu in page.menus] == ["Jämför med", "Kön"]
    assert [menu.chosen for menu in page.menus] == ["Landets kommuner", "Kvinnor"]
    for menu in page.menus:
        assert all(f"nyckeltal={WAIT}" in option.address for option in menu.options)
        assert all(option.address.startswith("/indikator?") for option in menu.options)
    assert set(KPIS) >= {WAIT}


@pytest.mark.parametrize(
    ("area", "everywhere", "address"),
    [
        (None, None, ""),
        (None, "https://exempel.se/fragor", "https://exempel.se/fragor"),
        ("mailto:skola@exempel.se", "https://exempel.se/", "mailto:skola@exempel.se?subject=Fr%C3%A5ga%20om%20Beh"),
    ],
)
def test_whom_to_ask_is_an_address_when_the_catalogue_has_one(
    small_snapshot: Snapshot, area: str | None, everywhere: str | None, address: str
) -> None:
    whole = small_catalogue()
    cooperation = whole.cooperation.model_copy(update={"contact_address": everywhere})
    areas = [a.model_copy(update={"contact_address": area}) for a in whole.areas]
    catalogue = small_catalogue(cooperation=cooperation, areas=areas)
    page = page_of(Figures(small_snapshot, catalogue, HeldTargets(), int(uuid4())), GRADES)
    assert page.ask_address.startswith(address)
    assert bool(page.ask_address) == bool(address)
    assert facts(page)["Fråga"] == whole.cooperation.contact


def test_the_strips_shades_are_said_to_be_the_countrys_where_the_square_is_not(figures: Figures) -> None:
    assert indicator_page(figures, Choices(HUDDINGE), GRADES).strip_shades == ""
    assert "i landet" in indicator_page(figures, Choices(HUDDINGE, reference="lan"), GRADES).strip_shades
