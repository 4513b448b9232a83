"""Templates that the co-operation and the municipalities have uploaded, in versions, and which of them is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Engine, func, select, update

from core.access.people import Person
from core.access.rights import Action, require
from core.access.rows import noting
from core.access.service import opened_state
from core.documents.paper import Paper
from core.documents.tables import TemplateRow
from core.documents.template_kinds import Made, TemplateKind
from core.outcomes.figures import Figures
from core.settings import Settings
from core.state.audit import Change, record
from core.state.database import reading
from core.state.versions import VersionError, authored

# Whose a template is that is used where the municipality has none of its own.
EVERYBODY = ""
MOST_VERSIONS = 50
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Version:
    """A template as it was uploaded; ``warnings`` are what to think of with it."""

    kind: TemplateKind
    number: int
    name: str
    warnings: tuple[str, ...]
    is_used: bool
    created_by: str
    created_at: datetime


class OwnTemplates:
    """The templates of one database. All raise StateError; what writes NotAllowedError and VersionError too."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def versions(self, owner: str, *, by: Person) -> tuple[Version, ...]:
        """All that OWNER has, newest first."""
        require(by, Action.CHANGE_TEMPLATES, municipality=owner or None)
        row = TemplateRow
        columns = (row.kind, row.number, row.name, row.warnings, row.is_used, row.created_by, row.created_at)
        with reading(self._engine) as connection:
            found = connection.execute(select(*columns).where(row.owner == owner).order_by(row.number.desc())).all()
        return tuple(
            Version(TemplateKind(kind), number, name, tuple(warnings.splitlines()), is_used, who, at)
            for kind, number, name, warnings, is_used, who, at in found
        )

    def content(self, owner: str, kind: TemplateKind, number: int, *, by: Person) -> bytes:
        """What version NUMBER holds; 0 is the product's own. Raises VersionError where there is none."""
        require(by, Action.CHANGE_TEMPLATES, municipality=owner or None)
        return _content(self._engine, owner, kind, number) if number else kind.file.read_bytes()

    def add(
        self,
        owner: str,
        kind: TemplateKind,
        name: str,
        content: bytes,
        warnings: tuple[str, ...],
        *,
        by: Person,
        now: datetime,
    ) -> int:
        """A new version, which is not used yet; its number."""
        require(by, Action.CHANGE_TEMPLATES, municipality=owner or None)
        with noting(self._engine, one_at_a_time=True) as session:
            mine = (TemplateRow.owner == owner, TemplateRow.kind == kind.value)
            number = (session.scalar(select(func.max(TemplateRow.number)).where(*mine)) or 0) + 1
            if number > MOST_VERSIONS:
                raise VersionError(f"Det finns redan {MOST_VERSIONS} versioner.", "Använd en av dem.")
            told = {"owner": owner, "kind": kind.value, "number": number, "name": name[:_LONGEST_NAME]}
            said = {"content": content, "warnings": "\n".join(warnings), "is_used": False}
            session.add(TemplateRow(**told, **said, **authored(by, now)))
            facts = {"fil": name[:_LONGEST_NAME], "byte": len(content)}
            record(session, by, now, Change("lade in", "mall", f"{owner} {kind} version {number}".strip(), after=facts))
        return number

    def use(self, owner: str, kind: TemplateKind, number: int, *, by: Person, now: datetime) -> None:
        """Let documents be made with version NUMBER from now on; 0: with what would be used without any."""
        require(by, Action.CHANGE_TEMPLATES, municipality=owner or None)
        mine = (TemplateRow.owner == owner, TemplateRow.kind == kind.value)
        with noting(self._engine, one_at_a_time=True) as session:
            if number and session.scalar(select(TemplateRow.number).where(*mine, TemplateRow.number == number)) is None:
                raise VersionError(f"Version {number} finns inte.", "Läs in sidan igen.")
            session.execute(update(TemplateRow).where(*mine).values(is_used=TemplateRow.number == number))
            what = f"{owner} {kind}".strip()
            record(session, by, now, Change("använder", "mall", what, after={"version": number}))

    def made_with(self, kind: TemplateKind, municipality: str | None, names: Mapping[str, str] | None = None) -> Made:
        """What a document of KIND for MUNICIPALITY is made with: its own template, the co-operation's or the product's.

        NAMES are the municipalities', for what the document says of it.
        """
        row = TemplateRow
        asked = select(row.owner, row.number).where(
            row.kind == kind.value, row.is_used, row.owner.in_([EVERYBODY, municipality or EVERYBODY])
        )
        with reading(self._engine) as connection:
            found = {one.owner: int(one.number) for one in connection.execute(asked)}
        owner = municipality if municipality in found else EVERYBODY
        if owner is None or owner not in found:
            return Made(kind)
        whose = (names or {}).get(owner, owner) if owner else "samarbetets"
        said = f"Mall: {whose}, {kind.swedish.lower()} version {found[owner]}"
        return Made(kind, said, _content(self._engine, owner, kind, found[owner]))


@lru_cache(maxsize=8)
def _content(engine: Engine, owner: str, kind: TemplateKind, number: int) -> bytes:
    """A version never changes."""
    row = TemplateRow
    asked = select(row.content).where(row.owner == owner, row.kind == kind.value, row.number == number)
    with reading(engine) as connection:
        found = connection.scalar(asked)
    if found is None:
        raise VersionError(f"Version {number} finns inte.", "Läs in sidan igen.")
    return bytes(found)


def own_templates() -> OwnTemplates:
    """The process's own, by the settings in the environment."""
    return OwnTemplates(opened_state(Settings.from_environment().database_url).engine)


def made_for(kind: TemplateKind, municipality: str | None, figures: Figures) -> Made:
    """What a document of KIND is made with now, for MUNICIPALITY (None: nobody has chosen any)."""
    return own_templates().made_with(kind, municipality, figures.snapshot.municipalities)


def in_own_template(paper: Paper, kind: str, municipality: str | None, figures: Figures) -> Paper:
    """PAPER with the template that holds, where a file of KIND has one."""
    return replace(paper, made=made_for(paper.made.kind, municipality, figures)) if kind == "docx" else paper
