"""What a session was begun with is told in plain words."""

from __future__ import annotations

import pytest

from core.access.devices import device_words

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{MAC} Version/19.0 Safari/605.1.15", "Safari på Mac"),
        (WINDOWS, "Chrome på Windows"),
        (f"{WINDOWS} Edg/140.0.0.0", "Edge på Windows"),
        (f"{PHONE} Version/19.0 Mobile Safari/604.1", "Safari på iPhone"),
        (f"{PHONE} CriOS/140.0 Mobile Safari/604.1", "Chrome på iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox på Linux"),
        ("Mozilla/5.0 (Linux; Android 16; K) Chrome/140.0 Mobile Safari/537.36", "Chrome på Android"),
        ("curl/8", "Okänd webbläsare"),
        ("", "Okänd webbläsare"),
        ("<script>" * 500, "Okänd webbläsare"),
    ],
)
def test_a_browser_and_its_system_are_told_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words
    assert len(words) <= 60
