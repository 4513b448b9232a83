"""Logga in, Mitt konto, Konton and Ändringslogg: what the feature brings to the site."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import BaseRoute

from core.access.form import SIGN_IN
from core.access.oidc import configured
from core.access.people import Person
from core.access.rights import Action, may
from core.access.service import Access, current_access
from core.features.accounts.page import account_html, accounts_html, audit_html, sign_in_html
from core.features.accounts.routes import account_routes
from core.features.accounts.sign_in import sign_in_routes
from core.web.choices import ACCOUNT, ACCOUNTS, AUDIT
from core.web.pages import Door, Feature, MenuItem, Page, Show, personal
from core.web.visit import Visit

Draw = Callable[[Visit, Access], str]
_ORDER = (ACCOUNT, ACCOUNTS, AUDIT)


def _with_access(draw: Draw) -> Show:
    return lambda visit: draw(visit, current_access(visit.catalogue))


def _ones_own(path: str, title: str, file: str, draw: Draw, offered_to: Callable[[Person], bool]) -> Page:
    menu = (MenuItem(_ORDER.index(path)),)
    return personal(path, title, file, _with_access(draw), offered_to, door=Door.ONES_OWN, menu=menu)


def _routes() -> list[BaseRoute]:
    """All forms, and sign-ins where people work. Raises OidcSettingsError at the start, not at the first sign-in."""
    forms = [*sign_in_routes(), *account_routes()]
    if not configured().providers:
        return forms
    from core.features.accounts.oidc_routes import oidc_routes  # noqa: PLC0415 - a third of a second that most need not wait

    return [*forms, *oidc_routes()]


FEATURE = Feature(
    (
        personal(SIGN_IN, "Logga in", "sign_in.py", sign_in_html),
        _ones_own(ACCOUNT, "Mitt konto", "account.py", account_html, lambda person: person.is_signed_in),
        _ones_own(ACCOUNTS, "Konton", "accounts.py", accounts_html, lambda one: may(one, Action.MANAGE_USERS)),
        _ones_own(AUDIT, "Ändringslogg", "audit.py", audit_html, lambda one: may(one, Action.READ_AUDIT)),
    ),
    _routes,
)
