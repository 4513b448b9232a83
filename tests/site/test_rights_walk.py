"""Every route and every page, asked by everybody: who may does, who may not changes and learns nothing.

The walk goes by the tables of routes and pages themselves: one that has no rule here fails.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from core.access import events
from core.access.details import Details
from core.access.people import READER, Person, Role, at_the_terminal
from core.access.rights import Action, may, may_somewhere
from core.access.service import Access, SignedIn, current_access, opened_state
from core.cache import SnapshotStore
from core.cycle.book import MEASURES
from core.cycle.exercises import Leading
from core.cycle.models import Measure, Way
from core.features.own_indicators.store import current_own
from core.settings import Settings
from core.site.figures import figure_source
from core.site.routes import routes
from core.site.site import SITE
from core.state.database import writing
from core.state.entries import save_of
from core.web import forms
from core.web.notices import NOTICE_PARAM, unsealed
from core.web.visit import Visit
from tests.conftest import forget
from tests.features.decks.deck_site import form_of
from tests.features.own_indicators.stored import added, published
from tests.features.own_indicators.visits import SCHOOL, WATER, WORDS, add_accounts
from tests.goals.chains import CALM, KNOWLEDGE, SCHOOL_BOARD, put_chain
from tests.shared import GRADES, HUDDINGE, LAST
from tests.site.asgi import Answer, Browser, Client, looping
from tests.state.filling import content
from tests.web.html import parsed

ID = "E00001"
# Beside those of tests.features.own_indicators.visits: managers of another municipality, and of another area.
MORE = {
    "cia": Details("Cia Dal", Role.MANAGER, "0127"),
    "dan": Details("Dan Ek", Role.MANAGER, HUDDINGE, (WATER,)),
}
MAKER = "anna"  # of the indicator that waits, and of the work that is begun

Right = Callable[[Person], bool]


ASKED = {"bildspel": SCHOOL, "scen": "s", "gor": "visa", "omrade": SCHOOL, "bild": "fraga-1"} | {
    "fraga": "Vad först?",
    "svar": "Lärare\nLokaler",
}


def here(action: Action) -> Right:
    """Whoever may do ACTION to Anna's indicator, in her area, for Huddinge."""
    return lambda who: may(who, action, area=SCHOOL, municipality=HUDDINGE, author=1)


def somewhere(action: Action) -> Right:
    return lambda who: may_somewhere(who, action)


def in_some_area(action: Action) -> Right:
    """Whoever may do ACTION for Huddinge in some area: a file or a new thing may be about any of them."""
    return lambda who: any(may(who, action, area=area, municipality=HUDDINGE) for area in (SCHOOL, WATER))


sets_targets = in_some_area(Action.SET_TARGET)


def everybody(_: Person) -> bool:
    return True


def signed_in(who: Person) -> bool:
    return who.is_signed_in


def the_maker(who: Person) -> bool:
    return who.login == MAKER


def nobody_but_her(action: Action) -> Right:
    return lambda who: the_maker(who) and may_somewhere(who, action)


@dataclass(frozen=True)
class Ask:
    """What is asked, and whose right it is. ``form`` is posted (with a file: ``is_file``); None: the address is read.

    A form goes to the route's path, or to ``address``. In both WORK stands for the number of Anna's work. Where who may
    not is not told so (IS_TOLD), what she asked for does not happen all the same.
    """

    right: Right
    form: Mapping[str, str] | None = None
    address: str = ""
    is_file: bool = False
    is_told: bool = True


VERSION = {"id": ID, "version": "1", "skal": "Fel nämnare.", "senaste": "1"}
WORK = {"arbete": "WORK"}
AREA = {"omrade": SCHOOL, "sedd": "0", "version": "1", "namn": "Dagen"}
GOALS = {
    "kommunkod": HUDDINGE,
    "omrade": SCHOOL,
    "rad-1-kpi": GRADES,
    "rad-1-sedd": "0",
    "rad-1-kind": "at_least",
    "rad-1-year": "2026",
    "rad-1-value": "80",
    "beslut-decided_by": "KF",
}
SAID = {"kommun": HUDDINGE, "nyckeltal": GRADES, "artal": str(LAST), "varfor": "Ny rektor.", "gors": "", "sedd": "0"}
REVIEWED = {"kommun": HUDDINGE, "plan": "2027", "oppen": "gn", "om": "x", "text": "Nytt.", "funktion": "chef"}
PLANNED = {"kommun": HUDDINGE, "gora": "ny", "title": "Mentorer", "area": SCHOOL, "responsible": "rektor"}
MEASURE = {"kommun": HUDDINGE, "atgard": "m1", "den": "2026-01-15"}
CHECKED_IN = {
    "kommun": HUDDINGE,
    "plan": str(LAST),
    "organ": SCHOOL_BOARD.id,
    "period": "1",
    "gora": "avstam",
    "nyckel": CALM.id,
    "expected": "nås",
    "lage": "nås",
}
YEAR_DATE = {"kommun": HUDDINGE, "plan": "2027", "gora": "spara", "title": "Genrep", "on": "2027-10-11"}
NEW = "en helt annan mening"
RUN, CLOSED_RUN, ROOM = "r1", "r2", "r3"
SCREEN = f"/rum/skarm/{HUDDINGE}/{ROOM}"
NOT_THERE = {"namn": "ingen", "nytt": NEW, "visas": "Ingen", "roll": "chef"}
UPLOADS = nobody_but_her(Action.UPLOAD)

