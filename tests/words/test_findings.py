"""A finding is told in one sentence on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from typing import Any

import pandas as pd
import pytest

from core.outcomes.rows import records
from core.signals import findings
from core.words.findings import finding_sentence
from core.words.sentences import Row

NAN = float("nan")

ROW: dict[str, Any] = {
    "kpi": "N15643",
    "municipality": "0128",
    "name": "Elever i åk 8 som känner sig trygga",
    "gender": "T",
    "year": 2024.0,
    "value": 80.0,
    "step": 1,
    "break_years": (),
    "is_open": False,
    "preliminary": False,
    "outcome_reason": "",
    "prominence": 1,
    "attainment": "not_judged",
    "attainment_distance": NAN,
    "target_due": True,
    "target_year": 2024.0,
    "trend_verdict": "none",
    "trend_reason": "",
    "trend_from_year": 2022.0,
    "standing": "not_judged",
    "standing_n": 290.0,
    "standing_low_cut": 70.0,
    "standing_high_cut": 78.0,
    "standing_best_cut": 78.0,
    "standing_worst_cut": 70.0,
}
EARLY: dict[str, Any] = {"attainment": "reached", "target_due": False, "target_year": 2026.0}
FACES = ("reached", "nearly", "not_reached", "not_judged")
SQUARES = ("best", "middle", "worst", "not_judged")
VERDICTS = ("better", "unchanged", "worse", "neutral", "none")


def table(squares: Iterable[tuple[str, int, str]], gender: str = "T") -> pd.DataFrame:
    """SQUARES (kpi, year, band) as the rules take them."""
    rows = [(kpi, "0128", gender, year, band) for kpi, year, band in squares]
    columns = ["kpi", "municipality", "gender", "year", "standing"]
    return pd.DataFrame(rows, columns=columns).astype({"year": "int64"})


def finding(bands: tuple[tuple[int, str], ...] = (), **more: Any) -> Row | None:
    """What the rules find in a row that differs by MORE from one without signals, after the squares BANDS."""
    assert set(more) <= set(ROW)
    squares = table([(ROW["kpi"], year, band) for year, band in bands], more.get("gender", "T"))
    rows = records(findings(pd.DataFrame([{**ROW, **more}]), squares))
    return rows[0] if rows else None


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def said(bands: tuple[tuple[int, str], ...] = (), **more: Any) -> str:
    row = finding(bands, **more)
    assert row is not None
    return plain(finding_sentence(row, "Salem"))


# The sentence


def test_the_sentence_says_the_square_the_face_and_the_trend() -> None:
    assert said(standing="best", attainment="reached", trend_verdict="better") == (
        "Salem är bland de bästa 25 % i landet och når målet, och värdet förbättras sedan 2022."
    )
    assert said(standing="worst", attainment="not_reached", trend_verdict="worse") == (
        "Salem är bland de sämsta 25 % i landet och når inte målet, och värdet försämras sedan 2022."
    )
    assert said(standing="best", attainment="reached", trend_verdict="unchanged") == (
        "Salem är bland de bästa 25 % i landet och når målet; värdet är i stort sett oförändrat sedan 2022."
    )


@pytest.mark.parametrize(
    ("signals", "sentence"),
    [
        ({"standing": "best"}, "är bland de bästa 25 % i landet."),
        ({"standing": "worst"}, "är bland de sämsta 25 % i landet."),
        ({"attainment": "reached"}, "når målet."),
        ({"attainment": "not_reached"}, "når inte målet."),
        ({"attainment": "reached", "trend_verdict": "better"}, "når målet, och värdet förbättras sedan 2022."),
        ({"standing": "middle", "attainment": "reached"}, "är bland de mittersta 50 % i landet och når målet."),
    ],
)
def test_what_is_not_judged_is_not_said(signals: dict[str, Any], sentence: str) -> None:
    assert said(**signals) == f"Salem {sentence}"


@pytest.mark.parametrize(
    ("signals", "sentence"),
    [
        (
            {"standing": "best", "trend_verdict": "worse"},
            "är bland de bästa 25 % i landet, men värdet försämras sedan 2022.",
        ),
        (
            {"standing": "worst", "trend_verdict": "better"},
            "är bland de sämsta 25 % i landet, men värdet förbättras sedan 2022.",
        ),
        ({"standing": "best", "attainment": "not_reached"}, "är bland de bästa 25 % i landet men når inte målet."),
        ({"standing": "worst", "attainment": "reached"}, "är bland de sämsta 25 % i landet men når målet."),
        ({"standing": "worst", "attainment": "nearly"}, "är bland de sämsta 25 % i landet men når nästan målet."),
        ({"standing": "best", "attainment": "nearly"}, "är bland de bästa 25 % i landet och når nästan målet."),
        ({"attainment": "reached", "trend_verdict": "worse"}, "når målet, men värdet försämras sedan 2022."),
        ({"attainment": "not_reached", "trend_verdict": "better"}, "når inte målet, men värdet förbättras sedan 2022."),
    ],
)
def test_signals_that_pull_different_ways_are_joined_by_men(signals: dict[str, Any], sentence: str) -> None:
    assert said(**signals) == f"Salem {sentence}"


def test_there_is_one_men_in_a_sentence() -> None:
    assert said(standing="best", attainment="not_reached", trend_verdict="better") == (
        "Salem är bland de bästa 25 % i landet men når inte målet; värdet förbättras sedan 2022."
    )
    assert said(standing="best", attainment="not_reached", trend_verdict="worse") == (
        "Salem är bland de bästa 25 % i landet men når inte målet, och värdet försämras sedan 2022."
    )


def test_a_target_that_is_reached_early_is_said_to_be_so() -> None:
    assert said(**EARLY) == "Salem når redan målet för 2026."


def test_without_a_direction_the_arrow_says_nothing_good_or_bad() -> None:
    assert said(attainment="reached", trend_verdict="neutral") == "Salem når målet."


def test_a_band_that_has_changed_is_told_with_where_it_came_from() -> None:
    held = ((2021, "middle"), (2022, "middle"), (2023, "best"))
    assert said(held, standing="best", attainment="reached", trend_verdict="better") == (
        "Salem har gått från de mittersta 50 % (2022) till de bästa 25 % i landet och når målet, "
        "och värdet förbättras sedan 2022."
    )
    assert said(((2023, "best"),), standing="worst") == (
        "Salem har gått från de bästa 25 % (2023) till de sämsta 25 % i landet."
    )


def test_the_middle_is_good_news_from_below_and_bad_news_from_above() -> None:
    up, down = ((2021, "worst"), (2022, "worst"), (2023, "middle")), ((2021, "best"), (2022, "best"), (2023, "middle"))
    assert "till de mittersta 50 % i landet och når målet" in said(up, standing="middle", attainment="reached")
    assert "till de mittersta 50 % i landet men når målet" in said(down, standing="middle", attainment="reached")


# Every combination

HISTORIES: tuple[tuple[tuple[int, str], ...], ...] = (
    (),
    ((2023, "best"),),
    ((2023, "worst"),),
    *(
        ((2021, earlier), (2022, earlier), (2023, held))
        for earlier, held in product(SQUARES[:3], repeat=2)
        if earlier != held
    ),
)
BAND = r"(bästa 25|sämsta 25|mittersta 50) %"
PREDICATE = rf"(är bland de {BAND}|har gått från de {BAND} \(\d{{4}}\) till de {BAND}) i landet"
FACE = r"når (inte målet|nästan målet|målet|redan målet för \d{4})"
TREND = r"(, och|, men|;) värdet (förbättras|försämras|är i stort sett oförändrat) sedan \d{4}"
SENTENCE = re.compile(rf"Salem ({PREDICATE}|{FACE}|{PREDICATE} (och|men) {FACE})({TREND})?\.")


@pytest.fixture(scope="module")
def everything() -> list[Row]:
    """What is found in every combination of signals, with every history of the square."""
    combinations = [
        (face, square, verdict, history, due)
        for face, square, verdict, history in product(FACES, SQUARES, VERDICTS, HISTORIES)
        for due in ((True, False) if face == "reached" else (True,))
    ]
    rows = [
        {**ROW, "kpi": f"N{at}", "attainment": face, "standing": square, "trend_verdict": verdict, "target_due": due}
        for at, (face, square, verdict, _, due) in enumerate(combinations)
    ]
    squares = [(f"N{at}", year, band) for at, combination in enumerate(combinations) for year, band in combination[3]]
    return records(findings(pd.DataFrame(rows), table(squares), most=len(rows)))


def test_every_combination_of_signals_gives_a_grammatical_sentence(everything: list[Row]) -> None:
    assert len(everything) > 500
    for row in everything:
        sentence = finding_sentence(row, "Salem")
        assert SENTENCE.fullmatch(plain(sentence)), sentence
        assert sentence.count(" men ") <= 1
        assert "  " not in plain(sentence)
        assert "nan" not in sentence
        assert not re.search(r"\d %", sentence), "a number and its per cent sign can be parted"


def test_each_judged_signal_is_in_the_sentence(everything: list[Row]) -> None:
    for row in everything:
        sentence = plain(finding_sentence(row, "Salem"))
        assert ("i landet" in sentence) == (row["standing"] != "not_judged")
        assert ("målet" in sentence) == (row["attainment"] != "not_judged")
        assert ("värdet" in sentence) == (row["trend_verdict"] not in ("neutral", "none"))
        assert ("har gått från" in sentence) == (row["band_from"] != "")
