"""Mina åtaganden: what whoever asks has to do, and what is new about her goals."""

from __future__ import annotations

from dataclasses import replace

from core.access.colleagues import colleagues
from core.access.rights import Action, NotAllowedError, may_somewhere, require
from core.cycle.book import ACTIVITIES, CHECK_INS
from core.cycle.carrying_out import CarryingOut
from core.cycle.feeds import Feeds
from core.cycle.plans import check_in_key, period_at
from core.features.undertakings.mine_view import ItemView, Pressed, item, title_words, with_pressed
from core.features.undertakings.news import AskedNews, news_of
from core.features.undertakings.plan_page import carrying_of
from core.goals.book import ASSIGNMENTS
from core.goals.judged import ANSWERS
from core.outcomes.undertakings import AskedMine, lost_to, to_answer, undertakings
from core.state.database import reading
from core.state.entries import numbers_of
from core.web.choices import ACTION_PLAN, UNDERTAKINGS, Choices, link
from core.web.drafts import WorkKind
from core.web.pages import choose_html, without_figures
from core.web.render import render
from core.web.typed import BATCH, typed_before, work_in
from core.web.visit import Visit
from core.words.dates import day_words

# In forms and in what they are answered with: what it is about, of which kind, and what was said of it.
KEY, KIND, WORDS = "nyckel", "slag", "ord"


def mine_html(visit: Visit) -> str:
    """The page. Raises NotAllowedError."""
    if visit.figures is None:
        return without_figures(visit)
    if not may_somewhere(visit.person, Action.READ_PLANS):
        raise NotAllowedError(visit.person, Action.READ_PLANS)
    municipality = visit.person.municipality or visit.choices.municipality
    if municipality is None:
        return choose_html(visit, UNDERTAKINGS)
    require(visit.person, Action.READ_PLANS, municipality=municipality)
    carrying = carrying_of(visit, municipality)
    there, answered, seen = _read(carrying)
    today = carrying.today
    asked = AskedMine(visit.person, municipality, today)
    mine, lost = undertakings(visit.figures, asked), lost_to(visit.figures, asked, there)
    mine = replace(mine, next=(*mine.next, *to_answer(visit.figures, asked, answered)))
    pressed, typed = _pressed(visit), typed_before(visit, WorkKind.CARRYING_OUT)
    key = pressed.key if pressed else ""

    def items(*, late: bool) -> list[ItemView]:
        left = mine.late if late else mine.next
        shown = with_pressed(left, mine, key, late=late, today=today)
        return [item(one, municipality, today, seen, pressed) for one in shown]

    return render(
        "undertakings.html",
        address=visit.address,
        notice=visit.notice,
        title=title_words(mine, today),
        person=visit.person.name,
        place=visit.figures.snapshot.municipalities[municipality],
        day=day_words(today),
        municipality=municipality,
        unowned=[item(one, municipality, today, seen) for one in lost],
        late=items(late=True),
        next=items(late=False),
        done=[item(one, municipality, today, seen) for one in reversed(mine.done)],
        news=news_of(visit.figures, AskedNews(visit.person, municipality, today)),
        is_new=not (mine.has_any or lost),
        to_plan=link(ACTION_PLAN, Choices(municipality)),
        feed=Feeds(carrying.engine).of(visit.person),
        typed=typed,
        typed_key=typed.get(KEY, ""),
        work=work_in(visit),
    )


def _read(carrying: CarryingOut) -> tuple[frozenset[int], frozenset[str], dict[str, int]]:
    """The accounts that may own something there, what is answered in its plan reviews, and the versions of what is
    said by one press.
    """
    year, period = period_at(carrying.today)
    # A check-in is of a thing and the body that answers for it.
    ending = check_in_key("", "", year, period)[1:]
    with reading(carrying.engine) as connection:
        there = frozenset(colleagues(connection, carrying.municipality))
        answered = frozenset(one.key for one in ANSWERS.current(connection, carrying.municipality))
        numbers = numbers_of(connection, carrying.municipality, (ACTIVITIES, ASSIGNMENTS, CHECK_INS))
    return there, answered, {key.removesuffix(ending): number for key, number in numbers.items()}


def _pressed(visit: Visit) -> Pressed | None:
    """What was said just now, by the notice that it led to."""
    fields = visit.notice.fields if visit.notice and visit.notice.is_good else {}
    if not fields.get(BATCH) or not fields.get(KEY):
        return None
    return Pressed(fields[KEY], fields.get(WORDS, ""), fields[BATCH])
