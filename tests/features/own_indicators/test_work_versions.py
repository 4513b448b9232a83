"""A new version in the wizard: what a new file lacks or changes, and two who work at the same time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.access.rights import NotAllowedError
from core.features.own_indicators.progress import UnfinishedError
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.work import PutTogetherError, Wizard
from core.state.merging import theirs_in
from core.state.versions import OvertakenError, VersionError
from core.tabular.faults import CautionKind
from core.web.drafts import WorkGoneError
from tests.features.own_indicators.shared import entry
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    ID,
    SCHOOL,
    STRANGER,
    WATER,
    indicator,
    published,
)
from tests.features.own_indicators.test_work import BAD, GOOD, TRIALS, Begin, begun, confirmed, saved, wizard, wizard_of

__all__ = ["wizard", "wizard_of"]


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
    for whose, number, file in ((bodil, other, GOOD), (anna, hers, GOOD.replace("79", "78"))):
        whose.put_file(number, "nytt.csv", file.encode())
        confirmed(whose, number)
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
