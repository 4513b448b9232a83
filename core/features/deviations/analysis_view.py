"""One analysis as its template draws it: the frozen figure, four steps, what is public, and what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.catalogue.models import Influence
from core.charts.charts import Drawn, for_page
from core.charts.line_chart import page_chart
from core.cycle.models import (
    Check,
    Claim,
    Deviation,
    DeviationState,
    Heading,
    HypothesisVerdict,
    Measure,
    MeasuringQuestion,
)
from core.features.deviations.words import STATE_SYMBOL, since_words
from core.outcomes.deviations import SinceFrozen
from core.outcomes.figures import Figures
from core.outcomes.indicator import indicator_figures, narrowed
from core.outcomes.rows import Choice
from core.outcomes.suggestions import AskedFigure
from core.signals import Attainment, Reason, Standing, TargetKind, Trend, Verdict
from core.words import labels, symbols
from core.words.formats import count_word, dated, difference, first_upper, number, with_unit
from core.words.sentences import Row, amount

_KEPT = 200
QUESTIONS = {
    MeasuringQuestion.READ: "Måttet är rätt läst",
    MeasuringQuestion.COUNTED: "Rätt saker räknas",
    MeasuringQuestion.COMPLETE: "Inga värden saknas",
    MeasuringQuestion.TIME: "Rätt tid är mätt",
}
VERDICT_SYMBOL = {
    HypothesisVerdict.SUPPORTED: "state-done",
    HypothesisVerdict.OPEN: "state-waiting",
    HypothesisVerdict.REFUTED: "state-refuted",
}
# (value, words) as a form chooses among them.
HEADINGS, INFLUENCES, VERDICTS = (
    tuple((one.value, one.value) for one in kind) for kind in (Heading, Influence, HypothesisVerdict)
)


@dataclass(frozen=True)
class Signal:
    """One of the three signals: symbol, its words, and why; ``tone`` colours an arrow by its verdict."""

    symbol: str
    words: str
    why: str
    tone: str = ""


@dataclass(frozen=True)
class Step:
    """How far one of the four steps has come."""

    title: str
    symbol: str
    words: str


@dataclass(frozen=True)
class ClaimView:
    """A cause and those under it; ``is_over`` where it is refuted."""

    key: str
    claim: Claim
    symbol: str
    verdict: str
    is_late: bool
    below: tuple[ClaimView, ...]

    @property
    def is_over(self) -> bool:
        """Whether it is refuted: it stays readable."""
        return self.claim.verdict is HypothesisVerdict.REFUTED


def title_of(one: Deviation | None, row: Row | None) -> str:
    """ "Väntan på särskilt boende har ökat med 11 dagar på två år och är 13 dagar från målet".

    Of the figure as it is now where it is of the frozen year, else of what was frozen.
    """
    if one and (row is None or row["year"] != one.frozen.year):
        frozen = one.frozen
        told = with_unit(number(frozen.value, frozen.decimals), frozen.unit)
        return f"{frozen.name}: {dated(told, frozen.year)}"
    if row is None or row["value"] != row["value"]:  # NaN is not itself
        return str(row["name"]) if row else ""
    return f"{row['name']}{_moved(row)}{_behind(row)}"


def _moved(row: Row) -> str:
    if row["trend"] not in (Trend.UP, Trend.DOWN):
        return f" är {amount(row)}"
    size = difference(abs(row["trend_change"]), int(row["decimals"]), row["unit"])
    years = int(row["year"] - row["trend_from_year"])
    way = "ökat" if row["trend"] == Trend.UP else "minskat"
    return f" har {way} med {size} på {count_word(years, 'ett')} år"


def _behind(row: Row) -> str:
    is_missed = row["attainment"] in (Attainment.NEARLY, Attainment.NOT_REACHED)
    told = "bland de sämsta 25 procenten" if row["standing"] == Standing.WORST else ""
    if is_missed and row["target_kind"] != TargetKind.RANK:
        told = f"{difference(abs(row['attainment_distance']), int(row['decimals']), row['unit'])} från målet"
    # "är" is said already where nothing has moved.
    verb = "är " if row["trend"] in (Trend.UP, Trend.DOWN) else ""
    return f" och {verb}{told}" if told else ""


def signals_of(one: Deviation | None, row: Row | None) -> tuple[Signal, ...]:
    """The three signals with their reasons: as they were frozen, else as they are."""
    if one:
        it = one.frozen
        found = (
            it.attainment,
            it.attainment_text,
            it.trend,
            it.trend_verdict,
            it.trend_text,
            it.standing,
            it.standing_text,
        )
    elif row:
        found = (
            Attainment(row["attainment"]),
            row["attainment_text"],
            Trend(row["trend"]),
            Verdict(row["trend_verdict"]),
            row["trend_text"],
            Standing(row["standing"]),
            row["standing_text"],
        )
    else:
        return ()
    face, face_text, trend, verdict, trend_text, standing, standing_text = found
    reason = Reason.NO_DIRECTION if verdict is Verdict.NEUTRAL else Reason.NONE
    return (
        _signal(symbols.face(face), labels.ATTAINMENT[face], face_text),
        _signal(symbols.arrow(trend), labels.trend_word(trend, verdict), trend_text, verdict.value),
        _signal(symbols.square(standing, reason), labels.STANDING[standing], standing_text),
    )


def _signal(symbol: str, words: str, why: str, tone: str = "") -> Signal:
    """A signal whose sentence does not say its WORDS again."""
    return Signal(symbol, words, first_upper(why.removeprefix(f"{first_upper(words)}: ")), tone)


def charts_of(figures: Figures, asked: AskedFigure, last: int | None) -> tuple[Drawn, ...]:
    """The chart of the indicator's page, small and to the year LAST, drawn for a window and for a phone; kept."""
    return figures.kept(_charts, (asked, last), most=_KEPT)


