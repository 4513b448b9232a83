"""Long passphrases of any letters are taken; what everybody tries first is not."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import passwords
from core.access.guessable import most_used
from core.access.passwords import PasswordError, check, hashed, verified

GOOD = [
    "blå åsnor äter höö",
    "tolv tecken!",
    "åäöéüëåäöéüx",
    "8#4!92$%x7&1",
    "sommar i pajala 2026",
    "Huddinge mellan två tallar",
    "correct horse battery staple",
    "🐄 ko på isen",
    "a bcd " * 12,
    "å" * 30 + "bcdefghij",
]


@pytest.mark.parametrize("password", GOOD)
def test_a_passphrase_is_taken_and_known_again(password: str) -> None:
    kept = hashed(password, login="anna")
    assert kept.startswith("$2b$")
    assert verified(password, kept)
    assert not verified(password + "x", kept)
    assert not verified(password.swapcase(), kept)


def test_a_letter_is_the_same_from_every_computer() -> None:
    kept = hashed(unicodedata.normalize("NFD", "blå åsnor äter höö"), login="anna")
    assert verified(unicodedata.normalize("NFC", "blå åsnor äter höö"), kept)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "för kort"),
        ("elva tecken", "för kort"),
        ("åäöéüëåäöéü", "för kort"),
        ("a bcd " * 12 + "x", "för långt"),
        ("å" * 36 + "a", "för långt"),
        ("tolv\ttecken!", "styrtecken"),
        ("tolv\0tecken!", "styrtecken"),
        ("tolv\ud800tecken!", "styrtecken"),
        ("aaaaaaaaaaaa", "lätt att gissa"),
        ("abababababab", "lätt att gissa"),
        ("åäöåäöåäöåäö", "lätt att gissa"),
        ("123456789012", "lätt att gissa"),
        ("Lösenord1234", "lätt att gissa"),
        ("Qwertyuiop12", "lätt att gissa"),
        ("Anna.Ek@Exempel.se", "lätt att gissa"),
        ("anna.ek12345", "lätt att gissa"),
        # What most have, as it is, with more around it, twice, and with signs for letters.
        ("1qaz2wsx3edc4rfv", "lätt att gissa"),
        ("JustinBieber", "lätt att gissa"),
        ("sunshine20262026", "lätt att gissa"),
        ("iloveyouiloveyou", "lätt att gissa"),
        ("5un5h1ne!!!!!", "lätt att gissa"),
        # Municipality, season, month, year and name in any order.
        ("Huddinge2026!", "lätt att gissa"),
        ("Sommaren2026!", "lätt att gissa"),
        ("Hösten-2026-Tyresö", "lätt att gissa"),
        ("SödertäljeKommun1", "lätt att gissa"),
        ("sodertalje2026", "lätt att gissa"),
        ("November!2026", "lätt att gissa"),
        ("AnnaVinter26", "lätt att gissa"),
        ("V1nt3r-Hudd1nge", "lätt att gissa"),
    ],
)
def test_a_bad_password_is_refused_in_swedish_and_never_repeated(password: str, words: str) -> None:
    with pytest.raises(PasswordError, match=words) as caught:
        check(password, login="anna.ek@exempel.se")
    assert caught.value.advice
    assert not password or password not in str(caught.value)


@given(st.text(max_size=40))
def test_a_password_that_is_taken_has_twelve_characters_and_seventytwo_bytes_at_most(password: str) -> None:
    try:
        check(password, login="anna")
    except PasswordError:
        return
    plain = unicodedata.normalize("NFC", password)
    assert len(plain) >= 12
    assert len(plain.encode()) <= 72


def test_the_most_used_are_ten_thousand_of_a_package() -> None:
    assert len(most_used()) == 10_000
    assert {"123456", "password", "dragon"} <= most_used()


class Counting:
    """Counts what the hasher is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.made: list[str] = []

    def hash(self, password: str) -> str:
        self.made.append(password)
        return f"hash of {password}"

    def check_pw(self, password: str, hashed_password: str) -> bool:
        self.asked.append(hashed_password)
        return hashed_password == f"hash of {password}"


@pytest.mark.parametrize("password", ["rätt lösenord", "fel", "", "x" * 100, "\ud800", "a\0b"])
@pytest.mark.parametrize("kept", ["hash of rätt lösenord", None])
def test_known_and_unknown_names_are_verified_exactly_once(
    password: str, kept: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = Counting()
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    assert verified(password, kept) == (password == "rätt lösenord" and kept is not None)
    assert len(hasher.asked) == 1


def test_the_hash_of_nobody_is_made_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Counting()
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    for _ in range(3):
        verified("x", None)
    assert len(hasher.asked) == 3
    assert len(set(hasher.asked)) == len(hasher.made) == 1


def test_a_kept_hash_that_is_broken_lets_nobody_in(caplog: pytest.LogCaptureFixture) -> None:
    assert not verified("rätt lösenord", "$2b$12$kort")
    assert "cannot be read" in caplog.text


def test_the_hasher_is_streamlit_authenticators_own_without_its_package() -> None:
    program = (
        "import sys; from core.access.passwords import hashed; print(hashed('blå åsnor äter höö', login='x')[:7]);"
        "sys.exit('streamlit' in sys.modules or 'streamlit_authenticator' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "$2b$12$\n", "")
