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
from core.features.own_indicators.work import PutTogetherError, Wizard, as_typed, participants
from core.state.merging import theirs_in
from core.state.versions import OvertakenError, VersionError
from core.tabular.faults import CautionKind
from core.tabular.kept import Kept
from core.web.drafts import WorkGoneError, WorkTooLargeError
from tests.features.own_indicators.shared import NAMES, entry
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    ID,
    NOW,
    SCHOOL,
    STRANGER,
    WATER,
    indicator,
    published,
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


def test_a_new_version_begins_with_what_there_is(wizard: Wizard, store: OwnStore) -> None:
    published(store)
    work = wizard.begin_version(ID)
    assert wizard.begin_version(ID).id == work.id
    progress = wizard.progress(work.id)
    assert (progress.indicator, progress.faults) == (indicator(id=ID), ())
    assert progress.has_values
    assert progress.before is not None
    assert progress.rows == progress.before.values


def test_new_values_are_set_against_those_of_the_version_before(wizard: Wizard, store: OwnStore) -> None:
    published(store)
    number = wizard.begin_version(ID).id
    progress = wizard.put_file(number, "ny.csv", b"Kommun;2024\nHuddinge;5\n")
    assert [caution.what for one in progress.questions for caution in one.cautions] == [
        "Värdena är ungefär 10 gånger mindre än i förra versionen."
    ]
    confirmed(wizard, number)
    made = saved(wizard, number, "")
    assert (made.number, made.parent, made.upload.file_name) == (2, 1, "ny.csv")


def versioned(wizard: Wizard, store: OwnStore, content: str) -> int:
    """A new version with CONTENT, of an indicator with Huddinge and Botkyrka in 2023 and 2024."""
    published(store, *(entry(place, year, 80.0) for place in ("0126", "0127") for year in (2023, 2024)))
    number = wizard.begin_version(ID).id
    wizard.put_file(number, "ny.csv", content.encode())
    return number


@pytest.mark.parametrize(
    ("content", "lost"),
    [
        ("Kommun;2024\nHuddinge;81\nBotkyrka;82\n", "År som försvinner: 2023 (2 värden)."),
        ("Kommun;2023;2024\nHuddinge;81;82\n", "Kommuner som försvinner: Botkyrka (2 värden)."),
        (
            "Kommun;År;Kön;Värde\nHuddinge;2023;K;81\nHuddinge;2024;K;82\nBotkyrka;2023;K;81\nBotkyrka;2024;K;80\n",
            "Kön som försvinner: totalt (4 värden).",
        ),
        ("Kommun;2023;2024\nHuddinge;81;82\nBotkyrka;;82\n", "Enstaka värden som försvinner (1): Botkyrka 2023."),
    ],
)
def test_what_a_new_file_lacks_is_named_and_chosen_about(
    wizard: Wizard, store: OwnStore, content: str, lost: str
) -> None:
    number = versioned(wizard, store, content)
    progress = wizard.progress(number)
    [choice] = progress.questions
    assert [caution.what for caution in choice.cautions] == [lost]
    with pytest.raises(UnfinishedError, match="bekräftade"):
        saved(wizard, number, "")
    new = len(progress.rows)
    assert len(wizard.confirm(number, choice.token).rows) == new
    kept = wizard.confirm(number, choice.kept)
    assert (kept.is_adding, kept.is_ready, {one.key for one in kept.rows} > {one.key for one in progress.rows}) == (
        *(True, True),
        True,
    )
    made = saved(wizard, number, "Ny")
    assert made.note == "Ny\nFilen är tillagd till värdena i version 1."
    assert {one.key for one in store.history.content(ID, 2, by=ANNA).values} == {one.key for one in kept.rows}


def test_years_and_terms_are_not_added_to_each_other(wizard: Wizard, store: OwnStore) -> None:
    number = versioned(wizard, store, "Kommun;2025 T1\nHuddinge;81\n")
    choice = wizard.progress(number).questions[0]
    assert choice.kept == ""
    wizard.confirm(number, f"{choice.token}-kvar")
    assert not wizard.progress(number).is_ready


