"""All routes of `admin_settings`."""

from functions.admin_settings import coupons, overview, simulator, webhooks

ROUTES = [*overview.ROUTES, *simulator.ROUTES, *coupons.ROUTES, *webhooks.ROUTES]
