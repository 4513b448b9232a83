"""What a reader of Utforska has chosen, to and from the address. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from core.outcomes.figures import Figures
from core.outcomes.groups import MOST_CHOSEN, comparison_group
from core.outcomes.references import CLASS, COUNTRY, COUNTY
from core.signals import Gender
from core.web.address import Unknown, unknown_value
from core.web.choices import EXPLORE, KPI_ID, Choices, query

# More means than this are no longer told apart.
MOST_MEANS = 4
_NO_MEANS = "inga"
_OVERALL = "övergripande"
_SEARCH = "Sök upp det med dess namn under Andra nyckeltal i Kolada."


class Form(StrEnum):
    """How it is drawn."""

    LINES = "linjer"
    SCATTER = "punkter"
    BARS = "staplar"
    SPREAD = "spridning"
    MAP = "karta"
    TABLE = "tabell"


class Colour(StrEnum):
    """What colours dots and areas, and divides a spread: nothing, the county, SKR's class or the standing."""

    NONE = "ingen"
    COUNTY = "lan"
    CLASS = "klass"
    STANDING = "lage"


class Shown(StrEnum):
    """Whose lines, bars and dots: the group's, all municipalities', or (over time) one's own women's and men's."""

    GROUP = "gruppen"
    ALL = "alla"
    GENDERS = "konen"


# Which of the choices each form has, beside those that all have.
OF_FORM: Mapping[Form, tuple[str, ...]] = {
    Form.LINES: ("first", "last", "means", "log"),
    Form.SCATTER: ("against", "size", "colour", "year", "log"),
    Form.BARS: ("year", "by_name"),
    Form.SPREAD: ("colour", "year", "log"),
    Form.MAP: ("colour", "year"),
    Form.TABLE: ("year", "by_name"),
}
_WHOLE_COUNTRY = (Form.SCATTER, Form.SPREAD, Form.MAP)


@dataclass(frozen=True)
class Wish:
    """A view. ``kpi`` is drawn (upwards in a scatter), ``against`` another to the right, ``size`` a dot's area.

    ``shown`` is None where nobody has chosen: the form's own. ``means`` are ids of comparison groups whose mean is a
    line. ``group`` is as in ``Choices``, and lines go from ``first`` to ``last`` (None: their own first and last year).
    """

    municipality: str
    kpi: str
    form: Form = Form.LINES
    against: str | None = None
    size: str | None = None
    colour: Colour = Colour.NONE
    shown: Shown | None = None
    group: str | None = None
    gender: Gender = Gender.TOTAL
    year: int | None = None
    first: int | None = None
    last: int | None = None
    means: tuple[str, ...] = (COUNTY, COUNTRY)
    log: bool = False
    by_name: bool = False

    @property
    def is_of_all(self) -> bool:
        """Whether the whole country is drawn."""
        if self.shown in (None, Shown.GENDERS):
            return self.form in _WHOLE_COUNTRY
        return self.shown is Shown.ALL

    @property
    def is_by_gender(self) -> bool:
        """Whether one's own women and men are drawn beside everybody, which is done over time alone."""
        return self.shown is Shown.GENDERS and self.form is Form.LINES

    def drawn_as(self, form: Form) -> Wish:
        """The same in another FORM; lines of the whole country cannot be read."""
        return replace(self, form=form, shown=None if form is Form.LINES else self.shown)

    @property
    def kpis(self) -> tuple[str, ...]:
        """All that it needs the values of, each once."""
        against, size = (self.against, self.size) if self.form is Form.SCATTER else (None, None)
        return tuple(dict.fromkeys(filter(None, (self.kpi, against, size))))


_DEFAULT = Wish("", "")


def read_wish(params: Mapping[str, str], choices: Choices, figures: Figures) -> tuple[Wish, tuple[Unknown, ...]]:
    """The view that PARAMS ask for beside CHOICES (which has a municipality), and what of it does not exist.

    A KPI that the catalogue has not is taken if it is called as Kolada calls them: whether it exists is seen when it
    is fetched.
    """
    unknown: list[Unknown] = []

    def pick(name: str, what: str, find: Callable[[str], str | None], offers: str = "", known: Collection[str] = ()):  # type: ignore[no-untyped-def]
        given = params.get(name, "").strip()
        if not given:
            return None
        found = find(given)
        if found is None:
            unknown.append(unknown_value(what, given, offers, known))
        return found

    def among(name: str, what: str, known: Collection[str]) -> str | None:
        found: str | None = pick(name, what, lambda text: text if text in known else None, known=known)
        return found

    def kpi(name: str, what: str) -> str | None:
        found: str | None = pick(name, what, lambda text: _kpi_id(text, figures), _SEARCH)
        return found

    form = among("diagram", "Diagrammet", [one.value for one in Form])
    colour = among("farg", "Färgen", [one.value for one in Colour])
    shown = among("urval", "Urvalet", [one.value for one in Shown])
    wish = Wish(
        municipality=choices.choice.municipality,
        kpi=kpi("matt", "Nyckeltalet") or choices.kpi or usual_kpi(figures, choices.area),
        form=Form(form) if form else Form.LINES,
        against=kpi("mot", "Nyckeltalet"),
        size=kpi("storlek", "Nyckeltalet"),
        colour=Colour(colour) if colour else Colour.NONE,
        shown=Shown(shown) if shown else None,
        group=choices.group,
        gender=choices.gender,
        year=choices.year,
        first=choices.first,
        last=choices.last,
        means=_means(params.get("medel", "").strip(), figures, unknown),
        log=among("skala", "Skalan", ("log",)) is not None,
        by_name=among("ordning", "Ordningen", ("namn",)) is not None,
    )
    return _settled(wish, figures), tuple(unknown)


