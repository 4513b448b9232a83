"""What Utforska draws, says and refuses, and that the table and the files have the same figures."""

from __future__ import annotations

import io
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from core.charts.description import LineChart
from core.features.explore import words
from core.features.explore.choices import OF_FORM, Form, Shown, Wish
from core.features.explore.country_map import steps
from core.features.explore.entry import explore_html
from core.features.explore.looks import CONFIG, Ground, safe, sizes
from core.features.explore.page import marked_codes
from core.features.explore.scatter import Cloud, outside
from core.features.explore.tables import file_frame
from core.features.explore.view import view_of, within
from core.outcomes.explore import Correlation, Measure, changes, lines, measure_of
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.signals import Gender
from core.web.visit import Visit
from core.words.formats import signed
from tests.features.explore.looking import WHERE, drawn, looked_at, wished
from tests.shared import COST, GRADES, HUDDINGE, IDS, LAST
from tests.web.html import parsed


def test_every_diagram_is_described_and_has_its_figures_in_a_table(lively: Figures) -> None:
    for form in Form:
        view = looked_at(lively, diagram=form.value)
        assert view.table is not None
        assert view.table.rows
        assert (view.figure is None) is (form is Form.TABLE)
        assert view.alt.endswith("Siffrorna står i tabellen under diagrammet.")
        assert view.title in view.alt
        assert str(LAST) in view.alt


@pytest.mark.parametrize("form", [one for one in Form if one is not Form.TABLE])
def test_plotly_finds_no_fault_in_what_it_is_not_asked_to_look_through(lively: Figures, form: Form) -> None:
    figure = drawn(lively, diagram=form.value)
    assert len(go.Figure(figure).data) == len(figure["data"])


def test_the_title_is_made_of_the_figures(lively: Figures) -> None:
    space = "\N{NO-BREAK SPACE}"
    assert looked_at(lively).title == f"Huddinge gick från 74,0{space}% 2014 till 62,5{space}% 2023"
    place = looked_at(lively, diagram="staplar").title
    assert place.startswith(f"Huddinge hade 62,5{space}% 2023: högre än ")
    assert place.endswith(" andra i gruppen")


def test_a_line_has_gaps_where_nothing_is_known_and_says_why_at_the_pointer(lively: Figures) -> None:
    measure = measure_of(lively, GRADES)
    assert measure is not None
    gone = measure.values[(measure.values["municipality"] == HUDDINGE) & (measure.values["year"] == 2018)].index
    holed = measure.values.assign(value=measure.values["value"].mask(measure.values.index.isin(gone)))
    holed.loc[gone, "status"] = "Privacy"
    lines = words.over_time(measure, holed[holed["municipality"] == HUDDINGE], "Huddinge")
    assert lines.startswith("Huddinge gick från")
    own = drawn(lively)["data"][-1]
    assert own["name"] == "Huddinge"
    assert len(own["x"]) == len(own["y"]) == len(own["hovertext"])
    assert own["connectgaps"] is False
    assert own["hovertext"][-1] == "Huddinge: 62,5\N{NO-BREAK SPACE}% (2023)"
    assert Ground(measure, {HUDDINGE: "Huddinge"}, HUDDINGE).said(HUDDINGE, float("nan"), 2018, "Privacy") == (
        "Huddinge: sekretess (2018)"
    )


def test_a_change_of_method_is_marked_and_breaks_the_line(lively: Figures) -> None:
    catalogue = lively.catalogue.only(
        [
            one.model_copy(update={"break_years": (2018,)}) if one.kpi == GRADES else one
            for one in lively.catalogue.indicators
        ]
    )
    broken = lively.with_figures(lively.snapshot, catalogue)
    figure = drawn(broken)
    own = figure["data"][-1]
    assert own["y"][own["x"].index(2017.5)] is None
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [2017.5]
    assert "ny mätmetod 2018" in [one["text"] for one in figure["layout"]["annotations"]]
    view = looked_at(broken)
    assert view.title.endswith("; mätmetoden har bytts sedan 2014")
    assert any(note.startswith("Mätmetoden har bytts") for note in view.notes)


