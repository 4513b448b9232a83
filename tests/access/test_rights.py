"""The whole table of who may do what, walked; and the document that shows it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import RIGHTS, Action, NotAllowedError, Reach, may, may_somewhere, require
from tests.shared import ROOT

HUDDINGE, BOTKYRKA = "0126", "0127"
SCHOOL, WATER = "grundskola", "va-verksamhet"

CONVENOR = Person(1, "anna", "Anna", Role.CONVENOR, None, (SCHOOL,))
CONVENOR_OF_NOTHING = replace(CONVENOR, areas=())
MANAGER = Person(2, "cilla", "Cilla", Role.MANAGER, HUDDINGE, (SCHOOL,))
MANAGER_OF_ALL = replace(MANAGER, areas=())
MANAGER_OF_NOTHING = replace(MANAGER, municipality=None)
ADMINISTRATOR = Person(3, "berit", "Berit", Role.ADMINISTRATOR)
EVERYBODY = (READER, CONVENOR, CONVENOR_OF_NOTHING, MANAGER, MANAGER_OF_ALL, MANAGER_OF_NOTHING, ADMINISTRATOR)
SOMEBODY_ELSE = 99

OWN_INDICATORS = (Action.UPLOAD, Action.PUBLISH, Action.WITHDRAW, Action.RESTORE)
OF_A_PLACE = (
    *(Action.SET_TARGET, Action.CHANGE_PLAN, Action.REPORT_ASSIGNMENT, Action.ANALYSE, Action.CHANGE_MEASURE),
)
OFFICE = (Action.MANAGE_USERS, Action.READ_AUDIT, Action.CHANGE_SETTINGS, Action.REFRESH)

# Who may, written again and in another way than in the product: of (municipality, area), where each may.
ALL = set(product((HUDDINGE, BOTKYRKA), (SCHOOL, WATER)))
IN_SCHOOL = {(HUDDINGE, SCHOOL), (BOTKYRKA, SCHOOL)}
IN_HUDDINGE = {(HUDDINGE, SCHOOL), (HUDDINGE, WATER)}
Places = set[tuple[str, str]]
EXPECTED: dict[Person, dict[Action, Places]] = {
    READER: {},
    CONVENOR: {
        **dict.fromkeys(
            (*OWN_INDICATORS, Action.READ_DRAFTS, Action.APPROVE, Action.COMMENT, Action.EDIT_DECK), IN_SCHOOL
        ),
        Action.CHANGE_YEAR: ALL,
    },
    CONVENOR_OF_NOTHING: {},
    MANAGER: {
        **dict.fromkeys((Action.READ_DRAFTS, Action.APPROVE), IN_SCHOOL),
        **dict.fromkeys((Action.COMMENT, *OF_A_PLACE), IN_SCHOOL & IN_HUDDINGE),
        **dict.fromkeys((Action.READ_PLANS, Action.LEAD_EXERCISE), IN_HUDDINGE),
    },
    MANAGER_OF_ALL: {
        **dict.fromkeys((Action.READ_DRAFTS, Action.APPROVE, Action.CHANGE_YEAR), ALL),
        **dict.fromkeys(
            (
                Action.COMMENT,
                *OF_A_PLACE,
                Action.READ_PLANS,
                Action.LEAD_EXERCISE,
                Action.DECIDE_PLAN,
                Action.CHANGE_TEMPLATES,
            ),
            IN_HUDDINGE,
        ),
    },
    MANAGER_OF_NOTHING: dict.fromkeys((Action.READ_DRAFTS, Action.APPROVE), IN_SCHOOL),
    ADMINISTRATOR: dict.fromkeys(Action, ALL),
}


def expected(person: Person, action: Action) -> Places:
    if action is Action.CHANGE_OWN_PASSWORD:
        return ALL if person is not READER else set()
    return EXPECTED[person].get(action, set())


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: f"{person.role}-{person.municipality}-{person.areas}")
@pytest.mark.parametrize("action", Action)
def test_each_may_do_what_the_table_says_where_it_says(person: Person, action: Action) -> None:
    allowed = {
        (municipality, area)
        for municipality, area in ALL
        if may(person, action, municipality=municipality, area=area, author=SOMEBODY_ELSE)
    }
    assert allowed == expected(person, action)
    assert may_somewhere(person, action) == bool(allowed)


@pytest.mark.parametrize("action", Action)
def test_who_is_disabled_may_nothing(action: Action) -> None:
    for person in EVERYBODY:
        disabled = replace(person, is_active=False)
        assert not may(disabled, action, municipality=HUDDINGE, area=SCHOOL, author=SOMEBODY_ELSE)
        assert not may_somewhere(disabled, action)


@pytest.mark.parametrize("person", EVERYBODY)
def test_nobody_approves_her_own_upload_or_one_whose_author_is_not_told(person: Person) -> None:
    assert not may(person, Action.APPROVE, municipality=HUDDINGE, area=SCHOOL, author=person.id)
    assert not may(person, Action.APPROVE, municipality=HUDDINGE, area=SCHOOL)


@pytest.mark.parametrize("action", Action)
def test_what_a_right_depends_on_and_is_not_told_is_refused(action: Action) -> None:
    for person in EVERYBODY:
        reach = RIGHTS[action].get(person.role, Reach.NOWHERE)
        if reach in (Reach.AREA, Reach.PLACE):
            assert not may(person, action, municipality=HUDDINGE, author=SOMEBODY_ELSE)
        if reach is Reach.PLACE:
            assert not may(person, action, area=SCHOOL, author=SOMEBODY_ELSE)


def test_a_reader_is_told_to_sign_in_and_others_whom_to_ask() -> None:
    with pytest.raises(NotAllowedError, match=r"sätta mål kräver att du är inloggad\. Logga in"):
        require(READER, Action.SET_TARGET, municipality=HUDDINGE, area=SCHOOL)
    with pytest.raises(NotAllowedError, match=r"inte rätt att sätta mål här\. Be administratören"):
        require(MANAGER, Action.SET_TARGET, municipality=BOTKYRKA, area=SCHOOL)
    require(MANAGER, Action.SET_TARGET, municipality=HUDDINGE, area=SCHOOL)


def test_the_terminal_may_what_an_administrator_may() -> None:
    assert all(may(at_the_terminal("drift"), action, author=SOMEBODY_ELSE) for action in OFFICE)


def test_every_action_has_its_row_and_its_words() -> None:
    assert set(RIGHTS) == set(Action)
    assert len({action.swedish for action in Action}) == len(Action)
    assert not any(Role.READER in row for row in RIGHTS.values())


def test_the_document_says_the_same_as_the_table() -> None:
    lines = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert rows[0] == ["action", *(role.swedish for role in Role)]
    told = {cells[0]: cells[1:] for cells in rows[2:]}
    assert told == {action.value: [RIGHTS[action].get(role, Reach.NOWHERE).value for role in Role] for action in Action}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Chef", Role.MANAGER),
        (" administratör ", Role.ADMINISTRATOR),
        ("convenor", Role.CONVENOR),
        ("admin", None),
        ("", None),
    ],
)
def test_a_role_is_read_by_its_swedish_or_its_stored_name(text: str, role: Role | None) -> None:
    assert Role.named(text) is role
