"""The product's pages in one table, of which all else is made, and what stands around each of them. No Streamlit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from core.access.form import RETURN_FIELD, SIGN_IN
from core.access.people import Person
from core.catalogue import default_catalogue
from core.features.about.entry import FEATURE as ABOUT_PAGE
from core.features.accounts.entry import FEATURE as ACCOUNT_PAGES
from core.features.areas.entry import FEATURE as AREA_PAGES
from core.features.comments.entry import FEATURE as COMMENTS
from core.features.compare.entry import FEATURE as COMPARISONS
from core.features.decks.entry import decks
from core.features.decks.shown import DecksNow
from core.features.indicator.entry import FEATURE as INDICATOR_PAGE
from core.features.learn.entry import FEATURE as LEARNING
from core.features.overview.entry import FEATURE as OVERVIEW_PAGE
from core.features.own_indicators.entry import FEATURE as OWN_INDICATORS
from core.features.reports.entry import reports
from core.features.reports.page import given_out_files
from core.features.resources.entry import FEATURE as RESOURCE_PAGE
from core.features.result_index.entry import FEATURE as RESULT_INDEX
from core.features.search.entry import FEATURE as SEARCHING
from core.features.targets.entry import FEATURE as TARGET_PAGE
from core.web.choices import (
    ABOUT,
    ACCOUNT,
    ACCOUNTS,
    AREAS,
    AUDIT,
    CHOOSE,
    COMPARE,
    GROUP,
    INDEX,
    OVERVIEW,
    OWN,
    PRESENT,
    RESOURCES,
    TARGETS,
    at_home,
    link,
    query,
)
from core.web.pages import Feature, Page, Show, Table, Whose, came_from, choose_html
from core.web.render import render
from core.web.visit import Visit
from core.words.sources import fetched_words

FEATURES: tuple[Feature, ...] = (
    OVERVIEW_PAGE,
    AREA_PAGES,
    COMPARISONS,
    RESOURCE_PAGE,
    RESULT_INDEX,
    LEARNING,
    INDICATOR_PAGE,
    SEARCHING,
    ABOUT_PAGE,
    TARGET_PAGE,
    OWN_INDICATORS,
    COMMENTS,
    decks(given_out_files),
    reports(DecksNow()),
    ACCOUNT_PAGES,
)
# The rows of menus, for everybody and for who has signed in.
_IN_HEADER = (OVERVIEW, AREAS, COMPARE, PRESENT, RESOURCES, INDEX, ABOUT)
_OF_ONES_OWN = (ACCOUNT, TARGETS, OWN, ACCOUNTS, AUDIT)


def _choose_page(visit: Visit) -> str:
    """The choice among all municipalities; leads back to the page one came from."""
    return choose_html(visit, came_from(visit, OVERVIEW, *(path for path in SITE if path not in (CHOOSE, GROUP))))


def _with_places(page: Page) -> Page:
    """PAGE, with what the features put in its places for who asks."""

    def show(visit: Visit) -> str:
        html = page.show(visit)
        for place, content in _PLACES.items():
            if place in html:
                html = html.replace(place, content(visit), 1)
        return html

    return replace(page, show=show)


_PLACES: Mapping[str, Show] = {place: show for feature in FEATURES for place, show in feature.places.items()}
_FRAME = (Page(CHOOSE, "Välj kommun", "choose.py", _choose_page, Whose.EVERYBODY),)
SITE: Mapping[str, Page] = {
    page.path: _with_places(page) for page in (*(page for one in FEATURES for page in one.pages), *_FRAME)
}
PERSONAL = tuple(path for path, page in SITE.items() if page.whose is Whose.PERSON)
TABLES: Mapping[str, Table] = {path: page.table for path, page in SITE.items() if page.table}
# For the script, which asks of a path whose page it is.
AS_JSON = json.dumps({path: page.whose for path, page in SITE.items()}, ensure_ascii=False)


@dataclass(frozen=True)
class HeaderLink:
    """A page's link in the header."""

    words: str
    address: str
    chosen: bool


def brand() -> str:
    """The product's name, as the co-operation has it."""
    return default_catalogue().cooperation.name


def menu_of(person: Person) -> tuple[tuple[str, str], ...]:
    """The pages that PERSON has beside everybody's: (words, path)."""
    return tuple((SITE[path].title, path) for path in _OF_ONES_OWN if SITE[path].offered_to(person))


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
    own = at_home(visit.choices)
    info = visit.figures.snapshot.info if visit.figures else None
    return render(
        "shell.html",
        fetched=fetched_words(info.fetched_at, is_example=info.is_example) if info else "",
        brand=brand(),
        home=link(OVERVIEW, own),
        pages=[HeaderLink(SITE[p].title, link(p, own), p == visit.path) for p in _IN_HEADER],
        away=_away(visit),
        is_example=info is not None and info.is_example,
        unknowns=visit.unknown,
        kept=query(own),
        person=visit.person if visit.person.is_signed_in else None,
        personal=[(words, link(page, own)) for words, page in menu_of(visit.person)],
        sign_in=f"{SIGN_IN}?{urlencode({RETURN_FIELD: visit.address})}" if visit.path != SIGN_IN else "",
        address=visit.address,
    )


def _away(visit: Visit) -> tuple[str, str, str] | None:
    """Whose figures one looks at, whose are one's own, and the way back to them; None at home."""
    if visit.figures is None or not visit.choices.home or not visit.choices.municipality:
        return None
    names = visit.figures.snapshot.municipalities
    back = link(visit.path, at_home(visit.choices))
    return names[visit.choices.municipality], names[visit.choices.home], back
