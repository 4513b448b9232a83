"""The overview as the templates draw it: cards, filters, findings first, rows by area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from core.catalogue import Area
from core.overview.figures import Figures
from core.overview.references import Reference
from core.signals import Attainment, Reason, Standing, Verdict
from core.ui.choices import AREAS, OVERVIEW, Choices, Show, link
from core.ui.menus import Menu, area_menu, gender_menu, options, reference_menu, year_menu
from core.ui.row_view import RowView, row_view
from core.words import labels
from core.words.sentences import Row

FIRST_IN_LIST = 3
SHOW_WORDS = {Show.ALL: "Alla", Show.DEVIATIONS: "Att titta närmare på", Show.SUCCESSES: "Det som går bra"}
_NOTHING = {
    Show.DEVIATIONS: "Inget mål missas, och inget ligger både bland de sämsta 25 % och försämras.",
    Show.SUCCESSES: "Inget mål nås, och inget ligger både bland de bästa 25 % och förbättras.",
}
_NOT_JUDGED = "Kan inte sägas: inget i urvalet kan bedömas. Varför står på varje rad."
_TOO_SMALL = "Kan inte sägas: det är för få att jämföra med för att dela in dem i fjärdedelar. Läget står på varje rad."


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
class AreaView:
    """An area's heading and rows; ``more`` rows are not shown until ``more_address`` is followed."""

    id: str
    name: str
    address: str
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
    of: int
    address: str
    empty: str


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    title: str
    count: int
    choices: tuple[str, ...]
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
    rows = figures.records(choices.choice)
    scope = [row for row in rows if _in_scope(row, choices)]
    shown = _shown(scope, choices)
    has_targets = figures.has_targets(choices.choice.municipality)
    is_list = choices.show is not Show.ALL
    views = _Views(figures, choices)
    reference = figures.references[choices.reference]
    return Overview(
        title=f"Så går det för {figures.snapshot.municipalities[choices.choice.municipality]}",
        count=len(shown),
        choices=_chosen_words(figures, choices),
        areas_menu=area_menu(figures, choices, OVERVIEW),
        show_menu=Menu("Visa", options(OVERVIEW, choices, "show", list(SHOW_WORDS.items()))),
        menus=_more_menus(figures, choices),
        cards=_cards(shown, reference, has_targets=has_targets),
        has_targets=has_targets,
        findings=() if is_list else tuple(views.findings(scope, show) for show in (Show.DEVIATIONS, Show.SUCCESSES)),
        areas=() if is_list else views.areas(shown, scope),
        flat=views.of(shown) if is_list else (),
        reference=reference,
        everything_address="" if len(shown) == len(scope) else link(OVERVIEW, choices, everything=True),
        reset_address=link(OVERVIEW, Choices(municipality=choices.municipality)),
    )


def _chosen_words(figures: Figures, choices: Choices) -> tuple[str, ...]:
    """What differs from the plain overview, in words: whoever gets a link must see whose figures these are."""
    plain = Choices()
    return tuple(
        words
        for words, differs in (
            (labels.GENDER[choices.gender.value], choices.gender != plain.gender),
            ("bara KKiK", choices.kkik),
            (f"till och med {choices.year}", choices.year is not None),
            (f"jämfört {figures.references[choices.reference].where}", choices.reference != plain.reference),
        )
        if differs
    )


def rows_to_take_away(figures: Figures, choices: Choices) -> list[Row]:
    """The rows of the page for a file: those that are shown, and with them the less prominent."""
    scope = [row for row in figures.records(choices.choice) if _in_scope(row, choices)]
    return scope if choices.show is Show.ALL else _ordered(scope, choices.show)


class _Views:
    def __init__(self, figures: Figures, choices: Choices) -> None:
        self._catalogue, self._choices = figures.catalogue, choices
        self._names = figures.snapshot.municipalities
        self._comments = figures.comments_on(choices.choice.municipality)

    def of(self, rows: Sequence[Row]) -> tuple[RowView, ...]:
        areas = self._catalogue.area_by_id
        return tuple(
            row_view(row, self._choices, areas[row["area"]].name, self._comments.get(row["kpi"], ())) for row in rows
        )

    def findings(self, rows: Sequence[Row], show: Show) -> Findings:
        found = _ordered(rows, show)
        return Findings(
            title=SHOW_WORDS[show],
            rows=self.of(found[:FIRST_IN_LIST]),
            n=len(found),
            of=len(rows),
            address=link(OVERVIEW, self._choices, show=show),
            empty=_nothing_found(rows, show),
        )

    def _coordinator(self, area: Area) -> str:
        """Who co-ordinates, for those who are in the co-operation."""
        is_ours = any(p.id == self._choices.municipality for p in self._catalogue.participants)
        name = self._names.get(area.coordinator or "", "")
        return f"samordnas av {name}" if is_ours and name else ""

    def areas(self, shown: Sequence[Row], scope: Sequence[Row]) -> tuple[AreaView, ...]:
        return tuple(
            AreaView(
                id=area.id,
                name=area.name,
                address=link(AREAS, self._choices, area=area.id),
                coordinator=self._coordinator(area),
                rows=self.of(of_area),
                more=sum(row["area"] == area.id for row in scope) - len(of_area),
                more_address=link(OVERVIEW, self._choices, area=area.id),
            )
            for area in self._catalogue.areas
            if (of_area := [row for row in shown if row["area"] == area.id])
        )