RULES: Mapping[str, tuple[Ask, ...]] = {
    # What anybody may read.
    **{
        path: (Ask(everybody, address=address or path),)
        for path, address in {
            "/assets/app.css": "",
            "/assets/app.js": "",
            "/assets/first.js": "",
            "/assets": "/assets/favicon.svg",
            "/halsa": "",
            "/.well-known/security.txt": "",
            "/sok.json": "/sok.json?q=skola",
            "/utforska/siffror.{kind}": f"/utforska/siffror.csv?kommun=0126&nyckeltal={GRADES}",
            "/grupp/valda": "/grupp/valda?kommun=0126&med=0127",
            "/presentation/deck-sw.js": "",
            "/presentation/paus": "",
            **{
                f"/ladda-ner/{page}.{{kind}}": f"/ladda-ner/{page}.csv?kommun=0126&nyckeltal={GRADES}"
                for page in (
                    *("oversikt", "omraden", "jamfor", "resurser", "resultatindex", "lar-av", "indikator"),
                    *("mal", "uppdrag", "avvikelser", "atgarder", "aret"),
                )
            },
        }.items()
    },
    # Published for all; the draft for those who write it.
    "/presentation/{name}": (
        Ask(everybody, address="/presentation/finns-inte"),
        Ask(here(Action.EDIT_DECK), address=f"/presentation/utkast-{SCHOOL}"),
    ),
    "/presentation/{name}.{kind}": (
        Ask(everybody, address="/presentation/finns-inte.pdf"),
        Ask(here(Action.EDIT_DECK), address=f"/presentation/utkast-{SCHOOL}.html"),
    ),
    "/rapport/{name}.{kind}": (
        Ask(everybody, address="/rapport/finns-inte.pdf"),
        Ask(here(Action.EDIT_DECK), address=f"/rapport/utkast-{SCHOOL}.docx"),
    ),
    # Signing in and out.
    "/logga-in": (Ask(everybody, {"namn": "ingen", "losenord": "fel"}),),
    "/logga-ut": (Ask(everybody, {}),),
    "/inloggning": (Ask(everybody, address="/inloggning/ingen"),),
    "/konto/losenord": (
        Ask(signed_in, {"losenord": "fel", "nytt": "en helt annan mening", "igen": "en helt annan mening"}),
    ),
    "/konto/paminnelser": (Ask(signed_in, {"epost": "a@b.se", "slag": "samarbetet"}),),
    "/bekrafta-adress/{token}": (
        Ask(everybody, address="/bekrafta-adress/gissad", is_told=False),
        Ask(everybody, {}, address="/bekrafta-adress/gissad", is_told=False),
    ),
    "/avsluta-paminnelser/{token}": (
        Ask(everybody, address="/avsluta-paminnelser/gissad", is_told=False),
        Ask(everybody, {}),
    ),
    "/konto/avsluta": (Ask(signed_in, {"inloggning": "finns inte"}),),
    **{
        f"/konton/{deed}": (Ask(somewhere(Action.MANAGE_USERS), NOT_THERE),)
        for deed in ("andra", "losenord", "stang", "oppna", "nytt")
    },
    # Templates: an administrator the co-operation's, a manager with all areas her municipality's.
    "/mallar/las-in": (Ask(somewhere(Action.CHANGE_TEMPLATES), {"slag": "rapport"}, is_file=True),),
    "/mallar/anvand": (Ask(somewhere(Action.CHANGE_TEMPLATES), {"slag": "rapport", "version": "0"}),),
    "/mallar/{kind}/mall.{suffix}": (
        Ask(somewhere(Action.CHANGE_TEMPLATES), address="/mallar/rapport/mall.docx?version=0"),
    ),
    "/mallar/{kind}/prov.{suffix}": (
        Ask(somewhere(Action.CHANGE_TEMPLATES), address="/mallar/ovning/prov.docx?version=0"),
    ),
    "/mallar/{kind}/bild.png": (Ask(somewhere(Action.CHANGE_TEMPLATES), address="/mallar/ovning/bild.png?version=7"),),
    # Own indicators.
    "/eget/publicera": (Ask(here(Action.PUBLISH), VERSION),),
    "/eget/godkann": (Ask(here(Action.APPROVE), VERSION),),
    "/eget/neka": (Ask(here(Action.APPROVE), VERSION),),
    "/eget/dra-tillbaka": (Ask(here(Action.WITHDRAW), VERSION),),
    "/eget/aterstall": (Ask(here(Action.RESTORE), VERSION),),
    "/eget/ny": (Ask(here(Action.UPLOAD), {"id": ID}),),
    "/egna/nytt": (Ask(somewhere(Action.UPLOAD), {}),),
    "/egna/godkannande": (Ask(here(Action.CHANGE_SETTINGS), {"visade": SCHOOL, "omraden": ""}),),
    **{
        f"/lagg-in/{step}": (Ask(UPLOADS, WORK | {"name": "Annat namn", "tabell": "x"}),)
        for step in ("beskriv", "undan", "bekrafta", "val", "utan-fil", "klistra", "spara", "kasta")
    },
    "/lagg-in/fil": (Ask(UPLOADS, WORK, is_file=True),),
    "/ladda-ner/mall": (Ask(UPLOADS, address="/ladda-ner/mall?arbete=WORK"),),
    "/ladda-ner/fel.csv": (Ask(UPLOADS, address="/ladda-ner/fel.csv?arbete=WORK"),),
    "/ladda-ner/eget.csv": (Ask(here(Action.READ_DRAFTS), address=f"/ladda-ner/eget.csv?id={ID}&version=1"),),
    "/kommentar": (Ask(here(Action.COMMENT), SAID),),
    # Decks and reports.
    **{
        path: (Ask(here(Action.EDIT_DECK), AREA),)
        for path in (
            *("/bildspel/spara", "/bildspel/aterstall"),
            *("/rapport/spara", "/rapport/aterstall", "/rapport/dra-tillbaka"),
        )
    },
    "/presentation/dag": (Ask(here(Action.CHANGE_SETTINGS), AREA),),
    # Reviews of plans.
    "/avstamning/svar": (Ask(here(Action.CHANGE_PLAN), REVIEWED | {"svar": "åtgärdas"}),),
    **{
        f"/avstamning/{deed}": (Ask(here(Action.DECIDE_PLAN), REVIEWED),)
        for deed in ("bedomning", "rekommendation", "uppfoljning", "angra")
    },
    "/avstamning/avstamning.{kind}": (
        Ask(here(Action.READ_PLANS), address=f"/avstamning/avstamning.pdf?kommun={HUDDINGE}"),
    ),
    "/avstamning/bilaga.{kind}": (
        Ask(everybody, address=f"/avstamning/bilaga.pdf?kommun={HUDDINGE}"),
        Ask(here(Action.READ_PLANS), address=f"/avstamning/bilaga.pdf?kommun={HUDDINGE}&utkast=ja"),
    ),
    # Assignments: of a body that is not there only those with all areas may give any.
    "/uppdraget": (Ask(here(Action.DECIDE_PLAN), {"kommun": HUDDINGE, "givare": "kf", "gora": "ge", "text": "Ny."}),),
    # Measures: weighed, decided, on one page; a vote is for whoever has its address.
    "/atgarder": (Ask(here(Action.CHANGE_MEASURE), MEASURE | {"gora": "bedom", "insats-m1": "2", "effekt-m1": "4"}),),
    "/atgarder/koder": (
        Ask(here(Action.CHANGE_MEASURE), MEASURE | {"omrostning": "v", "namn": "Ny", "antal": "2", "forslag": "m1"}),
    ),
    "/atgard": (Ask(here(Action.CHANGE_MEASURE), MEASURE | {"gora": "besluta", "svar": "ja", "av": "Nämnden"}),),
    "/omrostning": (Ask(everybody, {"kommun": HUDDINGE, "omrostning": "x", "kod": "BCDFGH"}),),
    "/atgard/underlag.{kind}": (
        Ask(here(Action.READ_PLANS), address=f"/atgard/underlag.pdf?kommun={HUDDINGE}&atgard=m1"),
    ),
    # Exercises: led in the municipality, answered by whoever has the address.
    "/ovningar": (
        Ask(
            here(Action.LEAD_EXERCISE),
            {"kommun": HUDDINGE, "ovning": "e1", "slag": "roda-traden-tjansteman", "namn": "Ny", "satt": "med länk"},
        ),
    ),
    "/ovning": (Ask(here(Action.LEAD_EXERCISE), {"kommun": HUDDINGE, "ovning": RUN, "gora": "stang"}),),
    "/ovning/resultat.{kind}": (
        Ask(here(Action.READ_PLANS), address=f"/ovning/resultat.csv?kommun={HUDDINGE}&ovning={CLOSED_RUN}"),
    ),
    "/ovning/jamforelse.{kind}": (
        Ask(here(Action.READ_PLANS), address=f"/ovning/jamforelse.csv?kommun={HUDDINGE}&jamforelse=arsberattelsen"),
    ),
    # What a deck asks its audience: shown by who may edit it, answered by whoever has the address.
    "/presentation/fraga": (Ask(here(Action.EDIT_DECK), ASKED),),
    "/presentation/fraga/lage": (Ask(everybody, address="/presentation/fraga/lage"),),
    "/fraga/telefon.js": (Ask(everybody, address="/fraga/telefon.js"),),
    "/fraga/{key}": (Ask(everybody, address="/fraga/x"),),
    "/fraga/{key}/lage": (Ask(everybody, address="/fraga/x/lage"),),
    "/fraga/{key}/svar": (Ask(everybody, {"omgang": "x", "svar": "0"}),),
    "/svara": (Ask(everybody, address="/svara"),),
    "/svara/bokstaver": (Ask(everybody, {"bokstaver": "AAAA"}),),
    "/svara/{municipality}/{key}": (Ask(everybody, address=f"/svara/{HUDDINGE}/x"),),
    "/svara/{municipality}/{key}/svar": (Ask(everybody, {"sida": "1"}),),
    "/svara/{municipality}/{key}/ruta.svg": (Ask(everybody, address=f"/svara/{HUDDINGE}/x/ruta.svg"),),
    # Rooms: led on a screen, written in by whoever has the address.
    "/rum/screen.js": (Ask(everybody, address="/rum/screen.js"),),
    "/rum/phone.js": (Ask(everybody, address="/rum/phone.js"),),
    "/rum/front.js": (Ask(everybody, address="/rum/front.js"),),
    "/rum/skarm/{municipality}/{key}": (Ask(here(Action.LEAD_EXERCISE), address=SCREEN),),
    "/rum/skarm/{municipality}/{key}/nytt": (Ask(here(Action.LEAD_EXERCISE), address=f"{SCREEN}/nytt"),),
    "/rum/skarm/{municipality}/{key}/gor": (
        Ask(here(Action.LEAD_EXERCISE), {"gora": "rubrik", "falt": "hot", "namn": "Pengar"}, address=f"{SCREEN}/gor"),
    ),
    "/rum/resultat.{kind}": (
        Ask(here(Action.READ_PLANS), address=f"/rum/resultat.csv?kommun={HUDDINGE}&ovning={ROOM}"),
    ),
    "/svara/{municipality}/{key}/rum": (Ask(everybody, address=f"/svara/{HUDDINGE}/x/rum"),),
    "/svara/{municipality}/{key}/rum/lage": (Ask(everybody, address=f"/svara/{HUDDINGE}/x/rum/lage"),),
    "/svara/{municipality}/{key}/rum/lapp": (Ask(everybody, {"id": "1", "falt": "hot", "text": "Ett"}),),
    "/svara/{municipality}/{key}/rum/tabort": (Ask(everybody, {"lapp": "x"}),),
    "/svara/{municipality}/{key}/rum/sida": (Ask(everybody, address=f"/svara/{HUDDINGE}/x/rum/sida"),),
    "/svara/{municipality}/{key}/rum/grupp": (Ask(everybody, {"id": "1", "namn": "Ett"}),),
    "/svara/{municipality}/{key}/rum/bit": (Ask(everybody, {"id": "1", "falt": "citat", "text": "Ett"}),),
    "/svara/{municipality}/{key}/rum/prickar": (Ask(everybody, {"prickar-x": "1"}),),
    # Action plans.
    "/handlingsplan": (Ask(here(Action.CHANGE_MEASURE), PLANNED),),
    "/mina-ataganden": (Ask(here(Action.CHANGE_PLAN), CHECKED_IN | {"slag": "avstämning", "gora": "lage"}),),
    # Hers alone: a secret address, which tells a stranger nothing.
    "/mina-ataganden/kalender": (Ask(somewhere(Action.READ_PLANS), {"gora": "ny"}),),
    "/kalender/{token}.ics": (Ask(everybody, address="/kalender/gissad.ics"),),
    "/uppfoljning": (Ask(here(Action.CHANGE_PLAN), CHECKED_IN),),
    "/uppfoljning/rapport.{kind}": (
        Ask(
            here(Action.READ_PLANS), address=f"/uppfoljning/rapport.pdf?kommun={HUDDINGE}&plan={LAST}&organ=gn&period=1"
        ),
    ),
    # Deviations: one that nobody has taken up.
    "/avvikelse": (
        Ask(
            here(Action.ANALYSE),
            {
                "kommun": HUDDINGE,
                "nyckeltal": GRADES,
                "gora": "lagg-undan",
                "reason": "Osäker.",
                "look_again": "2099-01-01",
            },
        ),
    ),
    # The year: the co-operation's own, and a municipality's.
    "/aret": (
        Ask(here(Action.CHANGE_YEAR), {"kommun": HUDDINGE, "plan": "2027", "gora": "nytt-ar"}),
        Ask(here(Action.DECIDE_PLAN), {"kommun": HUDDINGE, "plan": "2027", "vems": HUDDINGE, "gora": "nytt-ar"}),
    ),
    "/projektplan": (
        Ask(here(Action.CHANGE_YEAR), {"kommun": HUDDINGE, "plan": "2027", "gora": "spara", "purpose": "Att lära."}),
    ),
    "/projektplan/plan.{kind}": (Ask(everybody, address=f"/projektplan/plan.docx?kommun={HUDDINGE}"),),
    "/goda-exempel": (
        Ask(here(Action.CHANGE_YEAR), {"kommun": HUDDINGE, "fran": HUDDINGE, "atgard": "m1", "gora": "valj"}),
    ),
    "/checklistor": (
        Ask(
            here(Action.LEAD_EXERCISE),
            {"kommun": HUDDINGE, "steg": "mal", "gora": "spara", "sedd": "0", "vem-vad": "x"},
        ),
    ),
    "/anvandning/visningar.csv": (Ask(somewhere(Action.READ_USAGE), address="/anvandning/visningar.csv"),),
    "/anvandning/visad": (Ask(everybody, {"adress": f"/omraden?kommun={HUDDINGE}"}),),
    "/nytt.atom": (Ask(everybody, address=f"/nytt.atom?kommun={HUDDINGE}"),),
    "/nytt.json": (Ask(everybody, address=f"/nytt.json?kommun={HUDDINGE}"),),
    "/aret/kalender.ics": (Ask(everybody, address=f"/aret/kalender.ics?kommun={HUDDINGE}"),),
    "/arsdatum": (
        Ask(here(Action.CHANGE_YEAR), YEAR_DATE),
        Ask(here(Action.DECIDE_PLAN), YEAR_DATE | {"vems": HUDDINGE}),
    ),
    # Targets.
    "/malnivaer/spara": (Ask(here(Action.SET_TARGET), GOALS),),
    "/malnivaer/forhandsvisa": (Ask(here(Action.SET_TARGET), GOALS | {"rad": "1"}),),
    "/malnivaer/angra": (Ask(here(Action.SET_TARGET), GOALS | {"nar": "2026-11-22T10:00:00+00:00"}),),
    "/malnivaer/fil": (Ask(sets_targets, {"kommunkod": HUDDINGE, "omrade": SCHOOL}, is_file=True),),
    "/malnivaer/fil/spara": (Ask(UPLOADS, {"kommunkod": HUDDINGE} | WORK),),
    "/malnivaer/kasta": (Ask(UPLOADS, {"kommunkod": HUDDINGE} | WORK, is_told=False),),
    "/ladda-ner/malnivaer.csv": (
        Ask(sets_targets, address=f"/ladda-ner/malnivaer.csv?kommun={HUDDINGE}&omrade={SCHOOL}"),
    ),
}
# What tabs still ask for that were open when the goal chain took the address.
RULES = {
    **RULES,
    **{path.replace("/malnivaer", "/mal"): asks for path, asks in RULES.items() if path.startswith("/malnivaer/")},
}