def test_dots_play_through_all_years_in_the_same_places_of_the_data(lively: Figures) -> None:
    figure = drawn(lively, diagram="punkter", mot=COST)
    parts = len(figure["data"])
    years = [frame["name"] for frame in figure["frames"]]
    assert years == sorted(years)
    [slider] = figure["layout"]["sliders"]
    assert [step["label"] for step in slider["steps"]] == years
    for frame in figure["frames"]:
        assert frame["traces"] == list(range(parts))
        for before, now in zip(figure["data"], frame["data"], strict=True):
            assert len(now["x"]) == len(now["y"]) == len(before["ids"])
    assert {button["label"] for button in figure["layout"]["updatemenus"][0]["buttons"]} == {"▶ Spela", "■ Stanna"}
    everyone = [code for trace in figure["data"] for code in trace["ids"]]
    assert sorted(everyone) == sorted(set(everyone))


def test_colours_and_marks_are_told_under_the_chart_and_no_two_alike(lively: Figures) -> None:
    for colour in ("ingen", "lan", "klass"):
        view = looked_at(lively, diagram="punkter", mot=COST, farg=colour)
        looks = [(key.colour, key.symbol) for key in view.keys]
        assert len(set(looks)) == len(looks) > 1
    root = parsed(explore_html(Visit("/utforska", WHERE | {"diagram": "punkter", "farg": "lan"}, lively)))
    assert len(root.one("p", "nk-keys").all("path")) == len(root.one("p", "nk-keys").all("span")) > 1


@pytest.mark.parametrize("colour", ["ingen", "lan", "klass", "lage"])
def test_the_dots_of_ones_own_and_of_the_group_have_their_names_whatever_colours_them(
    lively: Figures, colour: str
) -> None:
    view = looked_at(lively, diagram="punkter", mot=COST, farg=colour)
    figure = drawn(lively, diagram="punkter", mot=COST, farg=colour)
    named = {
        code
        for trace in figure["data"]
        for code, text in zip(trace["ids"], trace["text"] or [""] * len(trace["ids"]), strict=True)
        if text
    }
    group = comparison_group(lively, HUDDINGE, view.wish.group, kind="övergripande")
    everyone = {code for trace in figure["data"] for code in trace["ids"]}
    assert named == {HUDDINGE, *group.members} & everyone
    assert len(named) < len(everyone)


def test_how_two_measures_go_together_is_never_called_cause_and_says_n(lively: Figures) -> None:
    view = looked_at(lively, diagram="punkter", mot=COST)
    assert words.NO_CAUSE in view.notes
    assert "orsakar" not in view.title
    assert "kommuner" in view.title


@pytest.mark.parametrize(
    ("r", "n", "said"),
    [
        (0.05, 290, "Måtten följs knappt alls åt 2023: korrelation 0,05 för 290 kommuner"),
        (0.42, 290, "Måtten följs något åt 2023: korrelation 0,42 för 290 kommuner"),
        (-0.6, 26, "Måtten går i hög grad åt motsatta håll 2023: korrelation −0,60 för 26 kommuner"),
        (1.0, 12, "Måtten följs nästan helt åt 2023: korrelation 1,00 för 12 kommuner"),
        (float("nan"), 9, "9 kommuner har båda måtten 2023: för få för att säga hur de följs åt"),
    ],
)
def test_a_correlation_in_words(r: float, n: int, said: str) -> None:
    assert words.together(Correlation(r, n), 2023) == said


def test_a_logarithmic_scale_needs_values_over_zero_and_no_bars(lively: Figures) -> None:
    """A bar is as long as its value is large, which is not so on a scale that begins anywhere."""
    assert drawn(lively, skala="log")["layout"]["yaxis"]["type"] == "log"
    assert drawn(lively, diagram="spridning", skala="log")["layout"]["xaxis"]["type"] == "log"
    assert drawn(lively, diagram="staplar", skala="log")["layout"]["xaxis"]["type"] == "linear"
    measure = measure_of(lively, GRADES)
    assert measure is not None
    below = replace(measure, values=measure.values.assign(value=measure.values["value"] - 1000))
    assert words.about_log(wished=True, can=bool((below.values["value"] > 0).all())) == (
        "Logaritmisk skala kräver att alla värden är över noll, så skalan är vanlig."
    )


