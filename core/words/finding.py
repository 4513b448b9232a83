"""Finding things by what one remembers of them: of a name, of what is measured, or nearly so; in Swedish words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from enum import IntEnum
from functools import cached_property
from itertools import takewhile

MOST_LETTERS = 60
# Marks on letters, and what does not show.
_UNSEEN = ("Mn", "Mc", "Me", "Cf")
# Shorter words are near too many others.
_LEAST_TO_CORRECT, _LEAST_SLIP, _LEAST_IN_DEFINITION, _LEAST_STEM = 4, 6, 3, 4
_MOST_NEAR, _MOST_LOOKED_FOR = 4, 3
# What Swedish hangs on a word, longest first: "lärarnas" finds what "lärare" does.
_ENDINGS = (
    *("heten", "heter", "arnas", "ernas", "ornas", "arna", "erna", "orna", "het", "nas", "ens", "ets", "ers", "ade"),
    *("are", "ar", "er", "or", "en", "et", "na", "ns", "n", "t", "s", "a", "e"),
)
# Words that say nothing of what is looked for.
_SMALL = frozenset(
    ("av", "den", "det", "en", "ett", "for", "fran", "hos", "hur", "i", "med", "min", "och", "om", "pa", "som", "till")
)
# How well a word is found, best first: as a word of a name, as what has another name in the catalogue, as the beginning
# of a word, as what a compound is a kind of (its end: "grundskola" is a "skola"), without its ending, as what may have
# another name, in the midst of a word, in the area's name, in what is told of the measure.
_WHOLE, _SYNONYM, _BEGINS, _HEAD, _STEM, _MAYBE, _WITHIN, _AREA, _TOLD = 0.0, 0.5, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0


class Kind(IntEnum):
    """What is found; those that are found equally well come in this order."""

    AREA = 0
    MUNICIPALITY = 1
    INDICATOR = 2


@dataclass(frozen=True)
class Hit:
    """What is found: ``id`` of an area, a municipality or an indicator. ``only_told`` when no name says it."""

    kind: Kind
    id: str
    only_told: bool = False


@dataclass(frozen=True)
class Found:
    """What a text finds, best first.

    ``municipality`` is whose figures it asked for beside what it searched for. ``read_as`` are the words that were
    searched for where they were not as written. ``near`` are words to try where nothing is found.
    """

    hits: tuple[Hit, ...] = ()
    municipality: str | None = None
    read_as: str = ""
    near: tuple[str, ...] = ()


def folded(text: str) -> str:
    """TEXT as it is compared: small letters without dots, rings and accents, so that "aldre" finds "Äldreomsorg".

    Without what does not show either: the pages' long words have soft hyphens, which are copied with them.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter) not in _UNSEEN)


@dataclass(frozen=True)
class Entry:
    """What can be found: its name, the name of its area, what is told of it; the lighter of equals comes first."""

    kind: Kind
    id: str
    name: str
    area: str = ""
    told: str = ""
    weight: int = 0

    @cached_property
    def title(self) -> str:
        """The name as it is compared, with a space before each word."""
        return _compared(self.name)

    @cached_property
    def around(self) -> str:
        """The area's name likewise."""
        return _compared(self.area)

    @cached_property
    def definition(self) -> str:
        """What is told likewise."""
        return _compared(self.told)

    def rank(self, term: Term) -> float | None:
        """How well TERM is found here: 0 is best, None not at all."""
        return next(self._ranks(term), None)

    def _ranks(self, term: Term) -> Iterator[float]:
        word, stem = term.word, f" {term.stem}"
        if f" {word} " in f"{self.title} {self.id.casefold()} ":
            yield _WHOLE
        if self.kind is Kind.MUNICIPALITY:
            # Those far away after those near, and never by the midst of a name.
            yield from [_BEGINS + self.weight] if f" {word}" in self.title else []
            return
        yield from (
            (_SYNONYM if term.is_exact else _MAYBE) + place / 100
            for place, phrase in enumerate(term.others)
            if _begins(phrase, self.title)
        )
        if f" {word}" in self.title:
            yield _BEGINS
        if len(word) >= _LEAST_TO_CORRECT and f"{word} " in f"{self.title} ":
            yield _HEAD
        if stem in self.title:
            yield _STEM
        if term.stem in self.title or word in self.id.casefold():
            yield _WITHIN
        if stem in self.around or any(_begins(phrase, self.around) for phrase in term.others):
            yield _AREA
        if len(word) >= _LEAST_IN_DEFINITION and stem in self.definition:
            yield _TOLD


@dataclass(frozen=True)
class Term:
    """A word to look for, and OTHERS that say the same; ``is_exact`` when it is written to its end."""

    word: str
    others: tuple[str, ...]
    is_exact: bool

    @cached_property
    def stem(self) -> str:
        """The word without its ending."""
        return stemmed(self.word)


