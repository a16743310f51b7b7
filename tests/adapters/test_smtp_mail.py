"""Mails through a mail server: taken, put off, refused for good, or nobody knows."""

import smtplib
import socket
from collections.abc import Callable, Iterator

import pytest
from adapters.mails import SENDER, mail, read_mail
from adapters.smtp_peer import TAKEN, Peer, served
from factories import MOMENT

from shop.adapters import smtp_mail
from shop.adapters.smtp_mail import SmtpMailer
from shop.errors import Misconfigured, Undelivered
from shop.mail.server import MailServer, mail_server

pytestmark = pytest.mark.network


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def peer() -> Peer:
    return Peer()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


Open = Callable[[int], SmtpMailer]


@pytest.fixture
def mailer_at(seconds: Seconds) -> Iterator[Open]:
    opened: list[SmtpMailer] = []

    def at(port: int, user: str = "", password: str = "") -> SmtpMailer:
        server = MailServer("127.0.0.1", port, "none", user, password)
        opened.append(SmtpMailer(server, SENDER, lambda: MOMENT, seconds))
        return opened[-1]

    yield at
    for mailer in opened:
        mailer.close()


def test_a_mail_arrives_as_it_was_made(peer: Peer, mailer_at: Open) -> None:
    with served(peer) as port:
        answer = mailer_at(port).send(mail(text="a line\n.\n..dots\n"))
    ((receiver, content),) = peer.taken
    assert receiver == "hoa@example.com"
    read = read_mail(content.removesuffix(b"\r\n") + b"\r\n")
    assert read["Subject"] == "Cảm ơn bạn · 謝謝"
    assert read.parts[0][1].split() == ["a", "line", ".", "..dots"]
    assert answer == TAKEN


def test_one_connection_carries_many_mails(peer: Peer, mailer_at: Open) -> None:
    with served(peer) as port:
        mailer = mailer_at(port)
        for number in range(5):
            mailer.send(mail(id=f"O{number}.order_placed"))
    assert (len(peer.taken), len(peer.sessions)) == (5, 1)


def test_no_connection_carries_too_many_or_is_kept_too_long(
    peer: Peer, mailer_at: Open, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_mail, "MAILS_A_CONNECTION", 2)
    with served(peer) as port:
        mailer = mailer_at(port)
        for number in range(4):
            mailer.send(mail(id=f"O{number}.order_placed"))
        seconds.now += smtp_mail.KEPT + 1
        mailer.send(mail())
    assert len(peer.taken) == 5


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        ("550 5.1.1 no such mailbox", True),
        ("554 we do not want this", True),
        ("450 4.2.1 mailbox busy", False),
        ("421 4.7.0 try again later", False),
        ("550 5.7.1 relaying denied", False),
    ],
)
@pytest.mark.parametrize("moment", ["at_receiver", "at_end"])
def test_a_refusal_says_whether_it_is_for_good_and_spoils_nothing_after_it(
    peer: Peer,
    mailer_at: Open,
    answer: str,
    permanent: bool,  # noqa: FBT001 - a parameter of the test
    moment: str,
) -> None:
    setattr(peer, moment, lambda to, _raw: answer if to.startswith("bad") else TAKEN)
    with served(peer) as port:
        mailer = mailer_at(port)
        with pytest.raises(Undelivered) as refused:
            mailer.send(mail(to="bad@example.com"))
        mailer.send(mail())
    assert refused.value.permanent is permanent
    assert answer in str(refused.value)
    assert [to for to, _ in peer.taken] == ["hoa@example.com"]


def test_a_server_that_hangs_up_without_an_answer_leaves_the_outcome_open(
    peer: Peer, mailer_at: Open
) -> None:
    peer.at_end = lambda _to, _raw: "cut" if not peer.taken else TAKEN
    with served(peer) as port:
        mailer = mailer_at(port)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            mailer.send(mail())
        mailer.send(mail())
    first, second = (read_mail(raw)["Message-ID"] for _, raw in peer.taken)
    assert first == second


def test_a_connection_that_was_cut_while_idle_costs_no_mail(
    peer: Peer, mailer_at: Open, seconds: Seconds
) -> None:
    with served(peer) as port:
        mailer = mailer_at(port)
        mailer.send(mail())
        mailer._idle[0]._smtp.sock.shutdown(socket.SHUT_RDWR)
        seconds.now += smtp_mail.FRESH + 1
        mailer.send(mail())
    assert len(peer.taken) == 2


def test_a_server_that_is_away_is_left_alone_for_a_moment(
    peer: Peer, mailer_at: Open, seconds: Seconds
) -> None:
    with served(peer) as port:
        pass
    mailer = mailer_at(port)
    with pytest.raises(OSError, match="refused"):
        mailer.send(mail())
    with pytest.raises(Undelivered, match="a moment ago") as known:
        mailer.send(mail())
    assert not known.value.permanent
    seconds.now += smtp_mail.PAUSE + 1
    with pytest.raises(OSError, match="refused"):
        mailer.send(mail())


def test_it_signs_in_and_a_wrong_password_kills_no_mail(peer: Peer, mailer_at: Open) -> None:
    with served(peer, login=True) as port:
        mailer_at(port, "hien", "p@ss word").send(mail())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            mailer_at(port, "hien", "wrong").send(mail())
    assert peer.users[0] == "hien"
    assert len(peer.taken) == 1


def test_nothing_is_said_in_the_clear_to_a_server_without_tls(peer: Peer) -> None:
    with served(peer) as port:
        mailer = SmtpMailer(MailServer("127.0.0.1", port, "starttls", "hien", "secret"), SENDER)
        with pytest.raises(smtplib.SMTPNotSupportedError):
            mailer.send(mail())
    assert (peer.users, peer.taken) == ([], [])


def test_an_address_says_everything_about_a_server() -> None:
    assert mail_server("smtp://hi%40en:p%40ss%20w@mail.example.com?tls=ssl") == MailServer(
        "mail.example.com", 465, "ssl", "hi@en", "p@ss w"
    )
    assert mail_server("smtp://mail.example.com").port == 587
    assert mail_server("smtp://u:p@127.0.0.1:2525?tls=none").port == 2525
    assert "secret" not in repr(mail_server("smtp://u:secret@mail.example.com"))


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "smtp:mail.example.com",
        "smtp://user@mail.example.com",
        "smtp://user:secret@mail.example.com?tls=none",
        "smtp://mail.example.com?tls=yes",
        "smtp://mail.example.com?encryption=ssl",
        "smtp://mail.example.com:99999",
        "smtp://mail.example.com/path",
        "smtp://[",
    ],
)
def test_an_address_that_is_none_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(Misconfigured, match="SHOP_MAIL") as refused:
        mail_server(url)
    assert "secret" not in str(refused.value)
