"""Which deck is shown: the last frozen, else the one that the figures make by themselves; and the whole day's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from core.catalogue import Catalogue
from core.documents.deck import Deck, SlideKind, Title
from core.documents.worked_on import WorkedOn
from core.features.decks.acted import days_examples
from core.features.decks.day import SeminarDay
from core.features.decks.made import Made, kept_or_made
from core.features.decks.plan import DeckPlan
from core.features.decks.resolve import resolved
from core.features.decks.store import Decks, DeckVersion, current_decks
from core.features.decks.stories import first_plan
from core.features.decks.together import brief
from core.features.decks.written import stamps_of
from core.outcomes.figures import Figures
from core.outcomes.indicator import taking_part

# Some for each area: two days, or before and after a save.
_DECKS_KEPT = 60


def shown_deck(figures: Figures, decks: Decks, area: str) -> Deck:
    """What everybody sees of AREA (in the catalogue)."""
    return _shown(figures, decks, decks.day(), area)


def _shown(figures: Figures, decks: Decks, day: SeminarDay, area: str) -> Deck:
    frozen = decks.last_frozen(area)
    if frozen is not None and frozen.frozen is not None:
        return at_event(frozen.frozen, day)
    return automatic_deck(figures, day, area)


def at_event(deck: Deck, day: SeminarDay) -> Deck:
    """DECK at DAY: figures and words are frozen, but not what the day is called and when it is."""
    slides = tuple(
        slide.model_copy(update={"subtitle": day.words}) if isinstance(slide.content, Title) else slide
        for slide in deck.slides
    )
    return deck.model_copy(update={"event": day.words, "slides": slides})


def worked_on(figures: Figures, decks: Decks, area: str) -> Deck:
    """What those see who edit AREA's deck: the newest version, frozen or with the figures of the day."""
    newest = decks.newest(area)
    return as_version(figures, decks, newest) if newest else automatic_deck(figures, decks.day(), area)


def as_version(figures: Figures, decks: Decks, version: DeckVersion) -> Deck:
    """The deck of VERSION: as it was frozen, else with the figures of the day. A draft unless readers see it."""
    shown = decks.last_frozen(version.area)
    deck = version.frozen and at_event(version.frozen, decks.day())
    is_draft = shown is None or shown.number != version.number
    return (deck or with_figures(figures, decks, version.written)).model_copy(update={"is_draft": is_draft})


def with_figures(figures: Figures, decks: Decks, plan: DeckPlan) -> Deck:
    """PLAN's slides with the figures of the day; what has lost its data is as it was last frozen."""
    frozen = decks.last_frozen(plan.area)
    day = decks.day()
    return resolved(figures, plan, day.words, before=frozen.frozen if frozen else None, year=day.year)


def drawn_whole(figures: Figures, decks: Decks, plan: DeckPlan, newest: DeckVersion | None) -> Deck:
    """PLAN's slides with NEWEST's figures where it is frozen; else with the day's, those that are hidden too."""
    if newest is not None and newest.frozen is not None:
        return newest.frozen
    every = tuple(one.model_copy(update={"is_shown": True}) for one in plan.slides)
    return with_figures(figures, decks, plan.model_copy(update={"slides": every}))


def automatic_deck(figures: Figures, day: SeminarDay, area: str) -> Deck:
    """The deck that nobody has edited."""
    return _automatic(figures, day, area).deck


def automatic_plan(figures: Figures, day: SeminarDay, area: str) -> DeckPlan:
    """Its slides without figures."""
    return _automatic(figures, day, area).plan


def _automatic(figures: Figures, day: SeminarDay, area: str) -> Made:
    """Kept, in memory and beside the snapshot, for it takes a fifth of a second."""

    def made() -> Made:
        plan = first_plan(figures, area, day.year)
        return Made(plan=plan, deck=resolved(figures, plan, day.words, year=day.year))

    def found() -> Made:
        return kept_or_made(figures.lasting.folder, area, facts, made)

    snapshot = figures.snapshot
    of = (snapshot.file.name, snapshot.info.fetched_at, figures.others.key)
    facts = (*of, day.words, *_state_of(figures, area, day))
    return figures.lasting.by_key(_automatic, (area, facts), found, most=_DECKS_KEPT)


def make_decks(figures: Figures) -> Iterator[None]:
    """Make the decks that make themselves of FIGURES, step by step, for whoever comes."""
    day = current_decks(figures.catalogue).day()
    for area in day_areas(figures, day):
        automatic_deck(figures, day, area)
        yield


def _state_of(figures: Figures, area: str, day: SeminarDay) -> tuple[object, ...]:
    """Of what people have put in, that which AREA's deck depends on beside the own indicators of the snapshot."""
    members = taking_part(figures, area)
    kpis = [indicator.kpi for indicator in figures.catalogue.indicators if indicator.area == area]
    held = (figures.targets_of(one) for one in members)
    told = "".join(targets[targets["kpi"].isin(kpis)].to_csv(index=False) for targets in held)
    said = (figures.comments_on(one, kpi) for one in members for kpi in kpis)
    # The good examples are of all participants.
    acted = (figures.told_of(one.id, area).of_area(area) for one in figures.catalogue.participants)
    # Of the picks only its own: another area's make no deck anew.
    picked = tuple((one.municipality, one.of.measure.id) for one, _ in days_examples(figures, area, day.year))
    return told, tuple(chain.from_iterable(said)), tuple(acted), picked


def day_areas(figures: Figures, day: SeminarDay) -> tuple[str, ...]:
    """The areas in the order of the day's sessions; in the catalogue's where none are set."""
    known = figures.catalogue.area_by_id
    planned = tuple(dict.fromkeys(s.area for s in sorted(day.sessions, key=lambda s: s.begins) if s.area in known))
    return planned or tuple(known)


def whole_day(figures: Figures, decks: Decks, *, is_whole: bool = False) -> tuple[Deck, ...]:
    """Every area's deck, in the order of the day; those with nothing to tell are left out.

    Shortened to what a day has time for (``core.features.decks.together.brief``), unless IS_WHOLE.
    """
    day = decks.day()
    found = (_shown(figures, decks, day, area) for area in day_areas(figures, day))
    told = (deck for deck in found if any(slide.content.kind != SlideKind.TITLE for slide in deck.slides))
    return tuple(told) if is_whole else tuple(deck for one in told if (deck := brief(one)).slides)


class DecksNow:
    """The decks of the process's own store, as ``core.documents.worked_on.AreaDecks``."""

    def worked_on(self, figures: Figures, area: str) -> WorkedOn:
        """AREA's deck, with FIGURES where it is not frozen."""
        decks = current_decks(figures.catalogue)
        deck = worked_on(figures, decks, area)
        return WorkedOn(deck, stamps_of(deck).table, is_draft=decks.newest(area) is not None)

    def day(self, catalogue: Catalogue) -> str:
        """The seminar day, in words."""
        return current_decks(catalogue).day().words
