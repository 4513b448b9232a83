"""Nytta och resurser as the template draws it: cost against result, every municipality a dot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.catalogue import Pair
from core.features.resources import words
from core.features.resources.rules import Axis, Held, PairFigures, chosen_pair, pair_figures, resources_table
from core.features.resources.scatter import NARROW, WIDE, Scatter, scatter
from core.features.resources.volume_view import views_menu
from core.outcomes.figures import Figures
from core.outcomes.groups import ComparisonGroup, comparison_group
from core.signals import Gender
from core.web.choices import INDICATOR, RESOURCES, Choices, explore_link, link
from core.web.menus import Menu, Option, around, gender_menu, group_menu, year_menu
from core.web.render import render
from core.words.formats import number
from core.words.labels import missing_words


@dataclass(frozen=True)
class Measure:
    """One of the two indicators: what it is, what the municipality has and what the median is."""

    name: str
    unit: str
    year: str
    address: str
    value: str
    said: str
    median: str


@dataclass(frozen=True)
class TableRow:
    """A municipality, or the medians, in the table: each cell is (figure, small words under it)."""

    name: str
    is_own: bool
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PairView:
    """The diagram and all that is said about it. ``warnings`` stand over it, ``notes`` under it."""

    headline: str
    finding: str
    subtitle: str
    drawings: tuple[Scatter, ...]
    legend: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    earlier: Option | None
    measures: tuple[Measure, ...]
    how_to_read: tuple[str, ...]
    cautions: tuple[tuple[str, str], ...]
    table_title: str
    explore: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class ResourcesPage:
    """The whole page. Without ``view``, ``empty`` says why and ``offers`` lead to what there is."""

    subtitle: str
    views: Menu
    menus: tuple[Menu, ...]
    view: PairView | None
    empty: str
    offers: tuple[Option, ...]


def resources_html(figures: Figures, choices: Choices) -> str:
    """The page for CHOICES, which has a municipality."""
    page = resources_page(figures, choices)
    said = {"no_cause": words.NO_CAUSE, "efficiency": words.EFFICIENCY}
    return render("resources.html", page=page, **said, **around(figures, choices, RESOURCES))


def resources_page(figures: Figures, choices: Choices) -> ResourcesPage:
    """The page's content."""
    pair = chosen_pair(figures.catalogue, choices.pair, choices.area)
    if pair is None:
        return _without_pair(figures, choices)
    found, group = _found(figures, choices, pair), _group(figures, choices, pair)
    area = figures.catalogue.area_by_id[found.y.indicator.area].name
    view = _view(figures, choices, found, group) if found.dots else None
    return ResourcesPage(
        subtitle=f"{area}: insatta resurser och resultat, en prick för varje kommun",
        views=views_menu(figures, choices),
        menus=(
            _pair_menu(figures, choices, pair),
            group_menu(figures, choices, RESOURCES),
            gender_menu(choices, RESOURCES),
            year_menu(figures, choices, RESOURCES),
        ),
        view=view,
        empty="" if view else _without_dots(found, choices),
        offers=() if view else _offers(figures, choices),
    )


def resources_download(figures: Figures, choices: Choices) -> pd.DataFrame:
    """The page's figures as a file; without rows where the area has no pair."""
    pair = chosen_pair(figures.catalogue, choices.pair, choices.area)
    if pair is None:
        return pd.DataFrame(columns=["Kommunkod", "Kommun"])
    return resources_table(figures, _found(figures, choices, pair), _group(figures, choices, pair).members)


def _found(figures: Figures, choices: Choices, pair: Pair) -> PairFigures:
    choice = choices.choice
    return pair_figures(figures, pair, choice.municipality, gender=choice.gender, year=choice.year)


def _group(figures: Figures, choices: Choices, pair: Pair) -> ComparisonGroup:
    area = figures.catalogue.area_by_id[figures.catalogue.by_kpi[pair.y].area]
    return comparison_group(figures, choices.choice.municipality, choices.group, kind=area.similar)


def _pair_menu(figures: Figures, choices: Choices, chosen: Pair) -> Menu:
    catalogue = figures.catalogue
    options = []
    for area in catalogue.areas:
        for pair in (p for p in catalogue.pairs if catalogue.by_kpi[p.y].area == area.id):
            said = words.pair_words(area.name, catalogue.by_kpi[pair.x], catalogue.by_kpi[pair.y])
            options.append(Option(said, link(RESOURCES, choices, pair=pair.id, area=area.id), pair == chosen))
    return Menu("Jämförelse", tuple(options))


def _without_pair(figures: Figures, choices: Choices) -> ResourcesPage:
    """The area has no pair: say so, and offer those that have."""
    name = f" för {figures.catalogue.area_by_id[choices.area].name}" if choices.area else ""
    empty = f"Det finns inget par av resurs och resultat{name} än."
    subtitle = "Insatta resurser och resultat, en prick för varje kommun"
    views = views_menu(figures, choices)
    return ResourcesPage(subtitle, views, (), None, empty, _areas_with_pairs(figures, choices))