# In Huddinge's plans (tests.goals.chains), whose body answers for Anna's area.
OWN_PLAN = {"kommun": HUDDINGE, "plan": str(LAST), "organ": SCHOOL_BOARD.id, "sedd": "1", "mal": CALM.id}
RULES = {
    **RULES,
    **{
        f"/plan/{deed}": (Ask(here(Action.CHANGE_PLAN), OWN_PLAN | more),)
        for deed, more in {
            "mal": {"title": "Elever trivs", "parent": KNOWLEDGE.id},
            "flytta": {"at": "upp"},
            "stryk": {"skal": "Nått."},
            "kopiera": {"plan": str(LAST + 1)},
            "budget": {"net_budget": "10"},
            "ansikte": {"face": "reached", "reason": "Nått i maj.", "function": "rektor"},
            "klistra": {"tabell": "Organ\tNämndmål\nX\tY"},
        }.items()
    },
    "/plan/fil": (Ask(here(Action.CHANGE_PLAN), {"kommun": HUDDINGE, "plan": str(LAST)}, is_file=True),),
    "/plan/vagar": (Ask(here(Action.READ_PLANS), OWN_PLAN | {"rad-1-kpi": GRADES, "rad-1-2027": "90"}),),
    "/plan/fil/spara": (Ask(UPLOADS, OWN_PLAN | WORK),),
    "/plan/kasta": (Ask(UPLOADS, OWN_PLAN | WORK, is_told=False),),
    "/plan/angra": (Ask(here(Action.READ_PLANS), OWN_PLAN | {"nar": "finns-inte."}),),
    "/plan/beslut": (
        Ask(here(Action.DECIDE_PLAN), OWN_PLAN | {"by": "Nämnden", "on": "2026-11-16", "paragraph": "80"}),
    ),
    "/plan/organ": (Ask(here(Action.DECIDE_PLAN), OWN_PLAN | {"name": "Barnnämnden", "kind": "nämnd"}),),
    **{
        f"/ladda-ner/{name}.{kind}": (
            Ask(here(Action.READ_PLANS), address=f"/ladda-ner/{name}.{kind}?kommun={HUDDINGE}&plan={LAST}"),
        )
        for kind in ("csv", "xlsx")
        for name in ("plan", "plan-budget")
    },
}

