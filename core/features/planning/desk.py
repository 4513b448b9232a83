"""Where somebody works on plans: which municipality, year and body, and all that is asked about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from core.access.rights import Action, may
from core.access.service import current_engine
from core.catalogue import Catalogue
from core.features.planning.goal_file import names_of
from core.goals.book import GoalBook, GoalBooks
from core.goals.checking import PlanError, council_plan
from core.goals.comparing import Names
from core.goals.edits import next_years
from core.goals.models import Body, Goal, Level, Plan, plan_key
from core.goals.planning import Planning
from core.goals.rights import may_of_body
from core.state.database import reading
from core.state.entries import Entries, Entry
from core.targets.models import TargetKey
from core.targets.setting import TargetSetting, current_setting
from core.targets.versions import TargetVersion, current_versions
from core.web.choices import PLAN
from core.web.visit import Visit
from core.words.numbers import number_in

# In an address: which part of the work is shown, and of which level a new goal is.
PART, NEW = "del", "nytt"
HISTORY, DECIDE, MONEY, BODY, FILE, SINCE = "historik", "beslut", "budget", "organ-uppgifter", "fil", "vad-ar-nytt"
_YEARS = range(1990, 2100)


@dataclass(frozen=True)
class Desk:
    """VISIT's work on the plans of a municipality and a year; ``params`` are those of its address or form."""

    visit: Visit
    params: Mapping[str, str]

    @cached_property
    def municipality(self) -> str:
        """The address's, else one's own, else the first."""
        wanted = self.params.get("kommun", "")
        own = self.visit.person.municipality or self.catalogue.participants[0].id
        return wanted if wanted in self.setting.references.names else own

    @cached_property
    def year(self) -> int:
        """The address's, else the year after this."""
        year = number_in(self.params.get("plan", ""))
        return year if year in _YEARS else self._usual_year

    @property
    def _usual_year(self) -> int:
        """The newest that has a plan; else next year, which is what one plans."""
        return self.book.years[0] if self.book.years else self.visit.now.year + 1

    @property
    def catalogue(self) -> Catalogue:
        """That of the figures in use."""
        return self.visit.catalogue

    @cached_property
    def setting(self) -> TargetSetting:
        """Where targets are set."""
        return current_setting(self.catalogue, self.visit.figures.snapshot if self.visit.figures else None)

    @cached_property
    def planning(self) -> Planning:
        """Where plans are changed."""
        engine = current_engine()
        return Planning(engine, self.municipality, self.visit.person, self.visit.now, self.catalogue)

    @cached_property
    def book(self) -> GoalBook:
        """All plans with drafts. Raises NotAllowedError."""
        return self.planning.book()

    @cached_property
    def decided(self) -> GoalBook:
        """All plans as they were last decided."""
        return GoalBooks(self.planning.engine).book(self.municipality, drafts=False)

    @cached_property
    def held(self) -> Mapping[TargetKey, TargetVersion]:
        """The targets that hold in the municipality."""
        return {one.target.key: one for one in current_versions(self.planning.engine, self.municipality)}

    @property
    def body(self) -> Body | None:
        """The chosen one."""
        return self.book.bodies.get(self.params.get("organ", ""))

    def version(self, of: Entries[Any], key: str) -> int:
        """The number of the newest version of what KEY names; 0 where there is none."""
        with reading(self.planning.engine) as connection:
            found = of.newest(connection, self.municipality, key)
        return found.number if found else 0

    @property
    def entry(self) -> Entry[Plan] | None:
        """The chosen body's plan of the year."""
        return self.book.plans.get(plan_key(self.params.get("organ", ""), self.year))

    @property
    def plan(self) -> Plan | None:
        """Its content."""
        return self.entry.value if self.entry else None

    @property
    def goal(self) -> Goal | None:
        """The chosen goal of the plan."""
        wanted = self.params.get("mal", "")
        return next((goal for goal in (self.plan.goals if self.plan else ()) if goal.id == wanted), None)

    @property
    def council(self) -> Plan | None:
        """The council's plan of the year."""
        return council_plan(self.book, self.year)

    @cached_property
    def names(self) -> Names:
        """What everything is called."""
        return names_of(self.setting, self.book.bodies, [goal for _, goal in self.book.goals.values()])

    @property
    def place(self) -> str:
        """The municipality's name."""
        return self.setting.references.names[self.municipality]

    def may_change(self, body: Body | None) -> bool:
        """Whether the person may change BODY's plans."""
        return may_of_body(self.visit.person, Action.CHANGE_PLAN, self.municipality, body)

    @property
    def may_decide(self) -> bool:
        """Whether the person may decide plans and change bodies."""
        return may(self.visit.person, Action.DECIDE_PLAN, municipality=self.municipality)

    def require_as_asked(self) -> None:
        """Raise PlanError for an unknown municipality or year: nothing that is sent is put elsewhere by a guess."""
        if (self.params.get("kommun"), self.params.get("plan")) != (self.municipality, str(self.year)):
            raise PlanError("Formuläret gäller en kommun eller ett år som inte finns.", "Läs in sidan och skriv igen.")

    def address(self, **params: str | int) -> str:
        """The address of the page for the same municipality, year and body, with PARAMS ('' leaves one out)."""
        here = {"kommun": self.municipality, "plan": str(self.year), "organ": self.params.get("organ", "")}
        asked = {**here, **{name: str(text) for name, text in params.items()}}
        return f"{PLAN}?{urlencode({name: text for name, text in asked.items() if text})}"


def desk_of(visit: Visit, form: Mapping[str, str]) -> Desk:
    """VISIT's work as FORM has it. Raises PlanError as ``require_as_asked``."""
    desk = Desk(visit, form)
    desk.require_as_asked()
    return desk


def levels_of(body: Body) -> tuple[Level, ...]:
    """Which goals stand in BODY's plans."""
    return (Level.AREA, Level.COUNCIL) if body.is_council else (Level.COMMITTEE,)


def copied(desk: Desk, body: Body) -> Plan:
    """Last year's plan of BODY made into one for the year of DESK. Raises PlanError without one, or with one here."""
    before = desk.book.plans.get(plan_key(body.id, desk.year - 1))
    if before is None or before.value is None:
        raise PlanError(f"{body.name} har ingen plan för {desk.year - 1}.", "Lägg in målen för hand eller från fil.")
    if desk.plan is not None:
        raise PlanError(f"{body.name} har redan en plan för {desk.year}.", "Ändra den som finns.")
    known = set(desk.setting.catalogue.by_kpi) - set(desk.setting.withdrawn)
    return next_years(before.value, None if body.is_council else desk.council, known)
