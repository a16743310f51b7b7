"""Opens the way for mails that a URL names; each adapter is imported only when it is chosen."""

from pathlib import Path

from shop.errors import Misconfigured
from shop.ports import Mailer, Sender


def mailer_of(url: str, sender: Sender, aws_endpoint: str | None = None) -> Mailer:
    """The mailer behind ``dir:PATH``, ``smtp://…`` or ``ses:REGION``."""
    scheme, _, place = url.partition(":")
    match scheme:
        case "dir":
            from shop.adapters.dir_mail import DirMailer

            return DirMailer(Path(place), sender)
        case "smtp":
            from shop.adapters.smtp_mail import SmtpMailer
            from shop.mail.server import mail_server

            return SmtpMailer(mail_server(url), sender)
        case "ses":
            from shop.adapters.ses_mail import SesMailer, ses_client

            return SesMailer(lambda: ses_client(place, aws_endpoint), sender)
    raise Misconfigured("SHOP_MAIL cannot be used. Write dir:PATH, smtp://… or ses:REGION.")
