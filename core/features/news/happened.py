"""What has happened: new values after a refresh, published conclusions, and reports that are given out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.outcomes.area_findings import area_findings, area_news, news_words
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.outcomes.told import told_in
from core.outcomes.year import Worked
from core.web.choices import AREAS, DEVIATION, INDICATOR, Choices, link
from core.words.findings import finding_sentence
from core.words.formats import first_lower

# Of one area.
_MOST, _KEPT = 60, 400


@dataclass(frozen=True)
class Happened:
    """Something that has happened on a day. ``key`` always is the same thing's; ``text`` may be ''."""

    key: str
    on: date
    title: str
    text: str
    address: str
    area: str


@dataclass(frozen=True)
class AskedNews:
    """What MUNICIPALITY's news are asked for: of one AREA or all (None), with the REPORTS that are given out."""

    municipality: str
    area: str | None
    reports: tuple[Worked, ...] = ()


def happened(figures: Figures, asked: AskedNews) -> tuple[Happened, ...]:
    """What has happened, newest first."""
    areas = [one.id for one in figures.catalogue.areas if asked.area in (None, one.id)]
    found = [
        *(one for area in areas for one in figures.kept(_of_area, (asked.municipality, area), most=_KEPT)),
        *_given_out(figures, asked, areas),
    ]
    return tuple(sorted(found, key=lambda one: one.on, reverse=True)[:_MOST])


def _of_area(figures: Figures, asked: tuple[str, str]) -> tuple[Happened, ...]:
    return (*_values(figures, *asked), *_conclusions(figures, *asked))


def _values(figures: Figures, municipality: str, area: str) -> Iterator[Happened]:
    """New and changed values, each with what is found about its indicator now, where it is among the findings."""
    news = area_news(figures, municipality, area, most=_MOST)
    if not news:
        return
    name = figures.snapshot.municipalities[municipality]
    rows = {str(row["kpi"]): row for row in area_findings(figures, Choice(municipality), area)}
    for one in news:
        kpi = one.indicator.kpi
        yield Happened(
            f"{kpi}-{one.year}-{one.seen_on.isoformat()}",
            one.seen_on,
            news_words(one),
            finding_sentence(rows[kpi], name) if kpi in rows else "",
            link(INDICATOR, Choices(municipality, kpi=kpi)),
            area,
        )


def _conclusions(figures: Figures, municipality: str, area: str) -> Iterator[Happened]:
    for one in told_in(figures, municipality, area):
        if one.deviation and one.conclusion:
            assumed = "Antagande. " if one.conclusion.is_assumed else ""
            yield Happened(
                f"slutsats-{one.deviation.id}",
                one.conclusion.on,
                f"Slutsats om {first_lower(one.name)}",
                assumed + one.conclusion.text,
                link(DEVIATION, Choices(municipality, deviation=one.deviation.id)),
                area,
            )


def _given_out(figures: Figures, asked: AskedNews, areas: Iterable[str]) -> Iterator[Happened]:
    names = figures.catalogue.area_by_id
    for one in asked.reports:
        if one.ready_on and one.area in areas:
            yield Happened(
                f"rapport-{one.area}-{one.ready_on.isoformat()}",
                one.ready_on,
                f"Rapporten för {first_lower(names[one.area].name)} är utgiven",
                "",
                link(AREAS, Choices(asked.municipality, area=one.area)),
                one.area,
            )
