"""From a confirmed request and its quote to an order: pure."""

from datetime import datetime, timedelta
from typing import Any

from shop import clock
from shop.errors import InvalidCart, OutOfStock
from shop.i18n.messages import Message, translatable
from shop.money import Money
from shop.orders.model import Event, Order, OrderLine, State
from shop.orders.request import CheckoutRequest
from shop.pricing.model import Problem, Quote, QuoteLine
from shop.pricing.view import problem_json
from shop.profile import Profile

PAGE_LIFE = timedelta(minutes=45)  # a payment page; Stripe's last from half an hour to a day
GRACE = timedelta(minutes=15)  # what a payment at the last moment takes to become known


def refuse_problems(request: CheckoutRequest, quote: Quote) -> None:
    """Raises OutOfStock when stock is all that is wrong, InvalidCart for anything else."""
    problems = [*quote.problems, *_delivery_problems(request, quote)]
    if not problems:
        return
    told = [{**problem_json(problem, str), "message": _message(problem)} for problem in problems]
    if all(problem.code == "out_of_stock" for problem in problems):
        raise OutOfStock(told)
    raise InvalidCart(told)


def _message(problem: Problem) -> str:
    return Message(problem.message, {name: str(value) for name, value in problem.values.items()})


def _delivery_problems(request: CheckoutRequest, quote: Quote) -> list[Problem]:
    choice = quote.shipping_choice
    if quote.problems or not quote.lines:
        return []
    if choice is None:
        return [
            Problem(
                code="no_shipping_method", message=translatable("Choose a country to deliver to.")
            )
        ]
    if choice.needs_address and not request.address.complete:
        return [
            Problem(
                code="address_incomplete",
                message=translatable(
                    "Please give street, city and country of the delivery address."
                ),
            )
        ]
    return []


def new_order(request: CheckoutRequest, quote: Quote, profile: Profile, moment: datetime) -> Order:
    """An order that freezes the quote. Id, number and token are random: call again for others.

    One that costs nothing is paid as it is placed: no payment page can charge nothing.
    """
    choice = quote.shipping_choice
    titles = {payment.id: payment.title for payment in quote.payment_methods}
    nothing = Money.of(0, quote.currency)
    prefix = profile.orders.number_prefix
    return Order(
        id=clock.new_id(),
        number=f"{prefix}-{moment:%y%m}-{clock.random_code(5)}".lstrip("-"),
        token=clock.new_token(),
        language=request.language,
        placed_at=moment,
        lines=tuple(map(_frozen, quote.lines)),
        subtotal=quote.subtotal,
        discount=quote.discount,
        shipping=quote.shipping,
        tax=quote.tax,
        tax_included=profile.tax.inclusive,
        total=quote.total,
        coupon=quote.coupon,
        contact=request.contact,
        address=request.address,
        shipping_method=quote.chosen_shipping,
        shipping_title=choice.title if choice else "",
        slot=quote.chosen_slot,
        payment=request.payment,
        payment_title=titles.get(request.payment, ""),
        note=request.note,
        authorized=nothing,
        captured=nothing,
        **(_awaiting(request, profile, moment) if quote.total.amount else _free(moment)),
    )


def _frozen(line: QuoteLine) -> OrderLine:
    limited = line.available is not None
    return OrderLine(**line.model_dump(exclude={"available", "digital"}), limited=limited)


def _awaiting(request: CheckoutRequest, profile: Profile, moment: datetime) -> dict[str, Any]:
    """How an order begins whose money has to come."""
    state: State = "reserved" if request.payment == "card" else "pending_offline"
    return {
        "state": state,
        "history": (Event(at=moment, state=state, actor="shopper"),),
        "goods": "held",
        "expires_at": _expiry(request, profile, moment),
    }


def _free(moment: datetime) -> dict[str, Any]:
    placed = Event(at=moment, state="paid", actor="shopper")
    paid = placed.model_copy(update={"what": "paid"})
    return {"state": "paid", "history": (placed, paid), "goods": "sold"}


def _expiry(request: CheckoutRequest, profile: Profile, moment: datetime) -> datetime | None:
    """How long the goods wait for the money: longer than the payment page lives."""
    if request.payment == "card":
        return moment + PAGE_LIFE + GRACE
    if request.payment == "bank_transfer":
        return moment + timedelta(days=profile.bank_transfer.days)
    return None  # the courier collects the money: the owner decides
