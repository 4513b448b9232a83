"""Puts the example in place as the current snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from core.access.people import Person, Role
from core.cache import SnapshotStore
from core.cache.build import build
from core.catalogue import Catalogue
from core.cycle.models import Frozen
from core.example.chain_targets import chain_targets
from core.example.chains import Chains, chains
from core.example.harvest import SOURCE, example_harvest
from core.example.loops import Asked, Held, Loops, loops
from core.example.runs import example_runs
from core.example.targets import example_targets
from core.example.view import example_catalogue
from core.example.year import example_years
from core.goals.book import ASSIGNMENTS, BODIES, OVERRULINGS, PLANS
from core.state import State
from core.state.ballots import answered, cast, make_codes, put_answer
from core.state.database import writing
from core.state.entries import Entries, Save, V, save_of
from core.targets.versions import set_in, touched_by_others

_MAKER = Person(None, SOURCE, SOURCE, Role.ADMINISTRATOR)


def install_example(store: SnapshotStore, catalogue: Catalogue, state: State) -> Path:
    """Make the example's snapshot in STORE, its targets, goal chains and year in STATE; the snapshot's file.

    What people have entered in its place stays. Raises RefreshUnderWayError while another snapshot is being built,
    duckdb.Error when the disk is full, and StateError; the old snapshot stays if the new one cannot be built.
    """
    view, now = example_catalogue(catalogue), datetime.now(UTC)
    harvest = example_harvest(view, last_year=now.year - 1, fetched_at=now)
    made = chains(now.date())
    # Of an indicator that a chain tells the levels of, the chain's targets alone.
    told = {(one.municipality, kpi) for one in made for kpi in one.levels}
    targets = [one for one in example_targets(view, harvest) if (one.municipality, one.kpi) not in told]
    targets += chain_targets(view, harvest, made)
    with store.building():
        file = store.new_file()
        try:
            build(file, harvest, view)
        except BaseException:
            store.discard(file)
            raise
        store.swap_in(file)
    with writing(state.engine) as session:
        theirs = touched_by_others(session, SOURCE)
        set_in(session, [one for one in targets if one.key not in theirs], by=_MAKER, now=now)
        for one in made:
            put_chains(session, one, save_of(_MAKER, now))
        for owner, held in example_years(view, now.date()).items():
            put_held(session, owner, held, save_of(_MAKER, now))
        put_runs(session, [one.id for one in view.participants], now)
    return file


def put_runs(session: Session, municipalities: Sequence[str], now: datetime) -> None:
    """Let MUNICIPALITIES have asked what the example's have, in a session that writes, but where another has led."""
    made, save = example_runs(municipalities, now.date()), save_of(_MAKER, now)
    for owner, one in made.held:
        put_held(session, owner, [one], save)
    for room, answers in made.answers.items():
        if answered(session.connection(), room) == 0:
            for given in answers:
                put_answer(session, room, uuid4().hex, (), given)


def put_chains(session: Session, made: Chains, save: Save) -> None:
    """Let what is MADE hold, in a session that writes, but where somebody else has made the newest version."""
    drafts = {(plan.body, plan.year) for plan in made.plans if plan.decision is None}
    put = partial(_put, (session, save, made.municipality))
    for body in made.bodies:
        put(BODIES, body.id, body)
    for plan in made.plans:
        put(PLANS, plan.key, plan, is_public=plan.decision is not None)
    for one in made.assignments:
        put(ASSIGNMENTS, one.id, one, is_public=one.decision is not None or (one.giver, one.year) not in drafts)
    for goal, overruling in made.overrulings.items():
        put(OVERRULINGS, goal, overruling)


def install_loops(view: Catalogue, state: State, now: datetime, frozen: Callable[[Asked], Frozen]) -> None:
    """Put what the example's municipalities have done about their deviations in STATE, as it stands at NOW.

    VIEW is the example's catalogue; FROZEN makes what an outcome was. What people have entered stays. Raises
    StateError.
    """
    made = loops(view, now.date(), frozen)
    with writing(state.engine) as session:
        for one in made:
            put_loops(session, one, save_of(_MAKER, now))


def put_loops(session: Session, made: Loops, save: Save) -> None:
    """Let what is MADE hold, in a session that writes, but where somebody else has made the newest version."""
    put_held(session, made.municipality, made.held, save)
    for room, ballots in made.ballots.items():
        if answered(session.connection(), room) == 0:
            for code, ballot in zip(make_codes(session, room, len(ballots)), ballots, strict=True):
                cast(session, room, code, ballot)


def put_held(session: Session, municipality: str, held: Iterable[Held], save: Save) -> None:
    """Let what is HELD by MUNICIPALITY hold, but where somebody else has made the newest version."""
    for one in held:
        _put((session, save, municipality), one.kind, one.key, one.value, is_public=one.is_public)


def _put(at: tuple[Session, Save, str], kind: Entries[V], key: str, value: V, *, is_public: bool = True) -> None:
    session, save, municipality = at
    newest = kind.newest(session, municipality, key)
    if newest is None or newest.created_by == save.by.name:
        kind.put(session, municipality, key, value, save, is_public=is_public)