def test_a_value_that_is_added_hides_the_other_genders_where_it_could_be_worked_out(
    wizard: Wizard, store: OwnStore
) -> None:
    published(store, entry("0126", 2024, 80.0), entry("0126", 2024, 81.0, gender="M"))
    number = wizard.begin_version(ID).id
    wizard.put_file(number, "ny.csv", "Kommun;År;Kön;Värde\nHuddinge;2024;K;..\n".encode())
    progress = wizard.confirm(number, wizard.progress(number).questions[0].kept)
    assert {one.gender: one.value for one in progress.rows} == {"T": 80.0, "K": None, "M": None}
    assert any("räkna ut" in note.what for note in progress.notes)


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_hidden_total_that_is_added_beside_both_genders_is_asked_about(
    wizard: Wizard, store: OwnStore, is_asked: bool
) -> None:
    genders = "KM" if is_asked else "K"
    published(store, *(entry("0126", 2024, 50.0, gender=gender) for gender in genders))
    number = wizard.begin_version(ID).id
    wizard.put_file(number, "ny.csv", "Kommun;År;Värde\nHuddinge;2024;..\n".encode())
    kept = wizard.progress(number).questions[0].kept
    progress = wizard.confirm(number, kept)
    assert [one.kind for one in progress.unanswered] == [CautionKind.PERSONS] * is_asked
    tokens = " ".join([kept, *(one.token for one in progress.unanswered)])
    assert wizard.confirm(number, tokens).is_ready


def test_the_same_file_again_changes_nothing_and_is_not_saved(wizard: Wizard, store: OwnStore) -> None:
    number = versioned(wizard, store, "Kommun;2023;2024\nBotkyrka;80;80\nHuddinge;80;80\n")
    progress = wizard.progress(number)
    assert progress.has_same_values
    assert progress.changes is not None
    assert progress.changes.is_same
    with pytest.raises(VersionError, match="Inget är ändrat"):
        saved(wizard, number, "")


@pytest.mark.skipif(not TRIALS.is_dir(), reason="the trials are not here")
def test_a_year_that_the_next_years_file_lacks_is_named(wizard: Wizard, store: OwnStore) -> None:
    first, second = ((TRIALS / f"W09_ar{name}.csv").read_bytes() for name in ("1_2024", "2_2023"))
    number = begun(wizard, first.decode("utf-8-sig"))
    wizard.confirm(number, " ".join(one.token for one in wizard.progress(number).questions))
    made = saved(wizard, number, "")
    number = wizard.begin_version(made.indicator.id).id
    [lost] = [one for one in wizard.put_file(number, "ny.csv", second).questions if one.kept]
    assert "2024" in lost.cautions[0].what
    assert {one.year for one in wizard.confirm(number, lost.kept).rows} == {2023, 2024}


def test_nothing_else_is_saved_than_what_was_seen(wizard: Wizard, store: OwnStore) -> None:
    number = begun(wizard)
    seen = wizard.progress(number).seal
    for change in (
        lambda: wizard.describe(number, {"name": "Ett annat namn"}),
        lambda: wizard.put_file(number, "trivsel.csv", GOOD.replace("80,5", "80,6").encode()),
    ):
        change()
        with pytest.raises(UnfinishedError, match="annan flik"):
            wizard.save(number, "", seen)
        assert store.history.current(SCHOOL, by=ANNA) == ()
        seen = wizard.progress(number).seal
    assert wizard.save(number, "", seen).indicator.name == "Ett annat namn"


def test_only_the_description_is_changed_where_no_file_comes(wizard: Wizard, store: OwnStore) -> None:
    published(store)
    number = wizard.begin_version(ID).id
    wizard.describe(number, {"name": "Trivsel i skolan", "area": WATER})
    made = saved(wizard, number, "")
    assert (made.indicator.name, made.indicator.area, made.upload.file_name) == (
        "Trivsel i skolan",
        SCHOOL,
        "trivsel.xlsx",
    )


def test_a_file_can_be_taken_back_and_the_old_values_stay(wizard: Wizard, store: OwnStore) -> None:
    published(store)
    number = wizard.begin_version(ID).id
    wizard.put_file(number, "fel.csv", BAD.encode())
    assert not wizard.progress(number).has_values
    wizard.remove_file(number)
    assert wizard.progress(number).has_values


