"""Goda exempel: who picks those of the conference, at most three, and what the page says of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import NyckeltalError
from core.features.examples.view import AskedExamples, examples_html
from core.outcomes.figures import Figures
from core.state import State
from core.web.choices import Choices
from core.year.book import YearBooks
from core.year.models import DaysExample
from tests.cycle.told import WHOLE, figures_telling, telling
from tests.shared import HUDDINGE
from tests.year.test_planning import ADMIN, SCHOOL_HEAD, at


def picked(state: State) -> list[str]:
    return [one.measure for one in YearBooks(state.engine).book("-").picked(2026)]


def test_three_are_picked_for_the_conference_and_a_fourth_is_refused_and_undone(state: State) -> None:
    for measure in ("a", "b", "c", "b"):
        save = at(state).pick(2026, HUDDINGE, measure, is_picked=True)
    assert picked(state) == ["a", "c", "b"]
    with pytest.raises(NyckeltalError, match="3 exempel är redan valda"):
        at(state, ADMIN).pick(2026, "0127", "d", is_picked=True)
    at(state, ADMIN).pick(2026, HUDDINGE, "a", is_picked=False)
    save = at(state).pick(2026, "0127", "d", is_picked=True)
    assert picked(state) == ["c", "b", "d"]
    at(state).undo(save.batch)
    assert picked(state) == ["c", "b"]
    with pytest.raises(NyckeltalError, match="inte rätt"):
        at(state, SCHOOL_HEAD).pick(2026, HUDDINGE, "a", is_picked=True)


def test_without_examples_the_page_says_how_they_come(figures: Figures) -> None:
    html = examples_html(figures, AskedExamples(Choices(HUDDINGE), 2026))
    assert "Inga goda exempel än" in html
    assert "publicerar exemplet på åtgärdens sida" in html
    assert "Välj till dagen" not in html
    assert DaysExample(HUDDINGE, "a") not in figures.year_of("-").picked(2026)


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_telling(tmp_path_factory.mktemp("examples")) as made:
        yield made


def test_an_example_has_what_was_done_the_figure_before_and_after_and_whom_to_ask(rising: Figures) -> None:
    told = telling(rising, WHOLE)
    html = examples_html(told, AskedExamples(Choices("0127"), 2026, may_pick=True)).replace("\N{SOFT HYPHEN}", "")
    assert "Ett gott exempel att lära av" in html
    for words in ("Huddinge: Mentorer på heltid", "Börja i årskurs 7.", "62,0 → ", "Fråga: grundskolechef, Huddinge."):
        assert words in html
    assert f"/atgard?kommun={HUDDINGE}&amp;atgard=m1" in html
    assert "Välj till dagen" in html
    elsewhere = examples_html(told, AskedExamples(Choices(HUDDINGE, area="aldreomsorg"), 2026))
    assert "Mentorer" not in elsewhere
