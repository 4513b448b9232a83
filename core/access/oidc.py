"""Signing in with a municipality's own account (OpenID Connect, Entra ID): the settings, and what a token tells."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from core.access.details import LONGEST_NAME, Details, checked, read_login
from core.access.form import OIDC
from core.access.people import Role
from core.catalogue import Catalogue, default_catalogue
from core.errors import NyckeltalError
from core.settings import Settings

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]
_Web = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$")]
_Id = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,100}$")]
# Where somebody has several app roles, the one that may most.
_STRENGTH = (Role.ADMINISTRATOR, Role.MANAGER, Role.CONVENOR)


class OidcSettingsError(NyckeltalError):
    """The settings file cannot be used; said at the start, not at the first sign-in."""

    def __init__(self, file: Path, why: str) -> None:
        advice = "Rätta filen som NYCKELTAL_OIDC_FILE pekar på (docs/rights.md visar hur den ser ut)."
        super().__init__(f"Inställningarna för inloggning i {file} går inte att använda: {why}.", advice)


class NoRoleError(NyckeltalError):
    """Somebody has signed in where she works, but has no business here."""

    def __init__(self) -> None:
        message = "Ditt konto i kommunen har ingen roll i Nyckeltal."
        super().__init__(message, "Be den som sköter kommunens inloggning om en roll. Läsa kan du utan att logga in.")


class ForeignTokenError(NyckeltalError):
    """A token that is not from whom we asked; ours or the provider's settings are wrong, or somebody tries."""

    def __init__(self) -> None:
        super().__init__("Inloggningen gick inte igenom.", "Försök igen, eller hör av dig till administratören.")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AppRole(_Entry):
    """What an app role of the provider's means here. ``role`` as the screen or the database says it."""

    role: _Text
    municipality: str | None = None
    areas: tuple[str, ...] = ()

    @property
    def ours(self) -> Role:
        """The role."""
        return Role.named(self.role) or Role.READER


class Provider(_Entry):
    """A municipality's sign-in. ``id`` stands in the address that the provider sends people back to.

    ``tenant`` is the only one whose people are let in. The secret is in the environment variable
    ``client_secret_variable``, never in the file.
    """

    id: _Slug
    name: _Text
    metadata_url: _Web
    client_id: _Text
    client_secret_variable: _Text
    tenant: _Id
    roles: Mapping[str, AppRole] = Field(min_length=1)

    @property
    def client_secret(self) -> str:
        """The secret itself; '' where the variable is not set."""
        return os.environ.get(self.client_secret_variable, "")


class OidcSettings(_Entry):
    """The whole file. ``address`` is where people reach the product, as the provider knows it, and with its path.

    ``administrators_only_here``: who administers cannot sign in with a password.
    """

    address: _Web
    administrators_only_here: bool = False
    providers: tuple[Provider, ...] = ()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        if len({provider.id for provider in self.providers}) != len(self.providers):
            raise ValueError("två av providers har samma id")
        meant = [role.ours for provider in self.providers for role in provider.roles.values()]
        if self.administrators_only_here and Role.ADMINISTRATOR not in meant:
            raise ValueError("administrators_only_here kräver en roll som är administratör")
        return self

    @property
    def by_id(self) -> Mapping[str, Provider]:
        """Providers by id."""
        return {provider.id: provider for provider in self.providers}

    def answer_address(self, provider: Provider) -> str:
        """Where PROVIDER sends people back to; what is registered there."""
        return f"{self.address.rstrip('/')}{OIDC}/{provider.id}/svar"


@dataclass(frozen=True)
class Identity:
    """Somebody as her provider knows her: keyed on tenant and object id, which never change hands.

    ``login`` is what her account here is called if the name is free. Where ``details`` have no areas or municipality,
    the provider does not tell.
    """

    tenant: str
    object_id: str
    login: str
    details: Details


@cache
def read_settings(file: Path) -> OidcSettings:
    """The settings in the TOML FILE, read once. Raises OidcSettingsError with what is wrong."""
    try:
        settings = OidcSettings.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise OidcSettingsError(file, error.strerror or "den går inte att läsa") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise OidcSettingsError(file, f"{place}: {first['msg']}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OidcSettingsError(file, str(error)) from error
    for provider in settings.providers:
        _check(file, provider)
    return settings


def configured() -> OidcSettings:
    """What the settings in the environment say; no providers where they say nothing. Raises OidcSettingsError."""
    file = Settings.from_environment().oidc_file
    return read_settings(file) if file else OidcSettings(address="http://localhost")


def site_address() -> str:
    """Where people reach the product, for links in letters; '' where nothing says it. Raises OidcSettingsError."""
    settings = Settings.from_environment()
    return settings.site or (configured().address.rstrip("/") if settings.oidc_file else "")


def _check(file: Path, provider: Provider) -> None:
    if not provider.client_secret:
        raise OidcSettingsError(file, f"variabeln {provider.client_secret_variable} är inte satt")
    for name, meant in provider.roles.items():
        try:
            _details("Namn", [meant], default_catalogue())
        except NyckeltalError as error:
            raise OidcSettingsError(file, f"rollen ”{name}”: {error.message}") from error


def known_as(provider: Provider, claims: Mapping[str, Any]) -> tuple[str, str]:
    """The tenant and the object id of CLAIMS (of a verified token of PROVIDER's). Raises ForeignTokenError."""
    tenant, object_id = claims.get("tid"), claims.get("oid")
    if tenant != provider.tenant or not isinstance(object_id, str) or not 0 < len(object_id) <= LONGEST_NAME:
        raise ForeignTokenError
    return provider.tenant, object_id


def identity_of(provider: Provider, claims: Mapping[str, Any], catalogue: Catalogue) -> Identity:
    """Who CLAIMS (of a verified token of PROVIDER's) are about.

    Raises ForeignTokenError for another tenant's, and NoRoleError for whoever has none of the roles.
    """
    tenant, object_id = known_as(provider, claims)
    given = claims.get("roles")
    names = [name for name in given if isinstance(name, str)] if isinstance(given, list) else []
    held = [provider.roles[name] for name in names if name in provider.roles]
    if not held:
        raise NoRoleError
    name = claims.get("name")
    shown = " ".join(name.split())[:LONGEST_NAME] if isinstance(name, str) and name.strip() else provider.name
    details = _details(shown, held, catalogue)
    wanted = claims.get("preferred_username")
    login = read_login(wanted) if isinstance(wanted, str) else None
    return Identity(tenant, object_id, login or f"{provider.id}-{object_id[:8].lower()}", details)


def _details(name: str, held: Iterable[AppRole], catalogue: Catalogue) -> Details:
    """What HELD together mean: the strongest role, with the municipality and the areas of those that mean it."""
    roles = list(held)
    role = next((strong for strong in _STRENGTH if any(one.ours is strong for one in roles)), Role.READER)
    of_role = [one for one in roles if one.ours is role]
    municipality = next((one.municipality for one in of_role if one.municipality), None)
    areas = tuple(area for one in of_role for area in one.areas)
    return checked(Details(name, role, municipality, areas), catalogue, is_whole=False)
