"""The year of the made-up co-operation, from ``year.yaml`` into what people could have entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from core.catalogue import Catalogue
from core.catalogue.loader import read_checked
from core.example.loops import Held
from core.example.places import country
from core.year.book import EVENTS, PROJECT_PLANS
from core.year.models import AreaRole, Awaits, Lane, ProjectPlan, YearEvent, together

_FILE = Path(__file__).with_name("year.yaml")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Date(_Part):
    id: str
    title: str
    on: str = ""
    hangs_on: str = ""
    weeks: int = 0
    lasts: int = 0
    lane: Lane = Lane.CONFERENCE
    by: str = ""
    awaits: Awaits = Awaits.NOTHING
    is_conference: bool = False


class _Plan(_Part):
    background: str
    purpose: str
    organisation: str
    lessons: str
    approved_by: str
    functions: Mapping[str, str]


class _File(_Part):
    together: tuple[_Date, ...]
    towns: Mapping[str, tuple[_Date, ...]]
    plan: _Plan


def example_years(view: Catalogue, today: date) -> Mapping[str, Sequence[Held]]:
    """What the example's co-operation and municipalities have entered of last year and this, by whose it is.

    VIEW is the example's catalogue.
    """
    file = read_checked(_FILE, _File)
    ids = dict(zip(country().names, country().ids, strict=True))
    years = (today.year - 1, today.year)
    found = {ids[name]: tuple(_events(dates, years)) for name, dates in file.towns.items()}
    plans = (_plan(file, view, year) for year in years)
    held = [Held(PROJECT_PLANS, str(plan.year), plan, is_public=True) for plan in plans]
    return {**found, together(is_example=True): (*_events(file.together, years), *held)}


def _events(dates: Sequence[_Date], years: Sequence[int]) -> Iterator[Held]:
    for year in years:
        for one in dates:
            event = YearEvent(
                f"{one.id}-{year}",
                year,
                one.title,
                one.lane,
                date.fromisoformat(f"{year}-{one.on}") if one.on else None,
                f"{one.hangs_on}-{year}" if one.hangs_on else "",
                one.weeks * 7,
                one.lasts,
                one.by,
                one.awaits,
                one.is_conference,
                f"{one.id}-{year - 1}" if year > years[0] else "",
            )
            yield Held(EVENTS, event.id, event, is_public=True)


def _plan(file: _File, view: Catalogue, year: int) -> ProjectPlan:
    one = file.plan
    areas = tuple(AreaRole(area.id, area.coordinator or "", one.functions.get(area.id, "")) for area in view.areas)
    day = date(year, 2, 12)
    return ProjectPlan(year, one.background, one.purpose, one.organisation, one.lessons, areas, day, one.approved_by)
