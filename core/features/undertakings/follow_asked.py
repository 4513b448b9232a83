"""What the address of Uppföljning asks for: a body, a year and a period of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.cycle.checking_in import AskedPeriod, CheckingIn
from core.cycle.plans import InterimPeriod, period_at
from core.goals.book import GoalBook
from core.web.choices import FOLLOW_UP
from core.web.visit import Visit

# The years that a follow-up may be of.
_YEARS = range(1990, 2101)
PERIODS: Mapping[str, InterimPeriod] = {"1": InterimPeriod.FIRST, "2": InterimPeriod.SECOND, "3": InterimPeriod.YEAR}
PERIOD, YEAR, BODY = "period", "plan", "organ"


@dataclass(frozen=True)
class Asked:
    """A period of a body in MUNICIPALITY."""

    municipality: str
    of: AskedPeriod

    @property
    def params(self) -> dict[str, str]:
        """It as parameters of an address or fields of a form."""
        return params_of(self.municipality, self.of)

    def address(self, path: str = FOLLOW_UP) -> str:
        """Where PATH (the page's own, or its file's) has it."""
        return f"{path}?{urlencode(self.params)}"


def params_of(municipality: str, of: AskedPeriod) -> dict[str, str]:
    """OF in MUNICIPALITY as parameters of an address."""
    period = next(word for word, one in PERIODS.items() if one is of.period)
    return {"kommun": municipality, YEAR: str(of.year), BODY: of.body, PERIOD: period}


def asked_of(visit: Visit, municipality: str, book: GoalBook, checking: CheckingIn) -> Asked | None:
    """What VISIT asks for: else what is followed up now, of a body that is hers; None without any plan."""
    year, period = period_at(checking.today)
    year = visit.choices.plan_year or (year if book.of_year(year) else next(iter(book.years), year))
    given = PERIODS.get(visit.params.get(PERIOD, ""))
    period = given or (period if year == period_at(checking.today)[0] else InterimPeriod.YEAR)
    plans = [plan.body for plan in book.of_year(year)]
    if not plans:
        return None
    hers = [body for body in plans if checking.may(book.bodies[body])]
    chosen = visit.choices.body if visit.choices.body in book.bodies else None
    # Of all that are hers a committee's before the council's, which comes first.
    usual = next((body for body in reversed(hers)), plans[-1])
    return Asked(municipality, AskedPeriod(chosen or usual, year, period))


def period_in(form: Mapping[str, str]) -> AskedPeriod | None:
    """The period that FORM is about; None where it names none."""
    year, period = form.get(YEAR, ""), PERIODS.get(form.get(PERIOD, ""))
    if period is None or not year.isdecimal() or int(year[:5]) not in _YEARS:
        return None
    return AskedPeriod(form.get(BODY, "")[:64], int(year), period)
