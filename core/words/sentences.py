"""One sentence for each signal that says why it is what it is. The numbers are the rules' own."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose, isnan, nan
from typing import Literal, NamedTuple, TypeAlias

from core.signals import Attainment, Pace, Reason, Standing, TargetKind, Trend, shown, shown_one
from core.signals.targets import CHANGE_KINDS, LEVEL_KINDS
from core.words import labels, outcome_row
from core.words.formats import (
    THOUSANDS,
    difference,
    finer,
    level,
    needed_decimals,
    number,
    share,
    signed,
    together,
    with_unit,
)

Row: TypeAlias = outcome_row.Row
_EXACT = 1e-9
_CURRENT_PRICES = ("kr", "tkr", "mnkr")
_CUTS: Mapping[Standing, Literal["standing_best_cut", "standing_worst_cut"]] = {
    Standing.BEST: "standing_best_cut",
    Standing.WORST: "standing_worst_cut",
}


class Level(NamedTuple):
    """What a target asks for, in its indicator's unit; None or NaN for what its kind does not use."""

    kind: str
    value: float | None
    value2: float | None
    base_year: float | None
    group: str | None
    rank: float | None


def amount(row: Row) -> str:
    """The outcome as shown, with its unit."""
    return with_unit(number(row["value"], row["decimals"]), row["unit"])


def target_words(row: Row, *, group: str = "") -> str:
    """What the target asks for: "minst 90", "mellan 5 och 7", "som Södertörn"; empty without a target."""
    if not row["target_kind"]:
        return ""
    asked = Level(
        row["target_kind"],
        row["target_value"],
        row["target_value2"],
        row["base_year"],
        row["target_group"],
        row["target_rank"],
    )
    return kind_words(asked, row["decimals"], group=group)


def kind_words(asked: Level, decimals: int = 0, *, group: str = "") -> str:
    """What is ASKED for; GROUP is its group's name if known."""
    base = _whole(asked.base_year)
    value, value2 = (level(one, decimals) for one in (asked.value, asked.value2))
    rank = _whole(asked.rank)
    return {
        TargetKind.AT_LEAST: f"minst {value}",
        TargetKind.AT_MOST: f"högst {value}",
        TargetKind.WITHIN: f"mellan {value} och {value2}",
        TargetKind.INCREASE: f"öka från {base}",
        TargetKind.DECREASE: f"minska från {base}",
        TargetKind.KEEP: f"behålla {base} års nivå",
        TargetKind.AS_GROUP: f"som {group or asked.group}",
        TargetKind.BEST_QUARTER: f"bland de bästa 25{THOUSANDS}%",
        TargetKind.RANK: f"högst plats {rank} ({group or asked.group})",
    }[TargetKind(asked.kind)]


def _whole(number: float | None) -> str:
    return "" if number is None or isnan(number) else f"{number:.0f}"


def attainment_sentence(row: Row, *, group: str = "") -> str:
    """Why the face is what it is."""
    reason = row["attainment_reason"]
    if reason == Reason.OPEN_YEAR:
        return f"Kan inte bedömas: för få kommuner har redovisat {row['year']:.0f}."
    if reason not in (Reason.NONE, Reason.NOT_DUE):
        return f"Kan inte bedömas: {labels.REASON[Reason(reason)]}."
    said = f"{amount(row)}, målnivå {_level_words(row, group)}"
    if row["target_gender"] != row["gender"]:
        said += " (mål för alla)"
    gap = gap_words(row)
    if reason == Reason.NOT_DUE:
        return f"{said}: ska nås {row['target_year']:.0f}, {gap} kvar."
    if row["attainment"] == Attainment.REACHED:
        early = not row["target_due"]
        return f"{said}: har redan nått målet för {row['target_year']:.0f}." if early else f"{said}: målet nås."
    return f"{said}: {gap} ifrån."


def _level_words(row: Row, group: str) -> str:
    words, kind = target_words(row, group=group), row["target_kind"]
    if kind in (TargetKind.AS_GROUP, TargetKind.BEST_QUARTER, *CHANGE_KINDS):
        return f"{words} ({number(row['target'], _gap_decimals(row))})"
    return words


def gap_words(row: Row) -> str:
    """How far the outcome is from what its target asks for ("13 dagar")."""
    distance = abs(row["attainment_distance"])
    if row["target_kind"] == TargetKind.RANK:
        return f"{number(distance)} {'plats' if distance == 1 else 'platser'}"
    return difference(distance, _gap_decimals(row), row["unit"])


