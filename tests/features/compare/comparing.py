"""What the tests of Jämför ask a comparison for."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from core.features.compare.matrix_view import CellView, LineView, MatrixView
from core.features.compare.view import compare_html, comparison
from core.outcomes.figures import Figures
from core.web.address import read
from core.web.choices import Choices
from tests.conftest import STORY
from tests.shared import COST, FULL, GRADES, HUDDINGE, IDS, LAST, PLACES, PREMISES, WAIT, YEARS, Values
from tests.web.html import Element, parsed

HANINGE, SALEM, OREBRO = "0136", "0128", "1880"
HERE, SCHOOL = Choices(HUDDINGE), Choices(HUDDINGE, "grundskola")

# Haninge's values are secret or lost, Salem's are not there; few have reported the last year of one indicator.
OWN: Values = {
    **STORY,
    (COST, HANINGE, "T"): dict.fromkeys(YEARS, "Privacy"),
    (GRADES, HANINGE, "T"): dict.fromkeys(YEARS, "Missing"),
    (WAIT, SALEM, "T"): dict.fromkeys(YEARS),
    **{(PREMISES, m, "T"): {LAST: None} for m in IDS if m not in FULL},
}


def table_of(figures: Figures, choices: Choices) -> MatrixView:
    table = comparison(figures, choices).table
    assert table is not None
    return table


def html_of(figures: Figures, choices: Choices) -> Element:
    return parsed(compare_html(figures, choices))


def line_of(figures: Figures, choices: Choices, kpi: str) -> LineView:
    name = figures.catalogue.by_kpi[kpi].name
    [line] = [line for line in table_of(figures, choices).lines if line.name == name]
    return line


def cell_of(figures: Figures, choices: Choices, kpi: str, municipality: str) -> CellView:
    heads = [head.name for head in table_of(figures, choices).heads]
    return line_of(figures, choices, kpi).cells[heads.index(PLACES[municipality])]


def read_back(figures: Figures, address: str) -> Choices:
    """The choices that ADDRESS stands for, none of which may be unknown."""
    choices, unknown = read(dict(parse_qsl(urlsplit(address).query)), figures)
    assert unknown == []
    return choices


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")
