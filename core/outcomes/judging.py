"""Faces as they would be with other targets than those that hold: for who sets them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from core.catalogue.frames import indicator_frame
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice, faced, group_names, records
from core.words import sentences
from core.words.sentences import Row

# What is known of an outcome before anybody has set a target for it.
_OUTCOME = (
    *("kpi", "municipality", "gender", "year", "value", "preliminary", "later_text", "outcome_reason", "split"),
    *("deadband", "standing_n", "standing_best_cut", "standing_reason"),
)
_NAMED = ["kpi", "name", "unit"]


def judged(
    figures: Figures, targets: pd.DataFrame, municipality: str, gender: str, kpis: Collection[str]
) -> dict[str, Row]:
    """The outcomes of MUNICIPALITY for KPIS judged by TARGETS alone, by kpi.

    TARGETS as ``held_targets`` gives them, all of MUNICIPALITY. Each row has what ``core.signals.attainment`` adds,
    name, unit, and the sentences attainment_text and target_text. ``gender`` of a row is T where the outcome is not
    divided.
    """
    rows = figures.rows(Choice(municipality, gender))
    indicators = indicator_frame(figures.catalogue)
    indicators = indicators[indicators["kpi"].isin(kpis)]
    asked = rows.loc[rows["kpi"].isin(kpis), list(_OUTCOME)]
    if asked.empty:
        return {}
    found = faced(asked, figures.snapshot, figures.catalogue, targets, indicators).merge(indicators[_NAMED], on="kpi")
    names = group_names(figures.catalogue)
    return {row["kpi"]: _said(row, names.get(row["target_group"], "")) for row in records(found)}


def _said(row: Row, group: str) -> Row:
    return {
        **row,
        "attainment_text": sentences.attainment_sentence(row, group=group),
        "target_text": sentences.target_words(row, group=group),
    }
