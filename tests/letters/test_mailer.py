"""The mailer, against servers that take, refuse, hang up, and ask for a password."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from service.domain.errors import Misconfigured
from service.letters.letter import Letter
from service.letters.mailer import Mailer, NeverGoes, NoServer, Server, TryLater, mailer_of
from service.settings import Settings
from tests.support.certificate import contexts
from tests.support.post import HANG_UP, PASSWORD, USER, PostBox, knows_password, post_box

SENDER = "Harrow Vale <learning@example.org>"
NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
LETTER = Letter("sam@example.org", "June", "Hello Sam\n.\nwith a dot")


def send(mailer: Mailer, letter: Letter = LETTER, id: UUID | None = None) -> None:
    """Hand one letter in."""
    mailer.send(letter, id or uuid4(), NOW)


@pytest.fixture
def mailer(box: PostBox) -> Mailer:
    """A mailer to the server that is there."""
    return Mailer(Server.at(box.url), SENDER)


def test_a_letter_arrives_whole(box: PostBox, mailer: Mailer) -> None:
    send(mailer)
    mailer.close()
    (found,) = box.letters
    assert found.get_content().splitlines() == LETTER.text.splitlines()
    assert box.envelopes == [("learning@example.org", ["sam@example.org"])]


def test_several_letters_go_over_one_connection(box: PostBox, mailer: Mailer) -> None:
    for _ in range(3):
        send(mailer)
    assert (len(box.letters), box.calls) == (3, 1)
    mailer.close()
    send(mailer)
    mailer.close()
    assert (len(box.letters), box.calls) == (4, 2)


@pytest.mark.parametrize(
    ("answer", "means"), [("550 Nobody here", NeverGoes), ("450 Too busy", TryLater)]
)
def test_what_is_said_of_a_recipient(
    box: PostBox, mailer: Mailer, answer: str, means: type[Exception]
) -> None:
    box.rcpt_answers = [answer]
    with pytest.raises(means, match=f"^recipient {answer[:3]}$"):
        send(mailer)
    send(mailer)  # The same connection is of use again.
    assert (len(box.letters), box.calls) == (1, 1)
    mailer.close()


@pytest.mark.parametrize(
    ("answer", "means"), [("554 No spam here", NeverGoes), ("451 Come again", TryLater)]
)
def test_what_is_said_of_a_letter(
    box: PostBox, mailer: Mailer, answer: str, means: type[Exception]
) -> None:
    box.answers = [answer]
    with pytest.raises(means, match=f"^letter {answer[:3]}$"):
        send(mailer)
    mailer.close()
    assert box.letters == []


def test_a_letter_that_is_too_large_stops_no_other() -> None:
    with post_box(data_size_limit=10_000) as box:
        mailer = Mailer(Server.at(box.url), SENDER)
        with pytest.raises(NeverGoes, match=r"^too large$"):
            send(mailer, Letter("sam@example.org", "June", "word " * 10_000))
        send(mailer)
        mailer.close()
        assert len(box.letters) == 1


def test_a_server_that_hangs_up_is_called_again(box: PostBox, mailer: Mailer) -> None:
    box.answers = [HANG_UP]
    with pytest.raises(TryLater, match=r"^SMTPServerDisconnected$"):
        send(mailer)
    send(mailer)
    mailer.close()
    assert (len(box.letters), box.calls) == (2, 2)


def test_a_connection_that_died_meanwhile_is_made_anew(mailer: Mailer, box: PostBox) -> None:
    send(mailer)
    assert mailer._smtp is not None
    assert mailer._smtp.sock is not None
    mailer._smtp.sock.shutdown(socket.SHUT_RDWR)
    send(mailer)
    mailer.close()
    assert (len(box.letters), box.calls) == (2, 2)


def test_an_address_that_is_none_never_goes(mailer: Mailer, box: PostBox) -> None:
    with pytest.raises(NeverGoes, match=r"^cannot be written$"):
        send(mailer, Letter("sam", "June", "Hello"))
    assert box.calls == 0


def test_nobody_answers() -> None:
    with post_box() as gone:
        mailer = Mailer(Server.at(gone.url), SENDER)
    with pytest.raises(NoServer, match=r"^ConnectionRefusedError$"):
        send(mailer)


def test_a_password_is_said_and_a_wrong_one_stops_all(tmp_path: Path) -> None:
    theirs, ours = contexts(tmp_path)
    with post_box(tls_context=theirs, authenticator=knows_password, auth_required=True) as box:
        mailer = Mailer(Server("127.0.0.1", box.port, USER, PASSWORD), SENDER, ours)
        send(mailer)
        mailer.close()
        wrong = Server("127.0.0.1", box.port, USER, "guess")
        with pytest.raises(NoServer, match=r"^SMTPAuthenticationError$"):
            send(Mailer(wrong, SENDER, ours))
        assert len(box.letters) == 1


@pytest.mark.parametrize("is_tls", [True, False])
def test_letters_go_sealed(tmp_path: Path, is_tls: bool) -> None:
    theirs, ours = contexts(tmp_path)
    tls = {"ssl_context": theirs} if is_tls else {"tls_context": theirs, "require_starttls": True}
    with post_box(**tls) as box:
        server = Server("127.0.0.1", box.port, is_tls=is_tls, starttls=not is_tls)
        mailer = Mailer(server, SENDER, ours)
        send(mailer)
        mailer.close()
        assert len(box.letters) == 1
        with pytest.raises(NoServer, match=r"^SSLCertVerificationError$"):
            send(Mailer(server, SENDER))
        assert len(box.letters) == 1


def test_a_server_without_starttls_gets_nothing(box: PostBox) -> None:
    with pytest.raises(NoServer, match=r"^SMTPNotSupportedError$"):
        send(Mailer(Server("127.0.0.1", box.port, starttls=True), SENDER))
    assert box.letters == []


def test_what_an_address_of_a_server_means() -> None:
    assert Server.at("smtp://me:p%40ss@mail.example.org") == Server(
        "mail.example.org", 587, "me", "p@ss", starttls=True
    )
    assert Server.at("smtps://mail.example.org/") == Server(
        "mail.example.org", 465, is_tls=True, starttls=False
    )
    assert Server.at("smtp://mail.example.org:25?starttls=no").starttls is False
    assert Server.at("smtp://[::1]:25").starttls is False
    assert Server.at("smtp://localhost:1025").starttls is False
    assert "p@ss" not in repr(Server.at("smtp://me:p%40ss@mail.example.org"))


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://mail.example.org:port",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org?starttls=maybe",
        "smtp://mail.example.org?tls=no",
        "smtp://mail.example.org/inbox",
        "smtp://[mail",
    ],
)
def test_an_address_of_no_server_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(Misconfigured, match=r"^DOUBLELOOP_SMTP_URL .*\.$"):
        Server.at(url)


def test_half_of_the_settings_is_refused_in_a_sentence() -> None:
    here = SecretStr("smtp://localhost")
    for half in (Settings(smtp_url=here), Settings(mail_from="learning@example.org")):
        assert half.has_mail
        with pytest.raises(Misconfigured, match="Letters need both"):
            mailer_of(half)
    assert not Settings().has_mail
    with pytest.raises(Misconfigured, match="DOUBLELOOP_MAIL_FROM is no address"):
        mailer_of(Settings(smtp_url=here, mail_from="nobody"))


def test_a_server_that_says_nothing_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.letters.mailer.TIMEOUT_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = Server("127.0.0.1", silent.getsockname()[1], starttls=False)
        with pytest.raises(NoServer, match=r"^SMTPServerDisconnected$"):
            send(Mailer(server, SENDER))


def test_the_context_checks_who_is_there() -> None:
    context = Mailer(Server.at("smtps://mail.example.org"), SENDER)._context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
