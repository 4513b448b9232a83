"""A KPI's unit is read from its title, where that tells one."""

from __future__ import annotations

import pytest

from core.kolada import unit_in


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Elever i åk 9 som är behöriga, kommunala skolor, andel (%)", "%"),
        ("Väljare som deltog, andel (%) av befolkningen", "%"),
        ("Nöjd, andel (%) (- 2024)", "%"),
        ("Andel lärare, procent", "%"),
        ("Kostnad grundskola F-9, kr/elev", "kr/elev"),
        ("Kostnad äldreomsorg, kr/inv 65+", "kr/inv 65+"),
        ("Utsläpp totalt,  ton CO2e/inv", "ton CO2e/inv"),
        ("Väntetid till särskilt boende, antal dagar", "dagar"),
        ("Väntetid i antal dagar från ansökan, medelvärde", ""),
        ("Handläggningstid, dagar, median", "dagar"),
        ("Invånare 0-19 år, antal (-2023)", "antal"),
        ("Nöjd-Region-Index, index (max = 100)", "index"),
        ("Finns plan? (Ja=1, Nej=0)", "1 = ja, 0 = nej"),
        ("Simhallar, antal/1000 inv 7-20 år", "antal/1000 inv 7-20 år"),
        ("Skattesats", ""),
        ("", ""),
    ],
)
def test_the_unit_is_read_from_the_titles_end(title: str, unit: str) -> None:
    assert unit_in(title) == unit
