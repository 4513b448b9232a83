"""What a reader has chosen: read from the address, checked, and written back as links. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from core.overview.figures import Figures
from core.overview.references import COUNTRY
from core.overview.rows import Choice
from core.signals import Gender

OVERVIEW = "/"
INDICATOR = "/indikator"
ABOUT = "/om"
CHOOSE = "/kommun"
DOWNLOADS = "/ladda-ner"
PAGES = (OVERVIEW, INDICATOR, ABOUT, CHOOSE)


class Show(StrEnum):
    """Which rows: all, those to look closer at, or those that go well."""

    ALL = "alla"
    DEVIATIONS = "avvikelser"
    SUCCESSES = "bra"


GENDER_WORDS = {"totalt": Gender.TOTAL, "kvinnor": Gender.WOMEN, "man": Gender.MEN}
_GENDER_PARAM = {gender: word for word, gender in GENDER_WORDS.items()}


@dataclass(frozen=True)
class Choices:
    """Everything that stands in the address. The defaults depend on nobody."""

    municipality: str | None = None
    area: str | None = None
    show: Show = Show.ALL
    reference: str = COUNTRY
    gender: Gender = Gender.TOTAL
    kkik: bool = False
    year: int | None = None
    everything: bool = False
    kpi: str | None = None

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
    choices = Choices(
        municipality=reader.pick(
            "kommun",
            "Kommunen",
            lambda text: text if text in figures.snapshot.municipalities else names.get(text.casefold()),
            f"Välj till exempel {participants}.",
        ),
        area=reader.among("omrade", "Området", dict.fromkeys(figures.catalogue.area_by_id), None),
        show=Show(reader.among("visa", "Urvalet", dict.fromkeys(s.value for s in Show), Show.ALL.value)),
        reference=reader.among("jamfor", "Jämförelsen", figures.references, COUNTRY),
        gender=GENDER_WORDS[reader.among("kon", "Könet", GENDER_WORDS, "totalt")],
        kkik=reader.among("kkik", "Filtret", {"ja": None}, None) is not None,
        year=reader.pick(
            "ar",
            "Året",
            lambda text: int(text) if text.isdecimal() and len(text) == 4 and int(text) in figures.years else None,
            f"Det finns siffror för {figures.years[-1]}–{figures.years[0]}." if figures.years else "",
        ),
        everything=reader.among("fler", "Urvalet", {"ja": None}, None) is not None,
        kpi=reader.pick(
            "nyckeltal",
            "Indikatorn",
            lambda text: text if text in figures.catalogue.by_kpi else None,
            "Välj en indikator i översikten.",
        ),
    )
    return choices, reader.unknown


class _Reader:
    def __init__(self, params: Mapping[str, str]) -> None:
        self._params = params
        self.unknown: list[Unknown] = []

    def pick(self, name: str, what: str, find: Callable[[str], Any], offers: str) -> Any:
        """What FIND makes of the parameter; None when it is absent or unknown, and then it is noted."""
        given = self._params.get(name, "").strip()
        if not given:
            return None
        found = find(given)
        if found is None:
            self.unknown.append(Unknown(what, given[:60], offers))
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
    }
    return {name: value for name, value in params.items() if value}


def link(path: str, choices: Choices, **changes: Any) -> str:
    """The address of PATH with CHOICES, some of them changed. An indicator is kept only on its own page."""
    changed = replace(choices, **changes)
    if path != INDICATOR and not path.startswith(f"{DOWNLOADS}/indikator"):
        changed = replace(changed, kpi=None)
    params = urlencode(query(changed))
    return f"{path}?{params}" if params else path
