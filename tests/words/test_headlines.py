"""A slide's title says the strongest thing that is true, with the figure and its year."""

from __future__ import annotations

from typing import Any, cast

import pytest

from core.features.decks.resolve import change_words
from core.signals import Reason
from core.words.headlines import Side, headline
from core.words.sentences import Row

NAN = float("nan")
ROW: dict[str, Any] = {
    "name": "Valdeltagande i kommunalvalet",
    "unit": "%",
    "decimals": 0,
    "gender": "T",
    "direction": "high",
    "is_own": False,
    "value": 63.0,
    "year": 2022.0,
    "country_reason": Reason.NONE,
    "standing": "worst",
    "standing_n": 290.0,
    "standing_lower": 20.0,
    "standing_higher": 269.0,
    "trend": "level",
    "trend_verdict": "unchanged",
    "trend_change": -4.0,
    "trend_deadband": 1.5,
    "trend_from_year": 2018.0,
    "attainment": "not_judged",
    "target_due": True,
    "target_year": NAN,
    "band_from": "",
    "band_from_year": NAN,
}
PEOPLE: dict[str, Any] = {"name": "Nöjda med sitt äldreboende"}
WAIT: dict[str, Any] = {"name": "Väntetid till särskilt boende", "unit": "dagar", "direction": "low"}
LAST: dict[str, Any] = {"standing_lower": 0.0, "standing_higher": 289.0}
SECOND_LAST: dict[str, Any] = {"standing_lower": 1.0, "standing_higher": 288.0}
FIRST: dict[str, Any] = {"standing_lower": 289.0, "standing_higher": 0.0, "standing": "best"}
FALLS: dict[str, Any] = {"trend": "down", "trend_verdict": "worse"}


def said(side: Side = 0, **more: Any) -> str:
    return headline(cast("Row", {**ROW, **more}), "Södertälje", side).text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("more", "title"),
    [
        (SECOND_LAST, "Södertälje har landets näst lägsta valdeltagande i kommunalvalet: 63 % (2022)"),
        (FIRST, "Södertälje har landets högsta valdeltagande i kommunalvalet: 63 % (2022)"),
        ({**PEOPLE, **LAST}, "Södertälje har landets lägsta andel nöjda med sitt äldreboende: 63 % (2022)"),
        ({**WAIT, **FIRST}, "Södertälje har landets längsta väntetid till särskilt boende: 63 dagar (2022)"),
        (
            {"name": "Trivs i sitt LSS-boende", **LAST},
            "Södertälje lägst i landet: trivs i sitt LSS-boende, 63 % (2022)",
        ),
        (
            {"standing_lower": 1.0, "standing_higher": 287.0},
            "Södertälje delar landets näst lägsta valdeltagande i kommunalvalet: 63 % (2022)",
        ),
        (
            {"name": "Trivs i sitt LSS-boende", "standing_lower": 0.0, "standing_higher": 288.0},
            "Södertälje delar plats som lägst i landet: trivs i sitt LSS-boende, 63 % (2022)",
        ),
        ({**SECOND_LAST, **FALLS}, "Södertälje har landets näst lägsta valdeltagande i kommunalvalet: 63 % (2022)"),
    ],
)
def test_a_place_at_either_end_of_the_country_is_told_first(more: dict[str, Any], title: str) -> None:
    assert said(**more) == title


@pytest.mark.parametrize(
    "more",
    [
        {"standing_lower": 2.0, "standing_higher": 287.0},
        {"standing_lower": 0.0, "standing_higher": 250.0},
        {**LAST, "country_reason": Reason.OPEN_YEAR},
        {**LAST, "country_reason": Reason.TOO_FEW},
        {**LAST, "is_own": True},
    ],
)
def test_no_place_is_told_that_is_not_one(more: dict[str, Any]) -> None:
    assert "landets" not in said(**more)


def test_then_the_change_with_its_years() -> None:
    assert said(**FALLS) == "Södertälje: valdeltagande i kommunalvalet ned från 67 till 63 % 2018–2022"
    # What pulls the other way is not what the story is about.
    assert said(1, **FALLS, attainment="reached").startswith("Södertälje når målet: ")


def test_then_the_target_and_the_band_come_from() -> None:
    assert said(-1, attainment="not_reached") == "Södertälje når inte målet: valdeltagande i kommunalvalet, 63 % (2022)"
    early: dict[str, Any] = {"attainment": "reached", "target_due": False, "target_year": 2026.0}
    assert said(**early) == "Södertälje når målet för 2026 redan: valdeltagande i kommunalvalet, 63 % (2022)"
    assert said(band_from="middle", band_from_year=2018.0) == (
        "Södertälje ned från de mittersta 50 % (2018) till de sämsta 25 % i landet: "
        "valdeltagande i kommunalvalet, 63 % (2022)"
    )


def test_the_quarter_only_where_nothing_stronger_is_true() -> None:
    assert said() == "Södertälje bland de sämsta 25 % i landet: valdeltagande i kommunalvalet, 63 % (2022)"
    assert said(standing="middle") == "Södertälje: valdeltagande i kommunalvalet, 63 % (2022)"
    assert said(gender="K", standing="middle") == "Södertälje: valdeltagande i kommunalvalet, kvinnor, 63 % (2022)"


@pytest.mark.parametrize("side", [1, -1])
def test_a_title_speaks_on_its_own_side(side: Side) -> None:
    both: dict[str, Any] = {**FIRST, **FALLS, "attainment": "not_reached"}
    assert said(side, **both).startswith("Södertälje har landets högsta" if side > 0 else "Södertälje: valdeltagande")


@pytest.mark.parametrize(
    ("before", "value", "decimals", "told", "ends"),
    [
        (79.5, 87.4, 0, "+7,9", "från 79,5 till 87,4 %"),
        (79.4, 87.4, 0, "+8", "från 79 till 87 %"),
        (10.26, 10.74, 1, "+0,48", "från 10,26 till 10,74 %"),
        (100.5, 92.4, 0, "−8,1", "från 100,5 till 92,4 %"),
    ],
)
def test_the_change_is_the_difference_between_its_ends_as_they_are_told(
    before: float, value: float, decimals: int, told: str, ends: str
) -> None:
    up = value > before
    changed = {
        "value": value,
        "trend_change": value - before,
        "trend_deadband": 1.5 if decimals == 0 else 0.1,
        "decimals": decimals,
        "trend": "up" if up else "down",
        "trend_verdict": "better" if up else "worse",
    }
    row = cast("Row", {**ROW, **changed})
    assert ends in headline(row, "Salem").text.replace("\N{NO-BREAK SPACE}", " ")
    assert change_words(row).startswith(f"{told}\N{NO-BREAK SPACE}procentenheter 2018–2022")
