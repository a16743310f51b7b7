"""The functions' composition root: builds what they need of the outside, once, on first use."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from shop.adapters.stores import open_store
from shop.clock import Clock, now
from shop.errors import Misconfigured
from shop.i18n.languages import best_language
from shop.i18n.messages import translations
from shop.mail.compose import PostOffice
from shop.orders.service import Desk
from shop.ports import Mailer, Store, Templates
from shop.profile import Profile, load_profile
from shop.settings import Settings, folder, load_settings


@dataclass(frozen=True)
class Services:
    """Everything an endpoint may use. Heavy parts (templates, mail) are made when asked for."""

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
    def desk(self) -> Desk:
        return Desk(self.store, self.profile, self.clock)

    @cached_property
    def post_office(self) -> PostOffice:
        return PostOffice(
            store=self.store,
            profile=self.profile,
            templates=self.templates,
            mailer=open_mailer(self.settings, self.profile),
            base_url=self.settings.base_url,
        )

    def forget_theme(self) -> None:
        """The theme was changed on disk: templates and mails are read anew when next asked for."""
        for name in ("templates", "post_office"):
            self.__dict__.pop(name, None)

    def say(self, language: str) -> Callable[[str], str]:
        """Turns a gettext id into `language`."""
        if language == "en":
            return str
        return translations(self.settings.root / "theme" / "translations", language).gettext

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
    return Services(settings, load_profile(settings.root / "site"), store)


def open_mailer(settings: Settings, profile: Profile) -> Mailer:
    """The mailer of ``SHOP_MAIL``."""
    from shop.adapters.dir_mail import DirMailer

    sender = profile.contact.email
    if not sender.isascii():
        raise Misconfigured("contact.email in site/shop.toml must be an ASCII address.")
    name = profile.name.get(profile.default_language, "")
    return DirMailer(folder(settings.mail, "SHOP_MAIL"), sender, name)
