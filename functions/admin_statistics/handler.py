"""The Lambda entry of `admin_statistics`."""

import functions.starting  # noqa: F401 - what it puts off begins with it
from functions.admin_statistics.endpoints import ROUTES
from functions.app import create_app, lambda_handler
from functions.bootstrap import bootstrap

app = create_app(ROUTES, bootstrap)
handler = lambda_handler(app)
