"""The product's pages in one table, of which all else is made, and what stands around each of them. No Streamlit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

from core.access.form import RETURN_FIELD, SIGN_IN
from core.access.rights import Action, may
from core.catalogue import default_catalogue
from core.features.about.entry import FEATURE as ABOUT_PAGE
from core.features.accounts.entry import FEATURE as ACCOUNT_PAGES
from core.features.areas.entry import FEATURE as AREA_PAGES
from core.features.assignments.entry import FEATURE as ASSIGNMENT_PAGES
from core.features.checklists.entry import FEATURE as CHECKLIST_PAGE
from core.features.comments.entry import FEATURE as COMMENTS
from core.features.compare.entry import FEATURE as COMPARISONS
from core.features.decks.entry import decks
from core.features.decks.shown import DecksNow
from core.features.deviations.entry import FEATURE as DEVIATION_PAGES
from core.features.examples.entry import FEATURE as EXAMPLE_PAGE
from core.features.exercises.entry import FEATURE as EXERCISE_PAGES
from core.features.explore.entry import FEATURE as EXPLORING
from core.features.goals.entry import FEATURE as GOAL_PAGES
from core.features.indicator.entry import FEATURE as INDICATOR_PAGE
from core.features.learn.entry import FEATURE as LEARNING
from core.features.measures.entry import FEATURE as MEASURE_PAGES
from core.features.news.entry import news
from core.features.operation.entry import FEATURE as OPERATION_PAGE
from core.features.overview.entry import FEATURE as OVERVIEW_PAGE
from core.features.own_indicators.entry import FEATURE as OWN_INDICATORS
from core.features.planning.entry import FEATURE as PLANNING
from core.features.reminders.entry import reminders
from core.features.reports.entry import reports
from core.features.reports.page import given_out_files
from core.features.resources.entry import FEATURE as RESOURCE_PAGE
from core.features.result_index.entry import FEATURE as RESULT_INDEX
from core.features.reviews.entry import FEATURE as REVIEWS
from core.features.rooms.entry import FEATURE as ROOMS
from core.features.search.entry import FEATURE as SEARCHING
from core.features.targets.entry import FEATURE as TARGET_PAGE
from core.features.templates.entry import templates
from core.features.undertakings.entry import FEATURE as UNDERTAKINGS_PAGES
from core.features.usage.entry import usage
from core.features.year.entry import year
from core.outcomes.figures import Figures
from core.outcomes.undertakings import AskedMine, undertakings
from core.site.template_trials import TRIALS
from core.site.year_work import reports_given_out, year_work
from core.web.base_path import base_path
from core.web.choices import ABOUT, CHOOSE, GROUP, OVERVIEW, UNDERTAKINGS, Choices, at_home, link, query
from core.web.pages import Door, Feature, MenuItem, Moved, Page, Show, Table, Whose, came_from, choose_html
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import today
from core.words.sources import fetched_words

FEATURES: tuple[Feature, ...] = (
    OVERVIEW_PAGE,
    AREA_PAGES,
    COMPARISONS,
    RESOURCE_PAGE,
    RESULT_INDEX,
    LEARNING,
    EXPLORING,
    EXAMPLE_PAGE,
    INDICATOR_PAGE,
    SEARCHING,
    ABOUT_PAGE,
    news(reports_given_out),
    GOAL_PAGES,
    DEVIATION_PAGES,
    TARGET_PAGE,
    MEASURE_PAGES,
    ASSIGNMENT_PAGES,
    REVIEWS,
    PLANNING,
    UNDERTAKINGS_PAGES,
    year(year_work),
    reminders(year_work),
    OWN_INDICATORS,
    EXERCISE_PAGES,
    ROOMS,
    CHECKLIST_PAGE,
    COMMENTS,
    decks(given_out_files),
    reports(DecksNow()),
    templates(TRIALS),
    ACCOUNT_PAGES,
    usage(lambda: _TITLES),
    OPERATION_PAGE,
)
# Headers and feet, a few kB each: of every address that readers click their way to.
_FRAMES_KEPT = 5000


def _choose_page(visit: Visit) -> str:
    """The choice among all municipalities; leads back to the page one came from."""
    return choose_html(visit, came_from(visit, OVERVIEW, *(path for path in SITE if path not in (CHOOSE, GROUP))))


@lru_cache(maxsize=_FRAMES_KEPT)
def _foot(about: str, *, is_here: bool) -> str:
    return render("site_foot.html", about=about, is_here=is_here, brand=brand())


def _whole(page: Page) -> Page:
    """PAGE, with what the features put in its places for who asks, and the foot under it."""

    def show(visit: Visit) -> str:
        html = page.show(visit)
        for place, content in _PLACES.items():
            if place in html:
                html = html.replace(place, content(visit), 1)
        return html + _foot(link(ABOUT, at_home(visit.choices)), is_here=page.path == ABOUT)

    return replace(page, show=show)


_PLACES: Mapping[str, Show] = {place: show for feature in FEATURES for place, show in feature.places.items()}
_FRAME = (Page(CHOOSE, "Välj kommun", "choose.py", _choose_page, Whose.EVERYBODY),)
SITE: Mapping[str, Page] = {
    page.path: _whole(page) for page in (*(page for one in FEATURES for page in one.pages), *_FRAME)
}
PERSONAL = tuple(path for path, page in SITE.items() if page.whose is Whose.PERSON)
TABLES: Mapping[str, Table] = {path: page.table for path, page in SITE.items() if page.table}
_MOVED: Mapping[str, Moved] = {path: moved for one in FEATURES for path, moved in one.moved.items()}
_MENU: Mapping[Door, tuple[tuple[Page, MenuItem], ...]] = {
    door: tuple(sorted(((p, i) for p in SITE.values() if p.door is door for i in p.menu), key=lambda one: one[1].order))
    for door in Door
}
_TITLES: Mapping[str, str] = {path: page.title for path, page in SITE.items()}


# For the script, which asks of a path whose page it is.
def pages_as_json() -> str:
    """Whose each page is, by its address."""
    return json.dumps({f"{base_path()}{path}": page.whose for path, page in SITE.items()}, ensure_ascii=False)


def long_pages() -> str:
    """The addresses of the pages where much stands."""
    return " ".join(f"{base_path()}{path}" for path, page in SITE.items() if page.is_long)


@dataclass(frozen=True)
class HeaderLink:
    """A link in the header, to a page or the first one behind a door; ``chosen`` where one is."""

    words: str
    address: str
    chosen: bool


def brand() -> str:
    """The product's name, as the co-operation has it."""
    return default_catalogue().cooperation.name


