"""What a reader has chosen: read from the address, checked, and written back as links. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from core.access.form import SIGN_IN
from core.compare.groups import MOST_CHOSEN, chosen_codes, default_group
from core.overview.figures import Figures
from core.overview.indicator import lines_to_choose, usual_lines
from core.overview.lists import Show
from core.overview.references import COUNTRY
from core.overview.rows import Choice
from core.signals import Gender
from core.words.numbers import number_in

OVERVIEW = "/"
AREAS = "/omraden"
COMPARE = "/jamfor"
RESOURCES = "/resurser"
INDEX = "/resultatindex"
LEARN = "/lar-av"
INDICATOR = "/indikator"
SEARCH = "/sok"
ABOUT = "/om"
CHOOSE = "/kommun"
GROUP = "/grupp"
TARGETS = "/mal"
OWN = "/egna"
OWN_HISTORY = "/eget"
OWN_WORK = "/lagg-in"
COMMENT = "/kommentar"
PRESENT = "/presentation"
DECK = "/bildspel"
REPORT = "/rapport"
ACCOUNT = "/konto"
ACCOUNTS = "/konton"
AUDIT = "/logg"
# Drawn for one person: never kept, and nothing of the reader's choices in their links.
PERSONAL = (TARGETS, OWN, OWN_HISTORY, OWN_WORK, COMMENT, PRESENT, DECK, REPORT, SIGN_IN, ACCOUNT, ACCOUNTS, AUDIT)
PAGES = (OVERVIEW, AREAS, COMPARE, RESOURCES, INDEX, LEARN, INDICATOR, SEARCH, ABOUT, CHOOSE, GROUP, *PERSONAL)

DOWNLOADS = "/ladda-ner"
# Where the form on GROUP goes, and what the search field asks while one types.
GROUP_FORM = "/grupp/valda"
SUGGESTIONS = "/sok.json"
_DOWNLOAD_OF = {OVERVIEW: "oversikt"}

# What means something on some pages only. Everything else follows the reader from page to page.
_ONLY_ON = {
    "kpi": (INDICATOR, LEARN, COMPARE),
    "lines": (INDICATOR,),
    "first": (INDICATOR,),
    "last": (INDICATOR,),
    "favourites": (OVERVIEW,),
    "view": (COMPARE,),
    "sort": (COMPARE,),
    "whole_country": (COMPARE,),
    "pair": (RESOURCES,),
    "model": (INDEX,),
    "perspective": (INDEX,),
}
# On their way to somewhere else: these keep all that the page they lead back to needs.
_PASSED_THROUGH = (CHOOSE, GROUP)


def download_path(page: str, kind: str) -> str:
    """The path of PAGE's figures as a file of KIND."""
    return f"{DOWNLOADS}/{_DOWNLOAD_OF.get(page, page.strip('/'))}.{kind}"


class View(StrEnum):
    """How the comparison is drawn: a matrix, small charts side by side, or a map."""

    TABLE = "tabell"
    PANELS = "diagram"
    MAP = "karta"


# Beside one's own; of the favourites no more than fit in an address.
MOST_LINES, NO_LINES = 3, "inga"
MOST_FAVOURITES = 100
GENDER_WORDS = {"totalt": Gender.TOTAL, "kvinnor": Gender.WOMEN, "man": Gender.MEN}
SORT_COLUMNS = ("namn", "grupp", "lan", "kommuner", "riket")
_GENDER_PARAM = {gender: word for word, gender in GENDER_WORDS.items()}


@dataclass(frozen=True)
class Choices:
    """Everything that stands in the address. The defaults depend on nobody.

    ``home`` is whose figures one came from, where one looks at another municipality's for a moment. ``lines`` are
    whose stand beside one's own on the page of an indicator (None: the usual), from the year ``first`` to ``last``.
    ``favourites`` are the indicators that the reader's browser keeps, where the address has been given them.
    """

    municipality: str | None = None
    area: str | None = None
    show: Show = Show.ALL
    reference: str = COUNTRY
    gender: Gender = Gender.TOTAL
    kkik: bool = False
    year: int | None = None
    everything: bool = False
    kpi: str | None = None
    group: str | None = None
    view: View = View.TABLE
    sort: str | None = None
    whole_country: bool = False
    pair: str | None = None
    model: str | None = None
    perspective: str | None = None
    home: str | None = None
    lines: tuple[str, ...] | None = None
    first: int | None = None
    last: int | None = None
    favourites: tuple[str, ...] = ()

    @property
    def choice(self) -> Choice:
        """The part that the figures depend on. Raises ValueError without a municipality."""
        if self.municipality is None:
            raise ValueError("no municipality is chosen")
        return Choice(self.municipality, self.gender, self.reference, self.year)


