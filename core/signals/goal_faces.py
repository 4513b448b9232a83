"""The face of a goal: of its indicators, or of the goals below it (DESIGN.md section 3, "Goals above indicators")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.signals.constants import Attainment


@dataclass(frozen=True)
class GoalFace:
    """What a goal's parts say together: of ``count`` parts so many are reached and nearly reached, the rest not.

    ``judged`` is how many can be judged.
    """

    face: Attainment
    reached: int
    nearly: int
    judged: int
    count: int


def goal_face(parts: Iterable[Attainment]) -> GoalFace:
    """The face of a goal whose PARTS have these faces, each counting one.

    Of those that can be judged: all reached, reached; at least half reached or nearly, nearly; else not reached. Not
    judged where fewer than half of all can be, or there is none.
    """
    faces = list(parts)
    reached, nearly = faces.count(Attainment.REACHED), faces.count(Attainment.NEARLY)
    judged = reached + nearly + faces.count(Attainment.NOT_REACHED)
    if judged == 0 or 2 * judged < len(faces):
        face = Attainment.NOT_JUDGED
    elif reached == judged:
        face = Attainment.REACHED
    elif 2 * (reached + nearly) >= judged:
        face = Attainment.NEARLY
    else:
        face = Attainment.NOT_REACHED
    return GoalFace(face, reached, nearly, judged, len(faces))
