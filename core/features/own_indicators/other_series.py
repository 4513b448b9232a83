"""Own indicators as series beside Kolada's (``core.outcomes.others``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Engine

from core.cache.harvest import KPI_COLUMNS, VALUE_COLUMNS
from core.catalogue import Catalogue, Indicator
from core.catalogue.models import Influence, Origin, OwnFacts
from core.features.own_indicators.history import History, Published, PublishedIndicator, value_frame
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.models import Entry
from core.features.own_indicators.outcome import YEAR_RULE_NAMES
from core.features.own_indicators.series import yearly
from core.outcomes.figures import Figures
from core.outcomes.others import NO_OTHERS, OtherSeries, joined

# Of an indicator that is shown before it is kept; no kept one has it.
PREVIEWED = "E00000"
# The groups choose their own with care, and few: they stand where one looks first.
_PROMINENCE = 1


class OwnSeries:
    """What is published of the own indicators of ENGINE's database: the same object until something else is."""

    def __init__(self, engine: Engine) -> None:
        self._history = History(engine)
        self._latest = NO_OTHERS

    def __call__(self) -> OtherSeries:
        """What readers see now. Raises StateError."""
        if self._history.published_indicators() != self._latest.key:
            self._latest = other_series(self._history.published())
        return self._latest


def other_series(own: Published) -> OtherSeries:
    """OWN as other series are given."""
    if not own.indicators:
        return NO_OTHERS
    values = yearly(own.values, own.year_rules).assign(members=1)[list(VALUE_COLUMNS)]
    indicators = tuple(_indicator(one) for one in own.indicators)
    return OtherSeries(indicators, _kpis(own.indicators), values, own.values, own.indicators)


def described(catalogue: Catalogue, own: Iterable[PublishedIndicator]) -> Catalogue:
    """CATALOGUE with OWN, of its areas, among its indicators."""
    known = [_indicator(one) for one in own if one.indicator.area in catalogue.area_by_id]
    return catalogue.with_indicators(known) if known else catalogue


def ever_shown(engine: Engine, catalogue: Catalogue) -> tuple[Catalogue, frozenset[str]]:
    """CATALOGUE with what readers see or have seen besides, and the ids of what has been withdrawn."""
    own = History(engine).shown_once()
    found = described(catalogue, [one for one in own if one.indicator.id not in catalogue.by_kpi])
    return found, frozenset(one.indicator.id for one in own if one.is_withdrawn)


def preview(figures: Figures, indicator: OwnIndicator, rows: Iterable[Entry]) -> Figures:
    """FIGURES as they would be with INDICATOR and ROWS published, in place of what is published of it.

    ROWS are an upload's entries or a version's values. Where INDICATOR has no id it is PREVIEWED.
    """
    shown = replace(indicator, id=indicator.id or PREVIEWED)
    one = PublishedIndicator(shown, 0, datetime.now(UTC), False)
    new = other_series(Published((one,), value_frame(shown.id, rows)))
    others = figures.others.without(shown.id).with_more(new)
    fetched = figures.catalogue.only([i for i in figures.catalogue.indicators if i.own is None])
    return figures.with_figures(*joined(figures.snapshot.without_own(), fetched, others), others)


def _indicator(one: PublishedIndicator) -> Indicator:
    own = one.indicator
    return Indicator(
        kpi=own.id,
        area=own.area,
        name=own.name,
        unit=own.unit,
        decimals=own.decimals,
        direction=own.direction,
        category=own.category,
        influence=Influence.SOME,
        origin=Origin.OWN_REPORT,
        prominence=_PROMINENCE,
        break_years=own.breaks,
        quality_note=own.quality_note.strip() or None,
        own=OwnFacts(
            definition=own.definition,
            purpose=own.purpose,
            source=own.source,
            measured=own.measured,
            contact_role=own.contact_role,
            year_rule=YEAR_RULE_NAMES[own.year_rule],
            version=one.number,
            published_at=one.published_at,
            is_reviewed=one.is_reviewed,
        ),
    )


def _kpis(published: Sequence[PublishedIndicator]) -> pd.DataFrame:
    """Own indicators as the snapshot's KPIs."""
    rows = [
        dict.fromkeys(KPI_COLUMNS)
        | {
            "id": one.indicator.id,
            "title": one.indicator.name,
            "description": one.indicator.definition,
            "is_divided_by_gender": False,
            "municipality_type": "K",
            "operating_area": "",
            "has_ou_data": False,
            "fetched_at": one.published_at.astimezone(UTC).replace(tzinfo=None),
        }
        for one in published
    ]
    return pd.DataFrame(rows)
