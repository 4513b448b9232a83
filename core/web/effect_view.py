"""What a figure did after a measure, as it is drawn: the arrow is its own way, the colour whether that is the right."""

from __future__ import annotations

from dataclasses import dataclass

from core.outcomes.effects import MeasuredEffect
from core.outcomes.measures import effect_note, effect_words
from core.signals.effects import Effect

_TONES = {Effect.RIGHT: "better", Effect.WRONG: "worse"}
_SYMBOLS = {Effect.NOT_YET: "state-waiting", Effect.NOT_JUDGED: "state-none", Effect.UNCHANGED: "arrow-level"}


@dataclass(frozen=True)
class EffectView:
    """What the figure did: a symbol, the ``tone`` of its colour (better, worse or neutral), words and a small note."""

    symbol: str
    tone: str
    words: str
    note: str


def effect_view(effect: MeasuredEffect, decimals: int) -> EffectView:
    """EFFECT of a figure with DECIMALS."""
    symbol = _SYMBOLS.get(effect.verdict, "")
    if not symbol and effect.before and effect.after:
        symbol = "arrow-up" if effect.after[1] > effect.before[1] else "arrow-down"
    return EffectView(
        symbol, _TONES.get(effect.verdict, "neutral"), effect_words(effect), effect_note(effect, decimals)
    )
