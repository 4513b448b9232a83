"""What the page shows of a target while it is typed: computed by the rules, and only drawn by the script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from core.features.overview.row_view import face_of
from core.features.targets.doubts import seal_of
from core.features.targets.lines import ReadLine, targets_after
from core.features.targets.preview import face_of_all, faces
from core.features.targets.versions import TargetVersion
from core.features.targets.view import doubt_words, shown_faults
from core.outcomes.figures import Figures
from core.words.sentences import Row


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
