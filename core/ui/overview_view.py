"""The overview as the templates draw it: cards, filters, findings first, rows by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.overview.figures import Figures
from core.overview.references import Reference
from core.overview.rows import records
from core.signals import Attainment, Gender, Reason, Standing, Verdict
from core.ui.choices import OVERVIEW, Choices, Show, link
from core.ui.row_view import RowView, row_view
from core.words import labels

FIRST_IN_LIST = 3
SHOW_WORDS = {Show.ALL: "Alla", Show.DEVIATIONS: "Att titta närmare på", Show.SUCCESSES: "Det som går bra"}
_NOTHING = {
    Show.DEVIATIONS: "Inget sticker ut åt fel håll.",
    Show.SUCCESSES: "Inget går tydligt bra just nu.",
}


@dataclass(frozen=True)
class Count:
    """How many rows have one verdict: its tone (a class), its words and its symbol (may be empty)."""

    n: int
    words: str
    tone: str
    symbol: str = ""


@dataclass(frozen=True)
class Card:
    """A summary card; the counts add up to the rows shown."""

    title: str
    counts: tuple[Count, ...]

    @property
    def strong(self) -> tuple[Count, ...]:
        """The counts that are drawn large."""
        return tuple(count for count in self.counts if count.symbol)


@dataclass(frozen=True)
class Option:
    """One choice in a filter: its words, its address and whether it is the present one."""

    words: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Menu:
    """A filter: a label, what is chosen and all options."""

    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> str:
        """The words of the present choice."""
        return next((option.words for option in self.options if option.chosen), "")


@dataclass(frozen=True)
class AreaView:
    """An area's heading and rows; ``more`` rows are not shown until ``more_address`` is followed."""

    id: str
    name: str
    coordinator: str
    rows: tuple[RowView, ...]
    more: int
    more_address: str


@dataclass(frozen=True)
class Findings:
    """A short list at the top: what to look closer at, or what goes well. ``n`` counts those not shown too."""

    title: str
    rows: tuple[RowView, ...]
    n: int
    address: str
    empty: str


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    title: str
    count: int
    areas_menu: Menu
    show_menu: Menu
    menus: tuple[Menu, ...]
    cards: tuple[Card, ...]
    has_targets: bool
    findings: tuple[Findings, ...]
    areas: tuple[AreaView, ...]
    flat: tuple[RowView, ...]
    reference: Reference
    everything_address: str
    reset_address: str


def overview(figures: Figures, choices: Choices) -> Overview:
    """The overview of the chosen municipality."""
    rows = figures.rows(choices.choice)
    shown = _shown(rows, choices)
    municipality = figures.snapshot.municipalities[choices.choice.municipality]
    has_targets = bool((rows["target_kind"] != "").any())
    is_list = choices.show is not Show.ALL
    scope = _scope(rows, choices)
    views = _Views(figures, choices)
    return Overview(
        title=f"Så går det för {municipality}",
        count=len(shown),
        areas_menu=Menu("Område", _options(OVERVIEW, choices, "area", [(None, "Alla"), *_area_names(figures)])),
        show_menu=Menu("Visa", _options(OVERVIEW, choices, "show", list(SHOW_WORDS.items()))),
        menus=(*shared_menus(figures, choices, OVERVIEW), *_more_menus(figures, choices)),
        cards=_cards(shown, figures.references[choices.reference], has_targets=has_targets),
        has_targets=has_targets,
        findings=() if is_list else tuple(views.findings(scope, show) for show in (Show.DEVIATIONS, Show.SUCCESSES)),
        areas=() if is_list else views.areas(shown, rows),
        flat=views.of(shown) if is_list else (),
        reference=figures.references[choices.reference],
        everything_address="" if len(shown) == len(scope) else link(OVERVIEW, choices, everything=True),
        reset_address=link(OVERVIEW, Choices(municipality=choices.municipality)),
    )


class _Views:
    def __init__(self, figures: Figures, choices: Choices) -> None:
        self._catalogue, self._choices = figures.catalogue, choices
        self._names = figures.snapshot.municipalities

    def of(self, rows: pd.DataFrame) -> tuple[RowView, ...]:
        areas = self._catalogue.area_by_id
        return tuple(row_view(r, self._choices, areas[r["area"]].name) for r in records(rows))

    def findings(self, rows: pd.DataFrame, show: Show) -> Findings:
        found = _ordered(rows, show)
        return Findings(
            title=SHOW_WORDS[show],
            rows=self.of(found.head(FIRST_IN_LIST)),
            n=len(found),
            address=link(OVERVIEW, self._choices, show=show),
            empty=_NOTHING[show],
        )

    def areas(self, shown: pd.DataFrame, everything: pd.DataFrame) -> tuple[AreaView, ...]:
        found = []
        for area in self._catalogue.areas:
            of_area = shown[shown["area"] == area.id]
            if of_area.empty:
                continue
            more = 0 if self._choices.kkik else int((everything["area"] == area.id).sum()) - len(of_area)
            coordinator = self._names.get(area.coordinator or "", "")
            found.append(
                AreaView(
                    id=area.id,
                    name=area.name,
                    coordinator=f"samordnas av {coordinator}" if coordinator else "",
                    rows=self.of(of_area),
                    more=more,
                    more_address=link(OVERVIEW, self._choices, area=area.id),
                )
            )
        return tuple(found)


