"""Why an outcome is as it is and what is done: by those who may, in versions, seen by all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.catalogue import default_catalogue
from core.catalogue.models import OwnFacts
from core.features.comments.store import CommentError, Comments
from core.outcomes.comments import Comment
from core.state import State
from core.state.versions import OvertakenError
from core.tabular.fields import FieldsError
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    BOTKYRKA,
    CILLA,
    GONE,
    HUDDINGE,
    LATER,
    NOW,
    SCHOOL,
    STRANGER,
    log,
    log_lines,
)

KPI = next(one.kpi for one in default_catalogue().indicators if one.area == SCHOOL)
OWN = "E00001"
TEXTS_OF_IT = dict.fromkeys(("definition", "purpose", "source", "measured", "contact_role"), "x")
FACTS = OwnFacts.model_validate(TEXTS_OF_IT | {"year_rule": "summan", "version": 1, "published_at": NOW})
WITH_OWN = default_catalogue().with_indicators(
    [default_catalogue().by_kpi[KPI].model_copy(update={"kpi": OWN, "own": FACTS})]
)
TEXT = "  Nya elever i årskurs 9.\n<b>Samma</b> lärare.  "
NOBODYS = ["N00000", "E00001", "E99999", "", "E0000\0", "\ud800"]


@pytest.fixture
def store(state: State) -> Comments:
    return Comments(state.engine, default_catalogue())


def save(store: Comments, why: str = TEXT, actions: str = "", **changes: Any) -> Comment | None:
    usual: dict[str, Any] = {
        "municipality": HUDDINGE,
        "indicator": KPI,
        "year": 2025,
        "seen": 0,
        "by": ANNA,
        "now": NOW,
    }
    return store.save(why=why, actions=actions, **usual | changes)


def said(store: Comments, municipality: str = HUDDINGE) -> list[tuple[str, int, str, str]]:
    """What everybody reads."""
    return [(one.indicator, one.year, one.why, one.actions) for one in store.comments(municipality)]


def history(store: Comments, *, by: Person = ANNA) -> list[tuple[int, str, str]]:
    found = store.history(HUDDINGE, KPI, 2025, by=by)
    return [(one.number, one.why, one.created_by) for one in found]


@pytest.mark.both_databases
def test_a_comment_is_kept_as_it_was_typed_and_read_by_all(store: Comments) -> None:
    made = save(store, TEXT, "Fler lärare från januari.")
    assert made == Comment(HUDDINGE, KPI, 2025, 1, TEXT, "Fler lärare från januari.", 1, "Anna Ek", NOW)
    assert store.comments(HUDDINGE) == (made,)
    assert store.comments(BOTKYRKA) == ()


@pytest.mark.both_databases
def test_the_newest_of_each_is_read_and_the_older_are_kept(store: Comments) -> None:
    save(store, "Ett")
    save(store, "Två", seen=1, by=CILLA, now=LATER)
    save(store, "I fjol", year=2024)
    assert said(store) == [(KPI, 2025, "Två", ""), (KPI, 2024, "I fjol", "")]
    assert history(store) == [(2, "Två", "Cilla Ask"), (1, "Ett", "Anna Ek")]


def test_empty_texts_remove_the_comment_and_are_a_version_too(store: Comments) -> None:
    save(store, "Ett", "Något")
    removed = save(store, "  ", "\n", seen=1)
    assert removed is not None
    assert (removed.is_removed, said(store)) == (True, [])
    assert history(store) == [(2, "", "Anna Ek"), (1, "Ett", "Anna Ek")]
    # Whoever sees nothing has seen no version.
    again = save(store, "Tre", seen=0)
    assert again is not None
    assert (again.number, said(store)) == (3, [(KPI, 2025, "Tre", "")])


@pytest.mark.parametrize(("why", "actions"), [("Ett", ""), ("", "Något")])
def test_one_text_is_enough(store: Comments, why: str, actions: str) -> None:
    save(store, why, actions)
    assert said(store) == [(KPI, 2025, why, actions)]


def test_what_changes_nothing_is_no_version(store: Comments, state: State) -> None:
    assert save(store, " ") is None
    made = save(store, "Ett")
    before = (log_lines(state), state.revision())
    assert save(store, "Ett", seen=1, by=BODIL) == made
    assert (log_lines(state), state.revision()) == before
    assert len(history(store)) == 1


def test_who_comes_second_is_told_who_came_first(store: Comments) -> None:
    save(store, "Annas")
    with pytest.raises(OvertakenError, match=r"Anna Ek hade redan ändrat kommentaren \(2026-03-02 kl\. 10\.00\)"):
        save(store, "Cillas", seen=0, by=CILLA)
    save(store, "", seen=1, by=BODIL, now=LATER)
    with pytest.raises(OvertakenError, match="Bodil Al hade redan tagit bort"):
        save(store, "Cillas", seen=1, by=CILLA)
    assert [text for _, text, _ in history(store)] == ["", "Annas"]


@pytest.mark.both_databases
def test_of_two_at_once_one_is_kept_and_the_other_is_told(store: Comments) -> None:
    barrier = Barrier(2)

    def write(by: Person) -> bool:
        barrier.wait(timeout=30)
        try:
            save(store, by.name, by=by)
        except OvertakenError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, (ANNA, CILLA))) == [False, True]
    assert len(history(store)) == 1


MAY = {
    ANNA: {HUDDINGE, BOTKYRKA},
    CILLA: {HUDDINGE},
    BERIT: {HUDDINGE, BOTKYRKA},
    STRANGER: set(),
    READER: set(),
    GONE: set(),
}


@pytest.mark.parametrize("by", MAY, ids=lambda person: person.login or "reader")
@pytest.mark.parametrize("municipality", [HUDDINGE, BOTKYRKA])
def test_only_those_who_may_comment_there(store: Comments, state: State, by: Person, municipality: str) -> None:
    if municipality in MAY[by]:
        save(store, municipality=municipality, by=by)
        assert len(said(store, municipality)) == log_lines(state) == 1
    else:
        with pytest.raises(NotAllowedError):
            save(store, municipality=municipality, by=by)
        assert (said(store, municipality), log_lines(state)) == ([], 0)


def test_a_comment_on_an_own_indicator_goes_by_its_area(state: State) -> None:
    store = Comments(state.engine, WITH_OWN)
    save(store, "Ett", indicator=OWN)
    assert said(store) == [(OWN, 2025, "Ett", "")]
    with pytest.raises(NotAllowedError):
        save(store, "Två", indicator=OWN, by=STRANGER)


def test_what_is_said_of_an_indicator_is_read_while_it_is_one(store: Comments, state: State) -> None:
    while_published = Comments(state.engine, WITH_OWN)
    save(while_published, "Ett", indicator=OWN)
    assert said(store) == []
    assert len(said(while_published)) == 1


@pytest.mark.parametrize("by", [READER, STRANGER, GONE], ids=lambda person: person.login or "reader")
def test_earlier_versions_are_for_those_who_work_in_the_area(store: Comments, by: Person) -> None:
    save(store)
    with pytest.raises(NotAllowedError):
        store.history(HUDDINGE, KPI, 2025, by=by)


@pytest.mark.parametrize("indicator", NOBODYS)
def test_an_indicator_that_is_not_there_cannot_be_commented(store: Comments, indicator: str) -> None:
    with pytest.raises(CommentError, match="finns inte bland indikatorerna"):
        save(store, indicator=indicator, by=BERIT)
    with pytest.raises(NotAllowedError):
        save(store, indicator=indicator, by=ANNA)


@pytest.mark.parametrize("municipality", ["0000", "0180", "", "0126\0"])
def test_a_municipality_outside_the_cooperation_cannot_be_commented(store: Comments, municipality: str) -> None:
    with pytest.raises(CommentError, match="inte med i samarbetet"):
        save(store, municipality=municipality)
    assert store.comments(municipality) == ()
    assert store.history(municipality, KPI, 2025, by=ANNA) == ()


def test_all_that_is_wrong_with_the_fields_is_told_at_once(store: Comments, state: State) -> None:
    with pytest.raises(FieldsError) as caught:
        save(store, "x" * 2001, "a\0b", year=2028)
    assert [fault.label for fault in caught.value.faults] == ["År", "Varför", "Vad som görs"]
    assert (said(store), log_lines(state)) == ([], 0)
    save(store, "å" * 2000, "ö" * 2000, year=2027)


@pytest.mark.parametrize("year", [1989, 10**10])
def test_a_year_outside_the_series_has_no_comment(store: Comments, year: int) -> None:
    with pytest.raises(FieldsError, match="År"):
        save(store, year=year)
    assert store.history(HUDDINGE, KPI, year, by=ANNA) == ()


def test_each_change_is_in_the_log_and_changes_the_revision(store: Comments, state: State) -> None:
    revisions = [state.revision()]
    for seen, text in enumerate(("Ett", "Två", "", "Tre")):
        save(store, text, "Något" if text else "", seen=seen, by=CILLA)
        revisions.append(state.revision())
    assert len(set(revisions)) == len(revisions)
    lines = log(state)[::-1]
    assert [line.action for line in lines] == ["skrev", "ändrade", "tog bort", "skrev"]
    assert {(line.kind, line.key, line.who) for line in lines} == {("kommentar", f"{HUDDINGE} {KPI} 2025", "cilla")}
    assert (lines[1].before, lines[1].after) == ({"varför": "Ett"}, {"varför": "Två"})
    assert lines[2].before == {"varför": "Två", "vad som görs": "Något"}


TEXTS = st.sampled_from(["", " ", "Ett", "Två", "Tre"])
YEARS = st.sampled_from([2000, 2001])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=st.lists(st.tuples(YEARS, TEXTS, TEXTS, st.booleans()), max_size=8))
def test_no_sequence_of_changes_loses_a_version(
    store: Comments, state: State, writes: list[tuple[int, str, str, bool]]
) -> None:
    def versions(year: int) -> list[tuple[int, str, str]]:
        found = store.history(HUDDINGE, KPI, year, by=ANNA)
        return [(one.number, one.why, one.actions) for one in reversed(found)]

    for year, why, actions, is_late in writes:
        before, lines = versions(year), log_lines(state)
        texts = (why.strip(), actions.strip())
        changes = texts != (before[-1][1:] if before else ("", ""))
        refuses = changes and is_late and bool(before)
        try:
            save(store, why, actions, year=year, seen=len(before) + is_late)
        except OvertakenError:
            assert refuses
        else:
            assert not refuses
        made = [(len(before) + 1, *texts)] if changes and not refuses else []
        assert versions(year) == before + made
        assert log_lines(state) == lines + len(made)
