"""Who may do what with a body's plan: by the areas that the body answers for."""

from __future__ import annotations

from core.access.people import Person
from core.access.rights import Action, NotAllowedError, may
from core.goals.models import Body


def may_of_body(person: Person, action: Action, municipality: str, body: Body | None) -> bool:
    """Whether PERSON may do ACTION to what BODY has: by one of its areas, or with all where it has none."""
    areas = (body.areas if body else ()) or ("",)
    return any(may(person, action, area=area, municipality=municipality) for area in areas)


def require_of_body(person: Person, action: Action, municipality: str, body: Body | None) -> None:
    """Raise NotAllowedError unless ``may_of_body`` says yes."""
    if not may_of_body(person, action, municipality, body):
        raise NotAllowedError(person, action)
