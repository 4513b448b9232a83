"""How deviations and what is known of their figures are told."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest

from core.catalogue.models import Influence
from core.cycle.models import Check, Claim, Heading, HypothesisVerdict, MeasuringQuestion
from core.features.deviations.analysis_view import signals_of, steps_of, title_of
from core.features.deviations.facts import known_words
from core.features.deviations.words import since_words
from core.outcomes.known import Known, Revision
from core.words.formats import first_lower, ordinal_word
from core.words.sentences import Row
from tests.cycle.loops import MENTORS, TAKEN_UP, TODAY

ROW: dict[str, Any] = {
    "name": "Väntan på särskilt boende",
    "unit": "dagar",
    "decimals": 0,
    "year": TAKEN_UP.frozen.year,
    "value": 58.0,
    "trend": "up",
    "trend_change": 11.0,
    "trend_from_year": TAKEN_UP.frozen.year - 2.0,
    "attainment": "not_reached",
    "attainment_distance": -13.0,
    "target_kind": "at_most",
    "standing": "worst",
}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Väntan på särskilt boende har ökat med 11 dagar på två år och är 13 dagar från målet"),
        ({"trend": "level"}, "Väntan på särskilt boende är 58 dagar och 13 dagar från målet"),
        (
            {"trend": "down", "trend_change": -1.0, "attainment": "not_judged"},
            "Väntan på särskilt boende har minskat med 1 dag på två år och är bland de sämsta 25 procenten",
        ),
        ({"trend": "silent", "attainment": "reached", "standing": "middle"}, "Väntan på särskilt boende är 58 dagar"),
        ({"year": TAKEN_UP.frozen.year + 1.0}, f"Behöriga till gymnasiet: 62,5 % {TAKEN_UP.frozen.year}"),
    ],
)
def test_the_title_is_a_sentence_of_the_figures_that_were_frozen(changed: dict[str, Any], words: str) -> None:
    assert title_of(TAKEN_UP, cast("Row", {**ROW, **changed})).replace("\xa0", " ") == words


def test_a_signal_says_once_that_it_cannot_be_judged_and_its_arrow_has_its_colour() -> None:
    told = {"attainment_text": "Kan inte bedömas: inget mål är satt.", "trend_text": "", "standing_text": ""}
    row = {**ROW, **told, "attainment": "not_judged", "trend_verdict": "worse"}
    face, arrow, _ = signals_of(None, cast("Row", row))
    assert (face.words, face.why) == ("kan inte bedömas", "Inget mål är satt.")
    assert arrow.tone == "worse"


@pytest.mark.parametrize(
    ("first", "year", "step", "words"),
    [
        (2024, 2024, 1, "utfall 2024, första året"),
        (2023, 2024, 1, "utfall 2023, andra året i rad"),
        (2014, 2022, 4, "utfall 2014, tredje mätningen i rad"),
        (None, 2024, 1, "utfall 2024 är ingen avvikelse"),
    ],
)
def test_since_when_it_deviates(first: int | None, year: int, step: int, words: str) -> None:
    assert since_words(first, year, step) == words


@pytest.mark.parametrize(
    ("n", "word"), [(1, "första"), (12, "tolfte"), (13, "13:e"), (21, "21:a"), (22, "22:a"), (111, "111:e")]
)
def test_ordinals(n: int, word: str) -> None:
    assert ordinal_word(n) == word


def test_a_name_begins_small_inside_a_sentence_but_an_abbreviation_does_not() -> None:
    assert [first_lower(name) for name in ("Väntan", "SFI-elever", "KKiK")] == ["väntan", "SFI-elever", "KKiK"]


KNOWN = Known(reported=276, everyone=290, first_year=2018, unusual=9, compared=275, from_year=2023)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (KNOWN, "Slutligt värde, 276 av 290 kommuner har redovisat 2023"),
        (KNOWN, "Inget metodbyte 2018–2023"),
        (KNOWN, "En så stor ändring är ovanlig: 9 av 275 andra kommuner ändrades minst lika mycket sedan 2023"),
        (Known(26, 290, is_open=True), "Året är inte klart: 26 av 290 kommuner har redovisat 2023"),
        (Known(26, 290, is_preliminary=True), "Preliminärt värde, 26 av 290 kommuner har redovisat 2023"),
        (Known(26, 290, breaks=(2021,)), "Metodbyte 2021: jämför inte över det"),
        (Known(26, 290, step=2, repeated_to=2024), "Mäts vartannat år, värdet är upprepat till 2024"),
        (Known(26, 290, suppressed=(2019, 2021)), "Skyddat av sekretess 2019 och 2021: få personer"),
        (Known(26, 290, uncertainty=3.2), "Osäkerhetstal ± 3,2 enligt Kolada"),
        (Known(26, 290, unusual=200, compared=280, from_year=2021), "En så stor ändring är vanlig: 200 av 280"),
        (
            Known(26, 290, revisions=(Revision(date(2026, 11, 20), 2023, 58.0, 57.0),)),
            "Kolada ändrade 2023 den 2026-11-20: 58 → 57",
        ),
    ],
)
def test_what_the_program_knows_of_a_figure_is_told(known: Known, words: str) -> None:
    row = cast("Row", {**ROW, "year": 2023.0})
    assert any(text.startswith(words) for text in known_words(known, row)), known_words(known, row)


def claim(verdict: HypothesisVerdict | None) -> Claim:
    return Claim("c", "d1", "Frånvaro.", Heading.USERS, Influence.LARGE, verdict=verdict)


OPEN, SUPPORTED, REFUTED = HypothesisVerdict.OPEN, HypothesisVerdict.SUPPORTED, HypothesisVerdict.REFUTED
WHOLE = Check(TODAY, "controller", tuple(MeasuringQuestion))


def test_the_four_steps_tell_how_far_each_has_come() -> None:
    nothing = steps_of(None, [], None, [])
    assert [step.words for step in nothing] == ["Inte kontrollerad", "Inga orsaker än", "Ingen än", "Inga förslag än"]
    claims = [claim(SUPPORTED), claim(OPEN), claim(OPEN), claim(REFUTED), claim(None)]
    begun = steps_of(Check(TODAY, "controller", (MeasuringQuestion.READ,)), claims, "utkast", [MENTORS, MENTORS])
    assert [step.words for step in begun] == [
        "1 av 4 frågor",
        "5 orsaker, 1 styrks, 2 öppna, 1 förkastas",
        "Utkast",
        "2 förslag, 2 beslutade",
    ]
    done = steps_of(WHOLE, [claim(SUPPORTED)], "publicerad", [MENTORS])
    assert {step.symbol for step in done} == {"state-done"}
