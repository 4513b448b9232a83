"""A KPI's unit is read from its title, where that tells one."""

from __future__ import annotations

import duckdb
import pytest

from core.catalogue import default_catalogue
from core.kolada import unit_in
from tests.shared import KOLADA, needs_kolada


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
        ("Väntetid i antal dagar från ansökan, medelvärde", "dagar"),
        ("Tid i projekt, mediantid i månader", "månader"),
        ("Kvalitetsindex förskola", ""),
        ("Medarbetarengagemang (HME) totalt kommunen - Totalindex", "index"),
        ("Handläggningstid, dagar, median", "dagar"),
        ("Invånare 0-19 år, antal (-2023)", "antal"),
        ("Nöjd-Region-Index, index (max = 100)", "index"),
        ("Medarbetarengagemang, index för påståendet Mitt arbete känns meningsfullt.", "index"),
        ("Finns plan? (Ja=1, Nej=0)", "1 = ja, 0 = nej"),
        ("Simhallar, antal/1000 inv 7-20 år", "antal/1000 inv 7–20 år"),
        ("Skattesats", ""),
        ("", ""),
    ],
)
def test_the_unit_is_read_from_the_titles_end(title: str, unit: str) -> None:
    assert unit_in(title) == unit


@needs_kolada[0]
@needs_kolada[1]
def test_shares_and_amounts_of_the_catalogue_are_read_as_it_writes_them() -> None:
    with duckdb.connect() as db:
        titles = dict(db.execute(f"select id, title from '{KOLADA}/data/kpis.parquet'").fetchall())
    for indicator in default_catalogue().indicators:
        read = unit_in(" ".join(titles[indicator.kpi].split()))
        if indicator.unit == "%":
            assert read == "%", titles[indicator.kpi]
        if indicator.unit.startswith("kr/"):
            assert read.startswith("kr/"), titles[indicator.kpi]