def test_lines_begin_where_one_wishes_and_say_who_has_changed_how_much(lively: Figures) -> None:
    view = looked_at(lively, fran="2020")
    assert view.table is not None
    assert view.table.heads[:2] == (("Ändring", "2020–2023"), ("2023", ""))
    assert view.table.heads[-1] == ("2020", "")
    measure = measure_of(lively, GRADES)
    assert measure is not None
    found = lines(measure, view.codes, view.wish.gender)
    of = found[found["municipality"] == HUDDINGE].set_index("year")["value"]
    own = next(row for row in view.table.rows if row.is_own)
    assert own.cells[0] == signed(of[2023] - of[2020], measure.decimals)
    assert view.notes[0].startswith("Ändring 2020–2023, bäst utveckling först: ")
    assert min(view.figure["data"][-1]["x"] if view.figure else [0]) == 2020
    file = file_frame(view.measures, view.codes, view.genders, None, lively.snapshot.municipalities, means=view.means)
    assert {row.name for row in view.table.rows} == set(file["kommun"])
    assert min(within(view.wish, file, "år")["år"]) == 2020


def test_lines_end_in_the_year_that_is_chosen_and_all_is_told_to_that_year(lively: Figures) -> None:
    view = looked_at(lively, fran="2019", tom="2021")
    assert view.table is not None
    assert [head for head, _ in view.table.heads] == ["Ändring", "2021", "2020", "2019"]
    assert view.notes[0].startswith("Ändring 2019–2021, ")
    assert looked_at(lively, fran="2021", tom="2019").wish == view.wish


def test_no_change_is_told_over_another_way_of_measuring(lively: Figures) -> None:
    measure = measure_of(lively, GRADES)
    assert measure is not None
    found = lines(measure, IDS, Gender.TOTAL)
    known = changes(measure, found)
    assert known is not None
    assert (known.first, known.last) == (2014, LAST)
    assert changes(replace(measure, breaks=(2018,)), found) is None
    assert words.changed(measure, None, {}, HUDDINGE) == ""


def test_names_stand_beside_the_chart_and_never_on_each_other(lively: Figures) -> None:
    layout = drawn(lively)["layout"]
    places = [one for one in layout["annotations"] if one.get("xanchor") == "left"]
    assert {one["x"] for one in places} == {1}
    assert all(one["xshift"] > 0 for one in places)
    assert layout["margin"]["r"] > 80
    heights = [one["y"] for one in places]
    assert heights == sorted(set(heights))
    traces = drawn(lively)["data"]
    colours = [one["line"]["color"] for one in traces if "dash" not in one["line"]]
    assert len(colours) == len(set(colours))


def test_one_freak_does_not_press_all_others_together(lively: Figures) -> None:
    measure = measure_of(lively, COST)
    assert measure is not None
    many = pd.DataFrame({"municipality": [f"{i:04}" for i in range(2000)], "year": LAST, "x": 1.0, "y": 80.0})
    many["y"] += many.index % 20
    many.loc[7, "y"] = 0.0
    cloud = Cloud(measure, measure, None, many, {}, "0001", ("0001",), {}, {})
    assert outside(cloud) == 1
    assert words.about_range(outside(cloud)).startswith("Ett värde ligger långt från alla andra")
    assert outside(replace(cloud, own="0007")) == 0


def test_whoever_looks_at_all_still_does_in_another_diagram_and_colours_say_what_they_judge(lively: Figures) -> None:
    view = looked_at(lively, diagram="punkter", mot=COST, farg="lage")
    assert view.plays
    assert any(note.startswith("Färgen visar läget i landet för ") for note in view.notes)
    root = parsed(explore_html(Visit("/utforska", WHERE | {"diagram": "punkter", "mot": COST}, lively)))
    assert f"ar={view.year}" in root.one("p", "nk-explore-now").attributes["data-address"]


def test_a_size_below_zero_is_a_small_dot_and_said(lively: Figures) -> None:
    measure = measure_of(lively, COST)
    assert measure is not None
    both = pd.DataFrame({"municipality": IDS[:3], "year": LAST, "size": [4.0, float("nan"), float("nan")]})
    said = words.about_sizes(measure, both, LAST)
    assert "2 kommuner saknar värde eller har ett under noll för det, och är små punkter." in said
    assert sizes([4.0, 1.0, float("nan")], 4.0) == [46.0, 23.0, None]