# Whose page it is, and what its address has; of others' it says only why not.
READS_DRAFTS: tuple[Right, Mapping[str, str]] = (somewhere(Action.READ_DRAFTS), {})
PAGE_RULES: Mapping[str, tuple[Right, Mapping[str, str]]] = {
    **{
        path: (everybody, {"kommun": HUDDINGE, "nyckeltal": GRADES})
        for path in (
            *("/", "/omraden", "/jamfor", "/resurser", "/resultatindex", "/lar-av", "/indikator", "/sok", "/om"),
            *(
                "/utforska",
                "/kommun",
                "/grupp",
                "/presentation",
                "/logga-in",
                "/mal",
                "/malsida",
                "/uppdrag",
                "/avvikelser",
            ),
            *("/avvikelser", "/avvikelse", "/atgarder", "/atgard", "/omrostning", "/ovningar"),
            *("/aret", "/nytt", "/goda-exempel"),
        )
    },
    "/malnivaer": (here(Action.SET_TARGET), {"kommun": HUDDINGE, "omrade": SCHOOL}),
    "/avstamning": (here(Action.READ_PLANS), {"kommun": HUDDINGE}),
    "/plan": (here(Action.READ_PLANS), {"kommun": HUDDINGE, "plan": str(LAST), "organ": SCHOOL_BOARD.id}),
    "/uppdraget": (here(Action.READ_PLANS), {"kommun": HUDDINGE, "uppdrag": "x"}),
    "/mina-ataganden": (somewhere(Action.READ_PLANS), {"kommun": HUDDINGE}),
    "/checklistor": (somewhere(Action.READ_PLANS), {"kommun": HUDDINGE}),
    "/anvandning": (somewhere(Action.READ_USAGE), {}),
    "/uppfoljning": (here(Action.READ_PLANS), {"kommun": HUDDINGE}),
    "/ovning": (here(Action.READ_PLANS), {"kommun": HUDDINGE, "ovning": RUN}),
    "/rum": (here(Action.READ_PLANS), {"kommun": HUDDINGE, "ovning": ROOM}),
    "/handlingsplan": (in_some_area(Action.CHANGE_MEASURE), {"kommun": HUDDINGE}),
    "/arsdatum": (here(Action.CHANGE_YEAR), {"kommun": HUDDINGE, "plan": str(LAST)}),
    "/projektplan": (everybody, {"kommun": HUDDINGE, "plan": str(LAST)}),
    "/egna": READS_DRAFTS,
    "/eget": (here(Action.READ_DRAFTS), {"id": ID}),
    "/lagg-in": (UPLOADS, {"arbete": "WORK"}),
    "/kommentar": (here(Action.COMMENT), {"kommun": HUDDINGE, "nyckeltal": GRADES}),
    "/bildspel": (here(Action.EDIT_DECK), {"omrade": SCHOOL}),
    "/rapport": (here(Action.EDIT_DECK), {"omrade": SCHOOL}),
    "/konto": (signed_in, {}),
    "/konton": (somewhere(Action.MANAGE_USERS), {}),
    "/mallar": (somewhere(Action.CHANGE_TEMPLATES), {}),
    "/logg": (somewhere(Action.READ_AUDIT), {}),
    "/drift": (somewhere(Action.REFRESH), {}),
}

