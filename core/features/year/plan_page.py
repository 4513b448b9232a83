"""The page of the project plan: read by everybody, written by those who may change the year."""

from __future__ import annotations

from collections.abc import Mapping

from core.features.year.page import planning_of, year_in
from core.features.year.plan_document import TEXTS, plan_view
from core.outcomes.figures import Figures
from core.outcomes.year import owner_of
from core.state.merging import theirs_in
from core.web.choices import PROJECT_PLAN, YEAR, Choices, link
from core.web.drafts import WorkKind
from core.web.pages import choose_html
from core.web.render import render
from core.web.typed import notice_of, typed_before, work_in, written_from
from core.web.visit import Visit
from core.words.dates import today
from core.year.book import PROJECT_PLANS
from core.year.models import AreaRole, ProjectPlan
from core.year.planning import LONGEST_FUNCTION, LONGEST_TEXT, may_change

# Before the id of an area in the form: who co-ordinates it, and its convenor's function.
PLACE_OF, FUNCTION_OF = "kommun-", "funktion-"


def plan_html(visit: Visit) -> str:
    """The project plan; with its form for who may change it."""
    figures, municipality = visit.figures, visit.choices.municipality
    if figures is None or municipality is None:
        return choose_html(visit, PROJECT_PLAN)
    day, owner = today(visit.now), owner_of(figures)
    year = year_in(visit.params.get("plan", ""), visit)
    book, may_write = figures.year_of(owner), may_change(visit.person, owner)
    versions = planning_of(visit, owner).history(PROJECT_PLANS, str(year)) if may_write else []
    typed = typed_before(visit, WorkKind.YEAR) if may_write else {}
    place = {"kommun": municipality, "plan": str(year)}
    return render(
        "project_plan.html",
        address=visit.address,
        view=plan_view(figures, year, day),
        year=year,
        is_written=book.plan(year) is not None,
        files=files_of(municipality, year),
        back=link(YEAR, Choices(municipality, plan_year=None if year == day.year else year)),
        may_write=may_write,
        notice=notice_of(visit, typed),
        is_open=bool(typed),
        place=place,
        fields={**texts_of(book.plan(year)), **typed},
        theirs=theirs_in(typed),
        texts=TEXTS.items(),
        areas=_areas(figures, book.plan(year), typed),
        places=[(one.id, one.name) for one in figures.catalogue.participants],
        seen=written_from(typed, versions[0].number) if versions else 0,
        work=work_in(visit),
        longest=LONGEST_TEXT,
        longest_function=LONGEST_FUNCTION,
        versions=versions,
    )


def files_of(municipality: str, year: int) -> Mapping[str, str]:
    """Where the plan of YEAR is taken away, by what it is called."""
    return {
        words: f"{PROJECT_PLAN}/plan.{kind}?kommun={municipality}&plan={year}"
        for words, kind in (("Word", "docx"), ("PDF", "pdf"))
    }


def texts_of(plan: ProjectPlan | None) -> dict[str, str]:
    """PLAN as its form has it, but for the areas."""
    plan = plan or ProjectPlan(0)
    texts = {name: str(getattr(plan, name)) for name in (*TEXTS, "approved_by")}
    return {**texts, "approved_on": plan.approved_on.isoformat() if plan.approved_on else ""}


def _areas(figures: Figures, plan: ProjectPlan | None, typed: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Id, name, municipality and function of each area, as TYPED before, by PLAN or by the catalogue."""
    roles = {one.id: one for one in plan.areas} if plan else {}
    found = []
    for area in figures.catalogue.areas:
        role = roles.get(area.id, AreaRole(area.id))
        place = typed.get(f"{PLACE_OF}{area.id}", role.municipality or area.coordinator or "")
        found.append((area.id, area.name, place, typed.get(f"{FUNCTION_OF}{area.id}", role.function)))
    return found
