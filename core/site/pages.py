"""Every page's content as HTML. No Streamlit: the server paints it first, Streamlit then."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from markupsafe import escape

from core.access.rights import Action, NotAllowedError, may
from core.access.service import Access, current_access
from core.features.about.view import about_html
from core.features.accounts.page import account_html, accounts_html, audit_html, refusal_html, sign_in_html
from core.features.areas.view import areas_html
from core.features.comments.page import comment_html, edit_html
from core.features.compare.group_view import group_html
from core.features.compare.view import compare_html
from core.features.decks.page import deck_html
from core.features.decks.present_page import present_html
from core.features.decks.shown import DecksNow
from core.features.indicator.view import EDIT_PLACE
from core.features.learn.view import learn_html
from core.features.own_indicators.page import own_history_html, own_html
from core.features.own_indicators.work_page import own_work_html
from core.features.reports.page import given_out_files, report_html
from core.features.resources.view import resources_html
from core.features.result_index.view import index_html
from core.features.search.view import search_html
from core.features.targets.page import targets_html
from core.features.targets.view import page_address
from core.outcomes.figures import Figures
from core.site.drawn import TARGETS_PLACE, choose_html, indicator_html, overview_html
from core.web.choices import (
    ABOUT,
    CHOOSE,
    COMPARE,
    GROUP,
    OVERVIEW,
    PAGES,
    SEARCH,
    Choices,
    link,
)
from core.web.render import render
from core.web.visit import Visit

_ADDRESS = re.compile(r'data-view="[^"]*"')
# A page takes some 50-80 kB; those who look at the same area share it.
_KEPT = 300

Draw = Callable[[Figures, Choices], str]


def _page(draw: Draw) -> Callable[[Visit], str]:
    """The page that DRAW makes for a municipality, kept for the next reader; without one, the choice of it."""

    def page(visit: Visit) -> str:
        if visit.figures is None or visit.choices.municipality is None:
            return choose_page(visit)
        return _addressed(visit.figures.kept(draw, visit.choices, most=_KEPT), visit)

    return page


def overview_page(visit: Visit) -> str:
    """Översikt, or the choice of a municipality."""
    if visit.figures is None or visit.choices.municipality is None:
        return choose_page(visit)
    html = _addressed(overview_html(visit.figures, visit.choices), visit)
    # What is drawn is kept for everybody; for whoever may set targets, how it is done is where it is done.
    return html.replace(TARGETS_PLACE, str(escape(_how_targets_are_set(visit, visit.figures))), 1)


def _how_targets_are_set(visit: Visit, figures: Figures) -> str:
    municipality, area = visit.choices.municipality or "", visit.choices.area
    areas = (area,) if area else tuple(figures.catalogue.area_by_id)
    if any(may(visit.person, Action.SET_TARGET, area=one, municipality=municipality) for one in areas):
        return page_address(municipality, area or "")
    return f"{link(ABOUT, visit.choices)}#mal"


def indicator_page(visit: Visit) -> str:
    """Indikator, or what is needed first; for whoever may comment, with the way to do it."""
    html = _of_an_indicator(visit, indicator_html)
    way = edit_html(visit.person, visit.figures, visit.choices) if visit.figures else ""
    # What is drawn is kept for everybody; this stands in its place for one.
    return html.replace(EDIT_PLACE, way, 1) if way else html


def learn_page(visit: Visit) -> str:
    """Lär av andra, or what is needed first."""
    return _of_an_indicator(visit, lambda figures, choices: figures.kept(learn_html, choices, most=_KEPT))


def _of_an_indicator(visit: Visit, draw: Draw) -> str:
    if visit.figures is None or visit.choices.municipality is None:
        return choose_page(visit)
    if visit.choices.kpi is None:
        return message(
            visit.address,
            "Välj en indikator",
            "Länken säger inte vilken indikator som ska visas.",
            action="Sök bland indikatorerna",
            action_address=link(SEARCH, visit.choices),
        )
    return _addressed(draw(visit.figures, visit.choices), visit)


def _addressed(html: str, visit: Visit) -> str:
    """HTML, kept for everyone, with the address as this reader has it: the script waits until it sees that one."""
    return _ADDRESS.sub(lambda _: f'data-view="{escape(visit.address)}"', html, count=1)


def choose_page(visit: Visit) -> str:
    """The choice among all municipalities; leads back to the page one came from."""
    if visit.figures is None:
        return _without_figures(visit)
    path = _back(visit) if visit.path == CHOOSE else visit.path
    return choose_html(visit.figures, visit.choices, path=path, address=visit.address)


def group_page(visit: Visit) -> str:
    """The choice of whom to compare with, one by one."""
    if visit.figures is None or visit.choices.municipality is None:
        return choose_page(visit)
    return group_html(visit.figures, visit.choices, path=_back(visit, COMPARE), address=visit.address)


def search_page(visit: Visit) -> str:
    """Indicators and areas by a part of their name or id."""
    if visit.figures is None:
        return _without_figures(visit)
    return search_html(visit.figures, visit.choices, visit.params.get("q", ""), address=visit.address)


def _back(visit: Visit, otherwise: str = OVERVIEW) -> str:
    """The page that the address says one came from."""
    path = f"/{visit.params.get('till', '').strip('/')}"
    return path if path in PAGES and path not in (OVERVIEW, CHOOSE, GROUP) else otherwise


def _without_figures(visit: Visit) -> str:
    return message(
        visit.address,
        "Det finns inga siffror än",
        "Administratören hämtar dem från Kolada med: python -m core refresh",
        "Eller gör exempeldata med: python -m core example",
    )


def about_page(visit: Visit) -> str:
    """Om."""
    return about_html(visit.figures, visit.choices, address=visit.address)


def message(address: str, title: str, *paragraphs: str, action: str = "", action_address: str = OVERVIEW) -> str:
    """A page that says what is the matter and what to do."""
    return render(
        "message.html",
        title=title,
        paragraphs=paragraphs,
        action=action,
        action_address=action_address,
        address=address,
    )


def _personal(draw: Callable[[Visit, Access], str]) -> Callable[[Visit], str]:
    """A page for one person, made at every visit. Rights are asked for where the content is fetched."""

    def page(visit: Visit) -> str:
        try:
            return draw(visit, current_access(visit.catalogue))
        except NotAllowedError as error:
            return refusal_html(visit, error)

    return page


sign_in_page = _personal(lambda asked, _: sign_in_html(asked))
account_page = _personal(account_html)
accounts_page = _personal(accounts_html)
audit_page = _personal(audit_html)
targets_page = _personal(lambda asked, _: targets_html(asked))
present_page = _personal(lambda asked, _: present_html(asked, partial(given_out_files, asked.catalogue)))
deck_page = _personal(lambda asked, _: deck_html(asked))
report_page = _personal(lambda asked, _: report_html(asked, DecksNow()))
comment_page = _personal(lambda asked, _: comment_html(asked))
own_page = _personal(lambda asked, _: own_html(asked))
own_history_page = _personal(lambda asked, _: own_history_html(asked))
own_work_page = _personal(lambda asked, _: own_work_html(asked))
areas_page = _page(areas_html)
compare_page = _page(compare_html)
resources_page = _page(resources_html)
result_index_page = _page(index_html)
