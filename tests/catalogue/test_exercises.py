"""The file of exercises: whole as it is shipped, and each fault told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalogue.exercises import Kind, default_exercises, load_exercises
from core.catalogue.loader import CatalogueError

WHOLE = """answers:
  janej:
    options: {nej: Nej, ja: Ja}
    high: [ja]
exercises:
  - id: prov
    title: Prov
    purpose: Att prova.
    who: Alla
    time: 5 minuter
    steps: [Svara.]
    picture: stacked
    groups: [roll]
    published: {name: "2011", rows: [{question: q, high: 50}]}
    sections:
      - title: Ett
        questions:
          - {id: roll, kind: choice, text: Roll?, options: {a: A, b: B}}
          - {id: q, kind: scale, answers: janej, text: Bra?}
"""


def loaded(folder: Path, text: str) -> None:
    file = folder / "exercises.yaml"
    file.write_text(text, encoding="utf-8")
    load_exercises(file)


def test_every_exercise_of_the_guide_that_is_a_questionnaire_is_there_with_all_its_questions() -> None:
    found = default_exercises()
    asked = {
        key: sum(one.id not in exercise.groups for one in exercise.questions)
        for key, exercise in found.items()
        if not exercise.is_live
    }
    assert asked == {
        "tydlig-styrning": 11,
        "styrsystem": 22 + 5,
        "paverkansgrad": 1,
        "kategorisering": 1,
        "roda-traden-tjansteman": 18,
        "roda-traden-fortroendevalda": 14,
        "kkik-anvandbarhet": 1,
        "arsberattelsen": 18,
        "utvardering": 33,
    }
    # Every question can be answered, and who leads it knows how.
    for exercise in found.values():
        assert exercise.steps
        assert all(one.options or one.from_ or one.kind is Kind.TEXT for one in exercise.questions)


@pytest.mark.parametrize(
    ("before", "after", "line", "told"),
    [
        ("answers: janej", "answers: grad", 19, "okänd svarsuppsättning grad"),
        ("high: [ja]", "high: [kanske]", 2, "kanske är inget av svaren"),
        ("groups: [roll]", "groups: [q]", 13, "q är inget val"),
        ("{id: q, kind", "{id: roll, kind", 19, "roll frågas två gånger"),
        ("kind: scale", "kind: siffra", 19, "kind"),
        ("answers: janej, ", "", 19, "ett av answers, options och from"),
        ("kind: scale, answers: janej", "kind: text, answers: janej", 19, "besvaras med text"),
        ("- title: Ett", "- title: Ett\n        per: indicator", 17, "inte vilka indikatorer"),
        ("question: q, high: 50", "question: z, high: 50", 14, "okänd fråga z"),
        ("question: q, high: 50", "question: q, option: z, high: 50", 14, "okänt svar z"),
        ("question: q, high: 50", "question: q, high: 50, group: roll", 14, "ingen grupp som jämförs"),
        ("high: 50", "high: 101", 14, "100"),
        ("title: Prov", "titel: Prov", 6, "title: Field required"),
        ("- title: Ett", "- titel: Ett", 16, "title: Field required"),
        ("picture: stacked", "picture: notes", 15, "ett rum har två avsnitt"),
        ("picture: stacked", "picture: front_page", 18, "roll skrivs av ett rum"),
        ("picture: stacked", "picture: paj", 12, "picture"),
        ("purpose: Att prova.", "syfte: Att prova.", 8, "syfte"),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, before: str, after: str, line: int, told: str) -> None:
    loaded(tmp_path, WHOLE)
    assert before in WHOLE
    with pytest.raises(CatalogueError) as refused:
        loaded(tmp_path, WHOLE.replace(before, after))
    assert (line, True) in [(n, told in text) for n, text in refused.value.faults], refused.value.faults
