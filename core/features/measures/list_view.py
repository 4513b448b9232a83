"""Åtgärder as its template draws it: what goes on, what is done by what the figure did, and what to do first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from core.cycle.models import Measure, Vote
from core.cycle.priorities import FEW
from core.features.measures.lines import MeasureLine, line_of
from core.features.measures.matrix import Matrix, matrix_of
from core.features.measures.starts import starts_of
from core.features.measures.words import (
    done_words,
    going_words,
    lead_words,
    priority_words,
    title_words,
)
from core.outcomes.figures import Figures
from core.outcomes.measures import AskedMeasures, Stage, StagedMeasure, staged_measures
from core.signals.effects import Effect
from core.web.choices import DEVIATIONS, MEASURE, MEASURES, VOTE, Choices, MeasuresShown, link, query
from core.web.menus import Menu, around, options
from core.web.pages import Dated
from core.web.render import render
from core.words import labels

# What went the wrong way is looked at first, what cannot be told last.
_BY_EFFECT = (Effect.WRONG, Effect.UNCHANGED, Effect.RIGHT, Effect.NOT_YET, Effect.NOT_JUDGED)
_SHOWN = {
    MeasuresShown.ALL: "Alla",
    MeasuresShown.GOING_ON: "Pågår",
    MeasuresShown.DONE: "Genomförda",
    MeasuresShown.PROPOSED: "Förslag",
}


@dataclass(frozen=True)
class Lesson:
    """A good example as others read it."""

    title: str
    text: str
    contact: str
    line: MeasureLine


@dataclass(frozen=True)
class VoteView:
    """A vote that goes on: how many have answered, its public address, and whether she who asks leads it."""

    key: str
    title: str
    answered: int
    voters: int
    opened_on: date
    address: str
    is_hers: bool


@dataclass(frozen=True)
class Work:
    """What she who asks may do: ``may_weigh`` by area; the open votes, a key for a new one, and what was answered.

    ``typed`` are fields that could not be saved, by name.
    """

    may_weigh: Callable[[str], bool]
    votes: tuple[VoteView, ...]
    new_vote: str
    address: str
    notice: object = None
    typed: Mapping[str, str] = field(default_factory=dict)


def list_html(figures: Figures, asked: Dated, work: Work | None = None) -> str:
    """The page; with WORK for who has signed in in the municipality."""
    choices = asked.choices
    every = [one for one in _every(figures, asked) if _is_of(one, figures, asked)]
    lines = {
        one.measure.id: line_of(figures, choices, one, asked.today, drafts=asked.drafts)
        for one in every
        if one.stage is not Stage.WITHDRAWN
    }
    shown = choices.measures_shown
    going = _sorted_going(_of(every, Stage.GOING_ON)) if shown in (MeasuresShown.ALL, MeasuresShown.GOING_ON) else []
    done = _sorted_done(_of(every, Stage.DONE)) if shown in (MeasuresShown.ALL, MeasuresShown.DONE) else []
    refused = _of(every, Stage.REFUSED) if asked.drafts and shown is MeasuresShown.ALL else []
    is_weighed = asked.drafts and shown in (MeasuresShown.ALL, MeasuresShown.PROPOSED)
    return render(
        "measures.html",
        title=title_words(every),
        lead=lead_words(every, drafts=asked.drafts),
        has_any=bool(_every(figures, asked)),
        going=[lines[one.measure.id] for one in going],
        going_title=going_words(going),
        done=[lines[one.measure.id] for one in done],
        done_title=done_words(done),
        refused=[lines[one.measure.id] for one in refused],
        lessons=_lessons(done, lines),
        priority=_priority(figures, choices, every) if is_weighed else None,
        work=work,
        starts=starts_of(figures, choices, work.may_weigh) if work else None,
        drafts=asked.drafts,
        tabs=_tabs(choices, drafts=asked.drafts),
        menus=_menus(figures, asked),
        everything=link(MEASURES, choices, area=None, body=None, measures_shown=MeasuresShown.ALL),
        deviations=link(DEVIATIONS, choices),
        came_from=query(choices, MEASURES),
        base=f"{MEASURE}?kommun={choices.choice.municipality}",
        chosen_area=choices.area or "",
        can_weigh=work is not None
        and any(work.may_weigh(one.measure.area) for one in every if one.measure.is_proposed),
        **around(figures, choices, MEASURES) | ({"address": work.address} if work else {}),
    )


@dataclass(frozen=True)
class Priority:
    """What is to be weighed; ``voted`` tells of the newest closed vote."""

    title: str
    matrix: Matrix
    areas: Mapping[str, str]
    voted: str
    few: bool


def _priority(figures: Figures, choices: Choices, every: Sequence[StagedMeasure]) -> Priority:
    proposals = [one.measure for one in every if one.measure.is_proposed]
    book = figures.cycle_of(choices.choice.municipality, drafts=True)
    keys = {one.id for one in proposals}
    # One that nobody answered says nothing.
    closed = [one for one in book.votes.values() if one.tallies and keys & set(one.measures)]
    newest = max(closed, key=lambda one: (one.closed_on or one.opened_on, one.opened_on), default=None)
    names = {area.id: area.name for area in figures.catalogue.areas}
    return Priority(
        title=priority_words(proposals),
        matrix=matrix_of(proposals, closed, names),
        areas={one.id: one.area for one in proposals},
        voted=_voted(newest) if newest else "",
        few=newest is not None and newest.answered <= FEW,
    )


def _voted(vote: Vote) -> str:
    votes = "1 röst" if vote.answered == 1 else f"{vote.answered} röster"
    return (
        f"Omröstningen ”{vote.title}”: median av {votes}, {vote.voters} hade koder. "
        f"Ingen såg de andras svar förrän den stängdes {vote.closed_on}."
    )


def vote_view(
    figures: Figures, vote: Vote, answered: int, municipality: str, may_lead: Callable[[str], bool]
) -> VoteView:
    """VOTE, which goes on, of which so many have ANSWERED; she leads it who MAY_LEAD in its measures' areas."""
    held = figures.cycle_of(municipality, drafts=True).measures
    is_hers = all(may_lead(held[one].area) for one in vote.measures if one in held)
    to = f"{VOTE}?kommun={municipality}&omrostning={vote.id}"
    return VoteView(vote.id, vote.title, answered, vote.voters, vote.opened_on, to, is_hers)


