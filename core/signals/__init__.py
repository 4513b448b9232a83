"""The rules of the "Storköping" model: pure functions on frames. No Streamlit, no database, no clock."""

from core.signals.attainment import attainment
from core.signals.constants import Attainment, Gender, Pace, Reason, Standing, Trend, Verdict
from core.signals.deviations import deviations
from core.signals.doubts import doubtful_zeros, repetitions, with_measured_years
from core.signals.findings import findings
from core.signals.means import group_means
from core.signals.outcome import by_chosen_gender, outcomes
from core.signals.pace import pace
from core.signals.rounding import shown, shown_one
from core.signals.slow import slow_changes
from core.signals.standing import standing
from core.signals.targets import TargetKind
from core.signals.trend import trend
from core.signals.years import kpi_years

__all__ = [
    "Attainment",
    "Gender",
    "Pace",
    "Reason",
    "Standing",
    "TargetKind",
    "Trend",
    "Verdict",
    "attainment",
    "by_chosen_gender",
    "deviations",
    "doubtful_zeros",
    "findings",
    "group_means",
    "kpi_years",
    "outcomes",
    "pace",
    "repetitions",
    "shown",
    "shown_one",
    "slow_changes",
    "standing",
    "trend",
    "with_measured_years",
]