def test_an_unchanged_description_is_not_saved_and_the_work_stays(wizard: Wizard, store: OwnStore) -> None:
    published(store)
    number = wizard.begin_version(ID).id
    with pytest.raises(VersionError, match="Inget är ändrat"):
        saved(wizard, number, "")
    assert wizard.progress(number).work.subject == ID


def test_descriptions_that_two_have_changed_are_put_together_and_looked_at_before_they_are_saved(
    wizard_of: Begin, store: OwnStore
) -> None:
    published(store)
    anna, bodil = wizard_of(ANNA), wizard_of(BODIL)
    hers, other = anna.begin_version(ID).id, bodil.begin_version(ID).id
    bodil.describe(other, {"name": "Bodils namn", "purpose": "Bodils syfte"})
    saved(bodil, other, "")
    newest = anna.progress(hers).newest
    assert newest is not None
    assert (newest.number, newest.created_by) == (2, "Bodil Al")
    anna.describe(hers, {"name": "Annas namn", "source": "Annas källa"})
    with pytest.raises(PutTogetherError, match="Bodil Al hade redan sparat version 2") as caught:
        saved(anna, hers, "")
    assert caught.value.has_theirs
    progress = anna.progress(hers)
    assert progress.newest is None
    assert theirs_in(progress.work.fields) == {"name": "Bodils namn"}
    fields = [progress.work.fields[name] for name in ("name", "purpose", "source")]
    assert fields == ["Annas namn", "Bodils syfte", "Annas källa"]
    anna.describe(hers, {"name": "Bådas namn"})
    assert theirs_in(anna.progress(hers).work.fields) == {}
    made = saved(anna, hers, "")
    assert (made.parent, made.is_beside, made.indicator.name) == (2, False, "Bådas namn")


def test_new_values_of_one_and_a_new_description_of_the_other_become_one_version(
    wizard_of: Begin, store: OwnStore
) -> None:
    published(store)
    anna, bodil = wizard_of(ANNA), wizard_of(BODIL)
    hers, other = anna.begin_version(ID).id, bodil.begin_version(ID).id
    bodil.describe(other, {"name": "Bodils namn"})
    saved(bodil, other, "")
    anna.put_file(hers, "nytt.csv", GOOD.encode())
    with pytest.raises(PutTogetherError) as caught:
        saved(anna, hers, "")
    assert not caught.value.has_theirs
    assert anna.progress(hers).work.fields["name"] == "Bodils namn"


@pytest.mark.both_databases
def test_who_comes_second_with_values_is_told_and_both_are_kept(wizard_of: Begin, store: OwnStore) -> None:
    published(store)
    anna, bodil = wizard_of(ANNA), wizard_of(BODIL)
    hers, other = anna.begin_version(ID).id, bodil.begin_version(ID).id
    for wizard, number, file in ((bodil, other, GOOD), (anna, hers, GOOD.replace("79", "78"))):
        wizard.put_file(number, "nytt.csv", file.encode())
        confirmed(wizard, number)
    saved(bodil, other, "")
    with pytest.raises(OvertakenError, match="Bodil Al") as caught:
        saved(anna, hers, "")
    assert caught.value.kept is not None
    assert caught.value.kept.is_beside
    with pytest.raises(WorkGoneError):
        anna.progress(hers)


def test_work_on_an_old_version_is_left_alone_when_one_begins_anew(wizard_of: Begin, store: OwnStore) -> None:
    published(store)
    anna, bodil = wizard_of(ANNA), wizard_of(BODIL)
    old = anna.begin_version(ID).id
    other = bodil.begin_version(ID).id
    bodil.describe(other, {"name": "Nytt"})
    saved(bodil, other, "")
    assert anna.begin_version(ID).id != old
    assert {work.id for work in anna.mine()} >= {old}


def test_a_stranger_begins_no_version_of_it(wizard_of: Begin, store: OwnStore) -> None:
    published(store)
    with pytest.raises(NotAllowedError):
        wizard_of(STRANGER).begin_version(ID)
    assert wizard_of(STRANGER).mine() == ()


def test_who_loses_her_area_meanwhile_saves_nothing(wizard_of: Begin, store: OwnStore) -> None:
    number = begun(wizard_of(ANNA))
    moved = replace(ANNA, areas=(WATER,))
    with pytest.raises(UnfinishedError):
        saved(wizard_of(moved), number, "")
    assert store.history.current(SCHOOL, by=BERIT) == ()


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
