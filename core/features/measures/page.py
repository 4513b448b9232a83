"""Åtgärder and one measure for who asks: readers share what is kept, those who work get their forms."""

from __future__ import annotations

from core.access.rights import Action, may
from core.access.service import current_engine
from core.cycle.book import EXAMPLES, MEASURES
from core.cycle.deciding import new_vote
from core.cycle.proposing import Proposing
from core.cycle.voting import Voting
from core.features.measures import list_view, measure_view
from core.features.measures.list_view import Work, vote_view
from core.features.measures.measure_view import Worked
from core.web.drafts import WorkKind
from core.web.pages import Dated, of_a_day
from core.web.typed import typed_before, work_in, written_from
from core.web.visit import Visit
from core.words.dates import today

# In the forms: which of them it is, what it is about, and what can be undone.
KEY, VOTE_KEY = "atgard", "omrostning"
_LIST_FOR_READERS = of_a_day(list_view.list_html)
_ONE_FOR_READERS = of_a_day(measure_view.measure_html)


def deciding_of(visit: Visit, municipality: str) -> Proposing:
    """MUNICIPALITY's measures for who asks, in the process's own database."""
    engine = current_engine()
    return Proposing(engine, municipality, visit.person, visit.now, visit.catalogue)


def voting_of(municipality: str) -> Voting:
    """MUNICIPALITY's votes, for whoever has the address of one."""
    return Voting(current_engine(), municipality)


def may_change(visit: Visit, municipality: str, area: str) -> bool:
    """Whether she who asks answers for the measures of AREA."""
    return may(visit.person, Action.CHANGE_MEASURE, area=area, municipality=municipality)


def is_worked_on(visit: Visit) -> bool:
    """Whether she who asks sees what is not public in the municipality of the address."""
    return visit.figures is not None and may(visit.person, Action.READ_PLANS, municipality=visit.choices.municipality)


def measures_html(visit: Visit) -> str:
    """The page Åtgärder."""
    figures, municipality = visit.figures, visit.choices.municipality
    if figures is None or municipality is None or not is_worked_on(visit):
        return _LIST_FOR_READERS(visit)
    asked = Dated(visit.choices, today(visit.now), drafts=True)

    def may_weigh(area: str) -> bool:
        return may_change(visit, municipality, area)

    voting = voting_of(municipality)
    ballots = [
        ballot
        for one in figures.cycle_of(municipality, drafts=True).votes.values()
        if one.closed_on is None and (ballot := voting.ballot(one.id))
    ]
    votes = tuple(vote_view(figures, one.vote, one.answered, municipality, may_weigh) for one in ballots)
    typed = typed_before(visit, WorkKind.MEASURE)
    return list_view.list_html(figures, asked, Work(may_weigh, votes, new_vote(), visit.address, visit.notice, typed))


def measure_html(visit: Visit) -> str:
    """The page of one measure."""
    figures, municipality, key = visit.figures, visit.choices.municipality, visit.choices.measure
    if figures is None or municipality is None or key is None or not is_worked_on(visit):
        return _ONE_FOR_READERS(visit)
    deciding = deciding_of(visit, municipality)
    measure = figures.cycle_of(municipality, drafts=True).measures[key]
    typed = typed_before(visit, WorkKind.MEASURE)
    versions = deciding.history(MEASURES, key)
    examples = deciding.history(EXAMPLES, key)
    worked = Worked(
        may_change=may_change(visit, municipality, measure.area),
        versions=versions,
        seen=written_from(typed, versions[0].number),
        example_seen=examples[0].number if examples else 0,
        typed=typed,
        notice=visit.notice,
        address=visit.address,
        work=work_in(visit),
    )
    asked = Dated(visit.choices, today(visit.now), drafts=True)
    return measure_view.measure_html(figures, asked, worked)
