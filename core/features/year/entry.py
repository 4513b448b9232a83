"""Året: what the feature brings to the site."""

from __future__ import annotations

from core.access.people import Person
from core.access.rights import Action, may_somewhere
from core.features.year.page import WorkOf, date_html, year_page
from core.features.year.plan_page import plan_html
from core.features.year.routes import year_routes
from core.features.year.view import year_rows
from core.web.choices import PROJECT_PLAN, YEAR, YEAR_DATE
from core.web.pages import Door, Feature, MenuItem, Page, dated_table, personal


def _changes(person: Person) -> bool:
    return may_somewhere(person, Action.CHANGE_YEAR) or may_somewhere(person, Action.DECIDE_PLAN)


def year(work_of: WorkOf) -> Feature:
    """The feature; WORK_OF tells what is made in a year by the others."""
    page = Page(
        YEAR,
        "Året",
        "year.py",
        year_page(work_of),
        table=dated_table(
            "året",
            lambda figures, asked: year_rows(
                figures, asked, work_of(figures, asked.choices.plan_year or asked.today.year)
            ),
            "Samarbetets och kommunens datum",
        ),
        door=Door.WORK,
        menu=(MenuItem(0),),
    )
    date = personal(YEAR_DATE, "Ett datum", "year_date.py", date_html, _changes, door=Door.WORK)
    plan = personal(PROJECT_PLAN, "Projektplan", "project_plan.py", plan_html, door=Door.WORK)
    return Feature((page, date, plan), year_routes)