def _scope(rows: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    """The rows that the filters let through, prominent or not."""
    if choices.area:
        rows = rows[rows["area"] == choices.area]
    return rows[rows["kkik"]] if choices.kkik else rows


def _shown(rows: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    """The rows of the page, in order: deviations first, then by prominence as the catalogue has them."""
    scope = _scope(rows, choices)
    if choices.show is not Show.ALL:
        return _ordered(scope, choices.show)
    if not (choices.everything or choices.area or choices.kkik):
        scope = scope[scope["prominence"] == 1]
    first = scope["deviation_order"].where(scope["is_deviation"], len(rows))
    return scope.assign(_first=first).sort_values(["_first", "prominence"], kind="stable").drop(columns="_first")


def _ordered(rows: pd.DataFrame, show: Show) -> pd.DataFrame:
    """Deviations or successes in the rule's order. Source: DESIGN.md section 3, deviations."""
    kept, order = {
        Show.DEVIATIONS: ("is_deviation", "deviation_order"),
        Show.SUCCESSES: ("is_success", "success_order"),
    }[show]
    return rows[rows[kept]].sort_values(order, kind="stable")


def _cards(rows: pd.DataFrame, reference: Reference, *, has_targets: bool) -> tuple[Card, ...]:
    faces, verdicts, squares = rows["attainment"], rows["trend_verdict"], rows["standing"]
    neutral = rows["standing_reason"] == Reason.NO_DIRECTION

    def n(mask: pd.Series) -> int:
        return int(mask.sum())

    attained = Card(
        "Måluppfyllelse",
        (
            Count(n(faces == Attainment.REACHED), "nås", "good", "face-reached"),
            Count(n(faces == Attainment.NEARLY), "nästan", "near", "face-nearly"),
            Count(n(faces == Attainment.NOT_REACHED), "nås inte", "bad", "face-not-reached"),
            Count(n(faces == Attainment.NOT_JUDGED), "bedöms inte", "none", "face-not-judged"),
        ),
    )
    moved = Card(
        "Trend, tre år",
        (
            Count(n(verdicts == Verdict.BETTER), "förbättras", "good", "verdict-better"),
            Count(n(verdicts == Verdict.UNCHANGED), "oförändrade", "level", "verdict-unchanged"),
            Count(n(verdicts == Verdict.WORSE), "försämras", "bad", "verdict-worse"),
            Count(n(verdicts == Verdict.NEUTRAL), "utan riktning", "neutral"),
            Count(n(verdicts == Verdict.NONE), "bedöms inte", "none"),
        ),
    )
    stood = Card(
        f"Jämfört med {reference.name[0].lower()}{reference.name[1:]}"
        if reference.name.endswith("kommuner") or reference.name.startswith("Samma")
        else f"Jämfört med {reference.name}",
        (
            Count(n(squares == Standing.BEST), "bästa 25 %", "good", "mark-best"),
            Count(n(squares == Standing.MIDDLE), "mittersta 50 %", "near", "mark-middle"),
            Count(n(squares == Standing.WORST), "sämsta 25 %", "bad", "mark-worst"),
            Count(n(neutral), "utan riktning", "neutral"),
            Count(n((squares == Standing.NOT_JUDGED) & ~neutral), "bedöms inte", "none"),
        ),
    )
    return (attained, moved, stood) if has_targets else (moved, stood)


def _more_menus(figures: Figures, choices: Choices) -> tuple[Menu, ...]:
    years = [(year, f"Till och med {year}") for year in figures.years]
    return (
        Menu("Urval", _options(OVERVIEW, choices, "kkik", [(False, "Alla"), (True, "Bara KKiK")])),
        Menu("År", _options(OVERVIEW, choices, "year", [(None, "Senaste"), *years])),
    )


def shared_menus(figures: Figures, choices: Choices, path: str) -> tuple[Menu, ...]:
    """The filters that the overview and the indicator have in common."""
    return (
        Menu(
            "Jämför med",
            _options(path, choices, "reference", [(r.id, r.name) for r in figures.references.values()]),
        ),
        Menu(
            "Kön",
            _options(path, choices, "gender", [(g, labels.GENDER[g.value].capitalize()) for g in Gender]),
        ),
    )


def _area_names(figures: Figures) -> list[tuple[str, str]]:
    return [(area.id, area.name) for area in figures.catalogue.areas]


def _options(path: str, choices: Choices, field: str, values: Sequence[tuple[object, str]]) -> tuple[Option, ...]:
    present = getattr(choices, field)
    return tuple(Option(words, link(path, choices, **{field: value}), value == present) for value, words in values)
