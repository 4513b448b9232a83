"""Who may do what: one table, and the question put to it. docs/rights.md shows the same table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from core.access.events import Event, is_answering, told
from core.access.people import Person, Role
from core.errors import NyckeltalError


class Action(StrEnum):
    """Everything that is written, or seen only by those who have signed in."""

    CHANGE_OWN_PASSWORD = "change own password"  # noqa: S105 - an action's name
    READ_DRAFTS = "read drafts"
    UPLOAD = "upload"
    PUBLISH = "publish"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    COMMENT = "comment"
    SET_TARGET = "set target"
    READ_PLANS = "read plans"
    CHANGE_PLAN = "change plan"
    REPORT_ASSIGNMENT = "report assignment"
    DECIDE_PLAN = "decide plan"
    ANALYSE = "analyse"
    CHANGE_MEASURE = "change measure"
    LEAD_EXERCISE = "lead exercise"
    EDIT_DECK = "edit deck"
    CHANGE_YEAR = "change year"
    CHANGE_TEMPLATES = "change templates"
    MANAGE_USERS = "manage users"
    READ_AUDIT = "read audit"
    READ_USAGE = "read usage"
    CHANGE_SETTINGS = "change settings"
    REFRESH = "refresh"

    @property
    def swedish(self) -> str:
        """As it follows "rätt att"."""
        return _SWEDISH[self]


class Reach(StrEnum):
    """Where a right holds."""

    NOWHERE = "no"
    AREA = "in her areas"
    PLACE = "in her municipality and areas"
    TOWN = "in her municipality"
    WHOLE_TOWN = "in her municipality, with all areas"
    WITH_AREA = "with an area"
    ALL_AREAS = "with all areas"
    EVERYWHERE = "yes"


_CONVENOR, _MANAGER, _ADMINISTRATOR = Role.CONVENOR, Role.MANAGER, Role.ADMINISTRATOR
_ALL_SIGNED_IN = dict.fromkeys((_CONVENOR, _MANAGER, _ADMINISTRATOR), Reach.EVERYWHERE)
_ONLY_ADMINISTRATOR = {_ADMINISTRATOR: Reach.EVERYWHERE}
# An own indicator has figures of all municipalities, so only the area decides.
_OWN_INDICATOR = {_CONVENOR: Reach.AREA, _ADMINISTRATOR: Reach.EVERYWHERE}
_OF_A_PLACE = {_MANAGER: Reach.PLACE, _ADMINISTRATOR: Reach.EVERYWHERE}

# What is not here, nobody may.
RIGHTS: Mapping[Action, Mapping[Role, Reach]] = MappingProxyType(
    {
        Action.CHANGE_OWN_PASSWORD: _ALL_SIGNED_IN,
        Action.READ_DRAFTS: _OWN_INDICATOR | {_MANAGER: Reach.AREA},
        Action.UPLOAD: _OWN_INDICATOR,
        Action.PUBLISH: _OWN_INDICATOR,
        Action.APPROVE: _OWN_INDICATOR | {_MANAGER: Reach.AREA},
        Action.WITHDRAW: _OWN_INDICATOR,
        Action.RESTORE: _OWN_INDICATOR,
        Action.COMMENT: _OWN_INDICATOR | {_MANAGER: Reach.PLACE},
        Action.SET_TARGET: _OF_A_PLACE,
        Action.READ_PLANS: {_CONVENOR: Reach.TOWN, _MANAGER: Reach.TOWN, _ADMINISTRATOR: Reach.EVERYWHERE},
        Action.CHANGE_PLAN: _OF_A_PLACE,
        Action.REPORT_ASSIGNMENT: _OF_A_PLACE,
        Action.DECIDE_PLAN: {_MANAGER: Reach.WHOLE_TOWN, _ADMINISTRATOR: Reach.EVERYWHERE},
        Action.ANALYSE: _OF_A_PLACE,
        Action.CHANGE_MEASURE: _OF_A_PLACE,
        Action.LEAD_EXERCISE: {_CONVENOR: Reach.TOWN, _MANAGER: Reach.TOWN, _ADMINISTRATOR: Reach.EVERYWHERE},
        Action.EDIT_DECK: _OWN_INDICATOR,
        Action.CHANGE_YEAR: {_CONVENOR: Reach.WITH_AREA, _MANAGER: Reach.ALL_AREAS, _ADMINISTRATOR: Reach.EVERYWHERE},
        Action.CHANGE_TEMPLATES: {_MANAGER: Reach.WHOLE_TOWN, _ADMINISTRATOR: Reach.EVERYWHERE},
        Action.MANAGE_USERS: _ONLY_ADMINISTRATOR,
        Action.READ_AUDIT: _ONLY_ADMINISTRATOR,
        Action.READ_USAGE: _ONLY_ADMINISTRATOR,
        Action.CHANGE_SETTINGS: _ONLY_ADMINISTRATOR,
        Action.REFRESH: _ONLY_ADMINISTRATOR,
    }
)

_SWEDISH = {
    Action.CHANGE_OWN_PASSWORD: "byta sitt eget lösenord",
    Action.READ_DRAFTS: "se det som inte är publicerat",
    Action.UPLOAD: "lägga in egna nyckeltal",
    Action.PUBLISH: "publicera egna nyckeltal",
    Action.APPROVE: "godkänna egna nyckeltal",
    Action.WITHDRAW: "dra tillbaka egna nyckeltal",
    Action.RESTORE: "återställa en tidigare version",
    Action.COMMENT: "kommentera",
    Action.SET_TARGET: "sätta mål",
    Action.READ_PLANS: "se kommunens handlingsplaner, uppföljning och utkast",
    Action.CHANGE_PLAN: "ändra planen",
    Action.REPORT_ASSIGNMENT: "redovisa uppdraget",
    Action.DECIDE_PLAN: "besluta om planen och granska den",
    Action.ANALYSE: "analysera avvikelser",
    Action.CHANGE_MEASURE: "ändra åtgärder och handlingsplaner",
    Action.LEAD_EXERCISE: "leda övningar",
    Action.EDIT_DECK: "göra områdets bildspel och rapport",
    Action.CHANGE_YEAR: "ändra året och projektplanen",
    Action.CHANGE_TEMPLATES: "ändra mallarna",
    Action.MANAGE_USERS: "sköta konton",
    Action.READ_AUDIT: "läsa ändringsloggen",
    Action.READ_USAGE: "se hur sidorna används",
    Action.CHANGE_SETTINGS: "ändra inställningar",
    Action.REFRESH: "hämta nya siffror",
}


class NotAllowedError(NyckeltalError):
    """Somebody asked for what she may not do."""

    def __init__(self, person: Person, action: Action) -> None:
        if not person.is_signed_in:
            super().__init__(f"Att {action.swedish} kräver att du är inloggad.", "Logga in och försök igen.")
        elif person.must_change_password:
            message = "Lösenordet som du har fått är satt av någon annan, så det gäller bara för att byta det."
            super().__init__(message, "Byt det på sidan Mitt konto. Sedan kommer du åt resten.")
        else:
            message = f"Ditt konto har inte rätt att {action.swedish} här."
            super().__init__(message, "Be administratören om du ska ha den rätten.")
        # Here, for whoever catches it only says it on. A page is drawn again without a request: that is no new refusal.
        if is_answering():
            told(Event.REFUSAL, person.login, about=action.value)


def may(
    person: Person,
    action: Action,
    *,
    area: str | None = None,
    municipality: str | None = None,
    author: int | None = None,
) -> bool:
    """Whether PERSON may do ACTION to something of AREA and MUNICIPALITY (ids of the catalogue).

    What a right depends on and is not given, is refused. APPROVE needs ``author``, the id of the account whose
    upload it is: nobody approves her own, whatever her role.
    """
    if not _is_trusted(person, action):
        return False
    if action is Action.APPROVE and author in (None, person.id):
        return False
    return _reaches(_reach(person, action), person, area, municipality)


def may_somewhere(person: Person, action: Action) -> bool:
    """Whether there is anything that PERSON may do ACTION to: what a menu and a page's first look ask."""
    reach = _reach(person, action)
    if not _is_trusted(person, action) or reach is Reach.NOWHERE:
        return False
    lacks_areas = person.role is Role.CONVENOR and not person.areas
    if reach in (Reach.TOWN, Reach.WHOLE_TOWN):
        return person.municipality is not None and (reach is Reach.TOWN or not person.areas)
    if reach is Reach.ALL_AREAS:
        return not person.areas
    lacks_place = reach is Reach.PLACE and person.municipality is None
    return reach is Reach.EVERYWHERE or not (lacks_areas or lacks_place)


