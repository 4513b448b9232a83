"""A letter: nothing typed adds a header or an addressee, and what one is refused the others do not wait for."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.errors import NyckeltalError
from core.mail import post as post_module
from core.mail.letters import Letter, message_of, one_line
from core.mail.post import Fate, MailServerError, posting
from core.settings import MailSecurity, MailSettings
from tests.mail.server import Box, mail_server

NOW = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
LETTER = Letter("anna@kommun.se", "Två datum närmar sig", ["I morgon:", "- Genrep, å ä ö", "." + "x" * 300], "nyckel")


def settings(port: int, security: MailSecurity = MailSecurity.NONE, user: str = "", password: str = "") -> MailSettings:
    return MailSettings("127.0.0.1", port, security, "nyckeltal@sodertorn.se", user, password)


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def port(box: Box) -> Iterator[int]:
    with mail_server(box) as port:
        yield port


def sent(port: int, *letters: Letter) -> list[Fate]:
    with posting(settings(port), "Nyckeltal Södertörn", lambda: NOW) as post:
        return [post.send(one).fate for one in letters]


def test_a_letter_arrives_as_it_was_written(box: Box, port: int) -> None:
    more = {"List-Unsubscribe": "<https://nyckeltal.example.se/avsluta-paminnelser/" + "x" * 43 + ">"}
    assert sent(port, Letter(LETTER.to, LETTER.subject, LETTER.lines, LETTER.key, more)) == [Fate.SENT]
    [letter] = box.letters
    assert letter["From"] == "Nyckeltal Södertörn <nyckeltal@sodertorn.se>"
    assert (letter["To"], letter["Subject"]) == ("anna@kommun.se", "Två datum närmar sig")
    assert letter["Message-ID"] == "<nyckel@sodertorn.se>"
    assert letter["Date"].datetime == NOW
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == more["List-Unsubscribe"]
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().splitlines() == list(LETTER.lines)
    assert max(len(line) for line in letter.as_bytes().splitlines()) < 998


@pytest.mark.parametrize("hostile", ["a\r\nBcc: alla@x.se", "a\nBcc: alla@x.se", "a\x00\u2028Bcc: b", "\u202egnp.exe"])
def test_nothing_typed_ends_a_line_or_turns_it(hostile: str) -> None:
    message = message_of(Letter("a@b.se", hostile, [one_line(hostile)], "k"), hostile, "n@s.se", NOW)
    raw = message.as_bytes()
    assert "Bcc" not in message
    assert [address for _, address in getaddresses(message.get_all("To", []))] == ["a@b.se"]
    assert len(message.get_content().splitlines()) == 1
    assert b"\nBcc:" not in raw
    assert "\u202e" not in str(message["Subject"])


def test_a_refused_address_a_full_box_and_a_letter_not_wanted_hold_up_nobody_else(box: Box, port: int) -> None:
    box.refused = {"fel@kommun.se": "550 5.1.1 fel@kommun.se unknown", "full@kommun.se": "452 4.2.2 full"}
    others = [Letter(to, "Påminnelse", ["x"], to[:3]) for to in ("fel@kommun.se", "full@kommun.se", "ada@kommun.se")]
    assert sent(port, *others) == [Fate.REFUSED, Fate.LATER, Fate.SENT]
    assert [one["To"] for one in box.letters] == ["ada@kommun.se"]
    with posting(settings(port), "N", lambda: NOW) as post:
        assert post.send(others[0]).why == "servern svarade 550 5.1.1 (adressen) unknown"
        box.answer = "554 spam"
        assert post.send(others[2]).fate is Fate.LATER


def test_a_server_that_takes_a_letter_and_hangs_up_may_have_it(box: Box, port: int) -> None:
    box.hangs_up = True
    assert sent(port, LETTER, LETTER) == [Fate.UNKNOWN, Fate.UNKNOWN]


def test_who_is_slow_is_tried_later_and_the_others_get_theirs(
    box: Box, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_module, "_PATIENCE", 0.2)
    box.slow = "sen@kommun.se"
    assert sent(port, Letter("sen@kommun.se", "x", ["x"], "s"), LETTER) == [Fate.LATER, Fate.SENT]


def test_a_server_that_is_down_is_told_and_not_asked_for_ever() -> None:
    with posting(settings(1), "N", lambda: NOW) as post:
        assert [post.send(LETTER).fate for _ in range(2)] == [Fate.LATER] * 2
        with pytest.raises(MailServerError, match=r"127\.0\.0\.1:1 går inte att använda: ingen förbindelse"):
            post.send(LETTER)


def test_a_server_that_hides_nothing_gets_neither_letter_nor_password(box: Box, port: int) -> None:
    asked = settings(port, MailSecurity.STARTTLS, "nyckeltal", "hemligt")
    with posting(asked, "N", lambda: NOW) as post, pytest.raises(MailServerError, match="starttls"):
        post.send(LETTER)
    assert (box.letters, box.names) == ([], [])


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate of 127.0.0.1's own, which this process trusts."""
    import ipaddress  # noqa: PLC0415 - only here

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    unsealed = serialization.NoEncryption()
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unsealed)
    file.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def test_by_starttls_it_signs_in_and_a_wrong_password_is_told_without_it(box: Box, certified: ssl.SSLContext) -> None:
    with mail_server(box, certified) as port:
        right = settings(port, MailSecurity.STARTTLS, "nyckeltal", "hemligt")
        with posting(right, "N", lambda: NOW) as post:
            assert post.send(LETTER).fate is Fate.SENT
        assert box.names == [("nyckeltal", "hemligt")]
        wrong = settings(port, MailSecurity.STARTTLS, "nyckeltal", "felaktigt-99")
        with posting(wrong, "N", lambda: NOW) as post, pytest.raises(MailServerError) as told:
            post.send(LETTER)
    assert "felaktigt-99" not in f"{told.value} {told.value.detail} {wrong!r} {told.value.__cause__}"
    assert "godtar inte namnet och lösenordet (535)" in str(told.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NYCKELTAL_SMTP_SECURITY", "ssl3", "starttls, tls, ingen"),
        ("NYCKELTAL_SMTP_PORT", "99999", "587"),
        ("NYCKELTAL_MAIL_FROM", "x@y.se\nBcc: z@y.se", "adressen"),
        ("NYCKELTAL_MAIL_FROM", "", "adressen"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MailSettings.from_environment() is None
    monkeypatch.setenv("NYCKELTAL_SMTP_HOST", "mail.kommun.se")
    monkeypatch.setenv("NYCKELTAL_MAIL_FROM", "nyckeltal@kommun.se")
    found = MailSettings.from_environment()
    assert (found and found.port, found and found.security) == (587, MailSecurity.STARTTLS)
    monkeypatch.setenv(name, value)
    with pytest.raises(NyckeltalError, match=name) as told:
        MailSettings.from_environment()
    assert said in told.value.advice


def test_a_password_does_not_go_unhidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {"HOST": "m.se", "SECURITY": "ingen", "USER": "n", "PASSWORD": "hemligt"}.items():
        monkeypatch.setenv(f"NYCKELTAL_SMTP_{name}", text)
    monkeypatch.setenv("NYCKELTAL_MAIL_FROM", "nyckeltal@kommun.se")
    with pytest.raises(NyckeltalError, match="oskyddat") as told:
        MailSettings.from_environment()
    assert "hemligt" not in str(told.value)
