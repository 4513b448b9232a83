"""The drawing of Resultatindex: every municipality a dot, words inside and apart, the same figures as a table."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.result_index.rules import (
    Counted,
    Country,
    PerspectiveIndex,
    Placed,
    model_index,
    own_indexes,
)
from core.features.result_index.strips import (
    DETAIL_NARROW,
    DETAIL_WIDE,
    WIDE,
    IndexStrip,
    Label,
    Seen,
    detail_of,
    strip_of,
)
from core.features.result_index.view import index_page
from core.features.result_index.words import place_words, tie_words
from core.outcomes.figures import Figures
from core.signals import Standing
from core.web.choices import Choices
from tests.features.result_index.test_rules import (
    FIVE,
    SILENT,
    WHOLE_COUNTRY,
)
from tests.features.result_index.test_view import drawn, page_of, plain, row_of, values, wide
from tests.shared import BOTKYRKA, FULL, HUDDINGE, small_catalogue

__all__ = ["values", "wide"]


def test_the_drawing_is_told_in_a_sentence(wide: Figures) -> None:
    [one] = [o for o in own_indexes(model_index(wide, FIVE), HUDDINGE) if o.country.perspective.id == "trygghet"]
    alt = plain(row_of(page_of(wide), "trygghet").alt)
    found = re.fullmatch(
        r"Trygghet: Huddinge har index (\d+) och är bland de (\S+ \d\d %) av (\d+) kommuner\. "
        r"Gränsen för sämsta 25 % går vid (\d+) och för bästa 25 % vid (\d+)\.",
        alt,
    )
    assert found
    assert int(found[1]) == round(one.index)
    assert int(found[3]) == len(one.country.indexes)
    assert (int(found[4]), int(found[5])) == (round(one.country.worst_to), round(one.country.best_from))
    silent = row_of(page_of(wide, SILENT), "trygghet").alt
    assert silent.startswith("Trygghet: Zonby 13 har inget index, 0 av 3 indikatorer har värde")


def dots_in(strip: IndexStrip) -> list[tuple[float, float]]:
    quiet = [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", strip.dots)]
    return [*quiet, *(member.at for member in strip.group)]


def test_every_municipality_with_an_index_is_a_dot_and_none_is_drawn_twice(wide: Figures) -> None:
    for municipality in (HUDDINGE, SILENT):
        page = page_of(wide, municipality, "trygghet")
        for one, row in zip(own_indexes(model_index(wide, FIVE), municipality), page.rows, strict=True):
            strips = (*row.strips, *(row.opened.strips if row.opened else ()))
            for strip in strips:
                assert len(dots_in(strip)) + (strip.mine is not None) == len(one.country.indexes)
                assert all(0 < x < strip.width and 0 < y < strip.height for x, y in dots_in(strip))


def test_a_dot_lies_where_its_index_is(wide: Figures) -> None:
    one = next(o for o in own_indexes(model_index(wide, FIVE), HUDDINGE) if o.country.perspective.id == "trygghet")
    strip = strip_of(one, Seen(HUDDINGE, "Huddinge", {}), WIDE)
    left, right = strip.bands[0][0], strip.bands[-1][0] + strip.bands[-1][1]
    expected = [left + index / 100 * (right - left) for m, index in one.country.indexes if m != HUDDINGE]
    assert [x for x, _ in dots_in(strip)] == pytest.approx(expected, abs=0.06)
    assert strip.mine
    assert strip.mine.at[0] == pytest.approx(left + one.index / 100 * (right - left), abs=0.06)
    limits = [left + x / 100 * (right - left) for x in (one.country.worst_to, one.country.best_from)]
    assert list(strip.limits) == pytest.approx(limits, abs=0.06)


def test_the_group_is_drawn_stronger_and_named_but_nobody_else_is(wide: Figures) -> None:
    page = page_of(wide)
    members = set(FULL) - {HUDDINGE}
    one = next(o for o in own_indexes(model_index(wide, FIVE), HUDDINGE) if o.country.perspective.id == "trygghet")
    assert page.group_name == "Södertörn"
    for strip in row_of(page, "trygghet").strips:
        expected = {f"{WHOLE_COUNTRY[m]}: {math.floor(x + 0.5)}": x for m, x in one.country.indexes if m in members}
        assert [member.title for member in strip.group] == sorted(expected)
        left, right = strip.bands[0][0], strip.bands[-1][0] + strip.bands[-1][1]
        assert [member.at[0] for member in strip.group] == pytest.approx(
            [left + expected[member.title] / 100 * (right - left) for member in strip.group], abs=0.06
        )
    root = drawn(wide, Choices(HUDDINGE, perspective="trygghet"))
    shown = root.one("ul", "nk-index-list")
    named = {title.text.split(":")[0] for title in shown.all("title")}
    assert named == {WHOLE_COUNTRY[m] for m in members}
    words = " ".join([shown.text, *(e.attributes.get("aria-label", "") for e in shown.all())])
    known = {"Huddinge", *named}
    assert not [name for name in WHOLE_COUNTRY.values() if name not in known and name in words]


def test_the_groups_indexes_stand_in_a_table_own_first_and_nobody_ranked(wide: Figures) -> None:
    group = f"{BOTKYRKA}.{SILENT}.2062.0120"
    root = drawn(wide, Choices(HUDDINGE, group=group))
    head, *rows = root.one("details", "nk-details").all("table")[1].all("tr")
    assert [th.text for th in head.all("th")][1:] == [row.name for row in page_of(wide).rows]
    assert [row.one("th").text for row in rows] == ["Huddinge", "Botkyrka", "Mora", "Värmdö", "Zonby 13"]
    for row, municipality in zip(rows, (HUDDINGE, BOTKYRKA, "2062", "0120", SILENT), strict=True):
        for cell, one in zip(row.all("td"), own_indexes(model_index(wide, FIVE), municipality), strict=True):
            if not one.has_index:
                assert cell.text == "–"
            else:
                assert float(cell.text.replace(",", ".")) == pytest.approx(one.index, abs=0.051)
    assert len(drawn(wide, Choices(HUDDINGE, group=HUDDINGE)).one("details", "nk-details").all("table")) == 1


def test_the_rows_can_be_saved_as_one_picture_with_a_caption_each(wide: Figures) -> None:
    page, root = page_of(wide), drawn(wide, Choices(HUDDINGE, perspective="effektivitet"))
    whole = root.one("section", "nk-figure")
    assert whole.all("h2")[0].text == "Resultatindex för Huddinge i varje perspektiv"
    assert "den stora är Huddinge" in whole.all("p", "nk-sub")[0].text
    assert {button.attributes["data-save"] for button in whole.inside[-1].all("button")} == {"png", "svg"}
    captions = [svg.attributes["data-caption"] for svg in whole.all("svg", "only-wide")]
    assert captions == [
        f"{row.name}: {row.index}, {row.band}" if row.mark else f"{row.name}: ingen data" for row in page.rows
    ]
    own_figure = root.one("figure")
    assert own_figure.one("svg", "only-wide").attributes["viewbox"].split()[2] == str(WIDE)
    assert own_figure.all("button")


def test_the_reader_chooses_the_group(wide: Figures) -> None:
    page = index_page(wide, Choices(HUDDINGE, group=f"{BOTKYRKA}.{HUDDINGE}"))
    assert page.group_name == "Eget urval"
    assert [len(strip.group) for strip in row_of(page, "trygghet").strips] == [1, 1]
    alone = index_page(wide, Choices(HUDDINGE, group=HUDDINGE))
    assert alone.group_name == ""


@given(
    worst=st.floats(0, 100),
    best=st.floats(0, 100),
    mine=st.floats(0, 100),
    width=st.sampled_from([DETAIL_WIDE, DETAIL_NARROW]),
)
def test_words_in_the_drawing_stay_inside_and_apart(worst: float, best: float, mine: float, width: int) -> None:
    worst, best = sorted((worst, best))
    catalogue = small_catalogue()
    counted = (Counted(catalogue.indicators[0], 2023, 200),)
    country = Country(catalogue.perspectives[0], counted, (), (("a", worst), ("b", best)), worst, worst, best)
    own = PerspectiveIndex(country, (), index=mine, band=Standing.MIDDLE)
    labels = detail_of(own, Seen("x", "Huddinge", {}), width).labels
    spans = {label.kind: _span(label) for label in labels if label.kind != "end"}
    assert set(spans) == {"worst", "best", "own"}
    assert all(start >= 0 and end <= width for start, end in spans.values())
    assert spans["worst"][1] + 8 <= spans["best"][0]


def _span(label: Label) -> tuple[float, float]:
    """From where to where the words reach; a letter of 13 px takes some 6."""
    width = len(label.words) * 6.2
    start = label.at[0] - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return start, start + width


_COUNTS = st.integers(0, 1) | st.integers(0, 300)


@given(_COUNTS, _COUNTS, _COUNTS)
def test_ties_are_neither_better_nor_worse(better: int, worse: int, equal: int) -> None:
    n = better + worse + equal + 1
    placed = Placed(Counted(small_catalogue().indicators[0], 2023, n), 1.0, 50.0, better, worse, equal)
    words = plain(place_words(placed))
    if percent := re.fullmatch(r"bättre än (\d+) % av kommunerna", words):
        assert better
        assert worse
        assert 1 <= int(percent[1]) <= 99
        assert abs(int(percent[1]) - 100 * worse / (n - 1)) <= 1
    else:
        assert (
            words
            == {
                (True, True): "alla kommuner har samma värde",
                (True, False): "ingen kommun ligger sämre",
                (False, True): "ingen kommun ligger bättre",
            }[worse == 0, better == 0]
        )
    assert bool(tie_words(placed)) is (equal > 0 and better + worse > 0)
