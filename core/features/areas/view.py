"""Områden as the templates draw it: all areas, or one with its findings, indicators and news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.catalogue import Area, Catalogue
from core.charts.row_view import RowView, row_view
from core.outcomes.area_findings import News, area_findings, area_news, news_words
from core.outcomes.figures import Figures
from core.outcomes.lists import Show, in_order, listed
from core.outcomes.references import Reference
from core.outcomes.told import told_in
from core.outcomes.units import Unit, UnitFigures, outstanding
from core.signals.constants import SQUARE_LEAST_N
from core.web.choices import (
    AREAS,
    COMPARE,
    DEVIATIONS,
    INDICATOR,
    MEASURES,
    NEWS,
    OVERVIEW,
    PRESENT,
    RESOURCES,
    Choices,
    View,
    link,
)
from core.web.counts import Count, count_of
from core.web.menus import Menu, Option, area_menu, around, gender_menu, reference_menu, year_menu
from core.web.render import render
from core.web.told import ToldWays, told_ways
from core.words.findings import finding_sentence
from core.words.formats import number, with_unit
from core.words.sentences import Row

_COUNTED = {
    Show.BEST: ("bland de bästa 25 %", "good", "mark-best"),
    Show.WORST: ("bland de sämsta 25 %", "bad", "mark-worst"),
    Show.SUCCESSES: ("som går bra", "good", "finding-well"),
    Show.DEVIATIONS: ("att titta närmare på", "bad", "finding-look"),
}
_STANDING_OUT = (Show.BEST, Show.WORST, Show.DEVIATIONS)
_BOTH_SIDES = (Show.DEVIATIONS, Show.SUCCESSES)
_CERTAIN = (
    f"Bara slutliga värden från år som är klara, med minst {SQUARE_LEAST_N} kommuner att jämföra med och utan "
    "metodbyte, räknas."
)
_NOTHING = f"Inget i området sticker ut åt något håll, eller så går det inte att säga säkert. {_CERTAIN}"
_TOO_FEW = (
    "De är för få att jämföra med för att något ska sägas sticka ut: läget står på varje rad. Jämför med landets "
    "kommuner för att se det viktigaste."
)
_UNCERTAIN = f"Inget går att säga säkert. {_CERTAIN} Det som ändå sticker ut står i tabellen."


@dataclass(frozen=True)
class AreaCard:
    """An area in the list of all, with how many of its indicators stand out."""

    name: str
    address: str
    purpose: str
    indicators: int
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class FindingView:
    """A finding: the indicator's name, what its signals say together, and where to see why."""

    name: str
    address: str
    sentence: str
    value: str
    unit: str
    year: str
    is_success: bool


@dataclass(frozen=True)
class AreaPage:
    """One area. ``first_line`` is the first of ``rows`` (its KPI) with a small line: where one begins to walk them.

    ``unsure`` is how many of them have an arrow or a square that could as well be another.
    """

    name: str
    purpose: str
    audience: str
    coordinator: str
    taking_part: str
    menus: tuple[Menu, ...]
    findings: tuple[FindingView, ...]
    nothing_found: str
    counts: tuple[Count, ...]
    rows: tuple[RowView, ...]
    first_line: str
    unsure: int
    has_targets: bool
    reference: Reference
    acted: ToldWays | None
    measures_address: str
    deviations_address: str
    news: tuple[str, ...]
    news_address: str
    units: tuple[Option, ...]
    overview_address: str
    compare_address: str
    map_address: str
    resources_address: str
    deck_address: str
    decks_address: str
    all_address: str


def areas_html(figures: Figures, choices: Choices) -> str:
    """All areas, or the chosen one, for the chosen municipality."""
    if choices.area is None:
        name = figures.snapshot.municipalities[choices.choice.municipality]
        return render(
            "areas.html",
            name=name,
            where=figures.references[choices.reference].where,
            areas=_cards(figures, choices),
            **around(figures, choices, AREAS),
        )
    page = area_page(figures, choices, figures.catalogue.area_by_id[choices.area])
    return render("area.html", page=page, **around(figures, choices, AREAS))


def _cards(figures: Figures, choices: Choices) -> tuple[AreaCard, ...]:
    rows = figures.records(choices.choice)
    return tuple(
        AreaCard(
            name=area.name,
            address=link(AREAS, choices, area=area.id),
            purpose=area.purpose,
            indicators=len(of_area),
            counts=_counts(of_area, choices, area, _STANDING_OUT),
        )
        for area in figures.catalogue.areas
        if (of_area := [row for row in rows if row["area"] == area.id])
    )


