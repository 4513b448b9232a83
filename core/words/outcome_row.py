"""The shape of an outcome with everything that is said about it: a row of the overview, wherever it is read."""

from __future__ import annotations

from typing import TypedDict

from core.signals import Attainment, Pace, Reason, Standing, TargetKind, Trend, Verdict


class Row(TypedDict, total=False):
    """One indicator's outcome in a municipality, as ``core.outcomes.rows.signal_rows`` gives it.

    Values and differences are in the indicator's ``unit``; NaN where there is none, and for a year that is not there.
    Words of the rules are '' where nothing is said. Which keys are there depends on who has made it: all of them where
    it is of the overview.
    """

    # Of what, and the outcome: ``status`` is Kolada's word for why there is none, ``outcome_reason`` ours. ``series``
    # are (year, value) of the last eight years, NaN without any. ``later_year`` has come, without a value.
    kpi: str
    municipality: str
    gender: str
    year: float
    value: float
    status: str
    preliminary: bool
    is_open: bool
    split: bool
    outcome_reason: Reason
    repeated_to: float
    later_year: float
    later_status: str
    newest_closed: float
    year_n: float
    series: list[tuple[int, float]] | float
    # From the catalogue.
    area: str
    name: str
    unit: str
    decimals: int
    direction: str
    category: str
    prominence: int
    kkik: bool
    is_own: bool
    step: int
    comparable: bool
    break_years: tuple[int, ...]
    exceptional_years: tuple[int, ...]
    # The arrow. ``slow_change`` is since ``slow_from_year``, where no arrow tells of it.
    trend: Trend
    trend_reason: Reason
    trend_verdict: Verdict
    trend_from_year: float
    trend_change: float
    trend_change_country: float
    trend_deadband: float
    deadband: float
    slow_from_year: float
    slow_change: float
    # The square: among ``standing_n`` others, and the quartiles' limits.
    standing: Standing
    standing_reason: Reason
    country_reason: Reason
    standing_n: float
    standing_lower: float
    standing_higher: float
    standing_better: float
    standing_worse: float
    standing_low_cut: float
    standing_high_cut: float
    standing_best_cut: float
    standing_worst_cut: float
    standing_cut: float
    # The target that the outcome is judged by, and the face.
    target: float
    target_kind: TargetKind
    target_value: float
    target_value2: float
    target_rank: float
    target_tolerance: float
    target_year: float
    target_group: str
    target_gender: str
    target_due: bool
    is_final: bool
    base_year: float
    base_value: float
    tolerance: float
    decided_by: str
    decision: str
    link: str
    attainment: Attainment
    attainment_reason: Reason
    attainment_distance: float
    pace: Pace
    pace_per_year: float
    pace_needed: float
    pace_year: float
    pace_level: float
    # How sure it is: ``uncertainty`` is plus and minus, of so many ``answers``.
    uncertainty: float
    answers: float
    trend_uncertainty: float
    standing_uncertain: bool
    trend_uncertain: bool
    # Its place among what is red and green, 0 first (``is_success`` None: of what is neither); and of a finding
    # (``core.signals.findings``) the band that it has come from, and its weight.
    is_deviation: bool
    is_success: bool | None
    deviation_order: int
    success_order: int
    band_from: Standing
    band_from_year: float
    score: float
    # What is said.
    attainment_text: str
    target_text: str
    trend_text: str
    standing_text: str
    standing_words: str
    pace_text: str
    later_text: str