@dataclass(frozen=True)
class Unknown:
    """A value in the address that does not exist. ``given`` is a stranger's text: escape it."""

    what: str
    given: str
    offers: str


def read(params: Mapping[str, str], figures: Figures) -> tuple[Choices, list[Unknown]]:
    """The choices in PARAMS, and what of them does not exist; that is left at its default."""
    reader = _Reader(params)
    names = {name.casefold(): id_ for id_, name in figures.snapshot.municipalities.items()}
    participants = ", ".join(p.name for p in figures.catalogue.participants)
    catalogue = figures.catalogue
    known_ids = {id_: id_ for id_ in figures.snapshot.municipalities}
    choices = Choices(
        municipality=reader.pick(
            "kommun",
            "Kommunen",
            lambda text: text if text in figures.snapshot.municipalities else names.get(text.casefold()),
            f"Välj till exempel {participants}.",
        ),
        area=reader.among("omrade", "Området", catalogue.area_by_id, None),
        show=Show(reader.among("visa", "Urvalet", dict.fromkeys(s.value for s in Show), Show.ALL.value)),
        reference=reader.among("jamfor", "Jämförelsen", figures.references, COUNTRY),
        gender=GENDER_WORDS[reader.among("kon", "Könet", GENDER_WORDS, "totalt")],
        kkik=reader.among("kkik", "Filtret", {"ja": None}, None) is not None,
        year=reader.year("ar", figures),
        everything=reader.among("fler", "Urvalet", {"ja": None}, None) is not None,
        kpi=reader.pick(
            "nyckeltal",
            "Indikatorn",
            lambda text: text if text in catalogue.by_kpi else None,
            "Sök efter en indikator eller välj en i översikten.",
        ),
        group=_group(reader, figures),
        view=View(reader.among("vy", "Vyn", dict.fromkeys(v.value for v in View), View.TABLE.value)),
        sort=_sort(reader, figures),
        whole_country=reader.among("utsnitt", "Utsnittet", {"riket": None}, None) is not None,
        pair=reader.among("par", "Paret", catalogue.pair_by_id, None),
        model=reader.among("modell", "Modellen", {m.id: None for m in catalogue.models}, None),
        home=reader.pick("hemma", "Kommunen", known_ids.get, f"Välj till exempel {participants}."),
        perspective=reader.among("perspektiv", "Perspektivet", {p.id: None for p in catalogue.perspectives}, None),
        lines=_lines(reader, figures),
        first=reader.year("fran", figures),
        last=reader.year("tom", figures),
        favourites=_favourites(reader, figures),
    )
    return _settled(choices), reader.unknown


def _settled(choices: Choices) -> Choices:
    """CHOICES without what another of them makes meaningless; years that stand the wrong way around change places."""
    if choices.home == choices.municipality:
        choices = replace(choices, home=None)
    if choices.show is not Show.FAVOURITES:
        choices = replace(choices, favourites=())
    if choices.first and choices.last and choices.first > choices.last:
        choices = replace(choices, first=choices.last, last=choices.first)
    return choices


def _lines(reader: _Reader, figures: Figures) -> tuple[str, ...] | None:
    """At most three of those that can stand beside one's own, with points between, or none."""
    known = lines_to_choose(figures.catalogue)
    names = ", ".join(known)

    def find(text: str) -> tuple[str, ...] | None:
        asked = set() if text == NO_LINES else set(text.split("."))
        return tuple(w for w in known if w in asked) if asked <= set(known) and len(asked) <= MOST_LINES else None

    found: tuple[str, ...] | None = reader.pick(
        "linjer", "Linjerna", find, f"Det finns: {names}, högst {MOST_LINES} med punkt emellan, eller {NO_LINES}."
    )
    return None if found == usual_lines(figures.catalogue) else found


def _favourites(reader: _Reader, figures: Figures) -> tuple[str, ...]:
    """Indicators with points between; those that are there no more are left out, and said."""
    known = figures.catalogue.by_kpi
    given = list(dict.fromkeys(reader.text("favoriter").split(".")))[:MOST_FAVOURITES]
    if strange := ", ".join(kpi for kpi in given if kpi and kpi not in known):
        reader.unknown.append(Unknown("Favoriten", strange[:60], ""))
    return tuple(kpi for kpi in given if kpi in known)


