"""The port of the embedded shop."""

import pytest

from infra.embedded.server import listen
from shop.errors import Misconfigured

pytestmark = pytest.mark.network


def test_a_port_belongs_to_the_first_shop_even_before_it_answers() -> None:
    bound = listen(0)
    with pytest.raises(Misconfigured, match="cannot be used"):
        listen(bound.getsockname()[1])
    bound.close()


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_refused_in_a_sentence(port: int) -> None:
    with pytest.raises(Misconfigured, match="0 to 65535"):
        listen(port)
