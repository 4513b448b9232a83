"""Goda exempel as the template draws it: the three of the day first, then by area and indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.catalogue import Area
from core.outcomes.examples import FoundExample, examples_of
from core.outcomes.figures import Figures
from core.outcomes.measures import change_words, years_words
from core.outcomes.year import owner_of
from core.web.choices import EXAMPLES, INDICATOR, LEARN, MEASURE, Choices, link
from core.web.effect_view import EffectView, effect_view
from core.web.menus import area_menu, around
from core.web.render import render
from core.words.formats import count_word, filled_lines, first_upper
from core.year.models import DaysExample
from core.year.planning import MOST_OF_THE_DAY


@dataclass(frozen=True)
class AskedExamples:
    """CHOICES in a year, and whether who asks MAY_PICK those of the day."""

    choices: Choices
    year: int
    may_pick: bool = False


@dataclass(frozen=True)
class ExampleView:
    """An example: where, what was done (paragraphs), the figure before and after, and whom to ask (a function)."""

    municipality: str
    measure: str
    place: str
    title: str
    text: tuple[str, ...]
    indicator: str
    to_indicator: str
    to_measure: str
    change: str
    effect: EffectView
    contact: str
    is_picked: bool


def examples_html(figures: Figures, asked: AskedExamples) -> str:
    """The page for everybody, with buttons for who may pick."""
    choices = asked.choices
    picked = figures.year_of(owner_of(figures)).picked(asked.year)
    by_area = [(area, list(_of_area(figures, area, choices, picked))) for area in figures.catalogue.areas]
    every = [one for _, found in by_area for one in found]
    shown = [(area.name, found) for area, found in by_area if found and choices.area in (None, area.id)]
    day = [
        one for pick in picked for one in every if (one.municipality, one.measure) == (pick.municipality, pick.measure)
    ]
    count = sum(len(found) for _, found in shown)
    return render(
        "good_examples.html",
        title=f"{_count(count)} att lära av" if count else "Inga goda exempel än",
        day=day,
        year=asked.year,
        areas=shown,
        menu_areas=area_menu(figures, choices, EXAMPLES),
        may_pick=asked.may_pick,
        is_full=len(day) >= MOST_OF_THE_DAY,
        municipality=choices.choice.municipality,
        area=choices.area or "",
        learn=link(LEARN, choices),
        **around(figures, choices, EXAMPLES),
    )


def _count(count: int) -> str:
    return "Ett gott exempel" if count == 1 else f"{first_upper(count_word(count))} goda exempel"


def _of_area(figures: Figures, area: Area, choices: Choices, picked: Sequence[DaysExample]) -> Iterator[ExampleView]:
    for indicator in figures.catalogue.indicators:
        if indicator.area == area.id:
            for one in examples_of(figures, indicator.kpi):
                yield _view(one, indicator.name, indicator.unit, indicator.decimals, choices, picked)


def _view(  # noqa: PLR0917 - what a line has
    one: FoundExample, name: str, unit: str, decimals: int, choices: Choices, picked: Sequence[DaysExample]
) -> ExampleView:
    measure, effect = one.of.measure, one.of.effect
    change = f"{change_words(effect, decimals)} {unit} ({years_words(effect)})" if effect.after else ""
    there = Choices(one.municipality)
    return ExampleView(
        one.municipality,
        measure.id,
        one.name,
        one.example.title,
        filled_lines(one.example.text),
        name,
        link(INDICATOR, choices, kpi=measure.kpi),
        link(MEASURE, there, measure=measure.id),
        change,
        effect_view(effect, decimals),
        one.example.contact,
        DaysExample(one.municipality, measure.id) in picked,
    )
