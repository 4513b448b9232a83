"""The constants of the "Storköping" model (DESIGN.md, section 3). Each stands here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

OPEN_SHARE = 0.6
OPEN_LOOKBACK_YEARS = 5
OUTDATED_AFTER_YEARS = 2

TREND_SPAN = 2
TREND_FALLBACK_SPAN = 3
DEADBAND_FACTOR = 2.0
DEADBAND_WINDOW_YEARS = 5
DEADBAND_LEAST_PAIRS = 20
COMPARED_DECIMALS = 9

SQUARE_LEAST_N = 20
SQUARE_MOST_IN_OUTER = 0.35
QUARTER = 4

TOLERANCE_SHARE_OF_LEVEL = 0.05
RANK_TOLERANCE = 1.0

INDEX_LEAST_N = 145
INDEX_LEAST_SHARE = 0.6
FINDINGS_MOST = 3
BAND_MOST_YEARS_BETWEEN = 4


class Gender(StrEnum):
    """Kolada's codes."""

    TOTAL = "T"
    WOMEN = "K"
    MEN = "M"


GENDERS = tuple(gender.value for gender in Gender)


class Attainment(StrEnum):
    """The face."""

    REACHED = "reached"
    NEARLY = "nearly"
    NOT_REACHED = "not_reached"
    NOT_JUDGED = "not_judged"


class Trend(StrEnum):
    """Which way the figure moves."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    SILENT = "silent"


class Verdict(StrEnum):
    """What the movement means, by the indicator's direction."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    NEUTRAL = "neutral"
    NONE = "none"


class Standing(StrEnum):
    """The square."""

    BEST = "best"
    MIDDLE = "middle"
    WORST = "worst"
    NOT_JUDGED = "not_judged"


class Pace(StrEnum):
    """The way towards the final target."""

    ON_PACE = "on_pace"
    TOO_SLOW = "too_slow"
    WRONG_WAY = "wrong_way"
    NONE = ""


class Reason(StrEnum):
    """Why a signal is not given; empty when it is."""

    NONE = ""
    NO_OUTCOME = "no_outcome"
    SUPPRESSED = "suppressed"
    NOT_REPORTED = "not_reported"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    TOO_FEW_YEARS = "too_few_years"
    TOO_FEW_PAIRS = "too_few_pairs"
    BREAK = "break"
    EXCEPTIONAL = "exceptional"
    OPEN_YEAR = "open_year"
    TOO_FEW = "too_few"
    TIES = "ties"
    NO_DIRECTION = "no_direction"
    NOT_COMPARABLE = "not_comparable"
    INFORMATION = "information"
    NO_TARGET = "no_target"
    NOT_DUE = "not_due"
    NO_BASE = "no_base"
    GROUP_TOO_SMALL = "group_too_small"
