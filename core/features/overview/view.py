"""The overview as the templates draw it: cards, filters, findings first, rows by area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.catalogue import Area
from core.charts.row_view import RowView, row_view
from core.features.overview.cards import SHOW_WORDS, Card, cards
from core.outcomes.chain import served_goals
from core.outcomes.figures import Figures
from core.outcomes.lists import Show, in_order, listed
from core.outcomes.references import COUNTRY, Reference
from core.signals import Attainment, Reason, Standing
from core.web.choices import AREAS, INDICATOR, OVERVIEW, Choices, link
from core.web.menus import Menu, area_menu, gender_menu, options, reference_menu, year_menu
from core.web.served import served
from core.words import labels
from core.words.sentences import Row

FIRST_IN_LIST = 3
_CHOSEN = (Show.FAVOURITES, Show.GOALS)
_TABS = (Show.ALL, Show.DEVIATIONS, Show.SUCCESSES)
_NOTHING = {
    (Show.DEVIATIONS, True): "Inget mål missas, och inget ligger bland de sämsta 25 %.",
    (Show.DEVIATIONS, False): "Inget ligger bland de sämsta 25 %.",
    (Show.SUCCESSES, True): "Inget når sitt mål eller ligger bland de bästa 25 % utan att något annat är rött.",
    (Show.SUCCESSES, False): "Inget ligger bland de bästa 25 %.",
}
# Which these are, and in what order: a count of the square's quarters stands above.
_WHICH = {
    (Show.DEVIATIONS, True): "De som missar målet eller ligger bland de sämsta 25 %, de med flest röda signaler först.",
    (Show.DEVIATIONS, False): "De som ligger bland de sämsta 25 %, de som också försämras först.",
    (Show.SUCCESSES, True): "De som når målet eller ligger bland de bästa 25 %, och inte är röda i något.",
    (Show.SUCCESSES, False): "De som ligger bland de bästa 25 %, de som också förbättras först.",
}
_IN_WORDS = " Där det är för få att jämföra med för att dela in dem i fjärdedelar står läget på raden."
_NOT_JUDGED = "Kan inte sägas: inget i urvalet kan bedömas. Varför står på varje rad."
_TOO_SMALL = "Kan inte sägas: det är för få att jämföra med för att dela in dem i fjärdedelar. Läget står på varje rad."
_NONE_LISTED = "Inga indikatorer passar urvalet."
_NO_GOALS = "Inga indikatorer i urvalet hör till ett beslutat mål."
_NO_FAVOURITES = (
    "Det finns inga att visa i urvalet. Öppna en indikator och tryck på ”Favorit”, så samlas den här, i din webbläsare."
)


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
    which: str
    rows: tuple[RowView, ...]
    n: int
    of: int
    address: str
    empty: str


@dataclass(frozen=True)
class Overview:
    """The whole page: ``count`` rows of the ``of`` that the filters let through; ``empty`` says why there is none.

    ``country_address`` compares with the whole country instead, where nothing is shown of another comparison.
    ``newest`` says which years the outcomes are of, where they are the newest.
    """

    title: str
    count: int
    of: int
    newest: str
    empty: str
    are_favourites: bool
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
    country_address: str
    reset_address: str


def overview(figures: Figures, choices: Choices) -> Overview:
    """The overview of the chosen municipality."""
    scope = [row for row in figures.records_of(choices.choice, choices.area) if _in_scope(row, choices)]
    shown = _shown(figures, scope, choices)
    has_targets = figures.has_targets(choices.choice.municipality)
    is_list = choices.show is not Show.ALL
    views = _Views(figures, choices)
    reference = figures.references[choices.reference]
    return Overview(
        title=f"Så går det för {figures.snapshot.municipalities[choices.choice.municipality]}",
        count=len(shown),
        of=len(scope),
        newest="" if choices.year else newest_words(shown),
        empty="" if shown else _nothing_found(scope, choices.show, has_targets=has_targets),
        are_favourites=choices.show is Show.FAVOURITES,
        choices=_chosen_words(figures, choices),
        areas_menu=area_menu(figures, choices, OVERVIEW),
        show_menu=_show_menu(choices, has_goals=bool(figures.goals_of(choices.choice.municipality).years)),
        menus=_more_menus(figures, choices),
        # They count what the filters let through, and lead to it: a list of one's own choosing is something else.
        cards=() if choices.show in _CHOSEN else cards(scope, choices, reference, has_targets=has_targets),
        has_targets=has_targets,
        findings=() if is_list else tuple(views.findings(scope, show) for show in _TABS[1:]),
        areas=() if is_list else views.areas(shown, scope),
        flat=views.of(shown) if is_list else (),
        reference=reference,
        everything_address="" if len(shown) == len(scope) else link(OVERVIEW, choices, everything=True),
        country_address="" if shown or reference.id == COUNTRY else link(OVERVIEW, choices, reference=COUNTRY),
        reset_address=link(OVERVIEW, Choices(municipality=choices.municipality)),
    )


def newest_words(rows: Sequence[Row]) -> str:
    """Which year most outcomes of ROWS are of, or which two; '' where they are of more, or there are none."""
    years = Counter(int(row["year"]) for row in rows if row["year"] == row["year"])  # NaN is not itself
    common = years.most_common(2)
    said = next((common[:n] for n in (1, 2) if 2 * sum(count for _, count in common[:n]) > years.total()), [])
    named = " och ".join(str(year) for year, _ in sorted(said))
    return f"de flesta värden är från {named}, de nyaste som finns" if named else ""


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
    scope = [row for row in figures.records_of(choices.choice, choices.area) if _in_scope(row, choices)]
    return scope if choices.show is Show.ALL else _listed(figures, scope, choices)


class _Views:
    def __init__(self, figures: Figures, choices: Choices) -> None:
        self._catalogue, self._choices = figures.catalogue, choices
        self._names = figures.snapshot.municipalities
        self._figures = figures
        self._has_targets = figures.has_targets(choices.choice.municipality)
        self._serves = served(figures, choices)

    def of(self, rows: Sequence[Row]) -> tuple[RowView, ...]:
        areas = self._catalogue.area_by_id
        return tuple(
            row_view(
                row,
                link(INDICATOR, self._choices, kpi=row["kpi"]),
                areas[row["area"]].name,
                self._figures.comments_on(self._choices.choice.municipality, row["kpi"]),
                gender=self._choices.gender,
                serves=self._serves.get(row["kpi"], ()),
            )
            for row in rows
        )

    def findings(self, rows: Sequence[Row], show: Show) -> Findings:
        found = listed(rows, show)
        return Findings(
            title=SHOW_WORDS[show],
            which=_WHICH[show, self._has_targets],
            rows=self.of(found[:FIRST_IN_LIST]),
            n=len(found),
            of=len(rows),
            address=link(OVERVIEW, self._choices, show=show),
            empty=_nothing_found(rows, show, has_targets=self._has_targets),
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


def _show_menu(choices: Choices, *, has_goals: bool) -> Menu:
    """The lists that are always offered, that of the goals where there are any, and the one that is shown."""
    shows = dict.fromkeys((*_TABS, Show.FAVOURITES, *((Show.GOALS,) if has_goals else ()), choices.show))
    return Menu("Visa", options(OVERVIEW, choices, "show", [(show, SHOW_WORDS[show]) for show in shows]))


def _nothing_found(rows: Sequence[Row], show: Show, *, has_targets: bool) -> str:
    """Why a list is empty: nothing stands out, or nothing could."""
    if show not in _TABS[1:]:
        return {Show.FAVOURITES: _NO_FAVOURITES, Show.GOALS: _NO_GOALS}.get(show, _NONE_LISTED)
    in_words = any(row["standing_reason"] == Reason.TOO_FEW and row["standing_n"] > 1 for row in rows)
    if any(row["standing"] != Standing.NOT_JUDGED or row["attainment"] != Attainment.NOT_JUDGED for row in rows):
        return _NOTHING[show, has_targets] + (_IN_WORDS if in_words else "")
    return _TOO_SMALL if any(row["standing_reason"] == Reason.TOO_FEW for row in rows) else _NOT_JUDGED


def _in_scope(row: Row, choices: Choices) -> bool:
    """Whether the filters let the row of the chosen area through, prominent or not."""
    return row["kkik"] or not choices.kkik


def _listed(figures: Figures, scope: Sequence[Row], choices: Choices) -> list[Row]:
    """Those of SCOPE that are in the chosen list: of the goals' indicators those of the chosen body's goals."""
    kept = list(scope)
    if choices.show in _CHOSEN:
        is_list = choices.show is Show.FAVOURITES
        of = choices.favourites if is_list else served_goals(figures, choices.choice.municipality, choices.body)
        kept = [row for row in scope if row["kpi"] in of]
    return listed(kept, choices.show)


def _shown(figures: Figures, scope: Sequence[Row], choices: Choices) -> list[Row]:
    """The rows of the page, in order: deviations first, then by prominence as the catalogue has them."""
    if choices.show is not Show.ALL:
        return _listed(figures, scope, choices)
    only_first = not (choices.everything or choices.area or choices.kkik)
    return in_order([row for row in scope if row["prominence"] == 1 or not only_first])


def _more_menus(figures: Figures, choices: Choices) -> tuple[Menu, ...]:
    return (
        reference_menu(figures, choices, OVERVIEW),
        gender_menu(choices, OVERVIEW),
        *_body_menu(figures, choices),
        Menu("Urval", options(OVERVIEW, choices, "kkik", [(False, "Alla"), (True, "Bara KKiK")])),
        year_menu(figures, choices, OVERVIEW),
    )


def _body_menu(figures: Figures, choices: Choices) -> tuple[Menu, ...]:
    """Whose goals the indicators serve, where those are listed."""
    if choices.show is not Show.GOALS:
        return ()
    bodies = [(body.id, body.name) for body in figures.goals_of(choices.choice.municipality).bodies.values()]
    return (Menu("Nämnd", options(OVERVIEW, choices, "body", [(None, "Alla"), *bodies])),)
