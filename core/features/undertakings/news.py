"""What is new about somebody's goals: values that came to their indicators, and what figures did after measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.access.people import Person, Role
from core.access.rights import Action, may
from core.goals.rights import may_of_body
from core.outcomes.chain import AskedChain, chain_of, standing_year
from core.outcomes.figures import Figures
from core.outcomes.measures import AskedMeasures, change_words, effect_words, staged_measures
from core.signals.effects import Effect
from core.web.choices import INDICATOR, MEASURE, Choices, link
from core.words import labels, symbols
from core.words.dates import day_words
from core.words.formats import first_upper, number, with_unit

_MOST = 8
_KEPT = 200
_ARROWS = {1: "arrow-up", -1: "arrow-down", 0: "arrow-level"}
_TONES = {Effect.RIGHT: "better", Effect.WRONG: "worse", Effect.UNCHANGED: "unchanged"}


@dataclass(frozen=True)
class AskedNews:
    """Whose goals in MUNICIPALITY, on a day."""

    person: Person
    municipality: str
    today: date


@dataclass(frozen=True)
class News:
    """Something new: a symbol (with ``tone`` for an arrow), what, and a sentence."""

    symbol: str
    tone: str
    title: str
    text: str
    address: str


def news_of(figures: Figures, asked: AskedNews) -> tuple[News, ...]:
    """What is new of the last month, a few."""
    return figures.kept(_news, asked, most=_KEPT)


def _news(figures: Figures, asked: AskedNews) -> tuple[News, ...]:
    if asked.person.role is not Role.MANAGER:
        return ()
    changes = figures.snapshot.changes_of(asked.municipality)
    new = changes[changes["before"].isna() & changes["after"].notna()]
    named = zip(new["kpi"].tolist(), new["gender"].tolist(), new["year"].tolist(), strict=True)
    seen = dict(zip(named, pd.to_datetime(new["seen_on"]).dt.date.tolist(), strict=True))
    return (*_effects(figures, asked, seen), *_values(figures, asked, seen))[:_MOST] if seen else ()


def _effects(figures: Figures, asked: AskedNews, seen: dict[tuple[str, str, int], date]) -> Iterator[News]:
    for one in staged_measures(figures, AskedMeasures(asked.municipality, asked.today, drafts=True)):
        measure, after, before = one.measure, one.effect.after, one.effect.before
        if one.effect.verdict not in _TONES or after is None or before is None:
            continue
        if (measure.kpi, measure.gender, after[0]) in seen and may(
            asked.person, Action.CHANGE_MEASURE, area=measure.area, municipality=asked.municipality
        ):
            indicator = figures.catalogue.by_kpi[measure.kpi]
            moved = (after[1] > before[1]) - (after[1] < before[1])
            figure = with_unit(change_words(one.effect, indicator.decimals), indicator.unit)
            yield News(
                _ARROWS[moved],
                _TONES[one.effect.verdict],
                f"{measure.title}: {effect_words(one.effect)}",
                f"{indicator.name}, {figure} efter åtgärden.",
                link(MEASURE, Choices(asked.municipality, measure=measure.id)),
            )


def _values(figures: Figures, asked: AskedNews, seen: dict[tuple[str, str, int], date]) -> Iterator[News]:
    book = figures.goals_of(asked.municipality)
    year = standing_year(figures, book)
    chain = chain_of(figures, AskedChain(asked.municipality, year)) if year else None
    told: set[tuple[str, str]] = set()
    for goal in chain.goals.values() if chain else ():
        is_hers = may_of_body(asked.person, Action.CHANGE_PLAN, asked.municipality, goal.body)
        for one in goal.indicators if is_hers else ():
            kpi, gender, row = one.indicator.kpi, one.indicator.gender, one.row
            if row is None or row["year"] is None or (kpi, gender) in told:
                continue
            on = seen.get((kpi, gender, int(row["year"])))
            if on is None:
                continue
            told.add((kpi, gender))
            value = with_unit(number(float(row["value"]), int(row["decimals"])), row["unit"])
            yield News(
                symbols.face(one.face),
                "",
                f"{row['name']}: {value} ({int(row['year'])})",
                f"Nytt värde {day_words(on)}. {first_upper(labels.ATTAINMENT[one.face])}.",
                link(INDICATOR, Choices(asked.municipality, kpi=kpi)),
            )
