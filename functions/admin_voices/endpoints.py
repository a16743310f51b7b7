"""All routes of `admin_voices`."""

from functions.admin_voices import entries, surveys

ROUTES = [*entries.ROUTES, *surveys.ROUTES]