def _every(figures: Figures, asked: Dated) -> Sequence[StagedMeasure]:
    of = AskedMeasures(asked.choices.choice.municipality, asked.today, asked.drafts)
    # What readers were told once and is no longer decided is for the municipality alone.
    return [one for one in staged_measures(figures, of) if asked.drafts or one.measure.is_decided]


def _of(every: Sequence[StagedMeasure], stage: Stage) -> list[StagedMeasure]:
    return [one for one in every if one.stage is stage]


def _sorted_going(measures: list[StagedMeasure]) -> list[StagedMeasure]:
    """What is late first, then the newest decisions."""
    return sorted(measures, key=lambda one: (-one.progress.late, -_decided_on(one.measure).toordinal()))


def _sorted_done(measures: list[StagedMeasure]) -> list[StagedMeasure]:
    return sorted(
        measures, key=lambda one: (_BY_EFFECT.index(one.effect.verdict), -(one.done_on or date.min).toordinal())
    )


def _decided_on(measure: Measure) -> date:
    return measure.decision.decision.on if measure.decision else date.min


def _is_of(one: StagedMeasure, figures: Figures, asked: Dated) -> bool:
    """Whether ONE is of the chosen area, and of the chosen body: decided by it, or of an area that it answers for."""
    choices = asked.choices
    if choices.area not in (None, one.measure.area):
        return False
    if choices.body is None:
        return True
    body = figures.goals_of(choices.choice.municipality, drafts=asked.drafts).bodies.get(choices.body)
    return body is None or one.measure.body == body.id or (not one.measure.body and one.measure.area in body.areas)


def _lessons(done: Sequence[StagedMeasure], lines: Mapping[str, MeasureLine]) -> list[Lesson]:
    return [
        Lesson(one.example.title, one.example.text, one.example.contact, lines[one.measure.id])
        for one in done
        if one.example
    ]


def _tabs(choices: Choices, *, drafts: bool) -> Menu:
    shown = [(one, words) for one, words in _SHOWN.items() if drafts or one is not MeasuresShown.PROPOSED]
    return Menu("Visa", options(MEASURES, choices, "measures_shown", shown))


def _menus(figures: Figures, asked: Dated) -> tuple[Menu, ...]:
    choices = asked.choices
    every = _every(figures, asked)
    areas = {one.measure.area for one in every}
    bodies = figures.goals_of(choices.choice.municipality, drafts=asked.drafts).bodies.values()
    deciding = {one.measure.body for one in every}
    known = [(body.id, body.name) for body in bodies if body.id in deciding or areas & set(body.areas)]
    there = [(one.id, one.name) for one in figures.catalogue.areas if one.id in areas or one.id == choices.area]
    found = [("Nämnd", "body", known), ("Område", "area", there)]
    return tuple(
        Menu(words, options(MEASURES, choices, name, [(None, "Alla"), *chosen]))
        for words, name, chosen in found
        if chosen
    )


def measures_table(figures: Figures, asked: Dated) -> pd.DataFrame:
    """What the page lists as a table, one row a measure, as readers see it: decided ones, with what the figure did."""
    every = [one for one in _every(figures, asked) if _is_of(one, figures, asked)]
    wanted = {MeasuresShown.GOING_ON: (Stage.GOING_ON,), MeasuresShown.DONE: (Stage.DONE,), MeasuresShown.PROPOSED: ()}
    stages = wanted.get(asked.choices.measures_shown, (Stage.GOING_ON, Stage.DONE))
    ordered = [*_sorted_going(_of(every, Stage.GOING_ON)), *_sorted_done(_of(every, Stage.DONE))]
    rows = [_row(figures, asked, one) for one in ordered if one.stage in stages]
    whole = dict.fromkeys(
        ("år före", "år efter", "aktiviteter", "klara", "försenade", "liknande kommuner, antal"), "Int64"
    )
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(whole)


_COLUMNS = (
    *("id", "åtgärd", "nyckeltal", "indikator", "kön", "område", "beslut", "läge", "genomförd"),
    *("aktiviteter", "klara", "försenade", "ska röra sig", "har siffran rört sig"),
    *("år före", "före", "år efter", "efter", "räknas som oförändrat upp till"),
    *("liknande kommuner före", "liknande kommuner efter", "liknande kommuner, antal", "gott exempel"),
)


def _row(figures: Figures, asked: Dated, one: StagedMeasure) -> dict[str, object]:
    measure, effect = one.measure, one.effect
    line = line_of(figures, asked.choices, one, asked.today, drafts=False)
    before, after = effect.before or (None, None), effect.after or (None, None)
    said = (
        *(measure.id, measure.title, measure.kpi, line.indicator, labels.GENDER[measure.gender], measure.area),
        measure.decision.decision.words if measure.decision else "",
        *(one.stage.value, one.done_on.isoformat() if one.done_on else ""),
        *(one.progress.total, one.progress.done, one.progress.late, line.way, line.effect.words),
        *(*before, *after, effect.deadband, effect.peers_before, effect.peers_after, effect.peers),
        one.example.title if one.example else "",
    )
    return dict(zip(_COLUMNS, said, strict=True))