def _nothing_found(rows: Sequence[Row], show: Show) -> str:
    """Why a list is empty: nothing stands out, or nothing could."""
    if any(row["standing"] != Standing.NOT_JUDGED or row["attainment"] != Attainment.NOT_JUDGED for row in rows):
        return _NOTHING[show]
    return _TOO_SMALL if any(row["standing_reason"] == Reason.TOO_FEW for row in rows) else _NOT_JUDGED


def _in_scope(row: Row, choices: Choices) -> bool:
    """Whether the filters let the row through, prominent or not."""
    return choices.area in (None, row["area"]) and (row["kkik"] or not choices.kkik)


def _shown(scope: Sequence[Row], choices: Choices) -> list[Row]:
    """The rows of the page, in order: deviations first, then by prominence as the catalogue has them."""
    if choices.show is not Show.ALL:
        return _ordered(scope, choices.show)
    only_first = not (choices.everything or choices.area or choices.kkik)
    return in_order([row for row in scope if row["prominence"] == 1 or not only_first])


def in_order(rows: Sequence[Row]) -> list[Row]:
    """ROWS with deviations first in the rule's order, then by prominence as the catalogue has them."""
    return sorted(
        rows,
        key=lambda row: (
            not row["is_deviation"],
            row["deviation_order"] if row["is_deviation"] else row["prominence"],
        ),
    )


def _ordered(rows: Sequence[Row], show: Show) -> list[Row]:
    """Deviations or successes in the rule's order. Source: DESIGN.md section 3, deviations."""
    kept, order = {
        Show.DEVIATIONS: ("is_deviation", "deviation_order"),
        Show.SUCCESSES: ("is_success", "success_order"),
    }[show]
    return sorted((row for row in rows if row[kept]), key=lambda row: int(row[order]))


def _place_in_words(row: Row) -> str:
    """In a group that is too small for quarters: better or worse than most of the others; empty elsewhere."""
    others = row["standing_n"] - 1
    if row["standing_reason"] != Reason.TOO_FEW or row["direction"] == "none" or not others > 0:
        return ""
    if row["standing_worse"] * 2 > others:
        return "better"
    return "worse" if row["standing_better"] * 2 > others else "between"


def _cards(rows: Sequence[Row], reference: Reference, *, has_targets: bool) -> tuple[Card, ...]:
    faces = Counter(row["attainment"] for row in rows)
    verdicts = Counter(row["trend_verdict"] for row in rows)
    squares = Counter(row["standing"] for row in rows)
    in_words = Counter(_place_in_words(row) for row in rows)
    neutral = sum(row["standing_reason"] == Reason.NO_DIRECTION for row in rows)
    attained = Card(
        "Måluppfyllelse",
        (
            Count(faces[Attainment.REACHED], "nås", "good", "face-reached"),
            Count(faces[Attainment.NEARLY], "nästan", "near", "face-nearly"),
            Count(faces[Attainment.NOT_REACHED], "nås inte", "bad", "face-not-reached"),
            Count(faces[Attainment.NOT_JUDGED], "bedöms inte", "none", "face-not-judged"),
        ),
    )
    moved = Card(
        "Trend, tre år",
        (
            Count(verdicts[Verdict.BETTER], "förbättras", "good", "verdict-better"),
            Count(verdicts[Verdict.UNCHANGED], "oförändrade", "level", "verdict-unchanged"),
            Count(verdicts[Verdict.WORSE], "försämras", "bad", "verdict-worse"),
            Count(verdicts[Verdict.NEUTRAL], "utan riktning", "neutral"),
            Count(verdicts[Verdict.NONE], "bedöms inte", "none"),
        ),
    )
    quarters = (
        Count(squares[Standing.BEST], "bästa 25 %", "good", "mark-best"),
        Count(squares[Standing.MIDDLE], "mittersta 50 %", "near", "mark-middle"),
        Count(squares[Standing.WORST], "sämsta 25 %", "bad", "mark-worst"),
    )
    small = (
        Count(in_words["better"], "bättre än de flesta", "good", "mark-best"),
        Count(in_words["between"], "mitt emellan", "near", "mark-middle"),
        Count(in_words["worse"], "sämre än de flesta", "bad", "mark-worst"),
    )
    if any(count.n for count in quarters):
        # The large numbers are of one kind: where both are, the few that stand in words are told in the small print.
        said = tuple(replace(count, symbol="") for count in small)
        placed: list[tuple[Count, ...]] = [quarters, *([said] if any(count.n for count in said) else [])]
    else:
        placed = [small] if any(count.n for count in small) else [quarters]
    rest = len(rows) - neutral - sum(count.n for counts in placed for count in counts)
    stood = Card(
        f"Läge {reference.where}",
        (*chain(*placed), Count(neutral, "utan riktning", "neutral"), Count(rest, "bedöms inte", "none")),
    )
    return (attained, moved, stood) if has_targets else (moved, stood)


def _more_menus(figures: Figures, choices: Choices) -> tuple[Menu, ...]:
    return (
        reference_menu(figures, choices, OVERVIEW),
        gender_menu(choices, OVERVIEW),
        Menu("Urval", options(OVERVIEW, choices, "kkik", [(False, "Alla"), (True, "Bara KKiK")])),
        year_menu(figures, choices, OVERVIEW),
    )
