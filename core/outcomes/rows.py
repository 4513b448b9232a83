"""The rows behind the overview: outcome, three signals and their sentences for one municipality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, cast

import numpy as np
import pandas as pd

from core.cache import Snapshot
from core.catalogue import Catalogue
from core.catalogue.frames import indicator_frame
from core.outcomes.references import COUNTRY, SIMILAR, Reference, member_pairs, members, references
from core.outcomes.uncertainty import uncertainties, with_uncertainty
from core.signals import (
    Reason,
    Standing,
    Trend,
    Verdict,
    attainment,
    by_chosen_gender,
    deviations,
    outcomes,
    pace,
    repetitions,
    slow_changes,
    standing,
    with_measured_years,
)
from core.words import labels, sentences

_STANDING = (
    "standing_n",
    "standing_lower",
    "standing_higher",
    "standing_better",
    "standing_worse",
    "standing_low_cut",
    "standing_high_cut",
    "standing_best_cut",
    "standing_worst_cut",
    "standing",
    "standing_reason",
)
_PACE = ("pace_per_year", "pace_needed", "pace_year", "pace_level")
SERIES_YEARS = 8
_KIND_MARK = "/"


@dataclass(frozen=True)
class Choice:
    """What a reader has chosen to see. ``year`` None means the newest; ``gender`` T, K or M."""

    municipality: str
    gender: str = "T"
    reference: str = COUNTRY
    year: int | None = None


def signal_rows(
    snapshot: Snapshot, catalogue: Catalogue, targets: pd.DataFrame, choice: Choice, area: str | None = None
) -> pd.DataFrame:
    """One row for each indicator in the catalogue's order, or AREA's (which has some), with all that is said about it.

    TARGETS as ``held_targets`` has them of the municipality. Columns: the catalogue's fields, the outcome, how sure it
    is (``with_uncertainty``), the columns of ``core.signals``, and the Swedish sentences attainment_text, trend_text,
    standing_text, pace_text.
    """
    if area:
        catalogue = catalogue.of_area(area)
        targets = targets[targets["kpi"].isin(list(catalogue.by_kpi))].reset_index(drop=True)
    rows = _judged(snapshot, catalogue, targets, choice, tuple(catalogue.by_kpi) if area else ())
    texts = _sentences(records(rows), snapshot, catalogue, choice)
    return rows.assign(**{name: np.array(text, dtype=object) for name, text in texts.items()})


def _judged(
    snapshot: Snapshot, catalogue: Catalogue, targets: pd.DataFrame, choice: Choice, kpis: Sequence[str]
) -> pd.DataFrame:
    """``signal_rows`` without the sentences. KPIS are CATALOGUE's where it is a part, else none: all are read."""
    indicators = indicator_frame(catalogue)
    whole = snapshot.signals_of(choice.municipality, {"T", choice.gender}, kpis)
    whole = values = with_measured_years(whole, catalogue.steps)
    years = all_years = snapshot.years_of(kpis) if kpis else snapshot.kpi_years
    if choice.year is not None:
        values, years = values[values["year"] <= choice.year], years[years["year"] <= choice.year]
    rows = by_chosen_gender(outcomes(values, years), choice.gender)
    rows = rows.set_index("kpi").reindex(indicators["kpi"]).reset_index()
    rows["municipality"] = choice.municipality
    rows = _filled(rows, choice)
    rows["country_reason"] = rows["standing_reason"]
    # Targets first: "among the best 25 %" means the country's, whoever the reader compares with.
    rows = _with_targets(rows, snapshot, catalogue, targets, indicators)
    if choice.reference != COUNTRY:
        pairs = member_pairs(snapshot, catalogue, choice.municipality, choice.reference)
        others = snapshot.values_of(sorted(pairs["municipality"].unique()), kpis).merge(
            pairs, on=["kpi", "municipality"]
        )
        rows = _compared_within(rows, others, indicators, all_years)
    rows = _silenced(rows)
    # Both have one row an indicator, in the catalogue's order.
    rows = pd.concat([rows, indicators.drop(columns=["kpi", "decimals", "tolerance", "deadband"])], axis=1)
    rows = slow_changes(rows, values)
    rows["standing_cut"] = _nearest_cut(rows)
    rows["series"] = _series(rows, whole)
    known = uncertainties(snapshot, catalogue, choice.municipality, whole)
    return deviations(with_uncertainty(rows, known))