def require(
    person: Person,
    action: Action,
    *,
    area: str | None = None,
    municipality: str | None = None,
    author: int | None = None,
) -> None:
    """Raise NotAllowedError unless ``may`` says yes."""
    if not may(person, action, area=area, municipality=municipality, author=author):
        raise NotAllowedError(person, action)


def _is_trusted(person: Person, action: Action) -> bool:
    """Whether PERSON's account holds for ACTION at all: a password that another has set holds to change it."""
    return person.is_active and (not person.must_change_password or action is Action.CHANGE_OWN_PASSWORD)


def _reach(person: Person, action: Action) -> Reach:
    return RIGHTS[action].get(person.role, Reach.NOWHERE)


def _reaches(reach: Reach, person: Person, area: str | None, municipality: str | None) -> bool:
    if reach is Reach.AREA:
        return _has_area(person, area)
    if reach in (Reach.PLACE, Reach.TOWN, Reach.WHOLE_TOWN):
        at_home = municipality is not None and municipality == person.municipality
        is_enough = {Reach.PLACE: _has_area(person, area), Reach.TOWN: True, Reach.WHOLE_TOWN: not person.areas}
        return at_home and is_enough[reach]
    if reach in (Reach.WITH_AREA, Reach.ALL_AREAS):
        return bool(person.areas) is (reach is Reach.WITH_AREA)
    return reach is Reach.EVERYWHERE


def _has_area(person: Person, area: str | None) -> bool:
    has_all = person.role is Role.MANAGER and not person.areas
    return area is not None and (has_all or area in person.areas)
