"""The plan review as a document: per body what is found, answered, judged and recommended, then the appendix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from core.documents.paper import Block, Grid, Heading, Line, Look, Paper
from core.documents.template_kinds import Made, TemplateKind
from core.features.reviews.appendix import appendix_blocks, decision_words, figures_words
from core.features.reviews.words import HEADS, RULE_TEXTS, earlier_words, found_words, things_words, title_of
from core.goals.judged import QUESTIONS, Answer, Recommendation, ReviewBook
from core.goals.models import BodyKind, plan_key
from core.outcomes.chain import AskedChain, chain_of
from core.outcomes.figures import Figures
from core.outcomes.plan_review import Reviewed
from core.outcomes.plan_rules import Finding, Rule
from core.words.formats import first_upper, listed
from core.words.sources import attribution

KIND = "Avstämning av planer"
_SUMMARY = ("Organ", "Att se över", "Besvarat", "Oftast")
_SUMMARY_SHARES = (0.4, 0.13, 0.12, 0.35)
_JUDGED_SHARES = (0.3, 0.13, 0.15, 0.15, 0.27)


def review_paper(figures: Figures, asked: AskedChain, plans: Sequence[Reviewed], said: ReviewBook, on: date) -> Paper:
    """The review of PLANS, drawn up ON a day, with what is SAID of them."""
    info, place = figures.snapshot.info, figures.snapshot.municipalities[asked.municipality]
    chain = chain_of(figures, asked)
    drawn_up = f"Gjord {on.isoformat()}. {figures_words(figures)}"
    title = f"{place}, planer {asked.year}"
    council = {body.id for body in chain.book.bodies.values() if body.kind is BodyKind.COUNCIL}
    shown = council | {one.facts.body.id for one in plans}
    return Paper(
        KIND,
        title,
        (f"{title_of(plans, said, asked.year)}.", drawn_up, attribution(is_example=info.is_example)),
        f"{KIND} · {title}",
        drawn_up,
        (
            *_summary(plans, said, asked.year),
            *(block for plan in plans for block in _body(plan, said)),
            Heading("Regler och gränser", begins_page=True),
            Grid(("Kontroll", "Regel"), (0.25, 0.75), tuple((HEADS[rule], RULE_TEXTS[rule]) for rule in Rule)),
            *appendix_blocks(figures, chain, [plan for plan in chain.plans if plan.body in shown]),
        ),
        has_drafts=any(one.facts.plan.decision is None for one in plans),
        is_example=info.is_example,
        made=Made(TemplateKind.REVIEW),
    )


def _summary(plans: Sequence[Reviewed], said: ReviewBook, year: int) -> Iterator[Block]:
    yield Heading("Sammanfattning")
    yield Line(
        f"{title_of(plans, said, year)}. Programmet kontrollerar det som går att räkna fram. Resten bedömer människor."
    )
    if plans:
        ordered = sorted(plans, key=lambda plan: -len(plan.findings))
        yield Grid(_SUMMARY, _SUMMARY_SHARES, tuple(_summed(one, said) for one in ordered))
    earlier = [
        (one.facts.body.name, entry.value)
        for one in plans
        for entry in said.recommended(one.facts.body.id, year - 1)
        if entry.value
    ]
    if earlier:
        yield Heading("Förra årets rekommendationer", 2)
        yield Line(f"{earlier_words([one for _, one in earlier])}.")
        rows = tuple((body, one.text, _outcome_words(one)) for body, one in earlier)
        yield Grid(("Organ", "Rekommendation", "Vad har hänt"), (0.28, 0.5, 0.22), rows)


def _summed(plan: Reviewed, said: ReviewBook) -> tuple[str, ...]:
    answers = said.of_plan(plan.facts.body.id, plan.facts.year)
    count = len(plan.findings)
    often = sorted(plan.checks.values(), key=lambda check: -len(check.findings))[0]
    answered = sum(key in answers for key in plan.findings)
    most = HEADS[often.rule] if len(often.findings) > 1 else "–"
    return plan.facts.body.name, str(count), str(answered) if count else "–", most


def _body(plan: Reviewed, said: ReviewBook) -> Iterator[Block]:
    facts = plan.facts
    answers = said.of_plan(facts.body.id, facts.year)
    yield Heading(facts.body.name, begins_page=True)
    yield Line(f"{facts.plan.title}. {decision_words(facts.plan.decision)}", Look.QUIET)
    yield Line(f"{things_words(len(plan.findings))}.")
    for rule, check in plan.checks.items():
        if check.findings:
            yield Heading(f"{HEADS[rule]}: {_lower(found_words(rule, len(check.findings)))}", 2)
            yield Line(f"Regel: {RULE_TEXTS[rule]}", Look.QUIET)
        for finding in check.findings:
            answered = answers.get(finding.key)
            yield from _finding(plan, finding, answered.value if answered else None)
    if left := [HEADS[rule].lower() for rule, check in plan.checks.items() if not check.is_judged]:
        yield Line(f"Bedöms inte, för att det inte finns något att bedöma: {listed(left)}.", Look.QUIET)
    yield from _gone([one.value for key, one in answers.items() if key not in plan.findings and one.value])
    yield from _judged(plan, said)
    if recommended := [entry.value for entry in said.recommended(facts.body.id, facts.year) if entry.value]:
        yield Heading("Rekommendationer", 2)
        for one in recommended:
            yield Line(one.text)
            yield Line(f"{one.function} {one.on.isoformat()}", Look.QUIET)


def _finding(plan: Reviewed, finding: Finding, answer: Answer | None) -> Iterator[Block]:
    title = plan.goal_title(finding.goal)
    if title:
        yield Line(title, Look.STRONG)
    if finding.quote and finding.quote != title:
        yield Line(f"”{finding.quote}”")
    yield Line(finding.what.partition(" Regel: ")[0])
    yield Line(_answer_words(answer) if answer else "Inte besvarat.", Look.QUIET)


def _answer_words(answer: Answer) -> str:
    text = f" {answer.text}" if answer.text else ""
    return f"{first_upper(answer.reply.value)}.{text} ({answer.function} {answer.on.isoformat()})"


def _gone(answers: Sequence[Answer]) -> Iterator[Block]:
    if answers:
        yield Heading("Besvarat som inte längre hittas", 2)
    for one in answers:
        yield Line(" ".join(filter(None, (f"{one.goal}:" if one.goal else "", one.about))))
        yield Line(_answer_words(one), Look.QUIET)


def _judged(plan: Reviewed, said: ReviewBook) -> Iterator[Block]:
    start = f"{plan_key(plan.facts.body.id, plan.facts.year)}/"
    found = [(goal.title, said.judgements.get(start + goal.id)) for goal in plan.facts.goals]
    rows = tuple(
        (
            title,
            *(step.value if (step := entry.value.step(name)) else "–" for name in QUESTIONS),
            f"{entry.value.comment} ({entry.value.function} {entry.value.on.isoformat()})".strip(),
        )
        for title, entry in found
        if entry and entry.value
    )
    if rows:
        yield Heading("Det som människor bedömer", 2)
        yield Grid(("Mål", *QUESTIONS.values(), "Kommentar"), _JUDGED_SHARES, rows)


def _outcome_words(one: Recommendation) -> str:
    if one.outcome is None or one.outcome_on is None:
        return "Inte bedömd än"
    return f"{first_upper(one.outcome.value)} {one.outcome_on.isoformat()}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
