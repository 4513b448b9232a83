"""What must be confirmed: by one tick each, or together where they are many; told in the version's note."""

from __future__ import annotations

import pytest

from core.features.own_indicators.reading.questions import LONGEST_NOTE, MOST_TICKS, confirmed_note, questions
from core.tabular.faults import Caution, CautionKind
from tests.features.own_indicators.stored import SHA256

OTHER_FILE = SHA256[::-1]


def caution(row: int = 2, kind: CautionKind = CautionKind.HISTORY, what: str = "Ett hopp.") -> Caution:
    return Caution(kind, row, "C", what, "Kontrollera.")


def several(*cautions: Caution) -> tuple[Caution, ...]:
    return cautions


def test_each_is_a_question_of_its_own() -> None:
    found = questions(several(caution(2), caution(3), caution(0, CautionKind.NUMBERS)), SHA256)
    assert [(one.kind, len(one.cautions)) for one in found] == [
        (CautionKind.NUMBERS, 1),
        (CautionKind.HISTORY, 1),
        (CautionKind.HISTORY, 1),
    ]
    assert len({one.token for one in found}) == 3


@pytest.mark.parametrize(("count", "asked"), [(MOST_TICKS, MOST_TICKS), (MOST_TICKS + 1, 1)])
def test_many_of_a_kind_are_one_question(count: int, asked: int) -> None:
    found = questions(several(*(caution(row) for row in range(2, 2 + count))), SHA256)
    assert len(found) == asked
    assert sum(len(one.cautions) for one in found) == count


def test_an_answer_is_of_these_cautions_of_this_file_only() -> None:
    [plain] = questions(several(caution()), SHA256)
    for others, digest in (
        (several(caution()), OTHER_FILE),
        (several(caution(3)), SHA256),
        (several(caution(what="Ett annat hopp.")), SHA256),
        (several(caution(kind=CautionKind.OTHERS)), SHA256),
    ):
        assert questions(others, digest)[0].token != plain.token
    assert questions(several(caution()), SHA256)[0].token == plain.token


def test_the_note_tells_what_was_confirmed_under_ones_own_words() -> None:
    asked = questions(several(caution(what="Ett."), caution(3, what="Två.")), SHA256)
    assert confirmed_note("", asked) == "Bekräftat: Ett. Två."
    assert confirmed_note("Mitt.\n", asked) == "Mitt.\nBekräftat: Ett. Två."
    assert confirmed_note("Mitt.", ()) == "Mitt."


@pytest.mark.parametrize("count", [1, 4, 9, 30, 5000])
@pytest.mark.parametrize("own", ["", "x" * 300])
def test_the_note_is_never_too_long_and_says_how_many_more(count: int, own: str) -> None:
    asked = questions(several(*(caution(row, what=f"Rad {row}: " + "y" * 150) for row in range(count))), SHA256)
    note = confirmed_note(own, asked)
    assert len(note) <= LONGEST_NOTE
    assert note.startswith(own)
    told = note.count("Rad ")
    assert told == count or f"{count - told} {'till' if told else 'varningar'}." in note
