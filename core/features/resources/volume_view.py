"""Volym och kostnad as the template draws it: three charts of indices, what a change is made of, and the figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from core.charts.charts import Drawn, drawn, hovered
from core.charts.description import LineChart, Series, chart_words
from core.charts.scales import rules_of
from core.features.resources import volume_words as words
from core.features.resources.split_bars import SplitBars, split_bars
from core.features.resources.volume_rows import OTHERS, year_rows
from core.features.resources.volumes import (
    LEAST_YEARS,
    VolumeFigures,
    missing_kpis,
    volume_figures,
    volumes_table,
)
from core.outcomes.figures import Figures
from core.outcomes.groups import ComparisonGroup, comparison_group
from core.signals.volumes import PARTS, part_means
from core.web.choices import RESOURCES, Choices, Prices, link
from core.web.menus import Menu, Option, around, group_menu, options, year_menu
from core.web.render import render
from core.words.formats import first_lower, spans

# A chart of the three, in its own units; two fit beside each other on a tablet, and one on a phone.
_WIDE, _HIGH, _SIZE = 358, 230, 13.0
_BARS_WIDE = 358


@dataclass(frozen=True)
class PartChart:
    """One of the three as an index."""

    name: str
    drawing: Drawn


@dataclass(frozen=True)
class VolumeView:
    """The charts and all that is said. ``steps`` are the split's rows (name, kronor).

    ``definitions`` are Kolada's own of the KPIs that it is reckoned from (title, text).
    """

    headline: str
    subtitle: str
    legend: tuple[tuple[str, str], ...]
    charts: tuple[PartChart, ...]
    sentence: str
    beside: str
    bars: SplitBars | None
    steps: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    definitions: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class VolumePage:
    """The whole page. Without ``view``, ``empty`` says why and what to do, and ``offers`` lead to what there is."""

    subtitle: str
    views: Menu
    menus: tuple[Menu, ...]
    view: VolumeView | None
    empty: tuple[str, ...]
    offers: tuple[Option, ...]


def views_menu(figures: Figures, choices: Choices) -> Menu:
    """The page's two views; nothing to choose between where the catalogue has no volumes."""
    pair = figures.catalogue.first_volume((choices.area or "",))
    if pair is None:
        return Menu("Vy", ())
    volume = choices.volume or pair.id
    return Menu(
        "Vy",
        (
            Option("Kostnad och resultat", link(RESOURCES, choices, volume=None), choices.volume is None),
            Option("Volym och kostnad", link(RESOURCES, choices, volume=volume), choices.volume is not None),
        ),
    )


def volumes_html(figures: Figures, choices: Choices) -> str:
    """The page for CHOICES, which has a municipality and a volume."""
    page = volumes_page(figures, choices)
    return render("volumes.html", page=page, method=words.METHOD, **around(figures, choices, RESOURCES))


def volumes_page(figures: Figures, choices: Choices) -> VolumePage:
    """The page's content."""
    found, group = _found(figures, choices)
    area = figures.catalogue.area_by_id[found.pair.area]
    empty = _empty(figures, choices, found)
    view = None if empty else _view(figures, choices, found, group)
    return VolumePage(
        subtitle=f"{area.name}: {first_lower(found.pair.name)}, hur många och till vilken kostnad",
        views=views_menu(figures, choices),
        menus=(
            _pair_menu(figures, choices),
            group_menu(figures, choices, RESOURCES),
            *_base_menu(choices, found),
            _prices_menu(figures, choices, found),
            year_menu(figures, choices, RESOURCES),
        ),
        view=view,
        empty=empty,
        offers=_offers(figures, choices) if empty else (),
    )


def volumes_download(figures: Figures, choices: Choices) -> pd.DataFrame:
    """The page's figures as a file."""
    found, group = _found(figures, choices)
    return volumes_table(figures, found, group.members)


def _found(figures: Figures, choices: Choices) -> tuple[VolumeFigures, ComparisonGroup]:
    pair = figures.catalogue.volume_by_id[choices.volume or ""]
    own = choices.choice.municipality
    found = volume_figures(figures, pair, own, prices=choices.prices, base=choices.base, until=choices.year)
    kind = figures.catalogue.area_by_id[pair.area].similar
    return found, comparison_group(figures, own, choices.group, kind=kind)


