"""What is wrong with a plan: everything at once, by goal and field. Rules only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.catalogue import Catalogue, Indicator
from core.errors import NyckeltalError
from core.goals.book import GoalBook
from core.goals.models import Body, BodyKind, Goal, Level, Plan, plan_key
from core.signals.constants import GENDERS
from core.tabular.faults import CellError
from core.tabular.fields import text_field
from core.tabular.limits import FIRST_YEAR

MOST_GOALS, MOST_INDICATORS = 500, 30
LONGEST_TITLE, LONGEST_TEXT, LONGEST_WORDS = 200, 2000, 120
MOST_TKR = 1e9
LAST_YEAR = 2100
# An indicator that most others have passed by so many years, or by more than its step, may have ended.
YEARS_BEHIND = 3


@dataclass(frozen=True)
class PlanFault:
    """One fault. ``goal`` is the goal's id, '' where the whole plan is meant; ``field`` its field's name in code.

    One that ``may_wait`` may stand in a draft, and has to be mended before the plan is decided.
    """

    goal: str
    field: str
    what: str
    advice: str
    may_wait: bool = False

    def __str__(self) -> str:
        """One Swedish line."""
        return f"{self.what} {self.advice}"


class PlanError(NyckeltalError):
    """A plan cannot be changed as it was asked for."""


class PlanFaultsError(PlanError):
    """A plan cannot be kept, and nothing was; ``faults`` are in the order of its goals."""

    def __init__(self, faults: Iterable[PlanFault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"Planen har fel, och inget är sparat:\n{lines}\n", "Rätta och spara igen.")


def unknown_goal() -> PlanError:
    """What is said of a goal that is not there."""
    return PlanError("Målet finns inte.", "Läs in sidan igen.")


@dataclass(frozen=True)
class Surroundings:
    """What a plan is checked against: its body, the council's plan of the same year, all bodies, and the catalogue."""

    body: Body | None
    council: Plan | None
    bodies: Mapping[str, Body]
    catalogue: Catalogue = field(repr=False)

    @property
    def is_councils(self) -> bool:
        """Whether the plan is the council's, with goal areas and council goals."""
        return self.body is not None and self.body.kind is BodyKind.COUNCIL


def surroundings(plan: Plan, book: GoalBook, catalogue: Catalogue) -> Surroundings:
    """Those of PLAN, by a BOOK with drafts."""
    council = council_plan(book, plan.year)
    body = book.bodies.get(plan.body)
    return Surroundings(body, plan if body and body.kind is BodyKind.COUNCIL else council, book.bodies, catalogue)


def council_plan(book: GoalBook, year: int) -> Plan | None:
    """The council's plan of YEAR in BOOK."""
    for body in book.bodies.values():
        entry = book.plans.get(plan_key(body.id, year))
        if body.kind is BodyKind.COUNCIL and entry and entry.value:
            return entry.value
    return None


def plan_faults(plan: Plan, around: Surroundings) -> list[PlanFault]:
    """Everything that is wrong with PLAN, in the order of its goals; what is withdrawn is not looked at."""
    faults = list(_of_the_plan(plan, around))
    for goal in plan.standing_goals:
        faults += _of_a_goal(goal, plan, around)
    return faults


def new_faults(plan: Plan, held: Plan | None, around: Surroundings) -> list[PlanFault]:
    """What is wrong with PLAN that was not there in HELD: a goal that nobody touched hinders no other."""
    untouched = {goal.id for goal in (held.goals if held else ()) if goal in plan.goals}
    return [fault for fault in plan_faults(plan, around) if not fault.may_wait and fault.goal not in untouched]


