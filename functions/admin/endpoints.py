"""All routes of `admin`."""

from functions.admin import account, door, log, people, today

ROUTES = [*door.ROUTES, *today.ROUTES, *account.ROUTES, *people.ROUTES, *log.ROUTES]
