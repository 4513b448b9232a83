"""A small file of budgets and volumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from core.features.planning.goal_export import money_csv, money_xlsx
from core.features.planning.goal_file import read_goal_file
from core.features.planning.saving import save
from core.state import State
from tests.features.planning.goal_files import BOARD, CILLA, chain, planning, proposal_of, read, setting, written
from tests.goals.chains import SCHOOLS_PLAN
from tests.shared import LAST

__all__ = ["chain"]


MONEY = ("Organ", "År", "Nettobudget", "Ram", "Volym", "Antal", "Kostnad")


def test_budgets_and_volumes_come_in_a_small_file_of_their_own(chain: State) -> None:
    rows = [
        (BOARD, str(LAST), "1 250 000", "1251000,5 tkr", "Elever", "14200", "1200000"),
        (BOARD, "", "", "", "Platser i fritidshem", "5100", ""),
    ]
    proposal = proposal_of(read(chain, *rows, head=MONEY))
    save(planning(chain), setting(chain), proposal)
    held = planning(chain).book().plans[SCHOOLS_PLAN.key].value
    assert held
    assert (held.net_budget, held.frame, held.goals) == (1250000, 1251000.5, SCHOOLS_PLAN.goals)
    assert [(one.name, one.number, one.cost) for one in held.volumes] == [
        ("Elever", 14200, 1200000),
        ("Platser i fritidshem", 5100, None),
    ]
    assert proposal_of(read(chain, *rows, head=MONEY)).is_empty
    out = money_csv(written(chain)).decode("utf-8-sig").splitlines()
    assert out == [
        "organ;år;nettobudget;ram;volym;antal;kostnad",
        f"Kommunfullmäktige;{LAST};;;;;",
        f"{BOARD};{LAST};1250000;1251000,5;Elever;14200;1200000",
        f"{BOARD};{LAST};;;Platser i fritidshem;5100;",
    ]
    for content in (money_csv(written(chain)), money_xlsx(written(chain))):
        assert proposal_of(read_goal_file(content, planning(chain), setting(chain), LAST)).is_empty


FAULTY_MONEY: Mapping[str, tuple[Sequence[Sequence[str]], str, str]] = {
    "an unknown body": ([("Skolnämnden", "", "1", *[""] * 4)], "Organ", "finns inte"),
    "no number": ([(BOARD, "", "mycket", *[""] * 4)], "Nettobudget", "inte ett tal"),
    "another unit": ([(BOARD, "", "12 mnkr", *[""] * 4)], "Nettobudget", "annan enhet"),
    "two budgets": ([(BOARD, "", "1", *[""] * 4), (BOARD, "", "2", *[""] * 4)], "Nettobudget", "annat belopp på rad 2"),
    "a number of nothing": ([(BOARD, "", "", "", "", "12", "")], "Volym", "vad talet räknar"),
    "a volume without a number": ([(BOARD, "", "", "", "Elever", "", "")], "Antal", "hur många"),
    "no year": ([(BOARD, "snart", "1", *[""] * 4)], "År", "årtal"),
    "another's": ([("Kommunfullmäktige", "", "1", *[""] * 4)], "Organ", "får inte ändra planen"),
}


@pytest.mark.parametrize("case", FAULTY_MONEY)
def test_what_is_wrong_with_a_budget_is_told_by_row_and_column(chain: State, case: str) -> None:
    rows, column, said = FAULTY_MONEY[case]
    (fault,) = read(chain, *rows, head=MONEY, by=CILLA).faults
    assert (fault.row, fault.column) == (len(rows) + 1, column)
    assert said in fault.said