def _group(reader: _Reader, figures: Figures) -> str | None:
    """A group by its id, or codes with points between ("0126.0127"), put in one order."""
    known = [r for r in figures.references if r != COUNTRY]

    def find(text: str) -> str | None:
        codes = chosen_codes(text, figures.snapshot.municipalities)
        return text if text in known else ".".join(codes) if codes else None

    found: str | None = reader.pick(
        "grupp",
        "Gruppen",
        find,
        f"Det finns: {', '.join(known)}, eller högst {MOST_CHOSEN} kommunkoder med punkt emellan.",
    )
    return None if found == default_group(figures) else found


def _sort(reader: _Reader, figures: Figures) -> str | None:
    """A column, with a minus before it for the other way."""
    found: str | None = reader.pick(
        "sortera",
        "Sorteringen",
        lambda text: text if text.removeprefix("-") in {*SORT_COLUMNS, *figures.snapshot.municipalities} else None,
        f"Det finns: {', '.join(SORT_COLUMNS)}, eller en kommunkod.",
    )
    return found


class _Reader:
    def __init__(self, params: Mapping[str, str]) -> None:
        self._params = params
        self.unknown: list[Unknown] = []

    def pick(self, name: str, what: str, find: Callable[[str], Any], offers: str) -> Any:
        """What FIND makes of the parameter; None when it is absent or unknown, and then it is noted."""
        given = self.text(name)
        if not given:
            return None
        found = find(given)
        if found is None:
            self.unknown.append(Unknown(what, given[:60], offers))
        return found

    def text(self, name: str) -> str:
        """The parameter as it stands, '' without one."""
        return self._params.get(name, "").strip()

    def year(self, name: str, figures: Figures) -> int | None:
        """A year that there are figures of."""
        years = figures.years
        found: int | None = self.pick(
            name,
            "Året",
            lambda text: number_in(text) if number_in(text) in years else None,
            f"Det finns siffror för {years[-1]}–{years[0]}." if years else "",
        )
        return found

    def among(self, name: str, what: str, known: Mapping[str, Any], default: Any) -> Any:
        found = self.pick(name, what, lambda text: text if text in known else None, f"Det finns: {', '.join(known)}.")
        return default if found is None else found


def query(choices: Choices) -> dict[str, str]:
    """CHOICES as parameters of an address; defaults are left out."""
    plain = Choices()
    params = {
        "kommun": choices.municipality or "",
        "nyckeltal": choices.kpi or "",
        "omrade": choices.area or "",
        "visa": "" if choices.show == plain.show else choices.show.value,
        "jamfor": "" if choices.reference == plain.reference else choices.reference,
        "kon": "" if choices.gender == plain.gender else _GENDER_PARAM[choices.gender],
        "kkik": "ja" if choices.kkik else "",
        "ar": str(choices.year or ""),
        "fler": "ja" if choices.everything else "",
        "grupp": choices.group or "",
        "vy": "" if choices.view == plain.view else choices.view.value,
        "sortera": choices.sort or "",
        "utsnitt": "riket" if choices.whole_country else "",
        "par": choices.pair or "",
        "modell": choices.model or "",
        "perspektiv": choices.perspective or "",
        "hemma": choices.home or "",
        "linjer": "" if choices.lines is None else ".".join(choices.lines) or NO_LINES,
        "fran": str(choices.first or ""),
        "tom": str(choices.last or ""),
        "favoriter": ".".join(choices.favourites) if choices.show is Show.FAVOURITES else "",
    }
    return {name: value for name, value in params.items() if value}


def link(path: str, choices: Choices, **changes: Any) -> str:
    """The address of PATH with CHOICES, some of them changed; what means nothing on that page is left out."""
    changed = replace(choices, **changes)
    page = _page_of(path)
    if page not in _PASSED_THROUGH:
        plain = Choices()
        strange = {name: getattr(plain, name) for name, pages in _ONLY_ON.items() if page not in pages}
        changed = replace(changed, **strange)
    params = urlencode(query(changed))
    return f"{path}?{params}" if params else path


def visiting(choices: Choices, municipality: str) -> Choices:
    """CHOICES for a look at another MUNICIPALITY, from which the reader finds her way home."""
    home = choices.home or choices.municipality
    return replace(choices, municipality=municipality, home=None if home == municipality else home)


def at_home(choices: Choices) -> Choices:
    """CHOICES with the municipality that the reader came from."""
    return replace(choices, municipality=choices.home or choices.municipality, home=None)


def _page_of(path: str) -> str:
    """The page that PATH is, or whose figures it downloads."""
    if not path.startswith(DOWNLOADS):
        return path
    name = path.removeprefix(f"{DOWNLOADS}/").rsplit(".", 1)[0]
    return next((page for page, given in _DOWNLOAD_OF.items() if given == name), f"/{name}")
