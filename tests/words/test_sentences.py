"""One sentence for each signal says why it is what it is."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from core.signals import Reason, TargetKind
from core.words import sentences
from core.words.sentences import (
    Row,
    attainment_sentence,
    later_words,
    pace_sentence,
    standing_sentence,
    standing_words,
    trend_sentence,
)

NAN = float("nan")

ROW: dict[str, Any] = {
    "gender": "T",
    "year": 2024.0,
    "value": 58.0,
    "decimals": 0,
    "unit": "dagar",
    "direction": "low",
    "later_year": NAN,
    "later_status": "",
    "year_n": 290.0,
    "target_kind": "at_most",
    "target_value": 45.0,
    "target_value2": NAN,
    "target_rank": NAN,
    "target_group": "",
    "target_gender": "T",
    "target_year": 2024.0,
    "target_due": True,
    "target": 45.0,
    "base_year": NAN,
    "attainment": "not_reached",
    "attainment_distance": -13.0,
    "attainment_reason": "",
    "trend": "up",
    "trend_reason": "",
    "trend_change": 5.0,
    "trend_from_year": 2022.0,
    "trend_deadband": 2.0,
    "trend_change_country": -0.4,
    "standing": "worst",
    "standing_reason": "",
    "standing_n": 290.0,
    "standing_lower": 250.0,
    "standing_higher": 39.0,
    "standing_better": 250.0,
    "standing_worse": 39.0,
    "standing_best_cut": 20.0,
    "standing_worst_cut": 50.0,
    "standing_cut": 50.0,
    "pace": "",
    "pace_per_year": NAN,
    "pace_needed": NAN,
    "pace_year": NAN,
    "is_own": False,
}


def row(**more: Any) -> Row:
    assert set(more) <= set(ROW)
    return cast("Row", {**ROW, **more})


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# The face


def face(*, group: str = "", **more: Any) -> str:
    return plain(attainment_sentence(row(**more), group=group))


def test_the_sentence_says_outcome_target_and_how_far_it_is() -> None:
    assert face() == "58 dagar, målnivå högst 45: 13 dagar ifrån."


def test_a_reached_target_is_said_to_be_reached() -> None:
    assert face(value=40.0, attainment="reached", attainment_distance=5.0) == "40 dagar, målnivå högst 45: målet nås."


def test_nearly_says_how_far_it_is_too() -> None:
    said = face(value=46.0, attainment="nearly", attainment_distance=-1.0)
    assert said == "46 dagar, målnivå högst 45: 1 dag ifrån."


def test_a_later_target_says_when_and_how_much_is_left() -> None:
    said = face(attainment="not_judged", attainment_reason="not_due", target_year=2026.0, target_due=False)
    assert said == "58 dagar, målnivå högst 45: ska nås 2026, 13 dagar kvar."


def test_a_later_target_that_is_reached_early_says_so() -> None:
    said = face(value=40.0, attainment="reached", attainment_distance=5.0, target_year=2026.0, target_due=False)
    assert "redan nått målet för 2026" in said


def test_a_target_for_all_is_marked_for_women_and_men() -> None:
    assert "(mål för alla)" in face(gender="K")
    assert "mål för alla" not in face()
    assert "mål för alla" not in face(gender="K", target_gender="K")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"target_kind": "at_least", "target_value": 90.0}, "minst 90"),
        ({"target_kind": "at_most", "target_value": 45.0}, "högst 45"),
        ({"target_kind": "within", "target_value": 5.0, "target_value2": 7.0}, "mellan 5 och 7"),
        ({"target_kind": "increase", "base_year": 2020.0, "target": 50.0}, "öka från 2020 (50)"),
        ({"target_kind": "decrease", "base_year": 2020.0, "target": 50.0}, "minska från 2020 (50)"),
        ({"target_kind": "keep", "base_year": 2020.0, "target": 50.0}, "behålla 2020 års nivå (50)"),
        ({"target_kind": "as_group", "target_group": "sodertorn", "target": 45.26}, "som Södertörn (45)"),
        ({"target_kind": "best_quarter", "target": 20.0}, "bland de bästa 25 % (20)"),
        ({"target_kind": "rank", "target_rank": 2.0, "target_group": "sodertorn"}, "högst plats 2 (Södertörn)"),
    ],
)
def test_each_kind_of_target_says_what_it_asks_for(target: dict[str, Any], words: str) -> None:
    assert f"målnivå {words}:" in face(**target, group="Södertörn")


def test_every_kind_of_target_has_words() -> None:
    for kind in TargetKind:
        said = sentences.target_words(row(target_kind=kind, base_year=2020.0, target_rank=2.0), group="Södertörn")
        assert said
        assert "nan" not in said
    assert sentences.target_words(row(target_kind="")) == ""


def test_a_group_without_a_known_name_is_called_by_its_id() -> None:
    assert "som G33612" in face(target_kind="as_group", target_group="G33612")


@pytest.mark.parametrize(("distance", "words"), [(-1.0, "1 plats ifrån"), (-3.0, "3 platser ifrån")])
def test_a_rank_is_so_many_places_away(distance: float, words: str) -> None:
    said = face(target_kind="rank", target_rank=2.0, target_group="g", attainment_distance=distance)
    assert said.endswith(f"{words}.")


def test_shares_differ_by_percentage_points() -> None:
    said = face(unit="%", value=77.0, target_kind="at_least", target_value=90.0, attainment_distance=-13.0)
    assert said == "77 %, målnivå minst 90: 13 procentenheter ifrån."


def test_the_distance_is_the_difference_between_the_two_numbers_that_are_said() -> None:
    said = face(target_value=45.5, target=45.5, attainment_distance=-12.5)
    assert said == "58 dagar, målnivå högst 45,5: 12,5 dagar ifrån."


def test_a_missed_target_is_never_said_to_be_nothing_away() -> None:
    said = face(
        unit="%", value=77.3, decimals=1, target_kind="as_group", target=77.304, attainment_distance=-0.004, group="oss"
    )
    assert "0,00 " not in said
    assert "0,0 " not in said


def test_an_open_year_is_said_with_its_year() -> None:
    said = face(attainment="not_judged", attainment_reason="open_year", target_kind="best_quarter")
    assert said == "Kan inte bedömas: för få kommuner har redovisat 2024."


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.NONE, Reason.NOT_DUE}))
def test_every_reason_without_a_face_is_told(reason: str) -> None:
    said = face(attainment="not_judged", attainment_reason=reason, target_kind="", target_gender=NAN)
    assert said.startswith("Kan inte bedömas: ")
    assert "nan" not in said


# The arrow


def arrow(**more: Any) -> str:
    return plain(trend_sentence(row(**more)))


def test_the_arrow_says_the_change_what_counts_as_unchanged_and_the_country_s() -> None:
    said = arrow()
    assert said.startswith("+5 dagar sedan 2022.")
    assert "upp till 2 dagar räknas som oförändrat" in said
    assert "I landet nästan oförändrat" in said
    assert "I landet −4 dagar" in arrow(trend_change_country=-3.6)
    assert "I landet 0 dagar" in arrow(trend_change_country=0.0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        # Huddinge's "−41 dagar" beside 36,0 (faults, A4).
        ({"trend_change": -41.0, "trend_deadband": 36.0}, ("−41 dagar sedan", "till 36 dagar")),
        ({"trend_change": 2.4, "trend_deadband": 2.3}, ("+2,4 dagar sedan", "till 2,3 dagar")),
        ({"trend_change": -2.4, "trend_deadband": 2.0}, ("−2,4 dagar sedan", "till 2,0 dagar")),
        ({"trend_change": 2.4, "trend_deadband": 0.3}, ("+2,4 dagar sedan", "till 0,3 dagar")),
        ({"trend_change": 0.0, "trend_deadband": 3.0}, ("0 dagar sedan", "till 3 dagar")),
    ],
)
def test_a_sentence_has_one_rounding_as_fine_as_what_it_compares_needs(
    given: dict[str, float], said: tuple[str, str]
) -> None:
    text = arrow(**given)
    assert all(part in text for part in said), text


@drawn(
    change=st.floats(-999, 999).map(lambda x: round(x, 3)),
    band=st.floats(0.001, 99).map(lambda x: round(x, 3)),
    decimals=st.integers(0, 2),
)
def test_whatever_it_says_the_numbers_of_a_sentence_have_as_many_decimals(
    change: float, band: float, decimals: int
) -> None:
    text = arrow(trend_change=change, trend_deadband=band, decimals=decimals, trend_change_country=-50.0)
    numbers = re.findall(r"\d+(?:,(\d+))? dag", text)
    assert len(numbers) == 3
    assert len({len(part) for part in numbers}) == 1


@drawn(
    value=st.floats(0, 999).map(lambda x: round(x, 4)),
    change=st.floats(2, 999).map(lambda x: round(x, 4)),
    band=st.floats(0.2, 1.8).map(lambda x: round(x, 4)),
    decimals=st.integers(0, 2),
)
def test_a_change_is_told_with_at_most_one_decimal_more_than_its_outcome(
    value: float, change: float, band: float, decimals: int
) -> None:
    text = arrow(value=value, trend_change=change, trend_deadband=band, decimals=decimals)
    assert max(len(part) for part in re.findall(r"\d+(?:,(\d+))? dag", text)) <= decimals + 1, text


@pytest.mark.parametrize("mean", [45.0, 45.26, 45.5, 57.6, 57.96, 70.3])
def test_the_outcome_the_level_and_the_distance_add_up_as_they_are_said(mean: float) -> None:
    said = face(target_kind="as_group", target_group="sodertorn", target=mean, attainment_distance=-abs(58 - mean))
    level, gap = (float(found.replace(",", ".")) for found in re.findall(r"\((.*?)\): (.*?) dag", said)[0])
    assert abs(58 - level) == pytest.approx(gap), said
    assert gap > 0


def test_where_most_stand_still_no_change_is_said_to_be_too_small() -> None:
    assert "upp till 0" not in arrow(trend_deadband=0.0)


def test_a_fall_is_written_with_a_minus_sign() -> None:
    assert arrow(trend_change=-5.0).startswith("−5 dagar sedan 2022.")


@pytest.mark.parametrize("unit", ["kr", "kr/inv", "tkr", "mnkr"])
def test_amounts_are_said_to_be_in_current_prices(unit: str) -> None:
    assert arrow(unit=unit).endswith("Löpande priser.")


@pytest.mark.parametrize("unit", ["%", "dagar", "antal", "poäng"])
def test_other_units_are_not(unit: str) -> None:
    assert "priser" not in arrow(unit=unit)


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.NONE, Reason.OPEN_YEAR, Reason.NOT_DUE}))
def test_every_reason_without_an_arrow_is_told(reason: str) -> None:
    said = arrow(trend="silent", trend_reason=reason, trend_change=NAN, trend_from_year=NAN, trend_deadband=NAN)
    assert said.startswith("Ingen pil: ")
    assert "nan" not in said


# The square


def square(*, where: str = "i landet", **more: Any) -> str:
    return plain(standing_sentence(row(**more), where=where, municipalities=290))


def words(*, where: str = "i landet", **more: Any) -> str:
    return plain(standing_words(row(**more), where=where))


def test_the_square_says_how_many_are_better_and_the_distance_to_the_nearest_cut() -> None:
    assert square() == (
        "250 av de 289 andra kommunerna i landet är bättre; 8 dagar innanför gränsen för de sämsta 25 %. "
        "Jämfört med andra, inte bra eller dåligt i sig."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"standing": "best", "value": 18.0, "standing_cut": 20.0}, "2 dagar innanför gränsen för de bästa 25 %"),
        ({"standing": "best", "value": 20.0, "standing_cut": 20.0}, "precis innanför gränsen för de bästa 25 %"),
        ({"standing": "middle", "value": 22.0, "standing_cut": 20.0}, "2 dagar till gränsen för de bästa 25 %"),
        ({"standing": "middle", "value": 49.0, "standing_cut": 50.0}, "1 dag till gränsen för de sämsta 25 %"),
        ({"standing": "middle", "value": 50.0, "standing_cut": 50.0}, "precis vid gränsen för de sämsta 25 %"),
        ({"standing": "worst", "value": 50.0, "standing_cut": 50.0}, "precis innanför gränsen för de sämsta 25 %"),
    ],
)
def test_a_distance_says_on_which_side_of_the_limit_one_is(given: dict[str, Any], said: str) -> None:
    assert f"; {said}." in square(**given)


@pytest.mark.parametrize(
    ("standing", "expected"), [("best", "Bästa 25 %"), ("middle", "Mittersta 50 %"), ("worst", "Sämsta 25 %")]
)
def test_the_square_has_its_words_beside_it(standing: str, expected: str) -> None:
    assert words(standing=standing) == expected


def test_without_direction_it_is_higher_than_a_share_of_the_others() -> None:
    neutral: dict[str, Any] = {"direction": "none", "standing": "not_judged", "standing_reason": "no_direction"}
    neutral |= {"standing_lower": 72.0, "standing_higher": 216.0, "standing_better": NAN, "standing_worse": NAN}
    assert words(**neutral) == "högre än 25 % av andra"
    assert words(**neutral | {"standing_lower": 288.0, "standing_higher": 0.0}) == "högst av alla"
    assert square(**neutral) == (
        "Högre än 25 % av de andra kommunerna i landet (72 av 289); varken högt eller lågt är bra i sig."
    )


FEW: dict[str, Any] = {"standing": "not_judged", "standing_reason": "too_few", "standing_n": 7.0}


def test_in_a_small_group_there_are_only_words() -> None:
    few = FEW | {"standing_worse": 4.0}
    assert words(where="på Södertörn", **few) == "bättre än 4 av 6 andra på Södertörn"
    assert square(where="på Södertörn", **few) == "6 andra på Södertörn är för få för att delas in i fjärdedelar."


def test_in_a_small_group_without_direction_nothing_is_better() -> None:
    few = FEW | {"direction": "none", "standing_lower": 4.0, "standing_worse": NAN}
    assert words(where="på Södertörn", **few) == "högre än 4 av 6 andra på Södertörn"
    assert square(where="på Södertörn", **few) == "6 andra på Södertörn är för få för att delas in i fjärdedelar."


def test_alone_there_is_nobody_to_be_better_than() -> None:
    assert words(**FEW | {"standing_n": 1.0}) == "ingen jämförelse"
    assert square(**FEW | {"standing_n": 1.0}) == "Inget läge: det är för få kommuner att jämföra med."


def test_an_open_year_says_how_many_have_reported() -> None:
    is_open: dict[str, Any] = {"standing": "not_judged", "standing_reason": "open_year", "year": 2025.0, "year_n": 26.0}
    assert square(**is_open).startswith("26 av 290 har redovisat 2025")
    assert words(**is_open) == "för få har redovisat"


def test_too_many_alike_are_said_to_be_alike() -> None:
    assert square(standing="not_judged", standing_reason="ties") == "Inget läge: de flesta har samma värde."


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.NONE, Reason.NOT_DUE}))
def test_every_reason_without_a_square_is_told(reason: str) -> None:
    nothing: dict[str, Any] = {"standing": "not_judged", "standing_reason": reason, "value": NAN, "standing_cut": NAN}
    assert "nan" not in square(**nothing)
    assert words(**nothing)


# The pace and what came later


@pytest.mark.parametrize(
    ("pace", "expected"), [("on_pace", "I takt"), ("too_slow", "För långsamt"), ("wrong_way", "Åt fel håll")]
)
def test_the_pace_says_how_fast_it_goes_and_how_fast_it_must_go(pace: str, expected: str) -> None:
    said = pace_sentence(row(pace=pace, pace_per_year=-2.0, pace_needed=-2.5, pace_year=2028.0))
    assert plain(said) == f"{expected}: −2,0 dagar om året, för målet 2028 behövs −2,5 dagar."


def test_without_a_pace_nothing_is_said() -> None:
    assert pace_sentence(row()) == ""


@pytest.mark.parametrize(
    ("status", "expected"), [("Privacy", "2023: sekretess"), ("Missing", "2023: bortfall"), ("", "")]
)
def test_a_newer_year_without_a_value_is_named(status: str, expected: str) -> None:
    assert later_words(row(later_year=2023.0 if status else NAN, later_status=status)) == expected


# How everything is said


def test_nothing_is_said_in_signs_that_a_reader_must_know() -> None:
    everything = [face(target_kind=kind, base_year=2020.0, target_rank=2.0) for kind in TargetKind]
    everything += [arrow(), square(), words()]
    assert not any(sign in text for text in everything for sign in ("≥", "≤", "<", ">", ".0", " nan"))
