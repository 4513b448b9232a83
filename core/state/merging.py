"""What becomes of a form when somebody else has saved meanwhile: what only one has changed stays as she changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Before a field's name: what the other has written there, kept with what one has typed oneself.
_THEIRS = "deras."


@dataclass(frozen=True)
class Merge:
    """A form's fields put together. Where both have changed one, ``fields`` has mine and ``theirs`` the other's.

    ``taken`` names the fields that only the other has changed.
    """

    fields: Mapping[str, str]
    theirs: Mapping[str, str]
    taken: tuple[str, ...]


def merged(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merge:
    """MINE and THEIRS, both made from BASE, field by field. A field that is not there is as one that is blank.

    Spaces around a text and the line ends that browsers send are no change.
    """
    fields, clashes, taken = dict(mine), {}, []
    for name in dict.fromkeys((*mine, *theirs, *base)):
        before, own, other = (_plain(form.get(name, "")) for form in (base, mine, theirs))
        if other in (before, own):
            continue
        if own == before:
            fields[name] = theirs.get(name, "")
            taken.append(name)
        else:
            clashes[name] = theirs.get(name, "")
    return Merge(fields, clashes, tuple(taken))


def together_words(told: str, merge: Merge) -> tuple[str, str]:
    """That nothing is saved yet because somebody was first, as TOLD (who and when), and what to do."""
    what = "och ändrat samma fält: det står bredvid ditt" if merge.theirs else "och det är med här"
    return f"Inget är sparat än. {told} när din kom, {what}.", "Läs igenom det, och spara igen."


def beside(theirs: Mapping[str, str]) -> dict[str, str]:
    """THEIRS as it is kept among the fields of what one has typed, to be drawn side by side."""
    return {f"{_THEIRS}{name}": text for name, text in theirs.items()}


def is_theirs(name: str) -> bool:
    """Whether the field NAME is one of those that are kept ``beside``."""
    return name.startswith(_THEIRS)


def theirs_in(typed: Mapping[str, str]) -> Mapping[str, str]:
    """What somebody else has written, by field, of what was TYPED and kept ``beside`` it."""
    return {name.removeprefix(_THEIRS): text for name, text in typed.items() if is_theirs(name)}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
