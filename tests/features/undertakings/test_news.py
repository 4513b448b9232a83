"""Nytt om dina mål: what the last month's fetches brought to one's own goals and measures, and to nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from core.access.people import Person
from core.cycle.book import CycleBook
from core.cycle.plans import ActionPlan
from core.features.undertakings.news import AskedNews, News, news_of
from core.outcomes.figures import Figures
from core.outcomes.measures import AskedMeasures, effect_words, staged_measures
from core.outcomes.rows import Choice
from core.words.formats import number
from tests.cycle.loops import CARE_HEAD, MENTORS, SCHOOL_HEAD, TODAY
from tests.goals.chains import goal_book
from tests.outcomes.test_undertakings import Books
from tests.shared import GRADES, HUDDINGE, LAST

DONE = ActionPlan("p1", "Heltidsmentorer", "grundskola", MENTORS.id, done_on=date(LAST - 1, 6, 1))
NEW = {"seen_on": pd.Timestamp(2026, 11, 20), "municipality": HUDDINGE, "kpi": GRADES, "gender": "T", "year": LAST}


def told(figures: Figures, monkeypatch: pytest.MonkeyPatch, who: Person, **changed: object) -> tuple[News, ...]:
    frame = pd.DataFrame([{**NEW, "before": float("nan"), "after": 1.0, **changed}])
    monkeypatch.setattr(type(figures.snapshot), "changes_of", lambda *_: frame)
    measure = replace(MENTORS, seen_from=LAST)
    book = CycleBook(HUDDINGE, measures={measure.id: measure}, plans={DONE.id: DONE})
    made = replace(figures, entered=Books(book, goal_book()), lasting=type(figures.lasting)())
    staged = staged_measures(made, AskedMeasures(HUDDINGE, TODAY, drafts=True))
    found = news_of(made, AskedNews(who, HUDDINGE, TODAY))
    if found:
        assert found[0].title == f"Heltidsmentorer: {effect_words(staged[0].effect)}"
        assert found[0].text.endswith("efter åtgärden.")
    return found


def test_a_new_value_is_told_with_what_it_did_after_a_measure(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(row for row in figures.records(Choice(HUDDINGE, year=LAST)) if row["kpi"] == GRADES)
    _, value = told(figures, monkeypatch, SCHOOL_HEAD)
    assert value.title.startswith(f"{row['name']}: {number(row['value'], row['decimals'])}")
    assert value.title.endswith(f"({LAST})")
    assert value.text.startswith("Nytt värde 20 november.")


@pytest.mark.parametrize(
    ("who", "changed"),
    [
        (CARE_HEAD, {}),
        (SCHOOL_HEAD, {"before": 2.0}),
        (SCHOOL_HEAD, {"year": LAST - 3}),
        (SCHOOL_HEAD, {"gender": "K"}),
    ],
)
def test_what_is_others_revised_or_of_another_year_is_not_told(
    figures: Figures, monkeypatch: pytest.MonkeyPatch, who: Person, changed: dict[str, object]
) -> None:
    assert told(figures, monkeypatch, who, **changed) == ()
