"""The delivery slots of a quote: those of the method that was chosen."""

from collections.abc import Mapping
from datetime import datetime

from shop.delivery.days import after, dispatch_day
from shop.delivery.settings import ShippingMethod
from shop.delivery.slots import Slot, open_slots
from shop.i18n.messages import translatable
from shop.ports import Item
from shop.pricing.model import Cart, Problem, Quote
from shop.profile import Profile


def slotted_method(quote: Quote, profile: Profile) -> ShippingMethod | None:
    """The chosen method, if its shoppers choose a time."""
    chosen = (m for m in profile.shipping if m.id == quote.chosen_shipping and m.slots)
    return next(chosen, None)


def with_slots(
    quote: Quote, cart: Cart, profile: Profile, now: datetime, counters: Mapping[str, Item]
) -> Quote:
    """`quote` with the slots of its method: the one the cart names, or else the first that is
    free. No slot begins before the method could be there."""
    method = slotted_method(quote, profile)
    if method is None:
        return quote
    lead = method.lead_days or (0, 0)
    first = after(dispatch_day(now, profile.days), lead[0], profile.days)
    slots = open_slots(method, profile.days, now, first, counters)
    chosen, problem = _chosen(cart, slots)
    problems = quote.problems if problem is None else (*quote.problems, problem)
    changes = {"slots": slots, "chosen_slot": chosen, "problems": problems}
    return quote.model_copy(update=changes)


def _chosen(cart: Cart, slots: tuple[Slot, ...]) -> tuple[str, Problem | None]:
    free = [slot.id for slot in slots if slot.left > 0]
    if not free:
        message = translatable("All delivery times are taken. Please choose another delivery.")
        return "", Problem(code="no_slot_left", message=message)
    if not cart.slot:
        return free[0], None
    if cart.slot in free:
        return cart.slot, None
    if any(slot.id == cart.slot for slot in slots):
        message = translatable("That delivery time has just been taken. Please choose another.")
        return "", Problem(code="slot_full", message=message)
    message = translatable("That delivery time cannot be chosen any more. Please choose another.")
    return "", Problem(code="slot_unavailable", message=message)
