"""The page Nytt: what has happened in a municipality or one of its areas, and how to follow it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.features.news.happened import AskedNews, happened
from core.outcomes.figures import Figures
from core.outcomes.year import Worked
from core.web.choices import NEWS, Choices, feed_link
from core.web.menus import area_menu, around
from core.web.pages import Show, kept_by
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import today
from core.words.formats import count_word, first_upper

# The reports that are given out in this year and the last.
ReportsOf = Callable[[int], tuple[Worked, ...]]


@dataclass(frozen=True)
class AskedPage:
    """CHOICES, with the reports that are given out."""

    choices: Choices
    reports: tuple[Worked, ...]


def asked_news(visit: Visit, reports_of: ReportsOf) -> AskedPage:
    """What VISIT asks for."""
    year = today(visit.now).year
    return AskedPage(visit.choices, (*reports_of(year - 1), *reports_of(year)))


def news_page(reports_of: ReportsOf) -> Show:
    """The page, kept for everybody."""
    return kept_by(news_html, lambda visit: asked_news(visit, reports_of))


def news_html(figures: Figures, asked: AskedPage) -> str:
    """The page as everybody sees it."""
    choices = asked.choices
    municipality = choices.choice.municipality
    found = happened(figures, AskedNews(municipality, choices.area, asked.reports))
    area = figures.catalogue.area_by_id[choices.area].name if choices.area else ""
    count = f"{first_upper(count_word(len(found)))} {'nyhet' if len(found) == 1 else 'nyheter'}"
    return render(
        "news.html",
        title=f"{count} från {figures.snapshot.municipalities[municipality]}" if found else "Inget nytt just nu",
        area=area,
        news=[(one, figures.catalogue.area_by_id[one.area].name) for one in found],
        areas=area_menu(figures, choices, NEWS),
        feed=feed_link(municipality, choices.area),
        **around(figures, choices, NEWS),
    )
