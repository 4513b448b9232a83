"""The year is changed by those who may, never overwritten, and undone as it was saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from core.access.people import READER, Person, Role
from core.access.rights import NotAllowedError
from core.errors import NyckeltalError
from core.state import State
from core.state.versions import OvertakenError
from core.year.book import EVENTS, PROJECT_PLANS, YearBook, YearBooks
from core.year.models import AreaRole, Awaits
from core.year.planning import YearPlanning
from tests.shared import HUDDINGE

NOW = datetime(2026, 1, 20, 9, tzinfo=UTC)
CONVENOR = Person(1, "kim", "Kim", Role.CONVENOR, None, ("grundskola",))
IDLE = Person(2, "ida", "Ida", Role.CONVENOR)
DIRECTOR = Person(3, "dina", "Dina", Role.MANAGER, HUDDINGE)
SCHOOL_HEAD = Person(4, "sara", "Sara", Role.MANAGER, HUDDINGE, ("grundskola",))
NEIGHBOUR = Person(5, "nils", "Nils", Role.MANAGER, "0136")
ADMIN = Person(6, "adam", "Adam", Role.ADMINISTRATOR)
ALL = "-"
CONFERENCE = {"title": "Konferens", "on": "2026-10-26", "is_conference": "ja"}


def at(state: State, who: Person = CONVENOR, owner: str = ALL) -> YearPlanning:
    return YearPlanning(state.engine, owner, who, NOW)


def book(state: State, owner: str = ALL) -> YearBook:
    return YearBooks(state.engine).book(owner)


def hung(on: str, **more: str) -> Mapping[str, str]:
    return {"title": "Rapporter", "hangs_on": on, "count": "6", "unit": "veckor", "side": "före", **more}


@pytest.mark.parametrize(
    ("who", "owner", "may"),
    [
        (CONVENOR, ALL, True),
        (DIRECTOR, ALL, True),
        (ADMIN, ALL, True),
        (IDLE, ALL, False),
        (SCHOOL_HEAD, ALL, False),
        (READER, ALL, False),
        (DIRECTOR, HUDDINGE, True),
        (ADMIN, HUDDINGE, True),
        (CONVENOR, HUDDINGE, False),
        (NEIGHBOUR, HUDDINGE, False),
    ],
)
def test_convenors_managers_of_all_and_administrators_change_what_is_theirs(
    state: State, who: Person, owner: str, may: bool
) -> None:
    planning = at(state, who, owner)
    if may:
        planning.add(2026, CONFERENCE)
        assert [one.title for one in book(state, owner).events.values()] == ["Konferens"]
        return
    for deed in (lambda: planning.add(2026, CONFERENCE), lambda: planning.make_year(2027), lambda: planning.undo("x")):
        with pytest.raises(NotAllowedError):
            deed()
    assert not book(state, owner).events


def test_a_moved_conference_takes_along_what_hangs_on_it_and_is_undone(state: State) -> None:
    key, _ = at(state).add(2026, CONFERENCE)
    reports, _ = at(state).add(2026, hung(key, awaits="rapporterna", by="sammankallande"))
    save = at(state, ADMIN).change(key, {**CONFERENCE, "on": "2026-11-02"}, 1)
    assert book(state).days(2026) == {reports: date(2026, 9, 21), key: date(2026, 11, 2)}
    assert book(state).events[reports].awaits is Awaits.REPORTS
    at(state).undo(save.batch)
    assert book(state).days(2026) == {reports: date(2026, 9, 14), key: date(2026, 10, 26)}
    assert [one.number for one in at(state).history(EVENTS, key)] == [3, 2, 1]


def test_what_hung_on_a_date_that_is_taken_away_keeps_its_day_and_hangs_again_when_it_is_undone(state: State) -> None:
    key, _ = at(state).add(2026, CONFERENCE)
    reports, _ = at(state).add(2026, hung(key))
    save = at(state).remove(key, 1)
    assert book(state).days(2026) == {reports: date(2026, 9, 14)}
    at(state).undo(save.batch)
    assert book(state).events[reports].hangs_on == key


def test_a_save_of_what_somebody_else_has_saved_since_is_refused(state: State) -> None:
    key, _ = at(state).add(2026, CONFERENCE)
    at(state, ADMIN).change(key, {**CONFERENCE, "by": "värden"}, 1)
    with pytest.raises(OvertakenError, match="Adam"):
        at(state).change(key, {**CONFERENCE, "title": "Dagen"}, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": " ", "on": "2026-05-01"}, "Vad: Saknas"),
        ({"title": "A"}, "Dag: Saknas"),
        ({"title": "A", "on": "2027-05-01"}, "hamnar 2027-05-01, utanför 2026"),
        ({"title": "A", "on": "2026-05-01", "until": "2026-04-01"}, "kan inte pågå till 2026-04-01"),
        ({"title": "A", "hangs_on": "borta", "count": "1"}, "hänga på finns inte"),
        ({"title": "A", "on": "2026-05-01", "hangs_on": "ANNAN", "count": "1"}, "Både ett eget datum"),
        ({"title": "A", "hangs_on": "ANNAN", "count": "60", "unit": "veckor"}, "utanför 2026"),
        ({"title": "A", "hangs_on": "ANNAN", "count": "en"}, "Hur långt ifrån"),
        ({"title": "A", "on": "2026-05-01", "is_conference": "ja"}, "redan en konferensdag"),
        ({"title": "A", "on": "2026-05-01", "awaits": "kaffet"}, "går inte att välja"),
    ],
)
def test_what_cannot_be_a_date_is_told_and_nothing_is_saved(state: State, typed: dict[str, str], told: str) -> None:
    key, _ = at(state).add(2026, CONFERENCE)
    given = {name: text.replace("ANNAN", key) for name, text in typed.items()}
    with pytest.raises(NyckeltalError, match=told):
        at(state).add(2026, given)
    assert len(book(state).events) == 1


def test_a_date_cannot_hang_on_what_hangs_on_it(state: State) -> None:
    key, _ = at(state).add(2026, CONFERENCE)
    reports, _ = at(state).add(2026, hung(key))
    with pytest.raises(NyckeltalError, match="hänger redan på det här datumet"):
        at(state).change(key, {"title": "Konferens", "hangs_on": reports, "count": "1"}, 1)


def test_a_date_that_would_push_another_out_of_the_year_is_refused_by_its_name(state: State) -> None:
    key, _ = at(state).add(2026, CONFERENCE)
    at(state).add(2026, {**hung(key), "title": "Efterarbete", "side": "efter", "count": "8"})
    with pytest.raises(NyckeltalError, match="”Efterarbete” flyttas med och hamnar 2027-01-18"):
        at(state).change(key, {**CONFERENCE, "on": "2026-11-23"}, 1)


def test_a_new_year_is_made_of_the_last_once_and_undone_as_one(state: State) -> None:
    key, _ = at(state).add(2026, CONFERENCE)
    at(state).add(2026, hung(key))
    typed = {"purpose": "Att jämföra.", "lessons": "Börja tidigare.", "approved_on": "2026-02-12", "approved_by": "KD"}
    at(state).write_plan(2026, typed, (AreaRole("grundskola", HUDDINGE, "skolchef"),), 0)
    save = at(state).make_year(2027)
    assert sorted(book(state).days(2027).values()) == [date(2027, 9, 13), date(2027, 10, 25)]
    plan = book(state).plan(2027)
    assert plan
    assert (plan.purpose, plan.lessons, plan.approved_on) == ("Att jämföra.", "", None)
    assert plan.areas[0].function == "skolchef"
    with pytest.raises(NyckeltalError, match="2027 har redan datum"):
        at(state).make_year(2027)
    assert at(state).undo(save.batch) == 3
    assert not book(state).of_year(2027)
    assert book(state).plan(2027) is None
    with pytest.raises(NyckeltalError, match="inga datum för 2029"):
        at(state).make_year(2030)


def test_the_project_plan_is_kept_in_versions_and_approved_by_somebody_on_a_day(state: State) -> None:
    at(state).write_plan(2026, {"purpose": "Ett"}, (), 0)
    at(state).write_plan(2026, {"purpose": "Två"}, (), 1)
    assert [one.value and one.value.purpose for one in at(state).history(PROJECT_PLANS, "2026")] == ["Två", "Ett"]
    with pytest.raises(NyckeltalError, match="hör ihop"):
        at(state).write_plan(2026, {"approved_on": "2026-02-12"}, (), 2)
