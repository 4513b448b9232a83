"""What a page offers is what the store then does: walked through every state, for everybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from core.access.people import Person
from core.errors import NyckeltalError
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.versions import Deeds, Version, deeds
from core.state import open_state
from core.state.versions import OvertakenError
from tests.features.own_indicators.stored import (
    ANNA,
    BERIT,
    BODIL,
    CILLA,
    ID,
    LATER,
    NOW,
    SCHOOL,
    STRANGER,
    added,
    edited,
    published,
)

Make = Callable[[OwnStore], object]


def waiting(store: OwnStore) -> None:
    added(store)
    store.publishing.publish(ID, 1, by=ANNA, now=NOW)


def withdrawn(store: OwnStore) -> None:
    published(store)
    store.publishing.withdraw(ID, 1, "Fel", by=ANNA, now=NOW)


def refused(store: OwnStore) -> None:
    waiting(store)
    store.publishing.refuse(ID, 1, "Fel", by=BODIL, now=NOW)


def passed(store: OwnStore) -> None:
    """The first is superseded by the second."""
    edited(store, published(store))
    store.publishing.publish(ID, 2, by=ANNA, now=NOW)
    store.publishing.approve(ID, 2, by=BODIL, now=NOW)


def beside(store: OwnStore) -> None:
    """The third lies beside the second."""
    first = added(store)
    edited(store, first)
    with pytest.raises(OvertakenError):
        edited(store, first, by=BODIL)


STATES: tuple[Make, ...] = (added, waiting, published, withdrawn, refused, passed, beside)
DEEDS = ("publishes", "approves", "refuses", "withdraws", "restores")
PEOPLE = (ANNA, BODIL, CILLA, BERIT, STRANGER)


def tried(store: OwnStore, version: Version, newest: Version, by: Person, deed: str) -> bool:
    """Whether the store does DEED."""
    number, publishing = version.number, store.publishing
    calls: dict[str, Callable[[], object]] = {
        "publishes": lambda: publishing.publish(ID, number, by=by, now=LATER),
        "approves": lambda: publishing.approve(ID, number, by=by, now=LATER),
        "refuses": lambda: publishing.refuse(ID, number, "Skäl", by=by, now=LATER),
        "withdraws": lambda: publishing.withdraw(ID, number, "Skäl", by=by, now=LATER),
        "restores": lambda: store.saving.restore(ID, number, parent=newest.number, by=by, now=LATER),
    }
    try:
        calls[deed]()
    except NyckeltalError:
        return False
    return True


def offered(found: Deeds, deed: str) -> bool:
    names = {"approves": "judges", "refuses": "judges"}
    return bool(getattr(found, names.get(deed, deed)))


@pytest.mark.parametrize("make", STATES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("needs_approval", [True, False])
def test_what_is_offered_is_what_can_be_done(tmp_path: Path, make: Make, needs_approval: bool) -> None:
    """Tried on copies of one file: what is tried changes it. That both databases do the same is tried elsewhere."""
    prepared = tmp_path / "prepared.sqlite"
    with open_state(f"sqlite:///{prepared}") as state:
        make(OwnStore(state))
        OwnStore(state).publishing.set_approvals({SCHOOL: needs_approval}, by=BERIT, now=NOW)
    for number, (person, deed) in enumerate(product(PEOPLE, DEEDS)):
        file = tmp_path / f"{number}.sqlite"
        shutil.copy(prepared, file)
        with open_state(f"sqlite:///{file}") as state:
            store = OwnStore(state)
            newest = store.history.newest(ID, by=BERIT)
            versions = store.history.versions(ID, by=BERIT)
            version = versions[0] if make is beside else versions[-1]
            found = deeds(version, newest, needs_approval=needs_approval, by=person)
            # The newest can be restored, but there is nothing in it that does not hold already.
            is_needless = deed == "restores" and version.number == newest.number
            can = tried(store, version, newest, person, deed) and not is_needless
            assert offered(found, deed) is can, (person.login, deed)


def test_an_author_is_told_that_it_is_hers(store: OwnStore) -> None:
    waiting(store)
    version = store.history.newest(ID, by=ANNA)
    assert [deeds(version, version, needs_approval=True, by=by).is_author for by in (ANNA, BODIL)] == [True, False]
    assert not deeds(version, version, needs_approval=True, by=STRANGER).any
