"""The Lambda entry of `admin_pages`."""

from functions.admin_pages.endpoints import ROUTES
from functions.app import create_app, lambda_handler
from functions.bootstrap import bootstrap

app = create_app(ROUTES, bootstrap)
handler = lambda_handler(app)
