"""Own indicators among Kolada's: in the catalogue and beside the snapshot, so that they stand wherever those stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd

from core.cache import Snapshot
from core.cache.beside import with_rows
from core.cache.harvest import KPI_COLUMNS, VALUE_COLUMNS
from core.catalogue import Catalogue, Indicator
from core.catalogue.models import Influence, Origin, OwnFacts
from core.features.own_indicators.history import Published, PublishedIndicator, value_frame
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.models import Entry
from core.features.own_indicators.series import yearly
from core.features.own_indicators.versions import Value

if TYPE_CHECKING:
    from core.outcomes.figures import Figures

# Of an indicator that is shown before it is kept; no kept one has it.
PREVIEWED = "E00000"
# The groups choose their own with care, and few: they stand where one looks first.
_PROMINENCE = 1


@dataclass(frozen=True, eq=False)
class Joined:
    """A snapshot and a catalogue with ``own`` in them, which is what they have a place for of ``asked``."""

    snapshot: Snapshot
    catalogue: Catalogue
    own: Published
    asked: tuple[PublishedIndicator, ...]


def joined(snapshot: Snapshot, catalogue: Catalogue, own: Published) -> Joined:
    """SNAPSHOT and CATALOGUE with what is published of own indicators; themselves where that is nothing.

    An indicator of an area that CATALOGUE does not have is left out.
    """
    known = tuple(one for one in own.indicators if one.indicator.area in catalogue.area_by_id)
    if not known:
        return Joined(snapshot, catalogue, Published((), own.values.iloc[:0]), own.indicators)
    ids = [one.indicator.id for one in known]
    published = Published(known, own.values[own.values["kpi"].isin(ids)])
    whole = described(catalogue, known)
    values = yearly(published.values, published.year_rules).assign(members=1)[list(VALUE_COLUMNS)]
    return Joined(with_rows(snapshot, whole, values, _kpis(known)), whole, published, own.indicators)


def described(catalogue: Catalogue, own: Iterable[PublishedIndicator]) -> Catalogue:
    """CATALOGUE with OWN, of its areas, among its indicators."""
    known = [one for one in own if one.indicator.area in catalogue.area_by_id]
    return catalogue.with_indicators([_indicator(one) for one in known]) if known else catalogue


def preview(figures: Figures, indicator: OwnIndicator, rows: Iterable[Value | Entry]) -> Figures:
    """FIGURES as they would be with INDICATOR and ROWS published, in place of what is published of it.

    ROWS are an upload's entries or a version's values. Where INDICATOR has no id it is PREVIEWED.
    """
    shown = replace(indicator, id=indicator.id or PREVIEWED)
    others = tuple(one for one in figures.own.indicators if one.indicator.id != shown.id)
    new = PublishedIndicator(shown, 0, datetime.now(UTC), False)
    values = figures.own.values
    kept = values[values["kpi"] != shown.id]
    own = Published((*others, new), pd.concat([kept, value_frame(shown.id, rows)], ignore_index=True))
    plain = joined(figures.snapshot.without_own(), _fetched(figures.catalogue), own)
    return replace(figures, snapshot=plain.snapshot, catalogue=plain.catalogue, own=plain.own)


def _fetched(catalogue: Catalogue) -> Catalogue:
    """CATALOGUE without own indicators."""
    return catalogue.only([one for one in catalogue.indicators if one.own is None])


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
        quality_note=own.quality_note.strip() or None,
        own=OwnFacts(
            definition=own.definition,
            purpose=own.purpose,
            source=own.source,
            measured=own.measured,
            contact_role=own.contact_role,
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
