"""What a reader has chosen, and the links that it is written in. No Streamlit. It is read in ``address``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from core.access.form import SIGN_IN
from core.outcomes.lists import Show
from core.outcomes.references import COUNTRY
from core.outcomes.rows import Choice
from core.signals import Gender

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
