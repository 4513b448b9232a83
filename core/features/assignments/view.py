"""Uppdrag as its template draws it: what is late first, then by deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from core.goals.book import GoalBook
from core.goals.counting import OpenCount, counted, state_words
from core.goals.models import Assignment, Body, Decision
from core.outcomes.figures import Figures
from core.web.choices import ASSIGNMENTS, GOAL, GOALS, Choices, Tasks, link
from core.web.menus import Menu, Option, around
from core.web.pages import Dated
from core.web.render import render
from core.words.dates import day_words
from core.words.formats import count_word, first_upper, listed

_TASKS = {
    Tasks.OPEN: "Öppna",
    Tasks.LATE: "Försenade",
    Tasks.DONE: "Klara",
    Tasks.CLOSED: "Avslutade",
    Tasks.ALL: "Alla",
}
# Without a deadline last of its kind.
_NEVER = date.max


@dataclass(frozen=True)
class Told:
    """Something that happened to an assignment; ``by`` is a function or a body."""

    on: date
    what: str
    by: str = ""


@dataclass(frozen=True)
class AssignmentView:
    """An assignment. ``work`` is where whoever may does something about it, '' for others.

    ``late`` says since when, ``last`` is the newest of what has happened and ``history`` what was before, newest first.
    """

    key: str
    text: str
    giver: str
    receivers: str
    goal: str
    goal_address: str
    plan: str
    deadline: str
    late: str
    state: str
    is_draft: bool
    last: Told | None
    history: tuple[Told, ...]
    decision: str
    work: str = ""


@dataclass(frozen=True)
class BodyCount:
    """A body with how many assignments it has received and given that are not closed."""

    name: str
    address: str
    received: OpenCount
    given: OpenCount
    is_chosen: bool


# Where somebody does something about an assignment; '' where she may not.
Work = Callable[[Assignment, GoalBook], str]


def _nobody(_: Assignment, __: GoalBook) -> str:
    return ""


def assignments_html(figures: Figures, asked: Dated) -> str:
    """The page as everybody sees it."""
    return drawn(figures, asked)


def drawn(
    figures: Figures, asked: Dated, *, work: Work = _nobody, givers: Sequence[tuple[str, str]] = (), address: str = ""
) -> str:
    """The page; WORK tells where she who asks does something, GIVERS are (body, address) that she may give for.

    ADDRESS is the whole one that she has asked with.
    """
    choices = asked.choices
    municipality = choices.choice.municipality
    book = figures.goals_of(municipality, drafts=asked.drafts)
    public = figures.goals_of(municipality).assignments
    of_body = [one for one in book.assignments.values() if is_of(one, choices)]
    body = book.bodies[choices.body] if choices.body else None
    return render(
        "assignments.html",
        title=title_words(of_body, asked.today, body),
        name=figures.snapshot.municipalities[municipality],
        day=day_words(asked.today),
        bodies=list(_bodies(book, choices, asked.today)),
        body=body,
        everybody=link(ASSIGNMENTS, choices, body=None),
        goal=book.goals[choices.goal][1].title if choices.goal else "",
        every_goal=link(ASSIGNMENTS, choices, goal=None),
        tasks=_tabs(choices),
        rows=[_view(one, book, asked, public, work) for one in chosen(of_body, choices.tasks, asked.today)],
        has_any=bool(book.assignments),
        has_drafts=asked.drafts,
        givers=givers,
        goals=link(GOALS, choices),
        every=link(ASSIGNMENTS, choices, tasks=Tasks.ALL, body=None, goal=None),
        **around(figures, choices, ASSIGNMENTS) | ({"address": address} if address else {}),
    )


def is_of(one: Assignment, choices: Choices) -> bool:
    """Whether ONE is given or received by the chosen body, and for the chosen goal."""
    is_bodys = choices.body is None or choices.body in (one.giver, *one.receivers)
    return is_bodys and choices.goal in (None, one.goal)


def chosen(every: Iterable[Assignment], tasks: Tasks, today: date) -> list[Assignment]:
    """Those of EVERY that TASKS lists: late first, then the other open ones by deadline, then closed, newest first."""
    wanted: dict[Tasks, Callable[[Assignment], bool]] = {
        Tasks.OPEN: lambda one: one.is_open,
        Tasks.LATE: lambda one: one.is_overdue(today),
        Tasks.DONE: lambda one: one.is_waiting,
        Tasks.CLOSED: lambda one: not one.is_open,
        Tasks.ALL: lambda _: True,
    }

    def place(one: Assignment) -> tuple[bool, bool, bool, int]:
        ended = one.closed.on if one.closed else date.min
        order = (one.deadline or _NEVER).toordinal() if one.is_open else -ended.toordinal()
        return not one.is_open, one.is_waiting, not one.is_overdue(today), order

    return sorted(filter(wanted[tasks], every), key=place)


def title_words(every: Iterable[Assignment], today: date, body: Body | None) -> str:
    """The page's title: how many are open, how many of these late, and how many are done and wait to be closed."""
    found = counted(every, today)
    late, count = found.late, found.open
    if not count:
        words = "inga uppdrag är öppna"
    elif count == 1:
        words = "det enda öppna uppdraget är försenat" if late else "ett uppdrag är öppet och inte försenat"
    elif late == count:
        words = f"alla {count_word(count)} öppna uppdrag är försenade"
    else:
        kind = "försenat" if late <= 1 else "försenade"
        some = {0: "inget", 1: "ett"}.get(late) or count_word(late)
        words = f"{some} av {count_word(count)} öppna uppdrag är {kind}"
    if found.waiting:
        words += f", {count_word(found.waiting, 'ett')} {'klart' if found.waiting == 1 else 'klara'} väntar på beslut"
    return f"{body.name}: {words}" if body else first_upper(words)


