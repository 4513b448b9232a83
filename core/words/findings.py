"""What a finding says on the page: one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from core.signals import Attainment, Standing, Verdict
from core.words import labels
from core.words.sentences import Row

_ORDER = (Standing.WORST, Standing.MIDDLE, Standing.BEST)
_TREND = {Verdict.BETTER: 1, Verdict.UNCHANGED: 0, Verdict.WORSE: -1}
_FACE = {
    Attainment.REACHED: "når målet",
    Attainment.NEARLY: "når nästan målet",
    Attainment.NOT_REACHED: "når inte målet",
}


@dataclass(frozen=True)
class _Said:
    """What one signal says. TONE is 1 where it speaks well, -1 ill and 0 neither."""

    words: str
    tone: int


def finding_sentence(row: Row, name: str, where: str = "i landet") -> str:
    """What a row of ``core.signals.findings`` tells, about the municipality NAME; the indicator stands above it.

    WHERE is whom it is compared with, as ``Reference.where``.

    "Salem är bland de bästa 25 % i landet och når målet, men värdet försämras." ROW also has target_due and
    target_year. Every judged signal is said; those that pull different ways are joined by "men".
    """
    said = [part for part in (_square(row, where), _face(row)) if part]
    at_odds = len(said) == 2 and prod(part.tone for part in said) < 0
    text = f"{name} {(' men ' if at_odds else ' och ').join(part.words for part in said)}"
    trend = _trend(row)
    if trend:
        text += _joint(said[-1].tone * trend.tone, at_odds=at_odds) + trend.words
    return f"{text}."


def _joint(agreement: int, *, at_odds: bool) -> str:
    if agreement > 0:
        return ", och "
    # A second "men" would take back the first.
    return ", men " if agreement < 0 and not at_odds else "; "


def _square(row: Row, where: str) -> _Said | None:
    if row["standing"] == Standing.NOT_JUDGED:
        return None
    now = labels.STANDING[Standing(row["standing"])]
    if row["band_from"]:
        return _Said(f"har gått från de {_from_words(row)} till de {now} {where}", _square_tone(row))
    return _Said(f"är bland de {now} {where}", _square_tone(row))


def _from_words(row: Row) -> str:
    return f"{labels.STANDING[Standing(row['band_from'])]} ({row['band_from_year']:.0f})"


def _square_tone(row: Row) -> int:
    """Which way the square has moved, where that is told; else where it is."""
    before = row["band_from"] or Standing.MIDDLE
    now, then = (_ORDER.index(Standing(band)) for band in (row["standing"], before))
    return (now > then) - (now < then)


def _face(row: Row) -> _Said | None:
    attainment = Attainment(row["attainment"])
    if attainment == Attainment.NOT_JUDGED:
        return None
    if attainment == Attainment.REACHED and not row["target_due"]:
        return _Said(f"når redan målet för {row['target_year']:.0f}", 1)
    return _Said(_FACE[attainment], -1 if attainment == Attainment.NOT_REACHED else 1)


def _trend(row: Row) -> _Said | None:
    """Nothing where the arrow is silent or, without a direction, neither good nor bad."""
    tone = _TREND.get(row["trend_verdict"])
    if tone is None:
        return None
    word = labels.TREND_VERDICT[Verdict(row["trend_verdict"])]
    ago = f" sedan {row['trend_from_year']:.0f}"
    # Unchanged by the rule: it may have moved, and even taken the municipality to another band.
    return _Said(f"värdet {word}{ago}" if tone else f"värdet är i stort sett {word}{ago}", tone)