def _pair_menu(figures: Figures, choices: Choices) -> Menu:
    areas = figures.catalogue.area_by_id
    return Menu(
        "Verksamhet",
        tuple(
            Option(pair.name, link(RESOURCES, choices, volume=pair.id, area=pair.area), pair.id == choices.volume)
            for pair in figures.catalogue.volumes
            if pair.area in areas
        ),
    )


def _base_menu(choices: Choices, found: VolumeFigures) -> tuple[Menu, ...]:
    if not found.years:
        return ()
    shown = [Option(str(year), link(RESOURCES, choices, base=year), year == found.base) for year in found.years]
    return (Menu("Basår", tuple(shown)),)


def _prices_menu(figures: Figures, choices: Choices, found: VolumeFigures) -> Menu:
    """Fixed prices only where some of the municipality's years have a known one, and of which years that is."""
    index = figures.catalogue.price_index
    years = sorted({*found.years, *found.left_out} & set(index.years)) if index else []
    is_there = index and (len(years) >= LEAST_YEARS or choices.prices is Prices.FIXED)
    said = f"Fasta ({', '.join(filter(None, (index.short_name, spans(years))))})" if index else ""
    fixed = [(Prices.FIXED, said)] if is_there else []
    return Menu("Priser", options(RESOURCES, choices, "prices", [(Prices.CURRENT, "Löpande"), *fixed]))


def _empty(figures: Figures, choices: Choices, found: VolumeFigures) -> tuple[str, ...]:
    """Why there is nothing to show and what to do; () where there is."""
    if missing := missing_kpis(figures, found.pair):
        unknown = set(missing) <= set(figures.snapshot.missing)
        return words.not_fetched(missing, are_unknown=unknown)
    if found.years:
        return ()
    name = figures.snapshot.municipalities[found.municipality]
    return (words.without_years(found, name, figures.catalogue.price_index, choices.year),)


def _offers(figures: Figures, choices: Choices) -> tuple[Option, ...]:
    """What may have figures where these choices have none: of an older snapshot the page's other view."""
    if missing_kpis(figures, figures.catalogue.volume_by_id[choices.volume or ""]):
        return views_menu(figures, choices).options[:1]
    if choices.prices is Prices.FIXED:
        return (Option("Visa löpande priser", link(RESOURCES, choices, prices=Prices.CURRENT), chosen=False),)
    if choices.year is not None:
        return (Option("Visa senaste året", link(RESOURCES, choices, year=None), chosen=False),)
    return tuple(option for option in _pair_menu(figures, choices).options if not option.chosen)


def _view(figures: Figures, choices: Choices, found: VolumeFigures, group: ComparisonGroup) -> VolumeView | None:
    if found.base is None or found.last is None:
        return None
    name = figures.snapshot.municipalities[found.municipality]
    others = [member for member in group.members if member != found.municipality]
    means = part_means(found.indices, others)
    now = {part: (value, int(n)) for part, value, n in _of_year(means, found.last)}
    index = figures.catalogue.price_index
    n = max((count for _, count in now.values()), default=0)
    one_year = "Ett enda år: det finns ingen ändring att dela upp." if len(found.years) < LEAST_YEARS else ""
    left_out = words.covered(index) if index and found.left_out else ""
    no_mean = "" if now or not others else f"Färre än hälften av andra {group.where} har värden, så medel visas inte."
    head, rows = year_rows(found, means, part_means(found.rows, others))
    years = [int(row[0][:4]) for row in rows]
    return VolumeView(
        headline=words.headline(found, name),
        subtitle=f"{found.pair.name} · index, {found.base} = 100 · {words.priced(found)} · samma skala i alla tre",
        legend=(("own", name), *((("group", f"{OTHERS} {group.where} (medel av {n})"),) if n else ())),
        charts=_charts(found, name, means),
        sentence=words.sentence(found),
        beside=words.group_sentence(found, group.where, now),
        bars=_bars(found),
        steps=_steps(found),
        warnings=tuple(
            filter(
                None,
                (
                    words.older_year(found, choices.year, name),
                    words.base_missing(found, choices.base, name),
                    one_year,
                    left_out,
                ),
            )
        ),
        notes=tuple(
            filter(None, (words.breaks_words(found), no_mean, words.withheld(found, years), _early(found, years)))
        ),
        facts=_facts(found, words.prices_words(found, index)),
        definitions=tuple(
            (f"{info.title} ({info.id})", info.description)
            for info in (figures.snapshot.kpis[kpi] for kpi in found.pair.kpis.values())
        ),
        head=head,
        rows=rows,
    )