def ended_doubt(indicator: Indicator, newest: Mapping[str, int]) -> str:
    """What is said of INDICATOR where it may be measured no more; '' where it is, or nothing is known.

    NEWEST is the newest year with a value of all that have any. Kolada does not tell that a KPI has ended: this one
    has then no value in the last YEARS_BEHIND years that most have reached (its step and one more, where that is more).
    """
    if not newest:
        return ""
    usual = sorted(newest.values())[len(newest) // 2]
    last = newest.get(indicator.kpi)
    if last is None:
        return f"{indicator.name} har inget värde för någon kommun."
    if usual - last < max(YEARS_BEHIND, indicator.step + 1):
        return ""
    return f"{indicator.name} har inget värde efter {last}, och kanske mäts den inte längre: de flesta har {usual}."


def _of_the_plan(plan: Plan, around: Surroundings) -> Iterator[PlanFault]:
    if around.body is None:
        yield PlanFault("", "body", "Organet finns inte.", "Lägg till det först.")
    elif not around.body.is_of(plan.year):
        what = f"{around.body.name} finns inte {plan.year}."
        yield PlanFault("", "body", what, "Välj ett organ som finns det året, eller ändra organets år.")
    if not FIRST_YEAR <= plan.year <= LAST_YEAR:
        yield PlanFault("", "year", f"{plan.year} är inget år för en plan.", "Ändra året.")
    yield from _text("", "title", "Planens namn", plan.title, LONGEST_TITLE)
    for volume in plan.volumes:
        yield from _text("", "volumes", "Volymens namn", volume.name, LONGEST_TITLE)
    if len(plan.goals) > MOST_GOALS:
        what = f"Planen har {len(plan.goals)} mål."
        yield PlanFault("", "goals", what, f"Högst {MOST_GOALS} får plats: dela upp den eller ta bort mål.")
    amounts = {"net_budget": plan.net_budget, "frame": plan.frame}
    amounts |= {"volumes": max((abs(v.cost or 0) for v in plan.volumes), default=0)}
    for name, amount in amounts.items():
        # Not a number is not less than anything either.
        if amount is not None and not abs(amount) <= MOST_TKR:
            yield PlanFault("", name, "Beloppet är orimligt stort.", "Skriv det i tusental kronor.")


def _of_a_goal(goal: Goal, plan: Plan, around: Surroundings) -> Iterator[PlanFault]:
    yield from _text(goal.id, "title", "Målet", goal.title, LONGEST_TITLE)
    yield from _text(goal.id, "text", "Måltexten", goal.text, LONGEST_TEXT, is_needed=False, has_lines=True)
    yield from _text(goal.id, "owner", "Ansvarig funktion", goal.owner, LONGEST_WORDS, is_needed=False)
    yield from _place(goal, plan, around)
    twins = [one for one in plan.standing_goals if _alike(one) == _alike(goal)]
    if twins[0] is not goal:
        yield PlanFault(goal.id, "title", f"Målet ”{goal.title}” finns redan här.", "Behåll ett av dem.")
    for body in goal.bodies:
        if body not in around.bodies or body == plan.body:
            yield PlanFault(goal.id, "bodies", "Målet delas med ett organ som inte finns.", "Välj ett annat organ.")
    yield from _indicators(goal, around.catalogue)


def _place(goal: Goal, plan: Plan, around: Surroundings) -> Iterator[PlanFault]:
    """Whether GOAL stands where its level may."""
    if (goal.level is Level.COMMITTEE) == around.is_councils:
        where = "fullmäktiges plan" if around.is_councils else "en nämnds plan"
        what = f"Ett {goal.level.value} kan inte stå i {where}."
        yield PlanFault(goal.id, "level", what, "Lägg det i rätt plan.")
        return
    if goal.level is Level.AREA:
        if goal.parent is not None:
            yield PlanFault(goal.id, "parent", "Ett målområde ligger inte under något mål.", "Ta bort målet ovanför.")
        return
    wanted = Level.AREA if goal.level is Level.COUNCIL else Level.COUNCIL
    above = {one.id: one for one in (around.council.standing_goals if around.council else ())}
    if goal.parent == goal.id:
        yield PlanFault(goal.id, "parent", "Målet ligger under sig självt.", f"Välj ett {wanted.value}.")
    elif goal.parent is None:
        what = f"Målet ligger inte under något {wanted.value}."
        yield PlanFault(goal.id, "parent", what, f"Välj ett {wanted.value}.", may_wait=True)
    elif goal.parent not in above or above[goal.parent].level is not wanted:
        what = f"Målet ovanför är inget {wanted.value} i kommunens plan för {plan.year}."
        yield PlanFault(goal.id, "parent", what, f"Välj ett {wanted.value} i samma kommun och år.")
    for supported in goal.supports:
        if supported == goal.parent or supported not in above or above[supported].level is not Level.COUNCIL:
            what = f"Det som målet stöder är inget annat fullmäktigemål för {plan.year}."
            yield PlanFault(goal.id, "supports", what, "Välj bland årets fullmäktigemål.")


def _indicators(goal: Goal, catalogue: Catalogue) -> Iterator[PlanFault]:
    if len(goal.indicators) > MOST_INDICATORS:
        what = f"Målet har {len(goal.indicators)} indikatorer."
        yield PlanFault(goal.id, "indicators", what, f"Välj högst {MOST_INDICATORS}.")
    for number, one in enumerate(goal.indicators):
        known = catalogue.by_kpi.get(one.kpi)
        if known is None:
            what = f"Indikatorn {one.kpi} finns inte, eller har dragits tillbaka."
            yield PlanFault(goal.id, "indicators", what, "Välj en annan eller ta bort den.")
        elif one.gender not in GENDERS:
            yield PlanFault(goal.id, "indicators", f"{known.name}: könet är okänt.", "Välj alla, kvinnor eller män.")
        elif one in goal.indicators[:number]:
            yield PlanFault(goal.id, "indicators", f"{known.name} står två gånger.", "Ta bort den ena.")


def _text(
    goal: str,
    name: str,
    label: str,
    text: str,
    longest: int,
    *,
    is_needed: bool = True,
    has_lines: bool = False,
) -> Sequence[PlanFault]:
    try:
        text_field(label, longest, is_needed=is_needed, has_lines=has_lines).read(text)
    except CellError as error:
        return [PlanFault(goal, name, f"{label}: {error.what}", error.advice)]
    return ()


def _alike(goal: Goal) -> tuple[Level, str | None, str]:
    """What no two goals of a plan have alike."""
    return goal.level, goal.parent, " ".join(goal.title.casefold().split())
