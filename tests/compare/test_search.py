"""Finding an indicator or an area by what one remembers of its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Area, Indicator, default_catalogue
from core.compare.search import MOST_LETTERS, folded, search
from tests.shared import COST, FALLS, PREMISES, small_catalogue

SMALL, WHOLE = small_catalogue(), default_catalogue()
NAMES = {area.id: area.name for area in WHOLE.areas}
words = st.sampled_from(sorted({word for i in WHOLE.indicators for word in i.name.split()}))


def kpis(text: str) -> list[str]:
    return [indicator.kpi for indicator in search(SMALL, text).indicators]


def areas(text: str) -> list[str]:
    return [area.id for area in search(SMALL, text).areas]


@pytest.mark.parametrize(
    "text", ["fallskador", "Fallskador", "FALL", "skad", " fall ", FALLS, FALLS.lower(), FALLS[:4]]
)
def test_a_part_of_the_name_or_the_id_is_enough(text: str) -> None:
    assert FALLS in kpis(text)


@pytest.mark.parametrize("text", ["aldreomsorg", "Äldreomsorg", "äldre", "ALDRE", "a\u0308ldre"])
def test_dots_and_rings_may_be_left_out(text: str) -> None:
    assert areas(text) == ["aldreomsorg"]


def test_dots_and_rings_may_be_written_too() -> None:
    assert folded("Åäö ÉÜ") == "aao eu"
    assert kpis("väntetid") == kpis("vantetid") != []


def test_several_words_must_all_be_found_in_any_order_and_place() -> None:
    assert kpis("kostnad elev") == kpis("elev kostnad") == [COST, PREMISES]
    assert kpis("lokal elev") == [PREMISES]
    assert kpis("kostnad elev N15061") == [PREMISES]
    assert kpis("kostnad grundskola") == [COST]
    assert kpis("kostnad rymdfart") == []


def test_what_begins_as_one_writes_comes_first() -> None:
    assert kpis("kostnad") == [COST, PREMISES]
    assert kpis("l")[0] == PREMISES


def test_an_area_is_found_by_its_name_and_so_are_its_indicators() -> None:
    assert areas("grund") == ["grundskola"]
    assert set(kpis("grund")) >= {i.kpi for i in SMALL.indicators if i.area == "grundskola"}


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_nothing_searched_for_finds_every_area_and_no_indicator(text: str) -> None:
    found = search(SMALL, text)
    assert (found.areas, found.indicators) == (SMALL.areas, ())


@pytest.mark.parametrize("text", ["rymdfart", "%", "_", "*", ".", "N99999", "' or 1=1", "<b>"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    found = search(SMALL, text)
    assert (found.areas, found.indicators) == ((), ())


def test_a_long_text_is_cut_and_searched_for_all_the_same() -> None:
    padded = "fall".ljust(MOST_LETTERS)
    assert kpis(padded + "x" * 100_000) == [FALLS]
    assert kpis("x" * 100_000) == []


@given(text=st.text(max_size=200))
def test_whatever_is_searched_for_what_is_found_holds_every_word(text: str) -> None:
    found = search(WHOLE, text)
    wanted = folded(text[:MOST_LETTERS]).split()
    for indicator in found.indicators:
        assert holds(indicator, wanted)
    for area in found.areas:
        assert all(word in folded(area.name) for word in wanted)


@given(chosen=st.lists(words, min_size=1, max_size=3))
def test_everything_that_holds_every_word_is_found_once(chosen: list[str]) -> None:
    text = " ".join(chosen)[:MOST_LETTERS]
    found = search(WHOLE, text).indicators
    wanted = folded(text).split()
    assert {i.kpi for i in found} == {i.kpi for i in WHOLE.indicators if holds(i, wanted)}
    assert len({i.kpi for i in found}) == len(found)


@pytest.mark.parametrize("indicator", WHOLE.indicators, ids=lambda indicator: indicator.kpi)
def test_every_indicator_is_found_by_its_id_and_its_name(indicator: Indicator) -> None:
    assert search(WHOLE, indicator.kpi).indicators == (indicator,)
    assert indicator in search(WHOLE, indicator.name[:MOST_LETTERS]).indicators


def test_a_name_written_in_full_comes_before_those_that_only_begin_alike() -> None:
    assert [i.name for i in WHOLE.indicators if search(WHOLE, i.name).indicators[0] != i] == []


@pytest.mark.parametrize("area", WHOLE.areas, ids=lambda area: area.id)
def test_every_area_is_found_by_its_name(area: Area) -> None:
    assert search(WHOLE, area.name).areas[0] == area


def holds(indicator: Indicator, wanted: list[str]) -> bool:
    texts = [folded(text) for text in (indicator.name, indicator.kpi, NAMES[indicator.area])]
    return all(any(word in text for text in texts) for word in wanted)
