"""The PowerPoint file, read back: its figures are the deck's, and nothing lies outside or flows over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no types
from pptx import Presentation
from pptx.chart.plot import XyPlot
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from core.charts.description import LineChart
from core.charts.printed import PRINT
from core.charts.text_fit import Fonts, Type, plain, width, wrapped
from core.documents.deck import Deck, Glance, Story, Words
from core.documents.deck_template import DeckTemplate, Spot
from core.documents.template_kinds import OWN_DECK, Made, TemplateKind
from core.features.decks.pptx_file import deck_pptx
from core.features.decks.pptx_theme import units
from core.words.formats import filled_lines
from tests.documents.own_looks import dark_deck
from tests.features.decks.decks import AREAS, ordinary
from tests.features.decks.decks import deck as deck_of
from tests.features.decks.decks import slide as slide_of
from tests.features.decks.export_decks import DOTS, GAPS, SELDOM, extreme_decks, plain_deck, story, whole_day

ALL = (plain_deck(), *extreme_decks())
_POINT = 12700


@cache
def read(*decks: Deck) -> Any:
    """DECKS' file as it is read back."""
    return Presentation(io.BytesIO(deck_pptx(decks)))


def charts(file: Any) -> Iterator[Any]:
    """The line charts of FILE."""
    return (chart for chart in every_chart(file) if not isinstance(chart.plots[0], XyPlot))


def every_chart(file: Any) -> Iterator[Any]:
    return (shape.chart for slide in file.slides for shape in slide.shapes if shape.has_chart)


def described(deck: Deck) -> list[LineChart]:
    found = (slide.content.chart for slide in deck.slides if isinstance(slide.content, Story))
    return [chart for chart in found if isinstance(chart, LineChart)]


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def figures(chart: Any) -> dict[str, dict[int, float]]:
    """What a chart in the file shows, by line and year; gaps left out."""
    years = [int(label) for label in chart.plots[0].categories]
    return {
        series.name: {year: value for year, value in zip(years, series.values, strict=True) if value is not None}
        for series in chart.plots[0].series
    }


@pytest.mark.parametrize("deck", [plain_deck(), extreme_decks()[0]])
def test_a_charts_figures_are_exactly_the_decks(deck: Deck) -> None:
    shown, asked = list(charts(read(deck))), described(deck)
    assert len(shown) == len(asked) > 1
    for chart, description in zip(shown, asked, strict=True):
        found = figures(chart)
        for line in description.series:
            # A line that is broken is several series, whose last has its name.
            parts = [
                found.pop(name) for name in list(found) if re.fullmatch(rf"{re.escape(line.name)}( \d+–\d+)?", name)
            ]
            assert dict(point for part in parts for point in part.items()) == dict(line.points)
        assert len(found) == bool(description.aims)


def test_the_workbook_behind_a_chart_has_the_same_figures_and_no_formula() -> None:
    for deck in ALL:
        for chart in charts(read(deck)):
            sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
            rows = list(sheet.iter_rows(values_only=True))
            for column, series in enumerate(chart.plots[0].series, start=1):
                assert tuple(row[column] for row in rows[1:]) == tuple(series.values)
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_single_target_is_a_level_and_several_are_a_way() -> None:
    one, several = list(charts(read(plain_deck())))
    assert set(figures(one)["mål 2025: högst 45"].values()) == {45}
    assert figures(several)["Mål"] == {aim.year: aim.level for aim in GAPS.aims}


def test_the_axis_is_the_descriptions() -> None:
    for chart, asked in zip(charts(read(plain_deck())), described(plain_deck()), strict=True):
        axis = chart.value_axis
        assert (axis.minimum_scale, axis.maximum_scale) == (asked.low, asked.high)
        assert axis.major_unit == pytest.approx(asked.rules[1] - asked.rules[0])
        assert axis.tick_labels.number_format.startswith("[$-41D]#,##0")


