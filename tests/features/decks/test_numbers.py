"""A title that somebody has written with a number that its slide lacks is found before it is frozen."""

from __future__ import annotations

from datetime import date

import pytest

from core.charts.description import Dot, DotChart
from core.documents.deck import Deck, Glance, GlanceCell, GlanceRow, Signal, Slide, Story, Title
from core.features.decks.numbers import strange_numbers

CHART = DotChart(
    unit="%",
    decimals=1,
    year=2024,
    dots=(Dot(key="own", name="Salem", value=79.5), Dot(key="other", name="Tyresö", value=87.36)),
    low=0,
    high=100,
    rules=(0, 50, 100),
)
STORY = Story(
    kpi="N1",
    municipality="0128",
    name="Salem",
    outcome="79,5 %",
    year="2024",
    change="−7,9 procentenheter 2021–2024",
    chart=CHART,
    signals=(Signal(symbol="", tone="bad", words="Sämsta 25 %", sentence="261 av de 285 andra är bättre."),),
    comment="Vi byter 12 500 fönster.",
)
TABLE = Glance(
    columns=("Salem", "Tyresö"),
    rows=(
        GlanceRow(kpi="N1", name="Elever", unit="% · 2024", cells=(GlanceCell(value="138 420", year="", square=None),)),
    ),
)


def strange(title: str, content: Story | Glance | Title = STORY, automatic: str = "Skola") -> list[str]:
    slide = Slide(id="s", title=title, automatic=automatic, content=content)
    deck = Deck(area="a", name="A", event="", figures_on=date(2026, 10, 1), is_frozen=False, slides=(slide,))
    return [number for _, numbers in strange_numbers(deck) for number in numbers]


@pytest.mark.parametrize(
    "title",
    [
        "Salem tappar 7,9 till 79,5 % sedan 2021",
        "Salem ned mot 80 procent, Tyresö har 87,4",
        "261 av 285 är bättre, bland de sämsta 25 %",
        "Vi byter 12 500 fönster",
        "Båda 2 faller",
        "Inget tal alls",
    ],
)
def test_what_the_slide_says_or_draws_may_stand_in_its_title(title: str) -> None:
    assert strange(title) == []


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Salem har 85 % av 79,5", ["85"]),
        ("Från 79,4 till 1 250", ["79,4", "1 250"]),
        ("Sedan 2019 har 12 500 bytts", ["2019"]),
    ],
)
def test_what_it_does_not_is_named(title: str, numbers: list[str]) -> None:
    assert strange(title) == numbers


def test_the_table_has_the_figures_of_its_cells() -> None:
    assert strange("138 420 elever i 2 kommuner 2024", TABLE) == []
    assert strange("138 421 elever", TABLE) == ["138 421"]


def test_only_what_somebody_has_written_of_figures_is_asked_about() -> None:
    assert strange("Skola 85", automatic="Skola 85") == []
    assert strange("Konferensen 85", Title()) == []
