"""Jämför as the templates draw it: municipalities beside each other as a matrix, small charts or a map."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.catalogue import Indicator
from core.features.compare.map_view import MapView, extent, map_view
from core.features.compare.matrix import Scope
from core.features.compare.matrix_view import MatrixView, matrix_view
from core.features.compare.panels_view import PanelsView, panels_view
from core.outcomes.figures import Figures
from core.outcomes.groups import ComparisonGroup, comparison_group
from core.web.choices import COMPARE, Choices, View, explore_link, link
from core.web.menus import Menu, Option, area_menu, around, gender_menu, group_menu, options, year_menu
from core.web.render import render

VIEW_WORDS = {View.TABLE: "Tabell", View.PANELS: "Små diagram", View.MAP: "Karta"}
_FIRST_IN_ALL = "De viktigaste i alla"


@dataclass(frozen=True)
class Comparison:
    """The whole page; one of ``table``, ``panels`` and ``map`` is drawn."""

    title: str
    subtitle: str
    views: Menu
    menus: tuple[Menu, ...]
    empty: str
    table: MatrixView | None
    panels: PanelsView | None
    map: MapView | None


def compare_html(figures: Figures, choices: Choices) -> str:
    """The page for CHOICES, which has a municipality."""
    page, here = comparison(figures, choices), around(figures, choices, COMPARE)
    return render("compare.html", page=page, explore=_explored(figures, choices), **here)


def _explored(figures: Figures, choices: Choices) -> str:
    """The address of what is compared in Utforska: the first of several indicators."""
    drawn = one_indicator(figures, choices).indicators
    form = {View.TABLE: {"diagram": "staplar"}, View.MAP: {"diagram": "karta"}}.get(choices.view, {})
    return explore_link(choices, drawn[0].kpi if drawn else None, **form)


def scope_of(figures: Figures, choices: Choices) -> Scope:
    """What CHOICES compares: the area's indicators, or of all areas those shown first."""
    kpis = [i for i in figures.catalogue.indicators if _in_scope(i, choices)]
    return Scope(choices.choice.municipality, _group(figures, choices), tuple(kpis), choices.gender, choices.year)


def _in_scope(indicator: Indicator, choices: Choices) -> bool:
    return indicator.area == choices.area if choices.area else indicator.prominence == 1


def _group(figures: Figures, choices: Choices) -> ComparisonGroup:
    kind = figures.catalogue.area_by_id[choices.area].similar if choices.area else "övergripande"
    return comparison_group(figures, choices.choice.municipality, choices.group, kind=kind)


def comparison(figures: Figures, choices: Choices) -> Comparison:
    """The comparison that CHOICES asks for."""
    scope = scope_of(figures, choices)
    area = figures.catalogue.area_by_id[choices.area].name if choices.area else "de viktigaste indikatorerna"
    own = figures.snapshot.municipalities[scope.own]
    views = tuple(Option(w, link(COMPARE, choices, view=view), view is choices.view) for view, w in VIEW_WORDS.items())
    menus = _menus(figures, choices, scope)
    is_empty = not scope.indicators
    return Comparison(
        title=f"Jämför: {area}",
        subtitle=_subtitle(own, scope.group, choices),
        views=Menu("Visa som", views),
        menus=menus,
        empty=_empty(scope, own),
        table=matrix_view(figures, choices, scope) if choices.view is View.TABLE and not is_empty else None,
        panels=panels_view(figures, choices, one_indicator(figures, choices)) if choices.view is View.PANELS else None,
        map=map_view(figures, choices, map_scope(figures, choices)) if choices.view is View.MAP else None,
    )


def _empty(scope: Scope, own: str) -> str:
    """Why there is nothing to compare; empty when there is something."""
    if not scope.indicators:
        return "Området har inga indikatorer."
    return "" if scope.group.members else f"Det finns ingen sådan grupp för {own}."


def one_indicator(figures: Figures, choices: Choices) -> Scope:
    """What the small charts show: the indicator in the address, else the first that has values.

    Without any where the area has no indicators.
    """
    scope = scope_of(figures, choices)
    if choices.kpi:
        return replace(scope, indicators=(figures.catalogue.by_kpi[choices.kpi],))
    known = set(figures.snapshot.kpi_years["kpi"])
    return replace(scope, indicators=tuple(sorted(scope.indicators, key=lambda i: i.kpi not in known)[:1]))


def map_scope(figures: Figures, choices: Choices) -> Scope:
    """What the map shows: one indicator, the county's municipalities or the country's."""
    return replace(one_indicator(figures, choices), group=extent(figures, choices))


def _subtitle(own: str, group: ComparisonGroup, choices: Choices) -> str:
    if choices.view is View.MAP:
        return f"{own} och alla kommuner {'i landet' if choices.whole_country else 'i länet'}"
    return group.name if group.has_own else f"{own} och {group.name_within}"


def _menus(figures: Figures, choices: Choices, scope: Scope) -> tuple[Menu, ...]:
    area = area_menu(figures, replace(choices, kpi=None), COMPARE, everything=_FIRST_IN_ALL)
    # The overview shows a newer value too, of a year that few have reported: here each can be compared.
    year = year_menu(figures, choices, COMPARE, newest="Senaste klara")
    group, gender = group_menu(figures, choices, COMPARE), gender_menu(choices, COMPARE)
    if choices.view is View.TABLE:
        return (area, group, gender, year)
    drawn = one_indicator(figures, choices).indicators
    shown = {i.kpi: i.name for i in (*drawn, *scope.indicators)}
    present = replace(choices, kpi=drawn[0].kpi if drawn else None)
    which = Menu("Indikator", options(COMPARE, present, "kpi", list(shown.items())))
    if choices.view is View.PANELS:
        return (area, which, group, gender, year)
    extent = Menu("Utsnitt", options(COMPARE, choices, "whole_country", [(False, "Länet"), (True, "Hela landet")]))
    return (area, which, extent, gender, year)
