"""How a file stands: what a person must confirm before it may be stored, how her answer is kept and told. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from core.features.own_indicators.models import Upload
from core.tabular.faults import Caution, CautionKind, alike, cut
from core.words.formats import counted

# More than this of a kind are confirmed together: nobody reads a hundred ticks.
MOST_TICKS = 10
LONGEST_NOTE = 500
_TOKEN_LENGTH = 16
_LONGEST_CAUTION = 160
_MOST_TOLD = 20
_ORDER = tuple(CautionKind)


@dataclass(frozen=True)
class Question:
    """Cautions that are confirmed by one tick. ``token`` stands for these cautions of this file, and no others.

    Where ``can_be_kept``, what a file lacks of the version before, it is a choice between two: ``token`` lets it go,
    ``kept`` keeps it.
    """

    token: str
    kind: CautionKind
    cautions: tuple[Caution, ...]
    can_be_kept: bool = False

    @property
    def kept(self) -> str:
        """What stands for the other answer; '' where there is none."""
        return f"{self.token}-kvar" if self.can_be_kept else ""

    def is_answered(self, tokens: Container[str]) -> bool:
        """Whether TOKENS hold an answer to it."""
        return self.token in tokens or (bool(self.kept) and self.kept in tokens)


def questions(cautions: Iterable[Caution], digest: str) -> tuple[Question, ...]:
    """The questions that CAUTIONS raise, by kind; DIGEST is the file's SHA-256.

    Each caution is a question of its own, or all of a kind are one where they are more than MOST_TICKS, or one choice.
    """
    found: list[Question] = []
    ordered = sorted(cautions, key=lambda caution: _ORDER.index(caution.kind))
    for kind, group in groupby(ordered, key=lambda caution: caution.kind):
        same = tuple(group)
        is_one = len(same) > MOST_TICKS or kind is CautionKind.GONE
        parts = [same] if is_one else [(caution,) for caution in same]
        found += [Question(_token(digest, part), kind, part) for part in parts]
    return tuple(found)


def confirmed_note(note: str, asked: Sequence[Question]) -> str:
    """NOTE with what was confirmed under it: as many of the cautions as there is room for, and how many more."""
    cautions = [cut(caution.what, _LONGEST_CAUTION) for question in asked for caution in question.cautions]
    if not cautions:
        return note
    start = f"{note.rstrip()}\n" if note.strip() else ""
    for told in range(min(len(cautions), _MOST_TOLD), -1, -1):
        rest = len(cautions) - told
        more = [f"{rest} {'till' if told else 'varningar'}."] if rest else []
        text = f"{start}Bekräftat: {' '.join([*cautions[:told], *more])}"
        if len(text) <= LONGEST_NOTE:
            return text
    return note


def _token(digest: str, cautions: Iterable[Caution]) -> str:
    texts = (f"{one.kind}\0{one.row}\0{one.column}\0{one.what}" for one in cautions)
    return sha256("\1".join((digest, *texts)).encode("utf-8", "replace")).hexdigest()[:_TOKEN_LENGTH]


def verdict(upload: Upload, left: int) -> tuple[str, str]:
    """How UPLOAD stands when LEFT cautions are not confirmed, and what to do."""
    if upload.faults:
        count = counted(len(upload.faults), "ett fel", "fel")
        found = alike(upload.faults, most_single=1)
        if len(found) == 1 and len(upload.faults) > 1:
            count = f"{count}, alla av ett slag: {found[0].first.what.removesuffix('.')}"
        return f"Filen har {count}.", "Rätta i Excel, spara, och välj filen igen. Inget är sparat som nyckeltal än."
    if not upload.rows:
        return "Filen har inga värden.", "Fyll i minst ett värde, och välj filen igen."
    if left:
        count = counted(left, "en sak", "saker")
        return f"Filen går att använda, men {count} behöver du bekräfta.", "Det kan vara rätt, men ser ovanligt ut."
    return "Filen är rätt.", "Gå vidare till förhandsvisningen."
