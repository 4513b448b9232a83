"""The page Lär av andra: which similar municipalities do well or get better, and what to ask them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.catalogue import Area, Direction, Indicator
from core.features.learn import words as learn_words
from core.features.learn.parts import (
    Done,
    Example,
    Part,
    Signals,
    comparison,
    done_elsewhere,
    example,
    page_of,
    parts,
    people_words,
    signals,
)
from core.outcomes.figures import Figures
from core.outcomes.lessons import Lessons, Seen, lessons, lessons_table
from core.web.choices import INDICATOR, LEARN, OVERVIEW, RESOURCES, Choices, explore_link, link
from core.web.menus import Menu, Option, around, gender_menu
from core.web.render import render
from core.words import labels
from core.words.formats import number
from core.words.sentences import amount

Link = tuple[str, str]


@dataclass(frozen=True)
class Head:
    """What stands above the findings. ``until`` says that the figures are older than the newest, if they are."""

    title: str
    area: Link
    indicator_address: str
    subtitle: str
    menus: tuple[Menu, ...]
    until: str
    newest_address: str


@dataclass(frozen=True)
class PeerRow:
    """A line of the table; ``small`` are the words under the name."""

    name: str
    address: str
    small: str
    year: str
    value: str
    trend: str
    signals: Signals
    is_own: bool


@dataclass(frozen=True)
class Further:
    """Good ones beside the similar, where none of those is: how they were found, and where they are compared."""

    words: str
    examples: tuple[Example, ...]
    compare_words: str
    compare_address: str


@dataclass(frozen=True)
class Findings:
    """What was found. ``no_parts`` says why there are no parts.

    ``further`` and ``in_county`` (name, address) are offered where none of the similar is good.
    """

    own: PeerRow
    own_words: str
    own_note: str
    method: str
    parts: tuple[Part, ...]
    no_parts: str
    further: Further | None
    county_words: str
    in_county: tuple[Link, ...]
    peers_title: str
    order: str
    rows: tuple[PeerRow, ...]

    @property
    def has_examples(self) -> bool:
        """Whether anybody is named to learn from."""
        return self.further is not None or any(part.examples for part in self.parts)


@dataclass(frozen=True)
class Undirected:
    """Where neither high nor low is good in itself: why there is nobody to name, and other ways on."""

    why: str
    indicators: tuple[Link, ...]
    resources: Link | None


@dataclass(frozen=True)
class LearnPage:
    """The whole page: either findings or, for an indicator without a direction, the ways on."""

    head: Head
    findings: Findings | None
    undirected: Undirected | None
    done: tuple[Done, ...] = ()


def learn_html(figures: Figures, choices: Choices) -> str:
    """The page of the chosen indicator for the chosen municipality. Raises ValueError without either."""
    if choices.kpi is None:
        raise ValueError("no indicator is chosen")
    page = learn_page(figures, choices, figures.catalogue.by_kpi[choices.kpi])
    explore = explore_link(choices, choices.kpi, urval="alla", diagram="staplar")
    return render("learn.html", page=page, explore=explore, **around(figures, choices, LEARN))


def learn_table(figures: Figures, choices: Choices) -> pd.DataFrame:
    """The page's figures to take away. Raises ValueError without an indicator or a municipality."""
    if choices.kpi is None:
        raise ValueError("no indicator is chosen")
    return lessons_table(lessons(figures, choices.choice, choices.kpi))


def learn_page(figures: Figures, choices: Choices, indicator: Indicator) -> LearnPage:
    """The page of INDICATOR for the chosen municipality."""
    done = done_elsewhere(figures, choices, indicator)
    if indicator.direction is Direction.NONE:
        head = _head(figures, choices, indicator)
        return LearnPage(head, None, _undirected(figures, choices, indicator), done)
    found = lessons(figures, choices.choice, indicator.kpi)
    whole = "" if found.gender == choices.gender.value else " (ej könsuppdelat)"
    head = _head(figures, choices, indicator, f"{labels.whom(found.gender, is_children=indicator.children)}{whole}")
    return LearnPage(head, _findings(figures, choices, found), undirected=None, done=done)


