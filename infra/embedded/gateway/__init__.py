"""A stand-in for Stripe on this machine: play money, the real library, every state and event.

It speaks the part of Stripe's API that the shop uses (version of docs.stripe.com/api as of the
`stripe` package in the lock file) and nothing of it is Stripe's code. Its state is a file of its
own in SHOP_HOME, so a payment page that was open before a restart is open after it.

`service` puts it together; `ledger` keeps, `sessions`, `intents` and `refunds` decide, `api` and
`page` speak HTTP, `delivery` sends the signed events, `faults` breaks things for tests.
"""
