"""What a reader has chosen, and the links that it is written in. No Streamlit. It is read in ``address``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from core.cycle.models import DeviationState
from core.outcomes.lists import Show
from core.outcomes.references import COUNTRY
from core.outcomes.rows import Choice
from core.signals import Attainment, Gender
from core.year.models import Lane

OVERVIEW = "/"
AREAS = "/omraden"
COMPARE = "/jamfor"
RESOURCES = "/resurser"
INDEX = "/resultatindex"
LEARN = "/lar-av"
EXPLORE = "/utforska"
INDICATOR = "/indikator"
SEARCH = "/sok"
ABOUT = "/om"
CHOOSE = "/kommun"
GROUP = "/grupp"
TARGETS = "/malnivaer"
# The goal chain: all of it, one goal, work on a body's plan, what is asked for, and what the board says of plans.
GOALS = "/mal"
GOAL = "/malsida"
PLAN = "/plan"
ASSIGNMENTS = "/uppdrag"
ASSIGNMENT = "/uppdraget"
REVIEW = "/avstamning"
# From a deviation to its effect: the queue and one analysis, measures and one of them, a vote, what somebody is to do,
# how a measure is carried out, and how it goes.
DEVIATIONS = "/avvikelser"
DEVIATION = "/avvikelse"
MEASURES = "/atgarder"
MEASURE = "/atgard"
VOTE = "/omrostning"
# Where a vote is opened: what answers has its codes, once.
VOTE_CODES = "/atgarder/koder"
UNDERTAKINGS = "/mina-ataganden"
# Where the form goes that is answered with a calendar's address.
CALENDAR_ADDRESS = "/mina-ataganden/kalender"
ACTION_PLAN = "/handlingsplan"
FOLLOW_UP = "/uppfoljning"
# All goals of a year's decided plans as a document: ``appendix_link``.
APPENDIX = "/avstamning/bilaga"
EXAMPLES = "/goda-exempel"
# What has happened, as a page; with .atom and .json after it for those who follow it.
NEWS = "/nytt"
# The co-operation's year: all of it, one date of it, the project plan.
YEAR = "/aret"
YEAR_DATE = "/arsdatum"
PROJECT_PLAN = "/projektplan"
# Exercises: all of them, one that is run, and where it is answered without an account.
EXERCISES = "/ovningar"
EXERCISE = "/ovning"
ANSWER = "/svara"
# What a municipality asks itself at each step of the cycle, ticked.
CHECKLISTS = "/checklistor"
# Where phones answer what a deck asks its audience.
ASK = "/fraga"
# What a room has written together, and its screen.
ROOM = "/rum"
OWN = "/egna"
OWN_HISTORY = "/eget"
OWN_WORK = "/lagg-in"
COMMENT = "/kommentar"
PRESENT = "/presentation"
DECK = "/bildspel"
REPORT = "/rapport"
ACCOUNT = "/konto"
# Where reminders are chosen, and where who has a letter confirms her address or ends them without signing in.
REMINDERS_FORM = "/konto/paminnelser"
CONFIRM_ADDRESS = "/bekrafta-adress"
UNSUBSCRIBE = "/avsluta-paminnelser"
ACCOUNTS = "/konton"
AUDIT = "/logg"
USAGE = "/anvandning"
TEMPLATES = "/mallar"
OPERATION = "/drift"
DOWNLOADS = "/ladda-ner"
# Where the form on GROUP goes, and what the search field asks while one types.
GROUP_FORM = "/grupp/valda"
SUGGESTIONS = "/sok.json"
_DOWNLOAD_OF = {OVERVIEW: "oversikt"}

_OF_PLANS = (GOALS, GOAL, PLAN, ASSIGNMENTS, REVIEW, FOLLOW_UP)
_OF_BODIES = (OVERVIEW, *_OF_PLANS, DEVIATIONS, MEASURES, UNDERTAKINGS)
# On their way to somewhere else: these keep all that the page they lead back to needs.
_PASSED_THROUGH = (CHOOSE, GROUP)


def download_path(page: str, kind: str) -> str:
    """The path of PAGE's figures as a file of KIND."""
    return f"{DOWNLOADS}/{_DOWNLOAD_OF.get(page, page.strip('/'))}.{kind}"


def room_link(municipality: str, key: str) -> str:
    """What the room KEY of MUNICIPALITY has written together."""
    return f"{ROOM}?kommun={municipality}&ovning={key}"


def room_screen_path(municipality: str, key: str) -> str:
    """The room's screen."""
    return f"{ROOM}/skarm/{municipality}/{key}"


def room_phone_path(municipality: str, key: str) -> str:
    """Where the room's phones write."""
    return f"{ANSWER}/{municipality}/{key}/rum"


def appendix_link(kind: str, municipality: str, year: int, body: str = "") -> str:
    """The address of the appendix of MUNICIPALITY's decided plans of YEAR (of BODY's alone): KIND is pdf or docx."""
    params = {"kommun": municipality, "plan": str(year), **({"organ": body} if body else {})}
    return f"{APPENDIX}.{kind}?{urlencode(params)}"


