"""What the page of the year says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.outcomes.year import AreaStatus, Item, YearNow
from core.words.formats import count_word, first_upper
from core.year.models import Awaits

# More than so many areas that something is missing from are told as one.
_MOST_ALONE = 4


def title_words(now: YearNow, year: int, today: date) -> str:
    """The page's title: how far it is to the conference, and what is late."""
    if not now.items:
        return f"Året {year} har inga datum än"
    late = _late_words(now)
    conference = now.conference
    if conference is None:
        words = f"Året {year} har ingen konferensdag än"
    elif conference.on == today:
        words = "Konferensen är i dag"
    elif conference.on > today:
        days = (conference.on - today).days
        words = "En dag till konferensen" if days == 1 else f"{days} dagar till konferensen"
    else:
        words = f"Konferensen {year} är genomförd"
    return f"{words}, {late}"


def _late_words(now: YearNow) -> str:
    reports = {area for one in now.late if one.awaits is Awaits.REPORTS for area in one.missing}
    others = [one for one in now.late if one.awaits is not Awaits.REPORTS]
    if reports and not others:
        many = len(reports) > 1
        return f"{count_word(len(reports))} {'rapporter är försenade' if many else 'rapport är försenad'}"
    count = len(now.late)
    if not count:
        return "inget är försenat"
    return "en sak är försenad" if count == 1 else f"{count_word(count)} saker är försenade"


def areas_title(areas: Sequence[AreaStatus]) -> str:
    """The title of the areas' table."""
    reports = sum(one.report is not None and one.report.ready_on is not None for one in areas)
    decks = sum(one.deck is not None and one.deck.ready_on is not None for one in areas)
    said = "ingen rapport är inlämnad"
    if reports:
        of = (
            f"alla {count_word(len(areas))}"
            if reports == len(areas)
            else f"{count_word(reports)} av {count_word(len(areas))}"
        )
        said = f"{of} rapporter är {'inlämnad' if reports == 1 else 'inlämnade'}"
    frozen = "inget bildspel är fryst"
    if decks:
        frozen = "ett bildspel är fryst" if decks == 1 else f"{count_word(decks)} bildspel är frysta"
    return f"Områdena: {said}, {frozen}"


def late_rows(item: Item, areas: Sequence[AreaStatus]) -> list[tuple[str, str]]:
    """What stands for a late ITEM in the list: title and who; an area each where few are missing."""
    by_id = {one.area: one for one in areas}
    if not item.missing or len(item.missing) > _MOST_ALONE:
        return [(item.title, ", ".join(filter(None, [first_upper(item.note), item.by])))]
    words = {Awaits.REPORTS: "Rapport för", Awaits.DECKS: "Bildspel för", Awaits.OWN: "Egna nyckeltal för"}
    kind = words.get(item.awaits, "Sammankallande för")
    return [
        (f"{kind} {by_id[area].name[:1].lower()}{by_id[area].name[1:]}", _whose(by_id[area])) for area in item.missing
    ]


def _whose(area: AreaStatus) -> str:
    if area.convenor:
        return ", ".join(filter(None, [area.convenor, area.municipality]))
    who = f" {area.municipality} utser sammankallande." if area.municipality else ""
    return f"Har sammankallande. {area.municipality}".strip() if area.has_account else f"Utan ägare.{who}"
