"""Mails through Amazon SES, as the bytes we made (API v2, ``SendEmail`` with raw content)."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from shop import clock as clocks
from shop.adapters.mime import mime_message
from shop.errors import Undelivered
from shop.ports import Mail, Sender

# What SES says of the message itself. A sender or an account that may not send gets better by
# waiting for the owner, so it is not among them.
REFUSALS = {"MessageRejected", "BadRequestException"}


class SesMailer:
    """SES puts a Message-ID of its own in place of ours; the log keeps it."""

    via = "ses"

    def __init__(
        self,
        client_factory: Callable[[], Any],
        sender: Sender,
        clock: clocks.Clock = clocks.now,
    ) -> None:
        self._client_factory = client_factory
        self._sender = sender
        self._clock = clock

    @cached_property
    def _client(self) -> Any:
        return self._client_factory()

    def send(self, mail: Mail) -> str:
        from botocore.exceptions import ClientError

        raw = mime_message(mail, self._sender, self._clock())
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._sender.address,
                Destination={"ToAddresses": [mail.to]},
                Content={"Raw": {"Data": raw}},
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise Undelivered(str(error), permanent=code in REFUSALS) from error
        return str(answer["MessageId"])


def ses_client(region: str, endpoint: str | None) -> Any:
    """Repeats nothing by itself: what was asked twice would be two mails to SES, and the outbox
    repeats with care. boto3 takes 100 ms to import, so only whoever sends through SES does."""
    import boto3
    from botocore.config import Config

    settings = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 1})
    return boto3.client("sesv2", region_name=region, endpoint_url=endpoint, config=settings)
