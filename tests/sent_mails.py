"""The mails that the shop of a test has sent: files of its folder."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from functions.bootstrap import bootstrap


def mails(about: str = "") -> list[EmailMessage]:
    """Those whose file's name begins with `about`."""
    folder = Path(bootstrap().settings.mail.partition(":")[2])
    paths = sorted(folder.glob(f"{about}*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]  # type: ignore[misc]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content())
