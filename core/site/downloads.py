"""Files to take away: what a page shows, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.documents.files import BYTE_ORDER_MARK, MEDIA_TYPES, in_words, to_csv, to_excel
from core.outcomes.figures import Figures
from core.site.site import SITE, TABLES
from core.web.choices import Choices
from core.words import labels
from core.words.sources import attribution, fetched_words, indicator_source

_FOR_PROGRAMS = "kpi"
# What the column with an indicator's id is called in the files that have more than one.
_KPI_COLUMNS = (_FOR_PROGRAMS, "nyckeltal")


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
    frame = TABLES[page].frame(figures, choices)
    # The overview's rows are those of the command ``signals``, for programs.
    frame = frame if _FOR_PROGRAMS in frame else in_words(frame)
    # In a column of its own: a line of another form would be in the way of whoever reads the file with a program.
    sources = TABLES[page].source or _sources(figures, choices, frame)
    content = _content(kind, frame.assign(källa=sources), _about(figures, choices, page))
    return Download(file_name(figures, choices, page, kind), MEDIA_TYPES[kind], content)


def file_name(figures: Figures, choices: Choices, page: str, kind: str) -> str:
    """What ``download`` calls its file."""
    example = "exempel-" if figures.snapshot.info.is_example else ""
    volume = f"-volym-{choices.volume}" if choices.volume else ""
    name = TABLES[page].name.format(kpi=choices.kpi or "", area=_area(figures, choices, page) or "alla", volume=volume)
    return f"{example}{name}-{figures.snapshot.municipalities[choices.choice.municipality]}.{kind}"


def _area(figures: Figures, choices: Choices, page: str) -> str | None:
    """The id of the area that PAGE is of: an indicator's own, whatever area the reader came from."""
    indicator = figures.catalogue.by_kpi.get(choices.kpi or "") if SITE[page].needs_indicator else None
    return indicator.area if indicator else TABLES[page].area(figures, choices)


def _about(figures: Figures, choices: Choices, page: str) -> list[tuple[str, str]]:
    info, catalogue = figures.snapshot.info, figures.catalogue
    area = _area(figures, choices, page)
    facts = [
        ("Kommun", figures.snapshot.municipalities[choices.choice.municipality]),
        ("Område", catalogue.area_by_id[area].name if area else "alla"),
        ("Kön", labels.GENDER[choices.gender.value]),
        ("Jämfört med", figures.references[choices.reference].name),
        ("År", "senaste" if choices.year is None else f"till och med {choices.year}"),
        ("Hämtat", fetched_words(info.fetched_at, is_example=info.is_example)),
        ("Källa", _source(figures, choices.kpi)),
    ]
    if source := TABLES[page].source:
        return [facts[0], ("Källa", source)]
    if group := TABLES[page].group:
        facts.insert(1, ("Grupp", group(figures, choices)))
    if choices.kpi is None:
        return facts
    indicator = catalogue.by_kpi[choices.kpi]
    return [("Indikator", f"{indicator.name} ({indicator.kpi})"), ("Enhet", indicator.unit), *facts]


def _source(figures: Figures, kpi: str | None) -> str:
    """Where the figures of KPI come from; of all that are Kolada's without one, and of one that is gone."""
    is_example = figures.snapshot.info.is_example
    if kpi not in figures.catalogue.by_kpi:
        return attribution(is_example=is_example)
    return indicator_source(figures.catalogue.by_kpi[kpi], is_example=is_example)


def _sources(figures: Figures, choices: Choices, frame: pd.DataFrame) -> list[str]:
    """The source of each row of FRAME: own indicators stand among Kolada's."""
    column = next((name for name in _KPI_COLUMNS if name in frame), None)
    if column is None:
        return [_source(figures, choices.kpi)] * len(frame)
    known = {kpi: _source(figures, kpi) for kpi in frame[column].unique()}
    return [known[kpi] for kpi in frame[column]]


def _content(kind: str, frame: pd.DataFrame, about: list[tuple[str, str]]) -> bytes:
    if kind == "xlsx":
        return to_excel({"Siffror": frame}, about)
    return f"{BYTE_ORDER_MARK}{to_csv(frame)}".encode()
