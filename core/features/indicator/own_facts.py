"""What the page of an own indicator tells in place of what Kolada says of its KPIs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.catalogue import Indicator
from core.catalogue.models import OwnFacts
from core.outcomes.figures import Figures
from core.outcomes.indicator import IndicatorFigures
from core.words import labels
from core.words.formats import number


@dataclass(frozen=True)
class PeriodTable:
    """The parts of the years, newest year first; ``rule`` says how a year comes from them."""

    rule: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def own_facts(figures: Figures, found: IndicatorFigures, own: OwnFacts) -> tuple[tuple[str, str], ...]:
    """ "Så säkra är siffrorna" of an own indicator. Texts are as somebody typed them."""
    indicator, row = found.indicator, found.row
    expected = [p for p in figures.catalogue.participants if p.is_full or indicator.area in p.areas]
    facts = [("Uppgiften kommer från", f"Samarbetets eget nyckeltal, version {own.version}")]
    if own.is_reviewed:
        facts.append(("Kvalitetsgranskad", "Ja, av någon annan än den som lade in siffrorna"))
    facts.append(("Publicerad", f"{own.published_at:%Y-%m-%d}"))
    if found.reported:
        still = " (året är inte klart)" if found.is_open else ""
        facts.append(("Har värde", f"{found.reported} av {len(expected)} kommuner {row['year']:.0f}{still}"))
        facts.append(("Liten grupp", "Få kommuner har värde: jämför med försiktighet"))
    if row["later_text"]:
        facts.append(("Nyare år", row["later_text"]))
    facts += [("Syfte", own.purpose), ("Så mättes det", own.measured)]
    if indicator.quality_note:
        facts.append(("Om kvaliteten", indicator.quality_note))
    return (*facts, ("Fråga", own.contact_role), ("Källa", own.source))


def period_table(figures: Figures, indicator: Indicator, municipality: str) -> PeriodTable | None:
    """What INDICATOR's years are made of for MUNICIPALITY; None for one that is measured yearly or not our own."""
    values = figures.others.parts
    of_mine = (values["kpi"] == indicator.kpi) & (values["municipality"] == municipality)
    mine = values[of_mine & (values["period"] != "")]
    if mine.empty or indicator.own is None:
        return None
    periods = sorted(mine["period"].unique())
    by_key = {
        (year, gender, period): _words(value, status, indicator.decimals)
        for year, gender, period, value, status in mine[["year", "gender", "period", "value", "status"]].itertuples(
            index=False
        )
    }
    lines = sorted({key[:2] for key in by_key}, key=lambda line: (-line[0], "TKM".index(line[1])))
    genders = {gender for _, gender in lines}
    return PeriodTable(
        rule=f"Årets utfall är {indicator.own.year_rule}, när alla delar finns.",
        head=("År", *periods),
        rows=tuple(
            (_line_words(year, gender, genders), *(by_key.get((year, gender, period), "") for period in periods))
            for year, gender in lines
        ),
    )


def _line_words(year: int, gender: str, genders: set[str]) -> str:
    return str(year) if genders == {"T"} else f"{year} {labels.GENDER[gender]}"


def _words(value: float, status: str, decimals: int) -> str:
    return labels.status_word(status) if math.isnan(value) else number(value, decimals)
