"""Decks in versions: nobody overwrites another's, what is frozen stays, and the day is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from core.access.audit import AuditLog, Filter
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import NotAllowedError
from core.documents.deck import Deck, SlideKind
from core.features.decks.changes import changes
from core.features.decks.day import SeminarDay, Session
from core.features.decks.plan import DeckPlan, SlidePlan
from core.features.decks.resolve import resolved
from core.features.decks.shown import automatic_deck, day_areas, shown_deck, whole_day, worked_on
from core.features.decks.store import Decks
from core.features.decks.stories import first_plan
from core.features.decks.together import as_one
from core.outcomes.figures import Figures
from core.signals import TargetKind
from core.state import State
from core.state.versions import OvertakenError, VersionError
from tests.shared import GRADES, HeldTargets, small_catalogue, target

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SCHOOL, CARE = "grundskola", "aldreomsorg"
ANNA = Person(1, "anna", "Anna Ek", Role.CONVENOR, None, (SCHOOL,))
CHIEF = Person(2, "cilla", "Cilla Ask", Role.MANAGER, "0126")
ADMINISTRATOR = Person(3, "berit", "Berit Lind", Role.ADMINISTRATOR)


@pytest.fixture
def decks(state: State) -> Decks:
    return Decks(state.engine, small_catalogue())


def plan(title: str = "", area: str = SCHOOL) -> DeckPlan:
    return DeckPlan(area=area, slides=(SlidePlan(id="titel", kind=SlideKind.TITLE, title=title),))


def deck(title: str = "") -> Deck:
    whole = {"area": SCHOOL, "name": "Grundskola", "event": "Dagen", "figures_on": date(2026, 9, 1), "is_frozen": False}
    slides = [{"id": "titel", "title": title, "content": {"kind": "title"}}]
    return Deck.model_validate(whole | {"slides": slides})


def test_before_anybody_has_saved_there_is_none(decks: Decks) -> None:
    assert decks.newest(SCHOOL) is None
    assert decks.last_frozen(SCHOOL) is None
    assert decks.versions(SCHOOL, by=ANNA) == ()


@pytest.mark.both_databases
def test_versions_follow_each_other_and_all_are_kept(decks: Decks) -> None:
    first = decks.save(plan("ett"), parent=0, by=ANNA, now=NOW)
    second = decks.save(plan("två"), parent=1, by=ADMINISTRATOR, now=NOW)
    assert (first.number, second.number, second.parent, second.created_by) == (1, 2, 1, "Berit Lind")
    assert decks.newest(SCHOOL) == second
    assert decks.versions(SCHOOL, by=ANNA) == (second, first)


@pytest.mark.parametrize("seen", [0, 2, 77])
def test_who_has_not_seen_the_newest_is_told_and_nothing_is_saved(decks: Decks, seen: int) -> None:
    decks.save(plan("ett"), parent=0, by=ADMINISTRATOR, now=NOW)
    with pytest.raises(OvertakenError, match="Berit Lind hade redan sparat version 1"):
        decks.save(plan("mitt"), parent=seen, by=ANNA, now=NOW)
    assert [one.written.slides[0].title for one in decks.versions(SCHOOL, by=ANNA)] == ["ett"]


def test_what_is_frozen_stays_until_it_is_thawed_into_a_new_version(decks: Decks) -> None:
    frozen = decks.freeze(plan("ett"), deck("Rubrik"), parent=0, by=ANNA, now=NOW)
    assert frozen.is_frozen
    assert frozen.frozen == deck("Rubrik").model_copy(update={"is_frozen": True})
    thawed = decks.thaw(plan("ett"), parent=1, by=ANNA, now=NOW)
    assert (thawed.number, thawed.is_frozen, thawed.written) == (2, False, plan("ett"))
    assert decks.last_frozen(SCHOOL) == frozen
    with pytest.raises(VersionError, match="inte fryst"):
        decks.thaw(plan("ett"), parent=2, by=ANNA, now=NOW)


def test_an_older_versions_slides_can_be_taken_back(decks: Decks) -> None:
    decks.save(plan("ett"), parent=0, by=ANNA, now=NOW)
    decks.save(plan("två"), parent=1, by=ANNA, now=NOW)
    back = decks.restore(SCHOOL, 1, parent=2, by=ANNA, now=NOW)
    assert (back.number, back.written, back.note) == (3, plan("ett"), "innehåll från version 1")
    with pytest.raises(VersionError, match="finns inte"):
        decks.restore(SCHOOL, 9, parent=3, by=ANNA, now=NOW)


@pytest.mark.parametrize("person", [READER, CHIEF, replace(ANNA, areas=(CARE,)), replace(ANNA, is_active=False)])
def test_nobody_else_changes_a_deck_or_reads_its_versions(decks: Decks, person: Person) -> None:
    decks.freeze(plan("ett"), deck(), parent=0, by=ANNA, now=NOW)
    for deed in (
        lambda: decks.save(plan("två"), parent=1, by=person, now=NOW),
        lambda: decks.freeze(plan("två"), deck(), parent=1, by=person, now=NOW),
        lambda: decks.thaw(plan(), parent=1, by=person, now=NOW),
        lambda: decks.restore(SCHOOL, 1, parent=1, by=person, now=NOW),
        lambda: decks.versions(SCHOOL, by=person),
        lambda: decks.set_day(SeminarDay(), by=person, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            deed()
    assert len(decks.versions(SCHOOL, by=ANNA)) == 1


def test_an_area_that_does_not_exist_has_no_deck(decks: Decks) -> None:
    with pytest.raises(VersionError, match="Området"):
        decks.save(plan(area="rymdfart"), parent=0, by=ADMINISTRATOR, now=NOW)


def test_every_change_is_in_the_log(decks: Decks, state: State) -> None:
    decks.save(plan(), parent=0, by=ANNA, now=NOW)
    decks.freeze(plan(), deck(), parent=1, by=ANNA, now=NOW)
    decks.set_day(SeminarDay(name="Dagen"), by=ADMINISTRATOR, now=NOW)
    entries = AuditLog(state.engine).entries(Filter(), by=at_the_terminal("x"), older=None).entries
    assert [(one.who, one.action, one.key) for one in entries] == [
        ("berit", "ändrade", "Dagen"),
        ("anna", "frös", "grundskola version 2"),
        ("anna", "ändrade", "grundskola version 1"),
    ]


@pytest.mark.both_databases
def test_the_day_is_what_was_said_last(decks: Decks) -> None:
    assert decks.day() == SeminarDay()
    for name in ("Nyckeltalskonferens", "Nyckeltalsdagen"):
        day = SeminarDay(name=name, on=date(2026, 10, 26), sessions=(Session(begins=time(9, 15), area=SCHOOL),))
        decks.set_day(day, by=ADMINISTRATOR, now=NOW)
    assert decks.day() == day
    assert day.words == "Nyckeltalsdagen 26 oktober"
    begins = day.begins(day.sessions[0])
    assert begins is not None
    assert begins.isoformat() == "2026-10-26T09:15:00+01:00"


@pytest.mark.both_databases
def test_readers_see_the_last_frozen_and_those_who_edit_the_newest(decks: Decks, figures: Figures) -> None:
    assert shown_deck(figures, decks, SCHOOL).slides[0].title == "Grundskola"
    today = resolved(figures, plan("Fryst"), "Dagen")
    decks.freeze(plan("Fryst"), today, parent=0, by=ANNA, now=NOW)
    decks.thaw(plan("Fryst"), parent=1, by=ANNA, now=NOW)
    decks.save(plan("Nytt"), parent=2, by=ANNA, now=NOW)
    assert [slide.title for slide in shown_deck(figures, decks, SCHOOL).slides] == ["Fryst"]
    assert [slide.title for slide in worked_on(figures, decks, SCHOOL).slides] == ["Nytt"]


def test_a_deck_is_made_anew_only_when_something_that_it_tells_of_has_changed(figures: Figures) -> None:
    day = SeminarDay()
    first = Figures(figures.snapshot, figures.catalogue, HeldTargets(), 0)
    before = {area: automatic_deck(first, day, area) for area in (SCHOOL, CARE)}
    held = HeldTargets(target(GRADES, 2023, TargetKind.AT_LEAST, value=1.0))
    later = Figures(figures.snapshot, figures.catalogue, held, 1, lasting=first.lasting)
    assert automatic_deck(later, day, CARE) is before[CARE]
    after = automatic_deck(later, day, SCHOOL)
    assert after is not before[SCHOOL]
    assert automatic_deck(later, day, SCHOOL) is after
    assert automatic_deck(later, SeminarDay(name="Dagen"), SCHOOL).event == "Dagen"


def test_the_whole_day_is_in_the_order_of_its_sessions(decks: Decks, figures: Figures) -> None:
    assert day_areas(figures, decks.day()) == tuple(area.id for area in figures.catalogue.areas)
    sessions = (
        Session(begins=time(13, 0), area=SCHOOL),
        Session(begins=time(10, 0), words="Kaffe"),
        Session(begins=time(9, 0), area=CARE),
    )
    day = SeminarDay(name="Dagen", sessions=sessions)
    decks.set_day(day, by=ADMINISTRATOR, now=NOW)
    made = whole_day(figures, decks)
    assert [one.area for one in made] == [CARE, SCHOOL]
    whole = as_one(made, day)
    ids = [slide.id for slide in whole.slides]
    assert len(set(ids)) == len(ids) == 3 + sum(len(one.slides) for one in made)
    assert ids[:3] == ["dagen", "program", f"{CARE}-oversikt"]
    assert len(whole_day(figures, decks, is_whole=True)[0].slides) > len(made[0].slides)
    assert (whole.slides[0].title, whole.slides[0].subtitle) == ("Dagen", "Äldreomsorg, Grundskola")
    with pytest.raises(ValueError, match="no decks"):
        as_one((), day)


def test_what_has_changed_since_the_freezing_is_listed(figures: Figures) -> None:
    whole = first_plan(figures, SCHOOL)
    today = resolved(figures, whole, "Dagen")
    assert changes(today, today) == ()
    text = today.model_dump_json()
    old = Deck.model_validate_json(
        text.replace("62,5\N{NO-BREAK SPACE}%", "61,0\N{NO-BREAK SPACE}%").replace('"62,5"', '"61,0"')
    )
    listed = changes(old, today)
    assert [(one.before.split(",")[0], one.after.split(",")[0]) for one in listed] == [("61", "62"), ("61", "62")]
    assert listed[0].what.startswith("Huddinge: ")
