"""What the page Lär av andra says: whom it looks at, what is found, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from core.cache.harvest import GENERAL_KIND
from core.catalogue import Area
from core.outcomes.figures import Figures
from core.outcomes.lessons import Lessons, Seen
from core.outcomes.peers import Method, Peers
from core.signals import Reason, Standing, Trend, shown_one
from core.signals.constants import COMPARED_DECIMALS
from core.words import labels
from core.words.formats import count_word, difference, first_upper, listed
from core.words.sentences import change_decimals

BEST = f"de {labels.STANDING[Standing.BEST]}"
_PLACE = f"bland {BEST} i landet"
_MEAN_SUFFIX = " (ovägt medel)"
# Kolada's short names of its groups, where a reader may not know them.
_KIND = {"IFO": "individ- och familjeomsorg", "LSS": "stöd enligt LSS"}


def method_sentence(figures: Figures, found: Lessons, area: Area) -> str:
    """Who the similar municipalities are and how they were found."""
    kind, own, alike = kind_words(area.similar), found.own.name, found.peers
    names = listed([other.name for other in found.others])
    if alike.method is Method.NONE:
        return f"Kolada har inga liknande kommuner för {own}, och folkmängden att gå efter i stället saknas."
    if alike.method is Method.KOLADA and alike.kind == area.similar:
        return f"Liknande kommuner enligt Kolada för {kind}: {names}."
    if alike.method is Method.KOLADA:
        return f"Kolada har inga liknande kommuner för {kind}, så här är de som liknar {own} i stort: {names}."
    where = f"bland {_sought_in(figures, alike.class_group)}, eftersom Kolada inte har några liknande"
    return f"Närmast i {_measured(alike)} {where}: {names}."


def further_sentence(figures: Figures, found: Lessons) -> str:
    """Who those are that are shown because none of the similar is good, and how they were found; empty without any."""
    if not found.further:
        return ""
    by, n = found.further_by, len(found.further)
    who = f"Av {_sought_in(figures, by.class_group)} är {'den' if n == 1 else 'de'} här {_PLACE}"
    return f"{who}:" if n == 1 else f"{who}, de {count_word(n)} närmast {found.own.name} i {_measured(by)}:"


def _measured(alike: Peers) -> str:
    return "folkmängd och skattekraft" if alike.by_tax_base else "folkmängd"


def kind_words(kind: str) -> str:
    """Kolada's name of a kind of similar municipalities, after "för"."""
    return "kommunen i stort" if kind == GENERAL_KIND else _KIND.get(kind, kind)


def _sought_in(figures: Figures, class_group: str | None) -> str:
    if class_group is None:
        return "landets kommuner"
    title = figures.snapshot.group_titles.get(class_group, "").removesuffix(_MEAN_SUFFIX)
    return f"kommuner av samma typ ({title[:1].lower()}{title[1:]})"


def best_headline(n: int, of: int, *, any_judged: bool = True) -> str:
    """How many OF the similar municipalities are among the best; without ANY_JUDGED nobody knows."""
    if not any_judged:
        return f"Det går inte att säga vilka som är bland {BEST} i landet"
    if of == 1:
        return f"Den enda liknande kommunen är {'' if n else 'inte '}{_PLACE}"
    if n == of:
        return f"{_all(of)} liknande kommunerna är {_PLACE}"
    if n == 0:
        return f"Ingen av de {count_word(of)} liknande kommunerna är {_PLACE}"
    return f"{first_upper(count_word(n))} av {count_word(of)} liknande kommuner är {_PLACE}"


def improving_headline(n: int, of: int, *, of_rest: bool, any_judged: bool = True) -> str:
    """How many OF the similar municipalities get better; OF_REST: of those that are not among the best."""
    which = "andra liknande" if of_rest else "liknande"
    if not any_judged:
        return f"Det går inte att säga om någon {'annan ' if of_rest else ''}förbättras"
    if of == 1:
        return f"Den enda {which} kommunen {_improves(n)}"
    if n == 0:
        return f"Ingen av de {count_word(of)} {which} kommunerna {_improves(1)} tydligt"
    if n == of:
        return f"{_all(of)} {which} kommunerna förbättras"
    return f"{first_upper(count_word(n))} av de {count_word(of)} {which} kommunerna förbättras"


def _all(of: int) -> str:
    return "Båda de" if of == 2 else f"Alla de {count_word(of)}"


def _improves(n: int) -> str:
    return "förbättras" if n else "förbättras inte tydligt"


def most_improving_sentence(most: int) -> str:
    """Which of those that get better are shown, and how "most" is reckoned."""
    shown = f"De {count_word(most)} som har ändrats mest"
    return f"{shown}, räknat i hur mycket måttet brukar ändras."


def order_sentence(found: Lessons) -> str:
    """In which order the similar municipalities stand in the table: never by how well they do."""
    if found.peers.method is Method.NEAREST:
        return "Den mest lika först: ordningen säger inget om resultatet."
    if found.own.population != found.own.population:  # NaN is not itself
        return "I bokstavsordning: ordningen säger inget om resultatet."
    return "Närmast i folkmängd först: ordningen säger inget om resultatet."


