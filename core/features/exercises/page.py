"""Övningar: all there are and what has been run; and one that is run, for its leader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.access.rights import Action, may
from core.access.service import current_engine
from core.catalogue.exercises import Exercise, Per, Picture, default_exercises
from core.cycle.exercises import LONGEST_TITLE, Answering, Leading, Run, Way, last_before, new_run
from core.documents.paper import OFFERED
from core.documents.results_view import RULE, results_view
from core.features.exercises.answering import answer_path
from core.features.exercises.comparison import COMPARED, Standing, comparing_of, comparison_html, standing_of
from core.outcomes.exercises import Results, is_secret, items_of, results_of
from core.web.choices import ANSWER, EXERCISE, EXERCISES, GOALS, USAGE, Choices, link, room_link
from core.web.menus import Menu, Option, Place, place
from core.web.pages import choose_html, not_found
from core.web.render import render
from core.web.visit import Visit
from core.words.formats import count_word, counted, first_upper

KEY, BY = "ovning", "efter"
_WAY_WORDS: Mapping[Way, str] = {
    Way.ROOM: "I rummet: en ruta och fyra bokstäver på skärmen, alla svarar på sina telefoner",
    Way.LINK: "Med länk: under några veckor, länken skickas till dem som ska svara",
    Way.ALONE: "Ensam: en person svarar för hela kommunen, inte anonymt",
}
_PICTURES = {
    Picture.STACKED: "staplar med andelar, grupperna bredvid varandra",
    Picture.DIVERGING: "staplar åt två håll från en mitt",
    Picture.GROUPED: "två grupper av staplar, styrning och uppföljning",
    Picture.TABLE: "en tabell med andelar",
    Picture.COMPARED: "staplar med 2011 års andelar bredvid",
    Picture.NOTES: "lappar under rubriker i ordning, och vad ni kommer fram till",
    Picture.FRONT_PAGE: "en tidningssida för varje grupp, att skriva ut i A3",
}


@dataclass(frozen=True)
class RunView:
    """A run in the list: where it is, and how it stands in words."""

    title: str
    address: str
    words: str
    is_open: bool


@dataclass(frozen=True)
class ExerciseView:
    """An exercise in the list, with what has been run of it; ``lacks`` is why it cannot begin, '' where it can.

    ``standing`` is how it is with comparing it, where somebody has agreed to that.
    """

    exercise: Exercise
    picture: str
    questions: int
    runs: tuple[RunView, ...]
    lacks: str
    key: str
    standing: Standing | None


def leading_of(visit: Visit, municipality: str) -> Leading:
    """MUNICIPALITY's exercises for who asks, in the process's own database."""
    engine = current_engine()
    return Leading(engine, municipality, visit.person, visit.now)


def exercises_html(visit: Visit) -> str:
    """The page Övningar."""
    figures, municipality = visit.figures, visit.choices.municipality
    if figures is None or municipality is None:
        return choose_html(visit, EXERCISES)
    leads = may(visit.person, Action.LEAD_EXERCISE, municipality=municipality)
    reads = may(visit.person, Action.READ_PLANS, municipality=municipality)
    runs = [entry.value for entry in leading_of(visit, municipality).runs() if entry.value] if reads else []
    answering = Answering(leading_of(visit, municipality).engine, municipality)
    consents = comparing_of(visit, municipality).consents() if reads else []
    views = []
    for one in default_exercises().values():
        mine = tuple(_run_view(answering, municipality, run) for run in runs if run.exercise == one.id)
        is_about = one.per is not Per.PERSON
        lacks = _lacks(one) if leads and is_about and not items_of(figures, municipality, one) else ""
        asked = sum(question.id not in one.groups for question in one.questions)
        has_agreed = any(other.exercise == one.id for other in consents)
        standing = standing_of(consents, figures, municipality, one.id, "") if has_agreed else None
        key = new_run() if leads else ""
        views.append(ExerciseView(one, _PICTURES[one.picture], asked, mine, lacks, key, standing))
    around: Place = place(figures, visit.choices, EXERCISES)
    return render(
        "exercises.html",
        address=visit.address,
        title=_list_title(runs, len(views), reads=reads),
        place=around,
        municipality=municipality,
        exercises=views,
        leads=leads,
        reads=reads,
        ways=_WAY_WORDS,
        longest=LONGEST_TITLE,
        year=visit.now.year,
        goals=link(GOALS, Choices(municipality)),
        answer=ANSWER,
        notice=visit.notice,
    )


def _list_title(runs: list[Run], count: int, *, reads: bool) -> str:
    is_open = sum(one.closed_on is None for one in runs)
    if not reads:
        return f"{first_upper(count_word(count))} övningar och enkäter som kommunen kan göra"
    if not runs:
        return "Ingen övning är gjord än"
    done = first_upper(counted(len(runs) - is_open, "en övning är gjord", "övningar är gjorda"))
    left = {0: "ingen är öppen", 1: "en är öppen"}.get(is_open, f"{count_word(is_open)} är öppna")
    return f"{done}, {left}"


def _lacks(exercise: Exercise) -> str:
    what = "fullmäktigemål" if exercise.per is Per.GOAL else "mål med indikatorer"
    return f"Övningen handlar om kommunens {what}, och det finns inga i en beslutad plan än."


def _run_view(answering: Answering, municipality: str, run: Run) -> RunView:
    address = room_link(municipality, run.id) if run.is_live else run_address(municipality, run.id)
    if run.closed_on:
        return RunView(run.title, address, f"{run.closed_on}, {counted(run.answered, '1 svar', 'svar')}", is_open=False)
    return RunView(run.title, address, f"öppen, {answering.count(run)} har svarat", is_open=True)


def run_address(municipality: str, key: str) -> str:
    """The page of the run KEY."""
    return f"{EXERCISE}?kommun={municipality}&{KEY}={key}"


def exercise_html(visit: Visit) -> str:
    """The page of one that is run: how to take part while it is open, then what it came to."""
    figures, municipality, key = visit.figures, visit.choices.municipality, visit.params.get(KEY, "")[:32]
    if figures is None or municipality is None:
        return choose_html(visit, EXERCISES)
    if COMPARED in visit.params:
        return comparison_html(visit, figures, municipality)
    found = results_now(visit, municipality, key)
    if found is None:
        back = link(EXERCISES, Choices(municipality))
        return not_found(visit.address, "Övningen", "övning", "Till övningarna", back)
    shown: dict[str, object] = {
        "address": visit.address,
        "notice": visit.notice,
        "municipality": municipality,
        "place": figures.snapshot.municipalities[municipality],
        "back": link(EXERCISES, Choices(municipality)),
        "run": found.run,
        "exercise": found.exercise,
        "leads": may(visit.person, Action.LEAD_EXERCISE, municipality=municipality),
        "is_example": figures.snapshot.info.is_example,
    }
    if found.run.closed_on is None:
        return render("exercise_open.html", path=answer_path(municipality, key), count=found.count, **shown)
    consents = comparing_of(visit, municipality).consents()
    files = {words: file_address(municipality, key, kind) for kind, words in OFFERED.items()}
    by = visit.params.get(BY, "")
    groups = found.exercise.groups
    chosen = by if by in groups else (groups or ("",))[0]
    menu = Menu(
        "Grupper",
        tuple(
            Option(found.exercise.question(one).text, f"{run_address(municipality, key)}&{BY}={one}", one == chosen)
            for one in groups
        ),
    )
    return render(
        "exercise_results.html",
        view=results_view(found, by),
        files=files,
        usage=USAGE if found.exercise.is_about_us and may(visit.person, Action.READ_USAGE) else "",
        rule=RULE if is_secret(found.run) and not found.is_hidden else "",
        named={"kommun": municipality, KEY: key},
        standing=standing_of(consents, figures, municipality, found.exercise.id, key),
        source=f"Svaren i ”{found.run.title}”, {figures.snapshot.municipalities[municipality]}, {found.run.closed_on}.",
        groups=menu if len(groups) > 1 else None,
        **shown,
    )


def file_address(municipality: str, key: str, kind: str) -> str:
    """Where the results of the run KEY are as a file of KIND."""
    return f"{EXERCISE}/resultat.{kind}?kommun={municipality}&{KEY}={key}"


def results_now(visit: Visit, municipality: str, key: str) -> Results | None:
    """The run KEY with what it comes to, which is nothing while it is open; None where there is none.

    Raises NotAllowedError.
    """
    leading = leading_of(visit, municipality)
    runs = {entry.key: entry.value for entry in leading.runs() if entry.value}
    run = runs.get(key)
    exercise = run.of if run else None
    if run is None or exercise is None:
        return None
    if run.closed_on is None:
        return Results(run, exercise, Answering(leading.engine, municipality).count(run), ())
    before = last_before(run, runs.values())
    with_before = (before, leading.given(before.id)) if before else None
    return results_of(run, exercise, leading.given(key), visit.catalogue, with_before)