def _gap_decimals(row: Row) -> int:
    """How finely the level asked for and the distance to it are told: so that they add up to the outcome as shown.

    A level that somebody wrote is never coarser than it was written.
    """
    decimals, distance = row["decimals"], row["attainment_distance"]
    if isnan(distance):
        return int(decimals)
    if row["target_kind"] in LEVEL_KINDS:
        return int(max(decimals, needed_decimals(abs(distance))))
    least = together(decimals, distance)
    if row["target_kind"] in CHANGE_KINDS:
        return least
    value, target = shown_one(row["value"], decimals), row["target"]
    return next(
        (d for d in range(least, least + 2) if isclose(abs(value - shown(target, d)), shown(abs(distance), d))), least
    )


def change_decimals(row: Row) -> int:
    """The one rounding of a change and its two ends, so that the ends as told differ by the change that is told.

    As many decimals as the indicator has, or one more where it needs that: 79,5 to 87,4 is +7,9, and neither
    "80 till 87" nor "+8". As the arrow's sentence tells the change beside what counts as unchanged, that is told apart,
    and neither is told as nought: only that may take more.
    """
    value, change, band = row["value"], row["trend_change"], row["trend_deadband"]
    least = together(row["decimals"], change, band, apart=(abs(change), band))
    if isnan(change):
        return least

    def adds_up(decimals: int) -> bool:
        before, after, between = (shown_one(one, decimals) for one in (value - change, value, change))
        return isclose(after - before, between, abs_tol=_EXACT)

    # Where no rounding does (a third), the finest is off by the least.
    finest = max(least, row["decimals"] + 1)
    return next(filter(adds_up, range(least, finest)), finest)


def trend_sentence(row: Row) -> str:
    """Why the arrow points as it does, with what counts as unchanged and how the country has moved."""
    if row["trend"] == Trend.SILENT:
        return f"Ingen pil: {labels.REASON[Reason(row['trend_reason'])]}."
    unit, change, band = row["unit"], row["trend_change"], row["trend_deadband"]
    decimals = change_decimals(row)
    parts = [
        f"{difference(change, decimals, unit, sign=True)} sedan {row['trend_from_year']:.0f}.",
        *_slowly(row),
        f"Ändringar upp till {difference(band, decimals, unit)} räknas som oförändrat."
        if band
        else "Varje ändring räknas, eftersom de flesta är oförändrade.",
        f"{'Medianen av dem som har värde' if row['is_own'] else 'I landet'} {_others_change(row, decimals)}.",
    ]
    if unit.startswith(_CURRENT_PRICES):
        parts.append("Löpande priser.")
    if row.get("trend_uncertain"):
        else_said = "en ändring som räknas" if row["trend"] == Trend.LEVEL else "oförändrat"
        known = plus_minus(row["trend_uncertainty"], decimals, unit)
        parts.append(f"Osäker: ändringen är säker bara inom {known} och kan lika gärna vara {else_said}.")
    return " ".join(parts)


def _slowly(row: Row) -> list[str]:
    """The change over ten years that a level arrow does not tell; nothing where there is none."""
    if not slow_words(row):
        return []
    change = difference(row["slow_change"], row["decimals"], row["unit"], sign=True)
    return [f"Sedan {row['slow_from_year']:.0f}: {change}."]


def slow_words(row: Row) -> str:
    """What stands beside a level arrow: "sedan 2013: −8"; '' where there is nothing."""
    year = row.get("slow_from_year", nan)
    if year is None or isnan(year):
        return ""
    prices = " (löpande priser)" if row["unit"].startswith(_CURRENT_PRICES) else ""
    return f"sedan {year:.0f}: {signed(row['slow_change'], row['decimals'])}{prices}"


def _others_change(row: Row, decimals: int) -> str:
    """The others' change with the DECIMALS of one's own; in words where they would hide it."""
    change = row["trend_change_country"]
    if change and shown_one(change, decimals) == 0:
        return "nästan oförändrat"
    return difference(change, decimals, row["unit"], sign=True)


def standing_sentence(row: Row, *, where: str, municipalities: int) -> str:
    """Why the square is what it is. WHERE is the reference in words ("i landet", "på Södertörn")."""
    reason, n = row["standing_reason"], row["standing_n"]
    if reason == Reason.OPEN_YEAR:
        of = "kommuner" if row["is_own"] else f"av {municipalities}"
        reported = f"{row['year_n']:.0f} {of} har redovisat {row['year']:.0f}"
        return f"{reported}: läget visas när fler har gjort det."
    if reason in (Reason.NO_DIRECTION, Reason.TOO_FEW) and n > 1:
        return _in_words(row, where)
    if reason != Reason.NONE:
        return f"Inget läge: {labels.REASON[Reason(reason)]}."
    better = f"{row['standing_better']:.0f} av de {n - 1:.0f} andra kommunerna {where} är bättre"
    said = f"{better}; {_to_cut(row)}. Jämfört med andra, inte bra eller dåligt i sig."
    if row.get("standing_uncertain"):
        width, gap = row["uncertainty"], abs(row["value"] - row["standing_cut"])
        known = plus_minus(width, together(row["decimals"], width, apart=(gap, width)), row["unit"])
        asked = "några, inte alla, har" if isnan(row["answers"]) else f"{number(row['answers'])} personer har"
        said += (
            f" Osäker: {asked} svarat, så värdet är säkert bara inom {known}. Gränsen till en annan ruta är närmare."
        )
    return said


