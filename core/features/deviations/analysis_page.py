"""One analysis for who asks: what is published of it, all of it, or with the forms to write in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.access.rights import Action, may
from core.cycle.book import CHECKS, CLAIMS, CONCLUSIONS, DEVIATIONS, MEASURES, CycleBook
from core.cycle.models import Deviation, HypothesisVerdict, Measure, MeasuringQuestion
from core.cycle.proposing import CONSEQUENCES, SUPPORTS
from core.cycle.working import LONGEST_TEXT, LONGEST_TITLE
from core.features.deviations.analysis_view import (
    HEADINGS,
    INFLUENCES,
    QUESTIONS,
    VERDICTS,
    charts_of,
    claims_of,
    facts_of,
    signals_of,
    since_frozen_words,
    steps_of,
    title_of,
)
from core.features.deviations.asked import CLAIM, HINT, PROPOSAL, reasoning_of
from core.features.deviations.facts import Hint, hints, known_words
from core.features.deviations.history import history_of
from core.features.deviations.typed import typed_of
from core.features.deviations.words import state_words
from core.outcomes.deviations import AskedQueue, queue, since_frozen, state_of
from core.outcomes.effects import first_seen
from core.outcomes.figures import Figures
from core.outcomes.known import known_of
from core.outcomes.measures import AskedMeasures, effect_note, effect_words, staged
from core.outcomes.suggestions import AskedFigure, row_of, suggestions
from core.state.entries import Entry
from core.state.merging import theirs_in
from core.web import choices as at
from core.web.choices import Choices, link
from core.web.drafts import WorkKind
from core.web.pages import message
from core.web.render import render
from core.web.typed import DEED, notice_of, typed_before, work_in, written_from
from core.web.visit import Visit
from core.words.dates import today
from core.words.sentences import Row

_UNCHECKED = {f"{mark}{n}": "" for mark in "qw" for n in range(len(MeasuringQuestion))} | {"comment": ""}
_CLAIM = (
    *("text", "heading", "influence", "parent", "verdict", "prediction", "evidence", "found", "responsible"),
    "answer_by",
)
_PROPOSAL = ("title", "text", "rests_on", "example", *CONSEQUENCES, "effort", "effect", "way", "body", "reason")


@dataclass(frozen=True)
class _Asked:
    """What the page is about: the DEVIATION (None where it is not taken up) and the figure that it is of."""

    figures: Figures
    choices: Choices
    book: CycleBook
    deviation: Deviation | None
    of: AskedFigure
    area: str
    row: Row | None
    is_hers: bool
    reads: bool

    @property
    def key(self) -> str:
        """The deviation's id."""
        return self.deviation.id if self.deviation else ""


def analysis_html(visit: Visit) -> str:
    """One analysis: for readers what is published of it, for those of the municipality all, with forms where hers."""
    asked = _asked(visit)
    if asked is None:
        to = link(at.DEVIATIONS, Choices(visit.choices.municipality))
        what = "Länken säger inte vilken avvikelse det gäller, eller så syns den bara för inloggade i kommunen."
        return message(visit.address, "Avvikelsen hittas inte", what, action="Till avvikelserna", action_address=to)
    typed = typed_before(visit, WorkKind.DEVIATION)
    common = _common(visit, asked, typed)
    shown = {**common, "at": common, **_about(visit, asked)}
    if asked.deviation is None:
        return render("deviation_new.html", **shown)
    if not asked.reads:
        return render("deviation_public.html", **shown, **_published(asked, today(visit.now)))
    return render("deviation.html", **shown, **_steps(visit, asked, typed))


def _asked(visit: Visit) -> _Asked | None:
    figures, choices = visit.figures, visit.choices
    municipality = choices.municipality
    if figures is None or municipality is None:
        return None
    reads = may(visit.person, Action.READ_PLANS, municipality=municipality)
    book = figures.cycle_of(municipality, drafts=reads)
    one = book.deviations.get(choices.deviation or "")
    if one is None and choices.kpi:
        one = book.of_indicator(choices.kpi, choices.gender.value)
    if one is None and choices.kpi is None:
        return None
    kpi, gender = (one.kpi, one.gender) if one else (choices.kpi or "", choices.gender.value)
    of = AskedFigure(municipality, kpi, gender)
    row = row_of(figures, of)
    area = one.area if one else str(row["area"]) if row else ""
    is_hers = may(visit.person, Action.ANALYSE, area=area, municipality=municipality)
    return _Asked(figures, choices, book, one, of, area, row, is_hers, reads)