def test_the_server_draws_the_lines_that_the_browser_will(lively: Figures) -> None:
    view = looked_at(lively)
    assert [one.plan.wide > 500 for one in view.first] == [True, False]
    theirs = {trace["name"]: [y for y in trace["y"] if y is not None] for trace in drawn(lively)["data"]}
    chart = view.first[0].plan.chart
    assert isinstance(chart, LineChart)
    ours = {one.name: [value for _, value in one.points] for one in chart.series}
    assert {name: len(values) for name, values in ours.items()} == {name: len(v) for name, v in theirs.items()}
    assert ours["Huddinge"] == pytest.approx(theirs["Huddinge"], abs=0.05)
    assert looked_at(lively, skala="log").first == ()
    assert looked_at(lively, diagram="staplar").first == ()


def test_both_drawings_have_one_scale_and_each_line_one_colour(lively: Figures) -> None:
    chart = looked_at(lively).first[0].plan.chart
    assert isinstance(chart, LineChart)
    figure = drawn(lively)
    low, high = figure["layout"]["yaxis"]["range"]
    air = chart.low - low
    assert (low + air, high - air) == pytest.approx((chart.low, chart.high))
    assert 0 < air < 0.05 * (chart.high - chart.low)
    style = (files("core.features.explore") / "style.css").read_text(encoding="utf-8")
    theirs = {trace["name"]: trace["line"]["color"] for trace in figure["data"]}
    others = {one.name: one.key for one in chart.series if one.key.startswith("other")}
    assert len(others) > 1
    for name, key in others.items():
        assert f".line-{key} {{ stroke: {theirs[name]}; }}" in style, name


def test_too_many_lines_are_refused_with_what_to_do(lively: Figures) -> None:
    assert words.too_many(290).startswith("290 linjer går inte att läsa")
    view = looked_at(lively, urval="alla")
    # So few as the tests' country has are drawn.
    assert view.table is not None


def test_a_measure_that_nobody_has_fetched_is_told(lively: Figures) -> None:
    view = looked_at(lively, matt="N00001")
    assert view.missing == ("N00001",)
    assert view.table is None
    assert view.refusal == "N00001 finns inte bland de utvalda nyckeltalen, och är inte hämtat från Kolada än"


def test_a_gender_without_values_shows_the_total_and_says_so(lively: Figures) -> None:
    measure = measure_of(lively, COST)
    assert measure is not None
    assert measure.shown_gender(Gender.WOMEN) is Gender.TOTAL
    assert words.about_gender([measure], Gender.WOMEN) == f"Ej könsuppdelat, så totalen visas: {measure.title}."


def test_women_and_men_are_lines_beside_each_other_and_rows_of_the_file(lively: Figures) -> None:
    view = looked_at(lively, urval="konen")
    assert view.table is not None
    assert [row.name for row in view.table.rows][:3] == ["Huddinge", "Huddinge, kvinnor", "Huddinge, män"]
    assert view.title.startswith("Huddinge 2022: kvinnor ")
    assert view.subtitle.endswith("kvinnor och män i Huddinge")
    names = [trace["name"] for trace in drawn(lively, urval="konen")["data"]]
    assert {"Huddinge", "Huddinge, kvinnor", "Huddinge, män"} < set(names)
    file = file_frame(view.measures, view.codes, view.genders, None, lively.snapshot.municipalities)
    assert set(file["kön"]) == {"totalt", "kvinnor", "män"}
    assert set(file["kommun"]) == {"Huddinge"}
    whole = looked_at(lively, urval="konen", nyckeltal=COST)
    assert any(note.startswith("Ej könsuppdelat") for note in whole.notes)
    assert "kvinnor" not in looked_at(lively, urval="konen", diagram="staplar").subtitle


def test_a_spread_marks_ones_own_in_its_own_strip(lively: Figures) -> None:
    *strips, own = drawn(lively, diagram="spridning", farg="lan")["data"]
    assert own["text"] == ["<b>Huddinge</b>"]
    assert own["y"] == [next(one["name"] for one in strips if HUDDINGE in one["customdata"])]


def test_the_map_has_an_area_for_each_municipality_and_what_the_lasso_takes(lively: Figures) -> None:
    traces = drawn(lively, diagram="karta")["data"]
    areas = [one for one in traces if one.get("fill") == "toself"]
    [handles] = [one for one in traces if one.get("customdata")]
    assert len(areas) == len(handles["customdata"]) > 0
    assert all(one["text"].endswith(f"({LAST})") for one in areas)


