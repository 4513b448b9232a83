"""What is typed on the pages Bildspel and Presentation becomes a plan and a day, or a message on what is wrong."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.area_forms import FormError
from core.documents.deck import LONGEST_TEXT, LONGEST_TITLE, SlideKind
from core.features.decks.day import Session
from core.features.decks.form import read_day, read_plan
from core.features.decks.plan import MOST_SLIDES, DeckPlan, SlidePlan
from core.tabular.fields import FieldsError
from tests.shared import GRADES, HUDDINGE, small_catalogue

PLAN = DeckPlan(
    area="grundskola",
    slides=(
        SlidePlan(id="titel", kind=SlideKind.TITLE),
        SlidePlan(id="s1", kind=SlideKind.STORY, kpi="N1", municipality="0127"),
        SlidePlan(id="s2", kind=SlideKind.STORY, kpi="N2", municipality="0127", notes="gammalt"),
        SlidePlan(id="slutsatser", kind=SlideKind.CONCLUSIONS),
    ),
)
SHOWN = {f"{slide.id}.visas": "ja" for slide in PLAN.slides}


def told(kpi: str, place: str) -> SlidePlan:
    return SlidePlan(id=f"{kpi.lower()}-{place}", kind=SlideKind.STORY, kpi=kpi, municipality=place)


def ids(plan: DeckPlan) -> list[str]:
    return [slide.id for slide in plan.slides]


def test_what_is_not_touched_is_as_it_was() -> None:
    assert read_plan(SHOWN, PLAN, ()) == PLAN


def test_texts_are_kept_and_the_title_is_one_line() -> None:
    typed = SHOWN | {"s1.titel": "  Två\nrader ", "slutsatser.text": "Ett.\nTvå.\x00", "s2.anteckning": ""}
    made = {slide.id: slide for slide in read_plan(typed, PLAN, ()).slides}
    assert made["s1"].title == "Två rader"
    assert made["slutsatser"].text == "Ett.\nTvå."
    assert made["s2"].notes == ""


def test_what_is_not_ticked_is_kept_but_not_shown() -> None:
    made = read_plan({"titel.visas": "ja"}, PLAN, ())
    assert [slide.is_shown for slide in made.slides] == [True, False, False, False]


def test_a_slide_that_is_given_anothers_place_comes_before_it() -> None:
    assert ids(read_plan(SHOWN | {"slutsatser.plats": "2"}, PLAN, ())) == ["titel", "slutsatser", "s1", "s2"]


def test_slides_stand_by_their_places() -> None:
    assert ids(read_plan(SHOWN | {"s2.plats": "1", "titel.plats": "2"}, PLAN, ())) == [
        "s2",
        "titel",
        "s1",
        "slutsatser",
    ]
    assert ids(read_plan(SHOWN | {"titel.plats": "99"}, PLAN, ())) == ["s1", "s2", "slutsatser", "titel"]


@given(st.dictionaries(st.sampled_from([f"{slide.id}.plats" for slide in PLAN.slides]), st.integers(1, 999).map(str)))
def test_no_order_loses_a_slide(places: dict[str, str]) -> None:
    assert sorted(ids(read_plan(SHOWN | places, PLAN, ()))) == sorted(ids(PLAN))


def test_new_stories_come_after_the_others_and_each_once() -> None:
    made = read_plan(SHOWN, PLAN, (told(GRADES, HUDDINGE), told("N1", "0127")))
    assert ids(made) == ["titel", "s1", "s2", f"{GRADES.lower()}-{HUDDINGE}", "slutsatser"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"s1.titel": "x" * (LONGEST_TITLE + 1)}, {"s1.titel": "Bild 2, egen titel: Texten har"}),
        ({"s1.text": "x" * (LONGEST_TEXT + 1)}, {"s1.text": "Bild 2, text: Texten har"}),
        ({"s1.anteckning": "x" * (LONGEST_TEXT + 1)}, {"s1.anteckning": "Bild 2, talarens anteckningar: Texten har"}),
        (
            {"s1.plats": "först", "s2.plats": "-1"},
            {"s1.plats": "Bild 2, plats: ”först” är ingen plats", "s2.plats": "Bild 3, plats: ”-1” är ingen plats"},
        ),
        ({"s1.plats": "0"}, {"s1.plats": "Bild 2, plats: ”0”"}),
        ({"s1.plats": "9" * 4500}, {"s1.plats": "Bild 2, plats: ”9999999999…”"}),
        ({"s1.plats": "0009" + "9" * 4500}, {"s1.plats": "Bild 2, plats: ”0009999999…”"}),
        (
            {"s1.plats": "x", "s1.titel": "x" * (LONGEST_TITLE + 1)},
            {"s1.plats": "Bild 2, plats: ”x”", "s1.titel": "Bild 2, egen titel: Texten har"},
        ),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(typed: dict[str, str], said: dict[str, str]) -> None:
    with pytest.raises(FieldsError) as caught:
        read_plan(SHOWN | typed, PLAN, ())
    told = {fault.field: str(fault) for fault in caught.value.faults}
    assert list(told) == list(said)
    assert all(told[field].startswith(words) for field, words in said.items())


def test_there_is_an_end_to_a_deck() -> None:
    many = tuple(told(f"N{n:05}", HUDDINGE) for n in range(MOST_SLIDES))
    with pytest.raises(FormError, match="Högst 60"):
        read_plan(SHOWN, PLAN, many)


def test_the_day_is_read_as_it_is_written() -> None:
    typed = {
        "namn": " Nyckeltalsdagen ",
        "dag": "2026-10-26",
        "pass": "9.15 Äldreomsorg\n\n 10:00  Kaffe \n10.30 grundskola",
    }
    day = read_day(typed, small_catalogue())
    assert (day.name, day.on) == ("Nyckeltalsdagen", date(2026, 10, 26))
    assert day.sessions == (
        Session(begins=time(9, 15), area="aldreomsorg"),
        Session(begins=time(10, 0), words="Kaffe"),
        Session(begins=time(10, 30), area="grundskola"),
    )


def test_a_day_without_date_and_sessions_is_a_day() -> None:
    assert read_day({"namn": "Dagen"}, small_catalogue()).words == "Dagen"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"dag": "i morgon"}, "Datum: .* inget datum"),
        ({"pass": "25.00 Kaffe"}, "25.00 Kaffe"),
        ({"pass": "Kaffe"}, "”Kaffe”"),
        ({"pass": "9.15 Grundskolan"}, "”9.15 Grundskolan”"),
        ({"namn": "x" * 81}, "81 tecken. Skriv 1 till 80"),
        ({"namn": " "}, "Dagens namn: Namnet har 0 tecken"),
        ({"pass": "\n".join(["9.00 Kaffe"] * 41)}, "De är 41. Högst 40"),
        ({"dag": "i morgon", "pass": "Kaffe"}, "(?s)Datum: .*Passen: "),
    ],
)
def test_a_day_that_cannot_be_read_is_said(typed: dict[str, str], said: str) -> None:
    with pytest.raises(FieldsError, match=said):
        read_day({"namn": "Dagen"} | typed, small_catalogue())