def _filled(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Rows of indicators without a single value say so instead of being empty."""
    texts = {
        "gender": choice.gender,
        "status": "",
        "later_status": "",
        "outcome_reason": Reason.NO_OUTCOME,
        "trend": Trend.SILENT,
        "trend_reason": Reason.NO_OUTCOME,
        "trend_verdict": Verdict.NONE,
        "standing": Standing.NOT_JUDGED,
        "standing_reason": Reason.NO_OUTCOME,
    }
    for column, text in texts.items():
        rows[column] = rows[column].fillna(text)
    for column in ("preliminary", "is_open"):
        rows[column] = rows[column].eq(other=True)
    rows["split"] = rows["split"].ne(other=False)
    for column in ("year", "repeated_to", "newest_closed", "trend_from_year", *_STANDING[:5]):
        rows[column] = rows[column].astype("float64")
    return rows.assign(deadband=rows["trend_deadband"], year_n=rows["standing_n"])


def _compared_within(
    rows: pd.DataFrame, others: pd.DataFrame, indicators: pd.DataFrame, years: pd.DataFrame
) -> pd.DataFrame:
    """ROWS with the standing among the OTHERS (their values, its own too) instead of the whole country."""
    asked = rows.loc[rows["year"].notna(), ["kpi", "gender", "year"]].astype({"year": "int64"})
    stood = standing(others.merge(asked, on=["kpi", "gender", "year"]), indicators, years)
    stood = stood[stood["municipality"] == rows["municipality"].iloc[0]].drop(columns=["municipality", "year"])
    merged = rows.drop(columns=list(_STANDING)).merge(stood, on=["kpi", "gender"], how="left")
    merged["standing"] = merged["standing"].fillna(Standing.NOT_JUDGED)
    merged["standing_reason"] = merged["standing_reason"].fillna(Reason.NO_OUTCOME)
    return merged


def _silenced(rows: pd.DataFrame) -> pd.DataFrame:
    """A value that is too old keeps its figure and its year, and loses its signals."""
    old = rows["outcome_reason"] != Reason.NONE
    silent = {"trend": Trend.SILENT, "trend_verdict": Verdict.NONE, "standing": Standing.NOT_JUDGED}
    for column, text in silent.items():
        rows[column] = rows[column].mask(old, text)
    for column in ("trend_reason", "standing_reason", "country_reason"):
        rows[column] = rows[column].mask(old, rows["outcome_reason"])
    return rows


def _with_targets(
    rows: pd.DataFrame,
    snapshot: Snapshot,
    catalogue: Catalogue,
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
) -> pd.DataFrame:
    rows = faced(rows, snapshot, catalogue, targets, indicators)
    if targets.empty:
        return rows.assign(**dict.fromkeys(_PACE, np.nan), pace="")
    paced = pace(rows, targets, indicators)
    rows = rows.merge(paced.drop(columns=["municipality", "gender"]), on="kpi", how="left")
    rows["pace"] = rows["pace"].fillna("")
    return rows


def faced(
    rows: pd.DataFrame,
    snapshot: Snapshot,
    catalogue: Catalogue,
    targets: pd.DataFrame,
    indicators: pd.DataFrame,
) -> pd.DataFrame:
    """ROWS, outcomes of one municipality as ``attainment`` takes them, judged by TARGETS; INDICATORS are theirs."""
    if targets.empty:
        return attainment(rows, targets, indicators, targets, targets)
    municipality = str(rows["municipality"].iloc[0])
    targets = _similar_by_kind(targets, catalogue)
    belonging = pd.DataFrame(
        [
            (municipality, group, member)
            for group in sorted({str(group) for group in targets["group"]} - {""})
            for member in _members(snapshot, catalogue, municipality, group)
        ],
        columns=["municipality", "group", "member"],
    )
    values = snapshot.values_of(sorted({municipality, *belonging["member"]}), sorted(targets["kpi"].unique()))
    judged = attainment(rows, targets, indicators, values, belonging)
    new = [c for c in judged.columns if c not in rows.columns]
    rows = rows.merge(judged[["kpi", *new]], on="kpi")
    rows["target_group"] = rows["target_group"].where(~rows["target_group"].str.startswith(SIMILAR, na=False), SIMILAR)
    return rows


def _members(snapshot: Snapshot, catalogue: Catalogue, municipality: str, group: str) -> tuple[str, ...]:
    name, _, kind = group.partition(_KIND_MARK)
    if name == SIMILAR:
        return members(snapshot, catalogue, municipality, SIMILAR, kind)
    return members(snapshot, catalogue, municipality, group)


def _similar_by_kind(targets: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """TARGETS whose group is the similar municipalities name which kind: each area has its own."""
    kinds = {i.kpi: catalogue.area_by_id[i.area].similar for i in catalogue.indicators}
    named = SIMILAR + _KIND_MARK + targets["kpi"].map(kinds)
    return targets.assign(group=targets["group"].mask(targets["group"] == SIMILAR, named))


def _series(rows: pd.DataFrame, values: pd.DataFrame) -> pd.Series:
    """What was measured in the last years of each row up to its outcome, as (year, value) pairs, for the small line.

    VALUES are of all years: which of them repeat another is seen in the whole series.
    """
    pairs: defaultdict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for kpi, gender, year, value in _lists(values[values["value"].notna()], "kpi", "gender", "year", "value"):
        pairs[kpi, gender].append((year, value))

    def recent(kpi: str, gender: str, to: float, step: int) -> list[tuple[int, float]]:
        points = sorted(pairs[kpi, gender])
        repeated = repetitions(points, step)
        # Where there is no outcome the year is NaN, and nothing is within it.
        return [point for point in points if to - SERIES_YEARS < point[0] <= to and point[0] not in repeated]

    found = [recent(*row) or nan for row in _lists(rows, "kpi", "gender", "year", "step")]
    return pd.Series(found, rows.index, dtype=object)


def _lists(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """COLUMNS of ROWS one by one, as Python's own values: many times faster than pandas' rows."""
    return zip(*(rows[column].tolist() for column in columns), strict=True)


def _nearest_cut(rows: pd.DataFrame) -> pd.Series:
    to_best, to_worst = ((rows["value"] - rows[c]).abs() for c in ("standing_best_cut", "standing_worst_cut"))
    return rows["standing_best_cut"].where(to_best <= to_worst, rows["standing_worst_cut"])


def _sentences(
    rows_said: list[sentences.Row], snapshot: Snapshot, catalogue: Catalogue, choice: Choice
) -> dict[str, list[str]]:
    """What is said of ROWS_SAID, by column."""
    named = references(catalogue)
    everyone = len(snapshot.municipalities)
    group_names = {r.id: r.name for r in named.values()}
    wheres = [_where(named[choice.reference], r) for r in rows_said]
    groups = [group_names.get(r["target_group"], "") for r in rows_said]
    return {
        "attainment_text": [sentences.attainment_sentence(r, group=g) for r, g in zip(rows_said, groups, strict=True)],
        "target_text": [sentences.target_words(r, group=g) for r, g in zip(rows_said, groups, strict=True)],
        "trend_text": [sentences.trend_sentence(r) for r in rows_said],
        "standing_text": [
            sentences.standing_sentence(r, where=w, municipalities=everyone)
            for r, w in zip(rows_said, wheres, strict=True)
        ],
        "standing_words": [sentences.standing_words(r, where=w) for r, w in zip(rows_said, wheres, strict=True)],
        "pace_text": [sentences.pace_sentence(r) for r in rows_said],
        "later_text": [sentences.later_words(r) for r in rows_said],
    }


def _where(reference: Reference, row: sentences.Row) -> str:
    """Among whom ROW stands."""
    return labels.in_country(is_own=row["is_own"]) if reference.id == COUNTRY else reference.where


def group_names(catalogue: Catalogue) -> dict[str, str]:
    """What the groups that a target may name are called, by id."""
    return {reference.id: reference.name for reference in references(catalogue).values()}


def records(rows: pd.DataFrame) -> list[sentences.Row]:
    """ROWS one by one, each as a mapping from column to value."""
    names = [str(column) for column in rows.columns]
    found = [dict(zip(names, values, strict=True)) for values in _lists(rows, *rows.columns)]
    return cast("list[sentences.Row]", found)
