"""The page Målnivåer: the table where targets are set, their history, and a file of them before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.access.rights import Action, NotAllowedError, may_somewhere
from core.features.targets.form import (
    AREA,
    EARLIER_PARAM,
    FILE_TODAY,
    HISTORY_PARAM,
    WORK_PARAM,
    YES,
    common_in,
    lines_in,
)
from core.features.targets.history_view import history_html
from core.features.targets.upload_view import upload_html
from core.features.targets.view import Typed, fault_links, group_options, indicator_views, page_address
from core.targets.columns import HEADINGS
from core.targets.lines import DECISION, read_lines
from core.targets.models import KIND_RULES
from core.targets.setting import TargetSetting, current_setting
from core.web.drafts import Work, WorkGoneError, WorkKind, current_drafts
from core.web.menus import Menu, Option
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words
from core.words.numbers import number_in

# What a good notice carries where what was done can be undone.
UNDO_FIELD = "angra"


@dataclass(frozen=True)
class BegunView:
    """Something that was begun and not saved: when, what, and where one goes on."""

    at: str
    words: str
    address: str


def targets_html(asked: Visit) -> str:
    """The view that the address asks for. Raises NotAllowedError for what the person may not set."""
    if not may_somewhere(asked.person, Action.SET_TARGET):
        raise NotAllowedError(asked.person, Action.SET_TARGET)
    setting = setting_of(asked)
    work = _work(asked)
    municipality = _municipality(asked, setting, work)
    area = _area(asked, setting, municipality, work)
    kpi = asked.params.get("nyckeltal", "")
    if asked.params.get(HISTORY_PARAM) == YES and kpi in setting.catalogue.by_kpi:
        return history_html(asked, setting, municipality, kpi)
    if work and work.has_file:
        return upload_html(asked, setting, current_drafts().only(WorkKind.TARGETS), work, area)
    return _table_html(asked, setting, municipality, area, work)


def setting_of(asked: Visit) -> TargetSetting:
    """Where targets are set, with all municipalities and values that there are figures of."""
    return current_setting(asked.catalogue, asked.figures.snapshot if asked.figures else None)


def _municipality(asked: Visit, setting: TargetSetting, work: Work | None) -> str:
    """The address's or WORK's, else one's own, else the first; that it may be set is asked afterwards."""
    wanted = asked.params.get("kommun") or (work.subject if work else "")
    own = asked.person.municipality or asked.catalogue.participants[0].id
    return wanted if wanted in setting.references.names else own


def _area(asked: Visit, setting: TargetSetting, municipality: str, work: Work | None) -> str:
    """The address's or WORK's, else the first of those where MUNICIPALITY's targets may be set."""
    allowed = [area.id for area in setting.areas(municipality, by=asked.person)]
    wanted = asked.params.get("omrade") or (work.fields.get(AREA, "") if work else "")
    if not allowed or (wanted in asked.catalogue.area_by_id and wanted not in allowed):
        raise NotAllowedError(asked.person, Action.SET_TARGET)
    return wanted if wanted in allowed else allowed[0]


def _work(asked: Visit) -> Work | None:
    """What the address says was begun and not saved, if it is there still."""
    number = number_in(asked.params.get(WORK_PARAM, ""))
    if not number:
        return None
    try:
        work = current_drafts().only(WorkKind.TARGETS).get(number, by=asked.person)
    except WorkGoneError:
        return None
    return work if work.kind is WorkKind.TARGETS else None


def _table_html(asked: Visit, setting: TargetSetting, municipality: str, area: str, work: Work | None) -> str:
    fields = _unsaved(municipality, work)
    common = common_in(fields)
    hers = [line for line in lines_in(fields) if setting.may_set(municipality, line.kpi, by=asked.person)]
    read = read_lines(setting, municipality, hers, common, by=asked.person)
    typed = Typed.of(line for line in read if line.change or not line.is_fine)
    rows = indicator_views(asked, setting, municipality, area, typed)
    notice = asked.notice and replace(asked.notice, faults=fault_links(rows))
    return render(
        "targets.html",
        address=asked.address,
        notice=notice,
        undo=notice.fields.get(UNDO_FIELD, "") if notice and notice.is_good else "",
        place=setting.references.names[municipality],
        municipality=municipality,
        area=area,
        area_name=asked.catalogue.area_by_id[area].name,
        menus=_menus(asked, setting, municipality, area),
        rows=rows,
        groups=group_options(setting),
        common={field: common.get(field, "") for field in DECISION},
        work=work.id if work and fields else 0,
        begun=_begun(asked, municipality, work),
        columns=tuple(HEADINGS.values()),
        kinds=[rule.swedish for rule in KIND_RULES.values()],
        today=FILE_TODAY,
        plain=page_address(municipality, area),
        earlier=sum(row.earlier for row in rows),
        with_earlier=page_address(municipality, area, **{EARLIER_PARAM: YES}),
        is_earlier=asked.params.get(EARLIER_PARAM) == YES,
    )


def _unsaved(municipality: str, work: Work | None) -> Mapping[str, str]:
    """What was typed for MUNICIPALITY and is kept in WORK."""
    return work.fields if work and work.subject == municipality else {}


def _begun(asked: Visit, municipality: str, present: Work | None) -> list[BegunView]:
    """What the person has begun for MUNICIPALITY and not saved, beside the PRESENT work."""
    mine = current_drafts().only(WorkKind.TARGETS).mine(WorkKind.TARGETS, by=asked.person)
    others = [work for work in mine if work.subject == municipality and (present is None or work.id != present.id)]
    return [
        BegunView(
            at=moment_words(work.changed_at),
            words=f"filen {work.file_name}" if work.has_file else "ändringar i tabellen",
            address=page_address(municipality, work.fields.get(AREA, ""), **{WORK_PARAM: str(work.id)}),
        )
        for work in others
        if work.has_file or work.fields
    ]


def _menus(asked: Visit, setting: TargetSetting, municipality: str, area: str) -> list[Menu]:
    """Municipality, where there is a choice, and area."""
    places = [p for p in asked.catalogue.participants if setting.areas(p.id, by=asked.person)]
    names = {p.id: p.name for p in places} | {municipality: setting.references.names[municipality]}
    found = [Menu("Kommun", tuple(Option(n, page_address(i, area), i == municipality) for i, n in names.items()))]
    areas = setting.areas(municipality, by=asked.person)
    options = tuple(Option(a.name, page_address(municipality, a.id), a.id == area) for a in areas)
    return [*(found if len(names) > 1 else ()), Menu("Område", options)]
