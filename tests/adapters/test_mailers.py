"""Every way of sending that an address can name, and what each makes of a mail."""

import os
from pathlib import Path
from typing import Any

import pytest
from adapters.mails import SENDER, mail, read_mail
from aws_double import aws_session
from botocore.exceptions import ClientError
from factories import MOMENT

from shop.adapters.dir_mail import DirMailer
from shop.adapters.mailers import mailer_of
from shop.adapters.ses_mail import SesMailer
from shop.errors import Misconfigured, Undelivered
from shop.settings import load_settings


def test_an_address_chooses_the_way(tmp_path: Path) -> None:
    for url in (f"dir:{tmp_path}", "smtp://mail.example.com", "ses:eu-central-1"):
        settings = load_settings({"SHOP_MAIL": url})
        assert url not in repr(settings)
        mailer = mailer_of(settings.mail, SENDER)
        assert mailer.via == {"dir": "folder"}.get(url.split(":")[0], url.split(":")[0])


@pytest.mark.parametrize(
    "url", ["pigeon:post", "dir:", "ses:", "smtps://u:secret@h", "smtp://u:secret@h?tls=none"]
)
def test_a_way_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(Misconfigured, match="SHOP_MAIL") as refused:
        load_settings({"SHOP_MAIL": url})
    assert "secret" not in str(refused.value)


def test_sending_the_same_mail_again_is_the_same_file(tmp_path: Path) -> None:
    mailer = DirMailer(tmp_path / "mail", SENDER, lambda: MOMENT)
    assert mailer.send(mail(text="first")) == mailer.send(mail(text="second"))
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name == "O1.order_placed.eml"
    assert read_mail(path.read_bytes()).parts[0][1] == "second"


def test_a_file_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailer = DirMailer(tmp_path / "mail", SENDER)
    mailer.send(mail(text="first"))

    def no_disk(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_disk)
        with pytest.raises(OSError, match="No space"):
            mailer.send(mail(text="second"))
    eml = tmp_path / "mail" / "O1.order_placed.eml"
    assert read_mail(eml.read_bytes()).parts[0][1] == "first"


class Refusing:
    """SES, saying no."""

    def __init__(self, code: str) -> None:
        self.code = code

    def send_email(self, **_call: Any) -> None:
        raise ClientError({"Error": {"Code": self.code, "Message": "no"}}, "SendEmail")


@pytest.mark.parametrize(
    ("code", "permanent"),
    [
        ("MessageRejected", True),
        ("BadRequestException", True),
        ("TooManyRequestsException", False),
        ("SendingPausedException", False),
        ("MailFromDomainNotVerifiedException", False),
        ("AccessDeniedException", False),
    ],
)
def test_ses_says_whether_a_refusal_is_for_good(code: str, permanent: bool) -> None:  # noqa: FBT001 - a parameter
    with pytest.raises(Undelivered) as refused:
        SesMailer(lambda: Refusing(code), SENDER).send(mail())
    assert refused.value.permanent is permanent


def test_ses_is_asked_as_its_own_model_of_the_call_wants_it() -> None:
    """Its library checks every parameter against the service's model before anything is sent."""
    from botocore.stub import ANY, Stubber

    client = aws_session().client("sesv2")
    with Stubber(client) as stub:
        stub.add_response(
            "send_email",
            {"MessageId": "0100-abc"},
            {
                "FromEmailAddress": "owner@example.com",
                "Destination": {"ToAddresses": ["hoa@example.com"]},
                "Content": {"Raw": {"Data": ANY}},
            },
        )
        assert SesMailer(lambda: client, SENDER).send(mail()) == "0100-abc"


@pytest.mark.network
def test_a_mail_through_ses_is_the_bytes_we_made(ministack_url: str) -> None:
    import urllib.request

    client = aws_session().client("sesv2", endpoint_url=ministack_url)
    client.create_email_identity(EmailIdentity="owner@example.com")
    assert SesMailer(lambda: client, SENDER).send(mail(id="SES.test"))
    with urllib.request.urlopen(f"{ministack_url}/_ministack/ses/messages") as answer:
        kept = answer.read().decode()
    assert "hoa@example.com" in kept
