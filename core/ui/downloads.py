"""Files to take away: what a page shows, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.overview.export import export_frame, to_csv, to_excel
from core.overview.figures import Figures
from core.overview.indicator import figure_table, indicator_figures
from core.ui.choices import Choices
from core.ui.overview_view import rows_to_take_away
from core.words import labels
from core.words.sources import attribution, fetched_words

CSV_TYPE = "text/csv; charset=utf-8"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")
# Excel in Sweden reads a CSV file as UTF-8 only when it begins so.
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Download:
    """A file: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def overview_download(figures: Figures, choices: Choices, kind: str) -> Download:
    """The rows of the overview as KIND (csv or xlsx), with the same columns as the command ``signals``."""
    shown = [row["kpi"] for row in rows_to_take_away(figures, choices)]
    rows = figures.rows(choices.choice).set_index("kpi", drop=False).loc[shown]
    frame = export_frame(rows, reference=choices.reference)
    name = f"{_prefix(figures)}nyckeltal-{figures.snapshot.municipalities[choices.choice.municipality]}"
    return _file(name, kind, frame, _about(figures, choices, processed=True))


def indicator_download(figures: Figures, choices: Choices, kind: str) -> Download:
    """The series of the chosen indicator as KIND (csv or xlsx). Raises KeyError when none is chosen."""
    kpi = choices.kpi or ""
    table = figure_table(indicator_figures(figures, choices.choice, kpi))
    about = _about(figures, choices, processed=True)
    indicator = figures.catalogue.by_kpi[kpi]
    about = [("Indikator", f"{indicator.name} ({kpi})"), ("Enhet", indicator.unit), *about]
    name = f"{_prefix(figures)}{kpi}-{figures.snapshot.municipalities[choices.choice.municipality]}"
    return _file(name, kind, table, about)


def _prefix(figures: Figures) -> str:
    return "exempel-" if figures.snapshot.info.is_example else ""


def _about(figures: Figures, choices: Choices, *, processed: bool) -> list[tuple[str, str]]:
    info = figures.snapshot.info
    return [
        ("Kommun", figures.snapshot.municipalities[choices.choice.municipality]),
        ("Kön", labels.GENDER[choices.gender.value]),
        ("Jämfört med", figures.references[choices.reference].name),
        ("År", "senaste" if choices.year is None else f"till och med {choices.year}"),
        ("Hämtat", fetched_words(info.fetched_at, is_example=info.is_example)),
        ("Källa", attribution(is_example=info.is_example, processed=processed)),
    ]


def _file(name: str, kind: str, frame: pd.DataFrame, about: list[tuple[str, str]]) -> Download:
    # In a column of its own: a line of another form would be in the way of whoever reads the file with a program.
    said = frame.assign(källa=next(content for fact, content in about if fact == "Källa"))
    if kind == "xlsx":
        sheets = {"Siffror": said, "Om filen": pd.DataFrame(about, columns=["Uppgift", "Innehåll"])}
        return Download(f"{name}.xlsx", EXCEL_TYPE, to_excel(sheets))
    return Download(f"{name}.csv", CSV_TYPE, f"{_BYTE_ORDER_MARK}{to_csv(said)}".encode())
