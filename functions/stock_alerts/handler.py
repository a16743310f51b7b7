"""The Lambda entry of `stock_alerts`."""

from functions.app import create_app, lambda_handler
from functions.bootstrap import bootstrap
from functions.stock_alerts.endpoints import ROUTES

app = create_app(ROUTES, bootstrap)
handler = lambda_handler(app)
