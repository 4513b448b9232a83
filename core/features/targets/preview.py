"""How targets would look while they are typed or sent: judged against the newest outcome, by the rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.charts.row_view import face_of
from core.features.targets.view import doubt_words, shown_faults
from core.outcomes.figures import Figures
from core.outcomes.judging import judged
from core.signals import Attainment
from core.targets.doubts import seal_of
from core.targets.lines import ReadLine, targets_after
from core.targets.models import Target
from core.targets.store import target_frame
from core.targets.versions import TargetVersion
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


def preview_of(
    figures: Figures | None, municipality: str, lines: Sequence[ReadLine], held: Sequence[TargetVersion], number: int
) -> dict[str, Any]:
    """The face of the line NUMBER and of its indicator, its faults by field and what is to be confirmed, as JSON.

    LINES are of one of MUNICIPALITY's indicators, HELD what holds for it now. A face is None where there is none.
    """
    wanted = next((read for read in lines if read.line.number == number), None)
    if wanted is None or figures is None:
        return {"rad": None, "indikator": None} | _said_of(wanted)
    by_id = {version.id: version.target for version in held}
    target = wanted.target or (None if wanted.change or wanted.faults else by_id.get(wanted.line.seen))
    every = targets_after(lines, held)
    together = face_of_all(figures, municipality, wanted.line.kpi, every)
    is_alone = every == [target] and together is not None and together["target_kind"] != ""
    alone = together if is_alone else faces(figures, [target])[0] if target else None
    return {"rad": _drawn(alone), "indikator": _drawn(together)} | _said_of(wanted)


def _said_of(read: ReadLine | None) -> dict[str, Any]:
    if read is None:
        return {"fel": {}, "fraga": None}
    question = {"text": doubt_words(read.doubts), "sigill": seal_of(read.doubts)} if read.doubts else None
    return {"fel": shown_faults(read), "fraga": question}


def _drawn(row: Row | None) -> dict[str, str] | None:
    if row is None:
        return None
    face = face_of(row)
    is_said = face.words in face.sentence.casefold()
    return asdict(face) | {"text": face.sentence if is_said else f"{face.words}: {face.sentence}"}
