"""Resultatindex as the templates draw it: where a municipality stands in each perspective, and of what that is made."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from core.charts.row_view import BAR_WIDTH
from core.features.result_index import words
from core.features.result_index.rules import (
    LeftOut,
    ModelIndex,
    Newest,
    PerspectiveIndex,
    Placed,
    chosen_model,
    model_index,
    newest_values,
    own_indexes,
    result_index_table,
)
from core.features.result_index.strips import (
    DETAIL_NARROW,
    DETAIL_WIDE,
    NARROW,
    TONES,
    WIDE,
    IndexStrip,
    Seen,
    detail_of,
    strip_of,
)
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.signals import Gender
from core.signals.constants import INDEX_LEAST_N, QUARTER
from core.web.choices import INDEX, INDICATOR, OVERVIEW, Choices, link
from core.web.menus import Menu, around, group_menu, options
from core.web.render import render
from core.words import labels, symbols
from core.words.formats import MISSING, number, share


@dataclass(frozen=True)
class PlaceRow:
    """An indicator of an opened perspective. ``bar`` is the dot's place on the small bar, None without a value.

    ``newer`` is a value of a later year than the one that counts.
    """

    name: str
    address: str
    unit: str
    year: str
    direction: str
    value: str
    place: str
    bar: float | None
    said: str
    ties: str
    newer: str


@dataclass(frozen=True)
class LeftOutView:
    """Indicators that do not count for one and the same reason; each is (name, address)."""

    reason: str
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Opened:
    """What an opened perspective shows."""

    title: str
    subtitle: str
    strips: tuple[IndexStrip, ...]
    rows: tuple[PlaceRow, ...]
    left_out: tuple[LeftOutView, ...]


@dataclass(frozen=True)
class PerspectiveView:
    """A row: a perspective. ``address`` opens it, or closes it when ``opened``; ``mark`` is empty without an index."""

    id: str
    name: str
    address: str
    index: str
    counted: str
    mark: str
    tone: str
    band: str
    why: str
    alt: str
    caption: str
    strips: tuple[IndexStrip, ...]
    opened: Opened | None


@dataclass(frozen=True)
class Rules:
    """The constants that the page tells how the index is computed by, in words."""

    least_n: int
    least_share: str
    quarter: str


@dataclass(frozen=True)
class IndexPage:
    """The whole page; without ``rows`` it says in ``empty`` why."""

    title: str
    name: str
    models: Menu
    groups: Menu
    group_name: str
    notes: tuple[str, ...]
    rows: tuple[PerspectiveView, ...]
    empty: str
    overview: str
    has_any: bool
    rules: Rules
    source: str
    table: tuple[tuple[str, ...], ...]
    group_head: tuple[str, ...]
    group_table: tuple[tuple[str, ...], ...]


def index_html(figures: Figures, choices: Choices) -> str:
    """The page for CHOICES, which has a municipality."""
    return render("index.html", page=index_page(figures, choices), **around(figures, choices, INDEX))


def index_table(figures: Figures, choices: Choices) -> pd.DataFrame:
    """The page's figures to take away: a row for each perspective and indicator of the chosen municipality."""
    found = _model(figures, choices)
    return result_index_table(own_indexes(found, choices.choice.municipality) if found else ())


def _model(figures: Figures, choices: Choices) -> ModelIndex | None:
    model = chosen_model(figures.catalogue, choices.model)
    return model_index(figures, model.id) if model else None


def index_page(figures: Figures, choices: Choices) -> IndexPage:
    """The page of the chosen model and municipality."""
    municipality, found = choices.choice.municipality, _model(figures, choices)
    name = figures.snapshot.municipalities[municipality]
    group = comparison_group(figures, municipality, choices.group, kind="övergripande")
    members = frozenset(group.members) - {municipality}
    others = {id_: other for id_, other in figures.snapshot.municipalities.items() if id_ in members}
    own = own_indexes(found, municipality) if found else ()
    is_known = any(country.indexes for country in found.perspectives) if found else False
    drawing = _Drawing(figures, choices, Seen(municipality, name, others))
    return IndexPage(
        title=f"Resultatindex för {name}",
        name=name,
        models=_model_tabs(figures, choices),
        groups=group_menu(figures, choices, INDEX),
        group_name=group.name if others else "",
        notes=_notes(choices),
        rows=tuple(drawing.row(one) for one in own) if is_known else (),
        empty="" if is_known else _empty(found),
        overview=link(OVERVIEW, choices),
        has_any=any(one.has_index for one in own),
        rules=Rules(INDEX_LEAST_N, words.LEAST_SHARE, share(1, QUARTER)),
        source=found.model.source if found else "",
        table=tuple(_table_row(one) for one in own),
        group_head=tuple(one.country.perspective.name for one in own) if others else (),
        group_table=_group_table(own, {municipality: name, **others}) if others else (),
    )


