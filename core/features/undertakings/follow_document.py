"""A body's follow-up of a period as a document, in one form for all."""

from __future__ import annotations

from collections.abc import Iterator

from core.cycle.plans import CheckIn
from core.documents.paper import Block, Grid, Heading, Line, Look, Paper
from core.documents.template_kinds import Made, TemplateKind
from core.features.undertakings.follow_view import FollowedView, followed_view, measure_view, title_words
from core.goals.models import Body
from core.outcomes.figures import Figures
from core.outcomes.periods import AskedFollowUp, FollowUpNow, follow_up
from core.words.formats import first_upper
from core.words.sources import attribution, fetched_words

KIND = "Uppföljning"
_SUMMARY = ("Mål eller uppdrag", "Läge", "Förra gången", "Vid årets slut")
_SUMMARY_SHARES = (0.4, 0.24, 0.18, 0.18)
_FIGURES = ("Indikator", "Då och nu", "Målet", "Att vänta")
_FIGURES_SHARES = (0.36, 0.26, 0.14, 0.24)
_MEASURES = ("Åtgärd", "Beslut", "Läge", "Siffran", "Har den rört sig?")
_MEASURES_SHARES = (0.28, 0.22, 0.2, 0.14, 0.16)


def follow_paper(figures: Figures, asked: AskedFollowUp, body: Body) -> Paper:
    """The follow-up ASKED for of BODY."""
    info, of = figures.snapshot.info, asked.period
    now = follow_up(figures, asked)
    closed = figures.cycle_of(asked.municipality, drafts=True).periods.get(of.key)
    state = f"Avslutad {closed.on.isoformat()} av {closed.by}." if closed else "Inte avslutad."
    drawn_up = f"Gjord {asked.today.isoformat()}. {state}"
    title = f"{body.name}, {of.period.value} {of.year}"
    place = figures.snapshot.municipalities[asked.municipality]
    return Paper(
        KIND,
        f"{place}, {title}",
        (
            f"{title_words(body.name, of, now)}.",
            drawn_up,
            *(() if info.is_example else (f"{first_upper(fetched_words(info.fetched_at, is_example=False))}.",)),
            attribution(is_example=info.is_example),
        ),
        f"{KIND} · {title}",
        drawn_up,
        tuple(_blocks(figures, now)),
        is_example=info.is_example,
        made=Made(TemplateKind.INTERIM),
    )


def _blocks(figures: Figures, now: FollowUpNow) -> Iterator[Block]:
    every = [followed_view(one) for one in now.all]
    yield Heading("Sammanfattning")
    rows = tuple((one.title, _state(one), _expected(one.last), _expected(one.said)) for one in every)
    yield Grid(_SUMMARY, _SUMMARY_SHARES, rows) if rows else Line("Det finns inget att följa upp i perioden.")
    if now.since_last:
        yield Heading("Sedan sist")
        for one in now.since_last:
            yield from _one(followed_view(one))
    if now.measures:
        yield Heading("Åtgärder")
        yield Grid(_MEASURES, _MEASURES_SHARES, tuple(_measures(figures, now)))
        yield Line("Orden säger vad siffran har gjort efter åtgärden, inte att åtgärden är orsaken.", Look.QUIET)
    if now.others:
        yield Heading("Övriga mål och uppdrag" if now.since_last else "Mål och uppdrag")
        for one in now.others:
            yield from _one(followed_view(one))


def _measures(figures: Figures, now: FollowUpNow) -> Iterator[tuple[str, ...]]:
    for one in now.measures:
        indicator = figures.catalogue.by_kpi.get(one.measure.kpi)
        view = measure_view(one, indicator.decimals if indicator else 0)
        yield view.title, view.decided, view.state, view.figure, view.effect


def _one(one: FollowedView) -> Iterator[Block]:
    yield Heading(one.title, 2)
    yield Line(f"{first_upper(one.kind)}. {first_upper(_state(one))}.", Look.QUIET)
    if one.last:
        yield Line(f"Förra gången ({one.last.on.isoformat()}): {one.last.expected.value}. {one.last.text}".strip())
    yield Line(f"Nu: {_said(one.said)}", Look.STRONG)
    if one.figures:
        rows = tuple((f.name, f.change, f.face or "inte bedömd på nytt", f.note or "–") for f in one.figures)
        yield Grid(_FIGURES, _FIGURES_SHARES, rows)


def _state(one: FollowedView) -> str:
    return ", ".join(filter(None, [one.face, one.state]))


def _expected(said: CheckIn | None) -> str:
    return said.expected.value if said else "–"


def _said(said: CheckIn | None) -> str:
    return f"{said.expected.value}. {said.text} ({said.by} {said.on.isoformat()})" if said else "inte avstämt."
