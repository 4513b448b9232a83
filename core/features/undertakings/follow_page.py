"""Uppföljning: what was said last time, what became of it, and what is said now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.access.rights import Action, may, require
from core.cycle.book import CHECK_INS
from core.cycle.checking_in import CheckingIn, unanswered
from core.cycle.plans import Expected, Subject, check_in_key
from core.cycle.working import LONGEST_TEXT
from core.features.undertakings.follow_asked import PERIODS, Asked, asked_of
from core.features.undertakings.follow_view import followed_view, measure_view, title_words
from core.features.undertakings.mine_page import KEY
from core.features.undertakings.mine_routes import checking_of
from core.features.undertakings.mine_view import address_of
from core.features.undertakings.plan_page import carrying_of, people_of
from core.goals.book import GoalBook
from core.outcomes.measures import StagedMeasure
from core.outcomes.periods import AskedFollowUp, FollowUpNow, follow_up
from core.outcomes.undertakings import unowned
from core.state.database import reading
from core.state.entries import numbers_of
from core.state.merging import theirs_in
from core.web.choices import FOLLOW_UP, MEASURE, PLAN, UNDERTAKINGS, Choices, link
from core.web.drafts import WorkKind
from core.web.menus import Menu, Option
from core.web.pages import choose_html, without_figures
from core.web.render import render
from core.web.typed import DEED, typed_before, work_in
from core.web.visit import Visit
from core.words.formats import first_upper


def follow_html(visit: Visit) -> str:
    """The page. Raises NotAllowedError."""
    if visit.figures is None:
        return without_figures(visit)
    municipality = visit.choices.municipality or visit.person.municipality
    if municipality is None or municipality not in visit.figures.snapshot.municipalities:
        return choose_html(visit, FOLLOW_UP)
    require(visit.person, Action.READ_PLANS, municipality=municipality)
    goals, checking = visit.figures.goals_of(municipality, drafts=True), checking_of(visit, municipality)
    asked = asked_of(visit, municipality, goals, checking)
    place = visit.figures.snapshot.municipalities[municipality]
    if asked is None:
        to_plans = link(PLAN, Choices(municipality))
        return render("follow_up_empty.html", address=visit.address, place=place, to_plans=to_plans)
    return _drawn(visit, asked, goals, checking)


def _drawn(visit: Visit, asked: Asked, goals: GoalBook, checking: CheckingIn) -> str:
    figures, of, municipality = visit.figures, asked.of, asked.municipality
    assert figures is not None  # noqa: S101 - asked for by whoever comes here
    book, body = figures.cycle_of(municipality, drafts=True), goals.bodies[of.body]
    now = follow_up(figures, AskedFollowUp(municipality, of, checking.today))
    typed = typed_before(visit, WorkKind.CHECK_IN)
    lost = unowned(figures, municipality, frozenset(people_of(carrying_of(visit, municipality))))
    return render(
        "follow_up.html",
        address=visit.address,
        notice=visit.notice,
        title=title_words(body.name, of, now),
        place=figures.snapshot.municipalities[municipality],
        menus=_menus(visit, asked, goals),
        periods=_tabs(asked),
        params=asked.params,
        mine=link(UNDERTAKINGS, Choices(municipality)),
        lost=[(one.title, one.about, address_of(one, municipality)) for one in lost if one.of in body.areas],
        since_last=[followed_view(one) for one in now.since_last],
        others=[followed_view(one) for one in now.others],
        measures=[(measure_view(one, _decimals(visit, one)), _measure_link(asked, one)) for one in now.measures],
        last=of.before,
        closed=book.periods.get(of.key),
        left=[one.title for one in unanswered(book, goals, of)],
        silent=sum(one.followed.said is None for one in now.all),
        may_goal=checking.may(body),
        may_assignment=checking.may(body, Subject.ASSIGNMENT),
        numbers=_numbers(checking, asked, now),
        expected=list(Expected),
        typed=typed,
        typed_key=typed.get(KEY, "") if typed.get(DEED) else "",
        theirs=theirs_in(typed),
        work=work_in(visit),
        longest=LONGEST_TEXT,
        pdf=asked.address(f"{FOLLOW_UP}/rapport.pdf"),
        word=asked.address(f"{FOLLOW_UP}/rapport.docx"),
    )


def _decimals(visit: Visit, one: StagedMeasure) -> int:
    indicator = visit.catalogue.by_kpi.get(one.measure.kpi)
    return indicator.decimals if indicator else 0


def _measure_link(asked: Asked, one: StagedMeasure) -> str:
    return link(MEASURE, Choices(asked.municipality, measure=one.measure.id))


def _numbers(checking: CheckingIn, asked: Asked, now: FollowUpNow) -> Mapping[str, int]:
    """Which version of each check-in is shown."""
    with reading(checking.engine) as connection:
        held = numbers_of(connection, asked.municipality, (CHECK_INS,))
    keys = [one.followed.of.id for one in now.all]
    return {key: held.get(check_in_key(key, asked.of.body, asked.of.year, asked.of.period), 0) for key in keys}


def _menus(visit: Visit, asked: Asked, goals: GoalBook) -> list[Menu]:
    """Municipality where there is a choice, year, and body."""
    of = asked.of
    places = [p for p in visit.catalogue.participants if may(visit.person, Action.READ_PLANS, municipality=p.id)]
    towns = tuple(Option(p.name, link(FOLLOW_UP, Choices(p.id)), p.id == asked.municipality) for p in places)
    years = tuple(
        Option(str(year), replace(asked, of=replace(of, year=year)).address(), year == of.year) for year in goals.years
    )
    bodies = tuple(
        Option(goals.bodies[one].name, replace(asked, of=replace(of, body=one)).address(), one == of.body)
        for one in (plan.body for plan in goals.of_year(of.year))
    )
    return [*([Menu("Kommun", towns)] if len(towns) > 1 else []), Menu("År", years), Menu("Organ", bodies)]


def _tabs(asked: Asked) -> Menu:
    options = (
        Option(
            first_upper(one.value), replace(asked, of=replace(asked.of, period=one)).address(), one is asked.of.period
        )
        for one in PERIODS.values()
    )
    return Menu("Period", tuple(options))
