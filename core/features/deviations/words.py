"""How deviations are told: since when, how far each has come, and the page's title."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from core.cycle.models import Deviation, DeviationState, Measure
from core.outcomes.deviations import QueueRow
from core.outcomes.figures import Figures
from core.outcomes.measures import AskedMeasures, staged_measures
from core.signals.effects import Effect
from core.words.formats import count_word, first_lower, first_upper, listed, ordinal_word

STATE_SYMBOL = {
    DeviationState.NEW: "state-none",
    DeviationState.ANALYSED: "state-half",
    DeviationState.EXPLAINED: "state-refuted",
    DeviationState.ACTED_ON: "state-half",
    DeviationState.AWAITED: "state-waiting",
    DeviationState.CLOSED: "state-done",
}


def times_in_a_row(first_year: int | None, year: int, step: int) -> int:
    """How many measurements in a row, up to the outcome of YEAR, have been deviations; 0 where it is none."""
    return 0 if first_year is None else (year - first_year) // step + 1


def in_a_row(n: int, step: int) -> str:
    """ "andra året i rad", "andra mätningen i rad" where it is not measured every year; '' for the first."""
    return f"{ordinal_word(n)} {'året' if step == 1 else 'mätningen'} i rad" if n > 1 else ""


def since_words(first_year: int | None, year: int, step: int) -> str:
    """ "utfall 2023, andra året i rad" from the first year where the outcome of YEAR is a deviation, else that it is
    none any more.
    """
    n = times_in_a_row(first_year, year, step)
    if not n:
        return f"utfall {year} är ingen avvikelse"
    first = "första året" if step == 1 else "första mätningen"
    return f"utfall {first_year}, {in_a_row(n, step) or first}"


def row_since(row: QueueRow) -> str:
    """Since when ROW's outcome is a deviation, as ``since_words``; of one that is gone, what is known of it."""
    if row.row is None:
        return "indikatorn finns inte längre"
    if row.row["year"] != row.row["year"]:  # NaN is not itself
        return "utan utfall nu"
    told = since_words(row.first_year, int(row.row["year"]), int(row.row["step"]))
    return told if row.first_year is None else f"sedan {told}"


def state_words(figures: Figures, asked: AskedMeasures, state: DeviationState, measures: Collection[Measure]) -> str:
    """How far a deviation in STATE has come: what the figure did, where what its MEASURES wait for has come."""
    if state is not DeviationState.AWAITED:
        return state.value
    every = staged_measures(figures, asked)
    came = [one.effect.verdict for one in every if one.measure in measures and one.measure.is_decided]
    return state.value if Effect.NOT_YET in came else f"siffran: {listed(list(dict.fromkeys(came)))}"


def is_deviating(row: QueueRow) -> bool:
    """Whether the figures say now that ROW is a deviation."""
    return row.row is not None and bool(row.row["is_deviation"])


def title_words(rows: Sequence[QueueRow], *, drafts: bool) -> str:
    """ "Tolv avvikelser, fyra utan ägare, främst: väntan på särskilt boende, fjärde året".

    How many have no owner is for those who work (DRAFTS).
    """
    found = [row for row in rows if is_deviating(row)]
    if rows and all(row.state is DeviationState.CLOSED for row in rows):
        return (
            "En avslutad avvikelse" if len(rows) == 1 else f"{first_upper(count_word(len(rows)))} avslutade avvikelser"
        )
    if not found:
        return "Ingenting avviker just nu"
    ownerless = sum(row.state is DeviationState.NEW for row in found)
    parts = ["En avvikelse" if len(found) == 1 else f"{first_upper(count_word(len(found)))} avvikelser"]
    if drafts and ownerless:
        parts.append("alla utan ägare" if ownerless == len(found) > 1 else f"{count_word(ownerless)} utan ägare")
    # The first of the list, as the rule orders it.
    worst = found[0]
    parts.append(f"{'främst: ' if len(found) > 1 else ''}{first_lower(worst.name)}")
    if (n := _age(worst)) > 1:
        parts.append(f"{ordinal_word(n)} {'året' if worst.row and worst.row['step'] == 1 else 'mätningen'}")
    return ", ".join(parts)


def _age(row: QueueRow) -> int:
    of = row.row
    return times_in_a_row(row.first_year, int(of["year"]), int(of["step"])) if of and row.first_year else 0


def date_words(one: Deviation | None, today: date, *, is_concluded: bool) -> tuple[str, bool]:
    """The day that is waited for in ONE, in words, and whether it has been; '' where there is none (any more)."""
    if one is None or one.ended or is_concluded:
        return "", False
    if one.aside:
        return f"titta igen {one.aside.look_again.isoformat()}", False
    if one.conclude_by is None:
        return "", False
    return f"slutsats senast {one.conclude_by.isoformat()}", one.conclude_by < today
