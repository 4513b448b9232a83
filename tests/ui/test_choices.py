"""What stands in the address is what is shown, and the other way round."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.overview.figures import Figures
from core.signals import Gender
from core.ui.choices import ABOUT, CHOOSE, INDICATOR, OVERVIEW, Choices, Show, link, query, read
from tests.shared import GRADES, HUDDINGE, IDS, KPIS, YEARS, small_catalogue

NAMES = ("kommun", "nyckeltal", "omrade", "visa", "jamfor", "kon", "kkik", "ar", "fler")
valid_choices = st.builds(
    Choices,
    municipality=st.none() | st.sampled_from(IDS),
    area=st.none() | st.sampled_from(list(small_catalogue().area_by_id)),
    show=st.sampled_from(Show),
    reference=st.sampled_from(["riket", "lan", "sodertorn", "sodertorn-10", "klass", "liknande"]),
    gender=st.sampled_from(Gender),
    kkik=st.booleans(),
    year=st.none() | st.sampled_from(YEARS),
    everything=st.booleans(),
    kpi=st.none() | st.sampled_from(KPIS),
)


def params_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


@given(choices=valid_choices)
def test_choices_that_are_written_are_read_back(figures: Figures, choices: Choices) -> None:
    assert read(query(choices), figures) == (choices, [])


@given(choices=valid_choices)
def test_a_link_leads_to_the_same_choices(figures: Figures, choices: Choices) -> None:
    assert read(params_of(link(INDICATOR, choices)), figures) == (choices, [])
    for path in (OVERVIEW, ABOUT, CHOOSE):
        address = link(path, choices)
        assert urlsplit(address).path == path
        assert read(params_of(address), figures) == (replace(choices, kpi=None), [])


@given(choices=valid_choices, other=valid_choices)
def test_a_link_changes_what_it_is_asked_to_change_and_nothing_else(
    figures: Figures, choices: Choices, other: Choices
) -> None:
    for name in ("municipality", "area", "show", "reference", "gender", "kkik", "year", "everything"):
        value = getattr(other, name)
        found, unknown = read(params_of(link(INDICATOR, choices, **{name: value})), figures)
        assert (found, unknown) == (replace(choices, **{name: value}), [])


@given(params=st.dictionaries(st.sampled_from(NAMES), st.text(max_size=80)))
def test_whatever_stands_in_the_address_can_be_read(figures: Figures, params: dict[str, str]) -> None:
    choices, unknown = read(params, figures)
    assert read(query(choices), figures) == (choices, [])
    assert len(unknown) <= len(params)


def test_defaults_leave_the_address_clean() -> None:
    assert query(Choices()) == {}
    assert link(OVERVIEW, Choices()) == "/"
    assert link(OVERVIEW, Choices(HUDDINGE)) == "/?kommun=0126"


def test_an_indicator_stays_on_its_own_page_and_in_its_own_download() -> None:
    choices = Choices(HUDDINGE, kpi=GRADES)
    assert params_of(link(INDICATOR, choices))["nyckeltal"] == GRADES
    assert params_of(link("/ladda-ner/indikator.csv", choices))["nyckeltal"] == GRADES
    assert "nyckeltal" not in params_of(link(OVERVIEW, choices))
    assert "nyckeltal" not in params_of(link("/ladda-ner/oversikt.csv", choices))


@pytest.mark.parametrize("written", ["0126", "Huddinge", "huddinge", " HUDDINGE "])
def test_a_municipality_is_known_by_code_or_name(figures: Figures, written: str) -> None:
    assert read({"kommun": written}, figures)[0].municipality == HUDDINGE


@pytest.mark.parametrize(
    ("written", "code"), [("örebro", "1880"), ("ÅNGE", "2260"), ("habo", "0643"), ("håbo", "0305")]
)
def test_letters_with_rings_and_dots_are_letters(figures: Figures, written: str, code: str) -> None:
    assert read({"kommun": written}, figures)[0].municipality == code


@pytest.mark.parametrize(
    ("name", "given", "what", "offer"),
    [
        ("kommun", "9999", "Kommunen", "Välj till exempel Botkyrka, Haninge, Huddinge"),
        ("kommun", "0000", "Kommunen", "Välj till exempel"),
        ("omrade", "rymdfart", "Området", "Det finns: grundskola, aldreomsorg, fastighet."),
        ("visa", "allt", "Urvalet", "Det finns: alla, avvikelser, bra."),
        ("jamfor", "G33612", "Jämförelsen", "Det finns: riket, lan, sodertorn"),
        ("kon", "annat", "Könet", "Det finns: totalt, kvinnor, man."),
        ("kkik", "nej", "Filtret", "Det finns: ja."),
        ("ar", "1999", "Året", "Det finns siffror för 2014–2023."),
        ("ar", "tjugo", "Året", "Det finns siffror för 2014–2023."),
        ("ar", "²⁰²³", "Året", "Det finns siffror för 2014–2023."),
        ("fler", "1", "Urvalet", "Det finns: ja."),
        ("nyckeltal", "N00000", "Indikatorn", "Välj en indikator i översikten."),
    ],
)
def test_an_unknown_value_is_named_with_what_exists_and_the_rest_holds(
    figures: Figures, name: str, given: str, what: str, offer: str
) -> None:
    rest = Choices(HUDDINGE, area="grundskola", gender=Gender.WOMEN, kpi=GRADES, show=Show.SUCCESSES)
    choices, unknown = read(query(rest) | {name: given}, figures)
    [only] = unknown
    assert (only.what, only.given) == (what, given)
    assert only.offers.startswith(offer)
    fields = {"kommun": "municipality", "omrade": "area", "visa": "show", "jamfor": "reference", "kon": "gender"}
    fields |= {"kkik": "kkik", "ar": "year", "fler": "everything", "nyckeltal": "kpi"}
    assert choices == replace(rest, **{fields[name]: getattr(Choices(), fields[name])})


def test_several_unknown_values_are_all_named(figures: Figures) -> None:
    _, unknown = read({"kommun": "x", "omrade": "y", "ar": "z"}, figures)
    assert [u.given for u in unknown] == ["x", "y", "z"]


def test_a_long_value_is_named_in_short(figures: Figures) -> None:
    [unknown] = read({"kommun": "x" * 5000}, figures)[1]
    assert unknown.given == "x" * 60


def test_without_a_municipality_there_is_nothing_to_count_on() -> None:
    with pytest.raises(ValueError, match="municipality"):
        _ = Choices().choice