def test_the_map_can_be_seen_near_the_group_and_whole(lively: Figures) -> None:
    [ways] = drawn(lively, diagram="karta")["layout"]["updatemenus"]
    near, whole = (button["args"][0] for button in ways["buttons"])
    for letter in "xy":
        low, high = near[f"{letter}axis.range"]
        assert low < high
        assert whole[f"{letter}axis.autorange"]
    assert "updatemenus" not in drawn(lively, diagram="karta", urval="gruppen")["layout"]


def test_fifths_never_divide_what_is_alike() -> None:
    assert steps(pd.Series([1.0] * 9)).cuts == ()
    fifths = steps(pd.Series(range(1, 101)))
    assert [fifths.of(value) for value in (1, 20, 21, 60, 100)] == [0, 0, 1, 2, 4]


def test_what_plotly_marks_is_municipalities() -> None:
    points: list[dict[str, Any]] = [
        {"customdata": [HUDDINGE, "Huddinge"]},
        {"customdata": "0127"},
        {"customdata": HUDDINGE},
        {"x": 1},
    ]
    assert marked_codes(points) == (HUDDINGE, "0127")


def test_plotly_speaks_swedish_and_sends_nothing_anywhere() -> None:
    dictionary = CONFIG["locales"]["sv"]["dictionary"]
    assert {"Lasso Select", "Box Select", "Zoom in", "Zoom out", "Reset axes", "Pan"} <= dictionary.keys()
    assert not {name for row in CONFIG["modeBarButtons"] for name in row} & {"sendDataToCloud", "toImage"}


def test_no_name_becomes_a_tag_in_a_chart() -> None:
    assert safe("<a href='x'>b</a>") == "&lt;a href='x'&gt;b&lt;/a&gt;"


def test_the_file_has_the_figures_of_the_table_and_why_one_is_missing(lively: Figures) -> None:
    view = looked_at(lively, diagram="tabell")
    frame = file_frame(view.measures, view.codes, view.genders, view.year, lively.snapshot.municipalities)
    assert list(frame["kommunkod"]) == list(view.codes)
    assert view.table is not None
    assert len(view.table.rows) == len(frame)
    assert ((frame["värde"].isna()) == (frame["värde saknas"] != "")).all()
    assert set(frame["år"]) == {view.year}
    assert pd.read_csv(io.StringIO(frame.to_csv(index=False))).shape == frame.shape


def test_without_script_the_page_has_heading_table_and_files(lively: Figures) -> None:
    root = parsed(explore_html(Visit("/utforska", WHERE | {"diagram": "staplar"}, lively)))
    assert root.one("h1").text.startswith("Huddinge hade")
    assert "kräver att webbläsaren kör skript" in root.one("p", "nk-without-script").text
    table = root.one("table")
    assert table.all("caption")
    assert [row for row in table.all("tr") if row.attributes.get("class") == "is-own"]
    links = {a.text: a.attributes["href"] for a in root.all("a")}
    assert links["CSV"].startswith("/utforska/siffror.csv?kommun=0126")
    assert "diagram=staplar" in links["CSV"]
    assert "diagram=karta" in links["Karta"]


@pytest.mark.parametrize("form", list(Form))
def test_the_choices_have_their_room_before_they_come(lively: Figures, form: Form) -> None:
    root = parsed(explore_html(Visit("/utforska", WHERE | {"diagram": form.value}, lively)))
    room = root.one("div", "nk-explore-filters")
    asked = [one.attributes["class"].removeprefix("is-") for one in room.all("i")]
    assert asked[:4] == ["municipality", "group", "shown", "gender"]
    measures = root.one("div", "nk-explore-measures").all("i")
    assert len(asked) - 4 + len(measures) - 1 == len(OF_FORM[form])


def test_what_is_unknown_is_said_on_the_page_and_ways_out_are_links(lively: Figures) -> None:
    root = parsed(explore_html(Visit("/utforska", WHERE | {"diagram": "paj"}, lively)))
    assert root.one("p", "nk-unknown").text.startswith("Diagrammet ”paj” finns inte.")


def test_a_view_is_made_once_and_another_measure_is_another_view(lively: Figures) -> None:
    wish, _ = wished(lively)
    assert view_of(lively, wish) is view_of(lively, wish)
    assert view_of(lively, wish) is not view_of(lively, replace(wish, kpi=COST))
    assert Wish(HUDDINGE, GRADES, shown=Shown.ALL) != wish
    assert isinstance(measure_of(lively, GRADES), Measure)
