"""What is kept of an account is shown whole, and removed so that nothing of her is left but the log."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import Integer

from core.access.accounts import LastAdministratorError
from core.access.people import at_the_terminal
from core.access.personal import GONE, HERS, LOGGED, MADE_BY, forget, shown
from core.access.rights import NotAllowedError
from core.access.service import Access, SignedIn
from core.catalogue import default_catalogue
from core.features.comments.store import Comments
from core.site.tables import TABLES
from core.state import State
from tests.features.own_indicators.visits import SCHOOL, WORDS, add_accounts
from tests.shared import GRADES, HUDDINGE
from tests.state.filling import content

NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)
BY = at_the_terminal("x")
# Numbers of something else than an account.
OTHERS = {"upload_id", "version_id"}


@pytest.fixture
def worked(state: State) -> State:
    """Cilla has signed in and commented."""
    access = Access(state)
    people = add_accounts(access)
    assert isinstance(access.sign_in("cilla", WORDS, "192.0.2.1", NOW), SignedIn)
    Comments(state.engine, default_catalogue()).save(
        HUDDINGE, GRADES, 2023, why="Ny rektor.", actions="", seen=0, by=people["cilla"], now=NOW
    )
    return state


def test_no_table_refers_to_an_account_in_a_way_that_is_not_known() -> None:
    known = {HERS, LOGGED, *MADE_BY, *OTHERS}
    numbers = {c.name for t in TABLES for c in t.columns if isinstance(c.type, Integer) and c.name.endswith("_id")}
    assert numbers - known == set()
    for table in TABLES:
        keys = [key for key in table.foreign_keys if key.column.table.name == "accounts"]
        assert [key for key in keys if key.parent.name != HERS] == [], table.name


def test_all_that_is_kept_is_shown_and_nothing_that_opens_anything(worked: State) -> None:
    found = shown(worked.engine, TABLES, "cilla", by=BY)
    assert {"accounts", "sessions", "comments", "audit_log"} <= set(found)
    [account], [session] = found["accounts"], found["sessions"]
    assert (account["name"], account["password_hash"]) == ("Cilla Ask", "finns")
    assert (session["token_hash"], session["address_key"]) == ("finns", "finns")
    assert found["comments"][0]["why"] == "Ny rektor."
    assert "Anna Ek" not in json.dumps(found, default=str, ensure_ascii=False)


def test_who_is_forgotten_is_found_in_the_log_alone_and_what_she_made_stays(worked: State) -> None:
    before = content(worked)
    changed = forget(worked.engine, TABLES, "cilla", by=BY, now=NOW)
    assert {"accounts": 1, "sessions": 1, "comments": 1}.items() <= changed.items()
    after = content(worked)
    log = after.pop("audit_log")
    told = json.dumps(after, default=str, ensure_ascii=False)
    assert "cilla" not in told.lower()
    assert "Ny rektor." in told
    assert GONE in told
    # Nothing that was written before is written anew: the log is a chain.
    assert log[: len(before["audit_log"])] == before["audit_log"]
    access = Access(worked)
    assert access.audit.verified(by=BY).is_whole
    assert not isinstance(access.sign_in("cilla", WORDS, "192.0.2.1", NOW), SignedIn)
    assert {one.login for one in access.accounts.people(by=BY)} >= {"anna", "bodil"}


def test_the_last_administrator_is_not_forgotten_and_nobody_else_may_ask(worked: State) -> None:
    with pytest.raises(LastAdministratorError):
        forget(worked.engine, TABLES, "berit", by=BY, now=NOW)
    anna = Access(worked).accounts.person("anna", by=BY)
    assert SCHOOL in anna.areas
    with pytest.raises(NotAllowedError):
        shown(worked.engine, TABLES, "cilla", by=anna)
    with pytest.raises(NotAllowedError):
        forget(worked.engine, TABLES, "cilla", by=anna, now=NOW)
