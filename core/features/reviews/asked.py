"""What the address of the page Avstämning asks for: which plans, which of them, and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from core.features.reviews.words import RULE_BY_SLUG, slug
from core.goals.book import GoalBook
from core.outcomes.plan_rules import Rule
from core.web.choices import REVIEW
from core.web.visit import Visit

ONLY, OPEN, RULE = "urval", "oppen", "ruta"
# In place of a body: what was recommended the year before.
LAST_YEAR = "forra-aret"
_LONGEST = 64


class Only(StrEnum):
    """Which findings are shown."""

    ALL = "alla"
    TO_LOOK_AT = "att-se-over"
    UNANSWERED = "utan-svar"


@dataclass(frozen=True)
class Asked:
    """The plans of MUNICIPALITY for YEAR; ``body`` is the only one shown ('' for all).

    ``open`` is the body whose findings are open (or LAST_YEAR, or ''), of ``rule`` alone where one is given.
    """

    municipality: str
    year: int
    body: str = ""
    only: Only = Only.ALL
    open: str = ""
    rule: Rule | None = None

    @property
    def params(self) -> dict[str, str]:
        """As it stands in an address and in a form."""
        found = {
            "kommun": self.municipality,
            "plan": str(self.year),
            "organ": self.body,
            ONLY: "" if self.only is Only.ALL else self.only.value,
            OPEN: self.open,
            RULE: slug(self.rule) if self.rule else "",
        }
        return {name: text for name, text in found.items() if text}

    def address(self, **changes: Any) -> str:
        """That of the same with CHANGES; what is open is closed unless they say so."""
        return f"{REVIEW}?{urlencode(replace(self, **{'open': '', 'rule': None, **changes}).params)}"


def asked_of(visit: Visit, municipality: str, book: GoalBook) -> Asked:
    """What VISIT asks of MUNICIPALITY, whose plans BOOK has. The newest year with plans, where none is named."""
    years = book.years or (visit.now.year + 1,)
    choices = visit.choices
    return Asked(
        municipality,
        choices.plan_year or years[0],
        choices.body or "",
        Only(visit.params[ONLY]) if visit.params.get(ONLY) in list(Only) else Only.ALL,
        visit.params.get(OPEN, "")[:_LONGEST],
        RULE_BY_SLUG.get(visit.params.get(RULE, "")),
    )


def place_in(form: Mapping[str, str]) -> dict[str, str]:
    """What of FORM stands in the page's address."""
    return {name: form.get(name, "")[:_LONGEST] for name in ("kommun", "plan", "organ", ONLY, OPEN, RULE)}
