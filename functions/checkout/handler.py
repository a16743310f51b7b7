"""The Lambda entry of `checkout`."""

from functions.app import create_app, lambda_handler
from functions.bootstrap import bootstrap
from functions.checkout.endpoints import ROUTES

app = create_app(ROUTES, bootstrap)
handler = lambda_handler(app)
