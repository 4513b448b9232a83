"""The wizard: one goes back and forth, nothing is lost, and nothing is kept before everything is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.people import READER, Person
from core.access.rights import NotAllowedError
from core.catalogue import default_catalogue
from core.features.own_indicators import work as work_module
from core.features.own_indicators.indicators import FORM, read_indicator
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.progress import CONFIRMED, UnfinishedError
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.versions import Version
from core.features.own_indicators.work import Wizard, as_typed, participants
from core.tabular.kept import Kept
from core.web.drafts import WorkGoneError, WorkTooLargeError
from tests.features.own_indicators.shared import NAMES
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    ID,
    NOW,
    SCHOOL,
    WATER,
    indicator,
)

CATALOGUE = default_catalogue()
TRIALS = Path(__file__).parents[4] / "shared" / "trials" / "own"
GOOD = "Kommun;2023;2024\nHuddinge;80,5;81,5\nBotkyrka;79;80\n"
# Stockholm takes no part in the area.
STRANGE = f"{GOOD}Stockholm;75;75\n"
BAD = "Kommun;2023;2024\nHudinge;80,5;åtti\n"


Begin = Callable[..., Wizard]


@pytest.fixture(autouse=True)
def nothing_read_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_module, "_READINGS", Kept(lambda upload: upload.size))


@pytest.fixture
def wizard_of(store: OwnStore, people: Mapping[str, Person]) -> Begin:
    return lambda person=ANNA: Wizard(store, CATALOGUE, NAMES, by=person, now=NOW)


@pytest.fixture
def wizard(wizard_of: Begin) -> Wizard:
    return wizard_of()


def begun(wizard: Wizard, content: str = GOOD, **changes: str) -> int:
    """A piece of work that is described, with a file."""
    number = wizard.begin().id
    wizard.describe(number, as_typed(indicator()) | changes)
    wizard.put_file(number, "trivsel.csv", content.encode())
    return number


def saved(wizard: Wizard, number: int, note: str) -> Version:
    return wizard.save(number, note, wizard.progress(number).seal)


def confirmed(wizard: Wizard, number: int) -> None:
    tokens = " ".join(question.token for question in wizard.progress(number).questions)
    wizard.confirm(number, tokens)


def test_a_described_indicator_with_a_good_file_becomes_a_draft(wizard: Wizard, store: OwnStore) -> None:
    number = begun(wizard)
    assert wizard.progress(number).is_ready
    made = saved(wizard, number, "Första året")
    assert (made.state, made.note, made.upload.entries) == (VersionState.DRAFT, "Första året", 4)
    assert made.indicator == indicator(id=ID)
    assert [value.value for value in store.history.content(ID, 1, by=ANNA).values] == [80.5, 81.5, 79.0, 80.0]


def test_saved_work_is_gone_and_saving_again_makes_no_second(wizard: Wizard, store: OwnStore) -> None:
    number = begun(wizard)
    saved(wizard, number, "")
    with pytest.raises(WorkGoneError):
        saved(wizard, number, "")
    assert len(store.history.current(SCHOOL, by=ANNA)) == 1


def test_a_half_described_one_is_kept_with_every_fault_at_its_field(wizard: Wizard) -> None:
    number = wizard.begin().id
    wizard.describe(number, {"name": "Trivsel", "decimals": "många", "strange": "x"})
    progress = wizard.progress(number)
    assert (progress.name, progress.indicator, progress.is_ready) == ("Trivsel", None, False)
    assert [fault.field for fault in progress.faults] == [
        *("unit", "decimals", "definition", "direction", "category"),
        *("purpose", "source", "measured", "contact_role"),
    ]
    assert progress.work.fields["decimals"] == "många"
    assert "strange" not in progress.work.fields


def test_the_only_area_one_has_is_chosen_already(wizard_of: Begin) -> None:
    assert wizard_of(ANNA).begin().fields == {"area": SCHOOL}
    assert wizard_of(BERIT).begin().fields == {}


def test_beginning_twice_without_a_word_begins_once(wizard: Wizard) -> None:
    first = wizard.begin()
    assert wizard.begin().id == first.id
    wizard.keep(first.id, {"name": "Trivsel"})
    assert wizard.begin().id != first.id


@pytest.mark.parametrize("person", [CILLA, READER, replace(ANNA, areas=()), replace(BERIT, is_active=False)])
def test_who_may_put_in_nothing_has_no_wizard(store: OwnStore, person: Person) -> None:
    with pytest.raises(NotAllowedError):
        Wizard(store, CATALOGUE, NAMES, by=person, now=NOW)


def test_an_area_that_is_not_hers_is_a_fault_and_is_not_saved(wizard: Wizard, store: OwnStore) -> None:
    number = begun(wizard, area=WATER)
    progress = wizard.progress(number)
    assert [(fault.field, fault.what) for fault in progress.faults] == [("area", "Du får inte lägga in nyckeltal där.")]
    with pytest.raises(UnfinishedError):
        saved(wizard, number, "")
    assert store.history.current(WATER, by=BERIT) == ()


def test_nobody_goes_on_with_anothers_work(wizard_of: Begin) -> None:
    number = begun(wizard_of(ANNA))
    other = wizard_of(BODIL)
    for deed in (
        lambda: other.progress(number),
        lambda: other.describe(number, {"name": "x"}),
        lambda: other.put_file(number, "x.csv", b"x"),
        lambda: other.remove_file(number),
        lambda: other.confirm(number, ""),
        lambda: saved(other, number, ""),
        lambda: other.discard(number),
    ):
        with pytest.raises(WorkGoneError):
            deed()
    assert wizard_of(ANNA).progress(number).is_ready


def test_a_file_with_faults_is_shown_and_not_saved(wizard: Wizard, store: OwnStore) -> None:
    number = begun(wizard, BAD)
    progress = wizard.progress(number)
    assert progress.upload is not None
    assert {fault.row for fault in progress.upload.faults} == {2}
    assert (progress.has_values, progress.is_ready) == (False, False)
    with pytest.raises(UnfinishedError, match="steg 3"):
        saved(wizard, number, "")
    assert store.history.current(SCHOOL, by=ANNA) == ()


def test_without_a_file_there_is_nothing_to_save(wizard: Wizard) -> None:
    number = wizard.begin().id
    wizard.describe(number, as_typed(indicator()))
    with pytest.raises(UnfinishedError, match="steg 2"):
        saved(wizard, number, "")


def test_what_is_strange_must_be_confirmed_and_is_told_in_the_note(wizard: Wizard) -> None:
    number = begun(wizard, STRANGE)
    with pytest.raises(UnfinishedError, match="bekräftade"):
        saved(wizard, number, "Ny")
    confirmed(wizard, number)
    made = saved(wizard, number, "Ny")
    assert made.note == "Ny\nBekräftat: Stockholm är inte med i området."


def test_what_was_typed_before_a_refusal_is_kept(wizard: Wizard) -> None:
    number = begun(wizard, STRANGE)
    with pytest.raises(UnfinishedError):
        saved(wizard, number, "En lång anteckning")
    assert wizard.progress(number).work.fields["note"] == "En lång anteckning"


def test_a_confirmation_holds_for_that_file_only(wizard: Wizard) -> None:
    number = begun(wizard, STRANGE)
    confirmed(wizard, number)
    assert wizard.progress(number).is_ready
    wizard.put_file(number, "annan.csv", f"{STRANGE}Salem;70;71\n".encode())
    assert len(wizard.progress(number).unanswered) == 1
    wizard.put_file(number, "trivsel.csv", STRANGE.encode())
    assert wizard.progress(number).is_ready


def test_only_what_is_asked_can_be_confirmed(wizard: Wizard) -> None:
    number = begun(wizard, STRANGE)
    wizard.confirm(number, "påhittad 0000000000000000")
    assert wizard.progress(number).work.fields[CONFIRMED] == ""
    confirmed(wizard, number)
    wizard.confirm(number, "")
    assert len(wizard.progress(number).unanswered) == 1


def test_the_description_decides_how_the_file_is_read(wizard: Wizard) -> None:
    number = begun(wizard, "Kommun;2024\nHuddinge;150\n")
    assert not wizard.progress(number).has_values
    wizard.describe(number, {"unit": "antal"})
    assert wizard.progress(number).has_values
    wizard.describe(number, {"highest": "100"})
    assert not wizard.progress(number).has_values


def test_a_file_is_read_once_however_often_it_is_looked_at(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    number, read = begun(wizard), []
    monkeypatch.setattr(work_module, "read_upload", lambda *args: read.append(args))
    assert wizard.progress(number).is_ready
    assert wizard.progress(number).is_ready
    assert read == []


@pytest.mark.both_databases
def test_a_file_that_is_too_large_leaves_the_one_before(wizard: Wizard) -> None:
    number = begun(wizard)
    with pytest.raises(WorkTooLargeError):
        wizard.put_file(number, "stor.csv", b"x" * 5_000_001)
    assert wizard.progress(number).work.file_name == "trivsel.csv"


def test_an_administrator_works_in_every_area(wizard_of: Begin) -> None:
    number = begun(wizard_of(BERIT), area=WATER)
    assert saved(wizard_of(BERIT), number, "").indicator.area == WATER


def test_nykvarn_takes_part_where_the_catalogue_says() -> None:
    for area in CATALOGUE.areas:
        found = participants(CATALOGUE, area.id)
        assert set(found) == {p.id for p in CATALOGUE.participants if p.is_full or area.id in p.areas}
    assert set(participants(CATALOGUE, "raketer")) == set(CATALOGUE.full_participants)


BOUNDS = st.none() | st.floats(-1e14, 1e14) | st.integers(-10_000_000, 10_000_000).map(lambda n: n / 1000)


@given(least=BOUNDS, most=BOUNDS, persons=st.integers(1, 1000))
def test_what_is_filled_in_for_her_is_read_as_it_was(least: float | None, most: float | None, persons: int) -> None:
    if least is not None and most is not None and least > most:
        least, most = most, least
    known = indicator(lowest=least, highest=most, least_persons=persons)
    assert read_indicator(as_typed(known), CATALOGUE) == known
    assert set(as_typed(known)) == set(FORM) == set(asdict(known)) - {"id"}
