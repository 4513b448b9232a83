"""What Storköping's figures tell, so that a visitor meets successes, deviations and all between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

STORKOPING = 0


@dataclass(frozen=True)
class Part:
    """Where an indicator ends and how it got there.

    ``place``: the share of municipalities that it does better than (lies above, without direction).
    ``pace``: typical yearly changes that it improves (rises) a year. 1 is enough for an arrow.
    """

    place: float
    pace: float = 0.0


# Schools get better, the care of the old is under strain, the economy is sound but loans grow.
STORY: Mapping[str, Part] = MappingProxyType(
    {
        "N03102": Part(0.62, 0.3),  # the year's result
        "N03002": Part(0.80, 1.6),  # solidity
        "N03055": Part(0.85, 1.9),  # long-term debts
        "N00530": Part(0.88),  # residents on preschools
        "N11102": Part(0.15, -1.9),  # children per employee
        "N11808": Part(0.30, -1.8),  # qualified preschool staff
        "N15428": Part(0.86, 1.7),  # qualified for upper secondary school
        "N15485": Part(0.78, 1.6),  # mathematics in year 6
        "N15643": Part(0.82, 1.4),  # pupils feel safe
        "N15814": Part(0.55),  # qualified teachers
        "N17461": Part(0.45, 1.7),  # examination within four years
        "N17625": Part(0.12, -1.8),  # truancy
        "N18601": Part(0.60),  # work or studies afterwards
        "N31816": Part(0.90, 1.8),  # long-term social assistance
        "U31402": Part(0.50),  # wait for a decision
        "U21468": Part(0.10, -1.8),  # content with home care
        "U23471": Part(0.40, -1.7),  # content with the home for the old
        "U23401": Part(0.16, -1.5),  # wait for a place in such a home
        "N28013": Part(0.55),  # cost of housing for the disabled
        "N18409": Part(0.70, 1.6),  # Swedish for immigrants
        "U40455": Part(0.20),  # to work or studies
        "N09890": Part(0.84),  # music school
        "N09807": Part(0.22, -1.6),  # visits to libraries
        "N00609": Part(0.35),  # premises
        "U00502": Part(0.90, 2.2),  # fossil-free vehicles
        "U07414": Part(0.65),  # recycling
        "N00638": Part(0.50),  # drinking water
        "N00600": Part(0.08, -1.7),  # streets
        "N00602": Part(0.28),  # cycle paths
        "N00605": Part(0.77, 1.6),  # parks
        "N00090": Part(0.20, 1.8),  # sick leave: bad, and getting better
        "N00640": Part(0.80),  # service
        "N00647": Part(0.45, -1.6),  # easy to get answers
    }
)

NEVER_REPORTED = frozenset({"U00454"})
STOPPED_YEARS_AGO: Mapping[str, int] = MappingProxyType({"U07425": 4})
# So many municipalities report it, Storköping among them: too few to compare with.
FEW_REPORT: Mapping[str, int] = MappingProxyType({"U07426": 9})
LAST_YEAR_MISSING = frozenset({"N09801"})