# Asked by a mail provider's machine (RFC 8058): the address itself is the right, no cookie is read and no body.
BY_A_SECRET_ADDRESS = {"/avsluta-paminnelser/{token}"}
# How a right that is missing is told, wherever it is.
LACKING = ("har inte rätt att", "är inloggad.", "inte inloggad", "får inte sätta mål")
NOT_YOURS = ("har inte rätt att", "kräver att du är inloggad", "finns inte", "är någon annans")
MULTIPART = {"content_type": "multipart/form-data; boundary=grans"}


@dataclass
class World:
    """The whole product with Anna's indicator waiting and her work begun, and everybody's browser."""

    client: Client
    browser: Browser
    access: Access
    work: int
    people: Mapping[str | None, Person]
    log: io.StringIO
    _tokens: dict[str, str] = field(default_factory=dict)

    def cookie(self, login: str | None) -> str | None:
        """A session of LOGIN's, begun anew where something that was asked has ended it."""
        if login is None:
            return None
        now = datetime.now(UTC)
        if self.access.person_of(self._tokens.get(login), now).login != login:
            done = self.access.sign_in(login, WORDS, "127.0.0.1", now)
            assert isinstance(done, SignedIn)
            self._tokens[login] = done.token
        return f"nyckeltal={self._tokens[login]}"

    def begin(self) -> None:
        """Let Anna begin a piece of work."""
        self.work = int(query_of(self.asked("/egna/nytt", Ask(everybody, {}), MAKER))["arbete"])

    def asked(self, path: str, ask: Ask, login: str | None) -> Answer:
        cookie = self.cookie(login)
        if ask.form is None:
            address = ask.address.replace("WORK", str(self.work))
            return self.client.get(address, **({"cookie": cookie} if cookie else {}))
        form = {name: text.replace("WORK", str(self.work)) for name, text in ask.form.items()}
        if not ask.is_file:
            return self.browser.post(ask.address or path, form, cookie=cookie)
        parts = [f'name="{name}"\r\n\r\n{text}' for name, text in form.items()]
        parts.append('name="fil"; filename="x.csv"\r\n\r\nKommun;2023\r\nHuddinge;80,5\r\n')
        body = "".join(f"--grans\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--grans--\r\n"
        return self.browser.post(path, body.encode(), cookie=cookie, **MULTIPART)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, shipped_file: object) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("walk")
    store = SnapshotStore(folder)
    file = store.new_file()
    file.write_bytes(shipped_file.read_bytes())  # type: ignore[attr-defined]
    store.swap_in(file)
    with pytest.MonkeyPatch.context() as patch, looping() as loop:
        patch.setenv("NYCKELTAL_DATA_DIR", str(folder))
        patch.delenv("NYCKELTAL_DATABASE_URL", raising=False)
        forget()
        access = current_access()
        people: dict[str | None, Person] = {None: READER}
        people.update(add_accounts(access))
        for login, details in MORE.items():
            now = datetime.now(UTC)
            people[login] = access.accounts.add(login, details, WORDS, by=at_the_terminal("x"), now=now, is_own=True)
        own = current_own()
        added(own, by=people[MAKER])
        engine = opened_state(Settings.from_environment().database_url).engine
        put_chain(engine)
        with writing(engine) as session:
            measure = Measure("m1", GRADES, "T", SCHOOL, "Heltidsmentorer", Way.UP)
            MEASURES.put(session, HUDDINGE, "m1", measure, save_of(people[MAKER], datetime.now(UTC)), is_public=False)
        for key in (RUN, CLOSED_RUN):
            led = Leading(engine, HUDDINGE, at_the_terminal("x"), datetime.now(UTC))
            led.start(key, {"exercise": "arsberattelsen", "title": "Granskning", "way": "med länk"}, (), {})
        led.close(CLOSED_RUN)
        led.start(ROOM, {"exercise": "swot", "title": "Granskning", "way": "i rummet"}, (), {})
        own.publishing.publish(ID, 1, by=people[MAKER], now=datetime.now(UTC) - timedelta(hours=1))
        app = Starlette(routes=routes())
        made = World(Client(app, loop), Browser(loop, app), access, 0, people, io.StringIO())
        writing_down = logging.StreamHandler(made.log)
        logging.getLogger().addHandler(writing_down)
        events.log.setLevel(logging.INFO)
        made.begin()
        yield made
        logging.getLogger().removeHandler(writing_down)
        events.log.setLevel(logging.NOTSET)
        forget()


