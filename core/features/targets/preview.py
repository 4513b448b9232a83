"""How targets would look: each judged against the newest outcome, by the rules and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from core.features.targets.models import Target
from core.features.targets.store import target_frame
from core.outcomes.figures import Figures
from core.outcomes.judging import judged
from core.signals import Attainment
from core.words import labels
from core.words.sentences import Row

_TOTAL = "T"


def faces(figures: Figures, targets: Sequence[Target]) -> list[Row | None]:
    """What each of TARGETS, taken alone, says of the newest outcome, in their order.

    A row as ``judged`` gives it; None where FIGURES know nothing of the indicator or the municipality.
    """
    found: dict[int, Row] = {}
    for municipality, gender in {(target.municipality, target.gender or _TOTAL) for target in targets}:
        if municipality not in figures.snapshot.municipalities:
            continue
        here = [i for i, t in enumerate(targets) if (t.municipality, t.gender or _TOTAL) == (municipality, gender)]
        for chosen in _rounds(targets, here):
            frame = target_frame([targets[i] for i in chosen])
            rows = judged(figures, frame, municipality, gender, {targets[i].kpi for i in chosen})
            found |= {i: _of_gender(rows[targets[i].kpi], gender) for i in chosen if targets[i].kpi in rows}
    return [found.get(i) for i in range(len(targets))]


def face_of_all(figures: Figures, municipality: str, kpi: str, targets: Sequence[Target]) -> Row | None:
    """What TARGETS, all of MUNICIPALITY and KPI, say together of the total's newest outcome.

    None where FIGURES know nothing of it.
    """
    if municipality not in figures.snapshot.municipalities:
        return None
    return judged(figures, target_frame(targets), municipality, _TOTAL, {kpi}).get(kpi)


def _rounds(targets: Sequence[Target], places: Sequence[int]) -> list[list[int]]:
    """PLACES in groups where no indicator comes twice: each group can be judged at once."""
    rounds: list[list[int]] = []
    count: dict[str, int] = {}
    for place in places:
        turn = count.get(targets[place].kpi, 0)
        count[targets[place].kpi] = turn + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(place)
    return rounds


def _of_gender(row: Row, gender: str) -> Row:
    """ROW, which says so where the outcome is not divided and the target is."""
    if row["gender"] == gender:
        return row
    text = f"Kan inte bedömas: utfallet finns inte för {labels.GENDER[gender]}."
    return {**row, "attainment": Attainment.NOT_JUDGED, "attainment_text": text}