def _areas_with_pairs(figures: Figures, choices: Choices) -> tuple[Option, ...]:
    catalogue = figures.catalogue
    having = {catalogue.by_kpi[pair.y].area for pair in catalogue.pairs}
    return tuple(
        Option(area.name, link(RESOURCES, choices, area=area.id, pair=None), chosen=False)
        for area in catalogue.areas
        if area.id in having
    )


def _without_dots(found: PairFigures, choices: Choices) -> str:
    until = f" till och med {choices.year}" if choices.year else ""
    x, y = (words.quoted(axis.indicator) for axis in found.axes)
    return f"Ingen kommun har värden{until} för både {x} och {y}."


def _offers(figures: Figures, choices: Choices) -> tuple[Option, ...]:
    """What may have figures where these choices have none."""
    if choices.year is not None:
        return (Option("Visa senaste året", link(RESOURCES, choices, year=None), chosen=False),)
    if choices.gender is not Gender.TOTAL:
        return (Option("Visa totalt", link(RESOURCES, choices, gender=Gender.TOTAL), chosen=False),)
    return _areas_with_pairs(figures, choices)


def _view(figures: Figures, choices: Choices, found: PairFigures, group: ComparisonGroup) -> PairView:
    names = figures.snapshot.municipalities
    name = names[found.municipality]
    others = [m for m in group.members if m != found.municipality]
    drawn = (scatter(found, set(others), names, width=width) for width in (WIDE, NARROW))
    drawings = tuple(drawing for drawing in drawn if drawing)
    return PairView(
        headline=words.headline(found, name),
        finding=words.finding(found, name),
        subtitle=words.subtitle(found),
        drawings=drawings,
        legend=_legend(name, group, has_own=found.own is not None, has_others=bool(others)),
        warnings=tuple(filter(None, (words.own_missing(found, name), words.different_years(found)))),
        notes=_notes(found, name, group, {m: names[m] for m in others}),
        earlier=_earlier(found, choices, name),
        measures=tuple(_measure(axis, axis.held[found.municipality], choices) for axis in found.axes),
        how_to_read=words.how_to_read(found),
        cautions=words.cautions(found),
        table_title=f"Siffrorna: {name}{f' och andra {group.where}' if others else ''}",
        explore=explore_link(choices, found.y.indicator.kpi, diagram="punkter", mot=found.x.indicator.kpi),
        rows=_table_rows(found, {code: names[code] for code in (found.municipality, *others)}),
    )


def _earlier(found: PairFigures, choices: Choices, name: str) -> Option | None:
    """The way to a year in which the municipality is in the diagram."""
    if found.own_year is None:
        return None
    said = f"Visa {found.own_year}, då {name} har båda värdena"
    return Option(said, link(RESOURCES, choices, year=found.own_year), chosen=False)


def _legend(name: str, group: ComparisonGroup, *, has_own: bool, has_others: bool) -> tuple[tuple[str, str], ...]:
    """What the three kinds of dots are: (class, words)."""
    own = [("own", name)] if has_own else []
    others = [("group", f"andra {group.where}")] if has_others else []
    return (*own, *others, ("quiet", "övriga kommuner"))


def _notes(found: PairFigures, name: str, group: ComparisonGroup, others: Mapping[str, str]) -> tuple[str, ...]:
    notes = [words.older_year(found), words.gender_note(found)]
    if not group.members:
        notes.append(f"Det finns ingen sådan grupp för {name}. Välj en annan i menyn Grupp.")
    notes += [words.others_missing(axis, others) for axis in found.axes]
    return tuple(filter(None, notes))


def _measure(axis: Axis, own: Held, choices: Choices) -> Measure:
    indicator = axis.indicator
    return Measure(
        name=indicator.name,
        unit=indicator.unit,
        year=str(axis.year or ""),
        address=link(INDICATOR, choices, kpi=indicator.kpi),
        value=_cell(axis, own) if own.value is None else words.amount(own.value, indicator),
        said="" if own.value is None else words.own_words(indicator, own.value),
        median=words.amount(axis.median, indicator),
    )


def _table_rows(found: PairFigures, shown: Mapping[str, str]) -> tuple[TableRow, ...]:
    """The municipalities SHOWN (names by id), then the medians."""
    rows = [
        TableRow(name, code == found.municipality, tuple((_cell(axis, axis.held[code]), "") for axis in found.axes))
        for code, name in shown.items()
    ]
    medians = tuple(
        (number(axis.median, axis.indicator.decimals), words.counted(len(axis.values))) for axis in found.axes
    )
    return (*rows, TableRow("Median", is_own=False, cells=medians))


def _cell(axis: Axis, held: Held) -> str:
    """A value as it stands in the table, or why there is none."""
    if held.value is None:
        return missing_words(held.status)
    value = number(held.value, axis.indicator.decimals)
    return f"{value} (prel.)" if held.is_preliminary else value
