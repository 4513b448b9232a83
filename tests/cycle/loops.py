"""What tests of deviations and measures share: who works in Huddinge, and one deviation on its way."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.access.people import Person, Role
from core.cycle.models import Frozen
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
