"""The functions' composition root: builds what they need of the outside, once, on first use."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shop.adapters.stores import open_store
from shop.clock import Clock, now
from shop.errors import Misconfigured
from shop.i18n.languages import best_language
from shop.i18n.messages import said, translations
from shop.payments.account import stripe_account, takes_cards
from shop.ports import Mailer, Media, Sender, Store, Templates
from shop.profile import Card, Profile, load_profile
from shop.secret import key_for
from shop.settings import Settings, load_settings

if TYPE_CHECKING:
    from shop.catalogue.submissions.model import Workshop
    from shop.mail.office import PostOffice
    from shop.orders.desk import Desk
    from shop.outbox.service import Deliver
    from shop.payments.gateway import PaymentGateway
    from shop.pictures.lab import Lab
    from shop.webhooks.delivering import Hooks


@dataclass(frozen=True)
class Services:
    """Everything an endpoint may use. What not every function needs (templates, mail, orders) is
    imported and made when it is asked for: whoever only prices a cart waits for none of it."""

    settings: Settings
    profile: Profile
    store: Store
    clock: Clock = now

    @cached_property
    def templates(self) -> Templates:
        from shop.adapters.theme import Theme, ThemeTemplates

        theme = Theme(self.settings.root / "theme", self.settings.base_url)
        return ThemeTemplates(theme, self.profile)

    @cached_property
    def media(self) -> Media:
        from shop.adapters.medias import open_media

        return open_media(self.settings.media, self.settings.aws_endpoint)

    @cached_property
    def workshop(self) -> "Workshop":
        """Where spreadsheets and edits are looked at before they become releases."""
        from shop.adapters.medias import open_media, open_uploads
        from shop.adapters.picture_zip import Zip
        from shop.catalogue.submissions.model import Workshop
        from shop.pictures.cleaning import clean_picture

        settings, profile = self.settings, self.profile
        return Workshop(
            store=self.store,
            uploads=open_uploads(settings.media, settings.home, settings.aws_endpoint),
            media=self.media,
            trial=open_media(settings.media, settings.aws_endpoint, trial=True),
            clean=lambda content, name: clean_picture(content, name).content,
            open_zip=Zip,
            clock=self.clock,
            currency=profile.currency,
            languages=tuple(profile.languages),
            default_language=profile.default_language,
        )

    @cached_property
    def lab(self) -> "Lab":
        """Where pictures are fetched and drawn."""
        from shop.adapters.http_pictures import HttpPictures
        from shop.pictures.hosts import Hosts
        from shop.pictures.lab import Lab

        hosts = Hosts(self.clock)
        return Lab(self.store, self.media, HttpPictures(), self.clock, hosts=hosts)

    @cached_property
    def gateway(self) -> "PaymentGateway | None":
        """Who takes cards and wallets; None where nobody does."""
        from shop.adapters.stripe_gateway import API, StripeGateway

        account = stripe_account(self.settings)
        if account is None:
            return None
        return StripeGateway(account.key, account.webhook_secret, account.api or API)

    @cached_property
    def desk(self) -> "Desk":
        from shop.orders.desk import Desk

        return Desk(self.store, self.profile, self.clock, self.gateway, self.settings.base_url)

    @cached_property
    def mailer(self) -> Mailer:
        """One for all mails, which keeps its connections."""
        return open_mailer(self.settings, self.profile)

    @cached_property
    def post_office(self) -> "PostOffice":
        from shop.mail.office import PostOffice

        return PostOffice(self.profile, self.templates, self.mailer, self.settings.base_url)

    @cached_property
    def hooks(self) -> "Hooks":
        from shop.adapters.http_webhooks import HttpWebhooks
        from shop.webhooks.delivering import Hooks

        return Hooks(self.store, HttpWebhooks(loopback=self.local), self.clock)

    @property
    def local(self) -> bool:
        """Whether the shop is only reached on this machine: then it may send to programs there."""
        from shop.webhooks.addresses import is_loopback

        host = urlsplit(self.settings.base_url).hostname or ""
        return self.settings.embedded and is_loopback(host)

    @cached_property
    def couriers(self) -> "dict[str, Deliver]":
        """Who does each kind of message of the outbox."""
        from shop.guestbook.mails import GuestbookMails
        from shop.guestbook.records import KIND as GUESTBOOK_MAIL
        from shop.guestbook.service import PURPOSE as GUESTBOOK
        from shop.mail.compose import OrderMails
        from shop.mail.outbox import MAIL
        from shop.stock.alerts.mails import StockMails
        from shop.stock.alerts.records import KIND as STOCK_MAIL
        from shop.stock.alerts.service import PURPOSE as STOCK
        from shop.surveys.after_order import KIND as SURVEY_MAIL
        from shop.surveys.mails import SurveyMails
        from shop.surveys.service import PURPOSE as SURVEYS
        from shop.webhooks.mails import HookMails
        from shop.webhooks.service import DISABLED_MAIL

        settings, store, post = self.settings, self.store, self.post_office
        key, surveys = key_for(settings, SURVEYS), settings.root / "content" / "surveys"
        return {
            MAIL: OrderMails(store, post).deliver,
            STOCK_MAIL: StockMails(store, post, key_for(settings, STOCK)).deliver,
            GUESTBOOK_MAIL: GuestbookMails(store, post, key_for(settings, GUESTBOOK)).deliver,
            SURVEY_MAIL: SurveyMails(store, post, key, surveys, self.clock).deliver,
            **self.hooks.couriers(),
            DISABLED_MAIL: HookMails(post).deliver,
        }

    def forget_theme(self) -> None:
        """The theme was changed on disk: templates and mails are read anew when next asked for."""
        for name in ("templates", "post_office", "couriers"):
            self.__dict__.pop(name, None)

    def say(self, language: str) -> Callable[[str], str]:
        """Turns a gettext id, or a `Message`, into `language`."""
        if language == "en":
            return str
        words = translations(self.settings.root / "theme" / "translations", language)
        return partial(said, gettext=words.gettext, language=language)

    def language(self, asked: str | None, accepted: str = "") -> str:
        """A language the shop has: the one asked for, else the browser's favourite."""
        if asked in self.profile.languages:
            return str(asked)
        default = self.profile.default_language
        others = [code for code in self.profile.languages if code != default]
        return best_language(accepted, (default, *others))


@cache
def bootstrap() -> Services:
    """Services of this process, from its environment."""
    return compose(load_settings())


def compose(settings: Settings) -> Services:
    store = open_store(settings.store, settings.aws_endpoint)
    profile = load_profile(settings.root / "site")
    if not takes_cards(settings):
        profile = profile.model_copy(update={"card": Card()})
    return Services(settings, profile, store)


def open_mailer(settings: Settings, profile: Profile) -> Mailer:
    """The mailer of ``SHOP_MAIL``."""
    from shop.adapters.mailers import mailer_of

    sender = profile.contact.email
    if not sender.isascii():
        raise Misconfigured("contact.email in site/shop.toml must be an ASCII address.")
    name = profile.name.get(profile.default_language, "")
    return mailer_of(settings.mail, Sender(sender, name), settings.aws_endpoint)