def _model_tabs(figures: Figures, choices: Choices) -> Menu:
    """The models; the first is what one sees without having chosen. A perspective is opened in its own model only."""
    models = figures.catalogue.models
    known = [(None if i == 0 else model.id, model.name) for i, model in enumerate(models)]
    first = models[0].id if models else None
    present = replace(choices, perspective=None, model=None if choices.model == first else choices.model)
    return Menu("Modell", options(INDEX, present, "model", known))


def _notes(choices: Choices) -> tuple[str, ...]:
    """What the reader has chosen elsewhere and the index does not follow."""
    notes = []
    if choices.gender is not Gender.TOTAL:
        notes.append("Indexet räknas för kvinnor och män tillsammans.")
    if choices.year is not None:
        notes.append(f"Indexet gäller senaste avslutade år, inte till och med {choices.year}.")
    return tuple(notes)


def _empty(found: ModelIndex | None) -> str:
    if found is None or not found.perspectives:
        return "Det finns inga perspektiv att räkna index för."
    return (
        f"Det går inte att räkna något index: ingen indikator har ett avslutat år med värden från minst "
        f"{INDEX_LEAST_N} kommuner."
    )


def _table_row(own: PerspectiveIndex) -> tuple[str, ...]:
    country = own.country
    return (
        country.perspective.name,
        number(own.index, 1),
        labels.STANDING[own.band] if own.has_index else words.NO_DATA,
        f"{own.n} av {len(own.indicators)}",
        *(number(value, 1) for value in (country.worst_to, country.median, country.best_from)),
        str(len(country.indexes)),
    )


def _group_table(own: tuple[PerspectiveIndex, ...], shown: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The index in each perspective of those SHOWN (names by id), in their order."""
    indexes = [dict(one.country.indexes) for one in own]
    return tuple((name, *(number(of.get(id_), 1) for of in indexes)) for id_, name in shown.items())


@dataclass(frozen=True)
class _Drawing:
    """Rows for one reader, whose choices the links keep."""

    figures: Figures
    choices: Choices
    seen: Seen

    def row(self, own: PerspectiveIndex) -> PerspectiveView:
        id_ = own.country.perspective.id
        is_open = self.choices.perspective == id_
        return PerspectiveView(
            id=id_,
            name=own.country.perspective.name,
            address=link(INDEX, self.choices, perspective=None if is_open else id_),
            index=number(own.index) if own.has_index else MISSING,
            counted=words.counted_words(own) if own.has_index else "",
            mark=symbols.MARKS.get(own.band, ""),
            tone=TONES.get(own.band, "none"),
            band=labels.STANDING[own.band] if own.has_index else words.NO_DATA,
            why=words.no_index_words(own),
            alt=words.strip_words(own, self.seen.name),
            caption=words.caption(own),
            strips=tuple(strip_of(own, self.seen, width) for width in (WIDE, NARROW)),
            opened=self._opened(own) if is_open else None,
        )

    def _opened(self, own: PerspectiveIndex) -> Opened:
        kpis = [placed.counted.indicator.kpi for placed in own.indicators]
        newest = newest_values(self.figures, self.seen.municipality, kpis)
        ordered = sorted(own.indicators, key=lambda placed: placed.place if placed.has_value else math.inf)
        return Opened(
            title=words.finding(own, self.seen.name),
            subtitle=words.finding_basis(own),
            strips=tuple(detail_of(own, self.seen, width) for width in (DETAIL_WIDE, DETAIL_NARROW)),
            rows=tuple(self._place_row(placed, newest.get(placed.counted.indicator.kpi)) for placed in ordered),
            left_out=self._left_out(own.country.left_out),
        )

    def _place_row(self, placed: Placed, newest: Newest | None) -> PlaceRow:
        indicator, has_value = placed.counted.indicator, placed.has_value
        # With a value of another year, the words beside say that there is none.
        lacking = MISSING if newest else words.NO_VALUE
        return PlaceRow(
            name=indicator.name,
            address=link(INDICATOR, self.choices, kpi=indicator.kpi),
            unit=indicator.unit,
            year=str(placed.year),
            direction=labels.DIRECTION[indicator.direction.value],
            value=number(placed.value, indicator.decimals) if has_value else lacking,
            place=number(placed.place) if has_value else "",
            bar=round(placed.place / 100 * BAR_WIDTH, 1) if has_value else None,
            said=words.place_words(placed) if has_value else words.lacking_words(placed, newest),
            ties=words.tie_words(placed) if has_value else "",
            newer=words.newer_words(placed, newest) if has_value else "",
        )

    def _left_out(self, left_out: tuple[LeftOut, ...]) -> tuple[LeftOutView, ...]:
        by_reason: dict[str, list[tuple[str, str]]] = {}
        for left in left_out:
            address = link(INDICATOR, self.choices, kpi=left.indicator.kpi)
            by_reason.setdefault(words.LEFT_OUT[left.reason], []).append((left.indicator.name, address))
        return tuple(LeftOutView(reason, tuple(indicators)) for reason, indicators in by_reason.items())
