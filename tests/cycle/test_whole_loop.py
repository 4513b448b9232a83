"""The whole way, from a red row of Huddinge to what the figure did in the next refresh: entered, told, recomputed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isnan
from pathlib import Path
from statistics import median
from typing import TypeVar

import pytest

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.cache import SnapshotStore
from core.cache.harvest import Harvest
from core.catalogue import default_catalogue
from core.cycle.carrying_out import CarryingOut
from core.cycle.deciding import Deciding
from core.cycle.models import DeviationState
from core.cycle.proposing import Proposing
from core.cycle.reasoning import Reasoning
from core.cycle.working import Working
from core.features.deviations.list_view import deviations_table
from core.outcomes.deviations import AskedQueue, QueueRow, first_years, frozen_row, queue
from core.outcomes.effects import effect_of
from core.outcomes.figures import Figures, FigureSource
from core.outcomes.measures import AskedMeasures, effect_words, staged_measures
from core.outcomes.told import told_about, told_sentence
from core.settings import Settings
from core.signals.effects import Effect
from core.site.site import SITE
from core.state import State, open_state
from core.web.choices import AREAS, INDICATOR, Choices
from core.web.pages import Dated
from core.web.visit import Visit
from core.words.dates import today
from tests.conftest import STORY, current
from tests.cycle.loops import ANALYST, CARE_HEAD, SCHOOL_HEAD
from tests.shared import ELECTION, GRADES, HUDDINGE, IDS, KPIS, LAST, YEARS, built, small_harvest
from tests.web.html import parsed

W = TypeVar("W", bound=Working)
AREA = "grundskola"
SPRING, AUTUMN = datetime(LAST, 6, 15, 12, tzinfo=UTC), datetime(LAST, 10, 1, 12, tzinfo=UTC)
DONE = date(LAST, 9, 20)


@dataclass(frozen=True)
class Office:
    """Who works at a time with the figures as they are then."""

    state: State
    source: FigureSource

    @property
    def figures(self) -> Figures:
        return current(self.source)

    def as_(self, of: type[W], by: Person, now: datetime = SPRING) -> W:
        return of(self.state.engine, HUDDINGE, by, now, self.figures.catalogue)

    def red_row(self, now: datetime = SPRING, *, drafts: bool = True) -> QueueRow:
        asked = AskedQueue(HUDDINGE, today(now), drafts=drafts)
        return next(one for one in queue(self.figures, asked) if one.kpi == GRADES)

    def page(self, path: str, **params: str) -> str:
        whole = parsed(SITE[path].show(Visit(path, {"kommun": HUDDINGE, **params}, self.figures)))
        return " ".join(whole.text.split())


def refreshed(folder: Path, value: float) -> Harvest:
    """The next refresh: one year more, in which Huddinge has VALUE."""
    next_year = LAST + 1
    own = {**STORY, (GRADES, HUDDINGE, "T"): {**STORY[GRADES, HUDDINGE, "T"], next_year: value}}
    harvest = small_harvest(kpis=[*KPIS, ELECTION], years=(*YEARS, next_year), own=own)
    store = SnapshotStore(folder)
    store.swap_in(built(store.new_file(), harvest, default_catalogue()))
    return harvest


def verdict_in_plain_python(harvest: Harvest) -> tuple[str, float, float]:
    """By CYCLE.md section 4 and DESIGN.md section 3, from what was fetched: verdict, before and after."""
    rows = harvest.values[(harvest.values["kpi"] == GRADES) & (harvest.values["gender"] == "T")]
    columns = (rows[name].tolist() for name in ("municipality", "year", "value"))
    values = {(place, year): value for place, year, value in zip(*columns, strict=True) if not isnan(value)}
    newest = LAST + 1
    changes = [
        abs(values[place, year] - values[place, year - 1])
        for place in IDS
        for year in range(newest - 4, newest + 1)
        if {(place, year), (place, year - 1)} <= values.keys()
    ]
    assert len(changes) >= 20
    before, after = values[HUDDINGE, DONE.year - 1], values[HUDDINGE, newest]
    if abs(after - before) <= 2 * median(changes) or round(after, 1) == round(before, 1):
        return "oförändrat", before, after
    return ("åt rätt håll" if after > before else "åt fel håll"), before, after


@pytest.mark.parametrize(("value", "verdict"), [(72.0, Effect.RIGHT), (65.2, Effect.UNCHANGED), (60.0, Effect.WRONG)])
def test_a_red_row_is_taken_up_explained_acted_on_and_seen_again_in_the_figure(
    opened_figures: FigureSource, filled_dir: Path, value: float, verdict: Effect
) -> None:
    with open_state(Settings.from_environment().database_url) as state:
        here = Office(state, opened_figures)
        deviation = analysed(here)
        measure = decided(here, deviation)
        carried_out(here, measure)
        waiting(here)
        harvest = refreshed(filled_dir, value)
        seen(here, verdict, harvest)


def analysed(here: Office) -> str:
    """The manager takes it up, an analyst without areas of her own finds why; a reader sees nothing before then."""
    found = here.red_row()
    assert (found.state, found.first_year, found.row is not None) == (DeviationState.NEW, LAST - 1, True)
    first = first_years(here.figures, HUDDINGE)[GRADES]
    assert found.row is not None
    frozen = frozen_row(here.figures, found.row, first, today(SPRING))
    typed = {"owner": "grundskolechef", "conclude_by": f"{LAST}-07-01"}
    with pytest.raises(NotAllowedError):
        here.as_(Reasoning, CARE_HEAD).take_up(GRADES, "T", frozen, typed)
    key, _ = here.as_(Reasoning, SCHOOL_HEAD).take_up(GRADES, "T", frozen, typed)
    analyst = here.as_(Reasoning, ANALYST)
    claim, _ = analyst.claim(
        key,
        {"text": "Frånvaron växer i årskurs 8.", "heading": "brukare", "influence": "stor", "verdict": "styrks"}
        | {"found": "Två av tre var borta mer än var femte dag."},
    )
    analyst.conclude(key, {"text": "Frånvaron växer redan i årskurs 8.", "rests_on": claim}, 0)
    assert here.red_row().state is DeviationState.ANALYSED
    assert not told_about(here.figures, HUDDINGE, GRADES)
    analyst.publish(key, 1)
    assert "Frånvaron växer redan i årskurs 8." in here.page(INDICATOR, nyckeltal=GRADES)
    assert "Två av tre" not in here.page(INDICATOR, nyckeltal=GRADES), "what the conclusion rests on is not public"
    return key


def decided(here: Office, deviation: str) -> str:
    """Proposed, and public when it is decided yes."""
    typed = {"title": "Heltidsmentorer", "rests_on": "RESEARCH", "effort": "3", "effect": "5"}
    with pytest.raises(NotAllowedError):
        here.as_(Proposing, READER).propose(GRADES, "T", typed, deviation=deviation)
    key, _ = here.as_(Proposing, SCHOOL_HEAD).propose(GRADES, "T", typed, deviation=deviation)
    assert "Heltidsmentorer" not in here.page(INDICATOR, nyckeltal=GRADES)
    typed = {"answer": "ja", "by": "Grundskolenämnden", "on": f"{LAST}-06-14", "paragraph": "96", "words": ""}
    here.as_(Deciding, SCHOOL_HEAD).decide(key, typed, 1)
    assert here.red_row().state is DeviationState.ACTED_ON
    assert "Heltidsmentorer" in here.page(INDICATOR, nyckeltal=GRADES)
    return key


def carried_out(here: Office, measure: str) -> None:
    """Its plan is made and its only activity done."""
    work = here.as_(CarryingOut, SCHOOL_HEAD, AUTUMN)
    plan, _ = work.begin({"title": "Heltidsmentorer", "responsible": "grundskolechef"}, measure)
    activity, _ = work.add(plan, {"what": "Anställ mentorer", "responsible": "rektorer", "due": f"{LAST}-09-01"})
    work.report(activity, "klar")
    work.finish(plan, {"on": DONE.isoformat()})


def waiting(here: Office) -> None:
    """Done is not the same as seen: the value that can show it has not come."""
    [one] = staged_measures(here.figures, AskedMeasures(HUDDINGE, today(AUTUMN)))
    assert here.red_row(AUTUMN).state is DeviationState.AWAITED
    assert (one.done_on, one.effect.verdict) == (DONE, Effect.NOT_YET)
    assert (one.effect.before, one.effect.after) == ((LAST - 1, 65.0), None)
    assert effect_words(one.effect) in here.page(INDICATOR, nyckeltal=GRADES)


def seen(here: Office, verdict: Effect, harvest: Harvest) -> None:
    """The verdict stands on the measure and the pages, and is what plain Python makes of what was fetched."""
    [one] = staged_measures(here.figures, AskedMeasures(HUDDINGE, today(AUTUMN)))
    assert one.effect.verdict is verdict
    assert one.effect.before
    assert one.effect.after
    assert (verdict.value, one.effect.before[1], one.effect.after[1]) == verdict_in_plain_python(harvest)
    assert one.effect == effect_of(here.figures, HUDDINGE, one.measure, done_on=DONE)
    told = told_about(here.figures, HUDDINGE, GRADES)
    listed = deviations_table(here.figures, Dated(Choices(HUDDINGE), today(AUTUMN))).set_index("nyckeltal")
    assert listed["läge i arbetet"][GRADES] == f"siffran: {verdict.value}", "as the page says it"
    sentence = told_sentence(told)
    assert sentence.startswith("Efter åtgärden")
    for path, params in ((INDICATOR, {"nyckeltal": GRADES}), (AREAS, {"omrade": AREA})):
        page = here.page(path, **params)
        assert sentence in page
        assert verdict.value in page
