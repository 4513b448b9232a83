"""Året: its title, what is late first, what comes next, the areas, the band's labels, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from core.features.year.band import band
from core.features.year.view import AskedPage, year_html, year_rows
from core.features.year.words import areas_title, title_words
from core.outcomes.entered import Entered
from core.outcomes.figures import Figures
from core.outcomes.kept import Lasting
from core.outcomes.year import AskedYear, Item, ItemState, Worked, YearNow, YearWork, year_now
from core.state import State
from core.state.database import writing
from core.state.entries import save_of
from core.web.choices import Choices
from core.web.pages import Dated
from core.year.book import EVENTS, PROJECT_PLANS, YearBooks
from core.year.models import AreaRole, Awaits, Lane, ProjectPlan, YearEvent
from tests.shared import HUDDINGE, LAST, target_frame
from tests.web.html import parsed
from tests.year.test_planning import ADMIN, NOW

TODAY = date(LAST, 9, 22)
CONFERENCE = YearEvent("k", LAST, "Nyckeltalskonferens", Lane.CONFERENCE, date(LAST, 10, 26), is_conference=True)
REPORTS = YearEvent("r", LAST, "Rapporter", Lane.CONFERENCE, hangs_on="k", days=-42, awaits=Awaits.REPORTS)
REHEARSAL = YearEvent("g", LAST, "Genrep <b>", Lane.CONFERENCE, hangs_on="k", days=-14, by="värden")
PLAN = YearEvent("p", LAST, "Projektplanen", Lane.CONFERENCE, date(LAST, 2, 12), awaits=Awaits.PLAN)


@pytest.fixture
def year(state: State, figures: Figures) -> Figures:
    """Figures with a year in them."""
    areas = [area.id for area in figures.catalogue.areas]
    with writing(state.engine) as session:
        for one in (CONFERENCE, REPORTS, REHEARSAL, PLAN):
            EVENTS.put(session, "-", one.id, one, save_of(ADMIN, NOW))
        roles = tuple(AreaRole(area, HUDDINGE, "chef") for area in areas[1:])
        plan = ProjectPlan(LAST, areas=roles, approved_on=date(LAST, 2, 12), approved_by="KD")
        PROJECT_PLANS.put(session, "-", str(LAST), plan, save_of(ADMIN, NOW))
    entered = Entered(target_frame, lambda _: (), years=YearBooks(state.engine))
    return replace(figures, entered=entered, lasting=Lasting())


def worked(figures: Figures, *, but: int) -> YearWork:
    """Work in which all areas but the first BUT have given out their reports."""
    areas = [area.id for area in figures.catalogue.areas]
    given = tuple(Worked(area, None if n < but else date(LAST, 9, 10)) for n, area in enumerate(areas))
    return YearWork(reports=given, decks=(Worked(areas[-1], date(LAST, 9, 18)),))


def now(figures: Figures, work: YearWork, today: date = TODAY) -> YearNow:
    return year_now(figures, AskedYear(HUDDINGE, LAST, today, work))


def test_the_title_says_how_far_it_is_and_what_is_late(year: Figures) -> None:
    at = now(year, worked(year, but=2))
    assert title_words(at, LAST, TODAY) == "34 dagar till konferensen, två rapporter är försenade"
    assert title_words(now(year, worked(year, but=0)), LAST, TODAY) == "34 dagar till konferensen, inget är försenat"
    after = now(year, worked(year, but=0), date(LAST, 11, 1))
    assert title_words(after, LAST, date(LAST, 11, 1)) == f"Konferensen {LAST} är genomförd, inget är försenat"


def test_a_date_is_done_when_what_it_awaits_is_there_and_late_when_it_is_not(year: Figures) -> None:
    states = {one.key: one.state for one in now(year, worked(year, but=2)).items if one.key}
    assert states == {"p": ItemState.DONE, "r": ItemState.LATE, "g": ItemState.COMING, "k": ItemState.COMING}
    reports = next(one for one in now(year, worked(year, but=2)).items if one.key == "r")
    assert (reports.on, reports.hangs, len(reports.missing)) == (date(LAST, 9, 14), "6 veckor före konferensen", 2)


def test_late_comes_first_then_next_and_areas_that_are_late_lead_the_table(year: Figures) -> None:
    html = year_html(year, AskedPage(Choices(HUDDINGE), TODAY, worked(year, but=2)))
    page = parsed(html)
    late = [one.text for one in page.all("section")[0].all("li")]
    first = year.catalogue.areas[0]
    assert len(late) == 2
    assert "Utan ägare" in late[0]
    assert "8 dagar" in late[0]
    assert "chef, Huddinge" in late[1]
    assert "Genrep <b>" in page.all("section")[1].all("li")[-2].text
    assert "2 veckor före konferensen, flyttas med den" in html
    rows = page.one("section", "nk-year-areas").all("tr")[1:]
    assert first.name in rows[0].text
    assert "utan ägare" in rows[0].text
    assert "försenad 8 dagar" in rows[0].text
    assert "inlämnad 10 sep" in rows[-1].text
    assert "fryst 18 sep" in rows[-1].text
    assert "Ändra" not in html
    assert "Lägg till" not in html


@pytest.mark.parametrize(
    ("seminar", "said"),
    [
        (date(LAST, 10, 20), "Konferensen är 26 oktober här, men 20 oktober i bildspelen."),
        (date(LAST, 10, 26), ""),
        (date(LAST - 1, 10, 20), ""),
        (None, ""),
    ],
)
def test_a_seminar_day_that_is_not_the_conferences_is_told_with_a_way_there(
    year: Figures, seminar: date | None, said: str
) -> None:
    html = year_html(year, AskedPage(Choices(HUDDINGE), TODAY, replace(worked(year, but=0), seminar_on=seminar)))
    told = parsed(html).all("p", "nk-year-differs")
    assert [one.text for one in told] == ([f"{said} Till Presentation"] if said else [])


def test_the_band_has_the_three_tertials_where_they_are_followed_up() -> None:
    lanes = {Lane.BUDGET: ("Budget", "x"), Lane.FOLLOW_UP: ("Uppföljning", "x")}
    item = Item("", Lane.FOLLOW_UP, date(LAST, 2, 28), date(LAST, 2, 28), "Uppföljning av helåret", ItemState.DONE)
    budget, followed = band([item], lanes, LAST, TODAY).lanes
    assert budget.spans == ()
    assert [one.text for one in followed.labels] == [
        "tertial 1",
        "tertial 2",
        "tertial 3",
        "28 feb uppföljning av helåret",
    ]
    assert [one.is_past for one in followed.spans] == [True, True, True]
    assert [one.is_past for one in band([], lanes, LAST, date(LAST, 3, 1)).lanes[1].spans] == [True, False, False]
    ends = [(one.x1, one.x2) for one in followed.spans]
    assert all(a[0] < a[1] < b[0] for a, b in pairwise(ends))
    # Its label stands on another line than the tertials' names.
    assert len({one.y for one in followed.labels}) == 2


def test_only_who_may_is_offered_to_change(year: Figures) -> None:
    asked = AskedPage(Choices(HUDDINGE), TODAY, YearWork(), together=True, town=True)
    page = parsed(year_html(year, asked))
    assert [one.text for one in page.one("div", "nk-year-work").all("a")] == [
        "Lägg till ett datum för alla",
        "Lägg till ett datum för Huddinge",
    ]


def test_many_late_areas_are_one_line_and_the_areas_title_counts(
    year: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.features.year.words._MOST_ALONE", 1)
    work = worked(year, but=len(year.catalogue.areas))
    html = year_html(year, AskedPage(Choices(HUDDINGE), TODAY, work))
    late = parsed(html).all("section")[0].all("li")
    count = len(year.catalogue.areas)
    assert len(late) == 1
    assert f"{count} av {count} saknas" in late[0].text
    assert areas_title(now(year, work).areas) == "Områdena: ingen rapport är inlämnad, ett bildspel är fryst"


def test_an_empty_year_says_what_to_do(figures: Figures) -> None:
    html = year_html(figures, AskedPage(Choices(HUDDINGE, plan_year=2031), TODAY, YearWork(), together=True))
    assert "Inga datum är inlagda för 2031" in html
    assert "Börja med konferensdagen" in html


def test_one_lane_alone_is_shown_and_taken_away_as_a_table(year: Figures) -> None:
    choices = Choices(HUDDINGE, lane=Lane.CONFERENCE)
    frame = year_rows(year, Dated(choices, TODAY), worked(year, but=2))
    assert list(frame["vad"]) == ["Projektplanen", "Rapporter", "Genrep <b>", "Nyckeltalskonferens"]
    assert list(frame["hänger på"]) == ["", "6 veckor före konferensen", "2 veckor före konferensen", ""]
    assert list(frame["läge"]) == ["klart", "försenat", "kommer", "kommer"]


def labels(items: Sequence[Item]) -> list[tuple[float, float, str]]:
    lanes = band(items, {Lane.BUDGET: ("Budget", "Huddinge")}, LAST, TODAY).lanes
    return [(one.x, one.y, one.text) for one in lanes[0].labels]


def test_labels_of_the_band_never_lie_on_each_other_and_every_date_has_its_dot() -> None:
    items = [
        Item("", Lane.BUDGET, date(LAST, 3, day), date(LAST, 3, day), f"Något lite längre {day}", ItemState.DONE)
        for day in range(1, 31)
    ]
    lane = band(items, {Lane.BUDGET: ("Budget", "Huddinge")}, LAST, TODAY).lanes[0]
    assert len(lane.dots) == 30
    assert 6 <= len(lane.labels) < 30
    by_row: dict[float, list[float]] = {}
    for x, y, _ in labels(items):
        by_row.setdefault(y, []).append(x)
    for xs in by_row.values():
        assert all(b - a > 60 for a, b in zip(sorted(xs), sorted(xs)[1:], strict=False))
