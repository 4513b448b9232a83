"""The page Mallar: what documents are made with, and templates of one's own in versions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from core.access.people import Person, Role
from core.access.rights import Action, require
from core.documents.own_templates import EVERYBODY, Version, own_templates
from core.documents.template_check import MOST_BYTES
from core.documents.template_kinds import TemplateKind
from core.features.templates.trying import can_draw
from core.web.choices import TEMPLATES
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words

KIND, NUMBER = "slag", "version"
# What the files are called, after the kind.
OWN, TRIAL, PICTURE = "mall", "prov", "bild.png"


@dataclass(frozen=True)
class VersionView:
    """A version on the page, with its addresses; ``picture`` is '' where it is not asked for."""

    number: int
    words: str
    warnings: tuple[str, ...]
    is_used: bool
    file: str
    trial: str
    look: str
    picture: str


@dataclass(frozen=True)
class KindView:
    """A kind of document. ``used`` is what its documents are made with, ``number`` that version (0: the product's)."""

    value: str
    words: str
    suffix: str
    used: str
    own: str
    versions: tuple[VersionView, ...]
    is_open: bool


def owner_of_templates(person: Person) -> str:
    """Whose PERSON changes: her municipality's, an administrator the co-operation's. Raises NotAllowedError."""
    owner = EVERYBODY if person.role is Role.ADMINISTRATOR else person.municipality or ""
    require(person, Action.CHANGE_TEMPLATES, municipality=owner or None)
    return owner


def templates_html(visit: Visit) -> str:
    """The page. Raises NotAllowedError."""
    owner = owner_of_templates(visit.person)
    versions = own_templates().versions(owner, by=visit.person)
    asked, number = visit.params.get(KIND, ""), visit.params.get(NUMBER, "")
    names = visit.figures.snapshot.municipalities if visit.figures else {}
    kinds = [_kind(one, versions, asked == one.value, number, bool(owner)) for one in TemplateKind]
    return render(
        "templates.html",
        address=visit.address,
        notice=visit.notice,
        whose=names.get(owner, owner) if owner else "samarbetet",
        is_municipality=bool(owner),
        kinds=kinds,
        has_any=bool(versions),
        can_draw=can_draw(),
        megabytes=MOST_BYTES // 1_000_000,
    )


def _kind(kind: TemplateKind, versions: tuple[Version, ...], is_asked: bool, number: str, has_others: bool) -> KindView:
    mine = [one for one in versions if one.kind is kind]
    used = next((one for one in mine if one.is_used), None)
    others = "samarbetets mall, eller produktens" if has_others else "produktens mall"
    return KindView(
        kind.value,
        kind.swedish,
        kind.suffix,
        f"version {used.number}, {used.name}" if used else others,
        file_address(kind, OWN, 0),
        tuple(_version(one, is_asked and number == str(one.number)) for one in mine),
        is_asked,
    )


def _version(one: Version, is_shown: bool) -> VersionView:
    return VersionView(
        one.number,
        f"{one.name}, {one.created_by} {moment_words(one.created_at)}",
        one.warnings,
        one.is_used,
        file_address(one.kind, OWN, one.number),
        file_address(one.kind, TRIAL, one.number),
        f"{TEMPLATES}?{urlencode({KIND: one.kind.value, NUMBER: one.number})}#{one.kind.value}",
        file_address(one.kind, PICTURE, one.number) if is_shown and can_draw() else "",
    )


def file_address(kind: TemplateKind, what: str, number: int) -> str:
    """Where a template, a trial of it, or a picture of that is."""
    ending = "" if what == PICTURE else f".{kind.suffix}"
    return f"{TEMPLATES}/{kind.value}/{what}{ending}?{urlencode({NUMBER: str(number)})}"
