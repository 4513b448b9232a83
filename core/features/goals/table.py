"""The goals as a table to take away: a row for each indicator of a goal, and one for a goal without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any

import pandas as pd

from core.features.goals.filters import is_shown
from core.features.goals.view import bodies_words
from core.features.goals.words import FACE
from core.goals.models import Level
from core.outcomes.aims import Aim, aims_of, final_aim
from core.outcomes.chain import AskedChain, Chain, ChainGoal, ChainIndicator, chain_of, standing_year
from core.outcomes.figures import Figures
from core.signals import Pace, Verdict
from core.web.choices import Choices
from core.words import labels

COLUMNS = (
    *(
        "målområde",
        "fullmäktigemål",
        "nivå",
        "organ",
        "mål",
        "måltext",
        "målets ansikte",
        "uträknat ansikte",
        "motivering",
    ),
    *("delar som nås", "delar som nästan nås", "delar som kan bedömas", "delar"),
    *("nyckeltal", "indikator", "kön", "enhet", "utfall", "utfallsår", "ansikte", "målnivå", "målår"),
    *("slutmål", "slutmålsår", "trend", "takt"),
)
_WHOLE = ("utfallsår", "målår", "slutmålsår")


def goals_table(figures: Figures, choices: Choices) -> pd.DataFrame:
    """The decided goals that CHOICES show, in the order of the page, with a column for each year that is aimed at."""
    municipality = choices.choice.municipality
    year = choices.plan_year or standing_year(figures, figures.goals_of(municipality)) or 0
    chain = chain_of(figures, AskedChain(municipality, year))
    rows = [row for one in chain.goals.values() if is_shown(one, choices) for row in _rows(figures, chain, one)]
    years = sorted({column for row in rows for column in row if column.startswith("mål ")})
    frame = pd.DataFrame(rows, columns=[*COLUMNS[:-4], *years, *COLUMNS[-4:]])
    return frame.astype(dict.fromkeys(_WHOLE, "Int64"))


def _rows(figures: Figures, chain: Chain, one: ChainGoal) -> Iterator[dict[str, Any]]:
    about = _goal(chain, one)
    if not one.indicators:
        yield about
    for indicator in one.indicators:
        kpi, gender = indicator.indicator.kpi, indicator.indicator.gender
        aims = aims_of(figures, chain.asked.municipality, kpi, gender)
        yield about | _indicator(indicator, aims)


def _goal(chain: Chain, one: ChainGoal) -> dict[str, Any]:
    above = {chain.goals[key].goal.level: chain.goals[key].goal.title for key in _above(chain, one)}
    return {
        "målområde": above.get(Level.AREA, ""),
        "fullmäktigemål": above.get(Level.COUNCIL, ""),
        "nivå": one.goal.level.value,
        "organ": bodies_words(chain.book, one.plan, one.goal),
        "mål": one.goal.title,
        "måltext": one.goal.text,
        "målets ansikte": FACE[one.face],
        "uträknat ansikte": FACE[one.computed.face],
        "motivering": one.overruling.reason if one.overruling else "",
        "delar som nås": one.computed.reached,
        "delar som nästan nås": one.computed.nearly,
        "delar som kan bedömas": one.computed.judged,
        "delar": one.computed.count,
    }


def _above(chain: Chain, one: ChainGoal) -> Iterator[str]:
    """The ids of ONE and of those above it."""
    key: str | None = one.goal.id
    while key is not None and key in chain.goals:
        yield key
        key = chain.goals[key].goal.parent


def _indicator(one: ChainIndicator, aims: Sequence[Aim]) -> dict[str, Any]:
    row, asked = one.row, one.indicator
    known = {"nyckeltal": asked.kpi, "kön": labels.GENDER[asked.gender]}
    known |= {f"mål {aim.year}": aim.words for aim in aims}
    if row is None:
        return known
    final = final_aim(aims, row["year"])
    return known | {
        "indikator": row["name"],
        "enhet": row["unit"],
        "utfall": row["value"],
        "utfallsår": None if isnan(row["year"]) else int(row["year"]),
        "ansikte": FACE[one.face],
        "målnivå": row["target_text"],
        "målår": int(row["target_year"]) if row["target_kind"] else None,
        "slutmål": final.words if final else "",
        "slutmålsår": final.year if final else None,
        "trend": labels.trend_word(row["trend"], Verdict(row["trend_verdict"])),
        "takt": labels.PACE[Pace(row["pace"])] if row["pace"] else "",
    }