def _counts(rows: Sequence[Row], choices: Choices, area: Area, shows: Sequence[Show]) -> tuple[Count, ...]:
    """How many of ROWS, all of AREA, each of SHOWS lists; those without any left out, and those that list the same."""
    mine = replace(choices, area=area.id, kkik=False)
    told: dict[tuple[str, ...], Show] = {}
    for show in shows:
        told.setdefault(tuple(sorted(row["kpi"] for row in listed(rows, show))), show)
    names = {row["kpi"]: row["name"] for row in rows}
    return tuple(
        # One alone is named: there is nothing more to open the list for.
        replace(count, words=f"{count.words}: {names[kpis[0]]}") if len(kpis) == 1 else count
        for kpis, show in told.items()
        if kpis and (count := count_of(rows, mine, show, _COUNTED[show]))
    )


def area_page(figures: Figures, choices: Choices, area: Area) -> AreaPage:
    """The page of AREA."""
    municipality = choices.choice.municipality
    names = figures.snapshot.municipalities
    rows = in_order(figures.records_of(choices.choice, area.id))
    paired = any(figures.catalogue.by_kpi[pair.y].area == area.id for pair in figures.catalogue.pairs)
    reference = figures.references[choices.reference]
    found = area_findings(figures, choices.choice, area.id)
    shown = tuple(
        row_view(
            row,
            link(INDICATOR, choices, kpi=row["kpi"]),
            area.name,
            figures.comments_on(municipality, row["kpi"]),
            gender=choices.gender,
            is_told=True,
        )
        for row in rows
    )
    return AreaPage(
        name=area.name,
        purpose=area.purpose,
        audience=area.audience,
        coordinator=names.get(area.coordinator or "", ""),
        taking_part=_taking_part(figures.catalogue, area),
        menus=(
            area_menu(figures, choices, AREAS, everything="Alla områden"),
            reference_menu(figures, choices, AREAS),
            gender_menu(choices, AREAS),
            year_menu(figures, choices, AREAS),
        ),
        findings=tuple(_finding(row, names[municipality], choices, reference.where) for row in found),
        nothing_found=_nothing_found(rows),
        counts=_counts(rows, choices, area, _BOTH_SIDES),
        rows=shown,
        unsure=sum(row.arrow.is_unsure or row.square.is_unsure for row in shown),
        first_line=next((row.kpi for row in shown if row.arrow.spark), ""),
        has_targets=figures.has_targets(municipality),
        reference=reference,
        acted=told_ways(figures, choices, told_in(figures, municipality, area.id)),
        measures_address=link(MEASURES, choices),
        deviations_address=link(DEVIATIONS, choices),
        news_address=link(NEWS, choices, area=area.id),
        news=tuple(_news_words(news) for news in area_news(figures, municipality, area.id)),
        units=tuple(_unit(figures, choices, *one) for one in outstanding(figures, municipality, area.id)),
        overview_address=link(OVERVIEW, choices),
        compare_address=link(COMPARE, choices),
        map_address=link(COMPARE, choices, view=View.MAP),
        resources_address=link(RESOURCES, choices) if paired else "",
        deck_address=f"{PRESENT}/{area.id}",
        decks_address=PRESENT,
        all_address=link(AREAS, choices, area=None),
    )


def _unit(figures: Figures, choices: Choices, found: UnitFigures, unit: Unit) -> Option:
    """UNIT, which stands out among the municipality's own."""
    indicator = figures.catalogue.by_kpi[found.kpi]
    value = with_unit(number(unit.value, indicator.decimals), indicator.unit)
    middle, count = number(found.own.middle, indicator.decimals), len(found.own.units)
    words = f"{unit.name}: {indicator.name} {value} ({found.year}), mitten av {count} enheter är {middle}"
    return Option(words, f"{link(INDICATOR, choices, kpi=found.kpi)}#enheter", chosen=False)


def _taking_part(catalogue: Catalogue, area: Area) -> str:
    return ", ".join(p.name for p in catalogue.participants if p.is_full or area.id in p.areas)


def _nothing_found(rows: Sequence[Row]) -> str:
    """Why nothing of ROWS is told of."""
    if any(row["standing_n"] > 0 for row in rows) and all(row["standing_n"] < SQUARE_LEAST_N for row in rows):
        return _TOO_FEW
    return _UNCERTAIN if any(row["is_deviation"] or row["is_success"] for row in rows) else _NOTHING


def _finding(row: Row, name: str, choices: Choices, where: str) -> FindingView:
    return FindingView(
        name=row["name"],
        address=link(INDICATOR, choices, kpi=row["kpi"]),
        sentence=finding_sentence(row, name, where),
        value=number(row["value"], row["decimals"]),
        unit=row["unit"],
        year=f"{row['year']:.0f}",
        is_success=bool(row["is_success"]),
    )


def _news_words(news: News) -> str:
    """ "2026-11-20: Meritvärde i åk 9 har fått ett värde för 2024: 217"."""
    return f"{news.seen_on:%Y-%m-%d}: {news_words(news)}."