def _kpi_id(text: str, figures: Figures) -> str | None:
    given = text.upper()
    return given if given in figures.catalogue.by_kpi or KPI_ID.fullmatch(given) else None


def _means(given: str, figures: Figures, unknown: list[Unknown]) -> tuple[str, ...]:
    if not given:
        return _DEFAULT.means
    asked = [] if given == _NO_MEANS else given.split(".")
    if strange := [one for one in asked if one not in figures.references]:
        unknown.append(unknown_value("Medelvärdet", ".".join(strange), "", (*figures.references, _NO_MEANS)))
    return tuple(one for one in figures.references if one in asked)[:MOST_MEANS]


def _settled(wish: Wish, figures: Figures) -> Wish:
    """WISH with what its form cannot do without."""
    if wish.form is Form.SCATTER and wish.against is None:
        return replace(wish, against=_usual_against(wish.kpi, figures))
    return wish


def usual_kpi(figures: Figures, area: str | None) -> str:
    """The first of AREA's indicators, or of all."""
    return next(one.kpi for one in figures.catalogue.indicators if area in (None, one.area))


def _usual_against(kpi: str, figures: Figures) -> str:
    """What KPI is set against where nobody has chosen: the resource of its pair, another of its area, or any."""
    catalogue = figures.catalogue
    pair = next((one for one in catalogue.pairs if kpi in (one.x, one.y)), None)
    if pair:
        return pair.x if kpi == pair.y else pair.y
    area = catalogue.by_kpi[kpi].area if kpi in catalogue.by_kpi else None
    others = [one for one in catalogue.indicators if one.kpi != kpi]
    return next((one.kpi for one in others if one.area == area), others[0].kpi)


def params_of(wish: Wish, choices: Choices, figures: Figures) -> dict[str, str]:
    """WISH as parameters of the address, with what of CHOICES the reader takes along; defaults are left out."""
    is_chosen = wish.kpi in figures.catalogue.by_kpi
    own = replace(
        choices,
        municipality=wish.municipality,
        kpi=wish.kpi if is_chosen else None,
        group=wish.group,
        gender=wish.gender,
        year=wish.year,
        first=wish.first,
        last=wish.last,
        home=choices.home if choices.home != wish.municipality else None,
    )
    params = query(own, EXPLORE)
    beside = {
        "matt": None if is_chosen else wish.kpi,
        "diagram": wish.form.value if wish.form is not _DEFAULT.form else None,
        "mot": wish.against,
        "storlek": wish.size,
        "farg": wish.colour.value if wish.colour is not _DEFAULT.colour else None,
        "urval": wish.shown.value if wish.shown else None,
        "medel": (".".join(wish.means) or _NO_MEANS) if wish.means != _DEFAULT.means else None,
        "skala": "log" if wish.log else None,
        "ordning": "namn" if wish.by_name else None,
    }
    return params | {name: text for name, text in beside.items() if text}


def address_of(wish: Wish, choices: Choices, figures: Figures, path: str = EXPLORE) -> str:
    """The address of PATH with WISH."""
    return f"{path}?{urlencode(params_of(wish, choices, figures))}"


def municipalities_of(wish: Wish, figures: Figures) -> tuple[str, ...]:
    """Whom WISH draws, in alphabetical order: one's own is always there."""
    names = figures.snapshot.municipalities
    if wish.is_by_gender:
        return (wish.municipality,)
    if wish.is_of_all:
        return tuple(names)
    group = comparison_group(figures, wish.municipality, wish.group, kind=_OVERALL)
    whom = {*group.members, wish.municipality}
    return tuple(one for one in names if one in whom)


def too_many_lines(wish: Wish, figures: Figures) -> int:
    """How many lines WISH asks for where they are more than can be told apart; 0 else."""
    if wish.form is not Form.LINES:
        return 0
    n = len(municipalities_of(wish, figures))
    return n if n > MOST_CHOSEN + 1 else 0


def divided_by(wish: Wish) -> str:
    """What divides a spread: the county, or SKR's class."""
    return COUNTY if wish.colour is Colour.COUNTY else CLASS