def stemmed(word: str) -> str:
    """WORD without the ending that Swedish has hung on it; at least four letters are left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word.removesuffix(ending)
    return word


def _begins(phrase: str, text: str) -> bool:
    """Whether each word of PHRASE begins a word of TEXT (as compared)."""
    return all(f" {part}" in text for part in phrase.split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def _compared(text: str) -> str:
    return "".join(f" {word}" for word in _words(text))


@dataclass(frozen=True)
class SearchIndex:
    """All that can be found, and SYNONYMS: by a word, the phrases that say the same in the catalogue's words."""

    entries: tuple[Entry, ...]
    synonyms: Mapping[str, tuple[str, ...]]

    @cached_property
    def _others(self) -> Mapping[str, tuple[str, ...]]:
        return {folded(word): tuple(" ".join(_words(p)) for p in said) for word, said in self.synonyms.items()}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Every word that stands in a name or means one, as it is compared and as it is written."""
        return _vocabulary((*self.synonyms, *(entry.name for entry in self.entries)))

    @cached_property
    def _told(self) -> Mapping[str, str]:
        """Every word that is told of the measures, likewise."""
        return _vocabulary(entry.told for entry in self.entries)

    @cached_property
    def _by_shortened(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in {**self._told, **self._names}:
            for short in _shortened(word):
                found.setdefault(short, []).append(word)
        return found

    def search(self, text: str) -> Found:
        """What TEXT finds; without any letter, every area."""
        asked = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")[:MOST_LETTERS].strip()
        as_typed = {folded(word): word for word in re.findall(r"\w+", asked)}
        words = list(as_typed)
        if not asked:
            return Found(tuple(Hit(e.kind, e.id) for e in self.entries if e.kind is Kind.AREA))
        if hits := self._hits(words):
            more = self._hits([self._meant(word) if self._is_a_slip(word) else word for word in words])
            return Found(tuple({(hit.kind, hit.id): hit for hit in (*hits, *more)}.values()))
        meant = [word if self._is_known(word) else self._meant(word) for word in words]
        read_as = "" if meant == words else " ".join(map(self._written, meant))
        if hits := self._hits(meant):
            return Found(hits, read_as=read_as)
        if found := self._of_a_municipality(meant):
            return Found(found[1], municipality=found[0], read_as=read_as)
        near = dict.fromkeys(self._near(meant))
        return Found(near=tuple(as_typed.get(word) or self._written(word) for word in near)[:_MOST_NEAR])

    def _hits(self, words: list[str]) -> tuple[Hit, ...]:
        """What holds all of WORDS, best first."""
        terms = [self._term(word) for word in words if word not in _SMALL] or [self._term(word) for word in words]
        whole = "".join(f" {word}" for word in words)
        found = []
        for entry in self.entries if words else ():
            ranks = list(takewhile(lambda rank: rank is not None, map(entry.rank, terms)))
            if len(ranks) == len(terms):
                total, worst = sum(filter(None, ranks)), max(filter(None, ranks), default=0)
                order = (entry.title != whole, total, not entry.title.startswith(f" {words[0]}"), entry.kind)
                found.append(((*order, entry.weight, entry.name), Hit(entry.kind, entry.id, worst >= _TOLD)))
        return tuple(hit for _, hit in sorted(found, key=lambda one: one[0]))

    def _term(self, word: str) -> Term:
        if word in self._others or len(word) < _LEAST_TO_CORRECT:
            return Term(word, self._others.get(word, ()), is_exact=True)
        stem = stemmed(word)
        meant = (known for known in self._others if known.startswith(word) or stemmed(known) == stem)
        return Term(word, tuple(phrase for known in meant for phrase in self._others[known]), is_exact=False)

    def _is_known(self, word: str) -> bool:
        term = self._term(word)
        return any(entry.rank(term) is not None for entry in self.entries)

    def _is_a_slip(self, word: str) -> bool:
        """Whether WORD is none, and one letter from a word of a name, of which it is no other form.

        It may find something all the same: "forskolla" begins "förskollärare", and may be a "förskola".
        """
        if len(word) < _LEAST_SLIP or word in self._others or word in self._names or word in self._told:
            return False
        meant = self._meant(word)
        return meant in self._names and stemmed(meant) != stemmed(word)

    def _written(self, word: str) -> str:
        return self._names.get(word) or self._told.get(word, word)

    def _meant(self, word: str) -> str:
        """The known word that WORD, with one letter wrong, was meant to be; WORD itself where there is none."""
        if len(word) < _LEAST_TO_CORRECT:
            return word
        close = {known for short in _shortened(word) for known in self._by_shortened.get(short, ())}

        def likeness(known: str) -> tuple[bool, float]:
            return known in self._names, SequenceMatcher(None, word, known).ratio()

        return max(sorted(close), key=likeness, default=word)

    def _of_a_municipality(self, words: list[str]) -> tuple[str, tuple[Hit, ...]] | None:
        """The municipality that some of WORDS name, and what else they find, of it; None without either."""
        for entry in self.entries:
            named = entry.title.split()
            if entry.kind is Kind.MUNICIPALITY and set(named) <= set(words):
                rest = self._hits([word for word in words if word not in named])
                if hits := tuple(hit for hit in rest if hit.kind is not Kind.MUNICIPALITY):
                    return entry.id, hits
        return None

    def _near(self, words: list[str]) -> Iterator[str]:
        """For each of WORDS, itself where it alone finds something, else known words that look like it."""
        unknown = [word for word in words if not self._is_known(word)]
        yield from (word for word in words if word not in unknown and len(word) >= _LEAST_TO_CORRECT)
        for word in unknown[:_MOST_LOOKED_FOR]:
            yield from (known for known in get_close_matches(word, self._names, cutoff=0.65) if known != word)


def _vocabulary(texts: Iterable[str]) -> Mapping[str, str]:
    words = (word for text in texts for word in re.findall(r"\w+", text) if len(word) >= _LEAST_TO_CORRECT)
    return {folded(word): word for word in words if not any(letter.isdigit() for letter in word)}


def _shortened(word: str) -> set[str]:
    """WORD, and WORD without each of its letters: two words have one of these in common if one letter is wrong."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
