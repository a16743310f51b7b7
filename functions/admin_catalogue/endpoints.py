"""All routes of `admin_catalogue`."""

from functions.admin_catalogue import (
    deciding,
    exports,
    handing_in,
    product,
    products,
    releases,
    stock,
    submission,
)

ROUTES = [
    *products.ROUTES,
    *product.ROUTES,
    *handing_in.ROUTES,
    *submission.ROUTES,
    *deciding.ROUTES,
    *releases.ROUTES,
    *stock.ROUTES,
    *exports.ROUTES,
]
