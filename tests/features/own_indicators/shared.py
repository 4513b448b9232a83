"""What the tests of own indicators share: seven municipalities, and an upload told in short."""

from __future__ import annotations

from typing import Any

from core.features.own_indicators.models import Context, Entry, Key, Upload

NAMES = {
    "0127": "Botkyrka",
    "0136": "Haninge",
    "0126": "Huddinge",
    "0192": "Nynäshamn",
    "0128": "Salem",
    "0181": "Södertälje",
    "0138": "Tyresö",
    "0180": "Stockholm",
}
AREA = frozenset(NAMES) - {"0180"}


def context(**changes: Any) -> Context:
    """The area's seven in a share of persons, in 2025, unless CHANGES say otherwise."""
    usual: dict[str, Any] = {"municipalities": NAMES, "expected": AREA, "unit": "%", "this_year": 2025}
    return Context(**(usual | changes))


def entry(municipality: str = "0126", year: int = 2024, value: float | None = 50.0, **changes: Any) -> Entry:
    usual: dict[str, Any] = {
        "period": "",
        "gender": "T",
        "status": "" if value is not None else "Missing",
        "persons": None,
    }
    usual |= {"row": 2, "column": "C Värde"}
    return Entry(municipality=municipality, year=year, value=value, **(usual | changes))


def key(municipality: str = "0126", year: int = 2024, period: str = "", gender: str = "T") -> Key:
    return Key(municipality, year, period, gender)


def told(upload: Upload) -> set[str]:
    """Every entry in short: "0126 2024 12.5", "0126 2024 T1 K Privacy"; persons as "n=7"."""
    return {_told(one) for one in upload.rows}


def _told(one: Entry) -> str:
    gender = "" if one.gender == "T" else one.gender
    value = one.status if one.value is None else f"{one.value:.12g}"
    persons = "" if one.persons is None else f"n={one.persons}"
    return " ".join(filter(None, (one.municipality, str(one.year), one.period, gender, value, persons)))
