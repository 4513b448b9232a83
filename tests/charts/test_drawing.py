"""What all files are drawn by: measures, the signals' shapes, and where a chart's parts go."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import looks
from core.charts.chart_plan import ChartPlan
from core.charts.printed import PRINT, drawable
from core.charts.scales import Box, runs, spread
from core.charts.screen_fonts import SCREEN
from core.charts.symbol_shapes import CURRENT, Ellipse, Outline, Rectangle, symbol_shapes
from core.charts.text_fit import Fonts, Type, opening, plain, shortened, width, wrapped
from core.documents.deck import Deck
from core.features.decks.slide_parts import Part, RulePart, SignalPart
from core.features.decks.slide_plan import drawn_slide
from core.web.assets import stylesheet
from tests.features.decks.export_decks import GAPS, LARGE, ONE, SELDOM, WAITING, extreme_decks, plain_deck

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SYMBOLS = ASSETS / "symbols.svg"
LETTERS = Type(PRINT, 18)
TEXTS = st.text(st.sampled_from("abc MWåäö-–.;,\xa0 "), max_size=120).map(plain)


def test_every_signal_on_the_screen_has_its_shapes_here() -> None:
    names = re.findall(r'<symbol id="((?:face|arrow|square|mark)-[^"]+)"', SYMBOLS.read_text(encoding="utf-8"))
    assert len(names) == 15
    assert all(symbol_shapes(name) for name in names)
    assert symbol_shapes("") == symbol_shapes("no-such") == ()


def test_shapes_lie_within_their_square() -> None:
    for name in re.findall(r'<symbol id="((?:face|arrow|square|mark)-[^"]+)"', SYMBOLS.read_text(encoding="utf-8")):
        for shape in symbol_shapes(name):
            match shape:
                case Ellipse():
                    assert all(shape.radius <= at <= 1 - shape.radius for at in shape.middle)
                case Rectangle():
                    assert max(shape.corner) + max(shape.width, shape.height) <= 1
                case Outline():
                    assert all(0 <= at <= 1 for _, points in shape.steps for point in points for at in point)


def test_an_arrow_has_its_tone_and_points_where_it_should() -> None:
    (up,), (down,), (level,) = (symbol_shapes(f"arrow-{way}") for way in ("up", "down", "level"))
    assert all(isinstance(one, Outline) and one.pen.stroke == CURRENT for one in (up, down, level))
    ends = [(one.steps[0][1][0], one.steps[1][1][0]) for one in (up, down, level) if isinstance(one, Outline)]
    assert [end[1] < begin[1] for begin, end in ends] == [True, False, False]
    assert ends[2][0][1] == ends[2][1][1]


def test_colours_are_those_of_the_screen() -> None:
    styles = stylesheet().lower()
    used = {look.colour for look in looks.LINES.values()} | set(looks.TONES.values()) | {looks.AIM, looks.AIM_TEXT}
    used |= {tint.fill for tint in looks.TINTS.values()} | {looks.TEXT, looks.QUIET, looks.LINE, looks.ACCENT}
    assert [colour for colour in used if f"#{colour}" not in styles] == []


@given(TEXTS, st.floats(30, 400))
def test_lines_hold_the_whole_text_and_are_never_wider_than_the_room(text: str, room: float) -> None:
    lines = wrapped(text, LETTERS, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, LETTERS) <= room or len(line) == 1 for line in lines)


@given(TEXTS, st.floats(60, 400), st.integers(1, 4))
def test_a_shortened_text_takes_the_lines_it_may(text: str, room: float, most: int) -> None:
    for short in (shortened(text, LETTERS, room, most), opening(text, LETTERS, room, most)):
        assert len(wrapped(short, LETTERS, room)) <= most


def test_a_beginning_is_whole_sentences_where_there_is_room() -> None:
    said = "226 av 275 är bättre; 13 dagar till gränsen. Jämfört med andra."
    assert opening(said, LETTERS, 2000, 1) == said
    assert opening(said, LETTERS, width("226 av 275 är bättre; 13", LETTERS), 1) == "226 av 275 är bättre"


def test_names_are_broken_after_their_hyphens() -> None:
    assert wrapped("Upplands-Bro", Type(PRINT, 10), 50) == ["Upplands-", "Bro"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A\u030a\u00e5", "Åå"),
        ("1\u202f000 → שלום", "1\u202f000 → שלום"),
        ("a\x00\x07b\nc", "ab c"),
        ("漢字🎉 👨\u200d👩 \u26a0\ufe0f bra", "[kinesiska tecken][emoji] bra"),
        ("سلام عليكم, هلا", "[arabisk text], [arabisk text]"),
        ("นะ ₿", "[text med andra bokstäver] [tecken]"),
        ("✓ 𝗙𝗲𝘁𝘁 ➔", "[bock] Fett →"),
        ("a\u202eb", "ab"),
    ],
)
def test_what_the_font_lacks_is_told_in_words_and_once(text: str, shown: str) -> None:
    assert drawable(text) == shown


@pytest.mark.parametrize("chart", [WAITING, GAPS, SELDOM, LARGE, ONE])
@pytest.mark.parametrize(("wide", "high", "size"), [(716, 406, 18), (716, 180, 18), (483, 178, 8.5)])
def test_labels_keep_apart_and_inside_the_chart(chart: object, wide: float, high: float, size: float) -> None:
    plan = ChartPlan(chart, wide, high, PRINT, size)  # type: ignore[arg-type]
    heights = sorted(label.y for label in plan.labels)
    assert all(after - before >= size * 1.29 for before, after in pairwise(heights))
    assert heights[-1] <= plan.bottom + 0.1
    assert all(plan.right + 14 + width(label.text, Type(PRINT, size)) <= wide for label in plan.labels)
    assert 0 < plan.left < plan.right < wide


def test_a_long_name_gives_way_and_never_the_value() -> None:
    named = WAITING.series[1].model_copy(update={"name": "Kommuner i Stockholms län med liknande åldersfördelning"})
    plan = ChartPlan(WAITING.model_copy(update={"series": (named,)}), 400, 300, PRINT, 18)
    assert plan.labels[0].text.endswith("… 45")


def test_a_line_that_ends_early_says_when() -> None:
    plan = ChartPlan(GAPS, 716, 400, PRINT, 18)
    assert [label.text for label in plan.labels if label.key == "county"] == ["Länet (medel av 26) 1,3 (2021)"]


def test_the_last_year_is_always_named() -> None:
    for chart in (WAITING, GAPS, SELDOM, LARGE, ONE):
        plan = ChartPlan(chart, 500, 300, PRINT, 18)
        assert plan.named_years[-1][1] == str(plan.years[-1])
        first = min(year for line in plan.series for year, _ in line.points)
        assert plan.years[0] == min(first, *(aim.year for aim in plan.aims), first)


def boxes(part: Part) -> list[Box]:
    """Where PART lies; a bar lies behind what it marks."""
    if isinstance(part, SignalPart):
        return [*([part.symbol.box] if part.symbol else []), part.text.box]
    return [] if isinstance(part, RulePart) else [part.box]


@pytest.mark.parametrize("fonts", [PRINT, SCREEN])
@pytest.mark.parametrize("deck", [plain_deck(), plain_deck(is_example=True), *extreme_decks()])
def test_nothing_on_a_slide_lies_over_anything_else(deck: Deck, fonts: Fonts) -> None:
    for n in range(1, len(deck.slides) + 1):
        for a, b in combinations([box for part in drawn_slide(deck, n, fonts).parts for box in boxes(part)], 2):
            apart = a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y + 0.1 or b.y + b.h <= a.y + 0.1
            assert apart, (deck.slides[n - 1].id, a, b)


@given(st.lists(st.integers(1990, 2030), unique=True).map(sorted), st.sampled_from((1, 2, 4)))
def test_a_line_is_broken_just_where_years_are_missing(years: list[int], step: int) -> None:
    points = [(year, 1.0) for year in years]
    parts = runs(points, step)
    assert [point for part in parts for point in part] == points
    assert all(after[0] - before[0] <= step for part in parts for before, after in pairwise(part))
    assert all(after[0][0] - before[-1][0] > step for before, after in pairwise(parts))


@given(st.lists(st.floats(0, 400), max_size=5), st.floats(5, 40))
def test_labels_are_spread_in_their_order(places: list[float], least: float) -> None:
    moved = spread(places, least)
    order = sorted(range(len(places)), key=places.__getitem__)
    assert all(moved[after] - moved[before] >= least - 1e-6 for before, after in pairwise(order))


def test_the_app_starts_without_the_libraries() -> None:
    asked = "import sys\n"
    asked += "from core.features.decks import presentations\n"
    asked += "from core.features.reports import report, report_fill\n"
    asked += "print([n for n in ('pptx', 'typst', 'docx', 'PIL.ImageFont') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