def _bodies(book: GoalBook, choices: Choices, today: date) -> Iterator[BodyCount]:
    every = book.assignments.values()
    for body in book.bodies.values():
        received = counted((one for one in every if body.id in one.receivers), today)
        given = counted((one for one in every if body.id == one.giver), today)
        is_chosen = choices.body == body.id
        if received or given or is_chosen:
            address = link(ASSIGNMENTS, choices, body=None if is_chosen else body.id)
            yield BodyCount(body.name, address, received, given, is_chosen)


def _tabs(choices: Choices) -> Menu:
    return Menu(
        "Visa",
        tuple(
            Option(words, link(ASSIGNMENTS, choices, tasks=tasks), tasks is choices.tasks)
            for tasks, words in _TASKS.items()
        ),
    )


def _view(one: Assignment, book: GoalBook, asked: Dated, public: Iterable[str], work: Work) -> AssignmentView:
    happened = history(one)
    plan, goal = book.goals.get(one.goal or "", (None, None))
    return AssignmentView(
        key=one.id,
        text=one.text,
        giver=name_of(one.giver, book),
        receivers=listed([name_of(body, book) for body in one.receivers]) or "ingen mottagare",
        goal=goal.title if goal else "",
        goal_address=link(GOAL, asked.choices, goal=goal.id) if goal and plan else "",
        plan=f"Planen {one.year}",
        deadline=one.deadline.isoformat() if one.deadline else "",
        late="försenat" if one.is_overdue(asked.today) else "",
        state=state_words(one),
        is_draft=one.id not in public,
        last=happened[0] if happened else None,
        history=tuple(happened[1:]),
        decision=decision_words(one.decision),
        work=work(one, book),
    )


def history(one: Assignment) -> list[Told]:
    """What has happened to ONE, newest first."""
    found = [Told(report.on, report.text, report.by) for report in one.reports]
    for moved in one.moves:
        what = f"{moved.reason} (före: {moved.before.isoformat()})" if moved.before else moved.reason
        found.append(Told(moved.on, what, "uppdragsgivaren"))
    if one.closed:
        done = "Avslutat. " + one.reason if one.reason else "Avslutat."
        found.append(Told(one.closed.on, done, f"{one.closed.by} § {one.closed.paragraph}"))
    # What was told later of the same day is the newer.
    return [told for _, _, told in sorted(((told.on, n, told) for n, told in enumerate(found)), reverse=True)]


def decision_words(decision: Decision | None) -> str:
    """Where, when and under which § it was decided; '' where it stands in a plan."""
    return decision.words if decision else ""


def name_of(body: str, book: GoalBook) -> str:
    """What BODY (an id) is called, whenever it was there."""
    return book.bodies[body].name if body in book.bodies else "okänt organ"


def assignment_rows(figures: Figures, choices: Choices, today: date) -> pd.DataFrame:
    """What the page lists as a table, one row an assignment: what is decided, drafts are left out."""
    book = figures.goals_of(choices.choice.municipality)
    every = [one for one in book.assignments.values() if is_of(one, choices)]
    rows = [
        {
            "id": one.id,
            "uppdrag": one.text,
            "givare": name_of(one.giver, book),
            "mottagare": " | ".join(name_of(body, book) for body in one.receivers),
            "mål": book.goals[one.goal][1].title if one.goal and one.goal in book.goals else "",
            "plan": one.year,
            "beslut": decision_words(one.decision),
            "klart senast": one.deadline.isoformat() if one.deadline else "",
            "läge": one.state.value,
            "försenat": "ja" if one.is_overdue(today) else "",
            "senast hänt": last.what if (last := next(iter(history(one)), None)) else "",
            "datum": last.on.isoformat() if last else "",
            "av": last.by if last else "",
            "avslutat": decision_words(one.closed),
            "skäl": one.reason,
        }
        for one in chosen(every, choices.tasks, today)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    *("id", "uppdrag", "givare", "mottagare", "mål", "plan", "beslut", "klart senast", "läge", "försenat"),
    *("senast hänt", "datum", "av", "avslutat", "skäl"),
]
