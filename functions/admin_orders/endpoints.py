"""All routes of `admin_orders`; those with a name of their own before those with an order's id."""

from functions.admin_orders import acts, bank, lists, messages, order, papers

ROUTES = [
    *lists.ROUTES,
    *messages.ROUTES,
    *bank.ROUTES,
    *order.ROUTES,
    *acts.ROUTES,
    *papers.ROUTES,
]
