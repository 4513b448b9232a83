"""How measures are told: the page's and the sections' titles, and what stands where something is missing."""

from __future__ import annotations

from collections.abc import Sequence

from core.cycle.models import Measure
from core.cycle.priorities import Quadrant, quadrant_of
from core.outcomes.measures import Stage, StagedMeasure
from core.signals.effects import Effect
from core.words.formats import count_word, first_upper, listed

STAGE_SYMBOLS = {
    Stage.PROPOSED: "state-none",
    Stage.POSTPONED: "state-none",
    Stage.GOING_ON: "state-half",
    Stage.DONE: "state-done",
    Stage.REFUSED: "state-refuted",
    Stage.WITHDRAWN: "state-refuted",
}
_TOLD = {
    Effect.RIGHT: "åt rätt håll",
    Effect.UNCHANGED: "oförändrad",
    Effect.WRONG: "åt fel håll",
    Effect.NOT_YET: "kan inte synas än",
    Effect.NOT_JUDGED: "kan inte bedömas",
}


def measures_words(n: int) -> str:
    """ "en åtgärd", "fyra åtgärder"."""
    return f"{count_word(n)} {'åtgärd' if n == 1 else 'åtgärder'}"


def title_words(measures: Sequence[StagedMeasure]) -> str:
    """The page's title: what figures have done after what is done; else what goes on, else what is proposed."""
    done = [one for one in measures if one.stage is Stage.DONE]
    right = sum(one.effect.verdict is Effect.RIGHT for one in done)
    going = sum(one.stage is Stage.GOING_ON for one in measures)
    proposed = sum(one.measure.is_proposed for one in measures)
    if len(done) == 1:
        return f"Efter den genomförda åtgärden {_ALONE[done[0].effect.verdict]}"
    if done:
        how_many = count_word(right) if right else "ingen"
        return f"Efter {how_many} av {count_word(len(done))} genomförda åtgärder har siffran rört sig åt rätt håll"
    if going:
        return f"{first_upper(measures_words(going))} pågår, ingen är genomförd än"
    if proposed:
        waits = "ett förslag väntar" if proposed == 1 else f"{count_word(proposed)} förslag väntar"
        return f"{first_upper(waits)} på beslut"
    return "Inga åtgärder är beslutade än"


_ALONE = {
    Effect.RIGHT: "har siffran rört sig åt rätt håll",
    Effect.UNCHANGED: "är siffran oförändrad",
    Effect.WRONG: "har siffran rört sig åt fel håll",
    Effect.NOT_YET: "har inget nytt värde kommit än",
    Effect.NOT_JUDGED: "går siffran inte att bedöma",
}


def lead_words(measures: Sequence[StagedMeasure], *, drafts: bool) -> str:
    """How many are decided, how far they have come, and with DRAFTS how many wait, where the title does not say so."""
    going, done = (sum(one.stage is stage for one in measures) for stage in (Stage.GOING_ON, Stage.DONE))
    decided = (
        "En beslutad åtgärd" if going + done == 1 else f"{first_upper(count_word(going + done))} beslutade åtgärder"
    )
    parts = [f"{count_word(going)} pågår" if going else "", f"{count_word(done)} är genomförda" if done > 1 else ""]
    if done == 1:
        parts[1] = "en är genomförd"
    said = f"{decided}: {listed([one for one in parts if one])}." if going + done else "Inga beslutade åtgärder."
    proposed = sum(one.measure.is_proposed for one in measures)
    if not drafts or not proposed or not going + done:
        return said
    return f"{said} {first_upper(count_word(proposed, 'ett'))} förslag väntar på beslut."


def going_words(measures: Sequence[StagedMeasure]) -> str:
    """The title of those that go on."""
    late = sum(one.progress.late for one in measures)
    said = f"Pågår: {measures_words(len(measures))}"
    if not late:
        return f"{said}, ingen aktivitet är försenad"
    return f"{said}, {'en aktivitet är försenad' if late == 1 else f'{count_word(late)} aktiviteter är försenade'}"


def done_words(measures: Sequence[StagedMeasure]) -> str:
    """The title of those that are done: how many figures went which way."""
    counts = [(sum(one.effect.verdict is effect for one in measures), words) for effect, words in _TOLD.items()]
    return f"Genomförda: {', '.join(f'{count_word(n)} {words}' for n, words in counts if n)}"


def priority_words(proposals: Sequence[Measure]) -> str:
    """The title of what is to be weighed."""
    placed = [one for one in proposals if one.effort is not None and one.effect is not None]
    if not proposals:
        return "Att prioritera: inga förslag än"
    if not placed:
        return f"Att prioritera: {count_word(len(proposals), 'ett')} förslag, inget är bedömt än"
    good = sum(quadrant_of(one.effort or 0, one.effect or 0) is Quadrant.EFFECTIVE for one in placed)
    if not good:
        return "Att prioritera: inget förslag bedöms ge stor effekt för liten insats"
    return f"Att prioritera: {count_word(good, 'ett')} förslag bedöms ge stor effekt för liten insats"


def split_words(letter: str, *, effort: bool, effect: bool) -> str:
    """About what those who voted are of different minds; '' for nothing."""
    about = listed([word for word, is_split in (("insatsen", effort), ("effekten", effect)) if is_split])
    return f"{letter}: ni är oense om {about}" if about else ""
