"""The Lambda entry of `payments`."""

import functions.starting  # noqa: F401 - what it puts off begins with it
from functions.app import create_app, lambda_handler
from functions.bootstrap import bootstrap
from functions.payments.endpoints import ROUTES

app = create_app(ROUTES, bootstrap)
handler = lambda_handler(app)
