"""The mail about an address that was switched off, in the owner's language."""

import pytest
from factories import MOMENT, profile
from mail.letterbox import Letterbox
from mail.orders import post_office

from shop.outbox.messages import message_put
from shop.webhooks.mails import HookMails
from shop.webhooks.service import DISABLED_MAIL


@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans", "zh-Hant"])
def test_the_owner_is_told_which_address_and_why(language: str) -> None:
    settings = profile(default_language=language)
    box = Letterbox()
    data = {
        "url": "https://erp.example.com/hook?a=1&b=<2>",
        "since": "2026-11-20T08:00:00.000000Z",
        "error": "It answers 503.",
    }
    message = message_put("WEBHOOKS", DISABLED_MAIL, "E1#2026", data, MOMENT).item
    HookMails(post_office(box, settings)).deliver(message)
    (mail,) = box.sent
    assert (mail.to, mail.language) == ("owner@example.com", language)
    assert data["url"] in mail.text
    assert "https://erp.example.com/hook?a=1&amp;b=&lt;2&gt;" in mail.html
    assert "It answers 503." in mail.text
    assert "shop webhooks enable" in mail.text
    assert ("switched off" in mail.subject) == (language == "en")
