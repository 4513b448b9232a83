"""A whole day's deck: how long it takes to make, how large it is, and how soon a slide is seen after a key."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.numbers import tell, timed
from core.features.decks.document import deck_document
from scripts.browser import find
from tests.features.decks.decks import followers, whole_day

SCREENS = ((1280, 720), (1920, 1080), (3840, 2160))
# Notes how long it took from a key to the frame in which the next slide was painted; goes back at the end.
TURN = """
(times) => new Promise(resolve => {
  const found = [];
  const press = key => document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const one = () => {
    if (found.length === times) { resolve(found); return; }
    if (document.documentElement.classList.contains('at-end')) press('Home');
    requestAnimationFrame(() => setTimeout(() => {
      const before = document.querySelector('.frame.now'), started = performance.now();
      press('PageDown');
      requestAnimationFrame(() => setTimeout(() => {
        if (document.querySelector('.frame.now') === before) throw new Error('the slide did not turn');
        found.push(performance.now() - started);
        one();
      }));
    }));
  };
  one();
})
"""
TURNS = 200


def run() -> None:
    """Print the numbers."""
    deck = whole_day()
    links = followers(deck)
    tell(f"a whole day's deck as HTML, {len(deck.slides)} slides", timed(lambda: deck_document(deck), 10), 1.0)
    tell("the same with QR codes, kept after the first", timed(lambda: deck_document(deck, followers=links), 10), 1.0)
    html = deck_document(deck, followers=links).encode()
    tell("compressing it", timed(lambda: gzip.compress(html, 6), 10))
    print(f"its size: {len(html) / 1000:.0f} kB, gzipped {len(gzip.compress(html, 6)) / 1000:.0f} kB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "dagen.html"
        file.write_bytes(html)
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=find(), args=flags)
        for wide, high in SCREENS:
            _turns(browser, file.as_uri(), wide, high)
        browser.close()


def _turns(browser: Browser, address: str, wide: int, high: int) -> None:
    page = browser.new_page(viewport={"width": wide, "height": high})
    page.goto(address)
    times = sorted(float(ms) for ms in page.evaluate(TURN, TURNS))
    page.close()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    verdict = "met" if p95 < 50 else "MISSED"
    what = f"slide turn at {wide} x {high}"
    print(f"{what:30s} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   n={len(times)}   target p95 50 ms   {verdict}")


if __name__ == "__main__":
    run()
