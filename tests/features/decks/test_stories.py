"""An area's deck before anybody has edited it: the strongest findings, each indicator and municipality once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from core.charts.description import LineChart
from core.documents.deck import Glance, GlanceRow, SlideKind, Story
from core.features.decks.plan import DeckPlan, SlidePlan
from core.features.decks.resolve import ROWS_A_SLIDE, _evenly, change_words, resolved
from core.features.decks.stories import Found, area_stories, first_plan, neutral_changes, strongest
from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part
from core.words.sentences import Row
from tests.outcomes.own import with_own
from tests.shared import (
    FALLS,
    FULL,
    GRADES,
    HUDDINGE,
    LAST,
    SAFE,
    WAIT,
    YEARS,
    Values,
    figures_of,
    indicators_with,
    small_catalogue,
    small_harvest,
)

EVENT = "Nyckeltalskonferens 26 oktober"


def found(municipality: str, kpi: str, *, good: bool = False) -> Found:
    return Found(municipality, kpi, {"is_success": good, "kpi": kpi, "municipality": municipality})


def told(*stories: Found) -> list[tuple[str, str]]:
    return [(one.municipality, one.kpi) for one in stories]


def test_each_municipality_and_indicator_is_told_of_once_while_there_are_others() -> None:
    all_found = [found("a", "1"), found("a", "2"), found("b", "1"), found("b", "3"), found("c", "4"), found("d", "5")]
    assert told(*strongest(all_found)) == [("a", "1"), ("b", "3"), ("c", "4")]


def test_where_one_municipality_has_them_all_it_is_told_of_more_than_once() -> None:
    all_found = [found("a", "1"), found("a", "2"), found("b", "1"), found("a", "3")]
    assert told(*strongest(all_found)) == [("a", "1"), ("a", "2"), ("a", "3")]


def test_the_best_of_the_other_side_is_always_told() -> None:
    for is_good in (True, False):
        most = [found(str(n), str(n), good=is_good) for n in range(6)]
        other = [found("x", "y", good=not is_good), found("z", "w", good=not is_good)]
        assert told(*strongest([*most, *other])) == [("0", "0"), ("1", "1"), ("x", "y")]
        assert told(*strongest([other[1], *most, other[0]]))[0] == ("z", "w")


def test_one_of_an_indicator_that_is_told_is_not_told_again() -> None:
    bad = [found(str(n), str(n)) for n in range(4)]
    assert told(*strongest([*bad, found("x", "1", good=True)])) == told(*bad[:3])
    good = [found("0", "y", good=True), found("x", "z", good=True)]
    assert told(*strongest([*bad, *good]))[-1] == ("x", "z")


def test_an_area_whose_table_has_red_tells_of_some(figures: Figures) -> None:
    for area in figures.catalogue.areas:
        deck = resolved(figures, first_plan(figures, area.id), EVENT)
        cells = [c for s in deck.slides if isinstance(s.content, Glance) for row in s.content.rows for c in row.cells]
        stories = [s.content for s in deck.slides if isinstance(s.content, Story)]
        if any(one and one.tone == "bad" for cell in cells for one in (cell.square, cell.face)):
            assert any(one.tone == "bad" for story in stories for one in story.signals), area.name


def test_where_nothing_is_good_or_bad_the_largest_changes_are_told() -> None:
    rows = pd.DataFrame(
        {
            "kpi": ["debts", "tax", "result", "open"],
            "trend": ["up", "level", "down", "up"],
            "trend_change": [20.0, 0.1, -9.0, 99.0],
            "trend_deadband": [4.0, 0.2, 1.0, 1.0],
            "is_open": [False, False, False, True],
            "preliminary": False,
        }
    )
    made = neutral_changes(rows)
    assert [(row["kpi"], row["is_success"]) for row in made] == [("result", None), ("debts", None)]


def test_nothing_found_is_nothing_told() -> None:
    assert strongest([]) == ()


def test_the_findings_are_those_of_the_areas_own_page(figures: Figures) -> None:
    schools = area_stories(figures, "grundskola")
    assert (HUDDINGE, GRADES) in told(*schools)
    assert {one.kpi for one in schools} <= {i.kpi for i in figures.catalogue.indicators if i.area == "grundskola"}
    assert {one.municipality for one in schools} <= set(taking_part(figures, "grundskola"))


def test_those_who_take_part_in_some_areas_only_are_in_those(figures: Figures) -> None:
    assert set(FULL) <= set(taking_part(figures, "grundskola"))
    assert "0182" not in taking_part(figures, "grundskola")


def test_every_deck_has_the_same_order(figures: Figures) -> None:
    for area in figures.catalogue.areas:
        kinds = [slide.kind for slide in first_plan(figures, area.id).slides]
        stories = [kind for kind in kinds if kind is SlideKind.STORY]
        assert len(stories) <= 3
        assert kinds == [
            *(SlideKind.TITLE, SlideKind.GLANCE, *stories),
            *(SlideKind.ACTED, SlideKind.LEARNED, SlideKind.EXAMPLES, SlideKind.CONCLUSIONS),
        ]


def story_of(figures: Figures, kpi: str = GRADES, municipality: str = HUDDINGE) -> Story:
    area = figures.catalogue.by_kpi[kpi].area
    slide = SlidePlan(id="en", kind=SlideKind.STORY, kpi=kpi, municipality=municipality)
    [made] = resolved(figures, DeckPlan(area=area, slides=(slide,)), EVENT).slides
    assert isinstance(made.content, Story)
    return made.content


def test_a_story_says_what_the_indicators_own_page_says(figures: Figures) -> None:
    story = story_of(figures)
    assert (story.outcome, story.year, story.name) == ("62,5\N{NO-BREAK SPACE}%", str(LAST), "Huddinge")
    assert story.change == f"−5,5\N{NO-BREAK SPACE}procentenheter 2021–{LAST}"
    assert [signal.symbol for signal in story.signals] == ["face-not-reached", "arrow-down", "square-worst"]
    assert [signal.words for signal in story.signals] == ["Nås inte", "Försämras", "Sämsta 25\N{NO-BREAK SPACE}%"]
    chart = story.chart
    assert isinstance(chart, LineChart)
    own = chart.series[0]
    assert (own.key, own.name, own.points[-1]) == ("own", "Huddinge", (LAST, 62.5))
    assert [(aim.year, aim.level, aim.words) for aim in chart.aims] == [
        (2023, 80.0, "mål 2023: 80,0"),
        (2026, 85.0, "mål 2026: 85,0"),
    ]
    values = [value for series in chart.series for _, value in series.points] + [80.0, 85.0]
    assert chart.low <= min(values) <= max(values) <= chart.high
    assert chart.rules == tuple(sorted(chart.rules))
    names = [line.name for line in chart.series]
    assert {figures.snapshot.municipalities[m] for m in taking_part(figures, "grundskola")} <= set(names)


def test_the_weakest_beside_a_value_that_is_repeated_is_of_the_newest_year_that_all_have(tmp_path: Path) -> None:
    catalogue = small_catalogue(indicators=indicators_with(SAFE, step=2))
    # Huddinge's of even years; Tyresö is weakest in the last, and was not the year before.
    own: Values = {
        (SAFE, HUDDINGE, "T"): {year: 90.0 + year - year % 2 - 2014 for year in YEARS},
        (SAFE, "0138", "T"): {LAST - 1: 99.0, LAST: 20.0},
    }
    with figures_of(tmp_path, harvest=small_harvest(own=own), catalogue=catalogue) as figures:
        slide = SlidePlan(id="en", kind=SlideKind.STORY, kpi=SAFE, municipality=HUDDINGE)
        [made] = resolved(figures, DeckPlan(area="grundskola", slides=(slide,)), EVENT).slides
        assert f"{LAST - 1} · svagast av" in made.subtitle
        assert made.subtitle.endswith("Tyresö 20")


def test_without_a_target_there_is_no_face(figures: Figures) -> None:
    assert [signal.symbol.split("-")[0] for signal in story_of(figures, municipality="0127").signals] == [
        "arrow",
        "square",
    ]


def test_the_message_is_the_finding_unless_the_convenor_has_written_another(figures: Figures) -> None:
    plan = first_plan(figures, "grundskola")
    deck = resolved(figures, plan, EVENT)
    first = next(s for s in deck.slides if s.id == f"{GRADES.lower()}-{HUDDINGE}")
    said = first.title.replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Huddinge: behöriga till gymnasiet ned från 68,0 till 62,5 % 2021–2023"
    assert first.subtitle == f"Grundskola · % · totalt · {LAST} · svagast av 8: Botkyrka 60,2"
    assert first.source == f"Egen bearbetning av data från Kolada ({GRADES})"
    mine = plan.model_copy(update={"slides": tuple(s.model_copy(update={"title": " Eget "}) for s in plan.slides)})
    assert {slide.title for slide in resolved(figures, mine, EVENT).slides} == {"Eget"}


def test_a_change_that_is_not_known_is_not_said(figures: Figures) -> None:
    row: Row = {"trend_change": float("nan"), "trend_from_year": 2021.0}
    assert change_words(row) == ""


def test_the_glance_has_all_municipalities_and_is_divided_where_it_is_long(figures: Figures) -> None:
    plan = DeckPlan(area="grundskola", slides=(SlidePlan(id="oversikt", kind=SlideKind.GLANCE),))
    [slide] = resolved(figures, plan, EVENT).slides
    assert isinstance(slide.content, Glance)
    names = figures.snapshot.municipalities
    assert set(slide.content.columns) == {names[m] for m in taking_part(figures, "grundskola")}
    [grades] = [row for row in slide.content.rows if row.kpi == GRADES]
    own = grades.cells[slide.content.columns.index("Huddinge")]
    assert own.value == "62,5"
    assert own.square is not None
    assert own.square.symbol == "square-worst"
    assert len(slide.content.rows) <= ROWS_A_SLIDE


def test_a_title_of_ones_own_stands_on_the_first_table_only(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    for most in ("ROWS_A_SLIDE", "_ROWS_OF_MANY", "_LEAST"):
        monkeypatch.setattr(f"core.features.decks.resolve.{most}", 1)
    plan = DeckPlan(area="grundskola", slides=(SlidePlan(id="oversikt", kind=SlideKind.GLANCE, title="Eget"),))
    first, *rest = resolved(figures, plan, EVENT).slides
    assert first.title == "Eget"
    assert rest
    assert all(slide.title == slide.automatic != "Eget" for slide in rest)


@pytest.mark.parametrize("kind", [SlideKind.LEARNED, SlideKind.EXAMPLES, SlideKind.CONCLUSIONS])
def test_words_that_nobody_has_written_make_no_slide(figures: Figures, kind: SlideKind) -> None:
    def slides(text: str) -> int:
        plan = DeckPlan(area="grundskola", slides=(SlidePlan(id="ord", kind=kind, text=text),))
        return len(resolved(figures, plan, EVENT).slides)

    assert [slides(""), slides(" \n\n "), slides("Ett.\n\nTvå.")] == [0, 0, 1]


def test_slides_that_are_hidden_are_not_drawn_and_notes_come_along(figures: Figures) -> None:
    plan = DeckPlan(
        area="grundskola",
        slides=(
            SlidePlan(id="a", kind=SlideKind.TITLE, notes="Hälsa välkommen."),
            SlidePlan(id="b", kind=SlideKind.CONCLUSIONS, text="x", is_shown=False),
        ),
    )
    [slide] = resolved(figures, plan, EVENT).slides
    assert (slide.id, slide.notes, slide.subtitle) == ("a", "Hälsa välkommen.", EVENT)


def test_an_indicator_that_has_lost_its_data_shows_the_last_frozen_figures_and_says_so(figures: Figures) -> None:
    slide = SlidePlan(id="en", kind=SlideKind.STORY, kpi=WAIT, municipality=HUDDINGE)
    plan = DeckPlan(area="aldreomsorg", slides=(slide,))
    frozen = resolved(figures, plan, EVENT)
    gone = plan.model_copy(update={"slides": (slide.model_copy(update={"kpi": "N99999", "notes": "Nya."}),)})
    [shown] = resolved(figures, gone, EVENT, before=frozen).slides
    assert isinstance(shown.content, Story)
    assert shown.content.lost == "Indikatorn finns inte längre. Siffrorna är de senast frysta."
    assert shown.content.outcome == "22\N{NO-BREAK SPACE}dagar"
    assert shown.notes == "Nya."
    assert resolved(figures, gone, EVENT).slides == ()


def test_an_own_indicator_can_be_told_of_too(figures: Figures) -> None:
    both = with_own(figures)
    story = story_of(both, kpi="E00001")
    assert story.outcome == "68,0\N{NO-BREAK SPACE}%"
    assert [signal.symbol for signal in story.signals] == ["arrow-up", "square-none"]


def test_a_deck_can_be_kept_as_text_and_is_the_same_again(figures: Figures) -> None:
    deck = resolved(figures, first_plan(figures, "grundskola"), EVENT)
    assert type(deck).model_validate_json(deck.model_dump_json()) == deck
    assert FALLS not in deck.model_dump_json()


@pytest.mark.parametrize(
    ("n", "most", "slides"),
    [(0, 6, []), (1, 6, [1]), (6, 6, [6]), (9, 6, [5, 4]), (17, 6, [6, 6, 5]), (6, 5, [4, 2]), (9, 5, [5, 4])],
)
def test_rows_are_divided_evenly_but_the_first_slide_has_four(n: int, most: int, slides: list[int]) -> None:
    rows = [GlanceRow(kpi=str(number), name="", unit="", cells=()) for number in range(n)]
    assert [len(part) for part in _evenly(rows, most)] == slides