def feed_link(municipality: str, area: str | None) -> str:
    """The address of MUNICIPALITY's feed, of AREA or of all."""
    return f"{NEWS}.atom?{urlencode({'kommun': municipality, **({'omrade': area} if area else {})})}"


class View(StrEnum):
    """How the comparison is drawn: a matrix, small charts side by side, or a map."""

    TABLE = "tabell"
    PANELS = "diagram"
    MAP = "karta"


class Prices(StrEnum):
    """What amounts of other years are told in: each year's own prices, or one year's."""

    CURRENT = "lopande"
    FIXED = "fasta"


class Tasks(StrEnum):
    """Which assignments are listed: those that are not closed, or some of all that there ever were."""

    OPEN = "oppna"
    LATE = "forsenade"
    DONE = "klara"
    CLOSED = "avslutade"
    ALL = "alla"


class MeasuresShown(StrEnum):
    """Which measures are listed: all, or those that go on, are done, or wait for a decision."""

    ALL = "alla"
    GOING_ON = "pagar"
    DONE = "genomforda"
    PROPOSED = "forslag"


# What Kolada's ids look like, whether or not they are among the chosen ones.
KPI_ID = re.compile(r"[NU]\d{5}")
# Beside one's own; of the favourites no more than fit in an address.
MOST_LINES, NO_LINES = 3, "inga"
MOST_FAVOURITES = 100
GENDER_WORDS = {"totalt": Gender.TOTAL, "kvinnor": Gender.WOMEN, "man": Gender.MEN}
SORT_COLUMNS = ("namn", "grupp", "lan", "kommuner", "riket")
FACE_WORDS = {
    "nas": Attainment.REACHED,
    "nastan": Attainment.NEARLY,
    "nas-inte": Attainment.NOT_REACHED,
    "bedoms-inte": Attainment.NOT_JUDGED,
}
STATE_WORDS = {
    "ny": DeviationState.NEW,
    "analys": DeviationState.ANALYSED,
    "forklarad": DeviationState.EXPLAINED,
    "atgard": DeviationState.ACTED_ON,
    "invantas": DeviationState.AWAITED,
    "avslutad": DeviationState.CLOSED,
}
LANE_WORDS = {
    "konferensen": Lane.CONFERENCE,
    "budget": Lane.BUDGET,
    "uppfoljning": Lane.FOLLOW_UP,
    "kolada": Lane.KOLADA,
}
_LANE_PARAM = {lane: word for word, lane in LANE_WORDS.items()}
_STATE_PARAM = {state: word for word, state in STATE_WORDS.items()}
_FACE_PARAM = {face: word for word, face in FACE_WORDS.items()}
_GENDER_PARAM = {gender: word for word, gender in GENDER_WORDS.items()}


def _as(parameter: str, *only: str, write: Callable[[Any], str] = str) -> dict[str, Any]:
    """How a choice stands in an address: WRITE makes the PARAMETER of it; on the pages ONLY, else wherever one goes."""
    return {"parameter": parameter, "only": only, "write": write}


def _yes(_: bool) -> str:
    return "ja"


