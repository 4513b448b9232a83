"""The address of Utforska: what it chooses, what it says does not exist, and that it reopens the view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.features.explore.choices import (
    Colour,
    Form,
    Shown,
    Wish,
    address_of,
    municipalities_of,
    params_of,
    read_wish,
    too_many_lines,
)
from core.outcomes.figures import Figures
from core.signals import Gender
from core.web.visit import Visit
from tests.features.explore.looking import wished
from tests.shared import BOTKYRKA, COST, GRADES, HUDDINGE, IDS, LAST, SAFE

OTHER = "N09814"

wishes = st.builds(
    Wish,
    municipality=st.sampled_from([HUDDINGE, BOTKYRKA]),
    kpi=st.sampled_from([GRADES, COST, OTHER]),
    form=st.sampled_from(Form),
    against=st.sampled_from([COST, OTHER]),
    size=st.sampled_from([None, SAFE]),
    colour=st.sampled_from(Colour),
    shown=st.sampled_from([None, *Shown]),
    group=st.sampled_from([None, "lan", "0127.0136"]),
    gender=st.sampled_from(Gender),
    year=st.sampled_from([None, LAST]),
    first=st.sampled_from([None, LAST]),
    last=st.sampled_from([None, LAST]),
    means=st.sampled_from([("lan", "riket"), ("riket", "lan"), (), ("klass",)]).map(
        lambda means: tuple(one for one in ("riket", "lan", "klass") if one in means)
    ),
    log=st.booleans(),
    by_name=st.booleans(),
)


@given(wish=wishes)
def test_every_view_is_reopened_by_its_address(figures: Figures, wish: Wish) -> None:
    begun = Visit("/utforska", {"kommun": HUDDINGE}, figures)
    params = params_of(wish, begun.choices, figures)
    again = Visit("/utforska", params, figures)
    assert again.unknown == ()
    found, unknown = read_wish(again.params, again.choices, figures)
    assert unknown == ()
    assert found == wish


def test_what_nobody_has_chosen_is_left_out_of_the_address(figures: Figures) -> None:
    wish, _ = wished(figures)
    choices = Visit("/utforska", {"kommun": HUDDINGE}, figures).choices
    assert address_of(wish, choices, figures) == f"/utforska?kommun={HUDDINGE}&nyckeltal={GRADES}"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        (
            {"diagram": "paj"},
            "Diagrammet ”paj” finns inte. Det finns: linjer, punkter, staplar, spridning, karta, tabell.",
        ),
        ({"farg": "rosa"}, "Färgen ”rosa” finns inte. Det finns: ingen, lan, klass, lage."),
        ({"urval": "x"}, "Urvalet ”x” finns inte. Det finns: gruppen, alla, konen."),
        ({"mot": "<b>"}, "Nyckeltalet ”<b>” finns inte. Sök upp det med dess namn under Andra nyckeltal i Kolada."),
        ({"storlek": "-5"}, "Nyckeltalet ”-5” finns inte. Sök upp det med dess namn under Andra nyckeltal i Kolada."),
        ({"matt": "N123"}, "Nyckeltalet ”N123” finns inte. Sök upp det med dess namn under Andra nyckeltal i Kolada."),
        ({"skala": "rot"}, "Skalan ”rot” finns inte. Det finns: log."),
    ],
)
def test_what_does_not_exist_is_said_and_the_rest_is_shown(figures: Figures, params: dict[str, str], said: str) -> None:
    wish, unknown = wished(figures, **params)
    assert unknown == [said]
    assert wish == wished(figures)[0]


def test_a_mean_that_does_not_exist_is_said(figures: Figures) -> None:
    wish, [said] = wished(figures, medel="riket.mars")
    assert said.startswith("Medelvärdet ”mars” finns inte.")
    assert wish.means == ("riket",)


def test_dots_have_something_to_stand_against_unasked(figures: Figures) -> None:
    assert wished(figures, diagram="punkter")[0].against == COST
    assert wished(figures, diagram="punkter", nyckeltal=COST)[0].against == GRADES


def test_each_diagram_has_the_municipalities_that_it_has_room_for(figures: Figures) -> None:
    for form in Form:
        wish, _ = wished(figures, diagram=form.value)
        shown = municipalities_of(wish, figures)
        assert (set(shown) == set(IDS)) is (form in (Form.SCATTER, Form.SPREAD, Form.MAP)), form
        assert HUDDINGE in shown
    assert municipalities_of(wished(figures, grupp="0127.0136")[0], figures) == (BOTKYRKA, "0136", HUDDINGE)


def test_lines_of_a_whole_country_are_counted(figures: Figures) -> None:
    wish, _ = wished(figures)
    assert too_many_lines(wish, figures) == 0
    many = {f"{n:04}": f"Kommun {n}" for n in range(1, 291)}
    everyone = Figures(_Named(many), figures.catalogue, figures.entered, 0)  # type: ignore[arg-type]
    asked = Wish("0001", GRADES, shown=Shown.ALL)
    assert too_many_lines(asked, everyone) == 290
    assert too_many_lines(Wish("0001", GRADES, Form.BARS, shown=Shown.ALL), everyone) == 0


class _Named:
    """A snapshot of which only the municipalities' names are asked for."""

    def __init__(self, municipalities: dict[str, str]) -> None:
        self.municipalities = municipalities
