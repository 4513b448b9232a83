"""Användning: what is read, by page and area, week by week; and all of it as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from urllib.parse import parse_qsl

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from core.access.rights import Action, NotAllowedError, may, require
from core.access.service import current_engine
from core.documents.files import BYTE_ORDER_MARK, MEDIA_TYPES, to_csv
from core.features.usage.counting import Shown, monday_of, read_views, viewed, write_now
from core.outcomes.figures import figure_source
from core.web.alone import no_file
from core.web.answers import attachment, visit_of
from core.web.base_path import within
from core.web.choices import USAGE
from core.web.file_desk import FileDesk
from core.web.forms import Form, form_routes
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import short_day, today
from core.words.formats import counted, number

# What pages are called, by path.
Titles = Callable[[], Mapping[str, str]]
K = TypeVar("K", bound=Hashable)
_WEEK = timedelta(7)
_WEEKS_DRAWN, _WEEKS_SOON, _WEEKS_YEAR = 52, 4, 52
# The chart: its places in its own units.
_WIDE, _HIGH, _FOOT, _GAP = 900, 140, 22, 3


@dataclass(frozen=True)
class Bar:
    """A week in the chart: its box, what it says when one points at it, and the label under it, '' for none."""

    x: float
    y: float
    wide: float
    high: float
    said: str
    label: str


@dataclass(frozen=True)
class RowView:
    """What a page or an area was shown: the last week, four weeks and a year, in words."""

    name: str
    week: str
    month: str
    year: str


def usage_page(titles: Titles) -> Callable[[Visit], str]:
    """The page, for who may see it; TITLES are what pages are called."""

    def show(visit: Visit) -> str:
        require(visit.person, Action.READ_USAGE)
        return usage_html(visit, _views(), titles())

    return show


def usage_html(visit: Visit, views: Mapping[Shown, int], titles: Mapping[str, str]) -> str:
    """The page with VIEWS."""
    this = monday_of(today(visit.now))
    areas = {one.id: one.name for one in visit.catalogue.areas}
    return render(
        "usage.html",
        address=visit.address,
        title=_title(views, this, titles),
        bars=_bars(views, this),
        wide=_WIDE,
        high=_HIGH + _FOOT,
        base=_HIGH,
        pages=_rows(views, this, lambda one: titles.get(one.page, one.page)),
        areas=_rows(views, this, lambda one: areas.get(one.area, one.area) if one.area else "utan område"),
        first=min((one.monday for one in views), default=None),
        csv=f"{USAGE}/visningar.csv",
    )


def _title(views: Mapping[Shown, int], this: date, titles: Mapping[str, str]) -> str:
    if not views:
        return "Inget är räknat än"
    pages = _summed(views, this, _WEEKS_SOON, lambda one: one.page)
    if not pages:
        return "Ingen har läst något de senaste fyra veckorna"
    [(most, _)], month = pages.most_common(1), counted(pages.total(), "En visning", "visningar")
    return f"{month} de senaste fyra veckorna, flest av {titles.get(most, most)}"


def _bars(views: Mapping[Shown, int], this: date) -> list[Bar]:
    by_week = _summed(views, this, _WEEKS_DRAWN, lambda one: one.monday)
    most, wide = max(by_week.values(), default=0), _WIDE / _WEEKS_DRAWN
    found = []
    for at in range(_WEEKS_DRAWN):
        monday = this - (_WEEKS_DRAWN - 1 - at) * _WEEK
        high = round(by_week[monday] / most * (_HIGH - 8), 1) if most else 0
        is_new_month = monday.day <= _WEEK.days
        said = f"Veckan från {short_day(monday)}: {counted(by_week[monday], '1 visning', 'visningar')}"
        label = short_day(monday).split()[1] if is_new_month else ""
        found.append(Bar(round(at * wide, 1), _HIGH - high, round(wide - _GAP, 1), high, said, label))
    return found


def _rows(views: Mapping[Shown, int], this: date, name_of: Callable[[Shown], str]) -> list[RowView]:
    spans = [_summed(views, this, weeks, name_of) for weeks in (1, _WEEKS_SOON, _WEEKS_YEAR)]
    names = sorted(spans[-1], key=lambda name: (-spans[-1][name], name))
    return [RowView(name, *(number(span[name]) for span in spans)) for name in names]


def _summed(views: Mapping[Shown, int], this: date, weeks: int, of: Callable[[Shown], K]) -> Counter[K]:
    """The VIEWS of so many WEEKS, with THIS, added up by what each is OF."""
    found: Counter[K] = Counter()
    for one, count in views.items():
        if one.monday > this - weeks * _WEEK:
            found[of(one)] += count
    return found


def usage_routes(titles: Titles) -> Callable[[], list[BaseRoute]]:
    """GET /anvandning/visningar.csv, for who may see the page; POST /anvandning/visad, without Streamlit."""

    def file(request: Request) -> Response:
        visit = visit_of(request)
        if not may(visit.person, Action.READ_USAGE):
            return no_file(request, NotAllowedError(visit.person, Action.READ_USAGE).message, 403)
        areas = {one.id: one.name for one in visit.catalogue.areas}
        content = f"{BYTE_ORDER_MARK}{to_csv(_frame(_views().items(), titles(), areas))}".encode()
        return attachment(content, MEDIA_TYPES["csv"], "användning.csv", is_kept=False)

    def shown(_: Request, form: Form) -> Response:
        address, query = [*form.get("adress", "").split("?", 1), ""][:2]
        path = within(address)
        if path is not None and path in titles():
            viewed(Visit(path, dict(parse_qsl(query)), figure_source().get()))
        return Response(status_code=204)

    return lambda: [
        FileDesk().route(f"{USAGE}/visningar.csv", file),
        *form_routes({f"{USAGE}/visad": shown}, at_once=1),
    ]


def _frame(views: Iterable[tuple[Shown, int]], titles: Mapping[str, str], areas: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        {
            "vecka från": one.monday.isoformat(),
            "sida": titles.get(one.page, one.page),
            "adress": one.page,
            "område": areas.get(one.area, one.area),
            "visningar": count,
        }
        for one, count in views
    ]
    return pd.DataFrame(rows, columns=["vecka från", "sida", "adress", "område", "visningar"])


def _views() -> dict[Shown, int]:
    """All that is counted, this process's last minute too."""
    write_now()
    return read_views(current_engine())