def not_compared_sentence(others: Sequence[Seen]) -> str:
    """Which of OTHERS have no square, and why; empty when all have one."""
    silent = [(o.name, _standing_reason(o)) for o in others if o.row["standing"] == Standing.NOT_JUDGED]
    return _silent_sentence(silent, len(others), "går att jämföra med landet", "går inte att jämföra")


def no_trend_sentence(others: Sequence[Seen]) -> str:
    """Which of OTHERS have no arrow, and why; empty when all have one."""
    silent = [(o.name, labels.REASON[Reason(o.row["trend_reason"])]) for o in others if o.row["trend"] == Trend.SILENT]
    return _silent_sentence(silent, len(others), "har någon trend", "har ingen trend")


def _silent_sentence(silent: Sequence[tuple[str, str]], of: int, none: str, some: str) -> str:
    """SILENT (name, reason) by reason; NONE follows "Ingen av dem" where all OF them share theirs."""
    names: dict[str, list[str]] = {}
    for name, reason in silent:
        names.setdefault(reason, []).append(name)
    if len(names) == 1 and len(silent) == of:
        return f"Ingen av dem {none}: {silent[0][1]}."
    return " ".join(f"{listed(who)} {some}: {reason}." for reason, who in names.items())


def _standing_reason(seen: Seen) -> str:
    reason = Reason(seen.row["standing_reason"])
    if reason is Reason.OPEN_YEAR:
        return f"för få kommuner har redovisat {seen.row['year']:.0f} än"
    return labels.REASON[reason]


def year_words(seen: Seen) -> str:
    """The year of the outcome, and that it is preliminary or old where it is."""
    row = seen.row
    if row["year"] != row["year"]:  # NaN is not itself
        return ""
    old = ", gammalt värde" if row["outcome_reason"] == Reason.OUTDATED else ""
    return f"{row['year']:.0f}{', prel.' if row['preliminary'] else ''}{old}"


def trend_words(seen: Seen) -> str:
    """What the arrow says: "Förbättras: −41 dagar sedan 2019", "Oförändrat sedan 2020", or why there is none."""
    row = seen.row
    word = first_upper(labels.trend_word(row["trend"], row["trend_verdict"]))
    if row["trend"] == Trend.SILENT:
        return f"{word}: {labels.REASON[Reason(row['trend_reason'])]}"
    since = f"sedan {row['trend_from_year']:.0f}"
    if row["trend"] == Trend.LEVEL:
        return f"{word} {since}"
    return f"{word}: {difference(row['trend_change'], change_decimals(row), row['unit'], sign=True)} {since}"


def gap_words(seen: Seen, own: Seen) -> str:
    """How far from one's own value it is, as both are shown; empty unless both hold for one year."""
    if not seen.points or not own.points:
        return ""
    if max(one.row["year"] for one in (seen, own)) > min(one.row["repeated_to"] for one in (seen, own)):
        return ""
    decimals = seen.row["decimals"]
    theirs, mine = (shown_one(one.row["value"], decimals) for one in (seen, own))
    gap = round(theirs - mine, COMPARED_DECIMALS)
    if not gap:
        return f"samma som {own.name}"
    return f"{difference(gap, decimals, seen.row['unit'])} {'högre' if gap > 0 else 'lägre'} än {own.name}"


UNDIRECTED = (
    "För det här måttet är varken högt eller lågt bra i sig. "
    "Därför går det inte att peka ut någon som är bra på det och att lära av."
)


def everyone_title(found: Lessons) -> str:
    """The heading of the table with one's own and all similar municipalities."""
    n = len(found.others)
    others = f"de {count_word(n)} liknande kommunerna" if n > 1 else "den enda liknande kommunen"
    return f"{found.own.name} och {others}"


def compare_words(seen: Sequence[Seen]) -> str:
    """Where the link to the comparison of SEEN leads."""
    return f"Jämför {listed([one.name for one in seen])} i hela området"


def county_sentence(found: Lessons) -> str:
    """What there is instead in the county, before the names; empty where nobody needs it or nobody knows."""
    judged = any(other.row["standing"] != Standing.NOT_JUDGED for other in found.others)
    if found.best or not (found.in_county or judged):
        return ""
    if not found.in_county:
        return f"Ingen annan i länet är bland {BEST} i landet."
    which = "den här kommunen" if len(found.in_county) == 1 else "de här kommunerna"
    return f"I länet är {which} bland {BEST} i landet:"


def nothing_sentence(found: Lessons) -> str:
    """Why there is nobody to show."""
    if not found.others:
        return "Det finns inga liknande kommuner att visa."
    if found.own.points:
        return "Ingen av de liknande kommunerna har något värde i Kolada. Välj en annan indikator ovanför."
    nobody = f"varken för {found.own.name} eller för de liknande kommunerna"
    return f"Kolada har inga värden, {nobody}. Välj en annan indikator ovanför."