def _charts(figures: Figures, asked: tuple[AskedFigure, int | None]) -> tuple[Drawn, ...]:
    of, last = asked
    if of.kpi not in figures.catalogue.by_kpi:
        return ()
    found = indicator_figures(figures, Choice(of.municipality, of.gender), of.kpi)
    return for_page(page_chart(narrowed(found, None, None, last)), found.marks)


def since_frozen_words(since: SinceFrozen, one: Deviation) -> tuple[str, ...]:
    """What has become of the frozen figure, a sentence each."""
    frozen, told = one.frozen, []
    if since.is_gone:
        return ("Indikatorn finns inte längre i katalogen. Det som är skrivet står kvar.",)
    if since.is_redefined:
        told.append(
            "Indikatorns namn, enhet, riktning eller beskrivning är en annan än när siffran frystes. "
            "Kontrollera att orsakerna fortfarande gäller."
        )
    if since.is_revised:
        on = f" {since.seen_on.isoformat()}" if since.seen_on else ""
        before = number(frozen.value, frozen.decimals)
        now = "inget värde" if since.now is None else with_unit(number(since.now, frozen.decimals), frozen.unit)
        same = {True: " Signalerna är desamma.", False: " Signalerna är andra nu.", None: ""}[since.is_same]
        told.append(f"Reviderad i Kolada{on}: {before} → {now}.{same}")
    if since.newer:
        year, value = since.newer
        told.append(f"Nyare utfall {year}: {with_unit(number(value, frozen.decimals), frozen.unit)}.")
    return tuple(told)


def facts_of(one: Deviation, state: DeviationState, words: str, today: date, step: int) -> dict[str, object]:
    """What stands at the top of what is taken up: STATE as WORDS say it, owner, days."""
    frozen = one.frozen
    return {
        "state": words,
        "symbol_name": STATE_SYMBOL[state],
        "is_late": bool(one.conclude_by and one.conclude_by < today),
        "since": since_words(frozen.first_year, frozen.year, step) if frozen.first_year else f"utfall {frozen.year}",
    }


def claims_of(every: Sequence[Claim], today: date) -> tuple[ClaimView, ...]:
    """EVERY cause of a deviation, those of a cause under it."""
    known = {one.id for one in every}

    def under(parent: str | None) -> tuple[ClaimView, ...]:
        return tuple(view(one) for one in every if (one.parent if one.parent in known else None) == parent)

    def view(one: Claim) -> ClaimView:
        is_open = one.verdict is HypothesisVerdict.OPEN
        is_late = bool(is_open and one.answer_by and one.answer_by < today)
        symbol = VERDICT_SYMBOL[one.verdict] if one.verdict else ""
        verdict = one.verdict.value if one.verdict else ""
        return ClaimView(one.id, one, symbol, verdict, is_late, under(one.id))

    return under(None)


def steps_of(
    check: Check | None, claims: Sequence[Claim], conclusion: str | None, measures: Sequence[Measure]
) -> tuple[Step, ...]:
    """How far the four steps have come; CONCLUSION is 'publicerad', 'utkast' or None."""
    return (_check_step(check), _claims_step(claims), _conclusion_step(conclusion), _measures_step(measures))


def _check_step(check: Check | None) -> Step:
    title, all_of = "Stämmer siffran?", len(MeasuringQuestion)
    ticked = len(check.ticked) if check else 0
    if ticked == all_of:
        return Step(title, "state-done", "Ja, kontrollerad")
    if check is None:
        return Step(title, "state-none", "Inte kontrollerad")
    return Step(title, "state-half", f"{ticked} av {all_of} frågor")


def _claims_step(claims: Sequence[Claim]) -> Step:
    if not claims:
        return Step("Varför?", "state-none", "Inga orsaker än")
    of = {verdict: sum(one.verdict is verdict for one in claims) for verdict in (None, *HypothesisVerdict)}
    called = {
        HypothesisVerdict.SUPPORTED: ("styrks", "styrks"),
        HypothesisVerdict.OPEN: ("öppen", "öppna"),
        HypothesisVerdict.REFUTED: ("förkastas", "förkastas"),
    }
    words = [f"{len(claims)} {'orsak' if len(claims) == 1 else 'orsaker'}"] + [
        f"{of[verdict]} {one if of[verdict] == 1 else many}" for verdict, (one, many) in called.items() if of[verdict]
    ]
    is_done = not of[HypothesisVerdict.OPEN] and (of[HypothesisVerdict.SUPPORTED] or of[None])
    return Step("Varför?", "state-done" if is_done else "state-half", ", ".join(words))


def _conclusion_step(conclusion: str | None) -> Step:
    symbol = {"publicerad": "state-done", "utkast": "state-half"}.get(conclusion or "", "state-none")
    return Step("Slutsats", symbol, (conclusion or "ingen än").capitalize())


def _measures_step(measures: Sequence[Measure]) -> Step:
    if not measures:
        return Step("Åtgärdsförslag", "state-none", "Inga förslag än")
    decided = sum(one.is_decided for one in measures)
    so_far = f"{decided} {'beslutat' if decided == 1 else 'beslutade'}" if decided else "inget beslut"
    return Step("Åtgärdsförslag", "state-done" if decided else "state-half", f"{len(measures)} förslag, {so_far}")
