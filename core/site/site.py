"""The product's pages in one table, and what stands around each. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.access.form import RETURN_FIELD, SIGN_IN
from core.catalogue import default_catalogue
from core.features.accounts.page import menu_of
from core.site import pages
from core.web.choices import (
    ABOUT,
    ACCOUNT,
    ACCOUNTS,
    AREAS,
    AUDIT,
    CHOOSE,
    COMMENT,
    COMPARE,
    DECK,
    GROUP,
    INDEX,
    INDICATOR,
    LEARN,
    OVERVIEW,
    OWN,
    OWN_HISTORY,
    OWN_WORK,
    PERSONAL,
    PRESENT,
    REPORT,
    RESOURCES,
    SEARCH,
    TARGETS,
    at_home,
    link,
    query,
)
from core.web.render import render
from core.web.visit import Visit
from core.words.sources import fetched_words


@dataclass(frozen=True)
class Entry:
    """A page: what it is called in the browser's tab, its file in the folder pages, and its content."""

    title: str
    file: str
    draw: Callable[[Visit], str]


SITE: Mapping[str, Entry] = {
    OVERVIEW: Entry("Översikt", "overview.py", pages.overview_page),
    AREAS: Entry("Områden", "areas.py", pages.areas_page),
    COMPARE: Entry("Jämför", "compare.py", pages.compare_page),
    RESOURCES: Entry("Nytta och resurser", "resources.py", pages.resources_page),
    INDEX: Entry("Resultatindex", "result_index.py", pages.result_index_page),
    LEARN: Entry("Lär av andra", "learn.py", pages.learn_page),
    INDICATOR: Entry("Indikator", "indicator.py", pages.indicator_page),
    SEARCH: Entry("Sök", "search.py", pages.search_page),
    ABOUT: Entry("Om", "about.py", pages.about_page),
    CHOOSE: Entry("Välj kommun", "choose.py", pages.choose_page),
    GROUP: Entry("Välj kommuner att jämföra", "group.py", pages.group_page),
    TARGETS: Entry("Mål", "targets.py", pages.targets_page),
    OWN: Entry("Egna nyckeltal", "own.py", pages.own_page),
    OWN_HISTORY: Entry("Eget nyckeltal", "own_history.py", pages.own_history_page),
    OWN_WORK: Entry("Lägg in eget nyckeltal", "own_work.py", pages.own_work_page),
    COMMENT: Entry("Kommentera", "comment.py", pages.comment_page),
    PRESENT: Entry("Presentation", "present.py", pages.present_page),
    DECK: Entry("Bildspel", "deck.py", pages.deck_page),
    REPORT: Entry("Rapport", "report.py", pages.report_page),
    SIGN_IN: Entry("Logga in", "sign_in.py", pages.sign_in_page),
    ACCOUNT: Entry("Mitt konto", "account.py", pages.account_page),
    ACCOUNTS: Entry("Konton", "accounts.py", pages.accounts_page),
    AUDIT: Entry("Ändringslogg", "audit.py", pages.audit_page),
}
IN_HEADER = (OVERVIEW, AREAS, COMPARE, PRESENT, RESOURCES, INDEX, ABOUT)


@dataclass(frozen=True)
class HeaderLink:
    """A page's link in the header."""

    words: str
    address: str
    chosen: bool


def brand() -> str:
    """The product's name, as the co-operation has it."""
    return default_catalogue().cooperation.name


def tab_title(visit: Visit) -> str:
    """What stands in the browser's tab."""
    words = [SITE[visit.path].title, brand()]
    if visit.figures and visit.choices.kpi and visit.path in (INDICATOR, LEARN):
        name = visit.figures.catalogue.by_kpi[visit.choices.kpi].name
        words[0] = name if visit.path == INDICATOR else f"{words[0]}: {name}"
    if visit.figures and visit.choices.area and visit.path in (AREAS, COMPARE):
        words[0] = f"{words[0]}: {visit.figures.catalogue.area_by_id[visit.choices.area].name}"
    if visit.figures and visit.choices.municipality and visit.path not in (ABOUT, CHOOSE, GROUP, SEARCH, *PERSONAL):
        words.insert(-1, visit.figures.snapshot.municipalities[visit.choices.municipality])
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
        pages=[HeaderLink(SITE[p].title, link(p, own), p == visit.path) for p in IN_HEADER],
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
