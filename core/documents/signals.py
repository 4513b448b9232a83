"""The three signals of an outcome, as a slide shows them."""

from __future__ import annotations

from core.documents.deck import Signal
from core.signals import Attainment, Reason, Standing, Trend, Verdict
from core.words import labels, symbols
from core.words.formats import first_upper
from core.words.sentences import Row

_FACE_TONE = {
    Attainment.REACHED: "good",
    Attainment.NEARLY: "near",
    Attainment.NOT_REACHED: "bad",
    Attainment.NOT_JUDGED: "none",
}
_ARROW_TONE = {Verdict.BETTER: "good", Verdict.WORSE: "bad", Verdict.UNCHANGED: "level", Verdict.NEUTRAL: "neutral"}
_SQUARE_TONE = {Standing.BEST: "good", Standing.MIDDLE: "near", Standing.WORST: "bad"}
_PLACED = (Reason.NONE, Reason.NO_DIRECTION)


def signals_of(row: Row) -> tuple[Signal, ...]:
    """Face (where there is a target), arrow and square of a row of ``signal_rows``."""
    verdict = Verdict(row["trend_verdict"])
    face = face_of(row)
    arrow = Signal(
        symbol=symbols.arrow(Trend(row["trend"])),
        tone=_ARROW_TONE.get(verdict, "none"),
        words=first_upper(labels.trend_word(row["trend"], verdict)),
        sentence=row["trend_text"],
    )
    square = _square(Standing(row["standing"]), Reason(row["standing_reason"]), row["standing_words"])
    square = square.model_copy(update={"sentence": row["standing_text"]})
    return (face, arrow, square) if face else (arrow, square)


def face_of(row: Row) -> Signal | None:
    """The face of a row of ``signal_rows``; None without a target."""
    if row["attainment_reason"] == Reason.NO_TARGET:
        return None
    attainment = Attainment(row["attainment"])
    return Signal(
        symbol=symbols.face(attainment),
        tone=_FACE_TONE[attainment],
        words=first_upper(labels.ATTAINMENT[attainment]),
        sentence=row["attainment_text"],
    )


def square_of(row: Row) -> Signal | None:
    """The square of a row of ``signal_rows`` without its sentence; None where nothing can be judged."""
    standing, reason = Standing(row["standing"]), Reason(row["standing_reason"])
    return _square(standing, reason, labels.STANDING[standing]) if reason in _PLACED else None


def _square(standing: Standing, reason: Reason, words: str) -> Signal:
    neutral = reason == Reason.NO_DIRECTION
    return Signal(
        symbol=symbols.square(standing, reason),
        tone="neutral" if neutral else _SQUARE_TONE.get(standing, "none"),
        words=first_upper(words),
        sentence="",
    )