def query_of(answer: Answer) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(urlsplit(answer.headers.get("location", "")).query).items()}


def told(answer: Answer) -> str:
    """What an answer says, on the page that it leads to or itself."""
    notice = unsealed(query_of(answer).get(NOTICE_PARAM, ""))
    if notice is not None:
        return notice.text
    return answer.text if "text/plain" in answer.headers.get("content-type", "") or answer.status >= 400 else ""


def is_refused(answer: Answer) -> bool:
    notice = unsealed(query_of(answer).get(NOTICE_PARAM, ""))
    is_sent_to_sign_in = urlsplit(answer.headers.get("location", "")).path == "/logga-in"
    return answer.status >= 400 or is_sent_to_sign_in or (notice is not None and not notice.is_good)


def everything(world: World) -> str:
    """All that is stored, but what each has typed herself and not saved, and who is signed in."""
    found = content(opened_state(Settings.from_environment().database_url))
    work = [row for row in found.pop("pending_work") if row[0] == world.work]
    return json.dumps([found, work], default=str)


def test_every_route_has_a_rule_here() -> None:
    known = {
        (route.path, frozenset(route.methods or ()) if isinstance(route, Route) else frozenset())
        for route in routes()
        if isinstance(route, Route | Mount)
    }
    paths = {path for path, _ in known}
    assert len(known) == len(routes()), "all routes are of a kind that this walk knows"
    assert paths - set(RULES) == set(), "a new route: say who may use it"
    assert set(RULES) - paths <= {"/inloggning"}, "gone, or there only where people sign in elsewhere"


