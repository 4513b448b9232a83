"""What Mål tells while one types: the face, the faults and the questions; nothing is saved."""

from __future__ import annotations

import json

import pytest

from core.state import State
from tests.features.targets.test_routes import HERE, Come, access, come, state, typed

__all__ = ["access", "come", "state"]

pytestmark = pytest.mark.usefixtures("source")


def test_while_one_types_the_face_and_the_faults_are_told(come: Come) -> None:
    eva = come("eva")
    for kind, value, symbol in (("at_least", "1", "face-reached"), ("at_least", "99", "face-not-reached")):
        form = HERE | typed(3, year="2023", kind=kind, value=value) | {"rad": "3"}
        found = json.loads(eva.post("/malnivaer/forhandsvisa", form).text)
        assert (found["rad"]["symbol"], found["indikator"]["symbol"], found["fel"]) == (symbol, symbol, {})
        assert "målnivå minst" in found["rad"]["text"]
    wrong = json.loads(eva.post("/malnivaer/forhandsvisa", HERE | typed(3, value="x") | {"rad": "3"}).text)
    assert wrong["rad"] is None
    assert wrong["indikator"]["text"] == "Kan inte bedömas: inget mål är satt."
    assert wrong["fel"] == {"value": "Det är inget tal. Skriv ett tal utan enhet, till exempel 12,5."}


def test_a_preview_takes_the_targets_that_hold_into_account_and_saves_nothing(state: State, come: Come) -> None:
    eva = come("eva")
    eva.told("/malnivaer/spara", HERE | typed(year="2023", value="50"))
    revision = state.revision()
    form = HERE | typed(2, year="2030", value="99") | {"rad": "2"}
    found = json.loads(eva.post("/malnivaer/forhandsvisa", form).text)
    assert (found["rad"]["words"], found["indikator"]["words"]) == ("ska nås 2030", "målet nås")
    assert state.revision() == revision


@pytest.mark.parametrize("form", [{}, {"rad": "x"}, {"rad": "7"}, {"rad-1-kpi": "N99999", "rad": "1"}])
def test_a_strange_question_for_a_preview_is_answered_empty(come: Come, form: dict[str, str]) -> None:
    answer = come("anna").post("/malnivaer/forhandsvisa", HERE | form)
    assert (answer.status, json.loads(answer.text)) == (200, {"rad": None, "indikator": None, "fel": {}, "fraga": None})


def test_an_impossible_level_is_asked_about_while_one_types(come: Come) -> None:
    eva = come("eva")
    found = json.loads(eva.post("/malnivaer/forhandsvisa", HERE | typed(3, value="885") | {"rad": "3"}).text)
    assert found["fraga"]["text"].startswith("885\N{NO-BREAK SPACE}% är högre än 100")
    assert found["fraga"]["sigill"]
    assert found["rad"]["words"] == "ska nås 2026"
    fine = json.loads(eva.post("/malnivaer/forhandsvisa", HERE | typed(3, value="88,5") | {"rad": "3"}).text)
    assert fine["fraga"] is None
