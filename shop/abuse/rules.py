"""Whether an order may pass, must solve a puzzle first, or has to wait: pure."""

from dataclasses import dataclass
from typing import Literal

from shop.abuse.declines import Declines
from shop.abuse.limits import Limits

NONE = Declines(0, 0)
Verdict = Literal["pass", "puzzle", "wait", "no card"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an order's connection and e-mail address. `from_page`: it has a token of
    the checkout page that was not used before; `solved`: it has paid with a puzzle. `declines` are
    those that concern it: none where no card is to be paid with."""

    by_source: int = 0
    by_email: int = 0
    declines: Declines = NONE
    from_page: bool = False
    solved: bool = False


def verdict(seen: Seen, limits: Limits) -> Verdict:
    if seen.by_source >= limits.most_orders or seen.by_email >= limits.most_email_orders:
        return "wait"
    if seen.declines.of_source >= 2 * limits.declines:
        return "no card"
    return "puzzle" if _odd(seen, limits) and not seen.solved else "pass"


def _odd(seen: Seen, limits: Limits) -> bool:
    free = limits.form_orders if seen.from_page else limits.program_orders
    return (
        seen.by_source >= free
        or seen.by_email >= limits.email_orders
        or seen.declines.of_source >= limits.declines
        or seen.declines.of_shop >= limits.shop_declines
    )