def _common(visit: Visit, asked: _Asked, typed: Mapping[str, str]) -> dict[str, object]:
    """What every form of the page has."""
    return {
        "address": visit.address,
        "notice": notice_of(visit, typed),
        "name": asked.figures.snapshot.municipalities[asked.of.municipality],
        "municipality": asked.of.municipality,
        "kpi": asked.of.kpi,
        "gender": {"K": "kvinnor", "M": "man"}.get(asked.of.gender, ""),
        "key": asked.key,
        "typed": typed,
        "was_in": typed.get(DEED, ""),
        "theirs": theirs_in(typed),
        "work": work_in(visit),
        "longest": LONGEST_TEXT,
        "longest_title": LONGEST_TITLE,
        "proposal": visit.params.get(PROPOSAL, ""),
        "is_hers": asked.is_hers,
        "reads": asked.reads,
        "is_example": asked.figures.snapshot.info.is_example,
    }


def _about(visit: Visit, asked: _Asked) -> dict[str, object]:
    """The figure, and where it belongs."""
    figures, choices, one = asked.figures, asked.choices, asked.deviation
    day, catalogue = today(visit.now), figures.catalogue
    rows = queue(figures, AskedQueue(asked.of.municipality, day, asked.of.gender, asked.reads))
    mine = next((row for row in rows if row.kpi == asked.of.kpi), None)
    indicator = catalogue.by_kpi.get(asked.of.kpi)
    unit = one.frozen.unit if one else indicator.unit if indicator else ""
    known = known_of(figures, asked.of)
    state, measures = state_of(one, asked.book, day), AskedMeasures(asked.of.municipality, day, asked.reads)
    words = state_words(figures, measures, state, asked.book.measures_of(asked.key))
    return {
        "title": title_of(one, asked.row),
        "list": link(at.DEVIATIONS, choices, deviation=None, kpi=None),
        "area": catalogue.area_by_id[asked.area].name if asked.area in catalogue.area_by_id else "",
        "goals": mine.goals if mine else (),
        "body": mine.bodies[0].name if mine and mine.bodies else "",
        "indicator": link(at.INDICATOR, choices, kpi=asked.of.kpi, gender=choices.gender) if indicator else "",
        "unit": unit,
        "charts": charts_of(figures, asked.of, one.frozen.year if one else None),
        "signals": signals_of(one, asked.row),
        "one": one,
        "known": known_words(known, asked.row) if asked.row else (),
        "is_deviating": bool(asked.row and asked.row["is_deviation"]),
        "has_direction": indicator is None or indicator.direction.value != "none",
        **(facts_of(one, state, words, day, indicator.step if indicator else 1) if one else {}),
        "after": since_frozen_words(since_frozen(figures, asked.of.municipality, one, asked.row), one) if one else (),
    }


def _published(asked: _Asked, day: date) -> dict[str, object]:
    """What readers see of the analysis."""
    return {
        "conclusion": asked.book.conclusions.get(asked.key),
        "measures": [
            (one, link(at.MEASURE, asked.choices, measure=one.id), _effect(asked, one, day))
            for one in asked.book.measures_of(asked.key)
        ],
    }


def _steps(visit: Visit, asked: _Asked, typed: Mapping[str, str]) -> dict[str, object]:
    """The four steps, each with its form where it is hers."""
    book, key, day = asked.book, asked.key, today(visit.now)
    versions = reasoning_of(visit, asked.of.municipality).versions(key, book)
    conclusion, check = book.conclusions.get(key), book.checks.get(key)
    claims, measures = book.claims_of(key), book.measures_of(key)
    newest = {kind: _newest(some) for kind, some in versions.items()}
    is_public = bool(conclusion and newest[CONCLUSIONS.kind][key].is_public)
    state = None if conclusion is None else "publicerad" if is_public else "utkast"
    standing = " ".join(one.id for one in claims if one.verdict is not HypothesisVerdict.REFUTED)
    found = _hints(asked)
    indicator = asked.figures.catalogue.by_kpi.get(asked.of.kpi)
    first = first_seen(asked.figures.snapshot.kpis.get(asked.of.kpi), day, indicator.step if indicator else 1)
    parts = {**newest[CLAIMS.kind], **newest[MEASURES.kind]}
    numbers = {one: entry.number for one, entry in parts.items()}
    return {
        "steps": steps_of(check, claims, state, measures),
        "check": check,
        "questions": list(QUESTIONS.items()),
        "check_fields": _fields(typed, "kontroll", CHECKS.kind, check, _UNCHECKED),
        "deviation_fields": _fields(typed, "andra", DEVIATIONS.kind, asked.deviation),
        "is_mine": bool(asked.deviation and asked.deviation.account and asked.deviation.account == visit.person.id),
        "seen": _seen(typed, newest, key),
        "claims": claims_of(claims, day),
        "every_claim": claims,
        "has_open": any(one.verdict is HypothesisVerdict.OPEN for one in claims),
        "hints": found,
        "writing": visit.params.get(CLAIM, ""),
        "above": [(one.id, one.text) for one in claims if one.id != visit.params.get(CLAIM, "")],
        "claim_fields": _claim_fields(visit, asked, typed, numbers, found),
        "headings": HEADINGS,
        "influences": INFLUENCES,
        "verdicts": VERDICTS,
        "conclusion": conclusion,
        "conclusion_fields": _fields(typed, "slutsats", CONCLUSIONS.kind, conclusion, {"rests_on": standing}),
        "is_public": is_public,
        "measures": [(one, link(at.MEASURE, asked.choices, measure=one.id)) for one in measures],
        "effects": {one.id: _effect(asked, one, day) for one in measures},
        "has_decided": any(one.is_decided for one in measures),
        "names": asked.figures.snapshot.municipalities,
        "consequences": CONSEQUENCES,
        "supports": SUPPORTS,
        "all_measures": link(at.MEASURES, Choices(asked.of.municipality)),
        "visible": _visible(first),
        "proposal_fields": _proposal_fields(visit, asked, typed, numbers, first),
        "bodies": [
            (body.id, body.name) for body in asked.figures.goals_of(asked.of.municipality, drafts=True).bodies.values()
        ],
        "here": link(at.DEVIATION, Choices(asked.of.municipality), deviation=key),
        "history": history_of(versions),
    }


