"""A blind vote on a phone: the page of whoever has a code, without an account."""

from __future__ import annotations

from collections.abc import Mapping

from core.cycle.priorities import LEAST, MOST
from core.features.measures.page import VOTE_KEY, voting_of
from core.state.ballots import CODE_LENGTH
from core.tabular.faults import cut
from core.web.choices import MEASURES, Choices, link
from core.web.notices import MOST_FAULTS, place_of
from core.web.pages import message
from core.web.render import render
from core.web.visit import Visit


def vote_html(visit: Visit) -> str:
    """The vote of the address: its proposals to weigh, or that it is closed."""
    municipality, key = visit.params.get("kommun", ""), visit.params.get(VOTE_KEY, "")
    names = visit.figures.snapshot.municipalities if visit.figures else {}
    ballot = voting_of(municipality).ballot(key) if municipality in names and key else None
    if ballot is None:
        return message(
            visit.address,
            "Omröstningen hittas inte",
            "Läs av rutan på lappen igen, eller skriv hela adressen som står där.",
            action="Till åtgärderna",
            action_address=link(MEASURES, Choices(municipality if municipality in names else None)),
        )
    notice = visit.notice
    is_cast = notice is not None and notice.is_good
    return render(
        "vote.html",
        address=visit.address,
        place=names[municipality],
        municipality=municipality,
        vote=ballot.vote,
        measures=ballot.measures,
        answered=ballot.answered,
        notice=notice,
        is_cast=is_cast,
        typed=notice.fields if notice else {},
        steps=range(LEAST, MOST + 1),
        long=CODE_LENGTH,
    )


def unanswered(form: Mapping[str, str], measures: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """The fields of MEASURES (titles by id) that FORM says nothing of, as a notice has its faults."""
    words = {"insats": "Insats", "effekt": "Effekt"}
    missing = [(name, key) for key in measures for name in words if not form.get(f"{name}-{key}", "").isdecimal()]
    return tuple(
        (place_of(f"{name}-{key}"), f"{words[name]}, {cut(measures[key])}", "Inte besvarad.")
        for name, key in missing[:MOST_FAULTS]
    )


def given_in(form: Mapping[str, str], measures: Mapping[str, object]) -> dict[str, tuple[int, int]]:
    """The efforts and effects that FORM gives MEASURES (ids); what is not answered is left out."""
    found = {}
    for key in measures:
        given = [form.get(f"{name}-{key}", "") for name in ("insats", "effekt")]
        if all(one.isdecimal() and len(one) == 1 for one in given):
            found[key] = (int(given[0]), int(given[1]))
    return found