def test_missing_years_are_gaps_but_what_is_measured_seldom_is_one_line() -> None:
    def blanks(chart: Any) -> str:
        return str(chart._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val"))

    _, gaps = charts(read(plain_deck()))
    seldom = next(c for c in charts(read(ALL[1])) if c.plots[0].categories[0] == str(SELDOM.series[0].points[0][0]))
    assert (blanks(gaps), blanks(seldom)) == ("gap", "span")
    own = {name: list(found) for name, found in figures(seldom).items() if name.startswith("Tyresö")}
    assert own == {"Tyresö 2013–2015": [2013, 2015], "Tyresö": [2021, 2023]}


def test_no_line_goes_over_a_change_of_method_in_any_program() -> None:
    """LibreOffice draws a line to a point whose own line is hidden: what is broken is therefore two series."""
    broken = GAPS.model_copy(update={"breaks": (2016, 2022)})
    [chart] = charts(read(deck_of(slide_of("m", "Metodbyte", story("Huddinge", broken)))))
    county, country = (line.name for line in GAPS.series[1:])
    assert {name: [*found] for name, found in figures(chart).items() if name != "Mål"} == {
        f"{county} 2014–2015": [2014, 2015],
        county: [2016, 2017, 2018, 2019, 2021],
        f"{country} 2014–2015": [2014, 2015],
        f"{country} 2016–2021": [*range(2016, 2022)],
        country: [2022, 2023],
        "Huddinge 2014–2021": [2014, 2015, 2018, 2020, 2021],
        "Huddinge": [2022, 2023],
    }
    labelled = [one.name for one in chart.plots[0].series if list(one._element.iter(qn("c:dLbl")))]
    assert sorted(labelled) == sorted(["Mål", county, country, "Huddinge"])


def test_lines_are_labelled_at_their_last_value_instead_of_a_legend() -> None:
    for chart, asked in zip(charts(read(plain_deck())), described(plain_deck()), strict=True):
        assert not chart.has_legend
        years = [int(label) for label in chart.plots[0].categories]
        ends = {line.name: line.points[-1][0] for line in asked.series}
        for series in chart.plots[0].series:
            (label,) = series._element.iter(qn("c:dLbl"))
            if series.name in ends:
                assert years[int(label.find(qn("c:idx")).get("val"))] == ends[series.name]


def test_the_own_line_is_the_strongest_and_lies_on_top() -> None:
    for chart, asked in zip(charts(read(plain_deck())), described(plain_deck()), strict=True):
        *others, last = chart.plots[0].series
        assert last.name == asked.series[0].name
        assert all(last.format.line.width > other.format.line.width for other in others)


def test_ranked_dots_are_a_chart_of_their_own_with_a_name_at_each_row() -> None:
    [chart] = [chart for chart in every_chart(read(ALL[1])) if isinstance(chart.plots[0], XyPlot)]
    names, values, aim = chart.plots[0].series
    assert list(values.values) == list(range(len(DOTS.dots), 0, -1))
    assert [float(x.find(qn("c:v")).text) for x in values._element.findall(f".//{qn('c:xVal')}//{qn('c:pt')}")] == [
        dot.value for dot in DOTS.dots
    ]
    said = ["".join(t.text for t in label.iter(qn("a:t"))) for label in names._element.iter(qn("c:dLbl"))]
    assert said == [dot.name for dot in DOTS.dots]
    assert aim.name == "Mål"
    assert (chart.category_axis.minimum_scale, chart.category_axis.maximum_scale) == (DOTS.low, DOTS.high)


@pytest.mark.parametrize("deck", ALL)
def test_slides_stand_in_order_with_their_titles_in_the_outline(deck: Deck) -> None:
    file = read(deck)
    assert len(file.slides) == len(deck.slides)
    for shown, asked in zip(file.slides, deck.slides, strict=True):
        assert shown.shapes.title.text_frame.text.startswith(plain(asked.title) or "Utan rubrik")
    assert (file.slide_width, file.slide_height) == (units(1280), units(720))


def test_no_two_slides_have_the_same_title_by_which_one_finds_them() -> None:
    decks = tuple(ordinary(name).model_copy(update={"name": name}) for name in ("Äldreomsorg", "Förskola"))
    for whole in ((*decks, *ALL), decks):
        titles = [slide.shapes.title.text_frame.text for slide in read(*whole).slides]
        assert len(set(titles)) == len(titles)
    assert {"Slutsatser (Äldreomsorg)", "Slutsatser (Förskola)"} <= set(titles)


def test_a_slides_number_is_a_field_that_follows_it_when_it_is_moved() -> None:
    for n, slide in enumerate(read(plain_deck()).slides, start=1):
        fields = [field for shape in slide.shapes for field in shape._element.iter(qn("a:fld"))]
        assert [(field.get("type"), field.findtext(qn("a:t"))) for field in fields] == [("slidenum", str(n))]


@pytest.mark.parametrize("deck", ALL)
def test_the_speakers_notes_come_along(deck: Deck) -> None:
    for shown, asked in zip(read(deck).slides, deck.slides, strict=True):
        said = shown.notes_slide.notes_text_frame.text if shown.has_notes_slide else ""
        assert [line for line in map(plain, filled_lines(asked.notes)) if line not in said] == []


def test_words_that_have_no_room_stand_in_the_notes() -> None:
    deck = ALL[1]
    shown = dict(zip((slide.id for slide in deck.slides), read(deck).slides, strict=True))
    assert "Rad 199" in shown["rader"].notes_slide.notes_text_frame.text
    assert "Rad 199" not in texts(shown["rader"])
    assert "Hela kommentaren:" in shown["lang"].notes_slide.notes_text_frame.text
    assert not shown["ensam"].has_notes_slide


def test_paragraphs_are_paragraphs_in_the_body() -> None:
    deck = plain_deck()
    slide = read(deck).slides[4]
    words = deck.slides[4].content
    assert isinstance(words, Words)
    assert [p.text for p in slide.placeholders[1].text_frame.paragraphs] == list(words.paragraphs)


def test_every_cell_of_the_glance_is_in_the_table_with_its_mark() -> None:
    content = plain_deck().slides[1].content
    assert isinstance(content, Glance)
    table = next(shape.table for shape in read(plain_deck()).slides[1].shapes if shape.has_table)
    assert [cell.text for cell in table.rows[0].cells][1:] == list(content.columns)
    marks = {"square-best": "▲", "square-middle": "●", "square-worst": "▼"}
    for n, row in enumerate(content.rows, start=1):
        for cell, asked in zip(list(table.rows[n].cells)[1:], row.cells, strict=True):
            mark = marks.get(asked.square.symbol, "") if asked.square else ""
            first, *others = cell.text.split("\n")
            assert first.split(" ") == [asked.value, *([mark] if mark else [])]
            assert others == ([asked.year] if asked.year else [])


def test_signals_are_groups_of_shapes_with_words_beside() -> None:
    slide = read(plain_deck()).slides[2]
    story = plain_deck().slides[2].content
    assert isinstance(story, Story)
    groups = [shape for shape in slide.shapes if shape.shape_type is not None and shape.shape_type.name == "GROUP"]
    assert [group.name for group in groups] == [signal.words for signal in story.signals]
    assert all(signal.words in texts(slide) for signal in story.signals)
    # The mouth is a curve, the eyes are round.
    assert len(list(groups[0]._element.iter(qn("a:quadBezTo")))) == 1
    assert len(groups[0].shapes) == 4


@pytest.mark.parametrize("deck", ALL)
def test_what_is_drawn_is_described(deck: Deck) -> None:
    for slide in read(deck).slides:
        for shape in slide.shapes:
            drawn = shape.has_chart or shape.has_table or shape._element.tag == qn("p:grpSp")
            if drawn:
                assert next(shape._element.iter(qn("p:cNvPr"))).get("descr")


@pytest.mark.parametrize("deck", ALL)
def test_nothing_lies_outside_the_slide(deck: Deck) -> None:
    file = read(deck)
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= file.slide_width
            assert shape.top + shape.height <= file.slide_height


def _type(paragraph: Any, bold: bool) -> Type:
    return Type(PRINT, max(run.font.size for run in paragraph.runs) / _POINT, bold=bold)


class _Wide:
    """Letters a fifth wider than Arial's."""

    least = 0.0

    def wide(self, text: str, *, bold: bool) -> float:
        return PRINT.wide(text, bold=bold) * 1.2


@cache
def _template(own: bytes) -> DeckTemplate:
    return DeckTemplate(own)


@cache
def _levels(own: bytes, layout: str, idx: int) -> tuple[Spot, list[tuple[float, float, bool]]]:
    """A placeholder, and of each level its size in points, the height of a line in sizes, whether it is bold."""
    found = next(one for one in _template(own).layouts[layout].spots.values() if one.idx == idx)
    styles = (found.shape._element.find(f".//{qn('a:lstStyle')}/{qn(f'a:lvl{n}pPr')}") for n in (1, 2, 3))
    return found, [
        (
            int(one.find(qn("a:defRPr")).get("sz")) / 100,
            int(one.find(f"{qn('a:lnSpc')}/{qn('a:spcPct')}").get("val")) / 100_000 * 1.149,
            one.find(qn("a:defRPr")).get("b") == "1",
        )
        for one in styles
        if one is not None
    ]


def _high(own: bytes, slide: Any, shape: Any, room: float, fonts: Fonts) -> float:
    """How high the text of SHAPE is in ROOM, in points: what it says itself, and what the template says."""
    high = 0.0
    for paragraph in shape.text_frame.paragraphs:
        hang = int(paragraph._p.get_or_add_pPr().get("marL", 0)) / _POINT
        sizes = [run.font.size for run in paragraph.runs if run.font.size]
        if shape.is_placeholder:
            _, levels = _levels(own, slide.slide_layout.name, shape.placeholder_format.idx)
            size, line, bold = levels[paragraph.level]
            letters = Type(fonts, max(sizes) / _POINT if sizes else size, bold=bold, leading=line)
            each = letters.high(1)
        else:
            letters, each = Type(fonts, max(sizes) / _POINT), paragraph.line_spacing / _POINT
        lines = len(wrapped(paragraph.text, letters, room - hang + 0.5))
        high += lines * each + (paragraph.space_after or 0) / _POINT
    return high


@pytest.mark.parametrize("deck", ALL)
@pytest.mark.parametrize(("own", "fonts"), [(OWN_DECK.content, PRINT), (dark_deck(), _Wide())], ids=["ours", "wide"])
def test_no_text_flows_over_its_place(deck: Deck, own: bytes, fonts: Fonts) -> None:
    file: Any = Presentation(io.BytesIO(deck_pptx((deck,), Made(TemplateKind.DECK, own=own))))
    for slide in file.slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text:
                continue
            left, top, right, bottom = 0.0, 0.0, 0.0, 0.0
            if shape.is_placeholder:
                insets = _levels(own, slide.slide_layout.name, shape.placeholder_format.idx)[0].insets
                left, top, right, bottom = (one * 0.75 for one in insets)
            columns = int(shape.text_frame._txBody.bodyPr.get("numCol", 1))
            room = (shape.width / _POINT - left - right - (columns - 1) * 36) / columns
            high = _high(own, slide, shape, room, fonts)
            assert high <= columns * (shape.height / _POINT - top - bottom) + 3, (slide.shapes.title.text, shape.name)


@pytest.mark.parametrize("deck", ALL)
def test_no_cell_of_a_table_makes_its_row_higher(deck: Deck) -> None:
    for slide in read(deck).slides:
        for shape in (shape for shape in slide.shapes if shape.has_table):
            for row in shape.table.rows:
                for column, cell in zip(shape.table.columns, row.cells, strict=True):
                    taken = 0.0
                    for paragraph in cell.text_frame.paragraphs:
                        if not paragraph.runs:
                            continue
                        letters = _type(paragraph, bool(paragraph.runs[0].font.bold))
                        lines = len(wrapped(paragraph.text, letters, (column.width - cell.margin_left * 2) / _POINT))
                        taken += lines * paragraph.line_spacing / _POINT
                    assert taken <= row.height / _POINT, cell.text


@pytest.mark.parametrize("deck", ALL[:2])
def test_a_table_has_one_size_of_text_and_none_too_small_to_read_where_eight_municipalities_stand(deck: Deck) -> None:
    for slide in read(deck).slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            cells = [cell for row in table.rows for cell in row.cells]
            sizes = {run.font.size.pt for cell in cells for p in cell.text_frame.paragraphs for run in p.runs}
            assert len(sizes) == 1
            assert len(table.columns) > 9 or len(table.rows) > 9 or sizes == {13.5}


def test_the_foot_tells_event_area_place_source_and_day() -> None:
    slide = read(plain_deck()).slides[2]
    assert "Nyckeltalskonferens 26 oktober · Äldreomsorg\n3 av 6" in texts(slide)
    assert "Egen bearbetning av data från Kolada (U23401), siffror per 2026-10-01" in texts(slide)


def test_a_foot_with_long_names_still_tells_which_slide_it_is() -> None:
    deck = ALL[1]
    for n, slide in enumerate(read(deck).slides, start=1):
        assert f"\n{n} av {len(deck.slides)}" in texts(slide)


def test_figures_that_are_lost_say_so() -> None:
    shown = dict(zip((slide.id for slide in ALL[1].slides), read(ALL[1]).slides, strict=True))
    assert "Värdet finns inte längre. Siffrorna är de senast frysta." in texts(shown["lang"])


def test_a_story_without_a_chart_shows_its_outcome() -> None:
    shown = dict(zip((slide.id for slide in ALL[1].slides), read(ALL[1]).slides, strict=True))
    assert "58\xa0dagar" in texts(shown["utan"])
    assert not any(shape.has_chart for shape in shown["utan"].shapes)


def test_example_figures_are_marked_on_every_slide() -> None:
    assert all("EXEMPELDATA" in texts(slide) for slide in read(plain_deck(is_example=True)).slides)
    assert not any("EXEMPELDATA" in texts(slide) for slide in read(plain_deck()).slides)


@pytest.mark.parametrize("deck", ALL)
def test_every_text_stands_in_a_placeholder_of_the_template_and_none_is_empty(deck: Deck) -> None:
    for slide in read(deck).slides:
        for shape in (one for one in slide.shapes if one.has_text_frame and one.text_frame.text):
            is_beside_a_chart = (
                any(one.has_chart for one in slide.shapes) and shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX
            )
            assert shape.is_placeholder or is_beside_a_chart, shape.name
        assert all(one.text_frame.text for one in slide.placeholders if one.has_text_frame)


def test_colours_and_sizes_are_the_templates_where_the_plan_has_the_same() -> None:
    title, *_ = read(plain_deck()).slides[2].placeholders
    [run] = title.text_frame.paragraphs[0].runs
    assert (run.font.size, run.font.color.type) == (None, None)


def test_the_file_says_which_template_it_was_made_with() -> None:
    assert read(plain_deck()).core_properties.category == "Mall: produktens egen"


def test_nobody_is_named_as_author() -> None:
    told = read(plain_deck()).core_properties
    assert (told.author, told.last_modified_by, told.title) == ("", "", "Äldreomsorg")
    assert told.language == "sv-SE"


def test_the_day_has_a_section_for_each_area() -> None:
    day = whole_day()
    file = read(*day)
    sections = [one for one in file.part._element.iter() if str(one.tag).endswith("}section")]
    assert [one.get("name") for one in sections] == list(AREAS)
    ids = [int(one.get("id")) for section in sections for one in section.iter() if str(one.tag).endswith("}sldId")]
    assert ids == [slide.slide_id for slide in file.slides]
    assert len(ids) == sum(len(deck.slides) for deck in day) > 85


def test_what_a_template_holds_of_slides_goes_with_its_sections_and_shows() -> None:
    shows = (
        '<p:custShowLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:custShow name="a" id="0">'
        '<p:sldLst><p:sld r:id="rId99"/></p:sldLst></p:custShow></p:custShowLst>'
    )
    template = read(*whole_day()[:2])
    template.part._element.find(qn("p:notesSz")).addnext(parse_xml(shows))
    stream = io.BytesIO()
    template.save(stream)
    made = Presentation(io.BytesIO(deck_pptx((plain_deck(),), Made(TemplateKind.DECK, own=stream.getvalue()))))
    assert len(made.slides) == len(plain_deck().slides)
    assert not [one for one in made.part._element.iter() if str(one.tag).endswith(("}section", "}custShow"))]
    of_two = Presentation(io.BytesIO(deck_pptx(whole_day()[:2], Made(TemplateKind.DECK, own=stream.getvalue()))))
    sections = [one for one in of_two.part._element.iter() if str(one.tag).endswith("}section")]
    assert [one.get("name") for one in sections] == list(AREAS[:2])


def test_no_decks_are_an_empty_file() -> None:
    assert len(read().slides) == 0


def test_widths_are_measured_as_the_font_has_them() -> None:
    assert width("M", Type(PRINT, 1000)) == pytest.approx(833 * PRINT.slack)
