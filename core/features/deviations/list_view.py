"""The queue of deviations as its template draws it, and what goes well behind its tab."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from core.charts.row_view import RowView, row_view
from core.cycle.models import Deviation, DeviationState
from core.features.deviations.words import STATE_SYMBOL, date_words, is_deviating, row_since, state_words, title_words
from core.outcomes.deviations import AskedQueue, QueueRow, queue, state_of, successes
from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.outcomes.measures import AskedMeasures
from core.web.choices import DEVIATION, DEVIATIONS, GOAL, INDICATOR, LEARN, MEASURE, Choices, link
from core.web.menus import Menu, around, gender_menu, options
from core.web.pages import Dated
from core.web.render import render
from core.words import labels
from core.words.dates import day_words
from core.words.formats import first_upper
from core.words.sentences import Row

_GOALS_SHOWN = 2
# (words, address) of what to do next.
Way = tuple[str, str]
# What she who asks may do next about a deviation.
Next = Callable[[QueueRow], tuple[Way, ...]]


@dataclass(frozen=True)
class Line:
    """A deviation in the list; ``view`` is None where its indicator is gone, ``state`` '' where readers do not see it.

    ``date`` is the day that is waited for, in words.
    """

    name: str
    area: str
    view: RowView | None
    since: str
    goals: tuple[tuple[str, str, str], ...]
    state: str
    symbol: str
    owner: str
    date: str
    is_late: bool
    measures: tuple[tuple[str, str, str], ...]
    next: tuple[Way, ...]


def address_of(choices: Choices, row: QueueRow) -> str:
    """The page of ROW: of what is taken up, else of the figure."""
    if row.deviation:
        return link(DEVIATION, choices, deviation=row.deviation.id, kpi=None, gender=row.gender)
    return link(DEVIATION, choices, kpi=row.kpi, deviation=None, gender=row.gender)


def list_html(figures: Figures, asked: Dated, following: Next | None = None, address: str = "") -> str:
    """The page. FOLLOWING says what she who asks, with ADDRESS, may do next; readers read."""
    choices = asked.choices
    is_good = choices.show is Show.SUCCESSES
    every = _every(figures, asked)
    rows = [] if is_good else _chosen(every, choices)
    good = successes(figures, choices.choice.municipality, choices.gender) if is_good else ()
    shown = [row for row in good if _is_of(row["area"], figures, asked)]
    title = _success_title(len(shown)) if is_good else title_words(rows, drafts=asked.drafts)
    return render(
        "deviations.html",
        title=title,
        day=day_words(asked.today),
        lines=[_line(figures, asked, row, following) for row in rows],
        good=[
            (_row_view(figures, choices, row), link(LEARN, choices, kpi=row["kpi"], municipality=choices.municipality))
            for row in shown
        ],
        is_good=is_good,
        has_any=bool(every),
        has_targets=figures.has_targets(choices.choice.municipality),
        drafts=asked.drafts,
        tabs=_tabs(choices),
        menus=_menus(figures, asked),
        everything=link(DEVIATIONS, choices, area=None, body=None, state=None),
        **around(figures, choices, DEVIATIONS) | ({"address": address} if address else {}),
    )


def _every(figures: Figures, asked: Dated) -> Sequence[QueueRow]:
    """The queue within the area and body that are chosen; of those that are closed where these are."""
    choices = asked.choices
    of = AskedQueue(choices.choice.municipality, asked.today, choices.gender, asked.drafts)
    rows = _closed(figures, of) if choices.state is DeviationState.CLOSED else queue(figures, of)
    return [row for row in rows if _is_of(row.area, figures, asked)]


def _chosen(rows: Iterable[QueueRow], choices: Choices) -> list[QueueRow]:
    return [row for row in rows if choices.state in (None, row.state)]


def _closed(figures: Figures, asked: AskedQueue) -> list[QueueRow]:
    """Those that are closed, the last one first."""
    book = figures.cycle_of(asked.municipality, drafts=asked.drafts)

    def made(one: Deviation) -> QueueRow:
        state = state_of(one, book, asked.today)
        measures = tuple(book.measures_of(one.id))
        return QueueRow(one.kpi, one.gender, one.area, one.frozen.name, None, None, one, state, measures, (), ())

    ended = [one for one in book.deviations.values() if one.ended and one.gender == asked.gender]
    return [
        made(one) for one in sorted(ended, key=lambda one: one.ended.on if one.ended else asked.today, reverse=True)
    ]


def _is_of(area: str, figures: Figures, asked: Dated) -> bool:
    """Whether AREA is the chosen one, and one that the chosen body answers for."""
    choices = asked.choices
    if choices.area not in (None, area):
        return False
    if choices.body is None:
        return True
    body = figures.goals_of(choices.choice.municipality, drafts=asked.drafts).bodies.get(choices.body)
    return body is None or not body.areas or area in body.areas


def _line(figures: Figures, asked: Dated, row: QueueRow, following: Next | None) -> Line:
    choices, one = asked.choices, row.deviation
    date, is_late = date_words(one, asked.today, is_concluded=row.is_concluded)
    here = address_of(choices, row)
    ended = f"avslutad {one.ended.on.isoformat()}" if one and one.ended else ""
    return Line(
        name=row.name,
        area=figures.catalogue.area_by_id[row.area].name if row.area in figures.catalogue.area_by_id else "",
        view=_row_view(figures, choices, row.row, row.gender) if row.row else None,
        since=ended or row_since(row),
        goals=tuple(
            (first_upper(goal.level.value), goal.title, link(GOAL, choices, goal=goal.id, body=None))
            for goal in row.goals[:_GOALS_SHOWN]
        ),
        state=_state_words(figures, asked, row),
        symbol=STATE_SYMBOL[row.state] if row.state else "",
        owner=_owner(row),
        date=date,
        is_late=is_late,
        measures=tuple(
            ("Åtgärd" if m.is_decided else "Förslag", m.title, link(MEASURE, choices, measure=m.id))
            for m in row.measures
            if m.is_decided or m.is_proposed
        ),
        next=(following(row) if following else ()) or (("Läs analysen" if one else "Läs", here),),
    )


def _state_words(figures: Figures, asked: Dated, row: QueueRow) -> str:
    """How far ROW has come; '' where readers do not see it."""
    every = AskedMeasures(asked.choices.choice.municipality, asked.today, asked.drafts)
    return state_words(figures, every, row.state, row.measures) if row.state else ""


def _owner(row: QueueRow) -> str:
    if row.deviation and row.deviation.owner:
        return row.deviation.owner
    return "utan ägare" if row.state is DeviationState.NEW and is_deviating(row) else ""


def _row_view(figures: Figures, choices: Choices, row: Row, gender: str | None = None) -> RowView:
    to = link(INDICATOR, choices, kpi=row["kpi"], show=Show.ALL)
    return row_view(row, to, figures.catalogue.area_by_id[row["area"]].name, gender=gender or choices.gender)


def _success_title(n: int) -> str:
    if not n:
        return "Inget sticker ut åt det goda hållet just nu"
    return "En indikator går bra" if n == 1 else f"{n} indikatorer går bra"


def _tabs(choices: Choices) -> Menu:
    shows = [(Show.ALL, "Avvikelser"), (Show.SUCCESSES, "Det som går bra")]
    return Menu("Visa", options(DEVIATIONS, choices, "show", shows))


def _menus(figures: Figures, asked: Dated) -> tuple[Menu, ...]:
    """The filters: the states are for those who work."""
    choices = asked.choices
    bodies = figures.goals_of(choices.choice.municipality, drafts=asked.drafts).bodies.values()
    answering = [(body.id, body.name) for body in bodies if body.areas]
    areas = [(area.id, area.name) for area in figures.catalogue.areas]
    found = [Menu("Område", options(DEVIATIONS, choices, "area", [(None, "Alla"), *areas]))]
    if answering:
        found.append(Menu("Nämnd", options(DEVIATIONS, choices, "body", [(None, "Alla"), *answering])))
    if asked.drafts and choices.show is not Show.SUCCESSES:
        states = [(state, first_upper(state.value)) for state in DeviationState]
        found.append(Menu("Läge", options(DEVIATIONS, choices, "state", [(None, "Alla"), *states])))
    return (*found, gender_menu(choices, DEVIATIONS))


def deviations_table(figures: Figures, asked: Dated) -> pd.DataFrame:
    """What the page lists as a table, one row a deviation, as readers see it; one row a success behind the tab."""
    choices = asked.choices
    if choices.show is Show.SUCCESSES:
        good = successes(figures, choices.choice.municipality, choices.gender)
        rows = [{**_said(row), "område": row["area"]} for row in good if _is_of(row["area"], figures, asked)]
        return pd.DataFrame(rows, columns=list(_SAID)).astype({"år": "Int64"})
    found = [
        {
            **(_said(row.row) if row.row else {"nyckeltal": row.kpi, "indikator": row.name}),
            "område": row.area,
            "kön": labels.GENDER[row.gender],
            "avvikelse sedan": row.first_year,
            "mål": " | ".join(goal.title for goal in row.goals),
            "läge i arbetet": _state_words(figures, asked, row),
            "ägare": row.deviation.owner if row.deviation else "",
            "slutsats senast": str(row.deviation.conclude_by or "") if row.deviation else "",
            "åtgärder": " | ".join(one.title for one in row.measures),
        }
        for row in _chosen(_every(figures, asked), choices)
    ]
    return pd.DataFrame(found, columns=[*_SAID, *_WORK]).astype({"år": "Int64", "avvikelse sedan": "Int64"})


_SAID = (
    *("nyckeltal", "indikator", "område", "kön", "år", "utfall", "enhet", "målnivå"),
    *("mål nås", "målets skäl", "trend", "trendens skäl", "läge", "lägets skäl"),
)
_WORK = ("avvikelse sedan", "mål", "läge i arbetet", "ägare", "slutsats senast", "åtgärder")


def _said(row: Row) -> dict[str, object]:
    """ROW's figure and its three signals in words."""
    return {
        "nyckeltal": row["kpi"],
        "indikator": row["name"],
        "kön": labels.GENDER[row["gender"]],
        "år": row["year"],
        "utfall": row["value"],
        "enhet": row["unit"],
        "målnivå": row["target_text"],
        "mål nås": labels.ATTAINMENT[row["attainment"]],
        "målets skäl": row["attainment_text"],
        "trend": labels.trend_word(row["trend"], row["trend_verdict"]),
        "trendens skäl": row["trend_text"],
        "läge": labels.STANDING[row["standing"]],
        "lägets skäl": row["standing_text"],
    }
