"""Random lives of orders: shoppers, owners, a gateway that breaks off, notices in any order.

After every step the invariants hold that a shop's money and stock rest on; at the end, when the
gateway answers again and the reconciler has run, shop and gateway agree to the cent.
"""

from collections.abc import Callable

from factories import request
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from orders.world import SKUS, World

from shop.orders.commands import RefundWish
from shop.ports import Store
from shop.pricing.model import CartLine
from shop.pricing.service import quote

CALLS = ("open_session", "capture", "refund", "cancel", "payment")
TROUBLES = [
    "",
    *(f"{call}:{when}" for call in CALLS for when in ("before", "after")),
    "capture:refused",
    "open_session:refused",
    "refund:refused",
]
PIECES = st.tuples(st.integers(0, 2), st.integers(0, 2))


class Orders(RuleBasedStateMachine):
    """`new_store` is set by whoever runs it; `lived` is told of each life when it is over."""

    new_store: Callable[[], Store]
    lived: Callable[[World], None] = staticmethod(lambda _world: None)
    world: World | None = None

    @initialize(capture_when=st.sampled_from(["at_once", "on_fulfilment"]))
    def open_the_shop(self, capture_when: str) -> None:
        self.world = World(type(self).new_store(), capture_when)

    def teardown(self) -> None:
        if self.world is None:
            return
        try:
            self.world.come_to_rest()
            type(self).lived(self.world)
        finally:
            self.world.close()

    @property
    def here(self) -> World:
        assert self.world is not None
        return self.world

    # Shoppers

    @rule(
        pieces=PIECES.filter(any),
        payment=st.sampled_from(["card", "card", "bank_transfer", "cod"]),
    )
    def order(self, pieces: tuple[int, int], payment: str) -> None:
        lines = tuple(
            CartLine(sku=sku, quantity=n) for sku, n in zip(SKUS, pieces, strict=True) if n
        )
        wanted = request(lines=lines, payment=payment)
        priced = quote(self.here.store, self.here.desk.profile, wanted.cart(), self.here.now)
        wanted = wanted.model_copy(update={"expected_total": priced.total})
        self.here.do("place", f"key-{len(self.here.done)}", wanted)

    @precondition(lambda self: self.here.keys)
    @rule(data=st.data())
    def order_again_with_the_same_key(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.here.keys)))
        self.here.do("place", key, self.here.keys[key][0])

    @precondition(lambda self: self.here.gateway.accounts)
    @rule(data=st.data(), told=st.booleans())
    def pay(self, data: st.DataObject, told: bool) -> None:  # noqa: FBT001 - a choice
        self.here.do("pay", self._session(data))
        if told and self.here.gateway.events:
            self.here.do("tell", self.here.gateway.events[-1].id)

    @precondition(lambda self: self.here.gateway.accounts)
    @rule(data=st.data(), sold_out=st.booleans())
    def pay_too_late(self, data: st.DataObject, sold_out: bool) -> None:  # noqa: FBT001 - a choice
        """The gateway cannot be asked for more than a day, so the shop lets the order go; then a
        payment turns out to have been made."""
        self.here.do("trouble", "down")
        self.here.do("wait", 26 * 60)
        self.here.do("look")
        if sold_out:
            self.order((2, 2), "cod")
        self.here.do("trouble", "")
        self.pay(data, told=True)

    # The gateway

    @precondition(lambda self: self.here.gateway.events)
    @rule(data=st.data(), times=st.integers(1, 2))
    def tell(self, data: st.DataObject, times: int) -> None:
        event = data.draw(st.sampled_from([event.id for event in self.here.gateway.events]))
        for _ in range(times):
            self.here.do("tell", event)

    @precondition(lambda self: self.here.charged())
    @rule(
        data=st.data(),
        state=st.sampled_from(["inquiry", "open", "open", "won", "lost"]),
        told=st.booleans(),
    )
    def dispute(self, data: st.DataObject, state: str, told: bool) -> None:  # noqa: FBT001 - a choice
        self.here.do("dispute", data.draw(st.sampled_from(self.here.charged())), state)
        if told:
            self.here.do("tell", self.here.gateway.events[-1].id)

    @precondition(lambda self: self.here.gateway.accounts)
    @rule(data=st.data())
    def lapse(self, data: st.DataObject) -> None:
        self.here.do("lapse", self._session(data))

    @rule(trouble=st.sampled_from(TROUBLES))
    def trouble(self, trouble: str) -> None:
        """The next such call breaks off, before or after it took effect, or is declined."""
        self.here.do("trouble", trouble)

    # The owner and time

    @rule(minutes=st.sampled_from([1, 30, 61, 60 * 24, 60 * 24 * 8]))
    def wait(self, minutes: int) -> None:
        self.here.do("wait", minutes)

    @rule()
    def look(self) -> None:
        self.here.do("look")

    @precondition(lambda self: self.here.orders)
    @rule(data=st.data(), name=st.sampled_from(["capture", "fulfil", "cancel", "confirm"]))
    def act(self, data: st.DataObject, name: str) -> None:
        self.here.do(name, data.draw(st.sampled_from(self.here.orders)))

    @precondition(lambda self: self.here.orders)
    @rule(data=st.data(), amount=st.sampled_from([1, 500, 997, 2000]))
    def transfer(self, data: st.DataObject, amount: int) -> None:
        order_id = data.draw(st.sampled_from(self.here.orders))
        self.here.do("transfer", order_id, amount, f"transfer-{len(self.here.done)}")

    @precondition(lambda self: self.here.orders)
    @rule(data=st.data(), pieces=PIECES)
    def edit(self, data: st.DataObject, pieces: tuple[int, int]) -> None:
        order_id = data.draw(st.sampled_from(self.here.orders))
        ordered = self.here.pieces_of(order_id)
        wanted = dict(zip(SKUS, pieces, strict=True))
        self.here.do("edit", order_id, {sku: n for sku, n in wanted.items() if sku in ordered})

    @precondition(lambda self: self.here.orders)
    @rule(
        data=st.data(),
        pieces=PIECES,
        shipping=st.booleans(),
        extra=st.sampled_from([0, 1, 500, 5000]),
        restock=st.booleans(),
        twice=st.booleans(),
    )
    def refund(  # noqa: PLR0917 - one choice each
        self,
        data: st.DataObject,
        pieces: tuple[int, int],
        shipping: bool,  # noqa: FBT001
        extra: int,
        restock: bool,  # noqa: FBT001
        twice: bool,  # noqa: FBT001
    ) -> None:
        order_id = data.draw(st.sampled_from(self.here.orders))
        lines = {sku: n for sku, n in zip(SKUS, pieces, strict=True) if n}
        name = f"refund-{len(self.here.done)}"
        wish = RefundWish(name, lines, shipping=shipping, extra=extra, restock=restock)
        for _ in range(1 + twice):
            self.here.do("refund", order_id, wish)

    def _session(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.here.gateway.accounts)))
