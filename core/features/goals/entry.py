"""Mål: what the feature brings to the site."""

from __future__ import annotations

from markupsafe import escape

from core.access.rights import Action, may
from core.features.goals.goal_view import goal_page
from core.features.goals.table import goals_table
from core.features.goals.view import goals_page
from core.outcomes.figures import Figures
from core.web.choices import GOAL, GOALS, PLAN, Choices, appendix_link, link
from core.web.menus import around
from core.web.pages import Dated, Door, Feature, MenuItem, Page, Table, message, of_a_day
from core.web.render import render
from core.web.visit import Visit

# What stands in the kept page where those who may change a plan find the way to it.
_BEGIN = '<span class="nk-begin"></span>'
_EXAMPLE = "Storköping"


def goals_html(figures: Figures, asked: Dated) -> str:
    """The goal chain of the chosen municipality and year."""
    choices, page = asked.choices, goals_page(figures, asked)
    return render(
        "goals.html",
        page=page,
        appendix={kind: appendix_link(kind, choices.choice.municipality, page.year or 0) for kind in ("docx", "pdf")},
        example=_example(figures, choices.choice.municipality),
        **around(figures, choices, GOALS),
    )


def goal_html(figures: Figures, asked: Dated) -> str:
    """The chosen goal."""
    key = asked.choices.goal
    if key is None:
        return message(
            link(GOAL, asked.choices),
            "Välj ett mål",
            "Länken säger inte vilket mål som ska visas, eller så finns det inte.",
            action="Visa alla mål",
            action_address=link(GOALS, asked.choices),
        )
    return render("goal.html", page=goal_page(figures, asked, key), **around(figures, asked.choices, GOAL))


def _example(figures: Figures, municipality: str) -> str:
    """The page of the made-up municipality that has a whole chain, where there is one and one is not there."""
    names = figures.snapshot.municipalities if figures.snapshot.info.is_example else {}
    code = next((code for code, name in names.items() if name == _EXAMPLE), municipality)
    return "" if code == municipality else link(GOALS, Choices(code))


def _begin(visit: Visit) -> str:
    """The way to the plans, for those who may change one of the municipality's."""
    choices, areas = visit.choices, visit.catalogue.area_by_id
    if not any(may(visit.person, Action.CHANGE_PLAN, area=area, municipality=choices.municipality) for area in areas):
        return ""
    return f'<a class="nk-to-plans" href="{escape(link(PLAN, choices))}" target="_self">Arbeta med planerna</a>'


_GOALS = Page(
    GOALS,
    "Mål",
    "goals.py",
    of_a_day(goals_html),
    table=Table("mal", goals_table),
    door=Door.GOALS,
    menu=(MenuItem(1),),
    is_long=True,
)
_GOAL = Page(GOAL, "Ett mål", "goal.py", of_a_day(goal_html), door=Door.GOALS)
FEATURE = Feature((_GOALS, _GOAL), places={_BEGIN: _begin})