def _findings(figures: Figures, choices: Choices, found: Lessons) -> Findings:
    area = figures.catalogue.area_by_id[found.indicator.area]
    return Findings(
        own=_row(found.own, found, choices),
        own_words=amount(found.own.row) if found.own.points else "Inget värde",
        own_note=f"{found.own.name} är själv bland {learn_words.BEST} i landet." if found.own.is_best else "",
        method=learn_words.method_sentence(figures, found, area),
        parts=parts(found, choices),
        no_parts=learn_words.nothing_sentence(found),
        further=_further(figures, choices, found),
        county_words=learn_words.county_sentence(found),
        in_county=tuple((figures.snapshot.municipalities[id_], page_of(id_, choices)) for id_ in found.in_county),
        peers_title=learn_words.everyone_title(found),
        order=learn_words.order_sentence(found),
        rows=tuple(_row(seen, found, choices) for seen in (found.own, *found.others)),
    )


def _further(figures: Figures, choices: Choices, found: Lessons) -> Further | None:
    if not found.further:
        return None
    return Further(
        words=learn_words.further_sentence(figures, found),
        examples=tuple(example(seen, found.own, choices) for seen in found.further),
        compare_words=learn_words.compare_words([found.own, *found.further]),
        compare_address=comparison(found, found.further, choices),
    )


def _row(seen: Seen, found: Lessons, choices: Choices) -> PeerRow:
    return PeerRow(
        name=seen.name,
        address=page_of(seen.municipality, choices),
        small=" · ".join(filter(None, [learn_words.year_words(seen), people_words(seen)])),
        year=learn_words.year_words(seen),
        value=number(seen.row["value"], found.indicator.decimals),
        trend=learn_words.trend_words(seen),
        signals=signals(seen),
        is_own=seen is found.own,
    )


def _undirected(figures: Figures, choices: Choices, indicator: Indicator) -> Undirected:
    return Undirected(
        why=learn_words.UNDIRECTED,
        indicators=tuple((i.name, link(LEARN, choices, kpi=i.kpi)) for i in _directed(figures, indicator.area)),
        resources=_resources(figures, choices, indicator),
    )


def _resources(figures: Figures, choices: Choices, indicator: Indicator) -> Link | None:
    """The pair of resource and result that INDICATOR stands in, else one of its area."""
    known = figures.catalogue.by_kpi
    pairs = [p for p in figures.catalogue.pairs if p.x in known and p.y in known]
    near = [p for p in pairs if indicator.area in (known[p.x].area, known[p.y].area)]
    for pair in (*(p for p in pairs if indicator.kpi in (p.x, p.y)), *near):
        return f"{known[pair.x].name} och {known[pair.y].name}", link(RESOURCES, choices, pair=pair.id)
    return None


def _head(figures: Figures, choices: Choices, indicator: Indicator, gender: str = "") -> Head:
    area = figures.catalogue.area_by_id[indicator.area]
    name = figures.snapshot.municipalities[choices.choice.municipality]
    return Head(
        title=f"Lär av andra: {indicator.name}",
        area=(area.name, link(OVERVIEW, choices, area=area.id)),
        indicator_address=link(INDICATOR, choices),
        subtitle=" · ".join(filter(None, [name, gender, indicator.unit])),
        menus=(
            _indicator_menu(figures, choices, indicator),
            _area_menu(figures, choices, area),
            *((gender_menu(choices, LEARN),) if gender else ()),
        ),
        until="" if choices.year is None else f"Till och med {choices.year}",
        newest_address=link(LEARN, choices, year=None),
    )


def _directed(figures: Figures, area: str) -> Sequence[Indicator]:
    """The indicators of AREA that somebody can be good at."""
    return [i for i in figures.catalogue.indicators if i.area == area and i.direction is not Direction.NONE]


def _indicator_menu(figures: Figures, choices: Choices, present: Indicator) -> Menu:
    directed = _directed(figures, present.area)
    offered = directed if present in directed else [present, *directed]
    return Menu("Indikator", tuple(Option(i.name, link(LEARN, choices, kpi=i.kpi), i is present) for i in offered))


def _area_menu(figures: Figures, choices: Choices, present: Area) -> Menu:
    """The areas, each by its first indicator with a direction."""
    first = {area.id: next(iter(_directed(figures, area.id)), None) for area in figures.catalogue.areas}

    def option(area: Area, indicator: Indicator | None) -> Option:
        # Whoever has filtered by area goes on in the new one.
        followed = area.id if choices.area else None
        kpi = indicator.kpi if indicator and area is not present else choices.kpi
        return Option(area.name, link(LEARN, choices, kpi=kpi, area=followed), area is present)

    areas = (area for area in figures.catalogue.areas if first[area.id] or area is present)
    return Menu("Område", tuple(option(area, first[area.id]) for area in areas))
