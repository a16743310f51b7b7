"""All routes of `admin_pages`."""

from functions.admin_pages import editor, listed

ROUTES = [*listed.ROUTES, *editor.ROUTES]
