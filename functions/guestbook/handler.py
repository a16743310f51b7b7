"""The Lambda entry of `guestbook`."""

from functions.app import create_app, lambda_handler
from functions.bootstrap import bootstrap
from functions.guestbook.endpoints import ROUTES

app = create_app(ROUTES, bootstrap)
handler = lambda_handler(app)
