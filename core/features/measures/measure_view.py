"""One measure as its template draws it: how far it has come, what its figure did, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.cycle.book import CycleBook
from core.cycle.deciding import LONGEST_PARAGRAPH, estimate_words
from core.cycle.models import Answer, Conclusion, GoodExample, Measure
from core.cycle.priorities import quadrant_of
from core.cycle.proposing import CONSEQUENCES
from core.cycle.working import LONGEST_TEXT, LONGEST_TITLE
from core.features.measures.file_routes import sheet_links
from core.features.measures.lines import MeasureLine, line_of
from core.features.measures.one_page import told_before
from core.features.measures.sheet import texts_of
from core.outcomes.chain import served_goals
from core.outcomes.figures import Figures
from core.outcomes.measures import Stage, StagedMeasure, staged
from core.signals.effects import Effect
from core.state.entries import Entry
from core.state.merging import theirs_in
from core.web.choices import DEVIATION, GOAL, MEASURE, MEASURES, Choices, link
from core.web.menus import around
from core.web.notices import Notice
from core.web.pages import Dated, message
from core.web.render import render
from core.web.typed import DEED
from core.words.formats import first_upper, listed
from core.words.numbers import number_in

DECIDE, PUBLISH = "besluta", "exempel"


@dataclass(frozen=True)
class Worked:
    """What she who asks may do and has done: the measure's VERSIONS, newest first, the one that her form is drawn from
    (``seen``), that of the good example (0: none) and what she TYPED that could not be saved.
    """

    may_change: bool
    versions: Sequence[Entry[Measure]]
    seen: int
    example_seen: int
    typed: Mapping[str, str]
    notice: Notice | None
    address: str
    work: str


def measure_html(figures: Figures, asked: Dated, worked: Worked | None = None) -> str:
    """The chosen measure as readers see it; with what is not public, and forms, for who has WORKED on it."""
    choices = asked.choices
    municipality = choices.choice.municipality
    book = figures.cycle_of(municipality, drafts=asked.drafts)
    measure = book.measures.get(choices.measure or "")
    if measure is None or not (asked.drafts or measure.is_decided):
        return message(
            link(MEASURE, choices),
            "Åtgärden hittas inte",
            "Länken är fel, eller så är åtgärden inte beslutad. Förslag ser bara de som är inloggade i kommunen.",
            action="Till åtgärderna",
            action_address=link(MEASURES, choices),
        )
    one = staged(figures, municipality, measure, book, asked.today)
    line = line_of(figures, choices, one, asked.today, drafts=asked.drafts)
    return render(
        "measure.html",
        title=_title(one, line),
        one=line,
        measure=measure,
        rests_on=_rests_on(figures, measure),
        goals=_goals(figures, choices, measure),
        area=figures.catalogue.area_by_id[measure.area].name if measure.area in figures.catalogue.area_by_id else "",
        why=_why(book, measure),
        deviation=link(DEVIATION, choices, deviation=measure.deviation) if _is_told(book, measure) else "",
        consequences=[(label, getattr(measure.consequences, name)) for name, label in CONSEQUENCES.items()],
        weighed=_weighed(measure),
        decision=measure.decision,
        example=one.example,
        can_publish=one.effect.verdict is Effect.RIGHT and measure.is_decided,
        drafts=asked.drafts,
        worked=worked,
        form=_form(figures, choices, measure, one, worked) if worked and worked.may_change else None,
        measure_place=municipality,
        work=number_in(worked.work) or "" if worked else "",
        sheet=_sheet(figures, choices, measure, book, asked.today) if worked and worked.may_change else None,
        list=link(MEASURES, choices, measure=None),
        **around(figures, choices, MEASURE) | ({"address": worked.address} if worked else {}),
    )


@dataclass(frozen=True)
class Forms:
    """What the forms begin with: of a decision and of a good example, by field, and what somebody else has saved."""

    bodies: tuple[str, ...]
    answers: tuple[str, ...]
    decided: Mapping[str, str]
    told: Mapping[str, str]
    theirs: Mapping[str, str]
    was_in: str
    newest: int
    longest: int
    longest_title: int
    longest_paragraph: int


def _form(figures: Figures, choices: Choices, measure: Measure, one: StagedMeasure, worked: Worked) -> Forms:
    typed = worked.typed
    bodies = figures.goals_of(choices.choice.municipality, drafts=True).bodies
    decided = decided_fields(measure)
    if not measure.decision and measure.body and measure.body in bodies:
        decided["av"] = bodies[measure.body].name
    told = told_fields(one.example)
    if one.example is None:
        told |= {"rubrik": measure.title, "kontakt": one.plan.responsible if one.plan else ""}
    was_in = typed.get(DEED, "")
    names = [body.name for body in bodies.values()]
    return Forms(
        bodies=tuple(names if not decided["av"] or decided["av"] in names else [*names, decided["av"]]),
        answers=tuple(answer.value for answer in Answer),
        decided={**decided, **typed} if was_in == DECIDE else decided,
        told={**told, **typed} if was_in == PUBLISH else told,
        theirs=theirs_in(typed),
        was_in=was_in,
        newest=worked.versions[0].number,
        longest=LONGEST_TEXT,
        longest_title=LONGEST_TITLE,
        longest_paragraph=LONGEST_PARAGRAPH,
    )


@dataclass(frozen=True)
class SheetLinks:
    """Where the one page is, and what does not fit on it, in words."""

    pdf: str
    docx: str
    too_long: tuple[str, ...]


def _sheet(figures: Figures, choices: Choices, measure: Measure, book: CycleBook, today: date) -> SheetLinks:
    municipality = choices.choice.municipality
    texts = texts_of(figures, municipality, measure, book, today)
    return SheetLinks(**sheet_links(municipality, measure.id), too_long=told_before(texts))


def decided_fields(measure: Measure) -> dict[str, str]:
    """The decision about MEASURE as its form has it."""
    decision = measure.decision
    return {
        "svar": decision.answer.value if decision else "",
        "av": decision.decision.by if decision else "",
        "den": decision.decision.on.isoformat() if decision else "",
        "paragraf": decision.decision.paragraph if decision else "",
        "vad": decision.words if decision else "",
    }


def told_fields(example: GoodExample | None) -> dict[str, str]:
    """EXAMPLE as its form has it."""
    facts = (example.title, example.text, example.contact) if example else ("", "", "")
    return dict(zip(("rubrik", "text", "kontakt"), facts, strict=True))


def _title(one: StagedMeasure, line: MeasureLine) -> str:
    """A sentence made of the figures."""
    said = {
        Stage.PROPOSED: "föreslagen",
        Stage.POSTPONED: "beslutet är uppskjutet",
        Stage.REFUSED: "beslutet blev nej",
        Stage.WITHDRAWN: "återtagen",
        Stage.GOING_ON: f"pågår, {line.late}" if line.late else f"pågår, {line.effect.words}",
    }.get(one.stage)
    if said is None:
        is_moved = one.effect.verdict in (Effect.RIGHT, Effect.WRONG, Effect.UNCHANGED)
        said = f"genomförd, siffran {_AFTER[one.effect.verdict]}" if is_moved else f"genomförd, {line.effect.words}"
    return f"{one.measure.title}: {said}"


_AFTER = {
    Effect.RIGHT: "har rört sig åt rätt håll",
    Effect.WRONG: "har rört sig åt fel håll",
    Effect.UNCHANGED: "är oförändrad",
}


def _rests_on(figures: Figures, measure: Measure) -> str:
    names = figures.snapshot.municipalities
    example = f" ({names[measure.example]})" if measure.example in names else ""
    return listed([f"{one.value}{example}" if one.name == "EXAMPLE" else one.value for one in measure.rests_on])


def _goals(figures: Figures, choices: Choices, measure: Measure) -> list[tuple[str, str, str]]:
    """What each goal that the indicator serves is, its title and its page."""
    served = served_goals(figures, choices.choice.municipality).get(measure.kpi, ())
    return [
        (first_upper(goal.level.value), goal.title, link(GOAL, choices, goal=goal.id, measure=None)) for goal in served
    ]


def _why(book: CycleBook, measure: Measure) -> Conclusion | None:
    return book.conclusions.get(measure.deviation or "")


def _is_told(book: CycleBook, measure: Measure) -> bool:
    return (measure.deviation or "") in book.deviations


def _weighed(measure: Measure) -> str:
    """How much it takes and gives, and what the guide calls that."""
    if measure.effort is None or measure.effect is None:
        return ""
    effort, effect = estimate_words(measure.effort), estimate_words(measure.effect)
    return f"insats {effort}, effekt {effect}: {quadrant_of(measure.effort, measure.effect).value}"