def test_every_page_has_a_rule_here() -> None:
    assert set(SITE) == set(PAGE_RULES)


def test_every_form_goes_through_the_one_door_that_bounds_it_and_takes_none_from_another_site(world: World) -> None:
    """The door's own rules, for what is too large, too slow or no form, are in tests/web/test_forms.py."""
    doors = [route for route in routes() if isinstance(route, Route) and "POST" in (route.methods or ())]
    for route in (one for one in doors if one.path not in BY_A_SECRET_ADDRESS):
        assert isinstance(route.endpoint, partial), route.path
        assert route.endpoint.func is forms._answered, route.path
        assert route.methods == {"POST"}, route.path
    before = everything(world)
    for path, asks in RULES.items():
        for ask in (one for one in asks if one.form is not None and path not in BY_A_SECRET_ADDRESS):
            assert world.browser.post(path, dict(ask.form or {}), origin="https://ond.plats").status == 403, path
    assert everything(world) == before


@pytest.mark.parametrize("path", RULES)
def test_who_may_not_is_refused_and_changes_nothing_and_who_may_is_not(world: World, path: str) -> None:
    if path.startswith("/lagg-in"):
        world.begin()
    for ask in RULES[path]:
        may_use = {login: ask.right(who) for login, who in world.people.items()}
        before = everything(world)
        refused = [login for login, allowed in may_use.items() if not allowed]
        for login in refused:
            answer = world.asked(path, ask, login)
            assert is_refused(answer) or not ask.is_told, (login, answer.status, answer.text[:200])
        # The log is a part of it: what one of them had done another would not undo.
        assert not refused or everything(world) == before, refused
        # What anybody may read is asked for once; the rest by all who may.
        for login in [one for one, allowed in may_use.items() if allowed][: 1 if ask.right is everybody else None]:
            if path == "/inloggning":
                continue
            said = told(world.asked(path, ask, login))
            assert [words for words in LACKING if words in said] == [], login