def _early(found: VolumeFigures, years: list[int]) -> str:
    own = found.own(found.rows)
    early = [str(year) for year in years if year in own.index and own["preliminary"][year]]
    return f"Preliminärt: {', '.join(early)}." if early else ""


def _of_year(means: pd.DataFrame, year: int) -> list[tuple[str, float, int]]:
    return list(means.loc[means["year"] == year, ["part", "value", "members"]].itertuples(index=False, name=None))


def _charts(found: VolumeFigures, name: str, means: pd.DataFrame) -> tuple[PartChart, ...]:
    # From the first year with all three: what one has of longer back has nothing to stand beside.
    own, means = (rows[rows["year"] >= min(found.years)] for rows in (found.own(found.indices).reset_index(), means))
    lines = {
        part: _lines(own[["year", part]], means.loc[means["part"] == part, ["year", "value"]], name) for part in PARTS
    }
    points = [point for series in lines.values() for line in series for point in line.points]
    rules = rules_of([value for _, value in points], "index", 4)
    years = [year for year, _ in points]
    titles = words.part_names(found.pair)

    def chart(part: str) -> PartChart:
        made = LineChart(
            unit="index",
            decimals=0,
            step=1,
            series=lines[part],
            low=rules[0],
            high=rules[-1],
            rules=tuple(rules),
            span=(min(years), max(years)),
        )
        drawing = replace(hovered(drawn(made, _WIDE, _HIGH, _SIZE)), words=chart_words(made, titles[part]))
        return PartChart(titles[part], drawing)

    return tuple(chart(part) for part in PARTS)


def _lines(own: pd.DataFrame, mean: pd.DataFrame, name: str) -> tuple[Series, ...]:
    """The lines of OWN and of the MEAN, each (year, value), oldest first; without those that have no value."""
    mine, theirs = (
        tuple((int(year), float(value)) for year, value in rows.dropna().itertuples(index=False, name=None))
        for rows in (own, mean)
    )
    series = (Series(key="own", name=name, points=mine), Series(key="group", name=OTHERS, points=theirs))
    return tuple(line for line in series if line.points)


def _bars(found: VolumeFigures) -> SplitBars | None:
    split = found.split
    if split is None:
        return None
    parts = (("Volymen", split.by_volume), (f"Kostnaden per {found.pair.one}", split.by_unit_cost))
    whole = (*parts, ("Hela ändringen", split.change))
    return split_bars([(name, kronor, words.millions(kronor, sign=True)) for name, kronor in whole], _BARS_WIDE)


def _steps(found: VolumeFigures) -> tuple[tuple[str, str], ...]:
    split = found.split
    if split is None:
        return ()
    return (
        (f"Kostnad {found.base}", words.kronor(split.before)),
        ("Volymen", words.kronor(split.by_volume, sign=True)),
        (f"Kostnaden per {found.pair.one}", words.kronor(split.by_unit_cost, sign=True)),
        ("Hela ändringen", words.kronor(split.change, sign=True)),
        (f"Kostnad {found.last}", words.kronor(split.after)),
    )


def _facts(found: VolumeFigures, prices: str) -> tuple[tuple[str, str], ...]:
    pair = found.pair
    return tuple(
        (name, said)
        for name, said in (
            ("Resurseffektivitet", words.RESOURCE_EFFICIENCY),
            ("Resultateffektivitet", words.RESULT_EFFICIENCY),
            ("Egen beräkning", words.reckoned(pair)),
            ("Att tänka på", pair.quality_note or ""),
            ("Priser", prices),
        )
        if said
    )
