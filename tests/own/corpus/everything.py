"""All files of the corpus, by name."""

from __future__ import annotations

from tests.own.corpus.case import Case
from tests.own.corpus.files import DELIMITERS, ENCODINGS, NO_TABLES
from tests.own.corpus.in_excel import WORKBOOKS
from tests.own.corpus.shapes import PERIODS, PLACES, SHAPES
from tests.own.corpus.values import GENDERS, NUMBERS, REPEATS

GROUPS = {
    "encoding": ENCODINGS,
    "delimiter": DELIMITERS,
    "no table": NO_TABLES,
    "shape": SHAPES,
    "period": PERIODS,
    "place": PLACES,
    "number": NUMBERS,
    "gender": GENDERS,
    "repeat": REPEATS,
    "xlsx": WORKBOOKS,
}
CORPUS: dict[str, Case] = {f"{group}: {name}": case for group, cases in GROUPS.items() for name, case in cases.items()}
