"""The project plan as it is read and taken away: what is written, the areas, and the year's dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.documents.paper import Block, Grid, Heading, Line, Look, Paper
from core.documents.template_kinds import Made, TemplateKind
from core.outcomes.figures import Figures
from core.outcomes.year import AskedYear, owner_of, year_now
from core.words.dates import short_days, weekday_words
from core.words.formats import filled_lines, first_lower
from core.words.sources import attribution
from core.year.models import ProjectPlan

KIND = "Projektplan"
_AREAS, _AREA_SHARES = ("Område", "Samordnas av", "Sammankallande"), (0.4, 0.25, 0.35)
_DATES, _DATE_SHARES = ("Datum", "Vad", "Vem", "Hänger på"), (0.17, 0.37, 0.23, 0.23)
# Its texts in their order, and what they are called.
TEXTS = {
    "background": "Bakgrund",
    "purpose": "Syfte",
    "organisation": "Organisation",
    "lessons": "Lärdomar från förra året",
}


@dataclass(frozen=True)
class PlanView:
    """A project plan as it is read. ``state`` says whether it is approved; rows are those of the two tables."""

    title: str
    state: str
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    areas: tuple[tuple[str, str, str], ...]
    dates: tuple[tuple[str, str, str, str], ...]


def plan_view(figures: Figures, year: int, today: date) -> PlanView:
    """The project plan of YEAR; its areas and dates stand there before anybody has written one."""
    book = figures.year_of(owner_of(figures))
    plan = book.plan(year) or ProjectPlan(year)
    now = year_now(figures, AskedYear("", year, today))
    areas = tuple((one.name, one.municipality or "ingen", one.convenor or "inte utsedd") for one in now.areas)
    dates = tuple((short_days(one.on, one.until), one.title, one.by, one.hangs) for one in now.items if one.key)
    state = "Utkast, inte fastställd."
    if plan.approved_on:
        state = f"Fastställd {weekday_words(plan.approved_on)} {plan.approved_on.year} av {plan.approved_by}."
    texts = tuple((words, filled_lines(getattr(plan, name))) for name, words in TEXTS.items())
    return PlanView(f"Projektplan {year}", state, texts, areas, dates)


def plan_paper(figures: Figures, year: int, today: date) -> Paper:
    """The same as a document."""
    view, info = plan_view(figures, year, today), figures.snapshot.info
    cooperation = figures.catalogue.cooperation.short_name
    return Paper(
        KIND,
        f"{cooperation}, {first_lower(view.title)}",
        # A plan has no figures, and so no source but where the country itself is made up.
        (view.state, *((attribution(is_example=True),) if info.is_example else ())),
        f"{view.title} · {cooperation}",
        f"Utskriven {today.isoformat()}",
        tuple(_blocks(view)),
        is_example=info.is_example,
        made=Made(TemplateKind.PROJECT_PLAN),
    )


def _blocks(view: PlanView) -> Iterator[Block]:
    *first, (learned, lessons) = view.texts
    for heading, lines in first:
        yield from _text(heading, lines)
    yield Heading("Områden")
    yield Grid(_AREAS, _AREA_SHARES, view.areas)
    yield Heading("Tidplan")
    yield Grid(_DATES, _DATE_SHARES, view.dates) if view.dates else Line("Inga datum är inlagda än.", Look.QUIET)
    yield from _text(learned, lessons)


def _text(heading: str, lines: tuple[str, ...]) -> Iterator[Block]:
    yield Heading(heading)
    yield from (Line(line) for line in lines)
    if not lines:
        yield Line("Inte skrivet än.", Look.QUIET)
