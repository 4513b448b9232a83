"""An exercise in municipalities that have said yes to be beside each other; who they are, and who says it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from core.access.rights import Action, may
from core.access.service import opened_state
from core.catalogue.exercises import Exercise, default_exercises
from core.cycle.comparing import Comparing, Consent
from core.documents.comparison_view import comparison_view
from core.documents.paper import OFFERED
from core.documents.results_view import RULE
from core.outcomes.exercise_comparison import EVERYBODY, LEAST, Comparison, Group, comparison_of
from core.outcomes.exercises import results_of
from core.outcomes.figures import Figures
from core.settings import Settings
from core.web.choices import EXERCISE, EXERCISES, Choices, link
from core.web.menus import Menu, Option
from core.web.pages import not_found
from core.web.render import render
from core.web.visit import Visit
from core.words.formats import listed

COMPARED, WHO = "jamforelse", "vilka"


@dataclass(frozen=True)
class Standing:
    """How it is with comparing an exercise: whether MINE has agreed, the names of the OTHERS, and where it is seen."""

    mine: Consent | None
    others: tuple[str, ...]
    address: str

    @property
    def words(self) -> str:
        """Who else has agreed."""
        said = listed(self.others)
        return f"{said} har sagt ja." if said else "Ingen annan kommun har sagt ja än."


def comparing_of(visit: Visit, municipality: str) -> Comparing:
    """What MUNICIPALITY compares, for who asks, in the process's own database."""
    engine = opened_state(Settings.from_environment().database_url).engine
    return Comparing(engine, municipality, visit.person, visit.now)


def standing_of(consents: Sequence[Consent], figures: Figures, municipality: str, exercise: str, run: str) -> Standing:
    """How it is with EXERCISE, for MUNICIPALITY's RUN of it ('' for any); CONSENTS are all that hold."""
    held = [one for one in consents if one.exercise == exercise]
    mine = next((one for one in held if one.municipality == municipality and run in ("", one.run)), None)
    names, others = figures.snapshot.municipalities, {one.municipality for one in held} - {municipality}
    return Standing(
        mine, tuple(sorted(names[one] for one in others if one in names)), comparison_address(municipality, exercise)
    )


def comparison_address(municipality: str, exercise: str, group: Group = EVERYBODY) -> str:
    """The page where EXERCISE is compared, for MUNICIPALITY."""
    chosen = {WHO: f"{group.by}.{group.option}"} if group != EVERYBODY else {}
    return f"{EXERCISE}?{urlencode({'kommun': municipality, COMPARED: exercise, **chosen})}"


def comparison_now(visit: Visit, figures: Figures, municipality: str, exercise: Exercise) -> Comparison | None:
    """EXERCISE in all that agree, MUNICIPALITY first; None where it does not agree itself. Raises NotAllowedError."""
    known = figures.snapshot.municipalities
    found = {one.consent.municipality: one for one in comparing_of(visit, municipality).agreeing(exercise.id)}
    agreed = sorted(known.keys() & found.keys(), key=lambda one: (one != municipality, known[one]))
    if not agreed:
        return None
    by, _, option = visit.params.get(WHO, "")[:100].partition(".")
    places = {
        one: (known[one], results_of(found[one].run, exercise, found[one].given, visit.catalogue)) for one in agreed
    }
    return comparison_of(exercise, places, Group(by, option))


def comparison_html(visit: Visit, figures: Figures, municipality: str) -> str:
    """The page where an exercise is compared: of whom, what it shows, or what is lacking. Raises NotAllowedError."""
    exercise = default_exercises().get(visit.params.get(COMPARED, ""))
    if exercise is None or exercise.is_live:
        to = link(EXERCISES, Choices(municipality))
        return not_found(visit.address, "Övningen", "övning", "Till övningarna", to)
    found = comparison_now(visit, figures, municipality, exercise)
    consents, name = comparing_of(visit, municipality).consents(), figures.snapshot.municipalities[municipality]
    standing = standing_of(consents, figures, municipality, exercise.id, "")
    shown = found if found and len(found.places) >= LEAST else None
    view = comparison_view(shown, municipality) if shown else None
    address = comparison_address(municipality, exercise.id, shown.group if shown else EVERYBODY)
    return render(
        "exercise_comparison.html",
        address=visit.address,
        notice=visit.notice,
        title=view.title if view else _lacking(exercise, name, standing, has_agreed=found is not None),
        view=view,
        rule=RULE,
        exercise=exercise,
        place=name,
        back=link(EXERCISES, Choices(municipality)),
        standing=standing,
        own=f"{EXERCISE}?{urlencode({'kommun': municipality, 'ovning': standing.mine.run})}" if standing.mine else "",
        groups=_menu(shown, municipality) if shown and len(shown.groups) > 1 else None,
        files={words: address.replace("?", f"/jamforelse.{kind}?", 1) for kind, words in OFFERED.items()},
        source=f"Svaren i ”{exercise.title}” i {listed([one for one, _ in shown.places.values()]) if shown else name}.",
        leads=may(visit.person, Action.LEAD_EXERCISE, municipality=municipality),
    )


def _lacking(exercise: Exercise, name: str, standing: Standing, *, has_agreed: bool) -> str:
    if has_agreed:
        return f"Bara {name} har sagt ja till att jämföra ”{exercise.title}” än"
    if standing.others:
        return f"{listed(standing.others)} jämför ”{exercise.title}”, {name} har inte sagt ja"
    return f"Ingen kommun har sagt ja till att jämföra ”{exercise.title}” än"


def _menu(found: Comparison, municipality: str) -> Menu:
    """Whose answers are compared."""
    options = (
        Option(words, comparison_address(municipality, found.exercise.id, group), group == found.group)
        for group, words in found.groups
    )
    return Menu("Vilka", tuple(options))