def _effect(asked: _Asked, measure: Measure, day: date) -> str:
    """What MEASURE's figure is to do, and did or can be seen to do first."""
    effect = staged(asked.figures, asked.of.municipality, measure, asked.book, day).effect
    indicator = asked.figures.catalogue.by_kpi.get(measure.kpi)
    note = effect_note(effect, indicator.decimals if indicator else 0)
    return f"ska {measure.way}; {', '.join(filter(None, (effect_words(effect), note)))}"


def _visible(first: tuple[date, int] | None) -> str:
    """When what is done now can be seen FIRST (``first_seen``)."""
    if first is None:
        return ""
    return f"Det som görs nu syns tidigast {first[0]:%Y-%m}, när Kolada publicerar utfallet för {first[1]}."


def _newest(entries: Sequence[Entry[Any]]) -> dict[str, Entry[Any]]:
    """The newest version by key of ENTRIES, newest first."""
    found: dict[str, Entry[Any]] = {}
    for one in entries:
        found.setdefault(one.key, one)
    return found


def _seen(typed: Mapping[str, str], newest: Mapping[str, Mapping[str, Entry[Any]]], key: str) -> dict[str, int]:
    """The version that each form of the deviation KEY is written from, by the form."""
    own = dict.fromkeys(("andra", "lagg-undan", "avsluta"), DEVIATIONS.kind)
    found = {}
    for deed, kind in {"kontroll": CHECKS.kind, "slutsats": CONCLUSIONS.kind, **own}.items():
        entry = newest[kind].get(key)
        number = entry.number if entry else 0
        found[deed] = written_from(typed, number) if typed.get(DEED) == deed else number
    return found


def _fields(
    typed: Mapping[str, str], deed: str, kind: str, value: Any, blank: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What stands in the form DEED: what was typed last, else what is saved."""
    saved = {**(blank or {}), **typed_of(kind, value)}
    # A box that is not ticked is not sent.
    return {**dict.fromkeys(saved, ""), **typed} if typed.get(DEED) == deed else saved


def _hints(asked: _Asked) -> tuple[Hint, ...]:
    if asked.row is None:
        return ()
    return hints(suggestions(asked.figures, asked.of), asked.row, asked.choices)


def _claim_fields(
    visit: Visit, asked: _Asked, typed: Mapping[str, str], numbers: Mapping[str, int], found: Sequence[Hint]
) -> dict[str, str]:
    """What stands in the form of a cause: of the one that is opened, or of the suggestion that is made one."""
    claim = asked.book.claims.get(visit.params.get(CLAIM, ""))
    hint = next((one for one in found if one.key == visit.params.get(HINT, "")), None)
    first = {"text": hint.claim, "evidence": hint.text} if hint else {}
    blank = dict.fromkeys(_CLAIM, "")
    found_fields = _fields(typed, "orsak", CLAIMS.kind, claim, {**blank, **first})
    return _opened(typed, "orsak", found_fields, numbers.get(claim.id, 0) if claim else 0)


def _proposal_fields(
    visit: Visit,
    asked: _Asked,
    typed: Mapping[str, str],
    numbers: Mapping[str, int],
    first: tuple[date, int] | None,
) -> dict[str, str]:
    """What stands in the form of a proposal; a new one has what the program can propose."""
    measure = asked.book.measures.get(visit.params.get(PROPOSAL, ""))
    blank = dict.fromkeys(_PROPOSAL, "")
    blank["seen_from"] = str(first[1]) if first else str(today(visit.now).year + 1)
    found = _fields(typed, "forslag", MEASURES.kind, measure, blank)
    return _opened(typed, "forslag", found, numbers.get(measure.id, 0) if measure else 0)


def _opened(typed: Mapping[str, str], deed: str, fields: Mapping[str, str], number: int) -> dict[str, str]:
    """FIELDS of the form DEED, with the version that they are written from: NUMBER where nothing was typed."""
    return {**fields, "seen": str(written_from(typed, number) if typed.get(DEED) == deed else number)}
