"""Finding an indicator, an area or a municipality by what one remembers of it, or nearly so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Area, Indicator, default_catalogue
from core.features.search.rules import search_index
from core.words.finding import MOST_LETTERS, Kind, folded, stemmed
from tests.shared import COST, FALLS, GRADES, PLACES, PREMISES, WAIT, small_catalogue

TOLD = {WAIT: "Från ansökan hos biståndshandläggaren till erbjudet boende", FALLS: "Vårdade på sjukhus"}
SMALL = search_index(small_catalogue(), PLACES, TOLD)
WHOLE = search_index(default_catalogue(), PLACES, {})
INDICATORS = default_catalogue().indicators
words = st.sampled_from(sorted({word for i in INDICATORS for word in i.name.split()}))


def ids(text: str, kind: Kind, index: object = None) -> list[str]:
    return [hit.id for hit in (SMALL if index is None else WHOLE).search(text).hits if hit.kind is kind]


def kpis(text: str) -> list[str]:
    return ids(text, Kind.INDICATOR)


def names_in_the_catalogue(text: str) -> list[str]:
    by_kpi = default_catalogue().by_kpi
    return [by_kpi[kpi].name for kpi in ids(text, Kind.INDICATOR, WHOLE)]


@pytest.mark.parametrize(
    "text", ["fallskador", "Fallskador", "FALL", "skad", " fall ", FALLS, FALLS.lower(), FALLS[:4]]
)
def test_a_part_of_the_name_or_the_id_is_enough(text: str) -> None:
    assert FALLS in kpis(text)


@pytest.mark.parametrize("text", ["aldreomsorg", "Äldreomsorg", "äldre", "ALDRE", "a\u0308ldre", "äldre\u00adomsorg"])
def test_dots_and_rings_may_be_left_out(text: str) -> None:
    assert ids(text, Kind.AREA) == ["aldreomsorg"]


def test_dots_and_rings_may_be_written_too() -> None:
    assert folded("Åäö ÉÜ") == "aao eu"
    assert kpis("väntetid") == kpis("vantetid") == [WAIT]


def test_several_words_must_all_be_found_in_any_order_and_place() -> None:
    assert kpis("kostnad elev") == kpis("elev kostnad") == [COST, PREMISES]
    assert kpis("lokal elev") == [PREMISES]
    assert kpis("kostnad elev N15061") == [PREMISES]
    assert kpis("kostnad grundskola") == [COST]
    assert kpis("kostnad rymdfart") == []


def test_what_begins_as_one_writes_comes_first() -> None:
    assert kpis("kostnad") == [COST, PREMISES]
    assert kpis("l")[0] == PREMISES


def test_an_area_comes_before_its_indicators() -> None:
    first, *others = SMALL.search("grund").hits
    assert (first.kind, first.id) == (Kind.AREA, "grundskola")
    assert {hit.id for hit in others} == {i.kpi for i in small_catalogue().indicators if i.area == "grundskola"}


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_nothing_searched_for_finds_every_area_and_nothing_else(text: str) -> None:
    assert [(hit.kind, hit.id) for hit in SMALL.search(text).hits] == [
        (Kind.AREA, area.id) for area in small_catalogue().areas
    ]


@pytest.mark.parametrize("text", ["rymdfart", "%", "_", "*", ".", "N99999", "<!-- -->"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert SMALL.search(text).hits == ()


def test_a_long_text_is_cut_and_searched_for_all_the_same() -> None:
    padded = "fall".ljust(MOST_LETTERS)
    assert kpis(padded + "x" * 100_000) == [FALLS]
    assert kpis("x" * 100_000) == []


@given(text=st.text(max_size=200))
def test_whatever_is_searched_for_each_is_found_once_and_something_near_is_never_an_answer(text: str) -> None:
    found = WHOLE.search(text)
    assert len(set(found.hits)) == len(found.hits)
    assert not (found.hits and found.near)


@given(chosen=st.lists(words, min_size=1, max_size=3))
def test_everything_that_holds_every_word_is_found(chosen: list[str]) -> None:
    text = " ".join(chosen)[:MOST_LETTERS]
    holding = {i.name for i in INDICATORS if all(folded(word) in folded(i.name) for word in text.split())}
    assert holding <= set(names_in_the_catalogue(text))


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.kpi)
def test_every_indicator_is_found_first_by_its_id_and_its_name(indicator: Indicator) -> None:
    assert ids(indicator.kpi, Kind.INDICATOR, WHOLE) == [indicator.kpi]
    assert WHOLE.search(indicator.name[:MOST_LETTERS]).hits[0].id == indicator.kpi


@pytest.mark.parametrize("area", default_catalogue().areas, ids=lambda area: area.id)
def test_every_area_is_found_first_by_its_name(area: Area) -> None:
    assert WHOLE.search(area.name).hits[0].id == area.id


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("betyg", "Meritvärde i åk 9"),
        ("mobbning", "Elever i åk 8 som känner sig trygga"),
        ("lärartäthet", "Behöriga lärare i kommunala grundskolor"),
        ("socialbidrag", "Vuxna med långvarigt ekonomiskt bistånd"),
        ("socialbidraget", "Vuxna med långvarigt ekonomiskt bistånd"),
        ("bidrag", "Vuxna med långvarigt ekonomiskt bistånd"),
        ("dagis", "Barn per heltidsanställd i förskolan"),
        ("hemtjänst", "Nöjda med sin hemtjänst"),
        ("hemtjanst", "Nöjda med sin hemtjänst"),
        ("säbo", "Väntetid till särskilt boende"),
        ("lärarnas behörighet", "Behöriga lärare i kommunala grundskolor"),
    ],
)
def test_the_words_that_people_use_find_what_the_catalogue_calls_otherwise_best_first(text: str, first: str) -> None:
    assert names_in_the_catalogue(text)[0] == first


def test_the_area_that_a_word_means_comes_first() -> None:
    assert (WHOLE.search("dagis").hits[0].kind, WHOLE.search("dagis").hits[0].id) == (Kind.AREA, "forskola")


def test_what_only_the_definition_says_is_found_last_and_said_to_be() -> None:
    assert kpis("biståndshandläggare") == kpis("bistandshandlaggaren") == [WAIT]
    assert [hit.only_told for hit in SMALL.search("ansökan").hits] == [True]
    assert not SMALL.search("väntetid").hits[0].only_told


@pytest.mark.parametrize(
    ("text", "meant", "id_"),
    [
        ("vänteid", "Väntetid", WAIT),
        ("vantetdi", "Väntetid", WAIT),
        ("fallskodor", "Fallskador", FALLS),
        ("Hudinge", "Huddinge", "0126"),
        ("socialbdrag", "socialbidrag", None),
        ("biståndshandlägaren", "biståndshandläggaren", WAIT),
    ],
)
def test_a_letter_wrong_finds_what_was_meant_and_says_so(text: str, meant: str, id_: str | None) -> None:
    found = (WHOLE if id_ is None else SMALL).search(text)
    assert found.read_as == meant
    assert id_ in (None, found.hits[0].id)


def test_a_slip_that_begins_another_word_finds_what_was_meant_too() -> None:
    assert {hit.id for hit in WHOLE.search("förskolla").hits} >= {
        "forskola",
        *ids("förskollärar", Kind.INDICATOR, WHOLE),
    }


def test_what_a_compound_is_a_kind_of_comes_before_what_only_holds_the_word() -> None:
    assert ids("skola", Kind.AREA, WHOLE) == ["forskola", "grundskola", "gymnasieskola"]
    assert [hit.kind for hit in WHOLE.search("skola").hits[:3]] == [Kind.AREA] * 3


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kö äldreboende", "Väntetid till särskilt boende"),
        ("väntetid äldreboende", "Väntetid till särskilt boende"),
        ("väntan på bygglov", "Väntan på bygglov för småhus, median"),
        ("behöriga lärare i gymnasieskolan", "Behöriga lärare i kommunala gymnasieskolor"),
    ],
)
def test_several_words_find_together_and_small_ones_are_no_hindrance(text: str, first: str) -> None:
    assert names_in_the_catalogue(text)[0] == first


def test_an_area_and_a_municipality_together_are_the_municipalitys_area() -> None:
    found = WHOLE.search("salem skola")
    assert ([hit.id for hit in found.hits[:3]], found.municipality) == (
        ["forskola", "grundskola", "gymnasieskola"],
        "0128",
    )


def test_what_is_found_as_it_is_written_is_never_taken_for_something_else() -> None:
    assert [SMALL.search(text).read_as for text in ("elev", "fall", "Mora", "Habo", "Håbo")] == [""] * 5


def test_a_municipality_is_found_by_the_beginning_of_its_name_those_near_first() -> None:
    assert ids("ha", Kind.MUNICIPALITY) == ["0136", "0643", "0305"]
    assert ids("södert", Kind.MUNICIPALITY) == ids("sodertalje", Kind.MUNICIPALITY) == ["0181"]
    assert ids("ddi", Kind.MUNICIPALITY) == []


def test_an_indicator_and_a_municipality_together_are_the_municipalitys_figure() -> None:
    for text in ("fallskador Salem", "salem fallskador", "falskador salem"):
        found = SMALL.search(text)
        assert ([hit.id for hit in found.hits], found.municipality) == ([FALLS], "0128")
    assert SMALL.search("rymdfart Salem").hits == ()


@pytest.mark.parametrize(
    ("text", "near"),
    [("kostnad rymdfart", ("kostnad",)), ("väntetiderna rymd", ("väntetiderna",)), ("falskodor", ("Fallskador",))],
)
def test_nothing_found_says_what_is_near(text: str, near: tuple[str, ...]) -> None:
    assert SMALL.search(text).near == near


@pytest.mark.parametrize(
    ("word", "stem"), [("lärarnas", "lärar"), ("elever", "elev"), ("trygghet", "trygg"), ("ö", "ö"), ("gator", "gator")]
)
def test_endings_are_left_out_but_never_the_word(word: str, stem: str) -> None:
    assert stemmed(word) == stem


def test_the_id_of_an_indicator_finds_nothing_else() -> None:
    assert [hit.id for hit in SMALL.search(GRADES).hits] == [GRADES]
