"""The example's own indicator: how many wait for a place, month by month, with a step, hidden months and a gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from core.access.people import Person, Role
from core.catalogue import Catalogue, Category, Direction
from core.example.harvest import SOURCE
from core.example.seeds import generator
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.kept_values import keep_upload
from core.features.own_indicators.lifecycle import Move
from core.features.own_indicators.models import Context, Entry, Upload
from core.features.own_indicators.publishing import make_step
from core.features.own_indicators.reading.secrecy import hide_small
from core.features.own_indicators.saving import first_version
from core.features.own_indicators.tables import OwnIndicatorRow
from core.state import State
from core.state.database import writing

_AREA, _YEARS = "aldreomsorg", 3
# No account has this id.
_MAKER = Person(0, SOURCE, SOURCE, Role.ADMINISTRATOR)
_WAITING = OwnIndicator(
    id="E00001",
    area=_AREA,
    name="Personer som väntar på särskilt boende",
    unit="personer",
    decimals=0,
    definition="Antal personer som den sista i månaden har väntat mer än tre månader på en plats efter beslut.",
    direction=Direction.LOW,
    category=Category.RESULT_OBJECTIVE,
    purpose="Visa under året hur väntan ändras, inte först i bokslutet.",
    source="Kommunernas verksamhetssystem (påhittade siffror)",
    measured="Räknas den sista i varje månad.",
    contact_role="kvalitetsstrateg på äldreförvaltningen",
)
# Of the first participants: how many wait usually, the largest municipality first.
_USUAL = (34, 27, 24, 19, 14, 11, 6, 9, 25, 16)
# The largest closes places for a renovation; the fourth forgot a month.
_STEP, _STEP_MONTH, _FORGETFUL, _FORGOTTEN = 11, 3, 3, 8


def install_own_example(catalogue: Catalogue, state: State, now: datetime) -> None:
    """Publish the example's own indicator of CATALOGUE's participants in STATE, where nobody has made any.

    Raises StateError.
    """
    if _AREA not in catalogue.area_by_id:
        return
    names = {one.id: one.id for one in catalogue.participants}
    context = Context(names, frozenset(names), _WAITING.unit, now.year, least_persons=_WAITING.least_persons)
    rows, _ = hide_small(list(_entries(list(names), now)), context)
    with writing(state.engine) as session:
        if session.scalar(select(OwnIndicatorRow.id).limit(1)):
            return
        session.add(OwnIndicatorRow(id=_WAITING.id, area=_AREA))
        session.flush()
        upload = Upload("exempel.csv", None, tuple(rows), least_persons=_WAITING.least_persons)
        kept = keep_upload(session, _WAITING.id, upload, "0" * 64, by=_MAKER, now=now)
        make_step(first_version(session, _WAITING, kept, by=_MAKER, now=now), Move.PUBLISH, _MAKER, now)


def _entries(places: list[str], now: datetime) -> Iterator[Entry]:
    """Whole months until NOW, of three years."""
    months = [(year, month) for year in range(now.year - _YEARS + 1, now.year + 1) for month in range(1, 13)]
    known = [one for one in months if one < (now.year, now.month)]
    for n, (place, usual) in enumerate(zip(places, _USUAL, strict=False)):
        chance = generator("own", place).normal(0, usual * 0.07, len(months))
        for i, (year, month) in enumerate(known):
            if n == _FORGETFUL and i == _FORGOTTEN:
                continue
            is_after = n == 0 and (year, month) >= (now.year - 1, _STEP_MONTH + 6)
            value = round(usual + chance[i] + _STEP * is_after)
            yield Entry(place, year, f"M{month:02}", "T", float(value), "", persons=value)
