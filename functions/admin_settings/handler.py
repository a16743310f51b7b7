"""The Lambda entry of `admin_settings`."""

from functions.admin_settings.endpoints import ROUTES
from functions.app import create_app, lambda_handler
from functions.bootstrap import bootstrap

app = create_app(ROUTES, bootstrap)
handler = lambda_handler(app)
