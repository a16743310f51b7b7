"""``GET /admin/settings``: ways of delivery and of paying, as the files of ``site/`` have them."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.shell import desk_page, language
from functions.answers import services
from shop.delivery.settings import ShippingMethod, Zone
from shop.i18n.countries import country_name
from shop.i18n.languages import pick
from shop.profile import load_profile


def overview(request: Request) -> Response:
    """Whether the payment company can be reached is no matter here, so this function has no key of
    it, and reads what the file says of cards itself."""
    profile, lang = services(request).profile, language(request)
    default = profile.default_language
    return desk_page(
        request,
        "settings/overview.html",
        "settings",
        methods=[
            {
                "title": pick(method.title, lang, default) or method.id,
                "places": _places(method, lang),
                "rule": method,
            }
            for method in profile.shipping
        ],
        zones=[
            {"rule": zone, "countries": _named(zone.countries, lang), "more": _more(zone)}
            for zone in profile.zones
        ],
        card=load_profile(services(request).settings.root / "site").card,
        bank=profile.bank_transfer,
        cod=profile.cod,
        cod_countries=_named(profile.cod.countries, lang),
    )


def _places(method: ShippingMethod, lang: str) -> str:
    """The ids of its zones, or else its countries; "" for everywhere."""
    return ", ".join(method.zones) or _named(method.countries, lang)


def _named(codes: tuple[str, ...], lang: str) -> str:
    return "" if "*" in codes else ", ".join(country_name(code, lang) for code in codes)


def _more(zone: Zone) -> list[tuple[str, str]]:
    """What it asks of an address beside the country, by the names the file has for it."""
    names = ("regions", "postcodes", "except_countries", "except_regions", "except_postcodes")
    return [(name, ", ".join(getattr(zone, name))) for name in names if getattr(zone, name)]


ROUTES = [Route("/admin/settings", overview, methods=["GET"])]
