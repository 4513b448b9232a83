"""What tests of deviations and measures share: who works in Huddinge, and one deviation on its way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from core.access.people import Person, Role
from core.cycle.book import CycleBook, CycleBooks
from core.cycle.models import Answer, Deviation, Frozen, Measure, MeasureDecision, Way
from core.goals.models import Decision
from core.signals import Attainment, Standing, Trend, Verdict
from tests.shared import GRADES, HUDDINGE, LAST

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 29)
SCHOOL_HEAD = Person(5, "sara", "Sara", Role.MANAGER, HUDDINGE, ("grundskola",))
CARE_HEAD = Person(6, "olle", "Olle", Role.MANAGER, HUDDINGE, ("aldreomsorg",))
ANALYST = Person(7, "dina", "Dina", Role.MANAGER, HUDDINGE)
NEIGHBOUR = Person(8, "nils", "Nils", Role.MANAGER, "0136")
CONVENOR = Person(9, "kim", "Kim", Role.CONVENOR, HUDDINGE, ("grundskola",))
TAKEN = {"owner": "grundskolechef", "conclude_by": "2026-12-11"}
ASIDE = {"reason": "Siffran är osäker.", "look_again": "2027-03-01"}
FROZEN = Frozen(
    on=TODAY,
    name="Behöriga till gymnasiet",
    unit="%",
    year=LAST,
    value=62.5,
    decimals=1,
    attainment=Attainment.NOT_REACHED,
    attainment_text="Målet nås inte: 62,5 %, målnivå minst 80.",
    trend=Trend.DOWN,
    trend_verdict=Verdict.WORSE,
    trend_text="Försämras.",
    standing=Standing.WORST,
    standing_text="Bland de sämsta 25 procenten.",
    first_year=LAST - 1,
)
KEY = (GRADES, "T")
TAKEN_UP = Deviation("d1", *KEY, "grundskola", FROZEN, TODAY, "grundskolechef")
DECISION = MeasureDecision(Answer.YES, Decision("Grundskolenämnden", date(2026, 10, 1), "96"))
MENTORS = Measure("m1", GRADES, "T", "grundskola", "Heltidsmentorer", Way.UP, "d1", decision=DECISION)


class CycleInMemory(CycleBooks):
    """Cycle books without a database: PUBLIC as readers have it and DRAFTS, both of whichever municipality."""

    def __init__(self, public: CycleBook, drafts: CycleBook | None = None) -> None:
        self._of = {False: public, True: drafts or public}

    def book(self, municipality: str, *, drafts: bool) -> CycleBook:
        return replace(self._of[drafts], municipality=municipality)

    def mark(self, municipality: str, *, drafts: bool) -> str:  # noqa: ARG002 - as the real ones are asked
        return str(id(self._of[drafts]))
