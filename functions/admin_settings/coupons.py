"""``/admin/settings/coupons``: codes that take something off."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.admin.forms import Fields, with_form
from functions.admin.presence import changed
from functions.admin.shell import REFUSALS, desk_page, done, language, refusal, told
from functions.admin_settings.coupon_form import coupon_of, typed
from functions.answers import services
from functions.bootstrap import Services
from shop.coupons.model import Standing, canonical
from shop.coupons.service import (
    deactivate_coupon,
    list_coupons,
    save_coupon,
    standing_from,
    standing_keys,
)
from shop.errors import Conflict
from shop.i18n.languages import pick
from shop.i18n.messages import translatable
from shop.statistics.service import shop_zone

PATH = "/admin/settings/coupons"
DONE = {
    "saved": translatable("The coupon is saved and valid."),
    "stopped": translatable("No new order can use it."),
}
THERE = translatable("There is a coupon of this code already. Change that one.")


def coupons(request: Request) -> Response:
    """All of them; with ``?code=`` a form to change that one."""
    found = services(request)
    known = _standing(found, request.query_params.get("code", ""))
    fields = typed(known.coupon, found.profile.currency, shop_zone(found.profile)) if known else {}
    return _page(request, fields, changing=known.coupon.code if known else "")


def _page(request: Request, fields: Fields, status: int = 200, **context: Any) -> Response:
    found, lang = services(request), language(request)
    facts: dict[str, Any] = {"refused": "", "changing": "", **context}
    methods = [
        (each.id, pick(each.title, lang, found.profile.default_language) or each.id)
        for each in found.profile.shipping
    ]
    return desk_page(
        request,
        "settings/coupons.html",
        "settings",
        status,
        coupons=list(list_coupons(found.store)),
        fields=fields,
        methods=methods,
        currency=found.profile.currency,
        done=told(request, DONE),
        **facts,
    )


def save(request: Request, fields: Fields) -> Response:
    """``POST``: a new coupon, or where ``changing`` names one that one, with all its uses."""
    found, changing = services(request), fields.get("changing", "")
    try:
        known = _standing(found, changing or fields.get("code", ""))
        if known and not changing:
            raise Conflict(THERE)
        own = {**fields, "code": changing} if changing else fields
        coupon = coupon_of(
            own, found.profile.currency, shop_zone(found.profile), known and known.coupon
        )
        save_coupon(found.store, coupon)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, fields, status, refused=sentence, changing=changing)
    changed(request, coupon.code, _facts(known), _facts(_standing(found, coupon.code)))
    return done(PATH, "saved")


def stop(request: Request, fields: Fields) -> Response:
    """``POST …/stop``: orders that used it are as they were."""
    found, code = services(request), fields.get("code", "")
    before = _standing(found, code)
    try:
        deactivate_coupon(found.store, code)
    except REFUSALS as error:
        sentence, status = refusal(request, error)
        return _page(request, {}, status, refused=sentence)
    changed(request, canonical(code), _facts(before), _facts(_standing(found, code)))
    return done(PATH, "stopped")


def _standing(found: Services, code: str) -> Standing | None:
    return standing_from(found.store.get_many(standing_keys(code, "")), code, "")


def _facts(standing: Standing | None) -> dict[str, Any]:
    if standing is None:
        return {}
    return {**standing.coupon.model_dump(mode="json"), "active": standing.active}


ROUTES = [
    Route(PATH, coupons, methods=["GET"]),
    Route(PATH, with_form(save), methods=["POST"]),
    Route(f"{PATH}/stop", with_form(stop), methods=["POST"]),
]