def moved_to(path: str, query: str) -> str | None:
    """Where the page is that PATH once was, with the QUERY of its address; None for other addresses."""
    known = _MOVED.get(path)
    if known is None or (path in SITE and not parse_qs(query).keys() & set(known.params)):
        return None
    return f"{known.path}?{query}" if query else known.path


def menu(visit: Visit, door: Door) -> list[HeaderLink]:
    """The pages behind DOOR that the visitor has."""
    own = at_home(visit.choices)
    return [
        HeaderLink(item.words or page.title, link(page.path, own, **item.chosen), _is_here(visit, page, item))
        for page, item in _MENU[door]
        if page.offered_to(visit.person)
    ]


def _is_here(visit: Visit, page: Page, item: MenuItem) -> bool:
    return page.path == visit.path and all(getattr(visit.choices, name) == one for name, one in item.chosen.items())


def _doors(visit: Visit, own: Choices) -> list[HeaderLink]:
    """Each door with the first page behind it; those without any for the visitor are left out."""
    first = {door: next((one for one in _MENU[door] if one[0].offered_to(visit.person)), None) for door in Door if door}
    is_open = SITE[visit.path].door
    return [
        HeaderLink(door, link(one[0].path, own, **one[1].chosen), door is is_open) for door, one in first.items() if one
    ]


def tab_title(visit: Visit) -> str:
    """What stands in the browser's tab."""
    page, choices, catalogue = SITE[visit.path], visit.choices, visit.catalogue
    words = [page.title, brand()]
    known = {
        "{indicator}": catalogue.by_kpi[choices.kpi].name if choices.kpi else "",
        "{area}": catalogue.area_by_id[choices.area].name if choices.area else "",
    }
    for mark, name in known.items():
        if name and mark in page.named:
            words[0] = page.named.replace(mark, name)
    if visit.figures and choices.municipality and page.whose is Whose.MUNICIPALITY:
        words.insert(-1, visit.figures.snapshot.municipalities[choices.municipality])
    return " – ".join(words)


def header(visit: Visit) -> str:
    """The top of every page, with what is wrong with the address. Its links lead back to one's own municipality."""
    if visit.figures is None or not visit.is_kept or visit.unknown:
        return _header(visit)
    return visit.figures.kept(_readers_header, (visit.path, tuple(visit.params.items())), most=_FRAMES_KEPT)


def _readers_header(figures: Figures, asked: tuple[str, tuple[tuple[str, str], ...]]) -> str:
    """The same for all who have not signed in and are at one address."""
    path, params = asked
    return _header(Visit(path, dict(params), figures))


def _header(visit: Visit) -> str:
    own, open_door = at_home(visit.choices), SITE[visit.path].door
    info = visit.figures.snapshot.info if visit.figures else None
    return render(
        "shell.html",
        fetched=fetched_words(info.fetched_at, is_example=info.is_example) if info else "",
        brand=brand(),
        home=link(OVERVIEW, own),
        doors=_doors(visit, own),
        open=open_door,
        pages=menu(visit, open_door) if open_door else [],
        away=_away(visit),
        is_example=info is not None and info.is_example,
        unknowns=visit.unknown,
        kept=query(own),
        person=visit.person if visit.person.is_signed_in else None,
        personal=menu(visit, Door.ONES_OWN),
        mine=_mine(visit),
        sign_in=f"{SIGN_IN}?{urlencode({RETURN_FIELD: visit.address})}" if visit.path != SIGN_IN else "",
        address=visit.address,
    )


def _mine(visit: Visit) -> tuple[str, int] | None:
    """Where what the visitor has to do is, and how much of it is late; None for who has none there."""
    municipality = visit.person.municipality or visit.choices.municipality
    if visit.figures is None or not may(visit.person, Action.READ_PLANS, municipality=municipality):
        return None
    mine = undertakings(visit.figures, AskedMine(visit.person, municipality or "", today(visit.now)))
    return link(UNDERTAKINGS, Choices(municipality)), len(mine.late)


def _away(visit: Visit) -> tuple[str, str, str] | None:
    """Whose figures one looks at, whose are one's own, and the way back to them; None at home."""
    if visit.figures is None or not visit.choices.home or not visit.choices.municipality:
        return None
    names = visit.figures.snapshot.municipalities
    back = link(visit.path, at_home(visit.choices))
    return names[visit.choices.municipality], names[visit.choices.home], back
