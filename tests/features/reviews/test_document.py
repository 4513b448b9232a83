"""The review as a document, and the appendix of plans: all that is found and said, and what readers may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from core.documents.paper import Grid, Heading, Line, Paper
from core.features.reviews.appendix import appendix_paper
from core.features.reviews.document import review_paper
from core.features.reviews.reviewing import Reviewing, read_judgement
from core.goals.book import GoalBooks
from core.goals.judged import Answer, Outcome, Recommendation, Reply
from core.goals.models import Plan
from core.outcomes.chain import AskedChain
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.plan_review import reviewed
from core.signals import TargetKind
from core.state import State
from tests.features.reviews.test_reviewing import EVA
from tests.goals.chains import CALM, COUNCILS_PLAN, NOW, PASSING, SCHOOL_BOARD, SCHOOLS_PLAN, put_chain
from tests.shared import GRADES, HUDDINGE, LAST, figures_of, target, target_frame

TODAY = date(2026, 11, 29)
DRAFT = replace(SCHOOLS_PLAN, decision=None, goals=(replace(PASSING, text="Läsning."), CALM), frame=1000.0)
TARGETS = (
    target(GRADES, LAST, TargetKind.AT_LEAST, value=88.0),
    target(GRADES, LAST + 2, TargetKind.AT_LEAST, value=92.0, is_final=True),
)


@pytest.fixture(scope="module")
def snapshot_figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with figures_of(tmp_path_factory.mktemp("papers")) as figures:
        yield figures


@pytest.fixture
def figures(snapshot_figures: Figures, state: State) -> Figures:
    entered = Entered(lambda: target_frame(*TARGETS), lambda _: (), GoalBooks(state.engine))
    return replace(snapshot_figures, entered=entered, lasting=type(snapshot_figures.lasting)())


def text_of(paper: Paper) -> str:
    texts = [one.text for one in paper.blocks if isinstance(one, Heading | Line)]
    cells = [" | ".join(row) for one in paper.blocks if isinstance(one, Grid) for row in one.rows]
    return "\n".join([*texts, *cells])


def headings(paper: Paper) -> list[str]:
    return [one.text for one in paper.blocks if isinstance(one, Heading) and one.level == 1]


def test_the_review_has_what_is_found_answered_judged_and_recommended_then_the_appendix(
    figures: Figures, state: State
) -> None:
    put_chain(state.engine, COUNCILS_PLAN, DRAFT)
    said = Reviewing(state.engine, HUDDINGE, EVA, NOW)
    answer = Answer(Reply.INTENDED, "Nämnden vill ha det kort.", "grundskolechef", TODAY, "", "")
    said.answer(SCHOOL_BOARD, LAST, "säger vad/behoriga", answer)
    said.answer(SCHOOL_BOARD, LAST, "mätbara/borta", replace(answer, about="Målet saknar indikator.", goal="Borta"))
    said.judge(SCHOOL_BOARD, LAST, "trygga", read_judgement({"text": "delvis", "funktion": "controller"}, TODAY))
    advice = Recommendation("gn", LAST, "Skriv vad eleverna ska ha.", "controller", TODAY)
    said.recommend(f"gn/{LAST}/a", advice)
    earlier = replace(advice, year=LAST - 1, text="Sätt slutmål.", outcome=Outcome.DONE, outcome_on=TODAY)
    said.recommend(f"gn/{LAST - 1}/b", earlier)
    asked = AskedChain(HUDDINGE, LAST, drafts=True)
    paper = review_paper(figures, asked, reviewed(figures, HUDDINGE, LAST), said.book(), TODAY)
    assert headings(paper) == [
        "Sammanfattning",
        "Grundskolenämnden",
        "Regler och gränser",
        f"Kommunfullmäktige: Mål och budget {LAST}",
        f"Grundskolenämnden: Verksamhetsplan {LAST}",
    ]
    text = text_of(paper)
    for told in (
        "Texten är 8 tecken.",
        "Avsiktligt. Nämnden vill ha det kort. (grundskolechef 2026-11-29)",
        "Borta: Målet saknar indikator.",
        "Elever är trygga | delvis | – | –",
        "Skriv vad eleverna ska ha.",
        "Grundskolenämnden | Sätt slutmål. | Åtgärdad 2026-11-29",
        "Förra årets rekommendation är åtgärdad.",
        "Inte besvarat.",
    ):
        assert told in text
    assert paper.has_drafts


def test_the_appendix_has_every_goal_with_its_indicators_milestones_and_final_target(
    figures: Figures, state: State
) -> None:
    put_chain(state.engine)
    paper = appendix_paper(figures, AskedChain(HUDDINGE, LAST))
    text = text_of(paper)
    for goal in (*COUNCILS_PLAN.goals, *SCHOOLS_PLAN.goals):
        assert goal.title in text
    assert "Beslutad av Kommunfullmäktige" in text
    [row] = [line for line in text.splitlines() if f"({GRADES}) | " in line]
    assert row.endswith(f" | {LAST}: minst 88 | {LAST + 2}: minst 92") or "88,0" in row
    assert not paper.has_drafts
    assert headings(appendix_paper(figures, AskedChain(HUDDINGE, LAST), "gn")) == [
        f"Grundskolenämnden: Verksamhetsplan {LAST}"
    ]


def test_readers_have_the_appendix_as_it_was_decided(figures: Figures, state: State) -> None:
    put_chain(state.engine)
    put_chain(state.engine, DRAFT, bodies=())
    assert "Läsning." not in text_of(appendix_paper(figures, AskedChain(HUDDINGE, LAST)))
    assert "Läsning." in text_of(appendix_paper(figures, AskedChain(HUDDINGE, LAST, drafts=True)))


def test_without_plans_it_says_so(figures: Figures) -> None:
    assert text_of(appendix_paper(figures, AskedChain(HUDDINGE, LAST))) == "Det finns inga planer för året."


def test_nothing_is_lacking_where_a_plan_is_empty(figures: Figures, state: State) -> None:
    put_chain(state.engine, Plan("gn", LAST, "Verksamhetsplan"))
    said = Reviewing(state.engine, HUDDINGE, EVA, NOW).book()
    plans = reviewed(figures, HUDDINGE, LAST)
    assert "Bedöms inte" in text_of(review_paper(figures, AskedChain(HUDDINGE, LAST, drafts=True), plans, said, TODAY))
