"""Replicas without a common disk, tried: what one saves the others show, and one that is killed is missed by none.

``python -m bench scale-out`` (``make scale-out``) starts PostgreSQL, an S3 server, nginx by deploy/nginx.conf and the
replicas on this machine, and says of each promise whether it holds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import httpx2 as httpx
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import create_engine, text

from bench.crowd import BETWEEN_ACTS, PLACE_COOKIE, Account, Site, Waits, crowd
from bench.in_browser import FLAGS
from bench.load import CROWDED, MOST_MB, Told, made_accounts
from bench.replicas import ELSEWHERE, Replicas, missing, running
from bench.serving import family, free_port, memory, wait
from core.access.form import OIDC, RETURN_FIELD
from core.outcomes.figures import Figures
from core.settings import Settings
from core.site.figures import open_figures
from core.web.choices import COMMENT, INDICATOR
from scripts.browser import find, find_nginx
from scripts.front import Front
from scripts.front import running as nginx_running

_SWAPPED_WITHIN, _BACK_WITHIN = 60.0, 10.0
# Time for new figures, a death and those who come back.
_SHORTEST = 90.0
_SAID, _SAID_BEFORE = "Sagt på en av servrarna.", "Sagt före säkerhetskopian."


class Checks:
    """What was promised, and whether it held."""

    def __init__(self) -> None:
        self.failed = 0

    def __call__(self, holds: object, words: str) -> None:
        """Say whether WORDS HOLDS."""
        self.failed += not holds
        print(f"{'ok ' if holds else 'FEL'} {words}", flush=True)


def command(words: Sequence[str]) -> None:
    """``scale-out`` with its options; ends with 1 where a promise did not hold, 2 where something is missing here."""
    parser = argparse.ArgumentParser(prog="python -m bench scale-out", description=__doc__)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--readers", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=2, help="how long they stay")
    parser.add_argument("--path", default="", help="a path that all of it is under: /nyckeltal")
    parser.add_argument("--no-browser", action="store_true", help="leave out what is seen in Chromium")
    options = parser.parse_args(words)
    if lacks := missing(browser=not options.no_browser):
        print("Det går inte att pröva här. Det saknas:", *lacks, sep="\n  ", file=sys.stderr)
        raise SystemExit(2)
    check, base = Checks(), options.path.rstrip("/")
    with TemporaryDirectory() as name:
        folder, begun = Path(name), time.perf_counter()
        with running(folder, options.replicas, base) as replicas:
            check(True, f"{options.replicas} servrar med varsin mapp är uppe efter {time.perf_counter() - begun:.0f} s")
            _tried(check, replicas, base, options)
    print("allt höll" if not check.failed else f"{check.failed} löften höll inte")
    raise SystemExit(bool(check.failed))


def _tried(check: Checks, replicas: Replicas, base: str, options: argparse.Namespace) -> None:
    url = replicas.env["NYCKELTAL_DATABASE_URL"]
    settings = Settings(replicas.folder / "refresher", "", url)
    figures = open_figures(settings).get()
    if figures is None:
        raise RuntimeError("the refresher has no figures")
    accounts = made_accounts(url, figures, max(2, options.readers // 10))
    _one_saves_others_show(check, replicas, base, figures, accounts[0])
    _signed_in_elsewhere(check, replicas, base)
    nginx, folder = find_nginx(), replicas.folder / "nginx"
    folder.mkdir()
    ports = (free_port(), free_port())
    with nginx_running(nginx or "", folder, replicas.ports, ports, changed=CROWDED, base=base) as front:
        site = Site(front.url, figures, front.trust, base, accounts)
        _under_load(check, replicas, front, site, options)
        if not options.no_browser:
            _in_a_browser(check, replicas, front, site, accounts[1])
    _restored(check, replicas, site)


# What one saves


def _one_saves_others_show(check: Checks, replicas: Replicas, base: str, figures: Figures, account: Account) -> None:
    """One browser, whose every request another replica answers."""
    sites = [f"http://localhost:{port}{base}" for port in replicas.ports]
    place = {"kommun": account.municipality, "nyckeltal": account.kpi, "artal": str(figures.years[0])}
    with _client() as browser:
        _sign_in(browser, sites[0], account)
        check(account.name in browser.get(f"{sites[1]}/om").text, "inloggad på en, inloggad på de andra")
        answer = browser.post(f"{sites[1]}{COMMENT}", data=place | {"sedd": "0", "varfor": _SAID, "gors": ""})
        told = _followed(browser, sites[-1], base, answer)
        check("Kommentaren är sparad" in told, "beskedet från en visas av en annan")
        shown = [_SAID in browser.get(f"{site}{INDICATOR}", params=place).text for site in sites]
        check(all(shown), "det som en har sparat visar alla vid nästa klick")
        # Her session is over by the clock, while she writes.
        engine = create_engine(replicas.env["NYCKELTAL_DATABASE_URL"])
        with engine.begin() as connection:
            late = {"then": datetime.now(UTC) - timedelta(hours=13)}
            connection.execute(text("update sessions set last_seen_at = :then, created_at = :then"), late)
        engine.dispose()
        typed = "Skrivet precis innan sessionen tog slut."
        answer = browser.post(f"{sites[0]}{COMMENT}", data=place | {"sedd": "1", "varfor": typed, "gors": ""})
        to = dict(parse_qsl(urlsplit(answer.headers["location"]).query)).get("till", "")
        _sign_in(browser, sites[1], account)
        check(typed in browser.get(f"{sites[-1]}{to}").text, "ett formulär finns kvar genom en inloggning på en annan")


def _signed_in_elsewhere(check: Checks, replicas: Replicas, base: str) -> None:
    """One begins the way to a provider, another is come back to, a third knows who came."""
    begun, ended, third = (f"http://localhost:{port}" for port in (*replicas.ports, *replicas.ports)[:3])
    with _client() as browser:
        sent = browser.get(f"{begun}{base}{OIDC}/prov", params={RETURN_FIELD: "/om"})
        back = urlsplit(httpx.get(sent.headers["location"]).headers["location"])
        browser.get(f"{ended}{back.path}?{back.query}")
        is_known = ELSEWHERE in browser.get(f"{third}{base}/om").text
    check(is_known, "inloggning där man arbetar, påbörjad på en och avslutad på en annan, gäller på en tredje")


def _client() -> httpx.Client:
    """A browser; it takes up no line again that the server, after five seconds, may be about to close."""
    return httpx.Client(timeout=60, limits=httpx.Limits(keepalive_expiry=2))


def _sign_in(browser: httpx.Client, site: str, account: Account) -> None:
    form = {"namn": account.login, "losenord": account.password, "till": "/om"}
    answer = browser.post(f"{site}/logga-in", data=form)
    if answer.status_code != 303 or "fel=" in answer.headers["location"]:
        raise RuntimeError(f"signing in answered {answer.status_code} {answer.headers.get('location')}")


def _followed(browser: httpx.Client, site: str, base: str, answer: httpx.Response) -> str:
    return browser.get(f"{site}{answer.headers['location'].removeprefix(base)}").text


# One is killed, and new figures come


def _under_load(check: Checks, replicas: Replicas, front: Front, site: Site, options: argparse.Namespace) -> None:
    waits, seconds = Waits(), max(options.minutes * 60, _SHORTEST)
    victim, news, killed_at = 1, "", 0.0
    swapped: list[float] = []

    def meanwhile() -> None:
        nonlocal news, killed_at
        time.sleep(BETWEEN_ACTS + seconds * 0.2)
        news = replicas.newer()
        swapped.append(_until_all_have(replicas, site.base, news))
        _backed_up(check, replicas, site)
        time.sleep(max(0.0, seconds * 0.2 - 5))
        _killed(replicas, replicas.ports[victim])
        killed_at = time.perf_counter()

    acting = Thread(target=meanwhile)
    acting.start()
    asyncio.run(crowd(site, options.readers, seconds, waits))
    acting.join()
    told = Told.of(waits.acts, seconds)
    print(f"    {options.readers} läsare: {told.line}   misslyckade {len(waits.failed)}   sparade {waits.saves}")
    check(swapped[0] < _SWAPPED_WITHIN, f"nya siffror hos alla {swapped[0]:.0f} s efter att de lagts ut")
    before = [one for one in waits.failed if one[0] < killed_at - 1]
    check(not before, f"ingen märkte bytet av siffror ({len(before)} misslyckade)")
    theirs = _places(front, replicas.ports[victim])
    others = [one for one in waits.failed if one[0] >= killed_at - 1 and one[2] not in theirs]
    check(not others, f"en server dödad: de andras läsare ostörda ({len(others)} misslyckade)")
    lost = {place for _, place in waits.came_back}
    check(lost and lost <= theirs, f"{len(lost)} läsare kom tillbaka, alla från den dödade")
    slowest = max((took for took, _ in waits.came_back), default=0.0)
    check(
        slowest < _BACK_WITHIN,
        f"till samma vy inom {slowest:.1f} s, inloggade som förut: {dict(waits.strange) or 'ja'}",
    )
    hers = [one for one in waits.failed if one[0] >= killed_at - 1 and one[2] in theirs]
    check(len(hers) <= len(theirs), f"mitt i ett svar från den dödade: {len(hers)} {[why for _, why, _ in hers][:2]}")
    check(not waits.strange, f"alla fick den vy de bad om, och ingen blev utloggad {dict(waits.strange) or ''}")
    begun = time.perf_counter()
    replicas.servers[victim] = replicas.start(victim)
    wait(f"http://localhost:{replicas.ports[victim]}{site.base}")
    again = _fetched_at(replicas.ports[victim], site.base) == news
    check(
        again, f"den dödade är uppe igen med de nya siffrorna efter {time.perf_counter() - begun:.0f} s, ur en tom mapp"
    )
    # Of each, the server and the process that makes its pages.
    held = [[memory(pid) for pid in family(server.pid)] for server in replicas.servers]
    parts = ", ".join(" + ".join(f"{one:.0f}" for one in each) for each in held)
    check(max(map(max, held)) < MOST_MB, f"minne, servern och den som gör sidor: {parts} MB")


def _until_all_have(replicas: Replicas, base: str, news: str) -> float:
    begun = time.perf_counter()
    left = set(replicas.ports)
    while left and time.perf_counter() - begun < 2 * _SWAPPED_WITHIN:
        left = {port for port in left if _fetched_at(port, base) != news}
        time.sleep(0.5)
    return time.perf_counter() - begun


def _fetched_at(port: int, base: str) -> str:
    with urllib.request.urlopen(f"http://localhost:{port}{base}/halsa", timeout=30) as answer:
        return str(json.load(answer)["hamtad"])


def _places(front: Front, port: int) -> set[str]:
    """The places of the readers whom the server on PORT has answered, by what nginx noted."""
    lines = front.log.read_text(encoding="utf-8").splitlines()
    found = (re.match(rf"(?:127\.0\.0\.1:\d+, )*127\.0\.0\.1:{port}\b.* ([0-9a-f]{{32}})$", line) for line in lines)
    return {one[1] for one in found if one}


# All of it is lost, and put back


def _backup(replicas: Replicas) -> Path:
    return replicas.folder / "under-last.zip"


def _backed_up(check: Checks, replicas: Replicas, site: Site) -> None:
    """Something is saved, and then a backup made while readers act and save."""
    account, begun = site.accounts[1], time.perf_counter()
    with _client() as browser:
        here = f"http://localhost:{replicas.ports[-1]}{site.base}"
        _sign_in(browser, here, account)
        typed = {"sedd": "0", "varfor": _SAID_BEFORE, "gors": ""}
        answer = browser.post(f"{here}{COMMENT}", data=_said_before(site) | typed)
        is_saved = "Kommentaren är sparad" in _followed(browser, here, site.base, answer)
    replicas.command("backup", str(_backup(replicas)))
    replicas.command("backup", "--check", str(_backup(replicas)))
    check(is_saved, f"säkerhetskopia under last, gjord och prövad på {time.perf_counter() - begun:.0f} s")


def _said_before(site: Site) -> dict[str, str]:
    """A place that no reader says anything of."""
    account = site.accounts[1]
    return {"kommun": account.municipality, "nyckeltal": account.kpi, "artal": str(site.figures.years[0])}


def _restored(check: Checks, replicas: Replicas, site: Site) -> None:
    begun = time.perf_counter()
    replicas.restored(_backup(replicas))
    sites = [f"http://localhost:{port}{site.base}" for port in replicas.ports]
    for one in sites:
        wait(one)
    took = time.perf_counter() - begun
    with _client() as browser:
        place = _said_before(site)
        shown = [_SAID_BEFORE in browser.get(f"{one}{INDICATOR}", params=place).text for one in sites]
        check(all(shown), f"alla återställda i en ny databas efter {took:.0f} s: det som var sparat visas av alla")
        _sign_in(browser, sites[0], site.accounts[0])
        known = [site.accounts[0].name in browser.get(f"{one}/om").text for one in sites]
        check(all(known), "kontona är kvar, och inloggad på en är inloggad på de andra")


# What somebody sees of it


def _in_a_browser(check: Checks, replicas: Replicas, front: Front, site: Site, account: Account) -> None:
    address = f"{front.url}{site.base}"
    place = f"kommun={account.municipality}&nyckeltal={account.kpi}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        context = chromium.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{address}/logga-in?till=%2Findikator%3F{place.replace('=', '%3D').replace('&', '%26')}")
        page.locator("input[name=namn]").last.fill(account.login)
        page.locator("input[name=losenord]").last.fill(account.password)
        page.locator("input[name=losenord]").last.press("Enter")
        _drawn(page, INDICATOR)
        mine = _place_of(context.cookies())
        port = next(port for port in replicas.ports if mine in _last_places(front, port))
        number = _killed(replicas, port)
        begun = time.perf_counter()
        page.locator("a[href*='/lar-av']").first.click()
        _drawn(page, "/lar-av")
        took = time.perf_counter() - begun
        is_hers = page.locator("summary", has_text=account.name).count() > 0
        check(is_hers, f"hennes server dödad i webbläsaren: nästa klick efter {took:.1f} s, fortfarande inloggad")
        replicas.servers[number] = replicas.start(number)
        wait(f"http://localhost:{port}{site.base}")
        page.goto(f"{address}{COMMENT}?{place}&artal={site.figures.years[0]}")
        _drawn(page, COMMENT)
        mine = _place_of(context.cookies())
        page.locator("textarea[name=varfor]").last.fill("Skrivet innan servern dog.")
        _killed(replicas, next(port for port in replicas.ports if mine in _last_places(front, port)))
        page.locator("form[action$='/kommentar'] button[type=submit]").first.click()
        page.get_by_text("Kommentaren är sparad").first.wait_for(timeout=30_000)
        check(True, "det hon skrivit när servern dog sparas av en annan")
        chromium.close()


def _killed(replicas: Replicas, port: int) -> int:
    """The number of the replica on PORT, which is dead now."""
    number = replicas.ports.index(port)
    replicas.servers[number].kill()
    replicas.servers[number].wait(20)
    return number


def _last_places(front: Front, port: int) -> set[str]:
    """The places of the readers whom the server on PORT was the last to answer."""
    last = {line[-32:]: line.split(" ")[0] for line in front.log.read_text(encoding="utf-8").splitlines()}
    return {place for place, server in last.items() if server.endswith(f":{port}")}


def _place_of(cookies: Sequence[object]) -> str:
    return next(str(one["value"]) for one in cookies if one["name"] == PLACE_COOKIE)  # type: ignore[index]


def _drawn(page: Page, path: str) -> None:
    page.locator(f".stMain h1[data-view*='{path}']").wait_for(timeout=60_000)
