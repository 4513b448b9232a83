"""Files to take away: what a page shows, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from core.features.compare.map_view import extent
from core.features.compare.matrix import matrix
from core.features.compare.matrix_table import matrix_table
from core.features.compare.panels import panels, panels_table
from core.features.compare.view import map_scope, one_indicator, scope_of
from core.features.learn.view import learn_table
from core.features.overview.export import export_frame, to_csv, to_excel
from core.features.overview.view import rows_to_take_away
from core.features.resources.view import resources_download
from core.features.result_index.view import index_table
from core.outcomes.figures import Figures
from core.outcomes.groups import chosen_codes, default_group
from core.outcomes.indicator import figure_table, indicator_figures, narrowed
from core.outcomes.lists import Show
from core.web.choices import AREAS, COMPARE, INDEX, INDICATOR, LEARN, OVERVIEW, RESOURCES, Choices, View
from core.words import labels
from core.words.formats import listed
from core.words.sources import attribution, fetched_words, indicator_source

CSV_TYPE = "text/csv; charset=utf-8"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: Mapping[str, str] = {"csv": CSV_TYPE, "xlsx": EXCEL_TYPE}
KINDS = tuple(MEDIA_TYPES)
# Excel in Sweden reads a CSV file as UTF-8 only when it begins so.
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Download:
    """A file: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def download(figures: Figures, choices: Choices, page: str, kind: str) -> Download:
    """What PAGE shows as a file of KIND (csv or xlsx).

    CHOICES has a municipality, and an indicator where the page is about one. Raises KeyError for a page without files.
    """
    frame = _TABLES[page][1](figures, choices)
    # In a column of its own: a line of another form would be in the way of whoever reads the file with a program.
    content = _content(kind, frame.assign(källa=_sources(figures, choices, frame)), _about(figures, choices, page))
    return Download(file_name(figures, choices, page, kind), MEDIA_TYPES[kind], content)


def file_name(figures: Figures, choices: Choices, page: str, kind: str) -> str:
    """What ``download`` calls its file."""
    example = "exempel-" if figures.snapshot.info.is_example else ""
    place = figures.snapshot.municipalities[choices.choice.municipality]
    return f"{example}{_stem(_TABLES[page][0], choices)}-{place}.{kind}"


def _overview(figures: Figures, choices: Choices) -> pd.DataFrame:
    """The rows of the overview, or of an area, with the same columns as the command ``signals``."""
    shown = [row["kpi"] for row in rows_to_take_away(figures, choices)]
    rows = figures.rows(choices.choice).set_index("kpi", drop=False).loc[shown]
    return export_frame(rows, reference=choices.reference)


def _area(figures: Figures, choices: Choices) -> pd.DataFrame:
    """All rows of the chosen area, or of all, whatever list one came from."""
    return _overview(figures, replace(choices, show=Show.ALL, kkik=False))


def _indicator(figures: Figures, choices: Choices) -> pd.DataFrame:
    found = indicator_figures(figures, choices.choice, choices.kpi or "")
    return figure_table(narrowed(found, choices.lines, choices.first, choices.last))


def _compare(figures: Figures, choices: Choices) -> pd.DataFrame:
    """What the view shows: the matrix, the series of the small charts, or the map's municipalities."""
    names = figures.snapshot.municipalities
    drawn = one_indicator(figures, choices)
    if choices.view is View.PANELS and drawn.indicators:
        return panels_table(panels(figures, drawn))
    scope = map_scope(figures, choices) if choices.view is View.MAP else scope_of(figures, choices)
    return matrix_table(matrix(figures, scope), names)


# What a file is called before the municipality's name ({kpi}, {area}: the chosen ones), and what it holds.
_TABLES: Mapping[str, tuple[str, Callable[[Figures, Choices], pd.DataFrame]]] = {
    OVERVIEW: ("nyckeltal", _overview),
    AREAS: ("omrade-{area}", _area),
    COMPARE: ("jamforelse-{area}", _compare),
    RESOURCES: ("nytta-och-resurser-{area}", resources_download),
    INDEX: ("resultatindex", index_table),
    LEARN: ("lar-av-{kpi}", learn_table),
    INDICATOR: ("{kpi}", _indicator),
}
OFFERED = tuple(_TABLES)
# What the column with an indicator's id is called in the files that have more than one.
_KPI_COLUMNS = ("kpi", "nyckeltal")
_OF_GROUPS = (COMPARE, RESOURCES, INDEX)


def _stem(stem: str, choices: Choices) -> str:
    return stem.format(kpi=choices.kpi or "", area=choices.area or "alla")


def _about(figures: Figures, choices: Choices, page: str) -> list[tuple[str, str]]:
    info, catalogue = figures.snapshot.info, figures.catalogue
    facts = [
        ("Kommun", figures.snapshot.municipalities[choices.choice.municipality]),
        ("Område", catalogue.area_by_id[choices.area].name if choices.area else "alla"),
        ("Kön", labels.GENDER[choices.gender.value]),
        ("Jämfört med", figures.references[choices.reference].name),
        ("År", "senaste" if choices.year is None else f"till och med {choices.year}"),
        ("Hämtat", fetched_words(info.fetched_at, is_example=info.is_example)),
        ("Källa", _source(figures, choices.kpi)),
    ]
    if page in _OF_GROUPS:
        facts.insert(1, ("Grupp", _group_words(figures, choices)))
    if choices.kpi is None:
        return facts
    indicator = catalogue.by_kpi[choices.kpi]
    return [("Indikator", f"{indicator.name} ({indicator.kpi})"), ("Enhet", indicator.unit), *facts]


def _source(figures: Figures, kpi: str | None) -> str:
    """Where the figures of KPI come from; of all that are Kolada's without one."""
    is_example = figures.snapshot.info.is_example
    if kpi is None:
        return attribution(is_example=is_example)
    return indicator_source(figures.catalogue.by_kpi[kpi], is_example=is_example)


def _sources(figures: Figures, choices: Choices, frame: pd.DataFrame) -> list[str]:
    """The source of each row of FRAME: own indicators stand among Kolada's."""
    column = next((name for name in _KPI_COLUMNS if name in frame), None)
    if column is None:
        return [_source(figures, choices.kpi)] * len(frame)
    known = {kpi: _source(figures, kpi) for kpi in frame[column].unique()}
    return [known[kpi] for kpi in frame[column]]


def _group_words(figures: Figures, choices: Choices) -> str:
    if choices.view is View.MAP:
        return extent(figures, choices).name
    names, group = figures.snapshot.municipalities, choices.group or default_group(figures)
    codes = chosen_codes(group, names)
    return listed([names[code] for code in codes]) if codes else figures.references[group].name


def _content(kind: str, frame: pd.DataFrame, about: list[tuple[str, str]]) -> bytes:
    if kind == "xlsx":
        sheets = {"Siffror": frame, "Om filen": pd.DataFrame(about, columns=["Uppgift", "Innehåll"])}
        return to_excel(sheets)
    return f"{_BYTE_ORDER_MARK}{to_csv(frame)}".encode()
