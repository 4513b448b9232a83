"""What tests of places that tell of measures share: Huddinge's school with a conclusion and a measure that is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from core.cycle.book import CycleBook
from core.cycle.models import Answer, Conclusion, Deviation, GoodExample, Measure, MeasureDecision, Way
from core.cycle.plans import ActionPlan
from core.goals.models import Decision
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from tests.cycle.loops import FROZEN, KEY, TODAY
from tests.goals.chains import BooksInMemory, goal_book
from tests.shared import GRADES, HUDDINGE, figures_of, small_harvest, target_frame

# Up by more than twice a typical change since the measure was done in 2021.
RISING = {(GRADES, HUDDINGE, "T"): {2019: 62.0, 2020: 62.0, 2021: 63.0, 2022: 66.0, 2023: 69.0}}
TAKEN_UP = Deviation("d1", *KEY, "grundskola", FROZEN, TODAY, "grundskolechef")
CONCLUDED = Conclusion("Frånvaron växer redan i årskurs 8.", TODAY)
DECISION = MeasureDecision(Answer.YES, Decision("Grundskolenämnden", date(2021, 2, 1), "96"))
MENTORS = Measure("m1", *KEY, "grundskola", "Heltidsmentorer", Way.UP, "d1", seen_from=2022, decision=DECISION)
DONE = ActionPlan("p1", "Heltidsmentorer", "grundskola", "m1", done_on=date(2021, 9, 1))
EXAMPLE = GoodExample("Mentorer på heltid", "Börja i årskurs 7.", "grundskolechef", TODAY)
WHOLE = CycleBook(
    HUDDINGE,
    deviations={"d1": TAKEN_UP},
    conclusions={"d1": CONCLUDED},
    measures={"m1": MENTORS},
    plans={"p1": DONE},
    examples={"m1": EXAMPLE},
)
GOING = replace(WHOLE, plans={"p1": replace(DONE, done_on=None)}, examples={})


class CyclesInMemory:
    """Cycle books without a database, the same for readers and for those who work."""

    def __init__(self, *books: CycleBook) -> None:
        self._books = {book.municipality: book for book in books}

    def book(self, municipality: str, *, drafts: bool) -> CycleBook:  # noqa: ARG002 - as the real one is asked
        return self._books.get(municipality, CycleBook(municipality))

    def mark(self, municipality: str, *, drafts: bool) -> str:  # noqa: ARG002 - as the real one is asked
        return municipality if municipality in self._books else ""


@contextmanager
def figures_telling(folder: Path) -> Iterator[Figures]:
    """Figures of the rising grades, with nothing entered: for ``telling``."""
    with figures_of(folder, harvest=small_harvest(own=RISING)) as made:
        yield made


def telling(figures: Figures, *books: CycleBook) -> Figures:
    """FIGURES with BOOKS and the small goal chain entered; nothing that was made of them before."""
    cycle, goals = CyclesInMemory(*books), BooksInMemory(goal_book())
    entered = Entered(target_frame, lambda _: (), goals, cycle=cycle)  # type: ignore[arg-type]  # as the real ones
    return replace(figures, entered=entered, lasting=type(figures.lasting)())