def unsure_fact(width: float, answers: float | None) -> tuple[str, str]:
    """How sure a value is as a fact: what is told, and the number; by Kolada, or reckoned on so many ANSWERS."""
    if answers is None or isnan(answers):
        return "Osäkerhetstal", f"± {number(width, 1)} enligt Kolada"
    return "Osäkerhet", f"± {number(width, 1)}, räknat på {number(answers)} svar"


def unsure_remark(row: Row) -> str:
    """Which signals another value that is as likely would have changed, and why, in a few words; '' for none."""
    decimals, unit = row["decimals"], row["unit"]
    said = (
        (row["trend_uncertain"], "pilen är osäker, ändringen", row["trend_uncertainty"]),
        (row["standing_uncertain"], "rutan är osäker, värdet", row["uncertainty"]),
    )
    words = "; ".join(f"{what} {plus_minus(width, decimals, unit)}" for is_so, what, width in said if is_so)
    return words[:1].upper() + words[1:]


def plus_minus(width: float, decimals: int, unit: str) -> str:
    """Half a 95 % interval as it is told: "± 3,2 procentenheter"; with more DECIMALS where it would be nothing."""
    return f"±{THOUSANDS}{difference(width, together(decimals, width), unit)}"


def standing_words(row: Row, *, where: str) -> str:
    """The few words beside the square."""
    reason = row["standing_reason"]
    if reason == Reason.NONE:
        text = labels.STANDING[Standing(row["standing"])]
        return text[0].upper() + text[1:]
    if reason == Reason.NO_DIRECTION:
        if row["standing_higher"] == 0 < row["standing_lower"]:
            return "högst av alla"
        return f"högre än {share(row['standing_lower'], row['standing_n'] - 1)} av andra"
    if reason == Reason.TOO_FEW and row["standing_n"] > 1:
        return _few(row, where)
    return {Reason.OPEN_YEAR: "för få har redovisat", Reason.TIES: "de flesta lika"}.get(
        Reason(reason), "ingen jämförelse"
    )


def _few(row: Row, where: str) -> str:
    directed = row["direction"] != "none"
    count = row["standing_worse"] if directed else row["standing_lower"]
    return f"{'bättre' if directed else 'högre'} än {count:.0f} av {row['standing_n'] - 1:.0f} andra {where}"


def _in_words(row: Row, where: str) -> str:
    others = row["standing_n"] - 1
    if row["standing_reason"] == Reason.TOO_FEW:
        return f"{others:.0f} {'annan' if others == 1 else 'andra'} {where} är för få för att delas in i fjärdedelar."
    part = share(row["standing_lower"], others)
    counted = f"({row['standing_lower']:.0f} av {others:.0f})"
    return f"Högre än {part} av de andra kommunerna {where} {counted}; {labels.REASON[Reason.NO_DIRECTION]}."


def _to_cut(row: Row) -> str:
    """How far the nearest cut is, and on which side of it the value lies."""
    inside = row["standing"] in _CUTS and row["standing_cut"] == row[_CUTS[row["standing"]]]
    nearest = Standing.BEST if row["standing_cut"] == row["standing_best_cut"] else Standing.WORST
    band = labels.STANDING[Standing(row["standing"]) if inside else nearest]
    gap = abs(row["value"] - row["standing_cut"])
    away = difference(gap, row["decimals"], row["unit"]) if gap else "precis"
    side = "innanför" if inside else "till" if gap else "vid"
    return f"{away} {side} gränsen för de {band}"


def pace_sentence(row: Row) -> str:
    """How fast it goes against how fast it must go; empty without a pace."""
    if not row["pace"]:
        return ""
    amounts = row["pace_per_year"], row["pace_needed"]
    decimals = max(finer(amount, row["decimals"]) for amount in amounts)
    now, need = (difference(a, together(decimals, *amounts), row["unit"], sign=True) for a in amounts)
    word = labels.PACE[Pace(row["pace"])]
    return f"{word[0].upper()}{word[1:]}: {now} om året, för målet {row['pace_year']:.0f} behövs {need}."


def later_words(row: Row) -> str:
    """A newer year without a value, named beside the value: "2023: sekretess"."""
    if not row["later_status"] or row["later_year"] != row["later_year"]:  # NaN is not itself
        return ""
    return f"{row['later_year']:.0f}: {labels.status_word(row['later_status'])}"