@pytest.mark.parametrize("path", PAGE_RULES)
def test_a_page_says_why_not_to_those_who_may_not(world: World, path: str) -> None:
    right, params = PAGE_RULES[path]
    if "WORK" in params.values():
        world.begin()
    asked = {name: text.replace("WORK", str(world.work)) for name, text in params.items()}
    figures = figure_source().get()
    for login, who in world.people.items():
        html = SITE[path].show(Visit(path, asked, figures, who))
        is_told = any(words in html for words in NOT_YOURS)
        assert is_told != right(who), (login, html[:1500])


def test_a_reader_never_reads_who_did_what(world: World) -> None:
    own_store, now = current_own(), datetime.now(UTC)
    own_store.publishing.set_approvals({SCHOOL: True}, by=world.people["berit"], now=now)
    published(own_store, by=world.people["anna"], approver=world.people["bodil"])
    world.asked("/kommentar", Ask(everybody, SAID), "cilla")
    world.asked("/malnivaer/spara", Ask(everybody, GOALS), "cilla")
    world.asked("/bildspel/spara", Ask(everybody, AREA | {"gor": "frys"}), "anna")
    figures, own = figure_source().get(), {"kommun": HUDDINGE, "nyckeltal": "E00002"}
    assert figures is not None
    said, params = "", {"omrade": SCHOOL}
    for _ in range(2):
        drawn = parsed(SITE["/rapport"].show(Visit("/rapport", params, figures, world.people["anna"])))
        form = form_of(drawn, "/rapport/spara") | {"gor": "ge-ut"}
        answer = world.asked("/rapport/spara", Ask(everybody, form), "anna")
        said, params = told(answer), dict(query_of(answer))
    assert "är utgiven" in said
    assert "E00002" in figures.catalogue.by_kpi
    read = {
        f"{path} {params}": SITE[path].show(Visit(path, params, figures, READER))
        for path, (_, usual) in PAGE_RULES.items()
        for params in (usual, own, {"kommun": HUDDINGE, "omrade": SCHOOL})
    }
    for path in ("oversikt", "indikator", "jamfor", "omraden"):
        address = f"/ladda-ner/{path}.csv?kommun={HUDDINGE}&nyckeltal=E00002"
        read[address] = world.client.get(address).text
    for address in (
        f"/presentation/{SCHOOL}",
        f"/presentation/{SCHOOL}.html",
        "/presentation/hela-dagen",
        "/sok.json?q=ek",
    ):
        read[address] = world.client.get(address).text
    assert "Kvalitetsgranskad" in read[f"/indikator {own}"]
    assert "Ny rektor" in read[f"/indikator {PAGE_RULES['/indikator'][1]}"]
    names = [who.name for who in world.people.values() if who.is_signed_in]
    assert [(name, address) for address, text in read.items() for name in names if name in text] == []


def test_no_password_token_or_address_of_all_that_has_come_here_stands_in_the_log(world: World) -> None:
    """The last of this file, after all that the others have sent; alone it sends a sign-in itself."""
    world.asked("/logga-in", Ask(everybody, {"namn": "anna", "losenord": WORDS}), None)
    world.cookie("berit")
    written = world.log.getvalue()
    assert "sign-in" in written
    secrets = [WORDS, NEW, world.browser.address, *world._tokens.values()]
    assert [one for one in secrets if one in written] == []
