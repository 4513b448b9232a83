"""All files of the corpus, by name."""

from __future__ import annotations

from tests.features.own_indicators.reading.corpus.case import Case
from tests.features.own_indicators.reading.corpus.files import DELIMITERS, ENCODINGS, NO_TABLES
from tests.features.own_indicators.reading.corpus.in_excel import WORKBOOKS
from tests.features.own_indicators.reading.corpus.shapes import PERIODS, PLACES, SHAPES
from tests.features.own_indicators.reading.corpus.values import GENDERS, NUMBERS, REPEATS

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
