"""``python -m infra.embedded.gateway``: the stand-in alone, for tests that kill processes.

It stands in for the shop of this environment (SHOP_HOME, SHOP_SECRET, SHOP_BASE_URL) on a port of
its own; the shop then needs SHOP_STRIPE_KEY and the others that are printed, one a line.
"""

import argparse
import sys

from infra.embedded.gateway.faults import Fault, Faults
from infra.embedded.gateway.service import FILE, WEBHOOK, EmbeddedGateway
from infra.embedded.server import HOST, listen, serve
from shop.payments.account import stripe_account
from shop.settings import StripeSettings, load_settings


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--cut", type=float, default=0.0, help="share of changes never answered")
    asked.add_argument("--drop", type=float, default=0.0, help="share of changes never made")
    asked.add_argument("--seed", type=int, default=0)
    options = asked.parse_args()
    settings = load_settings()
    own = stripe_account(settings)
    if own is None:
        sys.exit("Set SHOP_STORE to sqlite:…, or SHOP_STRIPE_KEY and SHOP_STRIPE_WEBHOOK_SECRET.")
    bound = listen(options.port)
    account = StripeSettings(own.key, own.webhook_secret, f"http://{HOST}:{bound.getsockname()[1]}")
    faults = Faults(options.seed)
    faults.rate(Fault("cut"), options.cut)
    faults.rate(Fault("drop"), options.drop)
    gateway = EmbeddedGateway(
        settings.home / FILE, account, settings.base_url + WEBHOOK, faults=faults
    )
    sys.stdout.write(
        f"SHOP_STRIPE_API={account.api}\nSHOP_STRIPE_KEY={account.key}\n"
        f"SHOP_STRIPE_WEBHOOK_SECRET={account.webhook_secret}\n"
    )
    sys.stdout.flush()
    gateway.start()
    try:
        serve(gateway.app, bound)
    finally:
        gateway.stop()
        bound.close()


if __name__ == "__main__":
    main()