@dataclass(frozen=True)
class Choices:
    """Everything that stands in the address. The defaults depend on nobody.

    ``home`` is whose figures one came from, where one looks at another municipality's for a moment. ``lines`` are
    whose stand beside one's own on the page of an indicator (None: the usual), from the year ``first`` to ``last``.
    ``volume`` is the volume whose cost is shown (None: a pair of resource and result), with indices from ``base``.
    ``favourites`` are the indicators that the reader's browser keeps, where the address has been given them.
    ``plan_year`` is the year of the plans (None: ``core.outcomes.chain.standing_year``), ``body``, ``goal``,
    ``deviation`` and ``measure`` are ids of the municipality's own, ``face`` is that of the goals that are shown and
    ``state`` that of the deviations. ``lane`` is the only one of the year that is shown.
    """

    municipality: str | None = field(default=None, metadata=_as("kommun"))
    area: str | None = field(default=None, metadata=_as("omrade"))
    show: Show = field(default=Show.ALL, metadata=_as("visa"))
    reference: str = field(default=COUNTRY, metadata=_as("jamfor"))
    gender: Gender = field(default=Gender.TOTAL, metadata=_as("kon", write=_GENDER_PARAM.__getitem__))
    kkik: bool = field(default=False, metadata=_as("kkik", write=_yes))
    year: int | None = field(default=None, metadata=_as("ar"))
    everything: bool = field(default=False, metadata=_as("fler", write=_yes))
    kpi: str | None = field(default=None, metadata=_as("nyckeltal", INDICATOR, LEARN, EXPLORE, COMPARE, DEVIATION))
    group: str | None = field(default=None, metadata=_as("grupp"))
    view: View = field(default=View.TABLE, metadata=_as("vy", COMPARE))
    sort: str | None = field(default=None, metadata=_as("sortera", COMPARE))
    whole_country: bool = field(default=False, metadata=_as("utsnitt", COMPARE, write=lambda _: "riket"))
    pair: str | None = field(default=None, metadata=_as("par", RESOURCES))
    volume: str | None = field(default=None, metadata=_as("volym", RESOURCES))
    base: int | None = field(default=None, metadata=_as("bas", RESOURCES))
    prices: Prices = field(default=Prices.CURRENT, metadata=_as("priser", RESOURCES))
    model: str | None = field(default=None, metadata=_as("modell", INDEX))
    perspective: str | None = field(default=None, metadata=_as("perspektiv", INDEX))
    home: str | None = field(default=None, metadata=_as("hemma"))
    lines: tuple[str, ...] | None = field(
        default=None, metadata=_as("linjer", INDICATOR, write=lambda w: ".".join(w) or NO_LINES)
    )
    first: int | None = field(default=None, metadata=_as("fran", INDICATOR, EXPLORE))
    last: int | None = field(default=None, metadata=_as("tom", INDICATOR, EXPLORE))
    favourites: tuple[str, ...] = field(default=(), metadata=_as("favoriter", OVERVIEW, write=".".join))
    plan_year: int | None = field(default=None, metadata=_as("plan", *_OF_PLANS, YEAR))
    body: str | None = field(default=None, metadata=_as("organ", *_OF_BODIES))
    goal: str | None = field(default=None, metadata=_as("mal", GOAL, PLAN, ASSIGNMENTS))
    tasks: Tasks = field(default=Tasks.OPEN, metadata=_as("lage", ASSIGNMENTS))
    face: Attainment | None = field(default=None, metadata=_as("ansikte", GOALS, write=lambda face: _FACE_PARAM[face]))
    deviation: str | None = field(default=None, metadata=_as("avvikelse", DEVIATION))
    measure: str | None = field(default=None, metadata=_as("atgard", MEASURE))
    state: DeviationState | None = field(
        default=None, metadata=_as("skede", DEVIATIONS, write=lambda state: _STATE_PARAM[state])
    )
    measures_shown: MeasuresShown = field(default=MeasuresShown.ALL, metadata=_as("visar", MEASURES))
    lane: Lane | None = field(default=None, metadata=_as("spar", YEAR, write=lambda lane: _LANE_PARAM[lane]))
    without_band: bool = field(default=False, metadata=_as("lista", YEAR, write=_yes))

    @property
    def choice(self) -> Choice:
        """The part that the figures depend on. Raises ValueError without a municipality."""
        if self.municipality is None:
            raise ValueError("no municipality is chosen")
        return Choice(self.municipality, self.gender, self.reference, self.year)


# What another municipality has not.
_ITS_OWN: Mapping[str, None] = dict.fromkeys(("body", "goal", "deviation", "measure"))
# In an address whose figures they are comes first, then what is looked at.
_FIELDS = tuple(
    (one.name, one.default, one.metadata["parameter"], one.metadata["only"], one.metadata["write"])
    for one in sorted(fields(Choices), key=lambda one: one.name not in ("municipality", "kpi"))
)


def query(choices: Choices, page: str | None = None) -> dict[str, str]:
    """CHOICES as parameters of an address; defaults are left out, and what means nothing on PAGE."""
    params = {
        parameter: write(chosen)
        for name, default, parameter, only, write in _FIELDS
        if (chosen := getattr(choices, name)) != default and chosen != "" and (page is None or not only or page in only)
    }
    if choices.show is not Show.FAVOURITES:
        params.pop("favoriter", None)
    if page == OVERVIEW and choices.show is not Show.GOALS:
        params.pop("organ", None)
    return params


def link(path: str, choices: Choices, **changes: Any) -> str:
    """The address of PATH with CHOICES, some of them changed; what means nothing on that page is left out."""
    page = page_of(path)
    changed = _moved(choices, changes.pop("municipality", choices.municipality), **changes)
    params = urlencode(query(changed, None if page in _PASSED_THROUGH else page))
    return f"{path}?{params}" if params else path


def explore_link(choices: Choices, kpi: str | None, **beside: str) -> str:
    """The address of KPI in Utforska with the same choices; BESIDE are parameters of that page's own."""
    address = link(EXPLORE, choices, kpi=kpi)
    return f"{address}{'&' if '?' in address else '?'}{urlencode(beside)}" if beside else address


def visiting(choices: Choices, municipality: str) -> Choices:
    """CHOICES for a look at another MUNICIPALITY, from which the reader finds her way home."""
    home = choices.home or choices.municipality
    return _moved(choices, municipality, home=None if home == municipality else home)


def at_home(choices: Choices) -> Choices:
    """CHOICES with the municipality that the reader came from."""
    return _moved(choices, choices.home or choices.municipality, home=None)


def _moved(choices: Choices, municipality: str | None, **changes: Any) -> Choices:
    """CHOICES changed, and of MUNICIPALITY: another one has other bodies, goals and so on."""
    if municipality != choices.municipality:
        changes = {**_ITS_OWN, **changes}
    return replace(choices, municipality=municipality, **changes)


def page_of(path: str) -> str:
    """The page that PATH is, or whose figures it downloads."""
    if not path.startswith(DOWNLOADS):
        return path
    name = path.removeprefix(f"{DOWNLOADS}/").rsplit(".", 1)[0]
    return next((page for page, given in _DOWNLOAD_OF.items() if given == name), f"/{name}")
